"""What is wrong with a facts document: where it is, what was found there, and what to do."""

from dataclasses import dataclass
from typing import Any

from standards.text import Language, Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct.

    `path` is written as in the document: `dwelling.area_m2`, `rooms[2].residents`.
    """

    path: str
    value: Any
    code: str
    message: Text

    def sentence(self, language: Language = "en") -> str:
        """Return the problem as one line: path, value, what to do."""
        return f"{self.path} = {_shown(self.value)}: {self.message.in_language(language)}"


class FactsError(ValueError):
    """A facts document cannot be used; `problems` holds every reason, not only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problem.sentence() for problem in problems))


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
