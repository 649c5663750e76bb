"""What a learner reads of a library's exception."""

import pytest

from graders.sandbox.error_text import plain_message

WRAPPED = """Exception encountered when calling {0}.call().

\x1b[1mInput 0 of layer 'dense' is incompatible with the layer.\x1b[0m

Arguments received by {0}.call():
  • inputs=tf.Tensor(shape=(3, 32, 32), dtype=float32)
  • training=False"""

GRAPH = """Graph execution error:

Detected at node compile_loss/SparseSoftmaxCrossEntropyWithLogits defined at (most recent call last):
  File "<frozen runpy>", line 198, in _run_module_as_main

  File "/srv/graders/sandbox/server.py", line 252, in <module>

Received a label value of 9 which is outside the valid range of [0, 5).  Label values: 1 9
\t [[{{node compile_loss/SparseSoftmaxCrossEntropyWithLogits}}]] [Op:__inference_multi_step_on_iterator_1]"""


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("as it is", "as it is"),
        (WRAPPED.format("Sequential"), "Input 0 of layer 'dense' is incompatible with the layer."),
        (
            WRAPPED.format("MaxPooling2D"),
            "Input 0 of layer 'dense' is incompatible with the layer. (in MaxPooling2D)",
        ),
        (
            GRAPH,
            "Received a label value of 9 which is outside the valid range of [0, 5).  Label values: 1 9",
        ),
        (
            "cannot import name 'x' from 'keras.utils' (/srv/lib/site-packages/keras/utils/__init__.py)",
            "cannot import name 'x' from 'keras.utils'",
        ),
        ("no file /srv/lib/python3/site-packages/keras/a.py", "no file keras/a.py"),
        ("Graph execution error:", "Graph execution error:"),
    ],
)
def test_only_what_was_wrong_is_left(message, text):
    assert plain_message(message) == text


@pytest.mark.parametrize(
    "piece", ["(/", "Exception encountered when calling ", '  File "', "[[{{node ", "/a"]
)
def test_a_hostile_message_is_read_in_bounded_time(piece):
    assert len(plain_message(piece * 20_000)) <= len(piece) * 20_000
