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
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import psutil

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import DatasetError
from dashboard.experiments.epoch_outputs import OUTPUTS
from dashboard.experiments.events import (
    Compiled,
    EpochEnd,
    Event,
    Failed,
    Finished,
    Progress,
    Start,
    Started,
    Stopped,
)
from dashboard.experiments.look import OWN_SHAPE
from dashboard.experiments.run import STATE
from dashboard.experiments.runs import disk_problem
from dashboard.workers.messages import (
    Answered,
    Ask,
    Broken,
    Command,
    Idle,
    Pace,
    Ping,
    Pong,
    Ready,
    Reply,
    RunEvent,
    Shutdown,
    Stop,
    Train,
    Warm,
    Warmed,
    decode,
    encode,
)
from dashboard.workers.saved_state import DAMAGED, STATE_FILE, SavedState, read_state, write_state

if TYPE_CHECKING:
    from dashboard.workers.epoch_outputs import OutputsRecorder
    from dashboard.workers.trainer import Trainer

_PROGRESS_SECONDS = 0.2


class _Line:
    """The two ends of the conversation with the pool."""

    def __init__(self, source: TextIO, sink: TextIO) -> None:
        self._sink = sink
        self._source = source
        self._lock = threading.Lock()
        self._stopped: set[str] = set()
        self._paces: dict[str, float] = {}
        self.commands: queue.SimpleQueue[Command] = queue.SimpleQueue()

    def send(self, reply: Reply) -> None:
        with self._lock:
            self._sink.write(encode(reply))
            self._sink.flush()

    def stop_wanted(self, run: str) -> bool:
        return run in self._stopped

    def pace(self, run: str) -> float:
        return self._paces.get(run, 0.0)

    def forget(self, run: str) -> None:
        self._stopped.discard(run)
        self._paces.pop(run, None)

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
                case Pace(run=run, seconds=seconds):
                    self._paces[run] = seconds
                case Ping():
                    self.send(Pong(_rss()))
                case Shutdown():
                    break
                case Train(run=run, pace=pace):
                    self.forget(run)  # a stop of an earlier time does not end a run that goes on
                    self._paces[run] = pace
                    self.commands.put(command)
                case Ask() | Warm():
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
            line.forget(command.run)
            line.send(Idle(command.run, _rss()))
        elif isinstance(command, Ask):
            line.send(_answer(trainer, command))
        elif isinstance(command, Warm):
            _warm(trainer, line, command)
            line.send(Warmed())


