"""The learner process: the exercise's files in its folder, and what it says of an exception."""

import textwrap

import numpy as np
import pytest

from graders import layers
from graders.sandbox import Child
from graders.sandbox.child import Session

TENSORFLOW = """Graph execution error:

Detected at node compile_loss/mean_squared_error/sub defined at (most recent call last):
  File "<frozen runpy>", line 198, in _run_module_as_main

  File "/somewhere/graders/sandbox/server.py", line 252, in <module>

Incompatible shapes: [6,2] vs. [6,1]
\t [[{{node compile_loss/mean_squared_error/sub}}]] [Op:__inference_one_step_on_iterator_600]"""


def message_of(error, tmp_path):
    def raising():
        raise error

    session = Session(tmp_path)
    session._submission.raising = raising
    kind, payload = session.answer("call", {"function": "raising"})
    assert kind == "raised"
    return payload["message"]


def test_the_frames_that_tensorflow_writes_into_its_messages_are_left_out(tmp_path):
    message = message_of(RuntimeError(TENSORFLOW), tmp_path)

    assert "Incompatible shapes: [6,2] vs. [6,1]" in message
    assert "/somewhere" not in message
    assert "runpy" not in message


def test_other_messages_are_kept_as_they_are(tmp_path):
    assert message_of(ValueError('first\n  File "x"\n\nlast'), tmp_path) == 'first\n  File "x"\n\nlast'


def test_a_message_is_bounded_and_one_that_cannot_be_made_is_empty(tmp_path):
    class Broken(Exception):
        def __str__(self):
            raise ValueError("no text")

    assert len(message_of(ValueError("x" * 100_000), tmp_path)) == 4_000
    assert message_of(Broken(), tmp_path) == ""


def test_files_of_the_exercise_lie_in_the_work_folder_and_links_beside_it(tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    files = {"data/a/one.bin": np.frombuffer(b"\x00\xff", np.uint8), "two.txt": np.frombuffer(b"", np.uint8)}

    assert Session(work).answer("files", {"files": files, "links": {"elsewhere": "data"}}) == ("answer", None)

    assert (work / "data" / "a" / "one.bin").read_bytes() == b"\x00\xff"
    assert (work / "two.txt").read_bytes() == b""
    assert (tmp_path / "elsewhere" / "a" / "one.bin").read_bytes() == b"\x00\xff"


@pytest.mark.parametrize("name", ["/etc/passwd", "../outside", "a/../../outside", "", "a\0b"])
def test_no_file_is_written_outside_the_work_folder(tmp_path, name):
    work = tmp_path / "work"
    work.mkdir()
    kind, _ = Session(work).answer("files", {"files": {name: np.zeros(1, np.uint8)}})
    assert kind == "fault"
    assert list(tmp_path.iterdir()) == [work]
    assert not list(work.iterdir())


@pytest.mark.sandbox
def test_a_confined_learner_reads_the_files_and_may_change_them(fork_server):
    source = """
    import os

    def read(folder):
        return open(folder + "/a.txt").read()

    def remove():
        os.remove("data/a.txt")
        return os.listdir("data")
    """
    with Child(fork_server.address) as child:
        child.ask("files", files={"data/a.txt": np.frombuffer(b"hello", np.uint8)}, links={"older": "data"})
        child.ask("load", source=textwrap.dedent(source), filename="homework.py")
        assert child.ask("call", function="read", args=["./data"]) == "hello"
        if layers.MOUNT in child.layers:  # else /tmp is everybody's, and nothing is put there
            assert child.ask("call", function="read", args=["/tmp/older"]) == "hello"
        assert child.ask("call", function="remove") == []
