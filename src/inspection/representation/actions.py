"""Recording that somebody represents the party of a case, and that it has ended (FVL § 8)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.texts import is_email
from inspection.enforcement.actions.steps import open_file, stated, trace
from inspection.representation.models import PartyRepresentative
from inspection.representation.queries import list_representatives
from register.employers.numbers import normal_cvr

MOST = 5


@dataclass(frozen=True)
class Represents:
    """Who represents, how to reach whom, since when, and what shows it. ``postal_address`` has one line a row."""

    name: str
    since: date
    shown_by: str
    postal_address: str = ""
    cvr_number: str = ""
    email: str = ""


def record_representative(
    session: Session, case_id: UUID, told: Represents, *, by: Actor, at: datetime
) -> PartyRepresentative:
    """From now on each letter to the party goes to its representative too.

    Raises ``DomainError`` without a name, a way to reach it, or anything that shows it.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    cvr = _checked(told, today=danish_date(at))
    if len(list_representatives(session, case_id)) >= MOST:
        raise DomainError("representative.many", "At most {most} represent a party at a time.", most=MOST)
    made = PartyRepresentative(
        case_id=case_id,
        name=stated("representative.name", told.name, mark("Write the representative's name."))[:200],
        postal_address="\n".join(line.strip() for line in told.postal_address.splitlines() if line.strip())[:400],
        cvr_number=cvr,
        email=told.email.strip(),
        since=told.since,
        shown_by=stated("representative.shown", told.shown_by, mark("Write what shows it: a power of attorney."))[:400],
        recorded_at=at,
        recorded_by=by.id,
        recorded_by_name=by.name,
    )
    session.add(made)
    session.flush()
    trace(session, file.case, "case.representative_recorded", by=by, at=at, details={"representative": made.id})
    return made


def _checked(told: Represents, *, today: date) -> str:
    """The CVR number as it is stored; empty without one."""
    if told.since > today:
        raise DomainError("representative.day", "The day cannot lie ahead.")
    if told.email.strip() and not is_email(told.email.strip()):
        raise DomainError("representative.email", "The e-mail address cannot be right.")
    cvr = normal_cvr(told.cvr_number) if told.cvr_number.strip() else ""
    if cvr is None:
        raise DomainError("representative.cvr", "The CVR number cannot be right.")
    if not (cvr or told.postal_address.strip()):
        raise DomainError(
            "representative.address", "Write the representative's postal address or CVR number: copies are sent there."
        )
    return cvr


def end_representative(session: Session, case_id: UUID, representative_id: UUID, *, by: Actor, at: datetime) -> None:
    """Nobody gets copies by it any more; what was sent stays sent."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    found = next((one for one in list_representatives(session, case_id) if one.id == representative_id), None)
    if found is None:
        raise NotFoundError("representative")
    found.ended_on, found.ended_at, found.ended_by = danish_date(at), at, by.id
    session.flush()
    trace(session, file.case, "case.representative_ended", by=by, at=at, details={"representative": found.id})
