"""What the names of a program stand for, as far as its text says: modules, models, histories, generators."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

import libcst as cst

from graders.old_names import today

OPTIMIZERS = frozenset(
    ("Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Lion", "Nadam", "RMSprop", "SGD")
)
LAYERS = frozenset(
    (
        *(
            "Activation",
            "AveragePooling2D",
            "BatchNormalization",
            "Bidirectional",
            "Conv1D",
            "Conv2D",
            "Conv3D",
        ),
        *(
            "Convolution2D",
            "ConvLSTM2D",
            "Dense",
            "DepthwiseConv2D",
            "Dropout",
            "Embedding",
            "Flatten",
            "GRU",
        ),
        *("GaussianNoise", "GlobalAveragePooling1D", "GlobalAveragePooling2D", "LSTM", "Lambda", "Masking"),
        *("MaxPool2D", "MaxPooling1D", "MaxPooling2D", "Normalization", "RandomFlip", "RandomRotation"),
        *(
            "RandomZoom",
            "Rescaling",
            "Reshape",
            "Resizing",
            "SeparableConv2D",
            "SimpleRNN",
            "TimeDistributed",
        ),
        *("ZeroPadding2D",),
    )
)
_OTHER_CLASSES = (
    "InputLayer",
    "EarlyStopping",
    "ImageDataGenerator",
    "Model",
    "ModelCheckpoint",
    "ReduceLROnPlateau",
    "Sequential",
)
# What a name means where the text that was pasted does not say it.
_CUSTOMS = {
    "tf": "tensorflow",
    "tensorflow": "tensorflow",
    "keras": "keras",
    "np": "numpy",
    "K": "keras.backend",
    "layers": "keras.layers",
    "optimizers": "keras.optimizers",
    "callbacks": "keras.callbacks",
    "models": "keras.models",
    **{name: f"keras.{name}" for name in (*OPTIMIZERS, *LAYERS, *_OTHER_CLASSES)},
}
_MAKES_MODELS = frozenset({"Model", "Sequential", "load_model", "model_from_json", "clone_model"})
_ON_METHOD = re.compile(
    r"on_(train|test|predict|epoch|batch|train_batch|test_batch|predict_batch)_(begin|end)"
)


def dotted(node: cst.BaseExpression) -> str:
    """Return ``a.b.c`` for names and attributes, and an empty string for everything else."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    return ".".join([node.value, *reversed(parts)]) if isinstance(node, cst.Name) else ""


def numbers_only(node: cst.BaseExpression) -> bool:
    """Whether an expression is a literal list or tuple of numbers, or of such lists."""
    if not isinstance(node, (cst.List, cst.Tuple)) or not node.elements:
        return False
    return all(is_number(each.value) or numbers_only(each.value) for each in node.elements)


def is_number(node: cst.BaseExpression) -> bool:
    """Whether an expression is a literal number."""
    if isinstance(node, cst.UnaryOperation):
        return isinstance(node.operator, (cst.Minus, cst.Plus)) and is_number(node.expression)
    return isinstance(node, (cst.Integer, cst.Float))


