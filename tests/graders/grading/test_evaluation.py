"""Models as they cross the sandbox: what is let through and what is not."""

import json

import numpy as np
import pytest

from graders.grading.evaluation import Evaluator, accuracy, forced_training, layers_of, read_model
from graders.grading.verdicts import Wrong
from graders.sandbox import ForkServer

DENSE = {
    "module": "keras.layers",
    "class_name": "Dense",
    "config": {
        "name": "dense",
        "units": 3,
        "activation": "softmax",
        "kernel_initializer": {
            "module": "keras.initializers",
            "class_name": "GlorotUniform",
            "config": {"seed": None},
            "registered_name": None,
        },
    },
    "registered_name": None,
}


def layer(**changes):
    return DENSE | changes


def model(*layers, weights=((4, 3), (3,))):
    first = {
        "module": "keras.layers",
        "class_name": "InputLayer",
        "config": {"batch_shape": [None, 4], "dtype": "float32", "name": "input"},
        "registered_name": None,
    }
    config = {"class_name": "Sequential", "config": {"name": "m", "layers": [first, *layers]}}
    return {"config": json.dumps(config), "weights": [np.zeros(shape, np.float32) for shape in weights]}


def test_a_layer_that_is_called_as_in_training_is_named():
    calls = [{"args": [], "kwargs": {"training": True}}]
    dropout = {"class_name": "Dropout", "config": {"name": "d", "rate": 0.5}, "inbound_nodes": calls}
    left_to_keras = dropout | {"inbound_nodes": [{"args": [], "kwargs": {"training": None}}]}
    inside = {"class_name": "Functional", "config": {"layers": [layer(), dropout]}}
    assert forced_training(read_model(model(layer(), left_to_keras))) == []
    assert forced_training(read_model(model(layer(), dropout))) == ["Dropout"]
    assert forced_training(read_model(model(layer(), inside))) == ["Dropout"]
    assert forced_training(read_model(model(dropout | {"inbound_nodes": "all"}))) == []


def test_a_plain_model_is_let_through():
    assert read_model(model(DENSE)).parameters == 15


@pytest.mark.parametrize(
    "bad",
    [
        layer(class_name="Lambda"),
        layer(class_name="TFSMLayer"),
        layer(module="os", class_name="system"),
        layer(module="learner", class_name="Dense", registered_name="learner>Dense"),
        layer(class_name=["Dense"]),
        layer(module={"a": 1}),
        layer(config={"activation": {"module": "builtins", "class_name": "function", "config": "eval"}}),
    ],
    ids=["Lambda", "saved model", "os", "own class", "list as name", "dict as module", "own function"],
)
def test_anything_that_could_carry_code_is_refused(bad):
    with pytest.raises(Wrong, match="cannot leave the sandbox"):
        read_model(model(bad))


def part(module, name, config=None, registered=None):
    """Return a layer with this object where an activation or an initializer belongs."""
    described = {"module": module, "class_name": name, "config": config or {}, "registered_name": registered}
    return layer(config=DENSE["config"] | {"kernel_initializer": described})


@pytest.mark.parametrize(
    "bad",
    [
        part("keras", "__lambda__", {"value": "4wEAAAA="}),
        part("keras", "__numpy__", {"value": [1], "dtype": "object"}),
        part("keras", "__bytes__", {"value": "x"}),
        part("keras", "__typespec__"),
        part("keras", "function", "utils.get_file"),
        part("keras.initializers", "function", "deserialize"),
        part("keras.initializers", "get"),
        part("keras.config", "enable_unsafe_deserialization"),
        part("keras.saving", "load_model"),
        part("keras.src.saving.legacy", "Anything"),
        part("keras.initializers", "Zeros", registered="learner>Zeros"),
        part("keras.initializers\n", "Zeros"),
        part("keras.optimizers", "Adam"),
        layer(registered_name="my>Dense"),
        layer(module="keras.utils"),
        layer(class_name="dense"),
        layer(compile_config={"optimizer": {"module": "m", "class_name": "Own", "config": {}}}),
        layer(build_config={"input_shape": {"module": "os", "class_name": "system", "config": {}}}),
    ],
    ids=lambda bad: json.dumps(bad)[-60:],
)
def test_objects_of_keras_that_are_no_plain_parts_of_layers_are_refused(bad):
    with pytest.raises(Wrong, match="cannot leave the sandbox"):
        read_model(model(bad))


