"""The plain Keras program for a config, as Python source and as a notebook: what the page shows is what it trains."""

from __future__ import annotations

import inspect
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.experiments.augmentation import NONE
from dashboard.experiments.augmentation_code import augmentation_layers
from dashboard.experiments.config import CALLBACKS, OPTIMIZERS, VALIDATION_SPLIT, TrainingConfig
from dashboard.experiments.datasets import dataset_info
from dashboard.experiments.motion import (
    TEST_PEOPLE,
    TEST_SEED,
    TRAIN_PEOPLE,
    TRAIN_SEED,
    recordings,
)
from dashboard.experiments.points import LINE_POINTS
from dashboard.experiments.recipes import layers
from dashboard.experiments.silhouettes import SILHOUETTES_FILE
from dashboard.experiments.split_code import IMPORTS, split_sections
from dashboard.experiments.transfer_code import transfer_steps

_CHECKPOINT = "best.weights.h5"
_FROM_WHERE = "run this from the project's folder"


@dataclass(frozen=True)
class _Section:
    """One step of the program: a line of explanation, then code."""

    text: str
    code: str


def python_source(config: TrainingConfig) -> str:
    """Return the program as one Python file; it needs Keras and TensorFlow, and runs as it stands."""
    parts = [f'"""{_title(config)}, in plain Keras.\n\n{_promise(config)}\n"""']
    parts += [f"# {section.text}\n{section.code}" for section in _sections(config)]
    return "\n\n".join(parts) + "\n"


def notebook(config: TrainingConfig) -> str:
    """Return the program as a Jupyter notebook (nbformat 4.5), as JSON text."""
    steps = [(section.text, section.code) for section in _sections(config)]
    return notebook_of(f"# {_title(config)}\n\n{_promise(config)}", steps)


def notebook_of(opening: str, steps: Sequence[tuple[str, str]]) -> str:
    """Return a program as a Jupyter notebook (nbformat 4.5), as JSON text.

    Args:
        opening: the first cell, Markdown.
        steps: a line of explanation and the code of each step.
    """
    cells = [_cell(0, "markdown", opening)]
    for text, code in steps:
        cells.append(_cell(len(cells), "markdown", text))
        cells.append(_cell(len(cells), "code", code))
    return _document(cells)


def notebook_of_one_cell(source: str) -> str:
    """Return a program as a notebook of one cell (nbformat 4.5), as JSON text."""
    return _document([_cell(0, "code", source)])


def _document(cells: list[dict[str, Any]]) -> str:
    document = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _title(config: TrainingConfig) -> str:
    info = dataset_info(config.dataset)
    if not info.class_names:
        rule = info.title if config.points == LINE_POINTS else "a line through your own points"
        return f"A model that finds {rule}"
    return f"A classifier for the {len(info.class_names)} classes of {info.title}"


def _promise(config: TrainingConfig) -> str:
    """Say how near the program's figures come to those of the page."""
    examples = dataset_info(config.dataset).examples
    if config.augmentation != NONE:
        return _promise_of_augmentation(examples)
    if config.recipe == "transfer":
        return "It begins and shuffles as the page does, and gives the same curve, but for rounding."
    if config.steps_per_epoch == 1 and config.dropout == 0:
        return "It begins with the same weights as the page and gives the same figures, but for rounding."
    return (
        f"It begins with the same weights as the page. Keras shuffles the {examples} in another order,\n"
        "so the figures come close to those of the page, but are not the same to the last digit."
    )


def _promise_of_augmentation(examples: str) -> str:
    return (
        f"It begins with the same weights as the page. Keras shuffles the {examples} in another order and draws other\n"
        "transformations, so the figures come close to those of the page, but are not the same."
    )


def _sections(config: TrainingConfig) -> list[_Section]:
    info = dataset_info(config.dataset)
    if config.recipe == "transfer":
        return [_Section(text, code) for text, code in transfer_steps(config)]
    if not info.class_names:
        return [_imports(config), _points(config), _model(config), _compile(config), _fit(config), _answer()]
    data = (_motion(),) if config.recipe == "motion" else _pictures(config)
    sections = [_imports(config), *data, _model(config), _compile(config)]
    if config.augments_validation:
        sections.append(_augmented_validation(config))
    if config.stop_at_accuracy is not None:
        sections.append(_callback(config.stop_at_accuracy))
    if config.callback != "none":
        sections.append(_keras_callback(config))
    return [*sections, _fit(config), _evaluate(config)]


