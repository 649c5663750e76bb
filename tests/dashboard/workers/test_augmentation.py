"""Pictures transformed by Keras' own layers: in a training, beside it, and as the programs on the page do it."""

from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.augmentation import MILD, STRONG, Augmentation
from dashboard.experiments.augmentation_code import generator_code, layers_code
from dashboard.experiments.codegen import python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.draws import (
    ALONE,
    OF_GENERATOR,
    TOGETHER,
    DrawRequest,
    draw_question,
    read_draws,
)
from dashboard.experiments.scenes import scenes
from dashboard.workers.augmentation import VALIDATION, Augmenter, answer_draws, draw
from dashboard.workers.models import build_model
from dashboard.workers.saved_state import SavedState
from dashboard.workers.trainer import Trainer

pytestmark = [
    pytest.mark.training,
    # Keras asks SciPy for it by a name that SciPy will drop; requirements.txt keeps to versions that have it.
    pytest.mark.filterwarnings("ignore:Please import `.*` from the `scipy.ndimage`:DeprecationWarning"),
]

PLAIN = TrainingConfig("cats_and_dogs", "scenes", filters=2, units=4, epochs=3, batch_size=128)
MINE = replace(PLAIN, augmentation=MILD.to_text())
EVERYTHING = replace(STRONG, rotation=0.1)


@pytest.fixture(scope="module")
def pictures():
    return scenes("cats_and_dogs", "train", 96).images[::60]


@pytest.fixture(scope="module")
def trainer():
    return Trainer()


@pytest.fixture(scope="module")
def mine(trainer):
    return trainer.train(MINE).result.history


@pytest.fixture(scope="module")
def augmenter():
    return Augmenter(EVERYTHING.to_text(), (96, 96, 3))


def test_the_same_seed_and_epoch_give_the_same_pictures_and_others_give_others(pictures, augmenter):
    first = augmenter(tf.constant(pictures), 1, 0).numpy()
    assert first.dtype == np.uint8
    assert first.shape == pictures.shape
    others = [
        augmenter(tf.constant(pictures), *which).numpy() for which in ((2, 0), (1, 1), (1, 0, VALIDATION))
    ]
    assert all((other != first).mean() > 0.5 for other in others)
    np.testing.assert_array_equal(augmenter(tf.constant(pictures), 1, 0), first)


def test_every_picture_is_transformed_in_its_own_way(pictures, augmenter):
    same = np.repeat(pictures[:1], 12, axis=0)
    drawn = augmenter(tf.constant(same), 1, 0).numpy()
    assert len({picture.tobytes() for picture in drawn}) == 12


def test_flips_and_turns_are_drawn_apart():
    """With one seed for both layers, every picture that is mirrored would be turned the same way."""
    turned = np.zeros((400, 9, 9, 1), np.uint8)
    turned[:, 0, 2] = 255  # a mark at the top, left of the middle
    drawn = Augmenter("flip:horizontal,rotation:0.05", (9, 9, 1))(tf.constant(turned), 3, 0).numpy()
    weight = drawn[..., 0].astype(float)
    columns = (weight.sum(axis=1) * np.arange(9)).sum(axis=1) / weight.sum(axis=(1, 2))
    mirrored = columns > 4
    assert 0.4 < mirrored.mean() < 0.6  # 4 standard deviations of 400 coins
    offsets = np.where(mirrored, columns - 6, columns - 2)
    for side in (mirrored, ~mirrored):
        assert 0.2 < (offsets[side] > 0).mean() < 0.8, "turns to both sides, mirrored or not"


def part_of_program(config, first, last):
    """Return a part of the program that the page gives away."""
    source = python_source(config)
    return source[source.index(first) : source.index(last)]


@pytest.fixture(scope="module")
def shown_model():
    """The model of the program on the page, with its preprocessing layers, before training."""
    names = {}
    exec(
        part_of_program(MINE, "import keras", "# Rendered") + part_of_program(MINE, "model = ", "# How"),
        names,
    )
    return names["model"]


def test_the_page_and_its_program_begin_with_the_weights_of_the_model_without_augmentation(shown_model):
    assert [type(layer).__name__ for layer in shown_model.layers[:2]] == ["RandomFlip", "RandomZoom"]
    plain = build_model(PLAIN).weights
    for model in (build_model(MINE), shown_model):
        for one, other in zip(plain, model.weights, strict=True):
            np.testing.assert_array_equal(one, other)