@dataclass
class Names:
    """What is known of a program's names.

    Args:
        imports: local names to what they were imported as.
        defined: names that the program itself makes.
        made_by: names to the calls they were assigned.
        histories: names for ``fit(...).history``.
        numbers: names assigned once, a literal list of numbers.
        compiled: names on which ``compile(loss=...)`` is called.
        own_metric: whether the program itself calls a metric ``acc``.
        stars: modules of which everything was imported.
        saved: names of files that models are saved in.
        own_history: whether the program itself makes an attribute called history.
        metric_lists: names that are given to ``compile`` as its metrics.
        first_adds: ids of the calls of ``add`` that add a model's first layer.
    """

    imports: dict[str, str] = field(default_factory=dict)
    defined: set[str] = field(default_factory=set)
    made_by: dict[str, list[cst.Call]] = field(default_factory=lambda: defaultdict(list))
    histories: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    compiled: set[str] = field(default_factory=set)
    own_metric: bool = False
    stars: set[str] = field(default_factory=set)
    saved: set[str] = field(default_factory=set)
    own_history: bool = False
    metric_lists: set[str] = field(default_factory=set)
    first_adds: set[int] = field(default_factory=set)

    def path(self, node: cst.BaseExpression) -> str:
        """Return the full name of what an expression refers to, such as ``tensorflow.keras.optimizers.Adam``.

        Empty where it is the program's own, or unknown.
        """
        root, _, rest = dotted(node).partition(".")
        base = self._root(root)
        return f"{base}.{rest}" if base and rest else base

    def _root(self, name: str) -> str:
        if name in self.imports:
            return self.imports[name]
        if not name or name in self.defined:
            return ""
        if name[0].isupper() and any(not _is_keras(module) for module in self.stars):
            return ""
        return _CUSTOMS.get(name, "")

    def keras_name(self, node: cst.BaseExpression) -> str:
        """Return the last part of a name if Keras has it, such as ``Adam``; else an empty string."""
        path = self.path(node)
        return path.rpartition(".")[2] if _is_keras(path) else ""

    def is_model(self, node: cst.BaseExpression) -> bool:
        """Whether an expression is a Keras model, judged by how it was made and, where that is unknown, its name."""
        if isinstance(node, cst.Call):
            return self.makes_model(node)
        if isinstance(node, cst.Attribute):
            return "model" in node.attr.value.lower() and self.path(node) == ""
        if not isinstance(node, cst.Name) or node.value in self.imports:
            return False
        makers = self.made_by.get(node.value, [])
        if any(self.makes_model(call) for call in makers):
            return True
        if any(self._is_foreign(call.func) for call in makers):
            return False
        return node.value in self.compiled or "model" in node.value.lower()

    def is_surely_model(self, node: cst.BaseExpression) -> bool:
        """Whether the program itself makes or compiles the model, so that its name is not all that is known."""
        if not isinstance(node, cst.Name):
            return isinstance(node, cst.Call) and self.makes_model(node)
        made = any(self.makes_model(call) for call in self.made_by.get(node.value, []))
        return made or (node.value in self.compiled and self.is_model(node))

    def makes_model(self, call: cst.Call) -> bool:
        """Whether a call makes a Keras model."""
        path = self.path(call.func)
        return _is_keras(path) and (path.rpartition(".")[2] in _MAKES_MODELS or ".applications." in path)

    def is_optimizer(self, node: cst.BaseExpression) -> bool:
        """Whether an expression is an optimizer of Keras: ``model.optimizer``, or a name that was given one."""
        if isinstance(node, cst.Attribute):
            return node.attr.value == "optimizer" and self.is_model(node.value)
        if not isinstance(node, cst.Name):
            return False
        return any(self.keras_name(call.func) in OPTIMIZERS for call in self.made_by.get(node.value, []))

    def is_foreign(self, node: cst.BaseExpression) -> bool:
        """Whether a name was made by another library."""
        return isinstance(node, cst.Name) and any(
            self._is_foreign(call.func) for call in self.made_by.get(node.value, [])
        )

    def _is_foreign(self, func: cst.BaseExpression) -> bool:
        path = self.path(func)
        return bool(path) and not _is_keras(path)

    def local(self, path: str) -> str:
        """Return how the program writes a full name by what it imported; empty if it cannot."""
        for name, imported in self.imports.items():
            if imported == path:
                return name
        for name, imported in self.imports.items():
            if path.startswith(f"{imported}."):
                return name + path[len(imported) :]
        return ""


def _is_keras(path: str) -> bool:
    path = today(path)
    return path in ("keras", "tensorflow") or path.startswith(
        (
            "keras.",
            "tensorflow.keras.",
            "tensorflow.python.keras.",
            "tensorflow.optimizers.",
            "tensorflow.keras",
        )
    )


def log_parameter(node: cst.FunctionDef) -> str:
    """Return the parameter that holds the logs in a callback's method such as ``on_epoch_end``; else empty."""
    if not _ON_METHOD.fullmatch(node.name.value) or not node.params.params:
        return ""
    return node.params.params[-1].name.value