def _imports(config: TrainingConfig) -> _Section:
    if config.is_split:
        return _Section("What the program needs.", IMPORTS)
    numpy = "import numpy as np\n" if config.dataset in ("line", "motion", "animal_silhouettes") else ""
    return _Section(
        "The same seed gives the same start, so that a change in the curve comes from a change in the settings.",
        f"import keras\n{numpy}\nkeras.utils.set_random_seed({config.seed})",
    )


def _points(config: TrainingConfig) -> _Section:
    x, y = ([[pair[place]] for pair in config.points] for place in (0, 1))
    return _Section(
        "The examples: one number in, one number out. The rule between them is for the model to find.",
        f"x = np.array({x})\ny = np.array({y})",
    )


def _motion() -> _Section:
    return _Section(
        "People in motion, made up by a small model; nobody was measured.",
        f"{inspect.getsource(recordings).replace(' -> tuple[Any, Any]', '')}\n\n"
        f"x_train, y_train = recordings({TRAIN_PEOPLE}, seed={TRAIN_SEED})\n"
        f"x_test, y_test = recordings({TEST_PEOPLE}, seed={TEST_SEED})",
    )


def _pictures(config: TrainingConfig) -> list[_Section]:
    if config.is_split:
        seed = "The same seed gives the same start. It comes after the split, which draws random numbers too."
        sections = [_Section(text, code) for text, code in split_sections(config)]
        return [*sections, _Section(seed, f"keras.utils.set_random_seed({config.seed})")]
    if config.size is not None:
        return _folders(config, config.size)
    if config.dataset == "animal_silhouettes":
        code = (
            f'with np.load("data/{SILHOUETTES_FILE}") as data:  # {_FROM_WHERE}\n'
            '    x_train, y_train = data["x_train"], data["y_train"]\n'
            '    x_test, y_test = data["x_test"], data["y_test"]\n'
        )
    else:
        code = f"(x_train, y_train), (x_test, y_test) = keras.datasets.{config.dataset}.load_data()\n"
    if config.examples < dataset_info(config.dataset).train_size:
        kept = f"{config.examples:_}"
        code += f"x_train, y_train = x_train[:{kept}], y_train[:{kept}]  # fewer pictures train faster\n"
    code += "x_train, x_test = x_train / 255, x_test / 255"
    return [
        _Section(
            "Pictures of 28 x 28 grey values, scaled from 0..255 to 0..1, with a label from 0 to 9.", code
        )
    ]


def _folders(config: TrainingConfig, size: int) -> list[_Section]:
    """Three folders of scenes, each with a folder a class."""
    binary = dataset_info(config.dataset).output_units == 1
    options = [
        f'label_mode="{"binary" if binary else "int"}",',
        f"image_size=({size}, {size}),",
        f"batch_size={config.batch_size},",
    ]
    called = "\n        ".join(options)
    names = ", ".join(
        f"{label} for {name}" for label, name in enumerate(dataset_info(config.dataset).class_names)
    )
    return [
        _Section(
            f"Rendered scenes, a folder a class. Labels follow the alphabet: {names}.",
            f'FOLDER = "data/scenes/{config.dataset}"  # {_FROM_WHERE}\n\n\n'
            "def pictures(split, shuffle=False):\n"
            "    batches = keras.utils.image_dataset_from_directory(\n"
            f'        f"{{FOLDER}}/{{split}}",\n        {called}\n        shuffle=shuffle,\n    )\n'
            "    return batches.map(lambda images, labels: (images / 255, labels))\n",
        ),
        _Section(
            "To learn from, to tune by (new scenes of known drawings), and for the last word (new artists).",
            'train = pictures("train", shuffle=True)\n'
            'validation = pictures("same_artist")\n'
            'test = pictures("new_artist")',
        ),
    ]


def _model(config: TrainingConfig) -> _Section:
    info = dataset_info(config.dataset)
    what = info.example
    rows = [(f"keras.Input(shape={config.input_shape}),", f"one {what}")]
    in_model = (*augmentation_layers(config.augmentation, config.seed), *layers(config))
    rows += [(f"{layer.source()},", layer.comment) for layer in in_model]
    width = max(len(source) for source, _ in rows)
    body = "\n".join(f"        {source:<{width}}  # {comment}" for source, comment in rows)
    return _Section(
        f"The layers, from the {what} to the answer.", f"model = keras.Sequential(\n    [\n{body}\n    ]\n)"
    )


def _augmented_validation(config: TrainingConfig) -> _Section:
    count = len(augmentation_layers(config.augmentation, config.seed))
    return _Section(
        "A mistake, to be seen: validation pictures are transformed too, so the figures are not of the model alone.",
        f"augment = keras.Sequential(model.layers[:{count}])\n"
        "validation = validation.map(lambda images, labels: (augment(images, training=True), labels))",
    )


