"""Runs learner code in confined processes and asks it questions in plain data.

::

    with ForkServer() as server, Child(server.address) as child:
        child.ask("load", source="def double(x):\\n    return 2 * x\\n", filename="double.py")
        child.ask("call", function="double", args=[21])  # 42
"""

from graders.layers import ALL_LAYERS, REQUIRED_LAYERS, is_confined, missing_layers
from graders.sandbox.client import Child
from graders.sandbox.errors import (
    ChildDied,
    ChildFailure,
    Frame,
    LearnerError,
    OutOfMemory,
    ProtocolError,
    SandboxError,
    TimedOut,
)
from graders.sandbox.forkserver import ForkServer
from graders.sandbox.limits import Limits
from graders.sandbox.wire import Opaque

__all__ = [
    "ALL_LAYERS",
    "REQUIRED_LAYERS",
    "Child",
    "ChildDied",
    "ChildFailure",
    "ForkServer",
    "Frame",
    "LearnerError",
    "Limits",
    "Opaque",
    "OutOfMemory",
    "ProtocolError",
    "SandboxError",
    "TimedOut",
    "is_confined",
    "missing_layers",
]
