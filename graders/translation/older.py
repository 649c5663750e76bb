"""What is left of TensorFlow 1, and attributes that are read in another way today."""

from __future__ import annotations

import re

import libcst as cst

from graders.old_names import TRAIN_OPTIMIZERS
from graders.translation import arguments
from graders.translation.calls import is_learning_rate
from graders.translation.names import dotted
from graders.translation.notes import Notes

_RULE = "tensorflow_1"
_RENAMED = {
    "tensorflow.set_random_seed": "tensorflow.random.set_seed",
    "tensorflow.random.set_random_seed": "tensorflow.random.set_seed",
}
_BY_HAND = re.compile(
    r"tensorflow\.(Session|InteractiveSession|placeholder|global_variables_initializer|get_default_graph|layers\.\w+"
    r"|contrib\.[\w.]+|reset_default_graph|variable_scope|get_variable)"
)
_LEVELS = {"DEBUG", "INFO", "WARN", "ERROR", "FATAL"}
_ARGUMENTS = {
    "RMSPropOptimizer": {"decay": "rho"},
    "AdamOptimizer": {"beta1": "beta_1", "beta2": "beta_2"},
}


def in_call(notes: Notes, old: cst.Call, new: cst.Call) -> cst.BaseExpression:
    """Rewrite optimizers of ``tf.train``, the random seed and the level of messages; tell of sessions."""
    path = notes.names.path(old.func)
    name = path.removeprefix("tensorflow.train.")
    if name != path and name in TRAIN_OPTIMIZERS:
        notes.tell(old.func, _RULE)
        for before, after in _ARGUMENTS.get(name, {}).items():
            place = arguments.argument(new, before)
            new = new if place is None else arguments.renamed(new, place, after)
        root = dotted(old.func).partition(".")[0]
        if notes.names.local("tensorflow") in (root, ""):
            return new.with_changes(
                func=cst.parse_expression(f"{root}.keras.optimizers.{TRAIN_OPTIMIZERS[name]}")
            )
        return new.with_changes(
            func=cst.parse_expression(f"{notes.tensorflow_keras()}.optimizers.{TRAIN_OPTIMIZERS[name]}")
        )
    written = dotted(old.func)
    root = written.partition(".")[0]
    if path in _RENAMED and path.partition(".")[2] == written.partition(".")[2]:
        notes.tell(old, _RULE, "The seed is set with tf.random.set_seed.")
        return new.with_changes(func=cst.parse_expression(root + _RENAMED[path].removeprefix("tensorflow")))
    if path == "tensorflow.logging.set_verbosity" and written == f"{root}.logging.set_verbosity":
        level = dotted(old.args[0].value).rpartition(".")[2] if len(old.args) == 1 else ""
        if level in _LEVELS:
            notes.tell(old, _RULE, "Messages are set with Python's own logger.")
            return cst.parse_expression(f"{root}.get_logger().setLevel({notes.quote}{level}{notes.quote})")
    if _BY_HAND.fullmatch(path):
        notes.tell(old, _RULE, "What this line does has to be written anew.", by_hand=True)
    return new


def is_eager_switch(notes: Notes, statement: cst.BaseSmallStatement) -> bool:
    """Whether a statement is ``tf.enable_eager_execution()``, which is how TensorFlow always works today."""
    if not isinstance(statement, cst.Expr) or not isinstance(statement.value, cst.Call):
        return False
    return notes.names.path(statement.value.func) in (
        "tensorflow.enable_eager_execution",
        "tensorflow.compat.v1.enable_eager_execution",
        "tensorflow.enable_v2_behavior",
    )


def in_attribute(notes: Notes, old: cst.Attribute, new: cst.Attribute) -> cst.Attribute:
    """Rewrite ``optimizer.lr`` and ``layer.output_shape``."""
    if is_learning_rate(notes, old):
        notes.tell(old, "optimizer_lr")
        return new.with_changes(attr=cst.Name("learning_rate"))
    if old.attr.value in ("output_shape", "input_shape") and _is_layer(notes, old.value):
        notes.tell(old, "layer_output_shape")
        tensor = old.attr.value.removesuffix("_shape")
        return new.with_changes(value=cst.Attribute(new.value, cst.Name(tensor)), attr=cst.Name("shape"))
    return new


def _is_layer(notes: Notes, node: cst.BaseExpression) -> bool:
    """Whether an expression is a layer: by its name, or because it was asked of a model."""
    if isinstance(node, cst.Call):
        return isinstance(node.func, cst.Attribute) and node.func.attr.value == "get_layer"
    if isinstance(node, cst.Subscript):
        return isinstance(node.value, cst.Attribute) and node.value.attr.value == "layers"
    if not isinstance(node, cst.Name) or notes.names.path(node):
        return False
    makers = notes.names.made_by.get(node.value, [])
    if makers:
        return any(_is_layer(notes, call) for call in makers)
    return re.fullmatch(r"(\w+_)?layer", node.value) is not None
