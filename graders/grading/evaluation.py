"""Rebuild a learner's trained model from plain data and run it where no learner code is.

A model crosses the sandbox as Keras' own configuration plus arrays. The configuration is checked against an
allow-list here, in the trusted process; the rebuilding and the arithmetic happen in a *clean* confined child
that has never seen learner code, so that patched ``fit``, ``evaluate`` or NumPy gain nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.grading.verdicts import Wrong
from graders.sandbox import Child, ChildFailure, LearnerError, Limits

ALLOWED_LAYERS = frozenset(
    {
        "Sequential",
        "Functional",
        "InputLayer",
        "Dense",
        "Flatten",
        "Reshape",
        "Dropout",
        "SpatialDropout2D",
        "GaussianNoise",
        "Activation",
        "ReLU",
        "LeakyReLU",
        "ELU",
        "PReLU",
        "Softmax",
        "Conv1D",
        "Conv2D",
        "SeparableConv2D",
        "DepthwiseConv2D",
        "MaxPooling1D",
        "MaxPooling2D",
        "AveragePooling1D",
        "AveragePooling2D",
        "GlobalAveragePooling2D",
        "GlobalMaxPooling2D",
        "BatchNormalization",
        "LayerNormalization",
        "Rescaling",
        "Normalization",
        "ZeroPadding2D",
        "Cropping2D",
        "Resizing",
        # These change pictures at random in training, and not when a model answers.
        "RandomFlip",
        "RandomRotation",
        "RandomZoom",
        "RandomTranslation",
        "RandomShear",
        "RandomCrop",
        "RandomPerspective",
        "RandomContrast",
        "RandomBrightness",
        "Add",
        "Multiply",
        "Average",
        "Maximum",
        "Concatenate",
        "Permute",
    }
)
# What layers hold besides numbers and names. Named one by one: Keras also finds functions, byte strings and
# code under these modules.
_ALLOWED_PARTS = {
    "keras": frozenset({"DTypePolicy"}),
    "keras.initializers": frozenset(
        {
            "Constant",
            "GlorotNormal",
            "GlorotUniform",
            "HeNormal",
            "HeUniform",
            "Identity",
            "IdentityInitializer",
            "LecunNormal",
            "LecunUniform",
            "Ones",
            "Orthogonal",
            "OrthogonalInitializer",
            "RandomNormal",
            "RandomUniform",
            "TruncatedNormal",
            "VarianceScaling",
            "Zeros",
        }
    ),
    "keras.regularizers": frozenset({"L1", "L1L2", "L2", "OrthogonalRegularizer"}),
    "keras.constraints": frozenset({"MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm"}),
}
_ALLOWED_MODELS = frozenset(
    {"keras", "keras.models", "keras.src.models.functional", "keras.src.models.sequential"}
)
# tf.nn's function names as Keras serialises them, to the names of keras.activations.
TENSORFLOW_ACTIVATIONS = {
    "relu": "relu",
    "relu6": "relu6",
    "softmax_v2": "softmax",
    "softmax": "softmax",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "elu": "elu",
    "selu": "selu",
    "gelu": "gelu",
    "leaky_relu": "leaky_relu",
    "silu": "silu",
    "softplus": "softplus",
}
MAX_DEPTH = 60
MAX_PARAMETERS = 25_000_000
MAX_CONFIG_CHARACTERS = 400_000


@dataclass(frozen=True)
class TrainedModel:
    """A trained model as it crosses the sandbox.

    Args:
        config: JSON of ``{"class_name": ..., "config": ...}``, in Keras' own serialisation.
        weights: as ``model.get_weights()`` orders them.
    """

    config: str
    weights: tuple[NDArray[Any], ...]

    @property
    def parameters(self) -> int:
        """How many numbers the model holds."""
        return sum(array.size for array in self.weights)


def read_model(data: Any) -> TrainedModel:
    """Check what a child sent as its trained model.

    Args:
        data: ``{"config": str, "weights": [array, ...]}``.

    Raises:
        Wrong: in words for the learner, if it is no model, uses a layer that cannot cross, or is far too large.
    """
    if (
        not isinstance(data, dict)
        or not isinstance(data.get("config"), str)
        or not isinstance(data.get("weights"), list)
    ):
        raise Wrong(
            "No trained Keras model was found.", expected="a compiled and fitted keras model", received=data
        )
    if len(data["config"]) > MAX_CONFIG_CHARACTERS:
        raise Wrong("The model has far too many layers to be graded: a handful is enough for this task.")
    try:
        config = json.loads(data["config"])
    except (ValueError, RecursionError) as error:
        raise Wrong("The model's configuration could not be read.") from error
    config = _plain_activations(config, depth=0)
    _check_config(config, depth=0)
    weights = tuple(data["weights"])
    if not all(isinstance(array, np.ndarray) and array.dtype.kind == "f" for array in weights):
        raise Wrong("The model's weights are not arrays of floating-point numbers.")
    model = TrainedModel(json.dumps(config), weights)
    # A model too large to be sent comes without its weights, but says how many there are.
    declared = data.get("parameters")
    parameters = max(model.parameters, declared if isinstance(declared, int) else 0)
    if parameters > MAX_PARAMETERS:
        raise Wrong(
            "The model is far larger than the task needs. Most numbers sit between Flatten and the first Dense "
            "layer: pool once more before Flatten, or use fewer units.",
            expected=f"at most {MAX_PARAMETERS:,} parameters",
            received=f"{parameters:,}",
            mistake="model_too_large",
        )
    return model


def layers_of(model: TrainedModel) -> list[tuple[str, Mapping[str, Any]]]:
    """Return each layer's class name and settings, in order, those of models inside the model included."""
    return _layers(json.loads(model.config), 0)


