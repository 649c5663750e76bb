"""Transfer learning: what is frozen stays, counts are those of Keras, and the program shown gives the curve."""

import contextlib
import io
from functools import cache

import keras
import numpy as np
import pytest

from dashboard.experiments import transfer_code
from dashboard.experiments.codegen import python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import PROJECT_ROOT
from dashboard.experiments.runs import HOME_VARIABLE
from dashboard.experiments.transfer import CUTS
from dashboard.workers import transfer, transfer_features
from dashboard.workers.callbacks import EpochReporter
from dashboard.workers.transfer import train_transfer
from dashboard.workers.transfer_models import build_network

pytestmark = pytest.mark.training

FEW = 8  # pictures a class
HEAD_EPOCHS = 2
CONFIG = TrainingConfig("cats_and_dogs", "transfer", epochs=3, learning_rate=1e-4, tune_from="Conv_1")


@pytest.fixture(scope="module")
def train(tmp_path_factory):
    """Train with few pictures; the same settings train once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(tmp_path_factory.mktemp("home")))
        patch.setattr(transfer_features, "A_CLASS", FEW)
        patch.setattr(transfer, "HEAD_EPOCHS", HEAD_EPOCHS)

        @cache
        def run(**changes):
            logs = []
            config = TrainingConfig(**(CONFIG.to_json() | changes))
            epochs, report = train_transfer(
                config, EpochReporter(lambda _, each: logs.append(each)), lambda: False, lambda _: None
            )
            assert epochs == len(logs) == config.epochs
            return logs, report

        yield run


def test_the_head_alone_learns_on_a_frozen_base(train):
    _, report = train(tuning="off")

    assert (report.trainable, report.non_trainable) == (1_281, 2_257_984)
    assert "1,281" in report.summary and "2,257,984" in report.summary  # noqa: PT018 - one line of Keras'
    assert report.unchanged
    assert report.moved_statistics == 0
    assert sum(row.layers for row in report.blocks) == 154
    assert sum(row.weights for row in report.blocks) == 2_257_984
    assert not any(row.trainable for row in report.blocks)


def test_fine_tuning_moves_what_it_may_and_no_more(train):
    _, report = train(tuning="right")

    assert report.unchanged
    assert report.moved_statistics == 0, "BatchNormalization works as in inference"
    assert [row.block for row in report.blocks if row.trainable] == ["top (Conv_1)"]
    assert report.trainable == 1_281 + 320 * 1_280
    assert f"{report.trainable:,}" in report.summary


def test_batch_normalization_in_training_mode_moves_its_means(train):
    _, report = train(tuning="batch_norm")

    assert report.moved_statistics > 0
    assert report.unchanged, "the blocks below stay"


def test_frozen_after_compile_is_frozen_on_paper_only(train):
    _, report = train(tuning="frozen_late")

    assert (report.trainable, report.non_trainable) == (1_281, 2_257_984)
    assert not report.unchanged


def test_from_scratch_there_is_nothing_frozen(train):
    _, report = train(base="none", learning_rate=0.001, epochs=1)

    assert (report.frozen_before, report.blocks, report.non_trainable) == ("", (), 0)


def test_the_program_on_the_page_gives_the_same_curve(train, monkeypatch):
    """The page computes the frozen part once; the program sends every picture through all of it."""
    logs, report = train(tuning="right")
    monkeypatch.setattr(transfer_code, "HEAD_EPOCHS", HEAD_EPOCHS)
    monkeypatch.setattr(transfer_code, "A_CLASS", FEW)
    monkeypatch.chdir(PROJECT_ROOT)
    config = TrainingConfig(**(CONFIG.to_json() | {"tuning": "right"}))
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(python_source(config), names)  # our own text

    history = names["history"].history
    for name, value in logs[-1].items():
        one_picture = 1 / (2 * FEW)  # may change sides by rounding
        allowed = 0.01 if name.endswith("loss") else one_picture
        assert history[name][-1] == pytest.approx(value, abs=allowed)
    assert names["before"] == report.frozen_before
    assert "frozen weights unchanged: True" in printed.getvalue()


@pytest.mark.usefixtures("train")  # few pictures
def test_stop_is_heard_while_features_are_computed():
    config = TrainingConfig(**(CONFIG.to_json() | {"base": "random", "seed": 5}))

    assert train_transfer(config, EpochReporter(print), lambda: True, print) == (0, None)


def test_each_cut_is_where_the_base_has_it():
    base = build_network(CONFIG).base
    assert {name: base.layers[cut.first - 1].name for name, cut in CUTS.items()} == {
        name: cut.below for name, cut in CUTS.items()
    }


def test_fit_overrules_training_false_of_a_base_that_may_learn():
    """What the lesson says of Keras 3; should it change one day, the lesson must."""
    inputs = keras.Input((4,))
    base = keras.Model(inputs, keras.layers.BatchNormalization()(keras.layers.Dense(4)(inputs)))
    outer = keras.Input((4,))
    model = keras.Model(outer, keras.layers.Dense(1)(base(outer, training=False)))
    model.compile(optimizer="adam", loss="mse")
    before = np.array(base.layers[-1].moving_mean.numpy())
    model.fit(np.ones((8, 4)), np.ones(8), verbose=0)

    assert np.abs(base.layers[-1].moving_mean.numpy() - before).max() > 0
