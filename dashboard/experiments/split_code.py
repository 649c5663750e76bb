"""The part of a program that makes the folder of cats and dogs, cleans it, splits it and loads both sides."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import dataset_info
from dashboard.experiments.pet_images import clean, look_at, look_through, make_pet_images, make_tree
from dashboard.experiments.split_disk import for_training
from dashboard.experiments.split_versions import VERSIONS, split_source

IMPORTS = """\
import hashlib
import io
import os
import random
import shutil
import tempfile
from pathlib import Path
from shutil import copyfile

import keras
from PIL import Image"""
_TREE = """\
{make_tree}


{split_data}

TREE = os.path.join(FOLDER, "cats-v-dogs")
make_tree(TREE)
random.seed({seed})
SPLIT_SIZE = {split_size!r}
for name, class_name in (("Cat", "cats"), ("Dog", "dogs")):
    source = os.path.join(FOLDER, "Clean", name)
    training = os.path.join(TREE, "training", class_name)
    testing = os.path.join(TREE, "testing", class_name)
    split_data(source, training, testing, SPLIT_SIZE)"""
_OVERLAP = """\
sides = {side: list(Path(TREE, side).glob("*/*")) for side in ("training", "testing")}
known = {look_at(path)[2] for path in sides["training"]}
twice = [path.name for path in sides["testing"] if look_at(path)[2] in known]
print(len(sides["training"]), "training,", len(sides["testing"]), "testing,", len(twice), "on both sides")"""
_LOAD = """\
def pictures(folder, shuffle=False):
    batches = keras.utils.image_dataset_from_directory(
        folder,
        label_mode="binary",
        image_size=({size}, {size}),
        batch_size={batch_size},
        shuffle=shuffle,
    )
    return batches.map(lambda images, labels: (images / 255, labels))


train = pictures(os.path.join(TREE, "training"), shuffle=True)
{validation}test = pictures("data/scenes/cats_and_dogs/same_artist")  # untouched: they never were in the folder"""


def split_sections(config: TrainingConfig) -> list[tuple[str, str]]:
    """Return the steps from the faulty folder to batches, each a line of explanation and code.

    Args:
        config: of a recipe that ``is_split``.
    """
    cleaning = for_training(copies=config.copies)
    drop = "{" + ", ".join(f'"{fault}"' for fault in sorted(cleaning.drop)) + "}"
    version = VERSIONS[config.split]
    names = ", ".join(
        f"{label} for {name}" for label, name in enumerate(dataset_info(config.dataset).class_names)
    )
    validation = (
        'validation = pictures(os.path.join(TREE, "testing"))\n' if config.validation_examples else ""
    )
    return [
        (
            "A folder as it comes from the internet, faults included, made of the project's rendered scenes.",
            f"{function_source(make_pet_images)}\n\n\n"
            'FOLDER = tempfile.mkdtemp(prefix="pets-")\n'
            'make_pet_images("data/scenes/cats_and_dogs/train", os.path.join(FOLDER, "PetImages"))'
            "  # run this from the project's folder\n"
            'print("The folders are in", FOLDER)',
        ),
        (
            "What each file is: its first bytes tell the format, reading it tells the rest.",
            f"{function_source(look_at)}\n\n\n{function_source(look_through)}",
        ),
        (
            "Cleaning copies what is good and leaves the source as it is.",
            f"{function_source(clean)}\n\n\n"
            f"DROP = {drop}\n"
            'for name in ("Cat", "Dog"):\n'
            '    clean(Path(FOLDER, "PetImages", name), Path(FOLDER, "Clean", name), DROP, rename=True)',
        ),
        (
            f"The tree of directories and the split. {version.title}.",
            _TREE.format(
                make_tree=function_source(make_tree),
                split_data=split_source(config.split),
                seed=config.seed,
                split_size=config.split_size,
            ),
        ),
        ("Which pictures are on both sides? None should be. Names do not tell: pixels do.", _OVERLAP),
        (
            f"Batches of pictures. Labels follow the alphabet: {names}.",
            _LOAD.format(size=config.image_size, batch_size=config.batch_size, validation=validation),
        ),
    ]


def function_source(function: Callable[..., object]) -> str:
    """Return a function as the program has it: without a remark for the type checker."""
    return re.sub(r"  # type: ignore\[[a-z-]+\]", "", inspect.getsource(function)).rstrip()
