"""The report folder on disk: killed, full, shared, planted with links."""

import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.reports.details import ClassDetails
from graders.reports.roster import Kind, Roster
from graders.reports.write import ReportError, ReportFolder
from graders.similarity.compare import Source, compare

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def other_process() -> Iterator[object]:
    """Start Python programs that end when the test does; each gets a pipe in and a pipe out."""
    started: list[subprocess.Popen[str]] = []

    def start(program: str, *arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
        process.wait()


def test_recorded_results_are_there_again_next_time(tmp_path, make_check, make_result) -> None:
    result = make_result(make_check())
    with ReportFolder(tmp_path / "deep" / "reports") as folder:
        assert folder.completed() == {}
        folder.append(result, "one")
        assert folder.completed() == {"one": result}
    with ReportFolder(tmp_path / "deep" / "reports") as folder:
        assert folder.completed() == {"one": result}


def test_a_result_is_on_the_disk_before_it_counts_as_recorded(
    tmp_path, monkeypatch, make_check, make_result
) -> None:
    synced: list[bytes] = []
    with ReportFolder(tmp_path) as folder, monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: synced.append((tmp_path / "results.jsonl").read_bytes()))
        folder.append(make_result(make_check()), "one")
    assert synced == [(tmp_path / "results.jsonl").read_bytes()]
    assert synced[0].endswith(b"}\n")


def test_the_last_record_of_a_key_counts(tmp_path, make_check, make_result) -> None:
    with ReportFolder(tmp_path) as folder:
        folder.append(make_result(make_check("grader_error")), "one")
        folder.append(make_result(make_check()), "one")
    with ReportFolder(tmp_path) as folder:
        assert folder.completed() == {"one": make_result(make_check())}


def test_a_cut_last_line_is_repaired_and_graded_again(tmp_path, make_check, make_result) -> None:
    with ReportFolder(tmp_path) as folder:
        folder.append(make_result(make_check()), "one")
        folder.append(make_result(make_check()), "two")
    records = tmp_path / "results.jsonl"
    records.write_bytes(records.read_bytes()[:-5])
    with ReportFolder(tmp_path) as folder:
        assert set(folder.completed()) == {"one"}
        folder.append(make_result(make_check("failed")), "two")
    assert [json.loads(line)["key"] for line in records.read_text().splitlines()] == ["one", "two"]


def test_a_damaged_line_in_the_middle_is_one_sentence_and_nothing_is_lost(tmp_path) -> None:
    (tmp_path / "results.jsonl").write_text("nonsense\n")
    with pytest.raises(ReportError, match=r"results\.jsonl is damaged, line 1 is not a result"):
        ReportFolder(tmp_path)
    assert (tmp_path / "results.jsonl").read_text() == "nonsense\n"


def test_clearing_keeps_the_former_results_aside(tmp_path, make_check, make_result) -> None:
    with ReportFolder(tmp_path) as folder:
        folder.append(make_result(make_check()), "old")
        folder.clear()
        folder.clear()
        assert folder.completed() == {}
        folder.append(make_result(make_check()), "new")
    with ReportFolder(tmp_path) as folder:
        assert set(folder.completed()) == {"new"}
    assert '"old"' in (tmp_path / "results.previous.jsonl").read_text()


def test_kill_9_loses_nothing_that_was_recorded(tmp_path, other_process) -> None:
    writer = other_process(
        """
        import os, sys
        from pathlib import Path
        from graders.grading.results import CheckResult, Status, SubmissionResult
        from graders.reports.write import ReportFolder
        check = CheckResult("c", "d", Status.PASSED, 1.0, 1.0, message="x" * 50_000)
        folder = ReportFolder(Path(sys.argv[1]))
        if os.fork() == 0:
            sys.stdin.read()  # a worker that outlives its grader
            os._exit(0)
        for number in range(100_000):
            folder.append(SubmissionResult(str(number), "e", (check,)), str(number))
            print(number, flush=True)
        """,
        tmp_path,
    )
    acknowledged = [writer.stdout.readline().strip() for _ in range(20)]
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    with ReportFolder(tmp_path) as folder:
        assert set(acknowledged) <= set(folder.completed())
        assert acknowledged[0] == "0"


