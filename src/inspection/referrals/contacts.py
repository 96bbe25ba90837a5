"""The directory of receivers' contacts: local, national lead, deputy (REF-10). Administrators keep it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, require
from husly.kit.errors import DomainError
from husly.kit.texts import is_email, one_line
from inspection.referrals.cards import Card, cards
from inspection.referrals.models import ReceiverContact
from inspection.referrals.words import ContactLevel


@dataclass(frozen=True, kw_only=True)
class ContactWords:
    """A contact as an administrator types it."""

    organisation: str
    person: str
    postal_address: str
    phone: str
    email: str


def find_contact(session: Session, card: Card, municipality_code: str) -> ReceiverContact | None:
    """Whom a letter goes to: the contact of the municipality, else the national lead, else the deputy.

    A receiver that is local to each municipality has no other than that municipality's.
    """
    found = session.exec(select(ReceiverContact).where(ReceiverContact.receiver == card.key)).all()
    order = (ContactLevel.LOCAL, ContactLevel.NATIONAL, ContactLevel.DEPUTY)
    codes = (municipality_code,) if card.is_local else (municipality_code, "")
    for code in codes:
        for level in order:
            for one in found:
                if (one.municipality_code, one.level) == (code, level) and one.is_complete:
                    return one
    return None


def list_contacts(session: Session) -> list[ReceiverContact]:
    """Every contact, by receiver, municipality and level."""
    order = (col(ReceiverContact.receiver), col(ReceiverContact.municipality_code), col(ReceiverContact.level))
    return list(session.exec(select(ReceiverContact).order_by(*order)))


def keep_contact(
    session: Session,
    receiver: str,
    level: ContactLevel,
    words: ContactWords,
    *,
    municipality_code: str = "",
    by: Actor,
    at: datetime,
) -> ReceiverContact:
    """Write a contact, over the one that stood there. Raises ``DomainError`` where something is missing."""
    require(by, Permission.ADMINISTER)
    if receiver not in cards():
        raise DomainError("contact.receiver", "Choose a receiver from the list.")
    if cards()[receiver].is_local and not municipality_code:
        raise DomainError("contact.municipality", "Choose the municipality of this contact.")
    typed: dict[str, Any] = {name: one_line(text, 300) for name, text in vars(words).items()}
    if not all(typed.values()) or not is_email(typed["email"]):
        raise DomainError("contact.incomplete", "Write organisation, name, postal address, telephone and e-mail.")
    key: dict[str, Any] = {"receiver": receiver, "municipality_code": municipality_code, "level": level}
    row = session.exec(select(ReceiverContact).filter_by(**key)).one_or_none()
    if row is None:
        row = ReceiverContact(**key, **typed, changed_at=at, changed_by=by.id)
    for name, text in (typed | {"changed_by": by.id}).items():
        setattr(row, name, text)
    row.changed_at = at
    session.add(row)
    session.flush()
    audit.record(
        session,
        by=by,
        at=at,
        action="receiver_contact.kept",
        on=("receiver_contact", row.id),
        details={"receiver": receiver, "municipality": municipality_code, "level": level.value},
    )
    return row
