"""The plain Keras program for a run of transfer learning: each step as a line of explanation and its code."""

from __future__ import annotations

from dashboard.experiments.choices import OPTIMIZERS
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import dataset_info
from dashboard.experiments.pretrained import FILE
from dashboard.experiments.transfer import A_CLASS, BATCH, CUTS, HEAD_EPOCHS, HEAD_RATE, SIDE, UNITS

Step = tuple[str, str]


def transfer_steps(config: TrainingConfig) -> list[Step]:
    """Return the program of a config of the recipe ``transfer``, step by step; it runs in the project's folder."""
    steps = [_start(config), _pictures(config)]
    if config.base == "none":
        steps += [_from_scratch(), _compile(config, config.learning_rate), _fit(config, 0, config.epochs)]
        return [*steps, _evaluate()]
    steps += [_base(config), _head(config)]
    if config.tuning == "off":
        steps += [_compile(config, config.learning_rate), _fit(config, 0, config.epochs)]
    else:
        steps += _tuning(config)
    return [*steps, _evaluate(), _unchanged(config)]


def _start(config: TrainingConfig) -> Step:
    hashing = "" if config.base == "none" else "import hashlib\n"
    return (
        "The same seed gives the same start, so that a change in the curve comes from a change in the settings.",
        f"{hashing}import pathlib\n\nimport keras\nimport numpy as np\n\n"
        f"SEED = {config.seed}\nkeras.utils.set_random_seed(SEED)",
    )


def _pictures(config: TrainingConfig) -> Step:
    names = dataset_info(config.dataset).class_names
    quoted = ", ".join(f'"{name}"' for name in names)
    return (
        f"{A_CLASS} rendered scenes of each class. Labels follow the alphabet: "
        + ", ".join(f"{label} for {name}" for label, name in enumerate(names))
        + ".",
        f'FOLDER = pathlib.Path("data/scenes/{config.dataset}")  # run this from the project\'s folder\n\n\n'
        "def pictures(split):\n"
        "    images, labels = [], []\n"
        f"    for label, name in enumerate(({quoted})):\n"
        f'        for file in sorted((FOLDER / split / name).glob("*.jpg"))[:{A_CLASS}]:\n'
        "            images.append(keras.utils.img_to_array(keras.utils.load_img(file)))\n"
        "            labels.append(label)\n"
        '    return np.array(images), np.array(labels, "float32")\n\n\n'
        'x_train, y_train = pictures("train")\n'
        'x_same, y_same = pictures("same_artist")  # new scenes by artists known from training\n'
        'x_new, y_new = pictures("new_artist")  # artists that took no part: the honest figure',
    )


def _from_scratch() -> Step:
    return (
        "A network from scratch: all of its numbers have to be learned from these few pictures.",
        "model = keras.Sequential(\n"
        "    [\n"
        f"        keras.Input(shape=({SIDE}, {SIDE}, 3)),\n"
        "        keras.layers.Rescaling(1 / 127.5, offset=-1),  # from 0..255 to -1..1\n"
        '        keras.layers.Conv2D(16, 3, activation="relu"),\n'
        "        keras.layers.MaxPooling2D(),\n"
        '        keras.layers.Conv2D(32, 3, activation="relu"),\n'
        "        keras.layers.MaxPooling2D(),\n"
        '        keras.layers.Conv2D(64, 3, activation="relu"),\n'
        "        keras.layers.MaxPooling2D(),\n"
        "        keras.layers.Flatten(),\n"
        f'        keras.layers.Dense({UNITS}, activation="relu"),\n'
        '        keras.layers.Dense(1, activation="sigmoid"),\n'
        "    ]\n)\nmodel.summary()",
    )


def _base(config: TrainingConfig) -> Step:
    if config.base == "random":
        text, weights = "The same base with random numbers: it has never seen a picture.", "None"
        remark = ""
    else:
        text = "The base without its classifier. It resembles ImageNet's; upper blocks were tuned on 19 dog breeds."
        weights = "WEIGHTS"
        remark = (
            f'WEIGHTS = "data/pretrained/{FILE}"\n'
            '# WEIGHTS = "imagenet"  # with a network: the original weights, 9 MB\n'
        )
    return (
        text,
        f"{remark}base = keras.applications.MobileNetV2(\n"
        f"    input_shape=({SIDE}, {SIDE}, 3), include_top=False, weights={weights}\n)\n"
        "base.trainable = False  # before compile",
    )