def test_the_program_of_the_mistake_transforms_the_validation_pictures(shown_model):
    images = np.random.default_rng(1).random((6, 48, 48, 3), np.float32)
    validation = tf.data.Dataset.from_tensor_slices((images, np.arange(6))).batch(4)
    names = {"keras": keras, "model": shown_model, "validation": validation}
    exec(part_of_program(replace(MINE, augments_validation=True), "augment = ", "# Training."), names)

    drawn, labels = (np.concatenate(parts) for parts in zip(*names["validation"], strict=True))
    assert drawn.shape == images.shape
    assert (np.abs(drawn - images).mean(axis=(1, 2, 3)) > 0.01).all()
    np.testing.assert_array_equal(labels, np.arange(6))


def test_a_training_learns_from_other_pictures_and_compiles_nothing_anew(trainer, mine):
    plain = trainer.train(PLAIN)
    assert plain.result.history["loss"] != mine["loss"]
    assert trainer.train(MINE).program is plain.program
    assert plain.program.traces == 1


def test_the_same_settings_give_the_same_curve_also_in_two_parts(trainer, mine):
    first = trainer.train(MINE, until=2)
    state = SavedState(2, first.program.snapshot())
    head = dict(first.result.history)
    trainer.train(replace(MINE, seed=7), until=1)
    rest = trainer.train(MINE, start=state).result.history
    for name, values in mine.items():
        np.testing.assert_allclose([*head[name], *rest[name]], values, rtol=0, atol=1e-6)


def test_an_augmented_validation_set_changes_the_validation_figures_alone(trainer, mine):
    spoiled = trainer.train(replace(MINE, augments_validation=True)).result.history
    for name in ("loss", "accuracy"):
        assert spoiled[name] == mine[name], "the same training"
    assert spoiled["val_loss"] != mine["val_loss"]


@pytest.fixture(scope="module")
def request_for_draws(pictures):
    return DrawRequest(pictures[0], EVERYTHING, 4)


@pytest.fixture(scope="module")
def drawn(request_for_draws):
    return draw(request_for_draws)


def run(program, images):
    names = {"images": images}
    exec(program, names)  # our own text
    return names


def whole(values):
    return np.round(np.clip(values, 0, 1) * 255).astype(np.uint8)


def test_the_program_with_layers_gives_the_pictures_on_the_page(request_for_draws, drawn):
    images = np.repeat(request_for_draws.pixels[None] / np.float32(255), TOGETHER, axis=0)
    names = run(layers_code(EVERYTHING, 4), images)
    np.testing.assert_array_equal(whole(names["new"]), drawn.together)
    np.testing.assert_array_equal(names["same"], images)


def test_the_program_with_the_generator_gives_the_pictures_on_the_page(request_for_draws, drawn):
    images = np.repeat(request_for_draws.pixels[None].astype(np.float32), OF_GENERATOR, axis=0)
    names = run(generator_code(EVERYTHING, 4), images)
    np.testing.assert_array_equal(whole(names["new"]), drawn.generator)


def test_without_transformations_the_programs_change_nothing(pictures):
    drawn = draw(DrawRequest(pictures[0], Augmentation(), 1))
    assert drawn.alone == {}
    for picture in (*drawn.together, *drawn.generator, drawn.inference):
        np.testing.assert_array_equal(picture, pictures[0])
    run(layers_code(Augmentation(), 1), pictures[:1] / np.float32(255))


def test_each_transformation_is_drawn_alone_and_inactive_at_inference(request_for_draws, drawn):
    assert list(drawn.alone) == ["flip", "rotation", "zoom", "translation", "brightness", "contrast"]
    assert all(len(pictures) == ALONE for pictures in drawn.alone.values())
    np.testing.assert_array_equal(drawn.inference, request_for_draws.pixels)
    mirrored = {request_for_draws.pixels[::down, ::right].tobytes() for down in (1, -1) for right in (1, -1)}
    assert {picture.tobytes() for picture in drawn.alone["flip"]} <= mirrored


def test_an_answer_is_kept_as_it_came(request_for_draws, drawn, tmp_path):
    name = answer_draws(tmp_path / "new", draw_question(request_for_draws, "slot"))
    assert name == request_for_draws.name
    kept = read_draws(tmp_path / "new" / name)
    np.testing.assert_array_equal(kept.together, drawn.together)
    assert set(kept.alone) == set(drawn.alone)


@pytest.mark.parametrize("wrong", [{"seed": True}, {"seed": -1}, {"augmentation": "x"}, {"pixels": "AAAA"}])
def test_questions_that_make_no_sense_are_refused(request_for_draws, tmp_path, wrong):
    with pytest.raises(ArtifactError, match=r"Expected|must be"):
        answer_draws(tmp_path, draw_question(request_for_draws, "slot") | wrong)
