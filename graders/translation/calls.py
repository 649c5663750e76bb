"""Arguments and methods of models and optimizers that have other names today, or none."""

from __future__ import annotations

import libcst as cst

from graders.old_names import CLASS_METHODS, GENERATOR_METHODS, WORKER_ARGUMENTS
from graders.translation import arguments
from graders.translation.names import OPTIMIZERS, dotted, is_number, numbers_only
from graders.translation.notes import Notes

# What the places of the old methods' arguments were called.
_PLACES = {
    "fit_generator": (
        *("x", "steps_per_epoch", "epochs", "verbose", "callbacks", "validation_data", "validation_steps"),
        *("validation_freq", "class_weight", "max_queue_size", "workers", "use_multiprocessing", "shuffle"),
        "initial_epoch",
    ),
    "evaluate_generator": (
        *("x", "steps", "callbacks", "max_queue_size", "workers", "use_multiprocessing", "verbose"),
    ),
    "predict_generator": (
        *("x", "steps", "callbacks", "max_queue_size", "workers", "use_multiprocessing", "verbose"),
    ),
}


def optimizer(notes: Notes, old: cst.Call, new: cst.Call) -> cst.Call:
    """Rewrite ``Adam(lr=...)``, and leave out ``decay``."""
    if notes.names.keras_name(old.func) not in OPTIMIZERS:
        return new
    place = _keyword(new, "lr")
    if place is not None:
        notes.tell(old.args[place], "argument_lr")
        new = arguments.renamed(new, place, "learning_rate")
    place = _keyword(new, "decay")
    if place is not None:
        notes.tell(old.args[place], "argument_decay")
        new = arguments.removed(new, place)
    return new


def generator_methods(notes: Notes, old: cst.Call, new: cst.Call) -> cst.Call:
    """Rewrite ``fit_generator`` and its like."""
    if not isinstance(old.func, cst.Attribute) or old.func.attr.value not in GENERATOR_METHODS:
        return new
    if notes.names.is_foreign(old.func.value):
        return new
    method = old.func.attr.value
    notes.tell(old.func, "fit_generator")
    # From the last: before a keyword there may be arguments without one, after it not.
    for index, arg in reversed(list(enumerate(new.args))):
        if arg.keyword is None and not arg.star and 0 < index < len(_PLACES[method]):
            new = arguments.renamed(new, index, _PLACES[method][index])
        elif arg.keyword is not None and arg.keyword.value == "generator":
            new = arguments.renamed(new, index, "x")
    for name in ("samples_per_epoch", "nb_val_samples"):  # they counted examples, not batches
        place = _keyword(new, name)
        if place is not None:
            notes.tell(_argument_named(old, name), "steps_of_data_set")
            new = arguments.removed(new, place)
    attribute = cst.ensure_type(new.func, cst.Attribute)
    new = new.with_changes(func=attribute.with_changes(attr=cst.Name(GENERATOR_METHODS[method])))
    return _without_old_arguments(notes, old, new)


def fit_arguments(notes: Notes, old: cst.Call, new: cst.Call) -> cst.Call:
    """Rewrite ``nb_epoch``, and leave out ``workers`` and its like, in fit, evaluate and predict."""
    if not isinstance(old.func, cst.Attribute) or old.func.attr.value not in ("fit", "evaluate", "predict"):
        return new
    return _without_old_arguments(notes, old, new) if notes.names.is_model(old.func.value) else new


def _without_old_arguments(notes: Notes, old: cst.Call, new: cst.Call) -> cst.Call:
    for name in WORKER_ARGUMENTS:
        place = _keyword(new, name)
        if place is not None:
            notes.tell(_argument_named(old, name), "argument_workers")
            new = arguments.removed(new, place)
    place = _keyword(new, "nb_epoch")
    if place is not None:
        notes.tell(_argument_named(old, "nb_epoch"), "argument_nb_epoch")
        new = arguments.renamed(new, place, "epochs")
    return new


def class_methods(notes: Notes, old: cst.Call, new: cst.Call) -> cst.BaseExpression:
    """Rewrite ``predict_classes`` and ``predict_proba``."""
    if not isinstance(old.func, cst.Attribute) or old.func.attr.value not in CLASS_METHODS:
        return new
    # scikit-learn's models have predict_proba too, and are called model as often.
    sure = old.func.attr.value == "predict_classes" and notes.names.is_model(old.func.value)
    if not sure and not notes.names.is_surely_model(old.func.value):
        return new
    attribute = cst.ensure_type(new.func, cst.Attribute)
    predict = new.with_changes(func=attribute.with_changes(attr=cst.Name("predict")))
    if old.func.attr.value == "predict_proba":
        notes.tell(old.func, "predict_classes")
        return predict
    notes.tell(
        old.func,
        "predict_classes",
        "With a single sigmoid neuron it is (model.predict(x) > 0.5).astype(int) instead.",
    )
    whole = cst.parse_expression(f"{notes.numpy()}.argmax(x, axis=-1)")
    return arguments.with_value(cst.ensure_type(whole, cst.Call), 0, predict)


