"""What earlier versions of Keras and TensorFlow called things, what they are called today, and why it changed.

The one table behind three readers: the sandbox, which reads old imports as today's; the grader's explanations of
exceptions; and the translator, which rewrites whole programs. Nothing here imports anything heavy.
"""

from __future__ import annotations

import re

# A metric's key in logs and history, to today's.
METRIC_KEYS = {"acc": "accuracy", "val_acc": "val_accuracy"}
# Methods of a model that took generators.
GENERATOR_METHODS = {"fit_generator": "fit", "evaluate_generator": "evaluate", "predict_generator": "predict"}
# Methods of a Sequential model that are gone.
CLASS_METHODS = ("predict_classes", "predict_proba")
# Arguments of fit, evaluate and predict that are gone: the data set itself has them now.
WORKER_ARGUMENTS = ("workers", "use_multiprocessing", "max_queue_size")
# Optimizers of TensorFlow 1, to those of Keras.
TRAIN_OPTIMIZERS = {
    "AdamOptimizer": "Adam",
    "AdagradOptimizer": "Adagrad",
    "AdadeltaOptimizer": "Adadelta",
    "FtrlOptimizer": "Ftrl",
    "GradientDescentOptimizer": "SGD",
    "MomentumOptimizer": "SGD",
    "RMSPropOptimizer": "RMSprop",
}

# Why, by the id of the mistake; each is whole sentences for a learner.
WHY = {
    "metric_key_acc": "Since TensorFlow 2 it is 'accuracy' (and 'val_accuracy'), not 'acc'.",
    "metrics_not_a_list": "Metrics go in a list: metrics=['accuracy'].",
    "metrics_by_place": "Metrics have to be named in compile today, metrics=[...]: the third place belongs to "
    "loss_weights.",
    "argument_lr": "The optimizer's argument lr is called learning_rate today.",
    "argument_decay": "An optimizer ignores decay today. A learning rate that falls is a schedule: "
    "learning_rate=tf.keras.optimizers.schedules.InverseTimeDecay(0.001, decay_steps=1, decay_rate=1e-6).",
    "optimizer_lr": "An optimizer's lr is called learning_rate today, and is set like any other attribute.",
    "fit_generator": "fit_generator, evaluate_generator and predict_generator are gone: fit, evaluate and predict take "
    "generators.",
    "predict_classes": "predict_classes and predict_proba are gone. predict gives the probabilities; "
    "np.argmax(model.predict(x), axis=-1) gives the classes.",
    "argument_nb_epoch": "fit's argument nb_epoch is called epochs today.",
    "argument_workers": "fit no longer takes workers, use_multiprocessing or max_queue_size: leave them out.",
    "image_data_generator_import": "ImageDataGenerator is in TensorFlow's copy of Keras: "
    "from tensorflow.keras.preprocessing.image import ImageDataGenerator.",
    "image_data_generator": "ImageDataGenerator still runs but is deprecated. image_dataset_from_directory reads the "
    "folders, and preprocessing layers scale and change the pictures.",
    "steps_of_data_set": "A data set knows its length and ends; the generator went on for ever and had to be told when "
    "to stop.",
    "argument_input_shape": "The shape of the input is a line of its own today: Input(shape=...) comes first.",
    "tensorflow_python_keras": "tensorflow.python.keras is an internal part of TensorFlow and not Keras any more: "
    "import from tensorflow.keras.",
    "old_keras_module": "That name belongs to an earlier version. Today every layer is in tensorflow.keras.layers "
    "(RandomFlip and Rescaling too), every optimizer in tensorflow.keras.optimizers, and to_categorical in "
    "tensorflow.keras.utils.",
    "tensorflow_1": "Sessions and placeholders are not needed any more, and optimizers, layers and losses are in "
    "tf.keras.",
    "layer_output_shape": "A layer's shape is read from its tensor today: layer.output.shape.",
    "plain_list_to_predict": "Keras 3 takes arrays, not plain lists or numbers: use np.array([...]).",
    "save_format": "Keras 3 tells files apart by their ending: .keras is a whole model, .weights.h5 its weights.",
    "old_install": "This asks for an old TensorFlow, which newer Pythons cannot install. Leave it out: TensorFlow 2 is "
    "the normal one today.",
}

_PARTS_OF_LAYERS = (
    "core|convolutional|pooling|normalization|merge|merging|advanced_activations|recurrent|embeddings|noise"
    "|local|wrappers|experimental|experimental\\.preprocessing|preprocessing"
)
# Modules of earlier Keras versions, to where their names are today. The first pattern that matches counts.
_OLD_MODULES = tuple(
    (re.compile(pattern), today)
    for pattern, today in (
        (rf"keras\.layers\.({_PARTS_OF_LAYERS})(\.\w+)?", "keras.layers"),
        (r"keras\.utils\.(np|vis|generic|data|layer|image|conv|io)_utils", "keras.utils"),
        (r"keras\.(engine|topology|training)(\.\w+)*", "keras"),
        (r"keras\.optimizers?(_v1|_v2|\.legacy|\.experimental)(\.\w+)*", "keras.optimizers"),
        (r"keras\.objectives", "keras.losses"),
        (r"keras\.preprocessing\.text", "tensorflow.keras.preprocessing.text"),
    )
)
# Names that earlier versions had in a module that still exists: (module, name) to the module that stands for it today.
_OLD_PLACES = {
    ("keras.utils", "np_utils"): "keras.utils",
    ("keras.utils", "vis_utils"): "keras.utils",
    ("keras.utils", "generic_utils"): "keras.utils",
    ("keras.layers", "experimental"): "keras.layers",
    ("keras.layers", "preprocessing"): "keras.layers",
    ("keras.optimizers", "adam_v2"): "keras.optimizers",
    ("keras.optimizers", "legacy"): "keras.optimizers",
    ("keras.optimizers", "gradient_descent_v2"): "keras.optimizers",
    ("tensorflow.python", "keras"): "tensorflow.keras",
}


def today(module: str) -> str:
    """Return where the names of an old module are today, or the module itself."""
    if re.fullmatch(r"tensorflow\.python\.keras(\.\w+)*", module):
        module = "tensorflow." + module.removeprefix("tensorflow.python.")
    prefix = "tensorflow." if module.startswith("tensorflow.keras") else ""
    plain = module.removeprefix(prefix)
    for pattern, target in _OLD_MODULES:
        match = pattern.fullmatch(plain)
        if match and match.expand(target) != module:
            place = match.expand(target)
            return place if place.startswith("tensorflow.") else prefix + place
    return module


def module_today(module: str, name: str) -> str:
    """Return the module that stands today for an old one which was imported by ``from module import name``.

    Args:
        module: as :func:`today` returns it.
        name: what is imported from it.

    Returns:
        The module to import under that name; empty if the name is no such module.
    """
    prefix = "tensorflow." if module.startswith("tensorflow.") else ""
    place = _OLD_PLACES.get((module, name)) or _OLD_PLACES.get((module.removeprefix(prefix), name), "")
    return place if not place or place.startswith("tensorflow.") else prefix + place
