"""What the page for declaration files shows: a report before and after the import."""

from dataclasses import dataclass

from husly.kit.i18n import gettext as _
from husly.kit.i18n import language, ngettext
from register.declarations.importing.problems import UnusableFileError
from register.declarations.importing.report import HEADINGS, Outcome, Report, cells_of
from standards.text import Language

SHOWN_LINES = 200


def spoken() -> Language:
    """The language of the moment, as reports know it."""
    return "en" if language() == "en" else "da"


@dataclass(frozen=True)
class ReportShown:
    """A report of a checked or imported file, or the reason why there is none.

    ``is_long``: the file is kept for the worker, so that nobody sends it again.
    """

    file_name: str
    digest: str
    report: Report | None = None
    problem: UnusableFileError | None = None
    is_done: bool = False
    is_other_file: bool = False
    is_partial: bool = False
    is_long: bool = False

    @property
    def failure(self) -> str:
        """Why the file cannot be used, or nothing."""
        return "" if self.problem is None else self.problem.text.in_language(spoken())

    @property
    def headings(self) -> tuple[str, ...]:
        """Headings of the table of lines."""
        return HEADINGS[spoken()]

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """The first lines of the report: what stops rows before what is only remarked."""
        if self.report is None:
            return []
        return [cells_of(line, spoken()) for line in (self.report.refused + self.report.remarks)[:SHOWN_LINES]]

    @property
    def more(self) -> str:
        """How many lines are not shown."""
        left = 0 if self.report is None else len(self.report.lines) - SHOWN_LINES
        if left <= 0:
            return ""
        return ngettext("%(num)s more line is not shown.", "%(num)s more lines are not shown.", left)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Declarations by what becomes of them."""
        totals = {} if self.report is None else self.report.totals
        labels = (
            (Outcome.NEW, _("New declarations")),
            (Outcome.NEW_VERSION, _("New versions of declarations")),
            (Outcome.UNCHANGED, _("Unchanged declarations")),
            (Outcome.REFUSED, _("Refused declarations")),
        )
        return [(label, totals.get(outcome, 0)) for outcome, label in labels]

    @property
    def may_be_imported(self) -> bool:
        """Whether anything would be taken."""
        if self.report is None or self.is_done:
            return False
        return bool(self.report.totals[Outcome.NEW] + self.report.totals[Outcome.NEW_VERSION])

    @property
    def some_refused(self) -> bool:
        """Whether anything was refused."""
        return self.report is not None and bool(self.report.totals[Outcome.REFUSED])