def _layers(model: Any, depth: int) -> list[tuple[str, Mapping[str, Any]]]:
    settings = model.get("config") if isinstance(model, dict) else None
    listed = settings.get("layers") if isinstance(settings, dict) else None
    found: list[tuple[str, Mapping[str, Any]]] = []
    for layer in listed if isinstance(listed, list) and depth < MAX_DEPTH else ():
        if isinstance(layer, dict) and "class_name" in layer:
            inside = _layers(layer, depth + 1)
            own = layer.get("config")
            found += inside or [(str(layer["class_name"]), own if isinstance(own, dict) else {})]
    return found


def forced_training(model: TrainedModel) -> list[str]:
    """Return the classes of the layers that a functional model calls with ``training=True``, in inference too."""
    return _forced(json.loads(model.config), 0)


def _forced(value: Any, depth: int) -> list[str]:
    if depth > MAX_DEPTH or not isinstance(value, dict | list):
        return []
    found = [] if isinstance(value, list) else _forced_calls(value)
    for each in value if isinstance(value, list) else value.values():
        found += _forced(each, depth + 1)
    return found


def _forced_calls(layer: Mapping[str, Any]) -> list[str]:
    """Return a layer's class name if one of its calls says ``training=True``."""
    nodes = layer.get("inbound_nodes")
    options = (
        [node.get("kwargs") for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []
    )
    forced = any(isinstance(each, dict) and each.get("training") is True for each in options)
    return [str(layer.get("class_name"))] if forced else []


def _plain_activations(value: Any, depth: int) -> Any:
    """Return the configuration with TensorFlow's activation functions (``tf.nn.relu``) as Keras' names for them."""
    if depth > MAX_DEPTH:
        raise Wrong("The model's configuration is nested too deeply.")
    if isinstance(value, list):
        return [_plain_activations(item, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == "function" and str(value.get("config")) in TENSORFLOW_ACTIVATIONS:
        return TENSORFLOW_ACTIVATIONS[str(value["config"])]
    return {key: _plain_activations(item, depth + 1) for key, item in value.items()}


def _check_config(value: Any, depth: int) -> None:
    """Walk a configuration and refuse every serialised object that is not a plain, listed Keras one."""
    if isinstance(value, list):
        for item in value:
            _check_config(item, depth + 1)
    if not isinstance(value, dict):
        return
    if "class_name" in value:
        _check_object(value)
    for item in value.values():
        _check_config(item, depth + 1)


def _check_object(value: Mapping[str, Any]) -> None:
    # As text, because a forged configuration may hold anything here, also what cannot be looked up in a set.
    name, module = str(value["class_name"]), str(value.get("module"))
    registered = str(value.get("registered_name"))
    if name == "__keras_tensor__":
        return
    known_layer = name in ALLOWED_LAYERS and module in {"None", "keras.layers"} | _ALLOWED_MODELS
    known_part = name in _ALLOWED_PARTS.get(module, ())
    if not (known_layer or known_part) or registered not in ("None", name):
        raise Wrong(
            f"The model uses {name!r}, which cannot leave the sandbox to be evaluated. Use Keras' standard layers.",
            expected="layers such as Flatten, Dense, Dropout, Conv2D, MaxPooling2D",
            received=name,
            mistake="layer_not_gradable",
        )


class Evaluator:
    """Runs trained models in a clean child.

    Args:
        address: of the fork server.

    Attributes:
        cpu_seconds: computing time so far.
    """

    _PROBE = Path(__file__).with_name("evaluation_probe.py")

    def __init__(self, address: str) -> None:
        self._address = address
        self.cpu_seconds = 0.0

    def predict(self, model: TrainedModel, x: NDArray[Any]) -> NDArray[Any]:
        """Return the model's outputs for ``x``.

        Args:
            model: checked by :func:`read_model`.
            x: pictures, shape (n, ...).

        Returns:
            Finite outputs, shape (n, units of the last layer).

        Raises:
            Wrong: if the model cannot be rebuilt or run on pictures of this shape, or its outputs are not finite.
        """
        with Child(self._address, Limits(cpu_seconds=30)) as child:
            try:
                child.ask("probe", source=self._PROBE.read_text(encoding="utf-8"), name="probe")
                answer = child.ask(
                    "run",
                    function="predict",
                    kwargs={"config": model.config, "weights": list(model.weights), "x": x},
                )
            except LearnerError as error:
                raise Wrong(
                    f"Your trained model cannot be run on pictures of shape {x.shape[1:]}: {error.message[:400]}",
                    mistake="model_does_not_run",
                ) from error
            except ChildFailure as error:
                raise Wrong(f"Your trained model could not be evaluated: {error}") from error
            finally:
                self.cpu_seconds += child.cpu_seconds
        return _checked_outputs(answer, len(x))


def _checked_outputs(answer: Any, count: int) -> NDArray[Any]:
    if not isinstance(answer, np.ndarray) or answer.ndim < 1 or len(answer) != count or not answer.size:
        raise Wrong("Your model's output has an unexpected shape.", expected=f"({count}, …)", received=answer)
    if not np.isfinite(answer).all():
        raise Wrong(
            "Your model's outputs are not finite numbers: training diverged. Try a smaller learning rate, and check "
            "that the pictures are scaled to values from 0 to 1.",
            expected="finite numbers",
            received=answer,
            mistake="diverged",
        )
    return answer


def accuracy(outputs: NDArray[Any], labels: Sequence[int] | NDArray[Any]) -> float:
    """Return the fraction of rows of ``outputs`` (n, classes) whose largest entry is at the label (n,)."""
    return float(np.mean(np.argmax(outputs, axis=-1) == np.asarray(labels)))


def binary_answers(outputs: NDArray[Any]) -> NDArray[np.int64]:
    """Return 0 or 1 for each row of outputs: one probability, one logit, or one value for each of two classes.

    Raises:
        Wrong: if the model answers with more numbers.
    """
    rows = outputs.reshape(len(outputs), -1)
    if rows.shape[1] == 2:
        return rows.argmax(axis=1).astype(np.int64)
    if rows.shape[1] != 1:
        raise Wrong(
            "The last layer must answer with one number for each picture: Dense(1, activation='sigmoid').",
            expected="one output",
            received=f"{rows.shape[1]} outputs",
            mistake="wrong_units",
        )
    are_probabilities = rows.min() >= 0 and rows.max() <= 1
    return (rows[:, 0] > (0.5 if are_probabilities else 0.0)).astype(np.int64)
