"""How pytest-xdist hands out the checks of a class."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling


class BySubmission(LoadScopeScheduling):
    """Keeps the checks of one submission in one worker, in their order."""

    def _split_scope(self, nodeid: str) -> str:
        """Return what the items of one submission share: the suite's file and the learner in brackets."""
        path, _, item = nodeid.partition("::")
        return path + item[item.find("[") :]
