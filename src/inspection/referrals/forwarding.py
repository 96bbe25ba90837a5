"""Enquiries that belong elsewhere, sent on (FVL § 7(2)), and what other authorities tell us (REF-02)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit, outbox
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.texts import one_line
from husly.settings import Settings
from inspection.letters.issuing import not_issuable
from inspection.referrals.cards import cards
from inspection.referrals.drafting import next_number
from inspection.referrals.models import ForwardedEnquiry, IncomingReferral
from inspection.referrals.moving import freeze
from inspection.referrals.rendering import write_notice

CHANNEL = "forwarding"


@dataclass(frozen=True, kw_only=True)
class Enquiry:
    """What came in and where it goes; the sender may be unknown."""

    received_on: date
    subject: str
    receiver: str
    receiver_name: str
    why: str
    sender_name: str = ""
    sender_address: str = ""
    municipality_code: str = ""
    late_reason: str = ""


def forward(session: Session, told: Enquiry, *, settings: Settings, by: Actor, at: datetime) -> ForwardedEnquiry:
    """Register that an enquiry is sent on today; whoever wrote is told where an address is known.

    Later than the day it came, a reason is asked for. Raises ``DomainError``, also for a closed gate of the letter.
    """
    require(by, Permission.SEND_REFERRALS, Subject(municipality_code=told.municipality_code or None))
    today = danish_date(at)
    if told.received_on > today:
        raise DomainError("enquiry.day", "That day lies ahead; write the day it came.")
    if told.received_on < today and not told.late_reason.strip():
        raise DomainError("enquiry.late", "It is to be sent on the same day. Write why it took longer.")
    if told.receiver not in cards() or not all((told.subject.strip(), told.receiver_name.strip(), told.why.strip())):
        raise DomainError("enquiry.incomplete", "Write what it is about, to whom it is sent and why.")
    row = ForwardedEnquiry(
        number=next_number(session, ForwardedEnquiry, "V", at),
        municipality_code=told.municipality_code,
        received_on=told.received_on,
        forwarded_on=today,
        subject=one_line(told.subject, 300),
        sender_name=one_line(told.sender_name, 200),
        sender_address=one_line(told.sender_address, 300),
        receiver=told.receiver,
        receiver_name=one_line(told.receiver_name, 200),
        why=one_line(told.why, 1000),
        late_reason=one_line(told.late_reason, 300),
        created_at=at,
        created_by=by.id,
        created_by_name=by.name,
    )
    session.add(row)
    session.flush()
    if row.sender_name and row.sender_address:
        _tell(session, row, settings=settings, by=by, at=at)
    details = {"receiver": row.receiver, "told": row.issued_at is not None, "late": row.received_on < today}
    audit.record(session, by=by, at=at, action="enquiry.forwarded", on=("forwarded_enquiry", row.id), details=details)
    return row


def _tell(session: Session, row: ForwardedEnquiry, *, settings: Settings, by: Actor, at: datetime) -> None:
    draft = write_notice(session, row, settings=settings, as_of=danish_date(at), by=by)
    if draft.problems:
        raise not_issuable(draft.problems)
    message = outbox.enqueue(session, channel=CHANNEL, payload={"enquiry_id": str(row.id)}, at=at)
    freeze(row, draft.rendered(), message.id, by=by, at=at)
    session.flush()


@dataclass(frozen=True, kw_only=True)
class Told:
    """What another authority tells us."""

    received_on: date
    sender: str
    sender_contact: str
    sender_number: str
    address: str
    municipality_code: str
    asks: str
    answer_due_on: date


def record_incoming(session: Session, told: Told, *, by: Actor, at: datetime) -> IncomingReferral:
    """Register what another authority tells us of, with the day an answer is due."""
    require(by, Permission.SEND_REFERRALS, Subject(municipality_code=told.municipality_code))
    if not all((told.sender_contact.strip(), told.address.strip(), told.asks.strip(), told.municipality_code)):
        raise DomainError("incoming.incomplete", "Write who told us, about which address, and what they ask.")
    if told.received_on > danish_date(at) or told.answer_due_on < told.received_on:
        raise DomainError("incoming.day", "It came today or earlier, and an answer is due after that.")
    row = IncomingReferral(**vars(told), created_at=at, created_by=by.id)
    session.add(row)
    session.flush()
    audit.record(session, by=by, at=at, action="incoming.recorded", on=("incoming_referral", row.id))
    return row


def answer_incoming(session: Session, incoming_id: UUID, *, answer: str, by: Actor, at: datetime) -> None:
    """Take down what they were answered."""
    row = session.get(IncomingReferral, incoming_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFoundError("referral")
    require(by, Permission.SEND_REFERRALS, Subject(municipality_code=row.municipality_code))
    if row.answered_on is not None:
        raise DomainError("incoming.answered", "It is answered already.")
    if not answer.strip():
        raise DomainError("incoming.answer", "Write what they were answered.")
    row.answered_on, row.answer = danish_date(at), answer.strip()
    session.flush()
    audit.record(session, by=by, at=at, action="incoming.answered", on=("incoming_referral", row.id))
