"""What ``husly worker`` does with long files: a part at a time, each its own transaction with its lines of the report.

A part's declarations, its report and how far the file is done are committed together. A worker that is stopped, however
rudely, leaves whole parts; the next one reads the file again and goes on behind the last of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from husly.kit.access import Actor, Permission, require
from husly.kit.accounts.models import Account
from husly.kit.accounts.queries import actor_of
from husly.kit.database import transaction
from husly.kit.errors import NotAllowedError
from husly.settings import Settings
from register.declarations.importing.actions import batches_of, take_employers
from register.declarations.importing.checks import EmployerRows, check_candidates
from register.declarations.importing.files import read_candidates
from register.declarations.importing.problems import UnusableFileError
from register.declarations.importing.report import Line, Report
from register.imports.models import ImportJob, ImportPart, ImportState
from register.imports.queries import WITHOUT_CONTENT, find_due
from register.municipalities.queries import current_boundaries

HELD_FOR = timedelta(minutes=2)
"""So long after its last sign of life a worker is taken for dead."""

MOST_ATTEMPTS = 5
"""So often a file is opened without a part being done before it is given up."""

_GIVEN_UP = (
    "Filen kunne ikke behandles. Del den, eller spørg administratoren.",
    "The file could not be handled. Divide it, or ask the administrator.",
)
_REFUSED = ("Kontoen må ikke længere anmelde med filer.", "The account may no longer declare with files.")
_NEXT = {ImportState.CHECKING: ImportState.CHECKED, ImportState.IMPORTING: ImportState.IMPORTED}


@dataclass
class _Open:
    """A file being worked on: its parts, and the number of the one that is due."""

    job_id: UUID
    state: ImportState
    parts: list[list[EmployerRows]]
    number: int


class ImportWork:
    """The long files of one worker; ``step`` does one part, so that nothing else waits long."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine, self.settings = engine, settings
        self.name = uuid4().hex
        self.open: _Open | None = None

    def step(self, clock: Callable[[], datetime]) -> str | None:
        """Open the next file or do the next part; a line for the log, None when nothing is due.

        Whatever goes wrong, nothing of the step is kept, and the file is tried again later.
        """
        try:
            return self._step(clock)
        except Exception as error:  # the other work of the worker must go on, whatever a file does
            self.open = None
            return f"import: {type(error).__name__}: {error}"

    def _step(self, clock: Callable[[], datetime]) -> str | None:
        if self.open is None:
            return self._take(clock)
        opened = self.open
        if opened.number < len(opened.parts):
            try:
                with transaction(self.engine) as session:
                    self._do_part(session, opened, clock())
            except NotAllowedError:  # the role or the mandate was taken away since the last part
                return self._refuse(opened.job_id, opened.state, clock())
            return f"import {opened.job_id}: part {opened.number} of {len(opened.parts)}"
        with transaction(self.engine) as session:
            self._hold(session, opened.job_id, opened.state, clock(), state=_NEXT[opened.state], held_until=None)
        self.open = None
        return f"import {opened.job_id}: {_NEXT[opened.state].value}"

    def _take(self, clock: Callable[[], datetime]) -> str | None:
        with transaction(self.engine) as session:
            job = find_due(session, at=clock())
            if job is None:
                return None
            job.held_by, job.held_until, job.attempts = self.name, clock() + HELD_FOR, job.attempts + 1
            by = _actor_of(session, job, clock())
        if job.attempts > MOST_ATTEMPTS:
            self._fail(job.id, job.state, *_GIVEN_UP, clock())
            return f"import {job.id}: given up"
        try:
            require(by, Permission.IMPORT_DECLARATIONS)
            self.open = self._opened(job)
        except UnusableFileError as error:
            self._fail(job.id, job.state, error.text.da, error.text.en, clock())
        except NotAllowedError:
            return self._refuse(job.id, job.state, clock())
        return f"import {job.id}: opened"

    def _opened(self, job: ImportJob) -> _Open:
        candidates = read_candidates(job.content, name=job.file_name, limit_mb=self.settings.import_max_mb)
        employers = check_candidates(
            candidates,
            data_path=self.settings.data_path,
            partial=job.is_partial,
            names_asked=self.settings.resident_names,
        )
        return _Open(job.id, job.state, list(batches_of(employers)), job.parts_done)

    def _do_part(self, session: Session, opened: _Open, at: datetime) -> None:
        employers = opened.parts[opened.number]
        job = session.get_one(ImportJob, opened.job_id, options=(WITHOUT_CONTENT,), populate_existing=True)
        by = _actor_of(session, job, at)
        require(by, Permission.IMPORT_DECLARATIONS)
        report = take_employers(
            session,
            employers=employers,
            by=by,
            at=at,
            boundaries=current_boundaries(session, self.settings.data_path),
            data_path=self.settings.data_path,
            dry_run=opened.state is ImportState.CHECKING,
        )
        done = col(ImportJob.rows_done) + report.rows
        values = {"rows_done": done, "parts_done": opened.number + 1, "attempts": 0, "held_until": at + HELD_FOR}
        self._hold(session, opened.job_id, opened.state, at, **values)
        session.add(_part(opened, report))
        session.flush()
        opened.number += 1

    def _hold(self, session: Session, job_id: UUID, during: ImportState, at: datetime, **values: object) -> None:
        """Write to the file if it is still ours; otherwise undo everything of this transaction and let go."""
        changed = session.execute(
            sa.update(ImportJob)
            .where(col(ImportJob.id) == job_id, col(ImportJob.state) == during, col(ImportJob.held_by) == self.name)
            .values(changed_at=at, **values)
        )
        if not changed.rowcount:  # type: ignore[attr-defined]  # an update has it
            self.open = None
            raise LostError(f"import {job_id} was taken over by another worker")

    def _refuse(self, job_id: UUID, during: ImportState, at: datetime) -> str:
        self.open = None
        self._fail(job_id, during, *_REFUSED, at)
        return f"import {job_id}: refused"

    def _fail(self, job_id: UUID, during: ImportState, da: str, en: str, at: datetime) -> None:
        with transaction(self.engine) as session:
            values = {"state": ImportState.FAILED, "failure_da": da, "failure_en": en, "held_until": None}
            self._hold(session, job_id, during, at, **values)


class LostError(Exception):
    """Another worker has taken the file meanwhile; nothing of the part was kept."""


def _actor_of(session: Session, job: ImportJob, at: datetime) -> Actor:
    """Whoever sent the file, with what is permitted now: read before each part, as a page reads it at each request."""
    account = session.get_one(Account, job.account_id)
    if not account.active:
        return Actor(str(account.id), account.name)
    return actor_of(session, account, mandate_id=job.mandate_id, at=at)


def _part(opened: _Open, report: Report) -> ImportPart:
    return ImportPart(
        job_id=opened.job_id,
        state=opened.state,
        number=opened.number,
        row_count=report.rows,
        outcomes={
            employer: {outcome.value: count for outcome, count in counts.items()}
            for employer, counts in report.employers.items()
        },
        lines=[_cells(line) for line in report.lines],
    )


def _cells(line: Line) -> list[object]:
    found = line.finding
    texts = [found.reason.da, found.reason.en, found.remedy.da, found.remedy.en]
    return [found.row, found.column, found.value, *texts, line.employer, line.is_remark]
