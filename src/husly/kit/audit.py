"""The audit trail: who did or read what, when; each row carries the hash of the row before it.

Rows point at nothing (no foreign keys), so the trail outlives what it speaks of. ``verify`` finds any later change.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from husly.kit.access import Actor

GENESIS = "0" * 64


class AuditEvent(SQLModel, table=True):
    """One act or one reading of personal data."""

    __tablename__ = "audit_event"
    seq: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime
    by_id: str = Field(max_length=64)
    by_name: str = Field(max_length=200)
    action: str = Field(max_length=80, index=True)
    object_type: str = Field(max_length=60)
    object_id: str = Field(max_length=64, index=True)
    before_digest: str | None = Field(default=None, max_length=64)
    after_digest: str | None = Field(default=None, max_length=64)
    details: str = Field(default="{}", sa_type=sa.Text)
    on_behalf_of: str | None = Field(default=None, max_length=64)
    """The employer for whom it was done by a mandate."""
    mandate_id: str | None = Field(default=None, max_length=64, index=True)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class AuditHead(SQLModel, table=True):
    """The end of the chain, one row; updating it makes writers queue, so the chain never forks."""

    __tablename__ = "audit_head"
    id: int = Field(default=1, primary_key=True)
    seq: int = Field(default=0, sa_type=sa.BigInteger)
    hash: str = Field(default=GENESIS, max_length=64)


def digest(value: object) -> str:
    """SHA-256 of a value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _hash_of(event: AuditEvent) -> str:
    fields = event.model_dump(exclude={"hash", "at"}, mode="json")
    for later in ("on_behalf_of", "mandate_id"):  # rows written before there were mandates keep their hashes
        if fields[later] is None:
            del fields[later]
    return digest({**fields, "at": event.at.isoformat()})


@dataclass(frozen=True)
class Act:
    """One thing done, to be written down.

    ``on`` is (object type, id). ``before`` and ``after`` are stored as digests only; ``details`` in clear, so no
    personal data belongs there.
    """

    action: str
    on: tuple[str, object]
    before: object = None
    after: object = None
    details: Mapping[str, Any] | None = None


def _take_links(session: Session, count: int) -> tuple[int, str]:
    """Take the next ``count`` numbers: the first of them and the hash before it; locked until this transaction ends."""
    take = (
        sa.update(AuditHead)
        .where(col(AuditHead.id) == 1)
        .values(seq=AuditHead.seq + count)
        .returning(col(AuditHead.seq), col(AuditHead.hash))
    )
    row = session.execute(take).one_or_none()
    if row is None:
        session.add(AuditHead())
        session.flush()
        row = session.execute(take).one()
    return row[0] - count + 1, row[1]


def record(
    session: Session,
    *,
    by: Actor,
    at: datetime,
    action: str,
    on: tuple[str, object],
    before: object = None,
    after: object = None,
    details: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Write one audit row in the caller's transaction; the arguments are those of ``Act``."""
    return record_all(session, [Act(action, on, before, after, details)], by=by, at=at)[0]


def record_all(session: Session, acts: Sequence[Act], *, by: Actor, at: datetime) -> list[AuditEvent]:
    """Write many audit rows in the caller's transaction, taking the end of the chain once."""
    if not acts:
        return []
    first, previous = _take_links(session, len(acts))
    events: list[AuditEvent] = []
    for seq, act in enumerate(acts, start=first):
        event = _event(act, by=by, at=at, seq=seq, previous=previous)
        previous = event.hash = _hash_of(event)
        events.append(event)
    session.execute(sa.update(AuditHead).where(col(AuditHead.id) == 1).values(hash=previous))
    session.add_all(events)
    return events


def _event(act: Act, *, by: Actor, at: datetime, seq: int, previous: str) -> AuditEvent:
    behalf = by.behalf
    return AuditEvent(
        seq=seq,
        at=at,
        by_id=by.id,
        by_name=by.name,
        action=act.action,
        object_type=act.on[0],
        object_id=str(act.on[1]),
        before_digest=None if act.before is None else digest(act.before),
        after_digest=None if act.after is None else digest(act.after),
        details=json.dumps(act.details or {}, ensure_ascii=False, default=str, sort_keys=True),
        on_behalf_of=None if behalf is None else str(behalf.employer_id),
        mandate_id=None if behalf is None else str(behalf.mandate_id),
        previous_hash=previous,
        hash="",
    )


@dataclass(frozen=True)
class Broken:
    """The first place where the chain does not hold, and why."""

    seq: int
    why: str


def _all_events(session: Session, batch: int = 1000) -> Iterator[AuditEvent]:
    last = -1
    while rows := session.exec(
        select(AuditEvent).where(col(AuditEvent.seq) > last).order_by(col(AuditEvent.seq)).limit(batch)
    ).all():
        yield from rows
        last = rows[-1].seq


def verify(session: Session) -> tuple[int, Broken | None]:
    """Walk the whole chain; returns how many rows hold and the first that does not."""
    previous, count = GENESIS, 0
    for event in _all_events(session):
        if event.seq != count + 1:
            return count, Broken(event.seq, f"row {count + 1} is missing")
        if event.previous_hash != previous:
            return count, Broken(event.seq, "does not follow the row before it")
        if event.hash != _hash_of(event):
            return count, Broken(event.seq, "was changed after it was written")
        previous, count = event.hash, count + 1
    head = session.get(AuditHead, 1)
    if head is not None and (head.seq != count or (count and head.hash != previous)):
        return count, Broken(count + 1, "rows at the end are missing")
    return count, None
