"""How it ended for each resident: told by an inspector, by the employer's proof, or by the resident with a code."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import SYSTEM, Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotFoundError
from inspection.enforcement.actions.steps import stated, trace
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import lock_case
from inspection.rehousing.actions import open_order
from inspection.rehousing.models import ConfirmedBy, RehousedResident, RehousingOrder, ResidentOutcome
from inspection.rehousing.queries import find_resident, read_file
from inspection.rehousing.transitions import RUNNING
from register.dwellings.models import Dwelling


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody told of a resident: moved or declined, on which day, where to, how the authority knows."""

    outcome: ResidentOutcome
    on: date
    confirmed_by: ConfirmedBy
    dwelling_id: UUID | None = None
    place: str = ""
    note: str = ""


def settle_resident(
    session: Session, case_id: UUID, order_id: UUID, key: str, told: Told, *, by: Actor, at: datetime
) -> None:
    """Record how it ended for one resident. Raises ``DomainError`` where it is told already, or not possible yet."""
    file, found = open_order(session, case_id, order_id, by=by, permission=Permission.RECORD_VISITS)
    if told.confirmed_by is ConfirmedBy.RESIDENT:
        raise DomainError("rehousing.by_code", "Only the resident's own code confirms as the resident.")
    _settle(session, file.case, found.order, found.resident(key), told, by=by, at=at)


def confirm_by_code(session: Session, code: str, outcome: ResidentOutcome, on: date, *, at: datetime) -> None:
    """Take what a resident tells with the code of his paper; nobody is signed in, nothing of a sender is kept."""
    resident = find_resident(session, code)
    if resident is None:
        raise NotFoundError("code")
    order = session.get_one(RehousingOrder, resident.order_id)
    lock_case(session, order.case_id)
    session.refresh(order)
    case = session.get_one(InspectionCase, order.case_id)
    told = Told(outcome=outcome, on=on, confirmed_by=ConfirmedBy.RESIDENT)
    _settle(session, case, order, resident, told, by=SYSTEM, at=at)


def _settle(
    session: Session,
    case: InspectionCase,
    order: RehousingOrder,
    resident: RehousedResident,
    told: Told,
    *,
    by: Actor,
    at: datetime,
) -> None:
    if order.state not in RUNNING:
        raise DomainError("rehousing.not_running", "The order is not in force; nothing can be told of its residents.")
    _check(session, order, told, danish_date(at))
    changed = session.execute(
        sa.update(RehousedResident)
        .where(col(RehousedResident.id) == resident.id, col(RehousedResident.outcome) == ResidentOutcome.OPEN)
        .values(
            outcome=told.outcome,
            outcome_on=told.on,
            dwelling_id=told.dwelling_id,
            place=told.place.strip(),
            confirmed_by=told.confirmed_by,
            note=told.note.strip(),
            told_at=at,
            told_by=by.id,
        )
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE has a row count, whatever the stubs say
        raise DomainError("rehousing.told", "It is told already how it ended for this resident. Read the page again.")
    session.refresh(resident)
    trace(
        session,
        case,
        "rehousing.resident",
        by=by,
        at=at,
        after=told.outcome.value,
        details={"rehousing_order": order.id, "key": resident.key, "confirmed_by": told.confirmed_by.value},
    )


def _check(session: Session, order: RehousingOrder, told: Told, today: date) -> None:
    if told.outcome is ResidentOutcome.OPEN:
        raise DomainError("rehousing.outcome", "Choose whether the resident moved or declined.")
    if not danish_date(order.drafted_at) <= told.on <= today:
        raise DomainError("rehousing.day", "The day must lie between the day of the order and today.")
    by_resident = told.confirmed_by is ConfirmedBy.RESIDENT
    if (
        told.outcome is ResidentOutcome.MOVED
        and not by_resident
        and told.dwelling_id is None
        and not told.place.strip()
    ):
        raise DomainError("rehousing.where", "Write where the resident moved to.")
    if told.dwelling_id is not None and session.get(Dwelling, told.dwelling_id) is None:
        raise NotFoundError("dwelling")


def reopen_resident(
    session: Session, case_id: UUID, order_id: UUID, key: str, *, reason: str, by: Actor, at: datetime
) -> None:
    """Take back what was told of a resident, where it was not so; the reason stays with the key."""
    file, found = open_order(session, case_id, order_id, by=by, permission=Permission.RECORD_VISITS)
    resident = found.resident(key)
    reason = stated("rehousing.reopen", reason, "Write why it was not so.")
    if found.order.state not in RUNNING or resident.outcome is ResidentOutcome.OPEN:
        raise DomainError("step.moved_on", "This resident is open, or the order is over. Read the page again.")
    before = resident.outcome.value
    resident.outcome, resident.note = ResidentOutcome.OPEN, reason
    resident.outcome_on = resident.dwelling_id = resident.confirmed_by = resident.told_at = None
    resident.place = resident.told_by = ""
    session.flush()
    details = {"rehousing_order": found.order.id, "key": key}
    trace(session, file.case, "rehousing.reopened", by=by, at=at, before=before, details=details)


def may_tell(session: Session, resident: RehousedResident) -> bool:
    """Whether a resident can still tell: the order is in force and nothing is told yet."""
    order = session.get_one(RehousingOrder, resident.order_id)
    return order.state in RUNNING and resident.outcome is ResidentOutcome.OPEN


def progress(session: Session, order: RehousingOrder) -> tuple[int, int, int]:
    """How many have moved, declined, and are open."""
    outcomes = [one.outcome for one in read_file(session, order).residents]
    return (
        outcomes.count(ResidentOutcome.MOVED),
        outcomes.count(ResidentOutcome.DECLINED),
        outcomes.count(ResidentOutcome.OPEN),
    )
