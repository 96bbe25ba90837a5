"""Reading lists of firms with workers."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Permission, Subject, may, require
from husly.kit.clock import danish_date
from husly.kit.database import new_id, take_turns
from husly.kit.errors import DomainError
from husly.kit.texts import one_line
from inspection.undeclared.models import WorkerList, WorkerRow
from inspection.undeclared.queries import find_worker_list
from inspection.undeclared.reading import ReadWorkers, read_workers
from register.municipalities.table import Postcode

BATCH = 5_000
Advance = Callable[[int], None]


def import_workers(
    session: Session,
    content: bytes,
    *,
    register_name: str,
    as_of: date,
    postcodes: Mapping[str, Postcode],
    by: Actor,
    at: datetime,
    progress: Advance | None = None,
) -> WorkerList:
    """Read a list whole, or name every bad row; ``progress`` is told how many more rows are stored.

    Raises ``ListError`` with the bad rows, ``DomainError`` for a file read before, a name or a day that cannot be, or
    rows outside the actor's area.
    """
    require(by, Permission.PLAN_VISITS)
    register_name = one_line(register_name)
    if not register_name or len(register_name) > 120:
        raise DomainError("match.name", "Name the register that the list comes from, in at most 120 characters.")
    if as_of > danish_date(at):
        raise DomainError("undeclared.day", "The list cannot be of a day to come.")
    sha256 = hashlib.sha256(content).hexdigest()
    take_turns(session, "worker-lists")
    if find_worker_list(session, sha256) is not None:
        raise DomainError("match.again", "This file has been read before; nothing was read again.")
    rows = read_workers(content, postcodes=postcodes)
    _require_area(by, {row.municipality_code for row in rows})
    made = WorkerList(
        register_name=register_name, as_of=as_of, sha256=sha256, rows=len(rows), imported_at=at, imported_by=by.id
    )
    session.add(made)
    session.flush()
    _store(session, made.id, rows, progress)
    details = {"register": register_name, "rows": len(rows), "as_of": as_of}
    audit.record(session, by=by, at=at, action="undeclared.list_read", on=("worker_list", made.id), details=details)
    return made


def _require_area(by: Actor, codes: set[str]) -> None:
    """A municipality reads lists of its own area; the rest of the list is for whoever supervises there."""
    outside = [
        one
        for one in sorted(codes)
        if by is not SYSTEM and not may(by, Permission.PLAN_VISITS, Subject(municipality_code=one))
    ]
    if outside:
        raise DomainError(
            "undeclared.area",
            "The list has rows outside your area (municipality codes {codes}); leave them out.",
            codes=", ".join(outside[:10]) + (", ..." if len(outside) > 10 else ""),
        )


def _store(session: Session, list_id: UUID, rows: list[ReadWorkers], progress: Advance | None) -> None:
    for first in range(0, len(rows), BATCH):
        part = rows[first : first + BATCH]
        values = [{"id": new_id(), "list_id": list_id, **asdict(row)} for row in part]
        session.execute(sa.insert(WorkerRow.__table__), values)  # type: ignore[attr-defined]  # no work per row
        if progress is not None:
            progress(len(part))
