"""How fast training is: ``python -m benchmarks.engine`` prints one JSON object a case, and a last one in Markdown.

Every case runs the engine and ``model.fit`` in turns, in one process and with the threads each would have, and
compares medians: ratios of one run hold on a shared machine, wall times of different runs do not.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dashboard.experiments.config import OPTIMIZERS, TrainingConfig
from dashboard.experiments.datasets import arrays, dataset_info
from dashboard.experiments.runs import RunStore
from dashboard.workers.pool import WorkerPool

ROUNDS = 5
TEN_THOUSAND = TrainingConfig(examples=10_000)
CASES = {
    "single neuron, 500 epochs": (
        TrainingConfig(dataset="line", recipe="neuron", optimizer="sgd", learning_rate=0.01, epochs=500),
        200,
    ),
    "Dense(128), batch 32": (TEN_THOUSAND, 10),
    "Dense(512), batch 32": (replace(TEN_THOUSAND, units=512), 10),
    "Dense(128), batch 128": (replace(TEN_THOUSAND, batch_size=128), 6),
    "Dense(512), batch 128": (replace(TEN_THOUSAND, units=512, batch_size=128), 6),
    "Dense(128), batch 32, dropout 0.2": (replace(TEN_THOUSAND, dropout=0.2), 10),
    "first ConvNet, batch 32": (replace(TEN_THOUSAND, recipe="conv"), 2),
}


@dataclass(frozen=True)
class Measured:
    """One case: seconds of the engine and of ``model.fit``, medians."""

    case: str
    engine: float
    fit: float
    wanted: float
    gigaflops: float
    compile_seconds: float
    limit: float

    @property
    def ratio(self) -> float:
        return self.fit / self.engine

    def to_json(self) -> dict[str, Any]:
        figures = {name: float(f"{value:.3g}") for name, value in vars(self).items() if name != "case"}
        return {"benchmark": "engine", "case": self.case, **figures, "ratio": float(f"{self.ratio:.3g}")}

    def row(self) -> str:
        share = f"{self.limit / self.engine:.0%}" if self.limit else ""
        return (
            f"| {self.case} | {_shown(self.fit)} | {_shown(self.engine)} | **{self.ratio:.3g}x** | "
            f"{self.wanted:g}x | {share} | {self.compile_seconds:.2f} s |"
        )


def measured(case: str, config: TrainingConfig, wanted: float, peak: float) -> Measured:
    """Time an epoch of the engine and of ``model.fit``, in turns; of a single neuron all epochs."""
    from dashboard.workers.callbacks import EpochReporter
    from dashboard.workers.trainer import Trainer

    trainer, (model, x, y, options) = Trainer(), _plain_keras(config)
    several = config.recipe == "neuron"
    run = config if several else replace(config, epochs=2)
    compiling: list[float] = []

    def ours() -> float:
        marks: list[float] = []
        began = time.perf_counter()
        trainer.train(
            run, [EpochReporter(lambda *_: marks.append(time.perf_counter()))], on_compiled=compiling.append
        )
        return marks[-1] - (began if several else marks[-2])

    def theirs() -> float:
        from keras.callbacks import LambdaCallback

        marks: list[float] = []
        began = time.perf_counter()
        model.fit(
            x,
            y,
            epochs=run.epochs,
            verbose=0,
            callbacks=[LambdaCallback(on_epoch_end=lambda *_: marks.append(time.perf_counter()))],
            **options,
        )
        return marks[-1] - (began if several else marks[-2])

    ours()
    if not several:  # 500 epochs are long enough to hide what the first one costs
        theirs()
    rounds = [(ours(), theirs()) for _ in range(1 if several else ROUNDS)]
    if several:
        rounds += [(ours(), rounds[0][1]) for _ in range(ROUNDS - 1)]
    engine, fit = (statistics.median(times) for times in zip(*rounds, strict=True))
    work = sum(_multiplications(layer) for layer in model.layers) * config.training_examples * 2
    # Forward, and backward for weights and for inputs; the first layer's inputs need none.
    flops = 3 * work - _multiplications(_first_with_weights(model)) * config.training_examples * 2
    flops *= config.epochs if several else 1
    return Measured(case, engine, fit, wanted, flops / engine / 1e9, compiling[0], flops / peak)


def transfer_head(peak: float) -> Measured:
    """Train a head on features kept from a frozen base, against ``model.fit`` through the base.

    The base is MobileNetV2 with random weights and the pictures are noise: time depends on neither.
    """
    import keras
    import numpy as np

    from dashboard.workers.engine import FitOptions, Fitting, examples
    from dashboard.workers.program import Program

    generator = np.random.default_rng(0)
    x = generator.random((600, 96, 96, 3), np.float32)
    y = generator.integers(0, 2, 600)
    base = keras.applications.MobileNetV2((96, 96, 3), include_top=False, weights=None, pooling="avg")
    base.trainable = False

    def head() -> list[keras.layers.Layer]:
        return [keras.layers.Dense(128, activation="relu"), keras.layers.Dense(2, activation="softmax")]

    whole = keras.Sequential([keras.Input((96, 96, 3)), base, *head()])
    alone = keras.Sequential([keras.Input((1280,)), *head()])
    for model in (whole, alone):
        model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    features = base.predict(x, verbose=0)
    whole.fit(x, y, epochs=1, verbose=0)
    program, kept = Program(alone, xla=True), examples(features, y)

    def ours() -> float:
        began = time.perf_counter()
        Fitting(program, FitOptions()).run(kept)
        return time.perf_counter() - began

    def theirs() -> float:
        began = time.perf_counter()
        whole.fit(x, y, epochs=1, verbose=0)
        return time.perf_counter() - began

    ours()
    rounds = [(ours(), theirs()) for _ in range(ROUNDS)]
    engine, fit = (statistics.median(times) for times in zip(*rounds, strict=True))
    flops = 600 * 2 * (2 * 1280 * 128 + 3 * 128 * 2)
    return Measured(
        "transfer head, 600 pictures",
        engine,
        fit,
        20,
        flops / engine / 1e9,
        program.compile_seconds or 0.0,
        flops / peak,
    )


def submit_to_first_point(repeats: int) -> None:
    """Time from submit to the first epoch with workers that are warm: the part of a click that is not the browser's."""
    with tempfile.TemporaryDirectory() as folder, WorkerPool(RunStore(Path(folder))) as pool:
        began = time.perf_counter()
        pool.wait_ready(300)
        ready = time.perf_counter() - began
        first = [_first_point(pool, TrainingConfig(epochs=2)) for _ in range(repeats)]
        changed = [
            _first_point(pool, TrainingConfig(epochs=2, learning_rate=0.002, seed=9 + n))
            for n in range(repeats)
        ]
        cold = _first_point(pool, TrainingConfig(epochs=2, units=77))
    figures = {"workers_ready": ready, "warm": statistics.median(first[2:]), "other_seed": statistics.median(changed),
               "other_architecture": cold}  # fmt: skip
    print(json.dumps({"benchmark": "engine", "case": "submit to first point, seconds"} | {
        name: round(value, 3) for name, value in figures.items()}), flush=True)  # fmt: skip


