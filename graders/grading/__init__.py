"""Grading: from a learner's file to a result. Suites import only what is named here."""

from graders.grading.arrays import KnownResult, expect_array, expect_equal, expect_unchanged, same_numbers
from graders.grading.evaluation import Evaluator, TrainedModel, accuracy, layers_of, read_model
from graders.grading.pictures import PictureClasses
from graders.grading.proxy import SubmissionProxy
from graders.grading.verdicts import Wrong

__all__ = [
    "Evaluator",
    "KnownResult",
    "PictureClasses",
    "SubmissionProxy",
    "TrainedModel",
    "Wrong",
    "accuracy",
    "expect_array",
    "expect_equal",
    "expect_unchanged",
    "layers_of",
    "read_model",
    "same_numbers",
]
