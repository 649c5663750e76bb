"""Feeds arrays to ``model.fit`` without a ``tf.data`` pipeline, whose set-up takes longer than a small model's epoch.

Keras builds two pipelines an epoch, at 20 milliseconds each, and uses one of them. Where the data are arrays that lie
in memory and divide into equal batches, and no order is to be drawn, the batches are cut here instead: the same rows
with the same types, all of them once an epoch, and so the same numbers bit for bit. Nor does an order matter where one
batch holds all rows: the numbers are the same up to rounding then. Everything else goes Keras' own way.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np


def install(keras: Any) -> None:
    """Change how ``fit``, ``evaluate`` and ``predict`` of every model of this process iterate over arrays.

    Args:
        keras: the module, already imported, with TensorFlow as its backend.
    """
    trainer: Any = sys.modules["keras.src.backend.tensorflow.trainer"]
    adapters: Any = sys.modules["keras.src.trainers.data_adapters.array_data_adapter"]
    original: Any = trainer.TFEpochIterator

    class EpochIterator(original):
        """Keras' iterator, which asks the data adapter for a data set and gets batches where that will do."""

        @property
        def data_adapter(self) -> Any:
            return self._data_adapter

        @data_adapter.setter
        def data_adapter(self, adapter: Any) -> None:
            self._data_adapter = adapter
            usual = self.steps_per_epoch is None and self.steps_per_execution == 1
            if usual and type(adapter) is adapters.ArrayDataAdapter and _in_order(adapter):
                batches = _batches_of(adapter, keras)
                if batches is not None:
                    adapter.get_tf_dataset = lambda: batches

    trainer.TFEpochIterator = EpochIterator


class Batches:
    """The batches of some arrays; each iteration that is begun is an epoch.

    Args:
        arrays: tensors of equal length, nested as a model takes them.
        size: rows a batch.
        keras: the module.
    """

    def __init__(self, arrays: Any, size: int, keras: Any) -> None:
        self._arrays = arrays
        self._size = size
        self._tree = keras.tree
        self._tensorflow = sys.modules["tensorflow"]

    def __iter__(self) -> Epoch:
        return Epoch(self._run(), self._tree.map_structure(self._spec, self._arrays))

    def _spec(self, array: Any) -> Any:
        return self._tensorflow.TensorSpec((self._size, *array.shape[1:]), array.dtype)

    def _run(self) -> Iterator[Any]:
        rows = len(self._tree.flatten(self._arrays)[0])
        for start in range(0, rows, self._size):
            yield self._tree.map_structure(lambda each, at=start: each[at : at + self._size], self._arrays)


class Epoch:
    """One pass over the batches.

    Args:
        batches: not begun yet.
        element_spec: shapes and types of a batch.
    """

    def __init__(self, batches: Iterator[Any], element_spec: Any) -> None:
        self._batches = batches
        self.element_spec = element_spec

    def __iter__(self) -> Epoch:
        return self

    def __next__(self) -> Any:
        return next(self._batches)


def _in_order(adapter: Any) -> bool:
    """Whether the rows come in the order in which they lie, or all at once.

    All batches must be equally long: with a shorter last one TensorFlow would trace the step again.
    """
    rows, size = adapter._num_samples, adapter._batch_size
    return 0 < rows <= size or (rows % size == 0 and adapter._shuffle is False)


def _batches_of(adapter: Any, keras: Any) -> Batches | None:
    tensorflow = sys.modules["tensorflow"]
    slicing = sys.modules["keras.src.trainers.data_adapters.array_slicing"]
    sliceable = slicing.convert_to_sliceable(adapter._inputs, target_backend="tensorflow")
    arrays = keras.tree.lists_to_tuples(sliceable)
    leaves = keras.tree.flatten(arrays)
    plain = all(isinstance(each, tensorflow.Tensor | np.ndarray) for each in leaves)
    if not plain or adapter._shuffle not in (True, False) or tensorflow.distribute.has_strategy():
        return None
    arrays = keras.tree.map_structure(tensorflow.convert_to_tensor, arrays)
    size = min(adapter._batch_size, adapter._num_samples)
    return Batches(arrays, size, keras)
