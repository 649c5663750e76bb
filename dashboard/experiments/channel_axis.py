"""What Keras says to a convolution without a channel axis: programs, what comes of them, and why.

A test runs every program with Keras and compares.
"""

from __future__ import annotations

from dataclasses import dataclass

_PROGRAM = """import keras
import numpy as np

x_train = np.zeros((64, 28, 28))  # 64 grey pictures, as they are loaded
y_train = np.zeros(64)
{reshape}
model = keras.Sequential(
    [
        keras.Input(shape={shape}),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x_train, y_train)
"""
_RESHAPE = "x_train = x_train.reshape(64, 28, 28, 1)\n"


@dataclass(frozen=True)
class ChannelCase:
    """A program with or without the channel axis.

    Args:
        id: its name in the address.
        title: what the model expects and what it is given.
        program: Python source.
        error: what Keras says, or empty if the model trains.
        why: an explanation in plain words.
        key_phrase: the part of the error that the explanation is about.
    """

    id: str
    title: str
    program: str
    error: str
    why: str
    key_phrase: str = ""


CASES = (
    ChannelCase(
        "none",
        "No channel anywhere",
        _PROGRAM.format(reshape="", shape="(28, 28)"),
        "ValueError: Input 0 with name 'None' of layer 'conv2d' is incompatible with the layer: expected min_ndim=4, "
        "found ndim=3. Full shape received: (None, 28, 28)",
        "Read it from the end. The model was promised pictures of shape `(None, 28, 28)`: `None` is the number of "
        "pictures, so that makes three axes, which is what `found ndim=3` says. `expected min_ndim=4`: a convolution "
        "wants at least four, and the missing one is the channel. It fails while the model is built, before any "
        "training. The remedy is a 1 in the input shape, and a reshape of the pictures.",
        "expected min_ndim=4, found ndim=3",
    ),
    ChannelCase(
        "model",
        "A channel in the model, no reshape of the pictures",
        _PROGRAM.format(reshape="", shape="(28, 28, 1)"),
        "",
        "It trains. The model says that one channel is to come, the pictures lack exactly that axis, and Keras adds it "
        "without a word. Older versions stopped here with an error, and so do other frameworks.",
    ),
    ChannelCase(
        "both",
        "A channel in both",
        _PROGRAM.format(reshape=_RESHAPE, shape="(28, 28, 1)"),
        "",
        "It trains, and whoever reads the program sees what goes in: 64 pictures, 28 rows, 28 columns, 1 channel.",
    ),
)
