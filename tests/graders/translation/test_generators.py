"""``ImageDataGenerator`` to data sets and layers: as a whole where everything has a counterpart, else not at all."""

from __future__ import annotations

import pytest

from graders import translate

MAKE = "g = ImageDataGenerator({})\nt = g.flow_from_directory('pictures'{})"
NEW = "tf.keras.utils.image_dataset_from_directory('pictures', {})"


def lines(arguments="rescale=1/255", flow=", class_mode='binary'", rest=""):
    return translate(MAKE.format(arguments, flow) + rest).new.split("\n")


@pytest.mark.parametrize(
    ("arguments", "layer"),
    [
        ("rescale=1./255", "Rescaling(1./255)"),
        ("horizontal_flip=True", "RandomFlip('horizontal')"),
        ("horizontal_flip=True, vertical_flip=True", "RandomFlip('horizontal_and_vertical')"),
        ("rotation_range=40", "RandomRotation(40 / 360, fill_mode='nearest')"),
        ("rotation_range=40, fill_mode='reflect'", "RandomRotation(40 / 360, fill_mode='reflect')"),
        ("width_shift_range=0.2", "RandomTranslation(0, 0.2, fill_mode='nearest')"),
        ("height_shift_range=.1, width_shift_range=.2", "RandomTranslation(0.1, 0.2, fill_mode='nearest')"),
        ("zoom_range=0.3", "RandomZoom(0.3, fill_mode='nearest')"),
        ("shear_range=20", "RandomShear(20 / 57.3, fill_mode='nearest')"),
        ("horizontal_flip=False", "Identity()"),
        ("", "Identity()"),
    ],
)
def test_an_argument_becomes_a_layer(arguments, layer):
    assert lines(arguments)[0] == f"g = tf.keras.layers.{layer}"


@pytest.mark.parametrize(
    ("flow", "arguments"),
    [
        (", class_mode='binary'", "label_mode='binary'"),
        (", class_mode='sparse'", "label_mode='int'"),
        (", target_size=(9, 9), batch_size=4", "image_size=(9, 9), batch_size=4, label_mode='categorical'"),
        (", (9, 9), 'grayscale'", "image_size=(9, 9), color_mode='grayscale', label_mode='categorical'"),
        (", classes=['a', 'b'], seed=1", "class_names=['a', 'b'], seed=1, label_mode='categorical'"),
    ],
)
def test_an_argument_of_the_flow_has_todays_name(flow, arguments):
    assert (
        lines(flow=flow)[1] == f"t = {NEW.format(arguments)}.map(lambda images, labels: (g(images), labels))"
    )


def test_without_labels_pictures_alone_go_through_the_layers():
    assert lines(flow=", class_mode=None")[1].endswith("label_mode=None).map(lambda images: g(images))")


def test_layers_that_change_pictures_at_random_are_told_that_it_is_training():
    new = lines("rescale=1/255, zoom_range=0.3, rotation_range=0")

    assert new[0] == "g = tf.keras.Sequential(["
    assert new[-1].endswith(".map(lambda images, labels: (g(images, training=True), labels))")


def test_a_data_set_ends_by_itself():
    rest = "\nmodel.fit(t, steps_per_epoch=8, validation_data=t, validation_steps=2)\nmodel.fit(o, steps_per_epoch=8)"

    assert lines(rest=rest)[2:] == ["model.fit(t, validation_data=t)", "model.fit(o, steps_per_epoch=8)"]


def test_the_next_batch_comes_from_an_iterator():
    assert lines(rest="\na = next(t)\nb = t.next()")[2:] == ["a = next(iter(t))", "b = next(iter(t))"]


def test_both_parts_of_a_split_are_split_alike():
    new = translate(
        "g = ImageDataGenerator(validation_split=0.2)\na = g.flow_from_directory('x', subset='training')\n"
        "b = g.flow_from_directory('x', subset='validation')"
    ).new

    assert new.count("validation_split=0.2, seed=42)") == 2


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (MAKE.format("brightness_range=(1, 2)", ""), "brightness_range"),
        (MAKE.format("**settings", ""), "arguments without a name"),
        (MAKE.format("rotation_range=angle", ""), "rotation_range is not written out"),
        (MAKE.format("zoom_range=[0.8, 1.2]", ""), "zoom_range is not one number"),
        (MAKE.format("width_shift_range=20", ""), "counts pixels"),
        (MAKE.format("rescale=1/255", ", save_to_dir='x'"), "save_to_dir"),
        (MAKE.format("rescale=1/255", ", class_mode='input'"), "class_mode"),
        (MAKE.format("rescale=1/255", ", class_mode=mode"), "class_mode"),
        (MAKE.format("rescale=1/255", "") + "\nprint(t.class_indices)", "t.class_indices"),
        (MAKE.format("rescale=1/255", "") + "\nx = t[0]", "t[...]"),
        (MAKE.format("rescale=1/255", "") + "\nfor x, y in t: pass", "a loop goes over t"),
        (MAKE.format("rescale=1/255", "") + "\ng.fit(x)", "g is used for more"),
        (MAKE.format("validation_split=.2", ", subset='validation', shuffle=False"), "would overlap"),
        ("t = ImageDataGenerator().flow_from_directory('x')", "no name of its own"),
    ],
)
def test_a_generator_without_a_counterpart_stays_whole_and_says_why(source, reason):
    translation = translate(source)

    assert translation.new == source
    assert all(change.by_hand for change in translation.changes)
    assert reason in translation.changes[0].why


@pytest.mark.parametrize("age", ["tensorflow.keras", "keras"])
def test_the_import_goes_with_the_last_generator(age):
    head = f"import tensorflow as tf\nfrom {age}.preprocessing.image import ImageDataGenerator\n"

    assert "ImageDataGenerator" not in translate(head + MAKE.format("rescale=1/255", "")).new
    kept = translate(
        head + MAKE.format("rescale=1/255", "") + "\nh = ImageDataGenerator(zca_whitening=True)"
    ).new
    assert "from tensorflow.keras.preprocessing.image import ImageDataGenerator" in kept
