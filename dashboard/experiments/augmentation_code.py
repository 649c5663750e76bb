"""An augmentation as Keras code: the layers of today, and the generator class of the notes; tests run both."""

from __future__ import annotations

from dashboard.experiments.augmentation import Augmentation, augmentation_from_text
from dashboard.experiments.recipes import LayerSpec

_COMMENTS = {
    "flip": "mirrors half of the pictures",
    "rotation": "turns, as a fraction of a full turn",
    "zoom": "nearer or farther",
    "translation": "up, down, left, right",
    "brightness": "darker or lighter",
    "contrast": "less or more",
}
_UNIT_RANGE = {"value_range": (0, 1)}


def augmentation_layers(text: str, seed: int) -> tuple[LayerSpec, ...]:
    """Return the preprocessing layers of an augmentation, to stand in front of a model of pictures from 0 to 1.

    Args:
        text: as ``TrainingConfig.augmentation`` holds it.
        seed: of the first layer; each further layer has the next one: with the same they would draw alike. Given a
            seed, they take nothing from Keras' own random numbers, so the weights start as without them.
    """
    augmentation = augmentation_from_text(text)
    specs = []
    for place, each in enumerate(augmentation.used):
        value = getattr(augmentation, each.id)
        args = (value, value) if each.id == "translation" else (value,)
        options: dict[str, object] = dict(_UNIT_RANGE) if each.id in ("brightness", "contrast") else {}
        options["seed"] = seed + place
        specs.append(LayerSpec(each.class_name, args, options, _COMMENTS[each.id]))
    return tuple(specs)


def layers_code(augmentation: Augmentation, seed: int) -> str:
    """Return the program with preprocessing layers; ``images`` is given, ``new`` and ``same`` come out."""
    calls = [
        spec.source().removeprefix("keras.") for spec in augmentation_layers(augmentation.to_text(), seed)
    ]
    rows = "".join(f"    {call},\n" for call in calls or ["layers.Identity()"])
    return (
        "import keras\n"
        "from keras import layers\n\n"
        f"augment = keras.Sequential([\n{rows}])\n"
        "# images: floats from 0 to 1\n"
        "new = augment(images, training=True)\n"
        "# As in predict and evaluate:\n"
        "same = augment(images, training=False)\n"
    )


def generator_arguments(augmentation: Augmentation) -> dict[str, object]:
    """Return the arguments of ``ImageDataGenerator`` that come nearest, with the pictures brought to 0 to 1.

    Degrees for a fraction of a turn, a factor for a difference of brightness, and nothing at all for contrast.
    """
    wanted: dict[str, object] = {
        "horizontal_flip": "horizontal" in augmentation.flip,
        "vertical_flip": "vertical" in augmentation.flip,
        "rotation_range": float(f"{augmentation.rotation * 360:.6g}"),
        "zoom_range": augmentation.zoom,
        "width_shift_range": augmentation.translation,
        "height_shift_range": augmentation.translation,
    }
    arguments: dict[str, object] = {"rescale": 1 / 255}
    arguments |= {name: value for name, value in wanted.items() if value}
    if augmentation.brightness:
        low, high = (float(f"{1 + sign * augmentation.brightness:.6g}") for sign in (-1, 1))
        arguments["brightness_range"] = (low, high)
    return arguments


def generator_code(augmentation: Augmentation, seed: int) -> str:
    """Return the program with ``ImageDataGenerator``; ``images`` is given, ``new`` comes out."""
    shown = {name: repr(value) for name, value in generator_arguments(augmentation).items()}
    arguments = "".join(f"    {name}={text},\n" for name, text in (shown | {"rescale": "1 / 255"}).items())
    missing = "# ImageDataGenerator has no contrast.\n" if augmentation.contrast else ""
    return (
        "import tensorflow as tf\n\n"
        "image = tf.keras.preprocessing.image\n"
        f"{missing}generator = image.ImageDataGenerator(\n{arguments})\n"
        "# images: floats from 0 to 255\n"
        "batches = generator.flow(\n"
        f"    images,\n    batch_size=len(images),\n    shuffle=False,\n    seed={seed},\n)\n"
        "new = next(batches)\n"
    )
