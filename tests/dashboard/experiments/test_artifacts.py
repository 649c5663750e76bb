"""The files of a finished run, and what is said when they are damaged."""

import json
import math

import numpy as np
import pytest

from dashboard.experiments.artifacts import (
    PREDICTIONS,
    SUMMARY,
    WEIGHTS,
    ArtifactError,
    Artifacts,
    LayerRow,
    ModelSummary,
)

ROWS = (LayerRow("flatten", "Flatten", "(None, 784)", 0), LayerRow("dense", "Dense", "(None, 3)", 2355))


def test_a_summary_survives_json_even_with_nan():
    data = json.dumps(ModelSummary(math.nan, 0.1, 2355, ROWS).to_json(), allow_nan=False)
    read = ModelSummary.from_json(json.loads(data))
    assert math.isnan(read.test_loss)
    assert read.layers == ROWS


def test_the_first_layer_is_the_first_matrix(tmp_path):
    kernel = np.ones((784, 3), np.float32)
    np.savez(tmp_path / WEIGHTS, **{"dense/kernel": kernel, "dense/bias": np.zeros(3, np.float32)})
    artifacts = Artifacts(tmp_path)
    assert artifacts.first_layer.shape == (784, 3)
    assert list(artifacts.weights) == ["dense/kernel", "dense/bias"]


def test_probabilities_come_as_float32(tmp_path):
    np.savez(tmp_path / PREDICTIONS, probabilities=np.full((5, 10), 0.1, np.float16))
    assert Artifacts(tmp_path).probabilities.dtype == np.float32


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut", b"{}", b"\x80\x04 a pickle"])
def test_a_missing_or_damaged_file_is_one_sentence(tmp_path, content):
    if content is not None:
        for name in (SUMMARY, PREDICTIONS, WEIGHTS):
            (tmp_path / name).write_bytes(content)
    for name in ("summary", "probabilities", "weights"):
        with pytest.raises(ArtifactError, match="of this run is missing or damaged: press Train"):
            getattr(Artifacts(tmp_path), name)
