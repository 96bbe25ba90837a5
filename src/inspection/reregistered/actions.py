"""Recording accounts and persons, and deciding whether two firms are one. Each act is audited and has a reason."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, require
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from inspection.reregistered.documents import marks_of
from inspection.reregistered.keyed import KEPT, Seal
from inspection.reregistered.models import FoundPair, PairState, RecordedTrace, TraceList
from inspection.reregistered.queries import LINKING, find_ids, get_pair, linked_pairs
from inspection.reregistered.reading import ListedTrace, read_list
from inspection.reregistered.traces import TraceKind
from register.portfolio.actions import link_employers
from register.portfolio.models import LinkKind, LinkSource
from register.portfolio.queries import sees_employer

LONGEST_REASON = 2000


@dataclass(frozen=True)
class Imported:
    """What came of a list: rows recorded, rows known before, rows of firms that the register does not have."""

    recorded: int
    known: int
    unknown: int


def _reason(text: str) -> str:
    reason = " ".join(text.replace("\x00", "").split())[:LONGEST_REASON]
    if not reason:
        raise DomainError("trace.reason", "Write the reason: where it is known from.")
    return reason


def record_trace(
    session: Session,
    employer_id: UUID,
    *,
    kind: TraceKind,
    value: str,
    from_on: date,
    to_on: date | None,
    reason: str,
    seal: Seal,
    by: Actor,
    at: datetime,
) -> RecordedTrace:
    """Record an account or a person behind an employer, with where it is known from.

    Raises ``NotFoundError`` outside the officer's area; ``DomainError`` for no account or name, days in disorder or to
    come, without a reason, and for what is recorded already.
    """
    require(by, Permission.RECORD_VISITS)
    if not sees_employer(session, employer_id, by=by):
        raise NotFoundError("employer")
    if (to_on is not None and to_on < from_on) or from_on > danish_date(at):
        raise DomainError("trace.days", "The days are not in order: from no later than today, to no earlier than from.")
    sealed = seal.seal(kind, value) if kind in KEPT else None
    if sealed is None and kind is TraceKind.ACCOUNT:
        raise DomainError("trace.account", "This is no account number: an IBAN, or registration and account number.")
    if sealed is None:
        raise DomainError("trace.person", "Write the name of a person, and no personal number.")
    row = RecordedTrace(
        employer_id=employer_id,
        kind=kind,
        **vars(sealed),
        from_on=from_on,
        to_on=to_on,
        reason=_reason(reason),
        recorded_at=at,
        recorded_by=by.id,
        recorded_by_name=by.name,
    )
    take_turns(session, "reregistered")
    if _known(session, row):
        raise DomainError("trace.exists", "This is recorded already.")
    session.add(row)
    session.flush()
    details = {"kind": kind.value, "trace": row.id}
    audit.record(session, by=by, at=at, action="trace.recorded", on=("employer", employer_id), details=details)
    return row


def _known(session: Session, row: RecordedTrace) -> bool:
    same = sa.exists().where(
        col(RecordedTrace.employer_id) == row.employer_id,
        col(RecordedTrace.key_hash) == row.key_hash,
        col(RecordedTrace.from_on) == row.from_on,
        col(RecordedTrace.withdrawn_at).is_(None),
    )
    return bool(session.execute(sa.select(same)).scalar_one())


def withdraw_trace(session: Session, trace_id: UUID, *, by: Actor, at: datetime) -> RecordedTrace:
    """Withdraw what was recorded; its row is kept. Raises ``NotFoundError`` outside the officer's area."""
    require(by, Permission.RECORD_VISITS)
    row = session.get(RecordedTrace, trace_id, with_for_update=True, populate_existing=True)
    if row is None or not sees_employer(session, row.employer_id, by=by):
        raise NotFoundError("trace")
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = at, by.id
        session.flush()
        on = ("employer", row.employer_id)
        audit.record(session, by=by, at=at, action="trace.withdrawn", on=on, details={"trace": row.id})
    return row


