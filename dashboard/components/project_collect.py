"""The pictures of a learner's project: brought class by class, as files, as a folder or from the webcam."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.components.picture_grid import picture_grid
from dashboard.experiments.project_pictures import (
    CLASSES,
    LONGEST_NAME,
    PICTURES,
    PictureClass,
    with_files,
)
from dashboard.experiments.scenes import scene_classes, scene_folder

KEY = "project"
_EXAMPLE = "rock_paper_scissors"
_OF_EXAMPLE = 30
_SHOWN = 8
_FILES, _FOLDER, _WEBCAM = "Files", "A folder", "Webcam"
_KINDS = ["png", "jpg", "jpeg"]


def collect() -> tuple[PictureClass, ...]:
    """Draw the classes with all that can be done to them, and return them as they are."""
    classes = _classes()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button("Another class", icon=":material/add:", on_click=_add, disabled=len(classes) >= CLASSES[1])
        st.button(
            "One class less", icon=":material/remove:", on_click=_drop, disabled=len(classes) <= CLASSES[0]
        )
        st.button(
            "Fill in rock, paper, scissors",
            icon=":material/collections:",
            on_click=_fill,
            help="Rendered scenes of this course, to try the page with.",
        )
    for place, column in zip(range(len(classes)), _columns(len(classes)), strict=True):
        with column:
            _one(place, classes[place])
    return tuple(_classes())


def _columns(count: int) -> list[st.delta_generator.DeltaGenerator]:
    return [column for _ in range(0, count, 2) for column in st.columns(2, gap="medium")][:count]


def _classes() -> list[PictureClass]:
    classes: list[PictureClass] = st.session_state.setdefault(
        f"{KEY}-classes", [PictureClass(""), PictureClass("")]
    )
    return classes


def _one(place: int, kept: PictureClass) -> None:
    with st.container(border=True):
        name = st.text_input(
            f"Class {place + 1}: what do its pictures show?",
            value=kept.name,
            key=_keyed("name", place),
            max_chars=LONGEST_NAME,
            placeholder="for example: mug",
        )
        if name != kept.name:
            kept = _classes()[place] = replace(kept, name=name)
        _source(place)
        count = len(kept.names)
        needed = f" (at least {PICTURES[0]} are needed)" if count < PICTURES[0] else ""
        left_out = f", {len(kept.left_out)} left out" if kept.left_out else ""
        st.markdown(f"{count} usable {'picture' if count == 1 else 'pictures'}{needed}{left_out}.")
        if kept.names:
            picture_grid(
                kept.pixels[-_SHOWN:],
                [name[-24:] for name in kept.names[-_SHOWN:]],
                alt=f"The last pictures of class {place + 1}",
                columns=4,
                key=_keyed("grid", place),
            )
        if kept.left_out:
            with st.expander("What was left out, and why"):
                rows = {
                    "file": [each.name for each in kept.left_out],
                    "why": [each.why for each in kept.left_out],
                }
                st.dataframe(rows, hide_index=True)
        if kept.names or kept.left_out:
            st.button(
                "Remove these pictures",
                key=_keyed("remove", place),
                icon=":material/delete:",
                on_click=_clear,
                args=(place,),
            )


def _source(place: int) -> None:
    source = st.radio(
        "Bring them as", (_FILES, _FOLDER, _WEBCAM), horizontal=True, key=_keyed("source", place)
    )
    # A new name after each upload: the widget is empty again, and Streamlit drops the files from its memory.
    key = _keyed(f"{source}-{st.session_state.get(f'{KEY}-round', 0)}", place)
    if source == _WEBCAM:
        st.camera_input("Take a picture", key=key, on_change=_take, args=(place, key, source))
    else:
        st.file_uploader(
            "PNG or JPEG files" if source == _FILES else "A folder with PNG or JPEG files",
            type=_KINDS,
            accept_multiple_files=True if source == _FILES else "directory",
            key=key,
            on_change=_take,
            args=(place, key, source),
        )


def _take(place: int, key: str, source: str) -> None:
    """Take over what was just uploaded or photographed."""
    brought = st.session_state[key]
    files = brought if isinstance(brought, list) else [brought] if brought is not None else []
    if not files:
        return
    classes = _classes()
    number = st.session_state[f"{KEY}-round"] = st.session_state.get(f"{KEY}-round", 0) + 1
    named = [(f"webcam {number}.jpg" if source == _WEBCAM else file.name, file.getvalue()) for file in files]
    others = [each for at, each in enumerate(classes) if at != place]
    classes[place] = with_files(classes[place], named, others)


def _add() -> None:
    _classes().append(PictureClass(""))


def _drop() -> None:
    place = len(_classes()) - 1
    _classes().pop()
    st.session_state.pop(_keyed("name", place), None)


def _clear(place: int) -> None:
    classes = _classes()
    classes[place] = PictureClass(classes[place].name)


def _fill() -> None:
    """Bring the course's own pictures, as a learner would bring files."""
    classes: list[PictureClass] = []
    for name in scene_classes(_EXAMPLE):
        paths = sorted((scene_folder(_EXAMPLE, "train") / name).iterdir())
        step = max(1, len(paths) // _OF_EXAMPLE)
        files = [(path.name, path.read_bytes()) for path in paths[::step][:_OF_EXAMPLE]]
        classes.append(with_files(PictureClass(name), files, classes))
    st.session_state[f"{KEY}-classes"] = classes
    for place, each in enumerate(classes):
        st.session_state[_keyed("name", place)] = each.name


def _keyed(name: str, place: int) -> str:
    return f"{KEY}-{name}-{place}"
