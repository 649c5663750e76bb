"""How real learners' files are run: definitions count, whatever surrounds them."""

import textwrap

import pytest

from graders.sandbox import Child, Limits

pytestmark = pytest.mark.sandbox


@pytest.fixture
def load(fork_server):
    """Load a file, and call ``answer()`` of it if it defines one."""

    def load_file(source: str, **fields):
        with Child(fork_server.address, Limits(cpu_seconds=60.0)) as child:
            report = child.ask("load", source=textwrap.dedent(source), filename="homework.py", **fields)
            defined = "answer" in report["definitions"]
            return report, child.ask("call", function="answer") if defined else None

    return load_file


def test_a_statement_that_fails_is_noted_and_the_rest_runs(load):
    report, answer = load("before = 1\nundefined_name\nopen('/nowhere')\ndef answer():\n    return before\n")
    assert answer == 1
    assert [note.split(".")[0] for note in report["notes"]] == [
        "Line 2: NameError: name 'undefined_name' is not defined",
        "Line 3: FileNotFoundError: [Errno 2] No such file or directory: '/nowhere'",
    ]


@pytest.mark.parametrize(
    "end", ["import sys; sys.exit(0)", "exit()", "raise KeyboardInterrupt", "raise SystemExit"]
)
def test_ending_at_module_level_ends_nothing(load, end):
    report, answer = load(f"{end}\ndef answer():\n    return 5\n")
    assert answer == 5
    assert len(report["notes"]) == 1


def test_training_at_module_level_is_left_out(load):
    source = """
        class Model:
            def fit(self, *_): raise RuntimeError("trained")
            evaluate = fit_generator = fit
        model = Model()
        history = model.fit(1, 2)
        model.evaluate(1)
        def answer():
            return "history" in globals()
    """
    report, answer = load(source)
    assert answer is False
    assert report["notes"] == [
        f"Line {line}: module-level training is not needed for grading; skipped." for line in (6, 7)
    ]


@pytest.mark.parametrize(
    "slow",
    [
        "while True: pass",
        "import time\nfor _ in range(600): time.sleep(1)",
        "\nwhile True:\n    try:\n        while True: pass\n    except Exception: pass",
    ],
)
def test_a_slow_statement_is_stopped_and_what_functions_may_need_still_runs(load, slow):
    report, answer = load(
        f"{slow}\nLIMIT = 3\nseen = []\nvalue = int('4')\nseen.append(5)\n"
        "def answer():\n    return [LIMIT, value, seen]\n",
        statement_seconds=0.3,
    )
    assert answer == [3, 4, []]
    assert ["took too long" in note for note in report["notes"]] == [True, True]


def test_assignments_after_a_slow_statement_share_a_small_budget(load):
    endless = "[0 for _ in iter(int, 1)]"
    report, answer = load(
        f"while True: pass\na = {endless}\nb = int('4')\ndef answer():\n    return bool({{'a', 'b'}} & set(globals()))",
        statement_seconds=0.3,
    )
    assert answer is False
    assert len(report["notes"]) == 3


@pytest.mark.parametrize(
    "waits", ["import time\ntime.sleep(3600)", "\nname = input('Your name? ')", "\nint(input())"]
)
def test_waiting_at_module_level_is_left_out(load, waits):
    report, answer = load(f"{waits}\ndef answer():\n    return 5\n")
    assert answer == 5
    assert report["notes"] == ["Line 2: waiting is not needed for grading; skipped."]


def test_a_call_of_a_function_that_trains_is_training_too(load):
    source = """
        class Model:
            def fit(self, *_): raise RuntimeError("trained")
        def train(): return Model().fit(1)
        def main(): return train()
        x = main()
        if x: x.show()
        for _ in range(3):
            print(train())
        def answer():
            return [name for name in ("x", "main") if name in globals()]
    """
    report, answer = load(source)
    assert answer == ["main"]
    assert [note.split(":")[0] for note in report["notes"]] == ["Line 6", "Line 8"]
    assert "module-level training" in report["missing"]["x"]


def test_a_wanted_class_inside_a_function_is_read_from_there(load):
    source = """
        BASE = 1
        def answer():
            return Inner().value, __name__
        def outer(x):
            if x:
                class Inner:
                    value = BASE
            class Other: pass
    """
    report, answer = load(source, wanted=["Inner", "answer"])
    assert answer == [1, "submission"]
    assert set(report["definitions"]) == {"BASE", "answer", "outer", "Inner"}
    assert report["notes"] == [
        "Line 7: Inner is defined inside outer. It was read from there; define it at the top level of the file."
    ]


