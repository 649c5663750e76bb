"""TrainingConfig: validated settings that survive the URL and JSON."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.experiments import config as settings
from dashboard.experiments.config import ConfigError, TrainingConfig, query_key

configs = st.builds(
    TrainingConfig,
    examples=st.sampled_from(settings.EXAMPLES),
    units=st.integers(1, 1024),
    dropout=st.floats(0, 0.9),
    optimizer=st.sampled_from(sorted(settings.OPTIMIZERS)),
    learning_rate=st.floats(1e-5, 10),
    batch_size=st.sampled_from(settings.BATCH_SIZES),
    epochs=st.integers(1, 100),
    stop_at_accuracy=st.none() | st.floats(0.5, 1),
    seed=st.integers(0, 2**31 - 1),
)


def test_the_default_is_small_enough_to_train_at_once():
    config = TrainingConfig()
    assert (config.examples, config.units, config.optimizer, config.epochs) == (10_000, 128, "adam", 10)


@given(configs)
def test_every_config_survives_the_url(config):
    assert TrainingConfig.from_query(config.to_query()) == (config, ())
    assert TrainingConfig.from_query(config.to_query(everything=True)) == (config, ())


@given(configs)
def test_every_config_survives_json(config):
    assert TrainingConfig.from_json(config.to_json()) == config


def test_the_url_holds_only_what_differs_from_the_default():
    assert TrainingConfig().to_query() == {}
    assert TrainingConfig(units=512, learning_rate=0.01).to_query() == {"units": "512", "lr": "0.01"}
    assert query_key("learning_rate") == "lr"


@pytest.mark.parametrize(
    ("key", "text", "field"),
    [
        ("units", "0", "units"),
        ("units", "12.5", "units"),
        ("units", "9" * 5000, "units"),
        ("epochs", "", "epochs"),
        ("epochs", "ten", "epochs"),
        ("optimizer", "Adam; drop table", "optimizer"),
        ("lr", "nan", "learning_rate"),
        ("lr", "inf", "learning_rate"),
        ("dropout", "0.95", "dropout"),
        ("batch", "33", "batch_size"),
        ("examples", "10_001", "examples"),
        ("stop", "1.5", "stop_at_accuracy"),
        ("seed", "-1", "seed"),
        ("data", "cats", "dataset"),
        ("model", "transformer", "recipe"),
    ],
)
def test_a_bad_value_in_the_url_falls_back_and_says_so(key, text, field):
    config, problems = TrainingConfig.from_query({key: text, "unrelated": "x"})
    assert config == TrainingConfig()
    [problem] = problems
    assert problem.startswith(f"{field} must be")
    assert "received" in problem
    assert "default" in problem
    assert len(problem) < 300


def test_good_values_survive_beside_bad_ones():
    config, problems = TrainingConfig.from_query({"units": "64", "epochs": "1000"})
    assert config == TrainingConfig(units=64)
    assert len(problems) == 1


@pytest.mark.parametrize(
    "values", [{"units": True}, {"units": 64.0}, {"epochs": "3"}, {"dropout": None}, {"seed": 1.5}]
)
def test_wrong_types_are_refused_with_the_range(values):
    [field] = values
    with pytest.raises(ConfigError, match=rf"^{field} must be .* from .* to .*; received"):
        TrainingConfig(**values)


def test_unknown_settings_in_json_are_refused():
    with pytest.raises(ConfigError, match="'layers'"):
        TrainingConfig.from_json({"layers": 3})


@pytest.mark.parametrize("examples", settings.EXAMPLES)
def test_the_validation_set_is_the_last_fifth(examples):
    config = TrainingConfig(examples=examples)
    assert config.training_examples == examples * 4 // 5
    assert config.training_examples + config.validation_examples == examples


def test_the_last_batch_may_be_short():
    assert TrainingConfig(examples=1000, batch_size=512).steps_per_epoch == 2


def test_only_what_changes_the_graph_is_in_the_architecture_key():
    key = TrainingConfig().architecture_key()
    same = [
        {"epochs": 3},
        {"seed": 1},
        {"learning_rate": 0.1},
        {"examples": 60_000},
        {"stop_at_accuracy": 0.9},
    ]
    other = [{"units": 64}, {"dropout": 0.1}, {"optimizer": "sgd"}, {"batch_size": 64}]
    assert all(replace(TrainingConfig(), **change).architecture_key() == key for change in same)
    assert all(replace(TrainingConfig(), **change).architecture_key() != key for change in other)
