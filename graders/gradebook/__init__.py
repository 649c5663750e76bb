"""Every attempt of a class and what came of it, in a database: SQLite by default, PostgreSQL by URL.

What was handed in and graded is only ever added to; grades are computed from it, the exercise's rules and what
people decided. Each change is a line of history. Start with :class:`~graders.gradebook.database.Gradebook`.
"""

from graders.gradebook.address import GradebookError
from graders.gradebook.database import Gradebook
from graders.gradebook.grades import Grade, grades

__all__ = ["Grade", "Gradebook", "GradebookError", "grades"]
