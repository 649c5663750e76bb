"""Builds data/photographs: parts of pictures in scikit-image that their photographers gave to the public."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from tools.data.packages import wheel_file

SIDE = 256  # pixels
# Left upper corner of the part that is kept, by name.
CORNERS = {"camera": (100, 30), "chelsea": (90, 5), "coffee": (150, 60)}


def build(wheel: Path, folder: Path) -> None:
    """Write one PNG a photograph, ``SIDE`` pixels a side; ``camera`` is grey, the others are in colour.

    Args:
        wheel: the package.
        folder: where the files go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, (x, y) in CORNERS.items():
        with Image.open(io.BytesIO(wheel_file(wheel, f"skimage/data/{name}.png"))) as picture:
            part = picture.crop((x, y, x + SIDE, y + SIDE))
        part.save(folder / f"{name}.png", optimize=True)
