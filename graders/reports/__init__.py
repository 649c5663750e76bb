"""Reports: pure functions from results, one module a format.

``terminal`` for people at a terminal, ``jsonl``, ``table`` (CSV), ``junit`` and
``gradescope`` for programs, ``html`` for people with a browser. ``write`` is
the only module that touches the disk.
"""