def import_traces(
    session: Session, content: bytes, *, register_name: str, seal: Seal, by: Actor, at: datetime
) -> Imported:
    """Read a list whole, or name what is wrong. Rows of firms that the register does not have are counted, not kept.

    Raises ``DomainError`` for an unusable list, or one that was read before.
    """
    require(by, Permission.ADMINISTER)
    register_name = " ".join(register_name.replace("\x00", "").split())
    if not register_name or len(register_name) > 120:
        raise DomainError("trace.name", "Name the register that the list comes from, in at most 120 characters.")
    sha256 = hashlib.sha256(content).hexdigest()
    take_turns(session, "reregistered")
    if session.exec(select(TraceList).where(TraceList.sha256 == sha256)).first() is not None:
        raise DomainError("trace.again", "This file has been read before; nothing was read again.")
    rows = read_list(content, seal)
    made = TraceList(
        register_name=register_name, sha256=sha256, rows=len(rows), recorded=0, imported_at=at, imported_by=by.id
    )
    session.add(made)
    session.flush()
    imported = _keep(session, rows, made, by=by, at=at)
    made.recorded = imported.recorded
    session.flush()
    details = {"register": register_name, "rows": len(rows), **vars(imported)}
    audit.record(session, by=by, at=at, action="trace.imported", on=("trace_list", made.id), details=details)
    return imported


def _keep(session: Session, rows: list[ListedTrace], made: TraceList, *, by: Actor, at: datetime) -> Imported:
    ids = find_ids(session, (row.number for row in rows))
    columns = (col(RecordedTrace.employer_id), col(RecordedTrace.key_hash), col(RecordedTrace.from_on))
    known = {tuple(one) for one in session.execute(sa.select(*columns))}
    kept = []
    for row in rows:
        employer_id, from_on = ids.get(row.number), row.from_on or danish_date(at)
        if row.from_on is None and row.to_on is not None:
            from_on = min(from_on, row.to_on)
        key = (employer_id, row.sealed.key_hash, from_on)
        if employer_id is None or key in known:
            continue
        known.add(key)
        kept.append(
            RecordedTrace(
                employer_id=employer_id,
                kind=row.kind,
                **vars(row.sealed),
                from_on=from_on,
                to_on=row.to_on,
                reason=made.register_name,
                list_id=made.id,
                recorded_at=at,
                recorded_by=by.id,
                recorded_by_name=by.name,
            )
        )
    session.add_all(kept)
    unknown = sum(row.number not in ids for row in rows)
    return Imported(len(kept), len(rows) - len(kept) - unknown, unknown)


def confirm_pair(session: Session, pair_id: UUID, *, kind: LinkKind, reason: str, by: Actor, at: datetime) -> FoundPair:
    """Say that the second firm took over from the first, or that both have one owner: they are linked from now on.

    Raises ``DomainError`` for another kind of link, without a reason, or when the two are linked so already.
    """
    require(by, Permission.RECORD_VISITS)
    pair = get_pair(session, pair_id, by=by, to_change=True)
    if kind not in LINKING:
        raise DomainError("pair.kind", "Choose whether one took over from the other, or both have one owner.")
    link = link_employers(
        session,
        pair.first_id,
        other_id=pair.second_id,
        kind=kind,
        is_second=False,
        source=LinkSource.OFFICER,
        reason=_reason(reason),
        stated_on=danish_date(at),
        by=by,
        at=at,
    )
    return _decide(session, pair, PairState.CONFIRMED, reason=link.reason, by=by, at=at)


def dismiss_pair(session: Session, pair_id: UUID, *, reason: str, by: Actor, at: datetime) -> FoundPair:
    """Say that the two are not one, and why. It comes back only when new evidence is found.

    Raises ``DomainError`` without a reason, or while the two are linked.
    """
    require(by, Permission.RECORD_VISITS)
    pair = get_pair(session, pair_id, by=by, to_change=True)
    ends = frozenset((pair.first_id, pair.second_id))
    if ends in linked_pairs(session, ends):
        raise DomainError("pair.linked", "The two firms are linked already. End the link on the employer's page first.")
    return _decide(session, pair, PairState.DISMISSED, reason=_reason(reason), by=by, at=at)


def _decide(session: Session, pair: FoundPair, state: PairState, *, reason: str, by: Actor, at: datetime) -> FoundPair:
    pair.state, pair.reason, pair.came_back = state, reason, False
    pair.weighed = sorted({*pair.weighed, *marks_of(pair.evidence, pair.parts)})
    pair.decided_at, pair.decided_by, pair.decided_by_name = at, by.id, by.name
    session.flush()
    details = {"first": pair.first_id, "second": pair.second_id, "strength": pair.strength, "marks": pair.weighed}
    action = f"reregistered.{state.value}"
    audit.record(session, by=by, at=at, action=action, on=("reregistered_pair", pair.id), after=reason, details=details)
    return pair