def test_two_graders_cannot_share_a_folder(tmp_path, other_process) -> None:
    first = other_process(
        """
        import sys
        from pathlib import Path
        from graders.reports.write import ReportFolder
        with ReportFolder(Path(sys.argv[1])):
            print("held", flush=True)
            sys.stdin.read()
        """,
        tmp_path,
    )
    assert first.stdout.readline() == "held\n"
    with pytest.raises(ReportError, match=rf"Another grader \(process {first.pid}\) is writing to"):
        ReportFolder(tmp_path)
    first.stdin.close()
    first.wait()
    ReportFolder(tmp_path).close()


def test_nor_can_two_in_one_process(tmp_path) -> None:
    with ReportFolder(tmp_path) as folder:
        for _ in range(2):
            with pytest.raises(ReportError, match="Another grader"):
                ReportFolder(tmp_path)
        folder.close()
    ReportFolder(tmp_path).close()


def test_finish_writes_every_report(tmp_path, make_check, make_result) -> None:
    results = [make_result(make_check()), make_result(make_check("failed"), learner="../Bo")]
    with ReportFolder(tmp_path) as folder:
        folder.finish(results)
    written = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    bo = next(name for name in written if name.startswith("_Bo-")).removesuffix("/callbacks.html")
    assert written == {
        ".lock",
        "results.jsonl",
        "results.csv",
        "canvas.csv",
        "moodle.csv",
        "junit.xml",
        "index.html",
        "Ana/callbacks.html",
        "gradescope/Ana/callbacks.json",
        f"{bo}/callbacks.html",
        f"gradescope/{bo}/callbacks.json",
    }
    assert (tmp_path / "results.csv").read_bytes().startswith(b"\xef\xbb\xbflearner,")
    assert ET.parse(tmp_path / "junit.xml").getroot().get("tests") == "2"
    assert json.loads((tmp_path / "gradescope/Ana/callbacks.json").read_text())["score"] == 2.0
    assert 'href="Ana/callbacks.html"' in (tmp_path / "index.html").read_text()
    assert 'href="../index.html"' in (tmp_path / "Ana/callbacks.html").read_text()


def details(roster: Roster | None = None, copies: int = 2) -> ClassDetails:
    """Return details in which all the copies of one submission are similar."""
    text = "\n".join(f"x.method_{n}(y[{n}], key_{n}=z)" for n in range(30))
    sources = [Source(f"copy{n}", f"copy{n}/callbacks.py", text) for n in range(copies)]
    return ClassDetails(roster=roster, similar=(compare("callbacks", sources, ""),), leaderboard=True)


def test_finish_writes_a_page_for_each_similar_pair_and_removes_those_of_before(
    tmp_path, make_check, make_result
) -> None:
    results = [make_result(make_check(), learner=f"copy{n}") for n in range(3)]
    pages = tmp_path / "similar"
    pages.mkdir()
    (pages / "notes of mine.html").write_text("kept")
    with ReportFolder(tmp_path) as folder:
        folder.finish(results, details(copies=3))
        assert len(list(pages.glob("callbacks-*.html"))) == 3
        folder.finish(results, details())
    assert sorted(path.name for path in pages.iterdir()) == ["callbacks-001.html", "notes of mine.html"]
    assert 'href="similar/callbacks-001.html"' in (tmp_path / "index.html").read_text()
    assert 'href="../index.html"' in (pages / "callbacks-001.html").read_text()
    assert "copy1" not in (tmp_path / "copy0" / "callbacks.html").read_text()
    assert "leaderboard" in (tmp_path / "gradescope/copy0/callbacks.json").read_text()


def test_finish_fills_the_class_list(tmp_path, make_check, make_result) -> None:
    roster = Roster(Kind.MOODLE, ("Username", "callbacks"), (("Ana", ""), ("bo", "")))
    with ReportFolder(tmp_path) as folder:
        folder.finish([make_result(make_check())], details(roster))
    assert (tmp_path / "moodle.csv").read_text().splitlines()[0] == "Username,callbacks,callbacks (Feedback)"
    assert (tmp_path / "moodle.csv").read_text().splitlines()[2] == "bo,,"
    assert "nothing was handed in (1)" in (tmp_path / "index.html").read_text()