def test_the_main_block_does_not_run(load):
    _, answer = load(
        "import os\nif __name__ == '__main__':\n    os._exit(1)\ndef answer():\n    return __name__\n"
    )
    assert answer == "submission"


def test_definitions_only_runs_nothing_that_calls(load):
    source = """
        import os, math
        os._exit(1)
        SIZE: int = 28
        area = SIZE * SIZE
        scale = lambda x: math.sqrt(x)
        started = print("no")
        def answer():
            return [area, scale(4.0), "started" in globals()]
    """
    report, answer = load(source, mode="definitions")
    assert answer == [784, 2.0, False]
    assert report["syntax_error"] is None


def test_a_file_that_is_no_python_says_where(load):
    report, _ = load("x = 1\ndef answer(:\n    pass\n")
    error = report["syntax_error"]
    assert (error["line"], error["text"].strip()) == (2, "def answer(:")
    assert error["message"]


def test_only_what_exists_after_running_counts_as_defined(load):
    report, answer = load("@undefined_decorator\ndef answer():\n    return 1\ndef other():\n    pass\n")
    assert answer is None
    assert set(report["definitions"]) == {"other"}
    assert report["names"] == ["other"]


def test_annotations_from_the_future_hold_for_the_whole_file(load):
    _, answer = load("from __future__ import annotations\ndef answer(x: Undefined = 2):\n    return x\n")
    assert answer == 2


@pytest.mark.parametrize("text", ["\ufeffdef answer():\n    return 1\n", "def answer():\r\n    return 1\r\n"])
def test_byte_order_marks_and_line_ends_of_windows_are_fine(load, text):
    assert load(text)[1] == 1


def test_the_seed_makes_random_numbers_repeat(load):
    source = """
        import random
        import numpy as np
        import tensorflow as tf
        drawn = [random.random(), float(np.random.rand()), float(tf.random.uniform(()))]
        def answer():
            return drawn
    """
    first, again, other = (load(source, seed=seed)[1] for seed in (7, 7, 8))
    assert first == again
    assert all(one != two for one, two in zip(first, other, strict=True))


@pytest.mark.parametrize(
    "name", ["../../escape.py", "/etc/passwd", "a\0b.py", "x" * 300 + ".py", "..", "", "-x.py", "näme\n.py"]
)
def test_any_file_name_is_survived(fork_server, name):
    with Child(fork_server.address) as child:
        report = child.ask(
            "load", source="def answer():\n    return __file__\n", filename=name, helpers={name: "x = 1"}
        )
        assert report["syntax_error"] is None
        assert child.ask("call", function="answer").startswith("/tmp/work/")


def test_a_helper_named_like_a_library_does_not_replace_it(load):
    source = """
        import numpy, tensorflow, random
        import mine
        def answer():
            return [numpy.__name__, hasattr(tensorflow, "keras"), hasattr(random, "randint"), mine.x]
    """
    fake = dict.fromkeys(
        ("numpy.py", "tensorflow.py", "random.py", "sitecustomize.py", "mine.py"), "x = 'planted'\n"
    )
    assert load(source, helpers=fake)[1] == ["numpy", True, True, "planted"]


@pytest.mark.training
def test_a_real_model_trains_and_fashion_mnist_loads(load):
    source = """
        import numpy as np
        import tensorflow as tf
        def answer():
            (images, labels), _ = tf.keras.datasets.fashion_mnist.load_data()
            model = tf.keras.Sequential([
                tf.keras.layers.Input((28, 28)), tf.keras.layers.Flatten(), tf.keras.layers.Dense(10, "softmax")])
            model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
            history = model.fit(images[:500] / 255, labels[:500], epochs=3, verbose=0)
            return [images.shape, history.history["loss"], model.get_weights(), model.optimizer.learning_rate]
    """
    _, (shape, loss, weights, rate) = load(source)
    assert shape == [60000, 28, 28]
    assert loss[0] > loss[-1] > 0
    assert [weight.shape for weight in weights] == [(784, 10), (10,)]
    assert float(rate) == pytest.approx(0.001)


@pytest.mark.training
def test_compiled_functions_and_data_pipelines_work_inside(load):
    source = """
        import tensorflow as tf
        @tf.function(jit_compile=True)
        def square(x):
            return x * x
        def answer():
            data = tf.data.Dataset.range(100).map(lambda x: x * 2, num_parallel_calls=tf.data.AUTOTUNE)
            data = data.batch(10).prefetch(2)
            return [square(tf.constant(3.0)), sum(int(batch[0]) for batch in data)]
    """
    _, (squared, total) = load(source)
    assert float(squared) == 9.0
    assert total == 900
