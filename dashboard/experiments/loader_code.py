"""The two programs that load one batch of pictures from folders, as the page shows them; a test runs both."""

from __future__ import annotations

from dashboard.experiments.batches import MODES, BatchRequest

_WHERE = "# Run this from the project's folder"


def generator_code(request: BatchRequest) -> str:
    """Return the program with ``ImageDataGenerator``; ``images`` and ``labels`` hold the batch."""
    return (
        f"{_WHERE}\nimport tensorflow as tf\n\n"
        "Generator = tf.keras.preprocessing.image.ImageDataGenerator\n"
        "batches = Generator(rescale=1 / 255).flow_from_directory(\n"
        f'    "data/scenes/{request.dataset}/train",\n'
        f"    target_size=({request.size}, {request.size}),\n"
        f"    batch_size={request.batch_size},\n"
        f'    class_mode="{request.mode}",\n'
        ")\n"
        "images, labels = next(batches)\n"
    )


def dataset_code(request: BatchRequest) -> str:
    """Return the program with ``image_dataset_from_directory``; ``images`` and ``labels`` hold the batch."""
    return (
        f"{_WHERE}\nimport keras\n\n"
        "batches = keras.utils.image_dataset_from_directory(\n"
        f'    "data/scenes/{request.dataset}/train",\n'
        f"    image_size=({request.size}, {request.size}),\n"
        f"    batch_size={request.batch_size},\n"
        f'    label_mode="{MODES[request.mode]}",\n'
        ")\n"
        "images, labels = next(iter(batches))\n"
    )
