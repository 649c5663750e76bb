"""One picture's ten probabilities as training went on."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.figures import probability_bars
from dashboard.components.data_table import figure_with_table
from dashboard.components.picture_grid import picture_grid
from dashboard.components.results_source import class_names
from dashboard.experiments.artifacts import Artifacts
from dashboard.experiments.epoch_outputs import EpochOutputs, read_outputs
from dashboard.experiments.run import Run


def epoch_by_epoch(key: str, run: Run, artifacts: Artifacts) -> None:
    """Draw the choice of a picture, the slider of epochs, and the probabilities then.

    Raises:
        ArtifactError: if the file of the answers is missing or damaged.
    """
    names = class_names(run)
    outputs = read_outputs(artifacts.folder)
    st.markdown("The model was asked about these pictures before training and after every epoch.")
    picture = st.selectbox(
        "Picture",
        range(len(outputs.labels)),
        format_func=lambda place: _title(outputs, place, names),
        key=f"{key}-epochs-picture",
        width=360,
    )
    epochs = outputs.first_epoch
    if outputs.last_epoch > outputs.first_epoch:
        epochs = st.slider(
            "Epochs trained",
            outputs.first_epoch,
            outputs.last_epoch,
            outputs.first_epoch,
            # Another length of run is another slider: an old value must not lie outside it.
            key=f"{key}-epochs-{outputs.first_epoch}-{outputs.last_epoch}",
        )
    true = int(outputs.labels[picture])
    probabilities = outputs.after(epochs, picture)
    picture_side, bars_side = st.columns([1, 3])
    with picture_side, st.container(width=220):
        picture_grid(
            outputs.pictures[picture : picture + 1],
            [names[true]],
            alt=[f"Picture of: {names[true]}"],
            columns=1,
            key=f"{key}-epochs-shown",
        )
    with bars_side:
        if not (probabilities >= 0).all():  # nan compares as false
            st.warning("By then the weights were nan, not a number.", icon=":material/warning:")
            return
        best = int(probabilities.argmax())
        when = "Before training" if epochs == 0 else f"After {epochs} epoch{'' if epochs == 1 else 's'}"
        figure_with_table(
            probability_bars(probabilities, names, true, best),
            f"{when} the model says {names[best]}, with a probability of {probabilities[best] * 100:.0f} %; "
            f"{names[true]}, which is right, gets {probabilities[true] * 100:.0f} %.",
            _rows(outputs, picture, names),
            key=f"{key}-epochs-bars",
        )


def _title(outputs: EpochOutputs, place: int, names: tuple[str, ...]) -> str:
    return (
        f"{names[int(outputs.labels[place])]}, {'learned from' if outputs.learned[place] else 'test picture'}"
    )


def _rows(outputs: EpochOutputs, picture: int, names: tuple[str, ...]) -> list[dict[str, str]]:
    """A row for each class, a column for each time."""
    times = range(outputs.first_epoch, outputs.last_epoch + 1)
    return [
        {"class": name}
        | {f"epoch {epochs}": f"{outputs.after(epochs, picture)[place] * 100:.1f} %" for epochs in times}
        for place, name in enumerate(names)
    ]