def _head(config: TrainingConfig) -> Step:
    return (
        "The whole model: the base, the mean of each of its 1,280 maps, and one neuron.",
        "keras.utils.set_random_seed(SEED)\n"
        "model = keras.Sequential(\n"
        "    [\n"
        f"        keras.Input(shape=({SIDE}, {SIDE}, 3)),\n"
        "        keras.layers.Rescaling(1 / 127.5, offset=-1),  # from 0..255 to -1..1, as the base learned it\n"
        "        base,\n"
        "        keras.layers.GlobalAveragePooling2D(),\n"
        '        keras.layers.Dense(1, activation="sigmoid"),'
        f"  # the probability of {dataset_info(config.dataset).class_names[1]}\n"
        "    ]\n)\nmodel.summary()\n\n\n"
        "def fingerprint(layers):\n"
        "    digest = hashlib.sha256()\n"
        "    for layer in layers:\n"
        "        for weight in layer.weights:\n"
        "            digest.update(np.ascontiguousarray(weight.numpy()).tobytes())\n"
        "    return digest.hexdigest()\n\n\n"
        f"before = fingerprint({_staying(config)})",
    )


def _staying(config: TrainingConfig) -> str:
    if config.tuning in ("off", "frozen_late"):
        return "base.layers"
    return f"base.layers[:{CUTS[config.tune_from].first}]"


def _compile(config: TrainingConfig, rate: float) -> Step:
    return (
        "How wrong a guess is (loss), how to get better (optimizer), and what to report (metrics).",
        _compile_code(config, rate),
    )


def _compile_code(config: TrainingConfig, rate: float) -> str:
    momentum = f", momentum={config.momentum!r}" if config.momentum else ""
    optimizer = OPTIMIZERS[config.optimizer].class_name
    return (
        "model.compile(\n"
        f"    optimizer=keras.optimizers.{optimizer}(learning_rate={rate!r}{momentum}),\n"
        '    loss="binary_crossentropy",\n'
        '    metrics=["accuracy"],\n)'
    )


def _fit(config: TrainingConfig, first: int, last: int) -> Step:
    slow = (
        ""
        if config.base == "none"
        else " The page keeps what a frozen base gives; here each epoch computes it anew."
    )
    return (f"Training.{slow}", _fit_code(first, last))


def _fit_code(first: int, last: int) -> str:
    begin = f"    initial_epoch={first},\n" if first else ""
    return (
        "keras.utils.set_random_seed(SEED)  # shuffles as the page does\n"
        "history = model.fit(\n"
        "    x_train,\n    y_train,\n"
        "    validation_data=(x_same, y_same),\n"
        f"    batch_size={BATCH},\n{begin}    epochs={last},\n)"
    )


def _tuning(config: TrainingConfig) -> list[Step]:
    cut = CUTS[config.tune_from]
    head = min(HEAD_EPOCHS, config.epochs)
    steps: list[Step] = []
    if config.tuning in ("right", "batch_norm"):
        steps.append(
            (
                "First the head alone, on the frozen base.",
                f"{_compile_code(config, HEAD_RATE)}\n{_fit_code(0, head)}",
            )
        )
        if head == config.epochs:
            return steps
    else:
        head = 0
    still = config.tuning in ("right", "head_untrained")
    loop = (
        f"for layer in base.layers[{cut.first}:]:\n"
        "    if isinstance(layer, keras.layers.BatchNormalization):\n"
        "        layer.trainable = False  # its statistics stay\n"
    )
    mistake = "" if still else "# The mistake of this run: BatchNormalization learns too.\n"
    if config.tuning == "head_untrained":
        mistake = "# The mistake of this run: the head is still random.\n"
    steps.append(
        (
            f"Fine-tuning from {cut.title} up; compile again, with a small learning rate.",
            f"{mistake}base.trainable = True\nfor layer in base.layers[:{cut.first}]:\n    layer.trainable = False\n"
            f"{loop if still else ''}{_compile_code(config, config.learning_rate)}\n"
            f"{_fit_code(head, 1 if config.tuning == 'frozen_late' else config.epochs)}",
        )
    )
    if config.tuning == "frozen_late" and config.epochs > 1:
        steps.append(
            (
                "The mistake of this run: frozen after compile and fit, and not compiled again.",
                "base.trainable = False\nmodel.summary()  # says that the base is frozen\n"
                + _fit_code(1, config.epochs),
            )
        )
    return steps


def _evaluate() -> Step:
    return (
        "Both test figures; the second is the honest one.",
        'print("same artists", model.evaluate(x_same, y_same, verbose=0)[1])\n'
        'print("new artists", model.evaluate(x_new, y_new, verbose=0)[1])',
    )


def _unchanged(config: TrainingConfig) -> Step:
    return (
        "The proof: the weights that were to stay are the same to the last bit, or they are not.",
        f'print("frozen weights unchanged:", before == fingerprint({_staying(config)}))',
    )
