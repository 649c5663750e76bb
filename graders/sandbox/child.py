"""What runs in the learner process: reads questions, runs learner code, answers with plain data.

Everything here shares a process with learner code, so nothing it says is trusted. The names bound at import only
keep *innocent* code, such as a learner's own function called ``open``, from breaking the answers.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import random
import sys
import types
from collections.abc import Callable
from os import read as _read
from os import write as _write
from pathlib import Path
from typing import Any

import numpy as np

from graders.sandbox import encoding, loader, wire
from graders.sandbox.error_text import plain_message

_QUESTION_BYTES = 2**30
_PIECE = 2**18
_MAX_FRAMES = 50
_MAX_MESSAGE = 4_000
_MAX_RAW_MESSAGE = 1_000_000


class NoSuchFunctionError(Exception):
    """A question names a function that does not exist."""


class UnknownQuestionError(Exception):
    """A question of a kind that this program does not know: a fault of ours."""


def serve(descriptor: int, work: Path) -> None:
    """Answer questions from ``descriptor`` until it ends.

    Args:
        descriptor: a connected stream socket.
        work: the work folder, which is the current folder.
    """
    _renew_standard_streams()
    session = Session(work)
    while (frame := _read_frame(descriptor)) is not None:
        question = wire.decode(frame)
        kind, payload = session.answer(question.kind, question.payload)
        _flush_standard_streams()
        _write_all(descriptor, _frame(question.id, kind, payload))


class Session:
    """One submission, loaded, and the probes beside it.

    Args:
        work: the folder for the learner's files.
    """

    def __init__(self, work: Path) -> None:
        self._work = work
        self._submission: types.ModuleType = types.ModuleType("submission")
        self._probes: dict[str, types.ModuleType] = {}
        self._learner_files: dict[str, str] = {}

    def answer(self, kind: str, fields: dict[str, Any]) -> tuple[str, Any]:
        """Return the answer's kind (``answer``, ``raised``, ``memory`` or ``fault``) and its payload."""
        questions: dict[str, Callable[..., Any]] = {
            "files": self.files,
            "load": self.load,
            "probe": self.probe,
            "run": self.run,
            "call": self.call,
        }
        try:
            if kind not in questions:
                raise UnknownQuestionError(f"unknown kind of question: {kind}")
            return "answer", encoding.plain(questions[kind](**fields))
        except (UnknownQuestionError, encoding.TooLargeError) as error:
            return "fault" if isinstance(error, UnknownQuestionError) else "unencodable", str(error)
        except BaseException as error:
            if isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError":
                return "memory", None
            return "raised", self._describe(error)

    def files(self, files: dict[str, Any], links: dict[str, str] | None = None) -> None:
        """Lay out what the exercise gives to its learners, before their code is loaded.

        Args:
            files: bytes, as uint8 arrays, by path below the work folder.
            links: folders below the work folder, by the name under which they also appear *beside* it, which is
                in ``/tmp`` where the mount layer holds.
        """
        for name, content in files.items():
            path = self._work / _below(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(np.asarray(content, np.uint8).tobytes())
        for name, folder in (links or {}).items():
            (self._work.parent / _below(name).name).symlink_to(self._work / _below(folder))

    def load(
        self,
        source: str,
        filename: str,
        mode: str = "full",
        statement_seconds: float = 10.0,
        helpers: dict[str, str] | None = None,
        seed: int = 0,
        wanted: list[str] | None = None,
        lenient: bool = False,
    ) -> dict[str, Any]:
        """Run the learner's file; see :func:`graders.sandbox.loader.run`."""
        _set_seeds(seed)
        for name, text in (helpers or {}).items():
            self._write(name, text)
        path = self._write(filename, source)
        try:
            loaded = loader.run(
                source,
                path,
                definitions_only=mode == "definitions",
                seconds=statement_seconds,
                wanted=wanted or (),
                lenient=lenient,
            )
        except loader.SourceError as problem:
            return {
                "syntax_error": problem.to_json(),
                "notes": [],
                "definitions": {},
                "names": [],
                "missing": {},
            }
        self._submission = loaded.module
        return {
            "syntax_error": None,
            "notes": list(loaded.notes),
            "definitions": loaded.definitions,
            "names": loaded.names,
            "missing": loaded.missing,
        }

    def probe(self, source: str, name: str = "probe") -> None:
        """Run our own code once as the module ``name``; it sees the learner's module as ``submission``."""
        module = types.ModuleType(name)
        filename = f"<{name}>"
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        vars(module).update(submission=self._submission, __file__=filename)
        sys.modules[name] = module
        exec(compile(source, filename, "exec", dont_inherit=True), vars(module))
        self._probes[name] = module

    def run(self, function: str, kwargs: dict[str, Any] | None = None, probe: str = "probe") -> Any:
        """Call a function of a probe."""
        if probe not in self._probes or not hasattr(self._probes[probe], function):
            raise UnknownQuestionError(f"no probe function {probe}.{function}")
        return getattr(self._probes[probe], function)(**(kwargs or {}))

    def call(self, function: str, args: list[Any] | None = None, kwargs: dict[str, Any] | None = None) -> Any:
        """Call a top-level function of the submission."""
        if not hasattr(self._submission, function):
            raise NoSuchFunctionError(f"the file defines no {function}")
        return getattr(self._submission, function)(*(args or []), **(kwargs or {}))

    def _write(self, name: str, text: str) -> Path:
        safe = Path(name).name.replace("\0", "")[:100]
        path = self._work / (safe if safe not in ("", ".", "..") else "submission.py")
        self._learner_files[str(path)] = path.name
        with contextlib.suppress(OSError):  # a full disk: the file still runs from its text
            path.write_text(text, encoding="utf-8", errors="surrogatepass")
        return path

    def _describe(self, error: BaseException) -> dict[str, Any]:
        frames = []
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            if code.co_filename in self._learner_files:
                frames.append(
                    {
                        "filename": self._learner_files[code.co_filename],
                        "line": trace.tb_lineno,
                        "function": code.co_qualname[:200],
                        "text": linecache.getline(code.co_filename, trace.tb_lineno or 0).strip()[:300],
                    }
                )
            trace = trace.tb_next
        notes = getattr(error, "__notes__", None)
        return {
            "type": type(error).__name__[:200],
            "message": _message(error),
            "frames": frames[-_MAX_FRAMES:],
            "notes": [str(note)[:_MAX_MESSAGE] for note in notes[:10]] if isinstance(notes, list) else [],
            "in_probe": not frames,
        }


def _below(name: str) -> Path:
    """Return ``name`` as a relative path that cannot lead out of the folder it is joined to."""
    path = Path(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\0" in name:
        raise UnknownQuestionError(f"not a path below the work folder: {name!r}")
    return path


def _message(error: BaseException) -> str:
    try:
        # A graph's error comes with a trace of megabytes at worst; what was wrong stands at its end.
        return plain_message(str.__str__(str(error))[:_MAX_RAW_MESSAGE])[:_MAX_MESSAGE]
    except Exception:
        return ""


def _frame(number: int, kind: str, payload: Any) -> bytes:
    try:
        return wire.encode(wire.Message(number, kind, payload))
    except MemoryError:
        return wire.encode(wire.Message(number, "memory", None))
    except (TypeError, ValueError) as error:
        return wire.encode(wire.Message(number, "unencodable", str(error)[:_MAX_MESSAGE]))


def _set_seeds(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed % 2**32)
    if "tensorflow" in sys.modules:
        sys.modules["tensorflow"].keras.utils.set_random_seed(seed % 2**32)


def _renew_standard_streams() -> None:
    # Lines, so that what was printed before a crash is seen; never an error over a character.
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        binary = io.BufferedWriter(io.FileIO(descriptor, "w", closefd=False))
        stream = io.TextIOWrapper(binary, encoding="utf-8", errors="backslashreplace", line_buffering=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.__stdin__ = sys.stdin  # type: ignore[misc]


def _flush_standard_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()


def _read_frame(descriptor: int) -> bytearray | None:
    """Return the next whole frame, or None at the end."""
    buffer = bytearray()
    length: int | None = None
    while length is None or len(buffer) < length:
        wanted = wire.PREFIX.size - len(buffer) if length is None else length - len(buffer)
        piece = _read(descriptor, min(wanted, _PIECE))
        if not piece:
            return None
        buffer += piece
        if length is None:
            length = wire.frame_length(buffer, _QUESTION_BYTES)
    return buffer


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[_write(descriptor, rest) :]
