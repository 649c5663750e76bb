"""TrainingConfig: validated settings that survive the URL and JSON."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.experiments import config as settings
from dashboard.experiments.config import ConfigError, TrainingConfig, query_key

coordinates = st.integers(-1000, 1000) | st.floats(-1000, 1000)
classifiers = st.builds(
    TrainingConfig,
    recipe=st.sampled_from(["dense", "conv"]),
    filters=st.integers(1, 64),
    convolutions=st.sampled_from(settings.CONVOLUTIONS),
    examples=st.sampled_from(settings.EXAMPLES),
    units=st.integers(1, 1024),
    dropout=st.floats(0, 0.9),
    optimizer=st.sampled_from(sorted(settings.OPTIMIZERS)),
    momentum=st.floats(0, 0.99),
    learning_rate=st.floats(1e-5, 10),
    batch_size=st.sampled_from(settings.BATCH_SIZES),
    epochs=st.integers(1, 100),
    stop_at_accuracy=st.none() | st.floats(0.5, 1),
    seed=st.integers(0, 2**31 - 1),
)
neurons = st.builds(
    TrainingConfig,
    dataset=st.just("line"),
    recipe=st.just("neuron"),
    units=st.integers(1, 1024),
    optimizer=st.sampled_from(sorted(settings.OPTIMIZERS)),
    learning_rate=st.floats(1e-5, 10),
    momentum=st.floats(0, 0.99),
    epochs=st.integers(1, 2000),
    seed=st.integers(0, 2**31 - 1),
    points=st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=20).map(tuple),
)
motions = st.builds(
    TrainingConfig,
    dataset=st.just("motion"),
    recipe=st.just("motion"),
    optimizer=st.sampled_from(sorted(settings.OPTIMIZERS)),
    learning_rate=st.floats(1e-5, 10),
    epochs=st.integers(1, 100),
    seed=st.integers(0, 2**31 - 1),
)
configs = classifiers | neurons | motions
NEURON = TrainingConfig("line", "neuron", optimizer="sgd", learning_rate=0.01, epochs=500)


def test_the_default_is_small_enough_to_train_at_once():
    config = TrainingConfig()
    assert (config.examples, config.units, config.optimizer, config.epochs) == (10_000, 128, "adam", 10)


@given(configs)
def test_every_config_survives_the_url(config):
    assert TrainingConfig.from_query(config.to_query()) == (config, ())
    assert TrainingConfig.from_query(config.to_query(everything=True)) == (config, ())


@given(configs, configs)
def test_every_config_survives_the_url_of_a_page_with_defaults_of_its_own(config, defaults):
    query = config.to_query(defaults=defaults)
    assert TrainingConfig.from_query(query, defaults) == (config, ())


# What a URL holds may be anything: a real value of a setting, text, or nothing like either.
VALUES = st.text(max_size=8) | st.integers(-5, 3000).map(str) | st.sampled_from(
    ["line", "neuron", "conv", "dense", "fashion_mnist", "sgd", "never", "nan", "-inf", "1e999", "٣", "0x10"]
)  # fmt: skip
KEYS = [query_key(name) for name in TrainingConfig().to_json()]


@given(st.dictionaries(st.sampled_from([*KEYS, "run"]), VALUES), configs, st.booleans())
def test_no_url_fails(query, defaults, fixed):
    config, problems = TrainingConfig.from_query(query, defaults, fixed=fixed)
    assert all(problem.endswith("is used instead.") for problem in problems)
    if fixed:
        assert (config.dataset, config.recipe) == (defaults.dataset, defaults.recipe)


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


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            {"dataset": "line"},
            "The recipe dense goes with the data sets fashion_mnist, animal_silhouettes; received line.",
        ),
        ({"recipe": "neuron"}, "The recipe neuron goes with the data set line; received fashion_mnist."),
        ({"recipe": "conv", "dataset": "line"}, "The recipe conv goes with the data sets fashion_mnist"),
        ({"recipe": "conv", "convolutions": 3}, "convolutions must be one of 1, 2; received 3."),
        ({"recipe": "conv", "filters": 65}, "filters must be a whole number from 1 to 64; received 65."),
        ({"epochs": 501}, "epochs must be a whole number from 1 to 500; received 501."),
        (
            {"recipe": "neuron", "dataset": "line", "epochs": 2001},
            "epochs must be a whole number from 1 to 2000; received 2001.",
        ),
    ],
)
def test_what_does_not_go_together_is_refused_with_one_sentence(values, told):
    with pytest.raises(ConfigError, match=rf"^{re.escape(told)}"):
        TrainingConfig(**values)


@pytest.mark.parametrize("query", [{"data": "line"}, {"model": "neuron"}, {"model": "conv", "data": "line"}])
def test_a_model_and_a_data_set_in_the_url_that_do_not_go_together_fall_back_with_one_sentence(query):
    config, [problem] = TrainingConfig.from_query({**query, "lr": "0.1"})
    assert config == TrainingConfig(learning_rate=0.1)
    assert "goes with the data set" in problem
    assert "The default, dense on fashion_mnist, is used instead." in problem


def test_a_page_that_fixes_its_model_keeps_it_whatever_the_url_says():
    query = {"data": "line", "model": "neuron", "epochs": "5"}
    config, problems = TrainingConfig.from_query(query, TrainingConfig(units=64), fixed=True)
    assert config == TrainingConfig(units=64, epochs=5)
    assert [problem.split(";")[0] for problem in problems] == [
        "dataset is always fashion_mnist on this page",
        "recipe is always dense on this page",
    ]


def test_a_bad_value_falls_back_to_the_default_of_the_page():
    config, [problem] = TrainingConfig.from_query({"epochs": "5000", "optimizer": "adam"}, NEURON)
    assert config == replace(NEURON, optimizer="adam")
    assert "The default, 500, is used instead." in problem


def test_the_url_of_a_page_with_defaults_of_its_own_holds_what_differs_from_those():
    assert NEURON.to_query(defaults=NEURON) == {}
    assert replace(NEURON, learning_rate=0.001).to_query(defaults=NEURON) == {"lr": "0.001"}


def test_settings_that_do_not_count_change_nothing():
    neuron = replace(NEURON, units=7, batch_size=512, dropout=0.5, examples=1000, stop_at_accuracy=0.9)
    assert neuron == NEURON
    assert neuron.relevant_fields() == (
        "dataset", "recipe", "optimizer", "learning_rate", "epochs", "seed", "momentum", "points"
    )  # fmt: skip
    assert set(NEURON.to_query(everything=True)) == {
        "data", "model", "optimizer", "lr", "epochs", "seed", "momentum", "points"
    }  # fmt: skip
    assert TrainingConfig(filters=8) == TrainingConfig()
    assert "filters" in TrainingConfig(recipe="conv").relevant_fields()
    assert "filters" not in TrainingConfig().relevant_fields()


def test_settings_that_do_not_count_must_still_be_settings():
    with pytest.raises(ConfigError, match=r"^units must be"):
        replace(NEURON, units=0)


@pytest.mark.parametrize(
    "config", [NEURON, TrainingConfig(), TrainingConfig(recipe="conv"), TrainingConfig("motion", "motion")]
)
def test_every_setting_that_counts_can_be_changed(config):
    """A setting that the recipe names but the config drops would be a dead widget."""
    changed = {
        "examples": 1000, "units": 5, "filters": 5, "dropout": 0.5, "optimizer": "rmsprop", "learning_rate": 0.5,
        "batch_size": 16, "epochs": 3, "stop_at_accuracy": 0.9, "seed": 1, "momentum": 0.9, "points": ((1, 2),),
            "callback": "early_stopping", "hooks": "nothing",
        "convolutions": 1,
    }  # fmt: skip
    for name in config.relevant_fields()[2:]:
        assert replace(config, **{name: changed[name]}) != config


def test_the_line_is_one_batch_without_validation():
    assert (NEURON.training_examples, NEURON.validation_examples, NEURON.steps_per_epoch) == (6, 0, 1)


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


@pytest.mark.parametrize("config", [TrainingConfig(dropout=0.1), TrainingConfig(recipe="conv", dropout=0.1)])
def test_only_what_changes_the_graph_is_in_the_architecture_key(config):
    key = config.architecture_key()
    same = [
        {"epochs": 3},
        {"seed": 1},
        {"learning_rate": 0.1},
        {"examples": 60_000},
        {"stop_at_accuracy": 0.9},
        {"dropout": 0.5},
    ]
    other = [{"units": 64}, {"dropout": 0.0}, {"optimizer": "sgd"}, {"batch_size": 64}]
    other += [{"filters": 8}, {"convolutions": 1}] if config.recipe == "conv" else [{"recipe": "conv"}]
    assert all(replace(config, **change).architecture_key() == key for change in same)
    assert all(replace(config, **change).architecture_key() != key for change in other)


def test_each_recipe_has_a_data_set_and_settings_that_exist():
    for recipe in settings.RECIPES.values():
        for dataset in recipe.datasets:
            config = TrainingConfig(dataset, recipe.id)
            conditional = {"momentum", *(settings.OF_CALLBACKS | {"augments_validation"}) & recipe.settings}
            assert set(config.relevant_fields()) | conditional == {"dataset", "recipe", *recipe.settings}


@pytest.mark.parametrize("callback", settings.CALLBACKS)
def test_the_settings_of_a_callback_count_with_it_alone(callback):
    given = TrainingConfig(
        callback=callback, monitor="loss", patience=7, min_delta=0.1, factor=0.2, restore_best_weights=False
    )

    assert set(given.relevant_fields()) & settings.OF_CALLBACKS == settings.CALLBACKS[callback].settings
    assert TrainingConfig.from_json(given.to_json()) == given
    assert TrainingConfig.from_query(given.to_query()) == (given, ())


def test_momentum_counts_for_sgd_alone():
    sgd = replace(NEURON, momentum=0.9)
    assert sgd.momentum == 0.9
    assert replace(sgd, optimizer="adam") == replace(NEURON, optimizer="adam")
    assert sgd.architecture_key() != NEURON.architecture_key(), "Keras writes it into the graph"
    assert replace(sgd, learning_rate=0.5).architecture_key() == sgd.architecture_key()


def test_a_momentum_in_the_url_counts_also_where_the_optimizer_of_the_page_has_none():
    query = {"optimizer": "sgd", "momentum": "0.5"}
    assert TrainingConfig.from_query(query) == (TrainingConfig(optimizer="sgd", momentum=0.5), ())
    config, [problem] = TrainingConfig.from_query({"optimizer": "sgd", "momentum": "1"})
    assert config == TrainingConfig(optimizer="sgd")
    assert problem.startswith("momentum must be a number from 0 to 0.99; received")


def test_all_people_in_motion_are_learned_from_but_for_the_last_fifth():
    config = TrainingConfig("motion", "motion", examples=1000)
    assert (config.training_examples, config.validation_examples, config.steps_per_epoch) == (640, 160, 20)


def test_own_points_are_as_many_examples_and_stay_one_batch():
    own = replace(NEURON, points=[[1, 2], [3, 4.5]])
    assert own.points == ((1.0, 2.0), (3.0, 4.5))
    assert (own.training_examples, own.steps_per_epoch) == (2, 1)
    assert own.to_query(defaults=NEURON) == {"points": "1,2;3,4.5"}
    assert own.architecture_key() == NEURON.architecture_key(), "the number of points compiles nothing"


def test_points_in_the_url_that_are_none_fall_back_and_say_so():
    config, [problem] = TrainingConfig.from_query({"points": "1,2;3"}, NEURON)
    assert config == NEURON
    assert problem == (
        "points must be pairs x, y; point 2 is [3.0]. The default, -1,-3;0,-1;1,1;2,3;3,5;4,7, is used instead."
    )


SCENES = TrainingConfig("horse_or_human", "scenes")


@pytest.mark.parametrize(("size", "shape"), [(48, (48, 48, 3)), (64, (64, 64, 3)), (96, (96, 96, 3))])
def test_the_size_of_scenes_is_the_input_of_their_model(size, shape):
    config = replace(SCENES, image_size=size)
    assert (config.size, config.input_shape) == (size, shape)
    assert config.to_query(everything=True)["size"] == str(size)
    assert config.architecture_key().endswith(f"/{size}")


def test_other_pictures_have_one_size_whatever_is_asked_for():
    config = TrainingConfig(image_size=96)
    assert config == TrainingConfig()
    assert (config.size, config.input_shape) == (None, (28, 28))


def test_all_scenes_are_learned_from_and_validated_on_their_own_set():
    assert (SCENES.training_examples, SCENES.validation_examples) == (600, 200)
    assert replace(SCENES, examples=1_000) == SCENES


def test_a_data_set_smaller_than_the_number_of_pictures_is_taken_whole():
    config = TrainingConfig("animal_silhouettes", examples=10_000)
    assert (config.training_examples, config.validation_examples) == (6_492, 1_624)


@pytest.mark.parametrize("size", [47, 300, 48.0, "48"])
def test_other_sizes_are_refused(size):
    with pytest.raises(ConfigError, match="image_size must be one of 48, 64, 96; received"):
        replace(SCENES, image_size=size)
