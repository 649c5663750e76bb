"""Where the embedded data lie, and what is said when a file of them cannot be read."""

from __future__ import annotations

from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]
REMEDY = "Restore the folder data/ from the project's repository and try again."


class DatasetError(RuntimeError):
    """A data file is missing or damaged; the message names the file and the remedy."""


def data_folder() -> Path:
    """Return the folder of the embedded data sets."""
    return PROJECT_ROOT / "data"


def missing(path: Path) -> DatasetError:
    """Return the error for a file that is not there."""
    return DatasetError(f"The data file {path} is missing. {REMEDY}")


def unreadable(path: Path, error: Exception) -> DatasetError:
    """Return the error for a file that its format's reader refuses."""
    return DatasetError(f"The data file {path} cannot be read ({error}). {REMEDY}")
