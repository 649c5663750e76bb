"""A worker without TensorFlow, for the pool's tests: how a run goes is decided by its seed."""

import os
import sys
import threading
import time
from pathlib import Path

from dashboard.experiments.events import EpochEnd, Failed, Finished, Progress, Started, Stopped
from dashboard.workers.messages import (
    Answered,
    Ask,
    Broken,
    Idle,
    Pace,
    Ready,
    RunEvent,
    Shutdown,
    Stop,
    Train,
    decode,
    encode,
)

QUICK = 1  # trains all epochs at once
HOLD = 2  # trains one epoch, then waits to be stopped or released
DEAF = 3  # the same, but heeds no stop
DIE = 4  # exits in the middle of training
BREAK = 5  # reports a failure
HEAVY = 6  # like QUICK, and has grown beyond any limit since
NAN = 7  # like QUICK, and its loss is no number
LOSES = 8  # like QUICK, and cannot keep its state
DIES_AGAIN = 9  # trains the first time; exits as soon as it is resumed
LATE = 10  # like QUICK, and says only after a while that it is free again

stopped: set[str] = set()
paces: list[tuple[str, float]] = []


def send(message):
    sys.stdout.write(encode(message))
    sys.stdout.flush()


def release_file(folder):
    """A run that holds goes on once this file is there."""
    return Path(folder) / "release"


def train(command):
    run, seed = command.run, command.config.seed
    with (Path(command.folder) / "commands").open("a") as file:
        file.write(encode(command))
    send(RunEvent(run, Started()))
    if seed == DIES_AGAIN and command.resume:
        os._exit(9)
    send(RunEvent(run, Progress(0, 0.5)))
    if seed == BREAK:
        send(RunEvent(run, Failed("It broke.")))
        return
    first, epochs = command.first_epoch, command.until or command.config.epochs
    last = min(first + 1, epochs) if seed in {HOLD, DEAF, DIE} else epochs
    for epoch in range(first, last):
        loss = float("nan") if seed == NAN else 1 / (epoch + 1)
        send(RunEvent(run, EpochEnd(epoch, {"loss": loss, "accuracy": 0.5}, command.seconds + 0.1)))
    if seed == DIE:
        os._exit(7)
    while seed == DEAF or (seed == HOLD and run not in stopped and not release_file(command.folder).exists()):
        time.sleep(0.005)
    if run in stopped:
        send(RunEvent(run, Stopped(last, "", by="learner")))
    elif last < command.config.epochs and seed not in {HOLD, DEAF, DIE}:
        send(RunEvent(run, Stopped(last, "", by="step")))
    send(RunEvent(run, Finished({} if seed == LOSES else {"state": "state.npz"}, 0.2)))
    if seed == LATE:
        time.sleep(0.3)


def answer(command):
    """What to do is in the question itself."""
    question = command.question
    if question.get("die"):
        os._exit(11)
    while question.get("hold") and not release_file(command.folder).exists():
        time.sleep(0.005)
    if question.get("problem"):
        return Answered(command.id, "", question["problem"])
    (Path(command.folder) / "answer").write_text(str(os.getpid()))
    return Answered(command.id, "answer")


def listen(commands):
    for line in sys.stdin:
        match decode(line):
            case Stop(run=run):
                stopped.add(run)
            case Pace(run=run, seconds=seconds):
                paces.append((run, seconds))
                Path(os.environ.get("PACES", os.devnull)).write_text(repr(paces))
            case Train() as command:
                stopped.discard(command.run)
                commands.append(command)
            case Ask() as command:
                commands.append(command)
            case Shutdown():
                break
    os._exit(0)


def main(mode):
    if mode == "crash":
        sys.exit("ImportError: no module named tensorflow")
    if mode == "broken":
        send(Broken("The data file is missing."))
        return
    if mode == "hang":
        time.sleep(60)
    commands = []
    threading.Thread(target=listen, args=[commands], daemon=True).start()
    sys.stdout.write("a print of some library\n")
    send(Ready(100))
    while True:
        while not commands:
            time.sleep(0.002)
        command = commands.pop(0)
        if isinstance(command, Ask):
            send(answer(command))
            continue
        train(command)
        send(Idle(command.run, 2**40 if command.config.seed == HEAVY else 100))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
