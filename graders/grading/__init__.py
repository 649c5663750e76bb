"""Grading: from a learner's file to a result. Suites import only what is named here."""

from graders.grading.arrays import (
    KnownResult,
    as_finite,
    as_number,
    expect_array,
    expect_equal,
    expect_unchanged,
    same_numbers,
)
from graders.grading.augmented import expect_as_in_files, expect_augmented
from graders.grading.convnets import (
    expect_binary_answers,
    expect_compiled,
    expect_convolutions,
    expect_flat_answers,
)
from graders.grading.evaluation import (
    Evaluator,
    TrainedModel,
    accuracy,
    binary_answers,
    layers_of,
    read_model,
)
from graders.grading.faces import CLASS_NAMES, draw_faces
from graders.grading.gap import Recognised, recognise
from graders.grading.generators import (
    GeneratorReport,
    classes_of,
    expect_binary_labels,
    expect_count,
    expect_generator,
    expect_rescaled,
    expect_size,
    labels_of_files,
)
from graders.grading.materials import Materials
from graders.grading.pets import PET_NAMES, draw_pets
from graders.grading.pictures import PictureClasses
from graders.grading.proxy import SubmissionProxy
from graders.grading.scenes import as_jpeg, draw_scenes, scene_classes
from graders.grading.splits import (
    Files,
    Split,
    digest_of,
    draw_files,
    entries_of,
    expect_both_sides,
    expect_copies,
    expect_everything_once,
    expect_training_size,
    not_empty,
    read_split,
    some_of,
    texts_of,
)
from graders.grading.verdicts import Wrong

__all__ = [
    "CLASS_NAMES",
    "PET_NAMES",
    "Evaluator",
    "Files",
    "GeneratorReport",
    "KnownResult",
    "Materials",
    "PictureClasses",
    "Recognised",
    "Split",
    "SubmissionProxy",
    "TrainedModel",
    "Wrong",
    "accuracy",
    "as_finite",
    "as_jpeg",
    "as_number",
    "binary_answers",
    "classes_of",
    "digest_of",
    "draw_faces",
    "draw_files",
    "draw_pets",
    "draw_scenes",
    "entries_of",
    "expect_array",
    "expect_as_in_files",
    "expect_augmented",
    "expect_binary_answers",
    "expect_binary_labels",
    "expect_both_sides",
    "expect_compiled",
    "expect_convolutions",
    "expect_copies",
    "expect_count",
    "expect_equal",
    "expect_everything_once",
    "expect_flat_answers",
    "expect_generator",
    "expect_rescaled",
    "expect_size",
    "expect_training_size",
    "expect_unchanged",
    "labels_of_files",
    "layers_of",
    "not_empty",
    "read_model",
    "read_split",
    "recognise",
    "same_numbers",
    "scene_classes",
    "some_of",
    "texts_of",
]
