"""What the pool says to a learner, in plain sentences."""

from __future__ import annotations

import signal

CLOSED = "The app is shutting down, so no run can start: reload the page in a moment."
SHUT_DOWN = "The app was shut down while this run was waiting or training: press Train to run it again."
STARTING = "TensorFlow is starting; the training begins by itself in a few seconds."
SLOW_START = "a training process took too long to start"
NO_WEIGHTS = "The weights of this run were not kept, so nobody can look inside: press Train to run it again."
NO_WEIGHTS_YET = "There are no weights yet: they can be looked at once the run is over."
NEWER_QUESTION = "A newer question took the place of this one."
LOST_QUESTION = (
    "The process that was to answer ended unexpectedly; a new one is starting: ask again in a moment."
)
TOO_MANY_QUESTIONS = "Too many of your questions are waiting: wait until one is answered."


def too_many(waiting: int) -> str:
    """Return why a learner's next run is refused."""
    return f"You already have {waiting} runs waiting: stop one, or wait until one has ended."


def all_done(epochs: int) -> str:
    """Return why a run with no epoch left is not resumed."""
    return f"All {epochs} epochs of this run are done: raise Epochs above {epochs} to go on."


def queued(position: int) -> str:
    """Return where a run is in the queue."""
    ahead = position - 1
    if ahead == 0:
        return "All workers are busy; this run is next."
    return f"All workers are busy; {ahead} {'run is' if ahead == 1 else 'runs are'} ahead of this one."


def stopped(by: str, epochs: int) -> str:
    """Return who stopped a run and when; nothing for a step, which ends as it should.

    Args:
        by: ``learner``, ``lease`` or ``step``.
        epochs: whole epochs done.
    """
    after = (
        f"after {epochs} whole {'epoch' if epochs == 1 else 'epochs'}"
        if epochs
        else "before the first epoch was done"
    )
    if by == "step":
        return ""
    if by == "lease":
        return f"The page was closed, so the training stopped {after}."
    return f"You stopped the training {after}."


def worker_died(code: int) -> str:
    """Return what happened to a run whose process ended under it.

    Args:
        code: the exit code; a negative one is the signal that ended it.
    """
    if code == -signal.SIGKILL:
        return (
            "The training process was killed from outside, most likely because the machine ran out of memory. "
            "A new one is starting: press Train to try again, perhaps with fewer neurons or pictures."
        )
    return (
        f"The training process ended unexpectedly ({_ending(code)}). "
        "A new one is starting: press Train to try again."
    )


def no_start(code: int, last_error: str) -> str:
    """Return why a worker could not start, as the middle of a sentence."""
    return last_error[:300] or f"a training process ended before it was ready ({_ending(code)})"


def cannot_start(problem: str, seconds: int) -> str:
    """Return that no worker can start, why, and when the next try is."""
    return f"Training cannot start: {problem.rstrip('.')}. The next try is in {seconds} s."


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