def peak_flops() -> float:
    """Return the multiplications and additions a second of a large matrix product on all cores."""
    import tensorflow as tf

    a = tf.random.normal((2048, 2048))
    times = []
    for _ in range(8):
        began = time.perf_counter()
        tf.matmul(a, a).numpy()
        times.append(time.perf_counter() - began)
    return 2 * 2048**3 / min(times)


def main() -> int:
    """Print every case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first-points", type=int, default=6, metavar="N", help="trainings through the pool")
    parser.add_argument("--markdown", action="store_true", help="print the table of the README as well")
    options = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf

    tf.config.threading.set_inter_op_parallelism_threads(1)
    peak = peak_flops()
    print(
        json.dumps({"benchmark": "engine", "case": "matrix product", "gigaflops": round(peak / 1e9)}),
        flush=True,
    )
    results = []
    for result in _results(peak):
        print(json.dumps(result.to_json()), flush=True)
        results.append(result)
    submit_to_first_point(options.first_points)
    if options.markdown:
        print("| case | `model.fit` | here | ratio | wanted | of the limit | compiling, once |")
        print("|---|---|---|---|---|---|---|")
        print("\n".join(result.row() for result in results))
    return 0


def _results(peak: float) -> Iterator[Measured]:
    for case, (config, wanted) in CASES.items():
        yield measured(case, config, wanted, peak)
    yield transfer_head(peak)


def _plain_keras(config: TrainingConfig) -> tuple[Any, Any, Any, dict[str, Any]]:
    """Return what the code panel's program trains: plain Keras layers, numpy arrays, ``model.fit``."""
    import keras

    from dashboard.experiments.recipes import layers

    info = dataset_info(config.dataset)
    keras.utils.set_random_seed(config.seed)
    stack = [getattr(keras.layers, spec.class_name)(*spec.args, **spec.options) for spec in layers(config)]
    model = keras.Sequential([keras.Input(info.shape), *stack])
    optimizer = getattr(keras.optimizers, OPTIMIZERS[config.optimizer].class_name)(config.learning_rate)
    model.compile(optimizer=optimizer, loss=info.loss, metrics=list(info.metrics))
    x, y = arrays(config.dataset, "train")
    options: dict[str, Any] = {"batch_size": config.batch_size}
    if info.validated:
        x, y = x[: config.examples], y[: config.examples]
        options["validation_split"] = 0.2
    return model, x / info.divisor, y, options


def _multiplications(layer: Any) -> int:
    """Return the multiplications of one example going forward through a layer with a kernel."""
    kernel = getattr(layer, "kernel", None)
    if kernel is None:
        return 0
    places = 1
    for size in layer.output.shape[1:-1]:
        places *= size
    total = places
    for size in kernel.shape:
        total *= size
    return total


def _first_with_weights(model: Any) -> Any:
    return next(layer for layer in model.layers if getattr(layer, "kernel", None) is not None)


def _first_point(pool: WorkerPool, config: TrainingConfig) -> float:
    began = time.perf_counter()
    run_id = pool.submit(config, "benchmark")
    _until(lambda: pool.status(run_id).run.epochs_done > 0)
    seconds = time.perf_counter() - began
    pool.wait(run_id, 60)
    return seconds


def _until(condition: Callable[[], bool]) -> None:
    for _ in itertools.count():
        if condition():
            return
        time.sleep(0.002)


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


if __name__ == "__main__":
    sys.exit(main())
