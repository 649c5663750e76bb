"""Reports: pure functions from results, one module a format.

``terminal`` for people at a terminal, ``jsonl``, ``table`` (CSV), ``junit`` and
``gradescope`` for programs, ``lms`` for the gradebooks of Canvas and Moodle,
``html`` for people with a browser. ``write`` is the only module that writes;
``roster`` reads the class list.
"""
