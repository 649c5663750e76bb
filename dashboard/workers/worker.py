"""The worker process: ``python -m dashboard.workers.worker`` trains what its standard input asks for.

It ends when its input ends, so that no worker outlives the app, however the app ended.
"""

from __future__ import annotations

import argparse
import os
import queue
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import psutil

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import DatasetError
from dashboard.experiments.events import EpochEnd, Event, Failed, Finished, Progress, Started, Stopped
from dashboard.experiments.runs import disk_problem
from dashboard.workers.messages import (
    Broken,
    Command,
    Idle,
    Ping,
    Pong,
    Ready,
    Reply,
    RunEvent,
    Shutdown,
    Stop,
    Train,
    Warm,
    decode,
    encode,
)

if TYPE_CHECKING:
    from dashboard.workers.trainer import Trainer

_PROGRESS_SECONDS = 0.2


class _Line:
    """The two ends of the conversation with the pool."""

    def __init__(self, source: TextIO, sink: TextIO) -> None:
        self._sink = sink
        self._source = source
        self._lock = threading.Lock()
        self._stopped: set[str] = set()
        self.commands: queue.SimpleQueue[Command] = queue.SimpleQueue()

    def send(self, reply: Reply) -> None:
        with self._lock:
            self._sink.write(encode(reply))
            self._sink.flush()

    def stop_wanted(self, run: str) -> bool:
        return run in self._stopped

    def listen(self) -> None:
        """Read commands until the input ends, then end the process: nobody is left to train for."""
        for text in self._source:
            try:
                command = decode(text)
            except ValueError as error:
                print(error, file=sys.stderr)
                continue
            match command:
                case Stop(run=run):
                    self._stopped.add(run)  # heard at once, in the middle of a training
                case Ping():
                    self.send(Pong(_rss()))
                case Shutdown():
                    break
                case Train() | Warm():
                    self.commands.put(command)
        os._exit(0)


def main() -> int:
    """Serve the pool until told to end."""
    parser = argparse.ArgumentParser(description="Train what the standard input asks for.")
    parser.add_argument("--threads", type=int, default=1, help="threads TensorFlow may use")
    threads = parser.parse_args().threads
    # What libraries print must not mix with the replies: they get the standard error instead.
    sink = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    line = _Line(sys.stdin, sink)
    threading.Thread(target=line.listen, name="listen", daemon=True).start()
    try:
        trainer = _start(threads)
    except DatasetError as error:
        line.send(Broken(str(error)))
        return 1
    line.send(Ready(_rss()))
    while True:
        command = line.commands.get()
        if isinstance(command, Train):
            _train(trainer, line, command)
            line.send(Idle(command.run, _rss()))
        elif isinstance(command, Warm):
            trainer.warm(command.config)


def _start(threads: int) -> Trainer:
    """Import TensorFlow and read the data."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    import tensorflow as tf

    # With as many workers as cores, a second thread in each only gets in the way of the others.
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    from dashboard.workers.trainer import Trainer

    trainer = Trainer()
    trainer.load(TrainingConfig().dataset)
    return trainer


def _train(trainer: Trainer, line: _Line, command: Train) -> None:
    """Train one run and tell the pool all of it; nothing that goes wrong ends the process."""

    def tell(event: Event) -> None:
        line.send(RunEvent(command.run, event))

    try:
        for event in _training(trainer, line, command):
            tell(event)
    except DatasetError as error:
        tell(Failed(str(error)))
    except OSError as error:
        tell(Failed(disk_problem(error, Path(command.folder).parent)))
    except Exception as error:
        # The boundary of a run: whatever broke is told to the page, and the worker serves the next run.
        traceback.print_exc()
        tell(
            Failed(
                f"The training broke, which is not your fault ({type(error).__name__}: {str(error)[:200]})."
            )
        )


def _training(trainer: Trainer, line: _Line, command: Train) -> list[Event]:
    """Train and inspect; return the closing events."""
    from dashboard.workers.callbacks import EpochReporter, StopAtAccuracy
    from dashboard.workers.inspection import inspect

    config, run = command.config, command.run
    began = time.monotonic()
    spoke = began

    def on_epoch_end(epoch: int, logs: dict[str, float]) -> None:
        line.send(RunEvent(run, EpochEnd(epoch, logs, round(time.monotonic() - began, 4))))

    def on_progress(epoch: int, fraction: float) -> None:
        nonlocal spoke
        if fraction < 1 and time.monotonic() - spoke > _PROGRESS_SECONDS:
            spoke = time.monotonic()
            line.send(RunEvent(run, Progress(epoch, round(fraction, 4))))

    line.send(RunEvent(run, Started()))
    callbacks = [EpochReporter(on_epoch_end)]
    stopper = StopAtAccuracy(config.stop_at_accuracy) if config.stop_at_accuracy is not None else None
    trained = trainer.train(
        config, [*callbacks, *([stopper] if stopper else [])], lambda: line.stop_wanted(run), on_progress
    )
    seconds = round(time.monotonic() - began, 4)
    closing: list[Event] = []
    if trained.result.interrupted:
        closing.append(Stopped(trained.result.epochs, "", by="learner"))
    elif stopper is not None and stopper.reason:
        closing.append(Stopped(trained.result.epochs, stopper.reason))
    artifacts = inspect(trained.program, trained.test, Path(command.folder))
    return [*closing, Finished(artifacts, seconds)]


def _rss() -> int:
    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    sys.exit(main())
