"""Answers what this worker runs on."""

from __future__ import annotations

import json
import os
import platform
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import keras
import numpy as np
import psutil
import tensorflow as tf

from dashboard.experiments.environment import FILE, Environment


def answer_environment(folder: Path, _question: Mapping[str, Any]) -> str:
    """Write down versions, devices and threads.

    Args:
        folder: where the answer is kept; made if it is not there.
        _question: has nothing more to say.

    Returns:
        The name of the file in the folder.

    Raises:
        OSError: if it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{FILE}.{os.getpid()}.part"
    draft.write_text(json.dumps(environment().to_json()), encoding="utf-8")
    draft.replace(folder / FILE)
    return FILE


def environment() -> Environment:
    """Return what this process runs on."""
    return Environment(
        python=platform.python_version(),
        tensorflow=tf.__version__,
        keras=keras.__version__,
        backend=keras.backend.backend(),
        numpy=np.__version__,
        streamlit=version("streamlit"),
        devices=Counter(device.device_type for device in tf.config.list_physical_devices()),
        cores=_cores(),
        intra_op_threads=tf.config.threading.get_intra_op_parallelism_threads(),
        inter_op_threads=tf.config.threading.get_inter_op_parallelism_threads(),
    )


def _cores() -> int:
    process = psutil.Process()
    if hasattr(process, "cpu_affinity"):  # not on macOS
        return len(process.cpu_affinity())
    return psutil.cpu_count() or 1
