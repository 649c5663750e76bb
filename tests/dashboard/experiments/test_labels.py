"""What labels, last layer and loss fit each other, and the losses in NumPy are those of Keras."""

import keras
import numpy as np
import pytest

from dashboard.experiments.labels import (
    FORMS,
    binary_crossentropy,
    crossentropy,
    last_layer,
    one_hot,
    sigmoid,
    weights_of_last_layer,
)

PROBABILITIES = [0.7, 0.25, 0.05]


def test_a_label_is_written_in_full():
    assert one_hot(2, 4) == [0, 0, 1, 0] == keras.utils.to_categorical(2, 4).tolist()


@pytest.mark.parametrize("label", [-1, 3])
def test_a_label_that_no_place_is_for_is_refused(label):
    with pytest.raises(ValueError, match=f"from 0 to 2; received {label}"):
        one_hot(label, 3)


@pytest.mark.parametrize("label", [0, 1, 2])
def test_both_crossentropies_of_keras_are_the_one_worked_out(label):
    cost = crossentropy(PROBABILITIES, one_hot(label, 3))
    output = np.array([PROBABILITIES], "f4")
    full = keras.losses.categorical_crossentropy(np.array([one_hot(label, 3)], "f4"), output)
    sparse = keras.losses.sparse_categorical_crossentropy(np.array([label]), output)

    assert cost == pytest.approx(float(full[0]), abs=1e-5) == pytest.approx(float(sparse[0]), abs=1e-5)


def test_binary_crossentropy_is_that_of_keras():
    label = one_hot(1, 3)
    theirs = keras.losses.binary_crossentropy(np.array([label], "f4"), np.array([PROBABILITIES], "f4"))

    assert binary_crossentropy(PROBABILITIES, label) == pytest.approx(float(theirs[0]), abs=1e-5)


def test_sigmoid_takes_each_score_alone():
    assert sigmoid([0.0, 2.0]) == pytest.approx(np.array(keras.ops.sigmoid(np.array([0.0, 2.0]))), abs=1e-6)


@pytest.mark.parametrize(
    ("mode", "classes", "layer"),
    [("binary", 2, (1, "sigmoid")), ("categorical", 2, (2, "softmax")), ("sparse", 7, (7, "softmax"))],
)
def test_the_last_layer_that_fits_compiles_and_learns_from_its_labels(mode, classes, layer):
    """What the page recommends is what Keras takes: one step with labels of that form."""
    form = FORMS[mode]
    assert last_layer(form, classes) == layer
    units, activation = layer
    model = keras.Sequential([keras.Input((128,)), keras.layers.Dense(units, activation=activation)])
    model.compile(loss=form.loss)
    labels = np.arange(classes)
    given = np.array([one_hot(label, classes) for label in labels]) if mode == "categorical" else labels

    loss = model.train_on_batch(np.zeros((classes, 128), "f4"), given)

    assert loss == pytest.approx(np.log(classes), abs=1e-4), "it begins by guessing"
    assert model.count_params() == weights_of_last_layer(form, classes)


def test_labels_of_0_or_1_tell_two_classes():
    with pytest.raises(ValueError, match="Expected two classes"):
        last_layer(FORMS["binary"], 3)
