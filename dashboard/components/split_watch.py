"""``split_data`` at work: its version and SPLIT_SIZE, the real folders that it makes, and every file on its way."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.components.pet_clinic import file_pixels
from dashboard.components.picture_grid import picture_grid
from dashboard.experiments.config import ConfigError, TrainingConfig
from dashboard.experiments.pet_images import make_tree
from dashboard.experiments.runs import answers_folder, disk_problem
from dashboard.experiments.split_code import function_source
from dashboard.experiments.split_disk import Cleaning, Split, split
from dashboard.experiments.split_versions import CLASSES, SIDES, VERSIONS, Step, split_source

SPLIT_SIZES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
_TICK_SECONDS = 0.25
_TICKS = 40  # that a whole split takes when it plays
_LOG = 6  # lines of the log


def split_watch(key: str, panel: str, cleaning: Cleaning) -> Split | None:
    """Draw the settings, which are those of the training panel, the program, and what it does with each file.

    Args:
        key: unique on the page.
        panel: the key of the training panel, whose settings must have been restored.
        cleaning: what the learner did with the faulty files.

    Returns:
        The split; None if it cannot be made, which is told.
    """
    settings_side, code_side = st.columns([2, 3], gap="large")
    with settings_side:
        config = _settings(panel)
        st.markdown(VERSIONS[config.split].why)
    code_side.code(split_source(config.split), language="python", wrap_lines=True)
    try:
        made = split(answers_folder(), cleaning, config.split, config.split_size, config.seed)
    except OSError as error:
        st.warning(disk_problem(error, answers_folder()), icon=":material/folder_off:")
        return None
    _watch(key, made)
    return made


def _settings(panel: str) -> TrainingConfig:
    st.radio(
        "How `split_data` is written",
        list(VERSIONS),
        format_func=lambda version: VERSIONS[version].title,
        **settings.own_widget(panel, "split", list(VERSIONS)),
    )
    options = settings.own_widget(panel, "split_size")
    st.select_slider(
        "SPLIT_SIZE",
        sorted({*SPLIT_SIZES, st.session_state[options["key"]]}),
        format_func=lambda size: f"{size:g}",
        help="The share of the pictures for training. The notes have 0.9.",
        **options,
    )
    try:
        return settings.current(panel)
    except ConfigError:  # told where the other settings are
        return settings.recall(panel).config


@st.fragment
def _watch(key: str, made: Split) -> None:
    """Draw the buttons and the state after some of the files; clicks redraw nothing else of the page."""
    mark, place = f"{key}-of", f"{key}-done"
    if st.session_state.get(mark) != str(made.folder):
        st.session_state[mark] = str(made.folder)
        st.session_state[f"{key}-plays"] = False
        st.session_state[place] = len(made.steps)
    plays = bool(st.session_state.get(f"{key}-plays"))
    with st.container(horizontal=True):
        st.button(
            "Pause" if plays else "Watch from the start",
            icon=":material/pause:" if plays else ":material/play_arrow:",
            key=f"{key}-play",
            on_click=_play,
            args=(key, not plays),
        )
        st.button("Next file", key=f"{key}-next", on_click=_next, args=(key, len(made.steps)))
    if plays:
        st.fragment(_tick, run_every=_TICK_SECONDS)(key, made)
    else:
        _state(key, made)


def _play(key: str, plays: bool) -> None:
    st.session_state[f"{key}-plays"] = plays
    if plays:
        st.session_state[f"{key}-done"] = 0


def _next(key: str, steps: int) -> None:
    st.session_state[f"{key}-plays"] = False
    done = st.session_state.get(f"{key}-done", steps)
    st.session_state[f"{key}-done"] = 1 if done >= steps else done + 1


def _tick(key: str, made: Split) -> None:
    """Go on by some files; at the end draw the buttons anew."""
    place = f"{key}-done"
    done = min(len(made.steps), st.session_state.get(place, 0) + max(1, len(made.steps) // _TICKS))
    st.session_state[place] = done
    if done == len(made.steps):
        st.session_state[f"{key}-plays"] = False
        st.rerun()
    _state(key, made)


def _state(key: str, made: Split) -> None:
    done: int = st.slider("Files done", 0, len(made.steps), key=f"{key}-done")
    steps = made.steps[:done]
    tree_side, log_side = st.columns(2, gap="large")
    with tree_side:
        st.code(tree_text(steps), language=None)
    with log_side:
        st.code("\n".join(_line(step) for step in steps[-_LOG:]) or "Nothing done yet.", language=None)
        _picture(key, made, steps)


def tree_text(steps: Sequence[Step]) -> str:
    """Return the tree of directories after some steps, with the number of files in each."""
    lines = ["cats-v-dogs/"]
    for side in SIDES:
        last_side = side == SIDES[-1]
        lines.append(f"{'└' if last_side else '├'}── {side}/")
        for name in CLASSES:
            count = sum((step.side, step.class_name) == (side, name) for step in steps)
            stem = " " if last_side else "│"
            lines.append(f"{stem}   {'└' if name == CLASSES[-1] else '├'}── {name}/   {count} files")
    skipped = sum(not step.side for step in steps)
    return "\n".join([*lines, f"skipped: {skipped} files"])


def _line(step: Step) -> str:
    return step.said or f"{step.name} -> {step.side}/{step.class_name}"


def _picture(key: str, made: Split, steps: Sequence[Step]) -> None:
    """Show the file that was copied last, if it is a picture."""
    if not steps or not steps[-1].side:
        return
    last = steps[-1]
    try:
        pixels = file_pixels(made.path(last.side, last.class_name, last.name))
    except FileNotFoundError:  # removed to make room: the page makes it anew when it is drawn next
        return
    except OSError:
        st.caption(f"{last.name} cannot be read as a picture. `copyfile` copied it all the same.")
        return
    picture_grid(
        pixels[None],
        [f"{last.side}/{last.class_name}/{last.name}"],
        alt="The file that was copied last",
        columns=5,
        key=f"{key}-last",
    )


def tree_code() -> None:
    """Show how the tree of directories is made."""
    st.code(
        f'{function_source(make_tree)}\n\n\nmake_tree("cats-v-dogs")\n',
        language="python",
        width=PROSE_WIDTH,
    )
