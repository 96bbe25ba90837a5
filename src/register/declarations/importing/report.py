"""The report of an import: every refused row with reason and remedy, remarks, totals per employer."""

import csv
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TextIO
from uuid import UUID

from husly.kit.spreadsheet import defused
from register.declarations.importing.problems import Finding
from standards.text import Language, Text


class Outcome(StrEnum):
    """What becomes of one declaration of a file."""

    NEW = "new"
    NEW_VERSION = "new_version"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


OUTCOME_LABELS = {
    Outcome.NEW: Text("nye", "new"),
    Outcome.NEW_VERSION: Text("nye versioner", "new versions"),
    Outcome.UNCHANGED: Text("uændrede", "unchanged"),
    Outcome.REFUSED: Text("afvist", "refused"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: a finding with the employer it concerns; a remark does not stop anything."""

    finding: Finding
    employer: str
    is_remark: bool = False


@dataclass
class Report:
    """What an import did, or would do: the same for a dry run."""

    rows: int = 0
    lines: list[Line] = field(default_factory=list)
    employers: dict[str, Counter[Outcome]] = field(default_factory=dict)
    changed: list[UUID] = field(default_factory=list)
    """The accommodations that got a further version."""

    def count(self, employer: str, outcome: Outcome) -> None:
        """Count one declaration of an employer."""
        self.employers.setdefault(employer, Counter())[outcome] += 1

    @property
    def totals(self) -> Counter[Outcome]:
        """Declarations by outcome, all employers together."""
        return sum(self.employers.values(), Counter())

    @property
    def refused(self) -> list[Line]:
        """Lines that stop rows."""
        return [line for line in self.lines if not line.is_remark]

    @property
    def remarks(self) -> list[Line]:
        """Lines that stop nothing."""
        return [line for line in self.lines if line.is_remark]

    def sort(self) -> None:
        """Put the lines in the order of the file's rows."""
        self.lines.sort(key=lambda line: line.finding.row)


HEADINGS = {
    "da": ("Række", "Kolonne", "Værdi", "Art", "Årsag", "Hvad gør du", "Arbejdsgiver"),
    "en": ("Row", "Column", "Value", "Kind", "Reason", "What to do", "Employer"),
}
KINDS = {False: Text("afvist", "refused"), True: Text("bemærkning", "remark")}


def cells_of(line: Line, language: Language) -> tuple[str, ...]:
    """A line as the cells of a table, under ``HEADINGS``."""
    found = line.finding
    texts = (KINDS[line.is_remark], found.reason, found.remedy)
    kind, reason, remedy = (text.in_language(language) for text in texts)
    return str(found.row), found.column, found.value, kind, reason, remedy, line.employer


def write_report(report: Report, file: TextIO, language: Language) -> None:
    """Write every line as CSV for a Danish spreadsheet; a cell never becomes a formula there."""
    writer = csv.writer(file, delimiter=";")
    writer.writerow(HEADINGS[language])
    for line in report.lines:
        writer.writerow(defused(cells_of(line, language)))


def totals_of(counts: Counter[Outcome], language: Language) -> str:
    """Counts as a phrase: 3 new, 0 new versions, 1 unchanged, 2 refused."""
    return ", ".join(f"{counts[outcome]} {label.in_language(language)}" for outcome, label in OUTCOME_LABELS.items())
