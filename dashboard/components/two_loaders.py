"""One real batch of each of Keras' two loaders, side by side, for the learner's own settings."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.components.address import Choice
from dashboard.components.asked_look import kept_or_asked
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.components.picture_grid import picture_grid
from dashboard.experiments.batches import (
    BATCH_SIZES,
    MODES,
    Batch,
    BatchRequest,
    BothBatches,
    batch_name,
    batch_question,
    read_batches,
)
from dashboard.experiments.loader_code import dataset_code, generator_code
from dashboard.experiments.scenes import SIZES


@st.fragment
def two_loaders(key: str, dataset: str, modes: Sequence[str] = tuple(MODES), prefix: str = "") -> None:
    """Draw the settings, which are in the address, both programs, and the batch that each gave.

    Args:
        key: unique on the page.
        dataset: a set of scenes.
        modes: forms of the labels to choose from, keys of ``MODES``; the first is the default.
        prefix: begins the names of the settings in the address, so that each page has its own.
    """
    request = _settings(dataset, modes, prefix)
    old, new = st.columns(2, gap="large")
    with old:
        st.markdown("**In the notes:** `ImageDataGenerator`")
        st.code(generator_code(request), language="python", wrap_lines=True)
    with new:
        st.markdown("**Today:** `image_dataset_from_directory`")
        st.code(dataset_code(request), language="python", wrap_lines=True)
    both = _both(key, request)
    if both is None:
        return
    with old:
        _batch(f"{key}-old", both.generator)
    with new:
        _batch(f"{key}-new", both.dataset)
    _differences(both)


def _settings(dataset: str, modes: Sequence[str], prefix: str) -> BatchRequest:
    standard = BatchRequest(dataset, mode=modes[0])
    size = Choice(f"{prefix}target", str(standard.size), words=tuple(map(str, SIZES)))
    amount = Choice(f"{prefix}take", str(standard.batch_size), words=tuple(map(str, BATCH_SIZES)))
    mode = Choice(f"{prefix}labels", standard.mode, words=tuple(modes))
    with st.container(horizontal=True, gap="large"):
        chosen_size = st.radio(
            "Size (`target_size`, `image_size`)", size.words, horizontal=True, **size.options()
        )
        chosen_amount = st.radio("`batch_size`", amount.words, horizontal=True, **amount.options())
        chosen_mode = st.radio(
            "Labels (`class_mode`, `label_mode`)", mode.words, horizontal=True, **mode.options()
        )
    return BatchRequest(
        dataset, int(size.keep(chosen_size)), int(amount.keep(chosen_amount)), mode.keep(chosen_mode)
    )


def _both(key: str, request: BatchRequest) -> BothBatches | None:
    """Return the answer that is kept, or a worker's."""
    return kept_or_asked(
        key, batch_name(request), batch_question(request, slot=key), read_batches, "Keras reads the folders."
    )


def _batch(key: str, batch: Batch) -> None:
    facts = {
        "Keras says": batch.said.splitlines()[0] if batch.said else "nothing",
        "pictures": f"{batch.shape}, {batch.images.dtype}",
        "as": batch.kind,
        "smallest, largest": f"{batch.low:.4g}, {batch.high:.4g}",
        "labels": f"{batch.labels_shape}, {batch.labels.dtype}",
    }
    st.table(
        {"what": list(facts), "this batch": list(facts.values())}, hide_index=True, alt="What the batch is"
    )
    picture_grid(
        batch.images / (255 if batch.high > 1 else 1),
        [_label(value) for value in batch.labels.tolist()],
        alt=f"The first {len(batch.images)} pictures of the batch, each with its label",
        columns=4,
        key=f"{key}-pictures",
    )


def _label(value: object) -> str:
    return f"label {value}"


def _differences(both: BothBatches) -> None:
    """Say what differs, from what came."""
    old, new = both.generator, both.dataset
    shapes = (
        f"The labels differ too: {old.labels_shape} of {old.labels.dtype} against {new.labels_shape} of "
        f"{new.labels.dtype}. `fit` takes both."
        if (old.labels_shape, old.labels.dtype) != (new.labels_shape, new.labels.dtype)
        else f"The labels have the same form here, {old.labels_shape} of {old.labels.dtype}."
    )
    st.markdown(
        f"**What differs.** The generator divided by 255, since it was told so: up to {old.high:.4g}. The data set "
        f"leaves the numbers as they are, up to {new.high:.4g}: divide in the program or with a `Rescaling(1 / 255)` "
        f"layer. {shapes} Shrinking differs by default: the generator takes the nearest pixel, the data set mixes four "
        "neighbours (bilinear). Both shuffle, in orders of their own. Keras calls `ImageDataGenerator` "
        "deprecated: it still runs, prints no warning, and is not for new programs.",
        width=PROSE_WIDTH,
    )
