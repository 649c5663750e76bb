"""Grading: from a learner's file to a result. Suites import only what is named here."""

from graders.grading.arrays import (
    KnownResult,
    as_number,
    expect_array,
    expect_equal,
    expect_unchanged,
    same_numbers,
)
from graders.grading.evaluation import Evaluator, TrainedModel, accuracy, layers_of, read_model
from graders.grading.faces import CLASS_NAMES, draw_faces
from graders.grading.materials import Materials
from graders.grading.pictures import PictureClasses
from graders.grading.proxy import SubmissionProxy
from graders.grading.verdicts import Wrong

__all__ = [
    "CLASS_NAMES",
    "Evaluator",
    "KnownResult",
    "Materials",
    "PictureClasses",
    "SubmissionProxy",
    "TrainedModel",
    "Wrong",
    "accuracy",
    "as_number",
    "draw_faces",
    "expect_array",
    "expect_equal",
    "expect_unchanged",
    "layers_of",
    "read_model",
    "same_numbers",
]
