"""Candidates: the declarations that a file holds, each with the rows it came from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from register.declarations.forms import DeclarationForm, read_declaration
from register.declarations.importing.problems import Finding, finding, shown
from register.employers.numbers import normal_cvr
from standards.facts.problems import FactsError, Problem


@dataclass
class Candidate:
    """One declaration of a file: its document, the rows it stands on, and what was found wrong on them.

    ``room_rows`` has the row of each room. ``headers`` gives the header of a path as the file writes it, ``given_on``
    the row that gave a path its value; both are empty for JSON, where paths are what the file writes.
    """

    document: dict[str, Any]
    rows: list[int]
    room_rows: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    given_on: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unread: set[tuple[int, str]] = field(default_factory=set)
    form: DeclarationForm | None = None

    def read(self, data_path: Path, *, names_asked: bool = False) -> None:
        """Read the document; what is wrong with it joins the findings."""
        try:
            form = read_declaration(self.document, data_path=data_path, names_asked=names_asked)
        except FactsError as refused:
            self.findings += [found for problem in refused.problems if (found := self._located(problem)) is not None]
        else:
            self.form = None if self.findings else form

    def _located(self, problem: Problem) -> Finding | None:
        """The problem where the file has it; None when the cell was already refused for being unreadable."""
        row, path = self.place_of(problem.path)
        if (row, path) in self.unread:
            return None
        return finding(row, self.headers.get(path, path), problem.value, problem.code, problem.message)

    def place_of(self, path: str) -> tuple[int, str]:
        """Row and column path of a path in the document (``rooms[2].residents`` stands on the third room's row)."""
        if not self.headers:
            return self.rows[0], path
        if path.startswith("rooms["):
            number, _, key = path.removeprefix("rooms[").partition("]")
            return self.room_rows[int(number)], f"room{key}"
        path = path.partition("[")[0]  # a list such as ``occupancy[1].from_on`` stands in one cell
        return self.given_on.get(path, self.rows[0]), path

    @property
    def employer(self) -> tuple[str, str]:
        """What names the employer, and how a report calls it; also when the document is wrong."""
        if self.form is not None:
            given = self.form.employer
            number = given.cvr_number or given.foreign_number or ""
            return number, f"{given.name} ({number})"
        part = self.document.get("employer")
        values = part if isinstance(part, dict) else {}
        cvr, name = str(values.get("cvr_number") or ""), str(values.get("name") or "")
        number = normal_cvr(cvr) or cvr or str(values.get("foreign_number") or "")
        return number or name, f"{shown(name) or '?'} ({shown(number) or '?'})"


def listed(documents: Iterator[tuple[int, Any]], advance: Callable[[int], None]) -> list[Candidate]:
    """Candidates of a list of documents; one that is no object becomes an empty document, refused for what it lacks."""
    found = []
    for number, document in documents:
        found.append(Candidate(document if isinstance(document, dict) else {"document": document}, [number]))
        advance(number)
    return found
