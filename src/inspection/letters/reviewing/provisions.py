"""A lawyer writes which section a provision is, as read in the law; a second person confirms, either may withdraw."""

import re
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from husly.settings import SupervisionModel
from inspection.letters.models import ProvisionReading
from inspection.letters.provisions import provisions_of

_SECTION = re.compile(r"§§? ?\d+(?:(?:, | og | |[–-])(?:\d+|[a-zæøå]|stk\. \d+|nr\. \d+|\d+\. pkt\.|litra [a-zæøå]))*")
"""Such as "§ 7", "§ 75 a, stk. 2" or "§§ 7–9 og 79": what stands before "i" and the name of the act."""
LONGEST = 100


def standing_readings(session: Session) -> dict[str, ProvisionReading]:
    """What was read and not withdrawn, by key; some wait for their second person."""
    statement = select(ProvisionReading).where(col(ProvisionReading.withdrawn_at).is_(None))
    return {one.key: one for one in session.exec(statement)}


def read_provision(
    session: Session, key: str, section: str, *, model: SupervisionModel, by: Actor, at: datetime
) -> ProvisionReading:
    """A lawyer has read in the law in force which section it is. Raises ``DomainError`` for what is no section."""
    require(by, Permission.CONFIRM_RULES, Subject())
    if key not in {one.key for one in provisions_of(model)}:
        raise NotFoundError("provision")
    section = " ".join(section.split())
    if len(section) > LONGEST or not _SECTION.fullmatch(section):
        raise DomainError("provisions.section", "Write the section as letters cite it, such as § 7 or § 75 a, stk. 2.")
    take_turns(session, f"provision {key}")
    if key in standing_readings(session):
        raise DomainError("provisions.read", "This provision is read already. Withdraw the reading first.")
    made = ProvisionReading(key=key, section=section, read_by=by.id, read_by_name=by.name, at=at)
    session.add(made)
    session.flush()
    _trace(session, made, "provision.read", by=by, at=at)
    return made


def confirm_reading(session: Session, reading_id: UUID, *, by: Actor, at: datetime) -> ProvisionReading:
    """A second person has read the same; from then on letters cite it."""
    require(by, Permission.COUNTERSIGN_RULES, Subject())
    found = _standing(session, reading_id)
    if found.confirmed_by is not None:
        raise DomainError("provisions.not_waiting", "This provision does not wait for a second person.")
    if found.read_by == by.id or found.read_by_name.strip().casefold() == by.name.strip().casefold():
        raise DomainError("provisions.same_person", "Whoever read the provision cannot confirm it. Ask a colleague.")
    found.confirmed_by, found.confirmed_by_name, found.confirmed_at = by.id, by.name, at
    session.flush()
    _trace(session, found, "provision.confirmed", by=by, at=at)
    return found


def withdraw_reading(session: Session, reading_id: UUID, *, reason: str, by: Actor, at: datetime) -> ProvisionReading:
    """Take a reading back; letters that were issued stay as they are. Raises ``DomainError`` without a reason."""
    require(by, Permission.COUNTERSIGN_RULES, Subject())
    if not reason.strip():
        raise DomainError("provisions.reason", "Write why the reading is withdrawn.")
    found = _standing(session, reading_id)
    found.withdrawn_at, found.withdrawn_by_name, found.withdrawal_reason = at, by.name, reason.strip()[:1000]
    session.flush()
    _trace(session, found, "provision.withdrawn", by=by, at=at)
    return found


def _standing(session: Session, reading_id: UUID) -> ProvisionReading:
    """A reading that is not withdrawn, read anew under its lock. Raises ``NotFoundError``."""
    found = session.get(ProvisionReading, reading_id)
    if found is not None:
        take_turns(session, f"provision {found.key}")
        session.refresh(found)
    if found is None or found.withdrawn_at is not None:
        raise NotFoundError("provision")
    return found


def _trace(session: Session, reading: ProvisionReading, action: str, *, by: Actor, at: datetime) -> None:
    details = {"key": reading.key, "section": reading.section}
    audit.record(session, by=by, at=at, action=action, on=("provision_reading", reading.id), details=details)
