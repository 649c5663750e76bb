"""How fast training is: ``python -m benchmarks.engine`` prints one JSON object a case.

Cases of one run are comparable with each other; wall times of different runs on a shared machine are not.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from dashboard.experiments.config import OPTIMIZERS, TrainingConfig
from dashboard.experiments.datasets import PROJECT_ROOT, load
from dashboard.experiments.runs import RunStore
from dashboard.workers.pool import WorkerPool

CASES = {
    "default": TrainingConfig(epochs=4),
    "wide": TrainingConfig(epochs=4, units=512),
    "dropout": TrainingConfig(epochs=4, dropout=0.2),
    "all pictures, with XLA": TrainingConfig(epochs=6, examples=60_000),
}


def report(case: str, **figures: Any) -> None:
    print(json.dumps({"benchmark": "engine", "case": case, **figures}), flush=True)


def engine_against_fit(case: str, config: TrainingConfig) -> None:
    """Time an epoch of the engine and of ``model.fit``, one TensorFlow thread each, in this process."""
    import keras

    from dashboard.workers.callbacks import EpochReporter
    from dashboard.workers.trainer import Trainer, build_model, uses_xla

    def epoch_times(train: Any) -> list[float]:
        marks = [time.perf_counter()]
        train(EpochReporter(lambda *_: marks.append(time.perf_counter())))
        return [end - begin for begin, end in itertools.pairwise(marks)]

    trainer = Trainer()
    trainer.load(config.dataset)
    cold = epoch_times(lambda reporter: trainer.train(config, [reporter]))
    warm = epoch_times(lambda reporter: trainer.train(config, [reporter]))
    pictures = load(config.dataset, "train")
    x = pictures.images[: config.examples] / 255
    y = pictures.labels[: config.examples]
    model = build_model(config)
    optimizer = getattr(keras.optimizers, OPTIMIZERS[config.optimizer].class_name)(config.learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    options = {"batch_size": config.batch_size, "epochs": 3, "validation_split": 0.2, "verbose": 0}
    plain = epoch_times(lambda reporter: model.fit(x, y, callbacks=[reporter], **options))
    engine_epoch, fit_epoch = statistics.median(warm[1:]), statistics.median(plain[1:])
    report(
        case,
        config=config.to_query(),
        xla=uses_xla(config),
        engine_epoch_seconds=round(engine_epoch, 4),
        fit_epoch_seconds=round(fit_epoch, 4),
        ratio=round(fit_epoch / engine_epoch, 1),
        engine_first_epoch_cold_seconds=round(cold[0], 3),
        engine_first_epoch_warm_seconds=round(warm[0], 3),
        fit_first_epoch_seconds=round(plain[0], 3),
    )


def submit_to_first_point(repeats: int) -> None:
    """Time from submit to the first epoch with workers that are warm, as a click on Train sees it."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        with WorkerPool(RunStore(Path(folder))) as pool:
            pool.wait_ready(300)
            ready = time.perf_counter() - begin
            for seed in range(pool.size):  # each worker compiles the default architecture
                pool.submit(TrainingConfig(epochs=1, seed=seed), f"warm-{seed}")
            time.sleep(5)
            same = [_first_point(pool, TrainingConfig(seed=seed)) for seed in range(repeats)]
            new = [_first_point(pool, TrainingConfig(units=100 + units)) for units in range(repeats)]
            memory = [psutil.Process(pid).memory_info().rss / 2**20 for pid in pool.worker_pids()]
            report(
                "submit to first point",
                workers=pool.size,
                workers_ready_seconds=round(ready, 2),
                compiled_model_median_seconds=round(statistics.median(same), 3),
                compiled_model_worst_seconds=round(max(same), 3),
                new_model_median_seconds=round(statistics.median(new), 3),
                new_model_worst_seconds=round(max(new), 3),
                worker_rss_mib=[round(size) for size in memory],
                pool_process_rss_mib=round(psutil.Process().memory_info().rss / 2**20),
            )


def _first_point(pool: WorkerPool, config: TrainingConfig) -> float:
    begin = time.perf_counter()
    run_id = pool.submit(config, "benchmark")
    while not (run := pool.status(run_id).run).epochs_done and not run.state.final:
        time.sleep(0.002)
    first = time.perf_counter() - begin
    pool.wait(run_id, 120)
    return first


def memory_over_runs(runs: int) -> None:
    """Follow one process over many runs, a new architecture every fourth."""
    from dashboard.workers.trainer import Trainer

    trainer = Trainer()
    sizes = []
    for run in range(runs):
        trainer.train(TrainingConfig(examples=1000, epochs=2, units=16 + run // 4, seed=run))
        if run % max(1, runs // 10) == 0 or run == runs - 1:
            sizes.append(round(psutil.Process().memory_info().rss / 2**20))
    report("memory over runs", runs=runs, architectures=(runs + 3) // 4, rss_mib=sizes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", choices=[*CASES, "memory"], help="one case in this process")
    parser.add_argument("--repeats", type=int, default=10, help="submits measured")
    parser.add_argument("--runs", type=int, default=200, help="runs of the memory case")
    options = parser.parse_args()
    if options.case is None:
        submit_to_first_point(options.repeats)
        for case in [*CASES, "memory"]:  # a process each, so that none profits from another's compilations
            argv = [sys.executable, "-m", "benchmarks.engine", "--case", case, "--runs", str(options.runs)]
            subprocess.run(argv, cwd=PROJECT_ROOT, check=True)
        return
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    if options.case == "memory":
        memory_over_runs(options.runs)
    else:
        engine_against_fit(options.case, CASES[options.case])


if __name__ == "__main__":
    main()
