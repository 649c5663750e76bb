"""The pages, parsed back."""

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote

import pytest

from graders.grading.results import Status
from graders.reports.html import class_page, page_link, pair_page, submission_page
from graders.reports.matching import Attendance
from graders.reports.paths import report_paths
from graders.reports.side_by_side import pair_paths, sides_of
from graders.similarity.compare import Pair, Similarity, Source
from graders.similarity.passages import Lines, Passage

VOID = {"meta", "rect"}
INLINE = {"a", "bdi", "code", "span", "strong"}


class Page(HTMLParser):
    """A page as a strict reader sees it: every element closed in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.raw: dict[str, list[str]] = {"style": [], "script": []}
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        if tag not in INLINE:
            self.text += " "

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in self.raw:
            self.raw[self._open[-1]].append(data)
        else:
            self.text += data

    def attributes(self, tag: str, name: str) -> list[str | None]:
        return [attributes[name] for found, attributes in self.tags if found == tag and name in attributes]

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


def pages_of(result) -> tuple[Page, Page]:
    return Page(submission_page(result, class_href="../index.html")), Page(class_page([result]))


@pytest.mark.parametrize("status", Status)
def test_every_verdict_is_shown_as_a_mark_and_words(status, make_check, make_result) -> None:
    page = Page(submission_page(make_result(make_check(status))))
    expected = {
        Status.PASSED: "✓ passed",
        Status.FAILED: "✗ failed",
        Status.NOT_ATTEMPTED: "○ not attempted",
        Status.SKIPPED: "– skipped",
        Status.ERRORED: "! raised an error",
        Status.TIMED_OUT: "… timed out",
        Status.OUT_OF_MEMORY: "■ out of memory",
        Status.GRADER_ERROR: "? grader error",
    }
    assert expected[status] in page.words


def test_a_submission_page_tells_everything_a_learner_needs(make_check, make_result) -> None:
    check = make_check("failed", message="It went on.", expected="3 epochs", received="10 epochs", points=0.5)
    result = make_result(
        make_check(name="other"), check, notes=("Line 3 failed.",), stdout="Epoch 1", stderr="careful"
    )
    words = Page(submission_page(result)).words
    for part in (
        "handed in by Ana",
        "Score: 2.5 of 4 points (62 %), 1 of 2 checks passed.",
        "It went on. Expected 3 epochs Received 10 epochs",
        "0.5 of 2 points",
        "Line 3 failed.",
        "Standard output Epoch 1",
        "Standard error careful",
        "Confined by: user, pid, landlock.",
        "Seed of the questions 7",
        "File Ana/callbacks.py",
    ):
        assert part in words


def test_hints_open_one_inside_the_other(make_check, make_result) -> None:
    source = submission_page(make_result(make_check("failed", hint="One.", hints=("One.", "Two.", "Three."))))
    details = re.sub(r"\s+", " ", source[source.index("<details") : source.rindex("</details>") + 10])
    assert re.fullmatch(
        r"<details.*One\..*<details.*Two\..*<details.*Three\..*</details></details></details>", details
    )
    assert "open" not in [name for tag, attrs in Page(source).tags if tag == "details" for name in attrs]


def test_a_passed_check_gives_no_hint_away(make_check, make_result) -> None:
    assert "Secret" not in submission_page(make_result(make_check(hint="Secret.", hints=("Secret.",))))


def test_code_between_backticks_is_set_as_code(make_check, make_result) -> None:
    source = submission_page(
        make_result(make_check("failed", message="Use `logs['<a>']` here, not ` alone."))
    )
    assert "Use <code>logs[&#39;&lt;a&gt;&#39;]</code> here, not ` alone." in source


def test_unconfined_grading_is_said_on_both_pages(make_check, make_result) -> None:
    for page in pages_of(make_result(make_check(), confinement=(), cpu_seconds=1.0)):
        assert re.search("Not confined|ran unconfined", page.words)


def test_a_file_that_could_not_be_read_did_not_run_unconfined(make_check, make_result) -> None:
    for page in pages_of(make_result(make_check("failed"), confinement=(), cpu_seconds=0.0)):
        assert not re.search("Not confined|ran unconfined", page.words)


def test_the_class_page_counts_and_links(make_check, make_result) -> None:
    results = [
        make_result(make_check(), learner="Zoë Núñez"),
        make_result(make_check("failed", mistake="threshold", message="Stopped late."), learner="ana"),
        make_result(make_check("failed", mistake="threshold", message="Stopped late."), learner="Ana"),
    ]
    page = Page(class_page(results))
    assert "1 ✓ full marks" in page.words
    assert "2 ✗ not yet full marks" in page.words
    assert "The median is 0 %, the mean 33.3 %; 1 has full marks." in page.words
    assert "Training stops once accuracy passes 60 % 1 of 3" in page.words
    assert "2 Stopped late. (threshold)" in page.words
    assert "Submissions by score: 0 to 9 %: 2; 100 %: 1" in page.words
    links = {unquote(href or "") for href in page.attributes("a", "href")}
    assert links == {f"{path}.html" for path in report_paths(results)}


@pytest.fixture
def pair() -> Pair:
    """Two submissions of eight lines that agree in two passages, the other way round in the second."""
    texts = ["\n".join(f"{letter} = {n} < 1" for n in range(1, 9)) for letter in "xy"]
    passages = (Passage(Lines(1, 3), Lines(6, 8)), Passage(Lines(5, 6), Lines(2, 2)))
    sources = (Source("Ana", "Ana/callbacks.py", texts[0]), Source("Bo", "Bo/callbacks.py", texts[1]))
    return Pair(*sources, 20, 0.919, 0.6, passages)


def test_two_similar_submissions_stand_side_by_side_with_their_passages_marked(pair) -> None:
    page = Page(pair_page("callbacks", pair))
    assert "91 % of what Ana wrote and 60 % of what Bo wrote" in page.words
    assert "lines 1 to 3 of Ana, lines 6 to 8 of Bo" in page.words
    assert "lines 5 to 6 of Ana, line 2 of Bo" in page.words
    assert "This is a question, not an answer." in page.words
    marked = [attrs["id"] for _, attrs in page.tags if attrs.get("class") == "passage"]
    assert marked == ["a1", "a2", "b2", "b1"]
    targets = [href.removeprefix("#") for href in page.attributes("a", "href") if href.startswith("#")]
    assert sorted(targets) == sorted(marked * 2)
    assert "x = 8 < 1" in page.text
    assert "y = 8 < 1" in page.text


def test_blocks_hold_each_line_once_in_order(pair) -> None:
    for blocks, expected in zip(sides_of(pair), ([1, 0, 2, 0], [0, 2, 0, 1]), strict=True):
        assert [block.passage for block in blocks] == expected
        assert [line.number for block in blocks for line in block.lines] == list(range(1, 9))


def test_the_class_page_lists_similar_pairs_calmly(pair, make_check, make_result) -> None:
    similar = [Similarity("callbacks", 20, (pair,), more=3)]
    page = Page(class_page([make_result(make_check())], similar, pair_paths(similar)))
    assert "Ana and Bo 91 % 60 % 2" in page.words
    assert "3 more pairs are above the threshold" in page.words
    assert "similar/callbacks-001.html" in page.attributes("a", "href")
    assert not re.search(
        "cheat|plagia|copied|suspect|fraud", page.words + pair_page("x", pair), re.IGNORECASE
    )
    nothing = Page(class_page([make_result(make_check())], [Similarity("callbacks", 20, ())], {}))
    assert "no two of the 20 submissions" in nothing.words


def test_the_class_page_says_who_of_the_class_list_handed_in(make_check, make_result) -> None:
    attendance = Attendance({"Ana": 1}, missing=("Bo", "<i>"), unlisted=("stranger",), unclear=())
    words = Page(class_page([make_result(make_check())], attendance=attendance)).words
    assert "1 learner was found in it." in words
    assert "nothing was handed in (2) Bo <i>" in words
    assert "Not in the list; their grades are in results.csv only (1) stranger" in words
    assert "Could be several people" not in words


def test_hostile_code_and_names_stay_text_on_a_pair_s_page(hostile_text) -> None:
    source = Source(hostile_text, hostile_text, f"{hostile_text}\n" * 3)
    page = Page(
        pair_page(hostile_text, Pair(source, source, 1, 1.0, 1.0, (Passage(Lines(1, 2), Lines(2, 3)),)))
    )
    assert page.raw["script"] == []
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert len(page.text) < 250_000
    assert page.text.encode("utf-8")


def test_who_needs_a_person_comes_first(make_check, make_result) -> None:
    words = Page(
        class_page([make_result(make_check()), make_result(make_check("grader_error"), learner="Bo")])
    ).words
    assert (
        words.index("Needs a person (1)")
        < words.index("callbacks, handed in by Bo")
        < words.index("Outcomes")
    )
    assert "none yet" in words


def test_an_empty_class_has_a_page() -> None:
    assert "No submission was graded." in Page(class_page([])).words


def test_the_class_page_is_the_same_in_any_order(make_check, make_result) -> None:
    results = [make_result(make_check("failed", message=f"{n} late"), learner=f"l{n}") for n in range(4)]
    assert class_page(results).count("l3") == class_page(results[::-1]).count("l3")
    assert Page(class_page(results)).attributes("a", "href") == Page(class_page(results[::-1])).attributes(
        "a", "href"
    )


def test_the_way_back_fits_the_depth_of_the_page() -> None:
    assert page_link(PurePosixPath("Ana/callbacks")) == "../index.html"


def test_pages_load_nothing_and_run_only_what_the_policy_pins(make_check, make_result) -> None:
    for page in pages_of(make_result(make_check("failed", message="x"))):
        (policy,) = [
            attrs["content"]
            for tag, attrs in page.tags
            if attrs.get("http-equiv") == "Content-Security-Policy"
        ]
        directives = dict(part.split(maxsplit=1) for part in (policy or "").split("; "))
        assert directives["default-src"] == "'none'"
        assert "unsafe" not in (policy or "")
        for kind in ("style", "script"):
            for code in page.raw[kind]:
                digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
                assert directives[f"{kind}-src"] == f"'sha256-{digest}'"
        assert not [tag for tag, attrs in page.tags if tag in {"link", "img", "iframe"} or "src" in attrs]
        assert not [attrs for _, attrs in page.tags if "style" in attrs]


def test_pages_have_headings_table_headers_and_a_language(make_check, make_result) -> None:
    for page in pages_of(make_result(make_check("failed", message="x"))):
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        assert page.attributes("html", "lang") == ["en"]
        assert all("scope" in attrs for tag, attrs in page.tags if tag == "th")


def test_hostile_text_stays_text(hostile_result) -> None:
    submission, class_ = pages_of(hostile_result)
    assert len(submission.raw["script"]) == 0
    assert len(class_.raw["script"]) == 1
    for page in (submission, class_):
        assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
        assert all(re.fullmatch(r"[\w%.~/-]+", href or "") for href in page.attributes("a", "href"))
        assert len(page.text) < 250_000
        assert page.text.encode("utf-8")
