import queue
import sys

import psutil
import pytest

from dashboard.workers.process import WorkerProcess


@pytest.fixture
def codes() -> queue.Queue[int]:
    return queue.Queue()


def started(code: str, codes: queue.Queue[int]) -> WorkerProcess:
    process = WorkerProcess([sys.executable, "-c", code], lambda *_: None, lambda _, ended: codes.put(ended))
    process.listen()
    return process


def test_a_worker_gives_way_to_the_process_that_serves_the_pages(codes):
    process = started("input()", codes)
    own = psutil.Process().nice()

    nice = psutil.Process(process.pid).nice()
    process.retire()

    assert nice > own or own == 19
    codes.get(timeout=60)


def test_a_worker_that_ends_at_once_is_told_by_its_exit_code(codes):
    process = started("raise SystemExit(7)", codes)

    assert codes.get(timeout=60) == 7
    process.join(60)
