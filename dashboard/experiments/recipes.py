"""Model recipes: the layers of each model as plain data.

The engine builds a Keras model from them and the code panel prints them, so that what trains is what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import dataset_info
from dashboard.experiments.motion import HIDDEN
from dashboard.experiments.stack import stack_from_text
from dashboard.experiments.stack_summary import summary


@dataclass(frozen=True)
class LayerSpec:
    """One layer of a Sequential model.

    Args:
        class_name: its class in ``keras.layers``.
        args: positional arguments.
        options: keyword arguments, in the order shown to the learner.
        comment: what the layer does, a few words.
    """

    class_name: str
    args: tuple[object, ...] = ()
    options: dict[str, object] = field(default_factory=dict)
    comment: str = ""

    def source(self) -> str:
        """Return the call as Python source, for example ``keras.layers.Dense(128, activation="relu")``."""
        shown = [_literal(value) for value in self.args]
        shown += [f"{name}={_literal(value)}" for name, value in self.options.items()]
        return f"keras.layers.{self.class_name}({', '.join(shown)})"


def layers(config: TrainingConfig) -> tuple[LayerSpec, ...]:
    """Return the layers of the config's recipe, after the input."""
    if config.recipe == "neuron":
        return (LayerSpec("Dense", (1,), comment="one neuron: weight * x + bias"),)
    if config.recipe == "motion":
        classes = len(dataset_info(config.dataset).class_names)
        return (
            LayerSpec("Dense", (HIDDEN,), {"activation": "relu"}, "eight neurons look for patterns"),
            LayerSpec("Dense", (classes,), {"activation": "softmax"}, "one probability for each activity"),
        )
    if config.recipe == "stack":
        return _own_stack(config)
    front = _FRONTS[config.recipe](config) if config.recipe in _FRONTS else ()
    rows = "the maps become one row" if front else "28 rows of 28 pixels become one row of 784"
    hidden = [
        LayerSpec("Flatten", comment=rows),
        LayerSpec("Dense", (config.units,), {"activation": "relu"}, "the hidden layer"),
    ]
    if config.dropout > 0:
        hidden.append(LayerSpec("Dropout", (config.dropout,), comment="forgets some values while training"))
    return (*front, *hidden, _output(config.dataset))


def _output(dataset: str) -> LayerSpec:
    info = dataset_info(dataset)
    if info.output_units == 1:
        return LayerSpec(
            "Dense", (1,), {"activation": "sigmoid"}, f"the probability of {info.class_names[1]}"
        )
    return LayerSpec(
        "Dense", (info.output_units,), {"activation": "softmax"}, "one probability for each class"
    )


def _convolutions(config: TrainingConfig) -> tuple[LayerSpec, ...]:
    """The front of a first ConvNet: once or twice, filters of 3 x 3 and then pooling."""
    looks = LayerSpec(
        "Conv2D", (config.filters, 3), {"activation": "relu"}, "each filter looks for a small pattern"
    )
    pools = LayerSpec("MaxPooling2D", (2,), comment="keeps the strongest of each 2 x 2")
    return (
        LayerSpec("Reshape", ((*dataset_info(config.dataset).shape, 1),), comment="one channel: grey"),
        looks,
        pools,
        *((replace(looks, comment="patterns of patterns"), pools) if config.convolutions == 2 else ()),
    )


def _scene_convolutions(config: TrainingConfig) -> tuple[LayerSpec, ...]:
    """Three times filters of 3 x 3 and then pooling: smaller maps, more of them."""
    blocks: list[LayerSpec] = []
    for block, comment in enumerate(("edges and colours", "patterns of them", "parts of the subject")):
        filters = config.filters * 2**block
        blocks.append(LayerSpec("Conv2D", (filters, 3), {"activation": "relu"}, comment))
        blocks.append(LayerSpec("MaxPooling2D", (2,), comment="keeps the strongest of each 2 x 2"))
    return tuple(blocks)


def _own_stack(config: TrainingConfig) -> tuple[LayerSpec, ...]:
    """The learner's own layers, after the channel that convolutions want."""
    shape = (*dataset_info(config.dataset).shape, 1)
    specs = [LayerSpec("Reshape", (shape,), comment="one channel: grey")]
    for layer, row in zip(
        stack_from_text(config.stack), summary(stack_from_text(config.stack)).rows[1:], strict=True
    ):
        options: dict[str, object] = {"activation": layer.activation} if layer.activation else {}
        specs.append(LayerSpec(layer.class_name, layer.sizes, options, f"gives {row.output_shape}"))
    return tuple(specs)


_FRONTS = {"conv": _convolutions, "scenes": _scene_convolutions, "folders": _scene_convolutions}


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)