def test_finishing_twice_gives_the_same_files(tmp_path, make_check, make_result) -> None:
    def contents() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    results = [make_result(make_check(), learner=name) for name in ("b", "a", "A")]
    with ReportFolder(tmp_path) as folder:
        folder.finish(results)
        first = contents()
        folder.finish(results[::-1])
        assert contents() == first


def test_what_a_killed_run_left_behind_is_replaced(tmp_path, make_check, make_result) -> None:
    (tmp_path / ".index.html.tmp").write_text("half a p")
    with ReportFolder(tmp_path) as folder:
        folder.finish([make_result(make_check())])
    assert not list(tmp_path.rglob("*.tmp"))


def test_hostile_names_stay_inside_the_folder(tmp_path, hostile_result) -> None:
    inside = tmp_path / "reports"
    with ReportFolder(inside) as folder:
        folder.append(hostile_result, "key")
        folder.finish([hostile_result])
    assert [path.name for path in tmp_path.iterdir()] == ["reports"]
    assert len(list(inside.glob("*/*.html"))) == 1


def test_planted_links_are_not_followed(tmp_path, make_check, make_result) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "reports"
    outside.mkdir()
    inside.mkdir()
    (outside / "precious").write_text("untouched")
    (inside / "Ana").symlink_to(outside)
    (inside / "gradescope").symlink_to(outside)
    (inside / "similar").symlink_to(outside)
    (outside / "callbacks-001.html").write_text("untouched")
    (inside / "index.html").symlink_to(outside / "precious")
    (inside / ".index.html.tmp").symlink_to(outside / "precious")
    with ReportFolder(inside) as folder:
        folder.finish([make_result(make_check())], details())
    assert {path.name for path in outside.iterdir()} == {"precious", "callbacks-001.html"}
    assert (outside / "callbacks-001.html").read_text() == "untouched"
    assert (outside / "precious").read_text() == "untouched"
    assert not (inside / "Ana").is_symlink()
    assert (inside / "Ana" / "callbacks.html").is_file()


@pytest.mark.parametrize("name", ["results.jsonl", ".lock"])
def test_a_link_in_place_of_the_record_is_refused(name: str, tmp_path) -> None:
    target = tmp_path / "precious"
    target.write_text("untouched")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / name).symlink_to(target)
    with pytest.raises(ReportError, match="it is a link, which is not followed"):
        ReportFolder(tmp_path / "reports")
    assert target.read_text() == "untouched"


@pytest.mark.parametrize("below", ["file", "file/reports"])
def test_a_file_in_the_way_is_one_sentence(below: str, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(
        ReportError, match="cannot be used as a report folder: a file is where a folder must be"
    ):
        ReportFolder(tmp_path / below)


def test_a_file_where_a_learner_s_folder_goes_is_one_sentence(tmp_path, make_check, make_result) -> None:
    (tmp_path / "Ana").write_text("")
    with (
        ReportFolder(tmp_path) as folder,
        pytest.raises(ReportError, match="Ana cannot be written: a file is"),
    ):
        folder.finish([make_result(make_check())])


def test_a_read_only_disk_is_one_sentence(tmp_path, monkeypatch) -> None:
    def refuse(self: Path, *args: object, **kwargs: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ReportError, match=r"the disk is read-only; choose another folder with --out\.$"):
        ReportFolder(tmp_path / "reports")


def test_a_full_disk_is_one_sentence_and_keeps_what_was_recorded(
    tmp_path, monkeypatch, make_check, make_result
) -> None:
    result = make_result(make_check())
    write = os.write

    def nearly_full(descriptor: int, data: bytes) -> int:
        if len(data) > 100:
            return write(descriptor, data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    with ReportFolder(tmp_path) as folder:
        folder.append(result, "one")
        before = (tmp_path / "results.jsonl").read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", nearly_full)
            with pytest.raises(
                ReportError, match="the disk is full; free some space and run again with --resume"
            ):
                folder.append(result, "two")
        assert (tmp_path / "results.jsonl").read_bytes() == before
        assert set(folder.completed()) == {"one"}
        folder.append(result, "two")
    with ReportFolder(tmp_path) as folder:
        assert set(folder.completed()) == {"one", "two"}
