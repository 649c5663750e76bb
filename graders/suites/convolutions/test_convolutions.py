"""The checks of the exercise ``convolutions``. Each docstring is what the learner reads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from graders.grading import (
    BuiltModel,
    Evaluator,
    KnownResult,
    PictureClasses,
    SubmissionProxy,
    Wrong,
    accuracy,
    expect_array,
    expect_classifier,
    expect_equal,
    expect_probabilities,
    expect_unchanged,
    layers_of,
    read_model,
    same_numbers,
)

Array = NDArray[Any]
# 20 batches of 32. On these pictures dense heads, deep and shallow ConvNets with SGD, RMSprop or Adam recognise nine of
# ten new pictures after 1 to 5 epochs, and after 12 with global average pooling (measured over seeds).
TRAINING_PICTURES = 640
MAX_EPOCHS = 15
GOOD_ENOUGH = 0.96
PASS_ACCURACY = 0.8


def _ask(submission: SubmissionProxy, name: str, arguments: list[Any]) -> tuple[Array, Any]:
    """Call an array function and return its answer, an array of finite numbers, and its arguments after the call."""
    report = submission.probe("transform", name=name, arguments=arguments)
    data = report if isinstance(report, dict) else {}
    return expect_array(name, data.get("answer")), data.get("after")


# --- convolve2d


def _convolved(image: Array, kernel: Array) -> Array:
    patches = sliding_window_view(image.astype(np.float64), kernel.shape)
    return np.asarray(np.einsum("ijkl,kl->ij", patches, kernel.astype(np.float64)))


# What each mistake is, in a sentence for the learner.
CONVOLUTION_MISTAKES = {
    "flipped_kernel": "The kernel was flipped, as mathematicians do. Keras uses the kernel as it stands.",
    "same_padding": "The result is as large as the picture: zeros were added around it, as padding='same' does. "
    "Here the kernel never leaves the picture ('valid').",
    "full_padding": "The result is larger than the picture: the kernel went beyond its edge.",
    "off_by_one": "The last row and the last column are missing: there are h - kh + 1 rows of places, not h - kh.",
    "not_summed": "The products were not added up: each place gives one number.",
    "mean_not_sum": "You return the mean of the products. A convolution adds them up.",
    "relu_applied": "Negative sums became 0. That is relu, a step of its own: keep them.",
    "clipped": "The sums were cut to 0..255. They may be negative and they may be large: keep them as they are.",
    "never_filled": "The result holds zeros only: was it ever written into?",
    "stride_is_kernel": "The kernel jumps by its own size. It moves by one pixel at a time.",
    "transposed_result": "Rows and columns of the result are exchanged.",
    "transposed_kernel": "Rows and columns of the kernel are exchanged.",
    "fractions_lost": "The fractions were cut off: the result was made as an array of whole numbers.",
}


def _known_convolutions(image: Array, kernel: Array) -> list[KnownResult]:
    right = _convolved(image, kernel)
    rows, columns = kernel.shape
    same = np.pad(image, (((rows - 1) // 2, rows // 2), ((columns - 1) // 2, columns // 2)))
    full = np.pad(image, ((rows - 1, rows - 1), (columns - 1, columns - 1)))
    results = {
        "flipped_kernel": _convolved(image, kernel[::-1, ::-1]),
        "same_padding": _convolved(same, kernel),
        "full_padding": _convolved(full, kernel),
        "off_by_one": right[:-1, :-1],
        "not_summed": sliding_window_view(image.astype(np.float64), kernel.shape) * kernel,
        "mean_not_sum": right / kernel.size,
        "relu_applied": np.maximum(right, 0),
        "clipped": np.clip(right, 0, 255),
        "never_filled": np.zeros_like(right),
        "stride_is_kernel": right[::rows, ::columns],
        "transposed_result": right.T,
        "fractions_lost": np.trunc(right),
    }
    if rows == columns:
        results["transposed_kernel"] = _convolved(image, kernel.T)
    return [KnownResult(name, CONVOLUTION_MISTAKES[name], result) for name, result in results.items()]


def _where(image: Array, kernel: Array) -> str:
    return f"a picture of shape {image.shape} and a kernel of shape {kernel.shape}"


def _check_convolution(submission: SubmissionProxy, image: Array, kernel: Array) -> None:
    received, _ = _ask(submission, "convolve2d", [image, kernel])
    known = _known_convolutions(image, kernel)
    expect_equal("convolve2d", received, _convolved(image, kernel), known, _where(image, kernel))


def test_convolves(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`convolve2d` gives the sum of products at each place where a 3x3 kernel lies within the picture."""
    submission.require("convolve2d", "function")
    for _ in range(3):
        side = int(rng.integers(6, 10))
        image = rng.integers(-99, 100, (side, side)).astype(np.float64)
        # Different numbers everywhere, and a sum that is not 0: a flipped or transposed kernel gives something else.
        kernel = rng.permutation(9).reshape(3, 3) - 2.5
        _check_convolution(submission, image, kernel)


