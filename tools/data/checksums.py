"""Writes data/SHA256SUMS, in the format of ``sha256sum --check``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

FILE = "SHA256SUMS"


def write(data: Path) -> None:
    """Write the checksums of all files in ``data``, except README.md and the pictures that manifests name."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(data).as_posix()}\n"
        for path in sorted(named(data))
    ]
    (data / FILE).write_text("".join(lines), encoding="utf-8")


def named(data: Path) -> Iterator[Path]:
    """Give the files whose checksums are written."""
    for path in data.rglob("*"):
        in_manifest = path.suffix == ".jpg" and data / "scenes" in path.parents
        if path.is_file() and not in_manifest and path.name not in {FILE, "README.md", "keras.json"}:
            yield path
