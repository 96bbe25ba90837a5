"""Settling addresses that were heard of: it is a declared dwelling after all, or a stated reason why it is none.

The record itself is never changed. That it is settled stands in the audit trail, until it is heard of again.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.audit import AuditEvent
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.texts import one_line
from register.accommodations.models import Accommodation
from register.declarations.queries import get_declared
from register.residents.models import Report, UnverifiedAddress

LINKED, DISMISSED, HEARD_AGAIN = "address.linked", "address.dismissed", "address.heard_again"
LONGEST_REASON = 1000


def settled_addresses(session: Session) -> set[UUID]:
    """Ids of the addresses of which the last that was done was to settle them."""
    statement = (
        select(AuditEvent.object_id, AuditEvent.action)
        .where(col(AuditEvent.action).in_([LINKED, DISMISSED, HEARD_AGAIN]))
        .order_by(col(AuditEvent.seq))
    )
    last = dict(session.exec(statement).all())
    return {UUID(address) for address, action in last.items() if action != HEARD_AGAIN}


def get_address(session: Session, address_id: UUID, *, by: Actor) -> UnverifiedAddress:
    """An address that is not settled. Raises ``NotFoundError`` also for one outside the actor's area."""
    found = session.get(UnverifiedAddress, address_id)
    if found is None:
        raise NotFoundError("address")
    require(by, Permission.READ_TIPS, Subject(municipality_code=found.municipality_code))
    if found.id in settled_addresses(session):
        raise DomainError("address.settled", "Somebody has settled this address meanwhile.")
    return found


def link_address(session: Session, address_id: UUID, *, accommodation_id: UUID, by: Actor, at: datetime) -> None:
    """It is the dwelling of this declaration, which the actor can read: reports there are about that dwelling."""
    take_turns(session, "unverified-addresses")
    address = get_address(session, address_id, by=by)
    accommodation: Accommodation = get_declared(session, accommodation_id, by=by).accommodation
    link_to_dwelling(session, address, accommodation.dwelling_id, by=by, at=at)


def link_to_dwelling(
    session: Session, address: UnverifiedAddress, dwelling_id: UUID, *, by: Actor, at: datetime
) -> None:
    """It is a dwelling of the register; the caller has checked that the actor may say so."""
    for report in session.exec(select(Report).where(Report.unverified_id == address.id)):
        report.dwelling_id, report.unverified_id = dwelling_id, None
        details = {"dwelling": dwelling_id, "unverified": None}
        audit.record(session, by=by, at=at, action="report.located", on=("report", report.id), details=details)
    session.flush()
    details = {"dwelling": dwelling_id}
    audit.record(session, by=by, at=at, action=LINKED, on=("unverified_address", address.id), details=details)


def dismiss_address(session: Session, address_id: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """It is no housing to look for, with the reason; its reports stay as they are."""
    take_turns(session, "unverified-addresses")
    address = get_address(session, address_id, by=by)
    stated = one_line(reason, LONGEST_REASON)
    if not stated:
        raise DomainError("address.reason", "Write the reason.")
    details = {"reason": stated}
    audit.record(session, by=by, at=at, action=DISMISSED, on=("unverified_address", address.id), details=details)


def note_heard_again(session: Session, address: UnverifiedAddress, *, by: Actor, at: datetime) -> None:
    """A settled address that another report tells of is to be settled again."""
    if address.id in settled_addresses(session):
        audit.record(session, by=by, at=at, action=HEARD_AGAIN, on=("unverified_address", address.id))