def test_convolves_any_shape(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`convolve2d` takes pictures and kernels of any shape, square or not."""
    height, width = (int(number) for number in rng.permutation(np.arange(7, 13))[:2])
    for rows, columns in ((2, 3), (1, 4), (5, 2), (1, 1), (height, width), (height - 1, 1)):
        image = rng.normal(size=(height, width))
        _check_convolution(submission, image, rng.normal(size=(rows, columns)))


def test_convolves_whole_numbers(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`convolve2d` adds up pictures of whole numbers (`uint8`) without overflow, and leaves the picture as it was."""
    image = rng.integers(100, 256, (8, 9)).astype(np.uint8)
    for kernel in (rng.integers(1, 4, (3, 3)), rng.integers(-8, 9, (3, 3)) + 0.25):
        received, after = _ask(submission, "convolve2d", [image, kernel])
        expected = _convolved(image, kernel)
        if received.dtype.itemsize == 1 and not same_numbers(received, expected):
            raise Wrong(
                "The sums do not fit into 8 bits, which hold 0 to 255: they overflowed. Make the result with "
                "np.zeros((rows, columns)), not with np.zeros_like(image), and do not turn it back into uint8.",
                expected=expected,
                received=received,
                mistake="overflow",
            )
        known = _known_convolutions(image, kernel)
        asked = f"{_where(image, kernel)}, the picture in uint8"
        expect_equal("convolve2d", received, expected, known, asked)
        expect_unchanged("convolve2d", [image, kernel], after)


# --- max_pool2d


def _squares(image: Array, size: int) -> Array:
    """Return the whole squares of a picture, shape (rows, columns, size, size)."""
    windows = sliding_window_view(image, (size, size))
    return np.asarray(windows[::size, ::size])


POOLING_MISTAKES = {
    "starts_from_zero": "Squares of negative numbers gave 0: do not start from 0, and do not fill up with zeros.",
    "min_pooling": "You return the smallest number of each square.",
    "average_pooling": "You return the mean of each square: that is average pooling.",
    "keeps_first": "You return the upper left number of each square, not the largest.",
    "stride_is_one": "The squares overlap. Each begins where the one before it ends: the step is size, not 1.",
    "transposed_result": "Rows and columns of the result are exchanged.",
    "keeps_ragged_edge": "You keep the ragged edge: rows and columns that do not fill a whole square are dropped, "
    "so the result has h // size rows.",
    "ignores_size": "The argument size is not used: the squares are 2x2.",
    "loses_last_square": "The last row or the last column of squares is missing: count whole squares with h // size.",
}


def _known_pools(image: Array, size: int) -> list[KnownResult]:
    squares = _squares(image, size)
    right = squares.max((2, 3))
    edges = ((0, -image.shape[0] % size), (0, -image.shape[1] % size))
    ragged = [np.pad(image.astype(np.float64), edges, constant_values=fill) for fill in (-np.inf, 0)]
    results = [
        ("starts_from_zero", np.maximum(right, 0)),
        ("min_pooling", squares.min((2, 3))),
        ("average_pooling", squares.mean((2, 3))),
        ("keeps_first", squares[:, :, 0, 0]),
        ("stride_is_one", sliding_window_view(image, (size, size)).max((2, 3))),
        ("transposed_result", right.T),
        *(("keeps_ragged_edge", _squares(each, size).max((2, 3))) for each in ragged),
        ("ignores_size", _squares(image, 2).max((2, 3))),
        *(("loses_last_square", part) for part in (right[:-1], right[:, :-1], right[:-1, :-1])),
    ]
    return [KnownResult(name, POOLING_MISTAKES[name], result) for name, result in results]


def _check_pool(submission: SubmissionProxy, image: Array, size: int | None = None) -> Any:
    """Ask for one picture, with the default size if None, and return the picture as it is after the call."""
    side = size or 2
    received, after = _ask(submission, "max_pool2d", [image] if size is None else [image, size])
    expected = _squares(image, side).max(axis=(2, 3))
    asked = f"a picture of shape {image.shape}, size {side}"
    expect_equal("max_pool2d", received, expected, _known_pools(image, side), asked)
    return after


def test_pools(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`max_pool2d` gives the largest number of each 2x2 square, also where all are negative."""
    submission.require("max_pool2d", "function")
    for low, high in ((-9, 10), (-20, -1)):
        height, width = (2 * int(number) for number in rng.permutation(np.arange(2, 7))[:2])
        _check_pool(submission, rng.integers(low, high, (height, width)).astype(np.float64))


def test_pools_any_size(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`max_pool2d` takes squares of any size, drops what does not fill a square, and leaves the picture as it was."""
    for size in (3, 2, 4, 1):
        height = size * int(rng.integers(2, 4)) + size - 1
        width = size * int(rng.integers(4, 6)) + size // 2
        image = rng.permutation(height * width).reshape(height, width) - height * width / 2
        after = _check_pool(submission, image, size)
        expect_unchanged("max_pool2d", [image], after)


# --- reshape_and_normalize


def _grey_pictures(rng: np.random.Generator, count: int) -> Array:
    images = rng.integers(0, 255, (count, 28, 28)).astype(np.uint8)
    images[:, 3, 4] = 255
    return images


def test_adds_channel_axis(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`reshape_and_normalize` gives any number of pictures the shape (N, 28, 28, 1), every number in its place."""
    submission.require("reshape_and_normalize", "function")
    for count in (int(rng.integers(3, 9)), 1):
        images = _grey_pictures(rng, count)
        received, _ = _ask(submission, "reshape_and_normalize", [images])
        shape = (count, 28, 28, 1)
        if received.shape != shape:
            mistake, why = _wrong_axes(received.shape, count)
            raise Wrong(why, expected=f"shape {shape}", received=f"shape {received.shape}", mistake=mistake)
        # Whatever they were scaled by, brighter pixels must still be brighter.
        sorted_like_images = received.ravel()[np.argsort(images.ravel(), kind="stable")]
        if (np.diff(sorted_like_images.astype(np.float64)) < 0).any():
            raise Wrong(
                "The numbers are not where they were: reshape keeps their order, transpose and swapaxes do not.",
                expected=images,
                received=received,
                mistake="pixels_moved",
            )


def _wrong_axes(shape: tuple[int, ...], count: int) -> tuple[str, str]:
    known = {
        (count, 28, 28): (
            "missing_channel_axis",
            "The channel axis is missing: a grey picture has one channel.",
        ),
        (count, 1, 28, 28): (
            "channels_first",
            "The channel axis comes last in Keras, after height and width.",
        ),
        (count, 784): ("flattened", "The pictures were flattened, but a convolution needs height and width."),
    }
    return known.get(shape, ("wrong_shape", "The result has another shape than it should."))


def test_normalizes(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`reshape_and_normalize` scales 0..255 to floating-point numbers from 0 to 1, and leaves its input as it was."""
    images = _grey_pictures(rng, int(rng.integers(3, 9)))
    received, after = _ask(submission, "reshape_and_normalize", [images])
    plain = images.reshape(-1, 28, 28, 1).astype(np.float64)
    results = [
        ("not_normalized", "The numbers still go from 0 to 255.", plain),
        ("divided_twice", "The numbers were divided by 255 twice.", plain / 255 / 255),
        ("integer_division", "Only 0 and 1 are left: // and whole numbers drop the fraction.", plain // 255),
        ("divided_by_256", "The largest is below 1.", plain / 256),
        ("scaled_to_minus_one", "The numbers go from -1 to 1, not from 0 to 1.", plain / 127.5 - 1),
    ]
    known = [
        KnownResult(name, f"{why} Divide once, by 255.0, with /.", result) for name, why, result in results
    ]
    expect_equal("reshape_and_normalize", received, plain / 255, known, f"{len(images)} pictures")
    expect_unchanged("reshape_and_normalize", [images], after)


# --- convolutional_model


def test_builds_model(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`convolutional_model` returns a compiled model with Conv2D and MaxPooling2D for 28x28 pictures in ten classes."""
    submission.require("convolutional_model", "function")
    picture = rng.random((1, 28, 28, 1)).astype(np.float32)
    answer = submission.probe("describe", picture=picture)
    built = BuiltModel.read("convolutional_model", answer, (28, 28, 1))
    names = [name for name, _ in layers_of(built.model)]
    for needed in ("Conv2D", "MaxPooling2D"):
        if needed not in names:
            raise Wrong(
                f"The model has no {needed} layer.",
                expected="at least one Conv2D and one MaxPooling2D",
                received=", ".join(names),
                mistake=f"no_{needed.lower()}",
            )
    expect_classifier(built, 10)


def test_model_learns(submission: SubmissionProxy, rng: np.random.Generator, evaluator: Evaluator) -> None:
    """The model of `convolutional_model`, once trained, recognises pictures that it has never seen."""
    classes = PictureClasses.random(rng)
    x, y = classes.draw(rng, TRAINING_PICTURES)
    x_val, y_val = classes.draw(rng, 100)
    answer = submission.probe(
        "train_model", x=x, y=y, x_val=x_val, y_val=y_val, epochs=MAX_EPOCHS, enough=GOOD_ENOUGH
    )
    report = answer if isinstance(answer, dict) else {}
    model = read_model(report.get("model"))
    x_test, y_test = classes.draw(rng, 200)
    outputs = evaluator.predict(model, x_test)
    expect_probabilities(outputs, model, report.get("from_logits") is True)
    reached = accuracy(outputs, y_test)
    if reached < PASS_ACCURACY:
        raise Wrong(
            "After training on easy pictures, the model was right too seldom on new ones. Look at the learning rate, "
            "the loss, the activations, and at how much pooling and dropout leave over.",
            expected=f"an accuracy of at least {PASS_ACCURACY} on new pictures",
            received=f"{reached:.3f}",
            mistake="learns_too_little",
        )