def _compile(config: TrainingConfig) -> _Section:
    info = dataset_info(config.dataset)
    momentum = f", momentum={config.momentum!r}" if config.momentum else ""
    lines = [
        f"optimizer=keras.optimizers.{OPTIMIZERS[config.optimizer].class_name}"
        f"(learning_rate={config.learning_rate!r}{momentum}),",
        f'loss="{info.loss}",',
    ]
    asks = "How wrong a guess is (loss) and how to get better (optimizer)."
    if info.metrics:
        asks = "How wrong a guess is (loss), how to get better (optimizer), and what to report (metrics)."
        lines.append(f"metrics={json.dumps(info.metrics)},")
    return _Section(asks, "model.compile(\n" + "\n".join(f"    {line}" for line in lines) + "\n)")


def _callback(target: float) -> _Section:
    return _Section(
        "A callback is asked at the end of every epoch, and may stop the training.",
        "class StopAtAccuracy(keras.callbacks.Callback):\n"
        "    def on_epoch_end(self, epoch, logs=None):\n"
        f'        if logs["accuracy"] > {target!r}:\n'
        f'            print("\\nReached {target * 100:g} % accuracy, so training stops.")\n'
        "            self.model.stop_training = True",
    )


def _keras_callback(config: TrainingConfig) -> _Section:
    choice = CALLBACKS[config.callback]
    lines = [f'monitor="{config.monitor}",']
    if config.callback == "model_checkpoint":
        lines = [f'"{_CHECKPOINT}",', *lines, "save_best_only=True,", "save_weights_only=True,"]
    names = ("patience", "min_delta", "factor", "restore_best_weights")
    lines += [f"{name}={getattr(config, name)!r}," for name in names if name in choice.settings]
    return _Section(
        f"Keras' own callback {choice.class_name} looks at {config.monitor} after every epoch.",
        f"callback = keras.callbacks.{choice.class_name}(\n"
        + "\n".join(f"    {line}" for line in lines)
        + "\n)",
    )


def _fit(config: TrainingConfig) -> _Section:
    if config.size is not None:
        lines = ["train,", "validation_data=validation,", f"epochs={config.epochs},"]
        if not config.validation_examples:
            lines.remove("validation_data=validation,")  # the folder is empty
    elif dataset_info(config.dataset).validated:
        lines = [
            "x_train,",
            "y_train,",
            f"validation_split={VALIDATION_SPLIT},  # the last 20 % are not learned from",
            f"batch_size={config.batch_size},",
            f"epochs={config.epochs},",
        ]
    else:
        lines = [
            "x,",
            "y,",
            f"batch_size={config.training_examples},  # all points in one step",
            f"epochs={config.epochs},",
            "verbose=0,  # print nothing, there are many epochs",
        ]
    given = ["StopAtAccuracy()"] if config.stop_at_accuracy is not None else []
    given += ["callback"] if config.callback != "none" else []
    if given:
        lines.append(f"callbacks=[{', '.join(given)}],")
    return _Section(
        "Training. history.history holds the figures of every epoch.",
        "history = model.fit(\n" + "\n".join(f"    {line}" for line in lines) + "\n)",
    )


def _answer() -> _Section:
    return _Section(
        "What the neuron found, and its answer to a number that it never saw.",
        "[[weight]], [bias] = model.get_weights()\n"
        "print(f\"Loss: {history.history['loss'][-1]:.3g}\")\n"
        'print(f"y = {weight:.4f} x {bias:+.4f}")\n'
        'print("For x = 10 it says", model.predict(np.array([[10.0]]), verbose=0)[0, 0])',
    )


def _evaluate(config: TrainingConfig) -> _Section:
    given = "x_test, y_test"
    text = f"The last word: {dataset_info(config.dataset).examples} that took no part in training or tuning."
    if config.size is not None:
        given, text = "test", "The last word: artists whose drawings took no part in training or tuning."
        if config.is_split:
            text = "The last word: pictures that never were in the folder."
    load = (
        f'model.load_weights("{_CHECKPOINT}")  # the best epoch\n'
        if config.callback == "model_checkpoint"
        else ""
    )
    return _Section(
        text,
        f'{load}test_loss, test_accuracy = model.evaluate({given})\nprint(f"Test accuracy: {{test_accuracy:.3f}}")',
    )


def _cell(number: int, kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": f"step-{number}", "metadata": {}, "source": source}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell
