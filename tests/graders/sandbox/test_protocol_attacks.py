"""Learner code that speaks on the answer channel itself: the judge gets a protocol error, never a surprise."""

import pytest

from graders.sandbox import ChildDied, LearnerError, Limits, Opaque, ProtocolError

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("next_child_works")]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("b'garbage'", id="garbage"),
        pytest.param("b'TfQ1' + b'\\xff' * 12", id="a giant length"),
        pytest.param("b'TfQ1' + (5).to_bytes(4, 'little') + bytes(8) + b'[[[[['", id="broken JSON"),
        pytest.param("frame({'id': 99})", id="another question's answer"),
        pytest.param("frame({'kind': 'verdict'})", id="an unknown kind"),
        pytest.param("frame({'kind': 'raised', 'payload': 5})", id="an error that is none"),
        pytest.param(
            "frame({'kind': 'fault', 'payload': 'not understood'})", id="a fault that would be ours"
        ),
        pytest.param("frame({'payload': {'$array': 3}})", id="no such array"),
        pytest.param("frame({}) + frame({})", id="two answers"),
    ],
)
def test_forged_bytes_are_a_protocol_error(attack, said):
    source = f"""
        import json, os, time
        def frame(changes):
            header = json.dumps({{"id": 2, "kind": "answer", "payload": 1, "arrays": []}} | changes).encode()
            return b"TfQ1" + len(header).to_bytes(4, "little") + bytes(8) + header
        def attack():
            os.write(3, {said})
            time.sleep(600)
    """
    with pytest.raises(ProtocolError):
        attack(source, limits=Limits(wall_seconds=60.0))


def test_garbage_on_every_descriptor_is_a_protocol_error(attack):
    source = """
        import os, time
        def attack():
            for descriptor in range(64):
                try:
                    os.write(descriptor, b"full marks" * 10)
                except OSError:
                    pass
            time.sleep(600)
    """
    with pytest.raises(ProtocolError):
        attack(source, limits=Limits(wall_seconds=60.0))


def test_an_answer_nobody_asked_for_is_a_protocol_error(start):
    source = """
        import os, threading, time
        def attack():
            def later():
                time.sleep(0.2)
                os.write(3, b"TfQ1 and more")
                open("said", "w").close()
            threading.Thread(target=later).start()
        def said():
            while not os.path.exists("said"): time.sleep(0.01)
            return True
    """
    with start(source) as child:
        child.ask("call", function="attack")
        with pytest.raises(ProtocolError):
            child.ask("call", function="said")


def test_a_forked_copy_that_answers_as_well_is_noticed(start):
    source = """
        import os
        def attack():
            os.fork()
            return 1
    """

    def ask_several_times(child):
        for _ in range(5):
            child.ask("call", function="attack")

    with start(source) as child, pytest.raises(ProtocolError):
        ask_several_times(child)


def test_closing_the_answer_channel_is_a_death(attack):
    with pytest.raises(ChildDied, match="closed its answer channel"):
        attack("import os, time\ndef attack():\n    os.closerange(3, 100)\n    time.sleep(600)\n")


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("np.zeros(2**25)", id="an array of 256 MiB"),
        pytest.param("'x' * 2**27", id="a string of 128 MiB"),
        pytest.param("list(range(3_000_000))", id="a long list"),
        pytest.param("np.broadcast_to(np.zeros(1), (2**20, 2**20))", id="an array that pretends"),
    ],
)
def test_answers_beyond_the_limit_are_a_protocol_error(attack, value):
    with pytest.raises(ProtocolError, match=r"too large|too many"):
        attack(f"import numpy as np\ndef attack():\n    return {value}\n")


def test_strange_answers_arrive_as_harmless_data(attack):
    source = """
        import numpy as np
        class Always:
            def __eq__(self, other): return True
            def __bool__(self): return True
            __class__ = int
        class Text(str):
            def __eq__(self, other): return True
            __hash__ = str.__hash__
        def attack():
            loop = []
            loop.append(loop)
            return [Text("a"), loop, {"$array": 0}, float("nan"), "\\ud800", 10**6000, object]
    """
    text, loop, marked, nan, surrogate, giant, cls = attack(source)
    assert type(text) is str
    assert (text == "b") is False
    assert isinstance(loop[0], Opaque)
    assert marked == {"$array": 0}
    assert nan != nan
    assert surrogate == "\ud800"
    assert isinstance(giant, Opaque)
    assert cls.type_name == "type"


def test_an_object_that_lies_about_its_class_never_passes_as_a_number(attack):
    source = """
        class Always:
            __class__ = int
            def __eq__(self, other): return True
        def attack():
            return Always()
    """
    assert attack(source).type_name == "Always"


@pytest.mark.parametrize(
    "patch",
    [
        "import json; json.dumps = json.loads = None",
        "import os; os.write = os.read = None",
        "import numpy as np; np.ndarray.tobytes if False else None; np.frombuffer = None",
        "import builtins; builtins.print = None; open = len = str = None",
        "import sys; sys.stdout = sys.stderr = None",
        "import sys; sys.stdout.close()",
        "import struct; struct.pack = None",
    ],
)
def test_innocent_or_rude_patches_do_not_break_answers(attack, patch):
    assert attack(f"{patch}\ndef attack():\n    return {{'a': [1, 2.5]}}\n") == {"a": [1, 2.5]}


def test_only_frames_of_the_learners_own_files_are_shown(start):
    source = """
        import helper
        def attack(x):
            return helper.half(x)
    """
    helper = "def half(x):\n    return x / 0\n"
    with start(source, helpers={"helper.py": helper}) as child, pytest.raises(LearnerError) as caught:
        child.ask("call", function="attack", args=[1])
    error = caught.value
    assert (error.type_name, error.message, error.in_probe) == (
        "ZeroDivisionError",
        "division by zero",
        False,
    )
    assert [(frame.filename, frame.line, frame.function, frame.text) for frame in error.frames] == [
        ("homework.py", 4, "attack", "return helper.half(x)"),
        ("helper.py", 2, "half", "return x / 0"),
    ]


def test_a_function_that_does_not_exist_is_said_so(start):
    with start("") as child, pytest.raises(LearnerError, match="the file defines no train_mnist") as caught:
        child.ask("call", function="train_mnist")
    assert caught.value.in_probe


def test_a_probe_sees_the_submission_and_its_own_faults_are_marked(start):
    with start("RATE = 3\ndef double(x):\n    return x * 2\n") as child:
        child.ask(
            "probe", source="def look(x):\n    return submission.double(x) + submission.RATE\n", name="probe"
        )
        assert child.ask("run", function="look", kwargs={"x": 4}) == 11
        with pytest.raises(LearnerError) as caught:
            child.ask("run", function="look", kwargs={"x": None})
        assert not caught.value.in_probe
        with pytest.raises(LearnerError) as caught:
            child.ask("run", function="look", kwargs={})
        assert caught.value.in_probe
