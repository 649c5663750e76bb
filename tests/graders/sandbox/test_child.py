"""What the learner process says of an exception: the part that helps, in bounded length."""

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
