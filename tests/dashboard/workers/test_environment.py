"""A worker says what it runs on, and what comes of the programs with the metric's old name."""

from __future__ import annotations

import platform
from importlib.metadata import version

import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.environment import FILE, environment_question, read_environment
from dashboard.experiments.metric_keys import MIXED, OLD
from dashboard.workers.environment import answer_environment
from dashboard.workers.trials import run_trial

pytestmark = pytest.mark.training


def test_versions_devices_and_threads_are_those_of_this_process(tmp_path):
    found = read_environment(tmp_path / answer_environment(tmp_path, {}))

    assert (found.python, found.numpy) == (platform.python_version(), version("numpy"))
    assert (found.keras, found.streamlit) == (version("keras"), version("streamlit"))
    assert found.tensorflow.startswith("2.")
    assert found.backend == "tensorflow"
    assert found.devices["CPU"] >= 1
    assert found.cores >= 1
    assert min(found.intra_op_threads, found.inter_op_threads) >= 0


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"python": 1}'])
def test_a_damaged_answer_is_told(tmp_path, content):
    (tmp_path / FILE).write_text(content)

    with pytest.raises(ArtifactError, match="missing or damaged"):
        read_environment(tmp_path / FILE)


def test_the_question_names_its_slot():
    assert environment_question("page") == {"what": "environment", "slot": "page"}


def test_the_old_name_works_where_it_is_used_everywhere():
    outcome = run_trial(OLD)

    assert outcome.error == ""
    assert set(outcome.history) == {"acc", "loss"}
    assert len(outcome.history["acc"]) < 5
    assert outcome.history["acc"][-1] > 0.6


def test_half_a_translation_stops_after_the_first_epoch():
    assert "'>' not supported between instances of 'NoneType' and 'float'" in run_trial(MIXED).error
