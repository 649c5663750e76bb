"""Streamlit's own front end, served from memory and compressed: a first visit asks for some sixty files.

Streamlit looks each file up on disk in a thread and sends it as it is, which is most of the wait of a first visit.
Here a file is read and compressed once. The start page also tells the browser where the server is; else a page with
an address of its own, such as ``/lesson-hands-on-vision``, first asks for a server below that address.
Whatever is not found here is answered by Streamlit itself.
"""

from __future__ import annotations

import gzip
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import anyio.to_thread
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

_PAGE = re.compile(r"/(home|glossary|project|lesson-[a-z0-9-]+|exercise-[a-z0-9-]+)?")
_NAMED_IN_PAGE = re.compile(r'(?:href|src)="\./(static/[^"]+)"')
# One that is larger is asked for by few pages: Streamlit streams it from disk.
_LARGEST = 2_000_000
_COMPRESSED = {".js", ".css", ".html", ".json", ".svg"}
_BEFORE = '<script type="module"'
_WHERE = "<script>window.__streamlit = { BACKEND_BASE_URL: window.location.origin + '/' }</script>"
_HASHED_NAME = b"public, immutable, max-age=31536000"


def middleware() -> list[Middleware]:
    """Return the middleware of the app."""
    return [Middleware(FrontEnd)]


@dataclass(frozen=True)
class _File:
    """An answer that is ready to be sent.

    Args:
        kept: the file as it is kept in memory.
        packed: whether that is with gzip.
        kind: its content type.
        cache: how long a browser may keep it.
    """

    kept: bytes
    packed: bool
    kind: bytes
    cache: bytes

    @classmethod
    def of(cls, body: bytes, name: str, cache: bytes) -> _File:
        kind = (mimetypes.guess_type(name)[0] or "application/octet-stream").encode()
        packed = gzip.compress(body, 6, mtime=0) if Path(name).suffix in _COMPRESSED else body
        if len(packed) < len(body):
            return cls(packed, True, kind, cache)
        return cls(body, False, kind, cache)

    @property
    def body(self) -> bytes:
        """The file as it is on disk."""
        return gzip.decompress(self.kept) if self.packed else self.kept


class FrontEnd:
    """Answers for the front end's files, and leaves all else to the app.

    Args:
        app: the rest of the server.
        folder: where ``index.html`` and ``static/`` lie; Streamlit's own by default.
    """

    def __init__(self, app: ASGIApp, folder: Path | None = None) -> None:
        self._app = app
        self._folder = folder or Path(file_util.get_static_dir())
        self._kept: dict[str, _File] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await anyio.to_thread.run_sync(self.load_first)
        elif scope["type"] == "http" and scope["method"] == "GET" and not scope.get("root_path"):
            file = await self._find(scope["path"])
            if file is not None:
                await _answer(file, scope, send)
                return
        await self._app(scope, receive, send)

    def load_first(self) -> None:
        """Read and compress what every first visit asks for."""
        start = self._start_page
        for name in _NAMED_IN_PAGE.findall(start.body.decode() if start else ""):
            self._load(f"/{name}")

    @cached_property
    def _names(self) -> dict[str, Path]:
        """The files there are; a request is looked up here and nowhere else."""
        return {f"/{path.relative_to(self._folder).as_posix()}": path for path in self._walk()}

    @cached_property
    def _start_page(self) -> _File | None:
        try:
            text = (self._folder / "index.html").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        if text.count(_BEFORE) != 1:
            return None
        return _File.of(text.replace(_BEFORE, _WHERE + _BEFORE).encode(), "index.html", b"no-cache")

    def _walk(self) -> Iterator[Path]:
        for path in (self._folder / "static").rglob("*"):
            if path.is_file() and path.stat().st_size <= _LARGEST:
                yield path

    async def _find(self, path: str) -> _File | None:
        if _PAGE.fullmatch(path):
            return self._start_page
        if path in self._kept:
            return self._kept[path]
        return await anyio.to_thread.run_sync(self._load, path) if path in self._names else None

    def _load(self, path: str) -> _File | None:
        try:
            body = self._names[path].read_bytes()
        except (KeyError, OSError):
            return None
        return self._kept.setdefault(path, _File.of(body, path, _HASHED_NAME))


async def _answer(file: _File, scope: Scope, send: Send) -> None:
    accepted = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
    packed = file.packed and b"gzip" in accepted
    body = file.kept if packed else file.body  # every browser takes gzip
    headers = [
        (b"content-type", file.kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", file.cache),
        (b"vary", b"Accept-Encoding"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if packed:
        headers.append((b"content-encoding", b"gzip"))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
