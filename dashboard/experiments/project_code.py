"""What a learner takes away from a project: programs, a notebook, and everything in one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from dashboard.experiments.artifacts import read_arrays
from dashboard.experiments.codegen import notebook_of
from dashboard.experiments.data_folder import data_folder
from dashboard.experiments.pretrained import FILE, pretrained_weights
from dashboard.experiments.project import MODEL_FILE, PICTURES_FILE, ProjectOutcome, ProjectSettings
from dashboard.experiments.project_pictures import SIZE

_README = """# {title}

- `{model}`: the trained model, as Keras saves it.
- `use_model.py`: asks it. `python use_model.py picture.jpg another.png`
- `train.py`, `train.ipynb`: the whole way again, from `pictures/` to a model. `python train.py`
- `pictures/`: what it was trained on (`train`) and judged by (`validation`), {size} x {size} pixels each.
- `base/`: the pretrained base, and where it is from.

They need Python with TensorFlow and Pillow: `pip install tensorflow pillow`.
"""


def use_program(classes: Sequence[str]) -> str:
    """Return a program that asks the saved model about picture files."""
    return f'''"""Ask the trained model what it sees. Usage: python use_model.py picture.jpg ..."""

import sys

import keras
import numpy as np
from PIL import Image, ImageOps

NAMES = {list(classes)!r}
model = keras.models.load_model("{MODEL_FILE}")

for path in sys.argv[1:]:
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    picture = ImageOps.fit(picture, ({SIZE}, {SIZE}), Image.Resampling.BILINEAR)
    # Pixels from 0 to 255, as they are: the model itself scales them.
    probabilities = model.predict(np.asarray(picture, "float32")[None], verbose=0)[0]
    told = ", ".join(f"{{name}} {{share:.0%}}" for name, share in zip(NAMES, probabilities))
    print(f"{{path}}: {{NAMES[int(probabilities.argmax())]}} ({{told}})")
'''


def train_program(settings: ProjectSettings) -> str:
    """Return the program that trains such a model, in plain Keras."""
    parts = [f'"""{_TITLE}\n\n{_PROMISE}\n"""']
    parts += [f"# {text}\n{code}" for text, code in _steps(settings)]
    return "\n\n".join(parts) + "\n"


def train_notebook(settings: ProjectSettings) -> str:
    """Return the same program as a notebook, JSON text."""
    return notebook_of(f"# {_TITLE}\n\n{_PROMISE}", _steps(settings))


_TITLE = "A picture classifier of your own, on a pretrained base"
_PROMISE = (
    "The page computes the base's features once and trains on these; here every epoch goes through the base and sees\n"
    "other changes of each picture, which is slower and no worse. So the figures are near the page's, not the same."
)


def _steps(settings: ProjectSettings) -> list[tuple[str, str]]:
    changes = """augmentation = keras.Sequential([
    keras.layers.RandomFlip("horizontal"),
    keras.layers.RandomRotation(0.08),
    keras.layers.RandomZoom(0.15),
    keras.layers.RandomContrast(0.2),
])"""
    first = "x = augmentation(inputs)\nx = " if settings.copies else "x = "
    return [
        (
            "Everything random starts from one number, so that a run can be repeated.",
            f"import keras\n\nkeras.utils.set_random_seed({settings.seed})",
        ),
        (
            "The pictures, one folder a class. Validation pictures are only looked at.",
            f"""def pictures(side, shuffle):
    return keras.utils.image_dataset_from_directory(
        f"pictures/{{side}}", image_size=({SIZE}, {SIZE}), batch_size=32, shuffle=shuffle, seed={settings.seed}
    )


train, validation = pictures("train", True), pictures("validation", False)
names = train.class_names""",
        ),
        *(
            [("Changed a little each time they are seen. In use these layers do nothing.", changes)]
            if settings.copies
            else []
        ),
        (
            'The base: a MobileNetV2 without its last layer, frozen. weights="imagenet" is another, with a network.',
            f"""base = keras.applications.MobileNetV2(
    input_shape=({SIZE}, {SIZE}, 3), include_top=False, weights="base/{FILE}"
)
base.trainable = False""",
        ),
        (
            "The model: what the base sees, averaged, and one new layer. The base stays in inference mode.",
            f"""inputs = keras.Input(({SIZE}, {SIZE}, 3))
{first}keras.layers.Rescaling(1 / 127.5, offset=-1){"(x)" if settings.copies else "(inputs)"}
x = base(x, training=False)
x = keras.layers.GlobalAveragePooling2D()(x)
x = keras.layers.Dropout(0.2)(x)
model = keras.Model(inputs, keras.layers.Dense(len(names), activation="softmax")(x))
model.compile(
    optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)""",
        ),
        (
            "Train, and keep the model.",
            f'model.fit(train, validation_data=validation, epochs={settings.epochs})\nmodel.save("{MODEL_FILE}")\n'
            'print("Classes, by label:", names)',
        ),
    ]


def archive(outcome: ProjectOutcome) -> bytes:
    """Return a zip with the model, the programs, the pictures and the base.

    Raises:
        OSError, ArtifactError: if a file of the project is gone.
        DatasetError: if the base is missing.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        title = f"A classifier of {', '.join(outcome.classes)}"
        file.writestr("README.md", _README.format(title=title, model=MODEL_FILE, size=SIZE))
        file.write(outcome.model, MODEL_FILE)
        file.writestr("use_model.py", use_program(outcome.classes))
        file.writestr("train.py", train_program(outcome.settings))
        file.writestr("train.ipynb", train_notebook(outcome.settings))
        _pictures(file, outcome.folder / PICTURES_FILE, outcome.classes)
        file.write(pretrained_weights(), f"base/{FILE}")
        for text in ("PROVENANCE.txt", "MIT.txt", "Apache-2.0.txt"):
            file.write(data_folder() / "pretrained" / text, f"base/{text}")
    return buffer.getvalue()


def _pictures(file: zipfile.ZipFile, path: Path, classes: Sequence[str]) -> None:
    arrays = read_arrays(path)
    for side in ("train", "validation"):
        for number, (label, pixels) in enumerate(zip(arrays[f"{side}_labels"], arrays[side], strict=True)):
            png = io.BytesIO()
            Image.fromarray(pixels).save(png, "PNG")
            # Numbered first: Keras sorts folders by name, and labels must stay as they are.
            file.writestr(f"pictures/{side}/{label} {classes[label]}/{number:04}.png", png.getvalue())
