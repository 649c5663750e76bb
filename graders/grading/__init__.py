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
from graders.grading.classifiers import BuiltModel, expect_classifier, expect_probabilities
from graders.grading.convnets import (
    expect_binary_answers,
    expect_compiled,
    expect_convolutions,
    expect_flat_answers,
)
from graders.grading.csv_pictures import PictureFile, expect_labels, expect_pictures
from graders.grading.evaluation import (
    Evaluator,
    TrainedModel,
    accuracy,
    binary_answers,
    forced_training,
    layers_of,
    read_model,
)
from graders.grading.faces import CLASS_NAMES, draw_faces
from graders.grading.gap import Recognised, recognise
from graders.grading.generator_pairs import (
    GeneratorPair,
    expect_labels_of_both,
    expect_of_both,
    expect_own_folders,
    expect_pair,
    expect_unchanged_pictures,
)
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
from graders.grading.many_classes import expect_loss, expect_softmax, expect_units
from graders.grading.marked_pictures import MarkedPictures
from graders.grading.masks import expect_share_dropped, expect_single_draws, known_scalings
from graders.grading.materials import Materials
from graders.grading.noisy_labels import LabelTraining, NoisyLabels
from graders.grading.pets import draw_pets
from graders.grading.pictures import PictureClasses
from graders.grading.posed_pets import PET_NAMES, draw_posed_pets
from graders.grading.pretrained import pretrained_digests, pretrained_file, weights_digest
from graders.grading.proxy import SubmissionProxy
from graders.grading.scenes import as_jpeg, draw_scenes, scene_classes
from graders.grading.silhouettes import ANIMAL_LABELS, as_csv, draw_animals
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
from graders.grading.two_classes import expect_two_classes
from graders.grading.verdicts import Wrong
from graders.sandbox import ChildFailure

__all__ = [
    "ANIMAL_LABELS",
    "CLASS_NAMES",
    "PET_NAMES",
    "BuiltModel",
    "ChildFailure",
    "Evaluator",
    "Files",
    "GeneratorPair",
    "GeneratorReport",
    "KnownResult",
    "LabelTraining",
    "MarkedPictures",
    "Materials",
    "NoisyLabels",
    "PictureClasses",
    "PictureFile",
    "Recognised",
    "Split",
    "SubmissionProxy",
    "TrainedModel",
    "Wrong",
    "accuracy",
    "as_csv",
    "as_finite",
    "as_jpeg",
    "as_number",
    "binary_answers",
    "classes_of",
    "digest_of",
    "draw_animals",
    "draw_faces",
    "draw_files",
    "draw_pets",
    "draw_posed_pets",
    "draw_scenes",
    "entries_of",
    "expect_array",
    "expect_as_in_files",
    "expect_augmented",
    "expect_binary_answers",
    "expect_binary_labels",
    "expect_both_sides",
    "expect_classifier",
    "expect_compiled",
    "expect_convolutions",
    "expect_copies",
    "expect_count",
    "expect_equal",
    "expect_everything_once",
    "expect_flat_answers",
    "expect_generator",
    "expect_labels",
    "expect_labels_of_both",
    "expect_loss",
    "expect_of_both",
    "expect_own_folders",
    "expect_pair",
    "expect_pictures",
    "expect_probabilities",
    "expect_rescaled",
    "expect_share_dropped",
    "expect_single_draws",
    "expect_size",
    "expect_softmax",
    "expect_training_size",
    "expect_two_classes",
    "expect_unchanged",
    "expect_unchanged_pictures",
    "expect_units",
    "forced_training",
    "known_scalings",
    "labels_of_files",
    "layers_of",
    "not_empty",
    "pretrained_digests",
    "pretrained_file",
    "read_model",
    "read_split",
    "recognise",
    "same_numbers",
    "scene_classes",
    "some_of",
    "texts_of",
    "weights_digest",
]
