"""The sections of the lesson on transfer learning: three bases, what the base is made of, fine-tuning, and programs."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.components.address import Choice, Number
from dashboard.components.code_panel import code_panel
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.components.transfer_lab import curves, reports, start, stop_button
from dashboard.components.waited_runs import kept_runs
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import SEED, TrainingConfig
from dashboard.experiments.run import Run
from dashboard.experiments.transfer import CUTS, TransferReport
from dashboard.experiments.transfer_runs import (
    DATASETS,
    RATES,
    TUNINGS,
    compared,
    stayed,
    three_bases,
    title,
    tuned,
)

BASES_PARAMETER, TUNED_PARAMETER = "bases", "tuned"


def shared_settings() -> tuple[str, int]:
    """Draw the data set and the seed, which all runs of the page share and the address holds; return them."""
    data, seed = (
        Choice("pictures", DATASETS[0], words=DATASETS),
        Number("seed", 42, low=SEED.low, high=SEED.high),
    )
    with st.container(horizontal=True, gap="large"):
        dataset: str = data.keep(
            st.radio("Pictures", DATASETS, horizontal=True, format_func=_words, **data.options())
        )
        value = seed.keep(
            st.number_input("Seed", int(SEED.low), int(SEED.high), step=1, width=160, **seed.options())
        )
    return dataset, int(value)


def three_curves(key: str, dataset: str, seed: int) -> list[Run]:
    """Draw the button and the curves of the three bases; return their runs."""
    runs = kept_runs(BASES_PARAMETER, most=3)
    with st.container(horizontal=True):
        st.button(
            "Train all three",
            type="primary",
            icon=":material/compare_arrows:",
            key=f"{key}-three",
            disabled=any(not run.state.final for run in runs),
            help="The same 200 pictures and seed; only what the network begins with differs.",
            on_click=start,
            args=(BASES_PARAMETER, three_bases(dataset, seed)),
        )
        stop_button(f"{key}-three", runs)
    curves(f"{key}-three", BASES_PARAMETER, runs)
    return runs


def three_outcome() -> str | None:
    """Return what the three bases on show reached; None until all have ended."""
    found = reports(kept_runs(BASES_PARAMETER, most=3))
    return compared(found) if len(found) == 3 else None


def base_inside(key: str, runs: Sequence[Run]) -> None:
    """Draw the base block by block, the counts, and the hash, as a run with the pretrained base left them."""
    choices = {title(run.config): run for run in runs if run.config.base == "pretrained"}
    known = {name: report for name, report in reports(list(choices.values())).items() if report.blocks}
    if not known:
        st.info(
            "Train all three above: the base that was trained is taken apart here.", icon=":material/info:"
        )
        return
    name = st.selectbox("Run", list(known), key=f"{key}-inside")
    st.caption("Choose a run that was fine-tuned, once there is one, to see which blocks learned.")
    report = known[name]
    _blocks(report)
    with st.container(width=PROSE_WIDTH):
        st.markdown(_counts(report))
        with st.expander("The same from Keras: model.summary()"):
            st.code(report.summary, language=None)


def _blocks(report: TransferReport) -> None:
    rows = report.blocks
    st.table(
        {
            "block": [row.block for row in rows],
            "layers": [str(row.layers) for row in rows],
            "gives": [row.output for row in rows],
            "numbers": [f"{row.weights:,}" for row in rows],
            "trainable": [f"{row.trainable:,}" if row.trainable else "frozen" for row in rows],
        },
        hide_index=True,
        alt=f"The {sum(row.layers for row in rows)} layers of the base by block",
    )


def _counts(report: TransferReport) -> str:
    layers = sum(row.layers for row in report.blocks)
    return (
        f"**{layers} layers** in the base. Keras counts **{report.trainable:,}** trainable and "
        f"**{report.non_trainable:,}** non-trainable numbers in the whole model.\n\n"
        f"**The proof.** SHA-256 of the weights that were to stay, before: `{report.frozen_before}`, "
        f"after: `{report.frozen_after}`. {'They are the same' if report.unchanged else '**They differ**'} "
        f"({stayed(report)}). The means that BatchNormalization keeps moved by at most {report.moved_statistics:.3g}."
    )


def tuning_lab(key: str, dataset: str, seed: int) -> list[Run]:
    """Draw the settings of fine-tuning, a button for the right way and for each mistake, and the curves."""
    runs = kept_runs(TUNED_PARAMETER, most=8)
    # The default comes first: it is what a select box shows when it is clicked past before it heard of its value.
    block = Choice("tune_from", "block_15", words=tuple(sorted(CUTS, key=lambda name: name != "block_15")))
    rate = Choice("tune_rate", "1e-05", words=tuple(f"{value:g}" for value in RATES))
    with st.container(horizontal=True, gap="large", vertical_alignment="bottom"):
        chosen = block.keep(
            st.selectbox("Fine-tune from", block.words, format_func=_cut, width=300, **block.options())
        )
        speed = float(rate.keep(st.selectbox("Learning rate", rate.words, width=160, **rate.options())))
    with st.container(horizontal=True):
        for name, (text, _) in TUNINGS.items():
            config = tuned(name, dataset, seed, chosen, speed)
            st.button(
                text,
                type="primary" if name == "right" else "secondary",
                icon=":material/check:" if name == "right" else ":material/warning:",
                key=f"{key}-tune-{name}",
                disabled=any(not run.state.final and title(run.config) == title(config) for run in runs),
                on_click=start,
                args=(TUNED_PARAMETER, (config,), runs),
            )
        stop_button(f"{key}-tune", runs)
    curves(f"{key}-tune", TUNED_PARAMETER, runs)
    with st.container(width=PROSE_WIDTH):
        ran = {title(run.config).split(":")[0] for run in runs if run.epochs_done}
        for heading, why in TUNINGS.values():
            if heading in ran:
                st.markdown(f"**{heading}.** {why}")
    return runs


def programs(key: str, dataset: str, seed: int) -> None:
    """Draw the program of one of the runs that the page offers."""
    block, speed = st.query_params.get("tune_from", ""), st.query_params.get("tune_rate", "")
    cut = block if block in CUTS else "block_15"
    rate = float(speed) if speed in {f"{value:g}" for value in RATES} else 1e-5
    offered: list[TrainingConfig] = [*reversed(three_bases(dataset, seed))]
    offered += [tuned(name, dataset, seed, cut, rate) for name in TUNINGS]
    by_name = {title(config): config for config in offered}
    chosen = st.selectbox("Program of", list(by_name), key=f"{key}-program")
    code_panel(
        python_source(by_name[chosen]), notebook(by_name[chosen]), "transfer_learning", key=f"{key}-code"
    )


def _words(dataset: str) -> str:
    return dataset.replace("_", " ")


def _cut(name: str) -> str:
    return f"{CUTS[name].title} (layer {CUTS[name].first})"
