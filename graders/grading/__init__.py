"""Grading: from a learner's file to a result. Suites import only what is named here."""

from graders.grading.evaluation import Evaluator, TrainedModel, accuracy, read_model
from graders.grading.proxy import SubmissionProxy
from graders.grading.verdicts import Wrong

__all__ = ["Evaluator", "SubmissionProxy", "TrainedModel", "Wrong", "accuracy", "read_model"]
