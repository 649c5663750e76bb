"""Stand-ins for packages that draw, show progress or belong to a notebook service, where they are not installed.

Learners plot inside the functions that are graded. What is drawn is nobody's business here, so a call to such a
package does nothing instead of failing. A package that is installed is never replaced.
"""

from __future__ import annotations

import builtins
import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

PACKAGES = frozenset({"matplotlib", "mpl_toolkits", "seaborn", "IPython", "google", "tqdm", "ipywidgets"})
_PAIRS = 2


class Silent:
    """Takes every call, index, attribute and operation, and gives itself back."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __call__(self, *_: Any, **__: Any) -> Silent:  # noqa: D102 - the class says it
        return self

    def __getattr__(self, name: str) -> Silent:
        if name.startswith("__"):  # Python's own protocols: what is not written here is not supported
            raise AttributeError(name)
        return self

    def __getitem__(self, _: Any) -> Silent:
        return self

    def __setitem__(self, *_: Any) -> None:
        pass

    def __iter__(self) -> Iterator[Silent]:
        return iter([self] * _PAIRS)  # figure, axes = plt.subplots()

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __array__(self, *_: Any, **__: Any) -> np.ndarray:  # or NumPy looks for a sequence's end
        return np.empty(0)

    def __float__(self) -> float:
        return 0.0

    def __int__(self) -> int:
        return 0

    def _operate(self, *_: Any) -> Silent:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __neg__ = (
        _operate
    )

    def __repr__(self) -> str:
        return "<nothing: plots and notebook displays are left out while grading>"


_SILENT = Silent()


class _Package(types.ModuleType):
    """A module whose every name is :class:`Silent`, but for those that hand their argument through."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in ("tqdm", "trange", "tnrange", "tqdm_notebook"):
            return _numbers if name.endswith("range") else _through
        if name == "subplots":
            return _subplots
        if name == "hist":  # counts, edges, patches
            return lambda *_, **__: (_SILENT, _SILENT, _SILENT)
        if name == "upload":  # google.colab.files: the files that were chosen, by name
            return dict
        return _SILENT


def _subplots(nrows: int = 1, ncols: int = 1, *_: Any, **__: Any) -> tuple[Silent, Any]:
    """Return a figure and its axes, of the shape that matplotlib gives them."""
    axes = np.empty((nrows, ncols), dtype=object)
    for place in np.ndindex(axes.shape):
        axes[place] = _SILENT
    return _SILENT, axes.squeeze() if axes.size > 1 else _SILENT


def _through(items: Iterable[Any] = (), *_: Any, **__: Any) -> Any:
    return _Progress(items)


def _numbers(*limits: int, **_: Any) -> Any:
    return _Progress(range(*limits))


class _Progress(Silent):
    """A progress bar: iterates over what it was given."""

    def __init__(self, items: Iterable[Any]) -> None:
        super().__init__()
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)  # type: ignore[arg-type]


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        top, _, rest = fullname.partition(".")
        # "google" itself holds protobuf; only its Colab part is a notebook's.
        wanted = top in PACKAGES and (top != "google" or rest.partition(".")[0] == "colab")
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True) if wanted else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Package(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def install() -> None:
    """Let the stand-ins answer, after every real package, and give exported notebooks their ``get_ipython()``."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())
    if not hasattr(builtins, "get_ipython"):
        builtins.get_ipython = lambda: _SILENT  # type: ignore[attr-defined]