def plain_lists(notes: Notes, old: cst.Call, new: cst.Call) -> cst.Call:
    """Make arrays of plain lists that a model is given."""
    if not isinstance(old.func, cst.Attribute) or not notes.names.is_model(old.func.value):
        return new
    names = {"fit": ("x", "y"), "evaluate": ("x", "y"), "predict": ("x",)}.get(old.func.attr.value, ())
    for place, name in enumerate(names):
        index = arguments.argument(new, name, place)
        if index is None:
            continue
        value = new.args[index].value
        listed = numbers_only(value) or (isinstance(value, cst.Name) and value.value in notes.names.numbers)
        single = name == "x" and old.func.attr.value == "predict" and is_number(value)
        if listed or single:
            notes.tell(old.args[min(index, len(old.args) - 1)], "plain_list_to_predict")
            items = cst.List([cst.Element(value)]) if single else value
            array = cst.Call(cst.parse_expression(f"{notes.numpy()}.array"), [cst.Arg(items)])
            new = arguments.with_value(new, index, array)
    return new


def saved_files(notes: Notes, old: cst.Call, new: cst.Call) -> cst.Call:
    """Give files of weights and models the endings that Keras 3 asks for."""
    if notes.names.keras_name(old.func) == "ModelCheckpoint":
        weights = _keyword(old, "save_weights_only") is not None
        return _ending(notes, old, new, "filepath", "weights" if weights else "model")
    if isinstance(old.func, cst.Attribute) and notes.names.is_model(old.func.value):
        if old.func.attr.value == "save_weights":
            return _ending(notes, old, new, "filepath", "weights")
        if old.func.attr.value == "save":
            return _ending(notes, old, new, "filepath", "model")
        if old.func.attr.value == "load_weights" and _was_saved(notes, old):
            return _ending(notes, old, new, "filepath", "weights")
    if notes.names.keras_name(old.func) == "load_model" and _was_saved(notes, old):
        return _ending(notes, old, new, "filepath", "model")
    return new


def _was_saved(notes: Notes, call: cst.Call) -> bool:
    """Whether a file that is read is one that this program writes, and so gets another name."""
    file = call.args[0].value if call.args else None
    return isinstance(file, cst.SimpleString) and file.raw_value in notes.names.saved


def _ending(notes: Notes, old: cst.Call, new: cst.Call, name: str, kind: str) -> cst.Call:
    index = arguments.argument(new, name, 0)
    if index is None or not isinstance(new.args[index].value, cst.SimpleString):
        return new
    text = cst.ensure_type(new.args[index].value, cst.SimpleString)
    path = text.raw_value
    wanted = ".weights.h5" if kind == "weights" else ".keras"
    good = (".weights.h5",) if kind == "weights" else (".keras", ".h5")
    if path.endswith(good) or not path:
        return new
    folder, _, last = path.rpartition("/")
    stem = last.removesuffix(".hdf5").removesuffix(".h5").removesuffix(".ckpt")
    if not stem:
        return new
    changed = f"{folder}/{stem}{wanted}" if folder or path.startswith("/") else f"{stem}{wanted}"
    notes.tell(old.args[index], "save_format")
    return arguments.with_value(
        new, index, cst.SimpleString(f"{text.prefix}{text.quote}{changed}{text.quote}")
    )


def _keyword(call: cst.Call, name: str) -> int | None:
    return arguments.argument(call, name)


def _argument_named(call: cst.Call, name: str) -> cst.CSTNode:
    """Return the argument of that name in the original call, or the call where it had only a place."""
    index = arguments.argument(call, name)
    return call if index is None else call.args[index]


def is_learning_rate(notes: Notes, node: cst.BaseExpression) -> bool:
    """Whether an expression is ``optimizer.lr`` of a model."""
    return (
        isinstance(node, cst.Attribute) and node.attr.value == "lr" and notes.names.is_optimizer(node.value)
    )


def backend_value(notes: Notes, old: cst.Call, new: cst.Call) -> cst.BaseExpression:
    """Rewrite ``K.get_value(optimizer.lr)``."""
    if not notes.names.path(old.func).endswith("keras.backend.get_value") or len(old.args) != 1:
        return new
    if not is_learning_rate(notes, old.args[0].value):
        return new
    notes.tell(old, "optimizer_lr")
    return new.with_changes(func=cst.Name("float"))


def set_value(notes: Notes, old: cst.BaseSmallStatement) -> cst.BaseSmallStatement | None:
    """Return the assignment that stands for ``K.set_value(optimizer.lr, value)``, or None."""
    if not isinstance(old, cst.Expr) or not isinstance(old.value, cst.Call):
        return None
    call = old.value
    if not notes.names.path(call.func).endswith("keras.backend.set_value") or len(call.args) != 2:
        return None
    target = call.args[0].value
    if not is_learning_rate(notes, target) or not dotted(target):
        return None
    notes.tell(old, "optimizer_lr")
    attribute = cst.ensure_type(target, cst.Attribute).with_changes(attr=cst.Name("learning_rate"))
    return cst.Assign([cst.AssignTarget(attribute)], call.args[1].value)
