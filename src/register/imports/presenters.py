"""What the page of a long file shows: how far it is, then its report."""

from dataclasses import dataclass

from husly.kit.i18n import format_number
from husly.kit.i18n import gettext as _
from register.declarations.importing.report import Report
from register.declarations.upload_presenters import ReportShown, spoken
from register.imports.models import ImportJob, ImportState


@dataclass(frozen=True)
class ImportPage:
    """One long file."""

    job: ImportJob
    report: Report | None = None

    @property
    def href(self) -> str:
        """Its page."""
        return f"/imports/{self.job.id}"

    @property
    def is_waiting(self) -> bool:
        """Whether a worker has something to do with it."""
        return self.job.state in (ImportState.CHECKING, ImportState.IMPORTING)

    @property
    def heading(self) -> str:
        """What happens with it now."""
        job = self.job
        if job.held_until is None and self.is_waiting:
            return _("The file waits for its turn")
        return {
            ImportState.CHECKING: _("The file is being checked"),
            ImportState.CHECKED: _("The file is checked"),
            ImportState.IMPORTING: _("The file is being imported"),
            ImportState.IMPORTED: _("The file is imported"),
            ImportState.FAILED: _("The file cannot be used"),
        }[job.state]

    @property
    def progress(self) -> str:
        """How many rows are done, of how many."""
        done, rows = (format_number(count, 0) for count in (self.job.rows_done, self.most))
        return _("%(done)s of %(rows)s rows", done=done, rows=rows)

    @property
    def most(self) -> int:
        """The rows there are; counted roughly before the file is opened."""
        return max(self.job.row_count, self.job.rows_done)

    @property
    def failure(self) -> str:
        """Why it cannot be used."""
        return self.job.failure_da if spoken() == "da" else self.job.failure_en

    @property
    def shown(self) -> ReportShown | None:
        """The report, as the page of short files shows it."""
        if self.report is None:
            return None
        is_done = self.job.state is ImportState.IMPORTED
        return ReportShown(self.job.file_name, self.job.sha256, self.report, is_done=is_done, is_long=True)

    @property
    def may_be_imported(self) -> bool:
        """Whether anything of what was checked would be taken."""
        return self.shown is not None and self.shown.may_be_imported
