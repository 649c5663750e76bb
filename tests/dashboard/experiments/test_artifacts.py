"""The files of a finished run, and what is said when they are damaged."""

import json
import math

import numpy as np
import pytest

from dashboard.experiments.artifacts import (
    HEALTH,
    PREDICTIONS,
    SUMMARY,
    WEIGHTS,
    ArtifactError,
    Artifacts,
    LayerRow,
    ModelSummary,
    fingerprint,
)

ROWS = (
    LayerRow("flatten", "Flatten", "(None, 784)", 0),
    LayerRow("dense", "Dense", "(None, 3)", 2355, "relu"),
)


def test_a_summary_survives_json_even_with_nan():
    data = json.dumps(ModelSummary(math.nan, 0.1, 2355, ROWS).to_json(), allow_nan=False)
    read = ModelSummary.from_json(json.loads(data))
    assert math.isnan(read.test_loss)
    assert read.layers == ROWS


def test_a_model_without_classes_has_no_accuracy():
    summary = ModelSummary(0.5, None, 2, ROWS, non_trainable_params=1, optimizer_params=4, fingerprint="0a")
    assert ModelSummary.from_json(json.loads(json.dumps(summary.to_json()))) == summary
    assert summary.trainable_params == 1


def test_a_summary_of_an_earlier_version_can_be_read():
    old = {"test_loss": 0.5, "test_accuracy": 0.8, "total_params": 7, "layers": []}
    assert ModelSummary.from_json(old).trainable_params == 7


def test_the_weights_of_a_layer_come_by_their_own_names(tmp_path):
    arrays = {
        "sequential/dense/kernel": np.ones((784, 3), np.float32),
        "sequential/dense/bias": np.zeros(3, np.float32),
        "sequential/dense_1/kernel": np.zeros((3, 10), np.float32),
    }
    np.savez(tmp_path / WEIGHTS, **arrays)
    artifacts = Artifacts(tmp_path)
    assert {name: array.shape for name, array in artifacts.layer_weights("dense").items()} == {
        "kernel": (784, 3),
        "bias": (3,),
    }
    assert artifacts.layer_weights("flatten") == {}
    assert list(artifacts.weights) == list(arrays)


def test_probabilities_come_as_float32(tmp_path):
    np.savez(tmp_path / PREDICTIONS, probabilities=np.full((5, 10), 0.1, np.float16))
    assert Artifacts(tmp_path).probabilities.dtype == np.float32


def test_a_line_is_inputs_true_values_and_predictions(tmp_path):
    columns = {name: np.arange(6.0)[:, None] for name in ("inputs", "targets", "outputs")}
    np.savez(tmp_path / PREDICTIONS, **columns)
    assert [values.shape for values in Artifacts(tmp_path).line] == [(6,)] * 3


def test_predictions_of_another_kind_are_said_to_be_damaged(tmp_path):
    np.savez(tmp_path / PREDICTIONS, inputs=np.zeros(6), targets=np.zeros(6), outputs=np.zeros(5))
    for name in ("line", "probabilities"):
        with pytest.raises(ArtifactError, match=r"predictions\.npz of this run is missing or damaged"):
            getattr(Artifacts(tmp_path), name)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut", b"{}", b"[1]", b"\x80\x04 a pickle"])
def test_a_missing_or_damaged_file_is_one_sentence(tmp_path, content):
    if content is not None:
        for name in (SUMMARY, PREDICTIONS, WEIGHTS, HEALTH):
            (tmp_path / name).write_bytes(content)
    for name in ("summary", "probabilities", "line", "weights", "health"):
        with pytest.raises(ArtifactError, match="of this run is missing or damaged: press Train"):
            getattr(Artifacts(tmp_path), name)


def test_an_archive_with_flipped_bytes_is_one_sentence(tmp_path):
    np.savez_compressed(tmp_path / WEIGHTS, **{"dense/kernel": np.arange(1000.0)})
    data = bytearray((tmp_path / WEIGHTS).read_bytes())
    data[100:140] = b"\xff" * 40
    (tmp_path / WEIGHTS).write_bytes(data)
    with pytest.raises(ArtifactError, match="damaged"):
        _ = Artifacts(tmp_path).weights


def test_a_fingerprint_tells_weights_apart():
    weights = [np.ones((4, 3), np.float32), np.zeros(3, np.float32)]
    other = [weights[0], np.array([0, 0, 1e-7], np.float32)]
    assert fingerprint(weights) == fingerprint([array.copy() for array in weights])
    assert fingerprint(weights) != fingerprint(other)
