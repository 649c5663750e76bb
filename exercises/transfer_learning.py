"""
# Transfer learning: a head of your own on a pretrained base

Ninety-six pictures of horses and humans are too few to learn what a leg or a face looks like. Take over a network
that has seen millions of pictures, freeze it, and train a small head on top of it.

The weights lie in an .h5 file: a **MobileNetV2** (`alpha=1.0`, the default) without its top, which is
`data/pretrained/mobilenet_v2_no_top.h5` in this project. Its lower blocks look like the original ImageNet weights;
the blocks from `block_13_project_BN` up were fine-tuned on dog breeds. There is no network while your file is graded,
so `weights="imagenet"` finds nothing.

1. **`create_pre_trained_model(local_weights_file)`** builds the base for pictures of shape `(96, 96, 3)` without its
   top (`include_top=False`), loads the weights from the path that it is given, freezes **every** layer, and returns
   the base. `tf.keras.applications.MobileNetV2` is that network; `load_weights`, or the path as its argument
   `weights`, are both fine.
2. **`output_of_last_layer(pre_trained_model)`** returns the output (a tensor, not the layer and not its shape) of the
   layer `"block_13_expand_relu"`: maps of 6 by 6 that know parts of animals, from before the dogs. The output of any
   layer above it, such as the base's last, is accepted too.
3. **`create_final_model(pre_trained_model, last_output)`** builds on `last_output`: `Flatten` or
   `GlobalAveragePooling2D`, a `Dense` layer, a `Dropout` if you like, and `Dense(1, activation="sigmoid")`. It
   returns a `tf.keras.Model` from `pre_trained_model.input` to that output, compiled with `binary_crossentropy` and
   `metrics=["accuracy"]`. It does not train.

The grader then fits the model for 12 epochs on 96 pictures, in batches of 8, and shows it pictures that it has never
seen. The pixels arrive **from -1 to 1** (`x / 127.5 - 1`), which is what this base was trained with: do not scale
them again.

The course takes InceptionV3, with a file of its own and its layer `mixed7`. Here another file is given, and what fits
it is graded.

Check your work with `python -m graders check exercises/transfer_learning.py`, or with the Check button in the
dashboard.
"""

import tensorflow as tf


def create_pre_trained_model(local_weights_file):
    """Build the pretrained base: no top, the file's weights, every layer frozen.

    Args:
        local_weights_file: path of the .h5 file with the weights.

    Returns:
        The base, a keras Model for pictures of shape (96, 96, 3).
    """
    # START: build it without top and weights, load the weights, freeze it
    pass
    # END


def output_of_last_layer(pre_trained_model):
    """Choose where the base ends and the head begins.

    Args:
        pre_trained_model: the base.

    Returns:
        The output tensor of its layer "block_13_expand_relu".
    """
    # START: get the layer by its name, return its output
    pass
    # END


def create_final_model(pre_trained_model, last_output):
    """Put a new head on the base and compile the whole.

    Args:
        pre_trained_model: the base, frozen.
        last_output: the tensor of the base to build on.

    Returns:
        A compiled keras Model with one sigmoid unit at its end.
    """
    # START: pool or flatten, Dense, Dropout, Dense(1); a Model; compile
    pass
    # END
