"""
# Augmentation: from portraits to pets in any pose

Beside your file lie 140 drawn pets, PNG pictures of 150 by 150 pixels in colour, in two folders:

```
cats-v-dogs/
    training/       100 portraits
        cats/
        dogs/
    validation/     40 other pets
        cats/
        dogs/
```

The portraits are too well behaved: every pet stands upright in the middle, **all cats look to the left, all dogs to
the right**. The pets to be recognised, in `validation` and later, are turned by up to 30 degrees, shifted by up to a
tenth of the picture, up to 15 % nearer or farther, and look either way. Who learns the portraits by heart recognises
few of them.

1. **`train_val_generators(TRAINING_DIR, VALIDATION_DIR)`** returns two generators, `(train_generator,
   validation_generator)`, one for each folder. Both yield batches of pictures, shape `(n, 150, 150, 3)`, scaled to
   values from 0 to 1, with one label, 0 or 1, for each; one round yields each picture of the folder once.
    - The training pictures are **augmented**: changed at random, each time anew, so that the portraits look like pets
      in any pose. Do not overdo it: the pet must still be in the picture.
    - The validation pictures stay **as they are**, only rescaled.

   That is `ImageDataGenerator` twice, each with `flow_from_directory` (`target_size=(150, 150)`, `batch_size=10`,
   `class_mode="binary"`). `tf.keras.utils.image_dataset_from_directory` with Keras' preprocessing layers, which it
   recommends today, is accepted too.
2. **`create_model()`** builds and compiles a ConvNet with at least three `Conv2D` layers for such batches, and
   returns it. Do not fit it: `fit(train_generator, epochs=15)` is called for you. Layers such as `RandomFlip` at the
   beginning of the model are another good way to augment; then the training generator may leave its pictures as they
   are.

What counts in the end is measured on 160 new pets in any pose: **at least 80 %** must be recognised, and the **gap**
to the share of the portraits that the model recognises, as they lie in their folder, may be **at most 10 points**.

Small is fast: pool, or use strides, before you convolve with many filters. To try your file on your own machine, make
such folders with a few pictures of your own.

Check your work with `python -m graders check exercises/augmentation.py`, or with the Check button in the dashboard.
"""

import tensorflow as tf


def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    """Return a generator of augmented training pictures and one of validation pictures as they are.

    Args:
        TRAINING_DIR: the folder with the portraits, such as "cats-v-dogs/training"; in it is one folder a class.
        VALIDATION_DIR: the same for the pets to validate with.

    Returns:
        The pair (train_generator, validation_generator). Each yields (pictures, labels): shapes
        (n, 150, 150, 3), values from 0 to 1, and (n,), 0 or 1.
    """
    # START: two ImageDataGenerators, one that augments and one that does not; flow_from_directory from each
    pass
    # END


def create_model():
    """Return a compiled ConvNet that tells cats from dogs.

    Returns:
        A Keras model with at least three Conv2D layers, for pictures of shape (150, 150, 3) with values from 0 to 1.
    """
    # START: Input, Conv2D and MaxPooling2D in turns, Flatten, Dense; then compile
    pass
    # END
