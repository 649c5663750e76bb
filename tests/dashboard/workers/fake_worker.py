"""A worker without TensorFlow, for the pool's tests: how a run goes is decided by its seed."""

import os
import sys
import threading
import time
from pathlib import Path

from dashboard.experiments.events import EpochEnd, Failed, Finished, Progress, Started, Stopped
from dashboard.workers.messages import Broken, Idle, Ready, RunEvent, Shutdown, Stop, Train, decode, encode

QUICK = 1  # trains all epochs at once
HOLD = 2  # trains one epoch, then waits to be stopped or released
DEAF = 3  # the same, but heeds no stop
DIE = 4  # exits in the middle of training
BREAK = 5  # reports a failure
HEAVY = 6  # like QUICK, and has grown beyond any limit since

stopped: set[str] = set()


def send(message):
    sys.stdout.write(encode(message))
    sys.stdout.flush()


def release_file(folder):
    """A run that holds goes on once this file is there."""
    return Path(folder) / "release"


def train(command):
    run, seed = command.run, command.config.seed
    send(RunEvent(run, Started()))
    send(RunEvent(run, Progress(0, 0.5)))
    if seed == BREAK:
        send(RunEvent(run, Failed("It broke.")))
        return
    epochs = 1 if seed in {HOLD, DEAF, DIE} else command.config.epochs
    for epoch in range(epochs):
        send(RunEvent(run, EpochEnd(epoch, {"loss": 1 / (epoch + 1), "accuracy": 0.5}, 0.1)))
    if seed == DIE:
        os._exit(7)
    while seed == DEAF or (seed == HOLD and run not in stopped and not release_file(command.folder).exists()):
        time.sleep(0.005)
    if run in stopped:
        send(RunEvent(run, Stopped(1, "", by="learner")))
    send(RunEvent(run, Finished({}, 0.2)))


def listen(commands):
    for line in sys.stdin:
        match decode(line):
            case Stop(run=run):
                stopped.add(run)
            case Train() as command:
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
        train(command)
        send(Idle(command.run, 2**40 if command.config.seed == HEAVY else 100))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