def _start(threads: int) -> Trainer:
    """Import TensorFlow and read the data."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)  # the layers of these models follow one another
    from dashboard.workers.trainer import Trainer

    trainer = Trainer()
    trainer.load(TrainingConfig().dataset)
    return trainer


def _warm(trainer: Trainer, line: _Line, command: Warm) -> None:
    """Compile ahead; what goes wrong will be told by the run that needs it."""
    if not line.commands.empty():
        return  # somebody waits: a run compiles what it needs itself
    try:
        trainer.warm(command.config)
    except Exception:
        traceback.print_exc()


def _train(trainer: Trainer, line: _Line, command: Train) -> None:
    """Train one run and tell the pool all of it; nothing that goes wrong ends the process."""

    def tell(event: Event) -> None:
        line.send(RunEvent(command.run, event))

    try:
        for event in _training(trainer, line, command):
            tell(event)
    except (ArtifactError, DatasetError) as error:
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
    """Train, keep the state and inspect; return the closing events."""
    from dashboard.workers.callbacks import (
        EpochReporter,
        Pacer,
        StopAtAccuracy,
        keras_callback,
        stop_reason,
    )
    from dashboard.workers.inspection import inspect, inspect_checkpoint

    config, run, folder = command.config, command.run, Path(command.folder)
    last = min(command.until or config.epochs, config.epochs)
    began = time.monotonic()
    spoke = began
    weights: tuple[float, ...] = ()

    def stop() -> bool:
        return line.stop_wanted(run)

    def seconds() -> float:
        return round(command.seconds + time.monotonic() - began - pacer.waited - compiling, 4)

    def on_epoch_end(epoch: int, logs: dict[str, float]) -> None:
        line.send(RunEvent(run, EpochEnd(epoch, logs, seconds(), weights)))

    def on_weights(row: tuple[float, ...]) -> None:
        nonlocal weights
        before, weights = weights, tuple(float(f"{value:.8g}") for value in row)
        if not before and start is None:
            line.send(RunEvent(run, Start(weights)))

    def on_progress(epoch: int, fraction: float) -> None:
        nonlocal spoke
        if fraction < 1 and time.monotonic() - spoke > _PROGRESS_SECONDS:
            spoke = time.monotonic()
            line.send(RunEvent(run, Progress(epoch, round(fraction, 4))))

    compiling = 0.0

    def on_compiled(took: float) -> None:
        nonlocal compiling
        compiling = took
        line.send(RunEvent(run, Compiled(round(took, 4))))

    start = _start_of(command, folder)
    line.send(RunEvent(run, Started()))
    pacer = Pacer(lambda: line.pace(run), stop, last - 1)
    stopper = StopAtAccuracy(config.stop_at_accuracy) if config.stop_at_accuracy is not None else None
    if config.hooks != "off":
        return _with_hooks(line, command, EpochReporter(on_epoch_end), seconds)
    if config.recipe == "transfer":
        return _with_transfer(line, command, EpochReporter(on_epoch_end), seconds)
    own = keras_callback(config, folder)
    recorder = _recorder(trainer, command)
    # First the one of Keras: ReduceLROnPlateau adds the learning rate to the logs.
    all_callbacks = (own, recorder, EpochReporter(on_epoch_end), stopper, pacer)
    callbacks = [each for each in all_callbacks if each is not None]
    trained = trainer.train(
        config,
        callbacks,
        stop,
        on_progress,
        on_compiled,
        on_weights=on_weights,
        start=start,
        until=command.until,
    )
    spent = seconds()
    done = command.first_epoch + trained.result.epochs
    closing: list[Event] = []
    if trained.result.interrupted:
        closing.append(Stopped(done, "", by="learner"))
    elif stopper is not None and stopper.reason:
        closing.append(Stopped(done, stopper.reason))
    elif reason := stop_reason(own):
        closing.append(Stopped(done, reason))
    elif done < config.epochs:
        closing.append(Stopped(done, "", by="step"))
    # Before the inspection, which may draw random numbers.
    note = write_state(folder, SavedState(done, trained.program.snapshot()))
    artifacts = inspect(trained.program, trained.test, folder, trained.train)
    if config.callback == "model_checkpoint":
        artifacts |= inspect_checkpoint(trained.program, trained.test, folder)
    kept = {} if note else {STATE: STATE_FILE}
    if recorder is not None:
        recorder.write(folder)
        kept["outputs"] = OUTPUTS
    return [*closing, Finished({**artifacts, **kept}, spent, note)]


def _with_hooks(line: _Line, command: Train, reporter: Any, seconds: Callable[[], float]) -> list[Event]:
    """Train with ``model.fit`` and keep which hooks it called; return the closing events."""
    from dashboard.experiments.hooks import write_hooks
    from dashboard.workers.hook_recording import record

    calls, interrupted = record(command.config, [reporter], lambda: line.stop_wanted(command.run))
    epochs = sum(call.hook == "on_epoch_end" for call in calls)
    closing: list[Event] = []
    if interrupted:
        closing.append(Stopped(epochs, "", by="learner"))
    elif any(call.stops for call in calls):
        closing.append(Stopped(epochs, f"The callback set stop_training in {command.config.hooks}."))
    return [*closing, Finished({"hooks": write_hooks(Path(command.folder), calls)}, seconds())]


def _with_transfer(line: _Line, command: Train, reporter: Any, seconds: Callable[[], float]) -> list[Event]:
    """Train on a base with ``model.fit`` and keep what was found out; return the closing events."""
    from dashboard.experiments.transfer import write_report
    from dashboard.workers.transfer import train_transfer

    def on_progress(fraction: float) -> None:
        line.send(RunEvent(command.run, Progress(0, round(fraction, 4))))

    def stop() -> bool:
        return line.stop_wanted(command.run)

    epochs, report = train_transfer(command.config, reporter, stop, on_progress)
    if report is None:
        return [Stopped(epochs, "", by="learner"), Finished({}, seconds())]
    return [Finished({"transfer": write_report(Path(command.folder), report)}, seconds())]


def _recorder(trainer: Trainer, command: Train) -> OutputsRecorder | None:
    """Return what records the answers to a few pictures epoch by epoch; None where that would cost too much time."""
    from dashboard.workers.epoch_outputs import OutputsRecorder

    if command.config.recipe != "dense" or command.config.input_shape != OWN_SHAPE:
        return None
    return OutputsRecorder(*trainer.examples_of(command.config), command.first_epoch)


def _start_of(command: Train, folder: Path) -> SavedState | None:
    """Return the state to go on from; None for the seeded start.

    Raises:
        ArtifactError: if it is missing, damaged, or of another epoch than the run's curve.
    """
    if not command.resume:
        return None
    state = read_state(folder)
    if state.epochs != command.first_epoch:
        raise ArtifactError(DAMAGED)
    return state


# Who answers a question that needs no run, by what it is about: a module of this package, and its function of the
# folder and the question. Imported when it is first asked: few lessons need each.
_ANSWERS = {
    "dropout": ("dropout", "answer_steps"),
    "draws": ("augmentation", "answer_draws"),
    "environment": ("environment", "answer_environment"),
    "project": ("project", "answer_project"),
    "trial": ("trials", "answer_trial"),
}
_OF_FOLDERS = ("folders", "answer_batches")


def _answer_without_run(folder: Path, question: Mapping[str, Any]) -> str:
    module, function = _ANSWERS.get(str(question.get("what")), _OF_FOLDERS)
    file: str = getattr(import_module(f"dashboard.workers.{module}"), function)(folder, question)
    return file


def _answer(trainer: Trainer, command: Ask) -> Answered:
    """Answer a question about a run, or one that needs none; nothing that goes wrong ends the process."""
    folder = Path(command.folder)
    file = problem = ""
    try:
        if command.run:
            from dashboard.workers.look import answer

            file = answer(trainer, folder, command.config, command.question)
        else:
            file = _answer_without_run(folder, command.question)
    except (ArtifactError, DatasetError) as error:
        problem = str(error)
    except OSError as error:
        problem = disk_problem(error, folder.parent)
    except Exception as error:  # as with a run: told to the page, and the worker serves on
        traceback.print_exc()
        problem = f"The question could not be answered ({type(error).__name__}: {str(error)[:200]})."
    return Answered(command.id, file, problem, _rss())


def _rss() -> int:
    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    sys.exit(main())
