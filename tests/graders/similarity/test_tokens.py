"""Reading code as tokens: renaming changes nothing, what cannot be renamed stays, and any text can be read."""

import gc
import time

import pytest

from graders.similarity.tokens import MAX_TOKENS, tokens_of


def texts(source: str) -> list[str]:
    return [token.text for token in tokens_of(source)]


def test_names_and_literals_of_one_s_own_do_not_count():
    assert texts("total = price * 1.19 + len('x')") == texts('s=p*2e-3+len(f"{y} z")  # sum')


def test_what_renaming_cannot_change_stays():
    assert texts("model.fit(x, epochs=10)") == ["name", ".", "fit", "(", "name", ",", "epochs", "=", "0", ")"]
    assert texts("for x in range(3): print(x)") != texts("for x in map(3): print(x)")


def test_the_names_of_parameters_and_of_own_attributes_can_be_changed():
    assert texts("def f(self, rate=1):\n    self.rate = rate") == texts(
        "def g(self, lr=2):\n    self.lr = lr"
    )


def test_comments_layout_and_docstrings_do_not_count():
    documented = (
        '"""A file."""\ndef f(a):\n    """Say it.\n\n    Twice."""\n    # now\n    return (a +\n        1)\n'
    )
    assert texts(documented) == texts("def f(a): return (a + 1)")
    assert "''" in texts('x = """not a docstring"""')
    assert texts("f(\n'a'\n)") == ["name", "(", "''", ")"]


def test_a_token_knows_where_it_stands():
    source = "# é\nx = 'abc'"
    assert [source[token.start : token.end] for token in tokens_of(source)] == ["x", "=", "'abc'"]


@pytest.mark.parametrize(
    "source",
    [
        "def f(:\n  x = = 3\n 'open",
        "Dear teacher,\nhere is my homework.",
        "x = \x00\ud800 \\",
        "'''never closed",
        "",
    ],
)
def test_what_is_no_python_is_read_all_the_same(source):
    assert all(token.start < token.end <= len(source) for token in tokens_of(source))


@pytest.mark.parametrize(
    "piece", ["'", '"', "'''\\", "(", "a", "\\\n", "f'", "1e+", '"""a', "#", "rb", " ", "\n", "{[", "'\\\\"]
)
def test_reading_takes_time_in_proportion_to_the_length_whatever_is_in_it(piece):
    def seconds(characters: int) -> float:
        source = piece * (characters // len(piece))
        start = time.thread_time()
        found = tokens_of(source)
        assert len(found) <= MAX_TOKENS
        return time.thread_time() - start

    # What else this process holds must not count: a collection goes through all of it, and other threads compute.
    gc.disable()
    try:
        # Quadratic time would be 64 times as long; the constant is for the coarse clock and the bound on tokens.
        assert min(seconds(160_000) for _ in range(3)) < 32 * min(seconds(20_000) for _ in range(3)) + 0.2
    finally:
        gc.enable()
