"""Model recipes: the layers of each model as plain data.

The engine builds a Keras model from them and the code panel prints them, so that what trains is what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import dataset_info


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
        shown = [repr(value) for value in self.args]
        shown += [f"{name}={_literal(value)}" for name, value in self.options.items()]
        return f"keras.layers.{self.class_name}({', '.join(shown)})"


def layers(config: TrainingConfig) -> tuple[LayerSpec, ...]:
    """Return the layers of the config's recipe, after the input."""
    classes = len(dataset_info(config.dataset).class_names)
    hidden = [
        LayerSpec("Flatten", comment="28 rows of 28 pixels become one row of 784"),
        LayerSpec("Dense", (config.units,), {"activation": "relu"}, "the hidden layer"),
    ]
    if config.dropout > 0:
        hidden.append(LayerSpec("Dropout", (config.dropout,), comment="forgets some values while training"))
    output = LayerSpec("Dense", (classes,), {"activation": "softmax"}, "one probability for each class")
    return (*hidden, output)


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)