@pytest.mark.parametrize(
    "fitting",
    [
        part("keras.initializers", "HeNormal", {"seed": None}),
        part("keras.regularizers", "L2", {"l2": 0.01}),
        part("keras.constraints", "MaxNorm", {"max_value": 2, "axis": 0}),
        part("keras", "DTypePolicy", {"name": "float32"}),
    ],
    ids=lambda fitting: fitting["config"]["kernel_initializer"]["class_name"],
)
def test_the_usual_parts_of_layers_are_let_through(fitting):
    assert read_model(model(fitting)).parameters == 15


def test_a_configuration_nested_without_end_is_refused():
    nested = {"a": DENSE}
    for _ in range(100):
        nested = {"a": [nested]}
    with pytest.raises(Wrong, match="nested too deeply"):
        read_model(model(layer(config=nested)))


def test_tensorflows_activation_functions_cross_under_keras_names():
    function = {
        "module": "builtins",
        "class_name": "function",
        "config": "softmax_v2",
        "registered_name": "softmax_v2",
    }
    crossed = json.loads(read_model(model(layer(config=DENSE["config"] | {"activation": function}))).config)
    assert crossed["config"]["layers"][1]["config"]["activation"] == "softmax"


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"config": "{}", "weights": None},
        {"config": "[" * 200_000, "weights": []},
        {"config": "x" * 500_000, "weights": []},
        {"config": "not json", "weights": []},
        model(DENSE) | {"weights": [np.array(["a"])]},
        model(DENSE) | {"weights": ["text"]},
    ],
)
def test_what_is_no_model_is_refused_in_words(data):
    with pytest.raises(Wrong):
        read_model(data)


def test_a_model_of_absurd_size_is_refused():
    with pytest.raises(Wrong, match="far larger"):
        read_model(model(DENSE) | {"weights": [np.broadcast_to(np.float32(0), (6000, 6000))]})


def test_a_model_too_large_to_be_sent_says_so_by_itself():
    with pytest.raises(Wrong, match="far larger") as raised:
        read_model(model(DENSE, weights=()) | {"parameters": 40_000_000})
    assert raised.value.received == "40,000,000"


def test_layers_are_listed_in_order_those_of_inner_models_included():
    inner = {"class_name": "Sequential", "config": {"name": "inner", "layers": [layer(), layer()]}}
    crossed = read_model(model(inner, layer(class_name="Flatten", config={"name": "flat"})))
    names = [name for name, _ in layers_of(crossed)]
    assert names == ["InputLayer", "Dense", "Dense", "Flatten"]
    assert layers_of(crossed)[1][1]["units"] == 3


def test_a_configuration_without_layers_has_none():
    assert layers_of(read_model({"config": "{}", "weights": []})) == []
    forged = {
        "config": json.dumps({"config": {"layers": [1, "Dense", {"class_name": "Dense", "config": 3}]}})
    }
    assert layers_of(read_model(forged | {"weights": []})) == [("Dense", {})]


def test_accuracy_is_the_share_of_rows_whose_largest_entry_is_at_the_label():
    assert accuracy(np.array([[0.1, 0.9], [0.8, 0.2], [0.3, 0.7], [0.6, 0.4]]), [1, 0, 0, 0]) == 0.75


@pytest.mark.sandbox
def test_a_rebuilt_model_computes_what_its_weights_say():
    rng = np.random.default_rng(0)
    kernel, bias = rng.normal(size=(4, 3)).astype(np.float32), rng.normal(size=3).astype(np.float32)
    x = rng.normal(size=(300, 4)).astype(np.float32)
    logits = x @ kernel + bias
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    with ForkServer() as server:
        evaluator = Evaluator(server.address)
        outputs = evaluator.predict(read_model(model(DENSE) | {"weights": [kernel, bias]}), x)
        np.testing.assert_allclose(outputs, expected, atol=1e-5)

        with pytest.raises(Wrong, match="not finite"):
            evaluator.predict(read_model(model(DENSE) | {"weights": [kernel * np.nan, bias]}), x)
        with pytest.raises(Wrong, match="cannot be run"):
            evaluator.predict(read_model(model(DENSE) | {"weights": [kernel]}), x)
        giant = layer(config=DENSE["config"] | {"units": 10**9})
        with pytest.raises(Wrong, match="could not be evaluated"):
            evaluator.predict(read_model(model(giant)), x)
        with pytest.raises(Wrong, match="cannot be run on pictures of shape"):
            evaluator.predict(read_model(model(DENSE) | {"weights": [kernel.T, bias]}), x)
        with pytest.raises(Wrong, match="cannot be run on pictures of shape"):
            evaluator.predict(read_model(model(layer(config={"units": "many"}))), x)
        # After all of that, the next model is evaluated as if nothing had been.
        again = evaluator.predict(read_model(model(DENSE) | {"weights": [kernel, bias]}), x)
        np.testing.assert_allclose(again, expected, atol=1e-5)
