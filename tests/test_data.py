"""The embedded data are what ``data/README.md`` says they are."""

import hashlib
import re
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[1] / "data"
FASHION_MNIST = DATA / "keras" / "datasets" / "fashion-mnist"
NAMED = dict(
    reversed(line)
    for line in re.findall(r"^([0-9a-f]{64})  (\S+)$", (DATA / "README.md").read_text(), re.MULTILINE)
)


def test_every_data_file_is_named_with_its_hash():
    assert set(NAMED) == {path.name for path in FASHION_MNIST.glob("*.gz")}


@pytest.mark.parametrize("name", sorted(NAMED))
def test_a_data_file_is_unchanged(name):
    assert hashlib.sha256((FASHION_MNIST / name).read_bytes()).hexdigest() == NAMED[name]


def test_the_licence_lies_beside_the_data():
    assert "Zalando SE" in (FASHION_MNIST / "LICENSE").read_text()


def test_no_file_is_too_large_to_be_committed():
    assert all(path.stat().st_size < 30_000_000 for path in DATA.rglob("*") if path.is_file())
