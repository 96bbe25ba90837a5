"""Reading long files and what came of them."""

from collections import Counter
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.errors import NotFoundError
from register.declarations.importing.problems import Finding
from register.declarations.importing.report import Line, Outcome, Report
from register.imports.models import ImportJob, ImportPart, ImportState
from standards.text import Text

WITHOUT_CONTENT = defer(ImportJob.content)  # type: ignore[arg-type]  # a column to SQLAlchemy

WORKERS_TURN = (ImportState.CHECKING, ImportState.IMPORTING)
"""States in which a file waits for a worker or is with one."""


def _sent_by(by: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    """The account's own, and of those what it sent by the mandate (or for itself) as it acts now."""
    mandate_id = None if by.behalf is None else by.behalf.mandate_id
    return col(ImportJob.account_id) == UUID(by.id), col(ImportJob.mandate_id) == mandate_id


def get_job(session: Session, job_id: UUID, *, by: Actor, to_change: bool = False) -> ImportJob:
    """One of the actor's own files, without content; locked where it is to change. Raises ``NotFoundError``."""
    statement = select(ImportJob).where(ImportJob.id == job_id, *_sent_by(by)).options(WITHOUT_CONTENT)
    found = session.exec(statement.with_for_update() if to_change else statement).one_or_none()
    if found is None:
        raise NotFoundError("import")
    return found


def list_jobs(session: Session, *, by: Actor, limit: int = 5) -> list[ImportJob]:
    """The actor's last files, newest first, without content."""
    statement = select(ImportJob).where(*_sent_by(by))
    return list(
        session.exec(statement.options(WITHOUT_CONTENT).order_by(col(ImportJob.created_at).desc()).limit(limit))
    )


def count_waiting(session: Session, *, by: Actor) -> int:
    """How many of the actor's files wait for a worker or are with one."""
    mine = (col(ImportJob.account_id) == UUID(by.id), col(ImportJob.state).in_(WORKERS_TURN))
    return session.exec(select(sa.func.count()).select_from(ImportJob).where(*mine)).one()


def find_due(session: Session, *, at: datetime) -> ImportJob | None:
    """The oldest file that waits for a worker, locked; one that another worker holds is passed over."""
    statement = (
        select(ImportJob)
        .where(
            col(ImportJob.state).in_(WORKERS_TURN),
            sa.or_(col(ImportJob.held_until).is_(None), col(ImportJob.held_until) < at),
        )
        .order_by(col(ImportJob.changed_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.exec(statement).first()


def report_of(session: Session, job: ImportJob, *, most_lines: int | None = None) -> Report:
    """The report of the last run over a file, put together from its parts; at most so many lines where it says so."""
    run = ImportState.CHECKING if job.state in (ImportState.CHECKING, ImportState.CHECKED) else ImportState.IMPORTING
    of_run = (col(ImportPart.job_id) == job.id, col(ImportPart.state) == run)
    report = Report()
    counted = sa.select(col(ImportPart.row_count), col(ImportPart.outcomes)).where(*of_run)
    for rows, outcomes in session.execute(counted.order_by(col(ImportPart.number))):
        report.rows += rows
        for employer, counts in outcomes.items():
            known = report.employers.setdefault(employer, Counter())
            known.update({Outcome(outcome): count for outcome, count in counts.items()})
    lines = sa.select(col(ImportPart.lines)).where(*of_run).order_by(col(ImportPart.number))
    for part in session.execute(lines.execution_options(yield_per=20)).scalars():
        report.lines += map(_line, part)
        if most_lines is not None and len(report.lines) >= most_lines:
            break
    report.sort()
    return report


def _line(cells: list[object]) -> Line:
    row, column, value, *texts, employer, is_remark = cells
    reason_da, reason_en, remedy_da, remedy_en = map(str, texts)
    found = Finding(int(str(row)), str(column), str(value), Text(reason_da, reason_en), Text(remedy_da, remedy_en))
    return Line(found, str(employer), bool(is_remark))
