"""Handing over a long file, and asking that what was checked be imported."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import Actor, Permission, require
from husly.kit.errors import DomainError
from husly.kit.uploads import safe_name
from register.imports.models import ImportJob, ImportPart, ImportState
from register.imports.queries import count_waiting, get_job

KEPT_DAYS = 7
"""How long a file and its report are kept after their last change."""

MOST_WAITING = 3
"""Files of one account that may wait at a time."""


def queue_import(
    session: Session, content: bytes, *, name: str, rows: int, partial: bool, by: Actor, at: datetime
) -> ImportJob:
    """Keep a file for ``husly worker`` to check. Raises ``DomainError`` when the account has several waiting."""
    require(by, Permission.IMPORT_DECLARATIONS)
    _forget_old(session, at)
    if count_waiting(session, by=by) >= MOST_WAITING:
        raise DomainError("import.waiting", "Several of your files are being handled. Wait until one is done.")
    job = ImportJob(
        account_id=UUID(by.id),
        mandate_id=None if by.behalf is None else by.behalf.mandate_id,
        file_name=_name(name),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        is_partial=partial,
        row_count=rows,
        created_at=at,
        changed_at=at,
    )
    session.add(job)
    session.flush()
    details = {"sha256": job.sha256, "rows": rows}
    audit.record(session, by=by, at=at, action="import.queued", on=("import", job.id), details=details)
    return job


def start_import(session: Session, job_id: UUID, *, by: Actor, at: datetime) -> ImportJob:
    """Import what was checked; asked twice it is done once. Raises ``DomainError`` when it cannot be done now."""
    job = get_job(session, job_id, by=by, to_change=True)
    if job.state in (ImportState.IMPORTING, ImportState.IMPORTED):
        return job
    if job.state is not ImportState.CHECKED:
        raise DomainError("import.not_checked", "The file cannot be imported now. Send it again.")
    job.state, job.changed_at = ImportState.IMPORTING, at
    job.rows_done = job.parts_done = job.attempts = 0
    job.held_by, job.held_until = "", None
    session.flush()
    audit.record(session, by=by, at=at, action="import.started", on=("import", job.id), details={"sha256": job.sha256})
    return job


def _forget_old(session: Session, at: datetime) -> None:
    """Files and reports grown old go; what was declared stays, of course."""
    old = sa.select(col(ImportJob.id)).where(col(ImportJob.changed_at) < at - timedelta(days=KEPT_DAYS))
    session.execute(sa.delete(ImportPart).where(col(ImportPart.job_id).in_(old)))
    session.execute(sa.delete(ImportJob).where(col(ImportJob.changed_at) < at - timedelta(days=KEPT_DAYS)))


def _name(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return safe_name(name, suffix.lower() if dot and suffix.isalnum() and len(suffix) < 6 and stem else "csv")
