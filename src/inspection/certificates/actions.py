"""Issuing certificates and taking them back."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, may, require
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from inspection.certificates.models import Certificate, Revocation
from inspection.certificates.numbers import new_number
from inspection.certificates.queries import find_certificate
from register.accommodations.models import Accommodation

LONGEST_REASON = 2000


def certificate_of(session: Session, accommodation: Accommodation, *, by: Actor, at: datetime) -> Certificate:
    """The certificate of an accommodation, made the first time.

    Raises ``DomainError`` where the last one was revoked, unless the reader may revoke: he may also issue anew.
    """
    take_turns(session, "certificates")
    found = find_certificate(session, accommodation.id)
    place = Subject(municipality_code=accommodation.municipality_code)
    if found is not None and (found.revoked_at is None or not may(by, Permission.ISSUE_DECISIONS, place)):
        if found.revoked_at is not None:
            raise DomainError(
                "certificate.revoked",
                "The certificate was revoked. Read the reason on the page of the certificate; the authority can issue "
                "a new one.",
            )
        return found
    made = Certificate(accommodation_id=accommodation.id, number=new_number(), issued_at=at, issued_by=by.id)
    session.add(made)
    session.flush()
    details = {"accommodation": accommodation.id}
    audit.record(session, by=by, at=at, action="certificate.issued", on=("certificate", made.id), details=details)
    return made


def revoke_certificate(
    session: Session, certificate_id: UUID, *, ground: Revocation, reason: str, by: Actor, at: datetime
) -> Certificate:
    """Take a certificate back on a ground and for a reason that its employer reads; whoever scans it sees it at once.

    Raises ``NotFoundError``, ``NotAllowedError`` outside the municipality, ``DomainError`` without a reason or twice.
    """
    found = session.get(Certificate, certificate_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("certificate")
    accommodation = session.get_one(Accommodation, found.accommodation_id)
    require(by, Permission.ISSUE_DECISIONS, Subject(municipality_code=accommodation.municipality_code))
    if found.revoked_at is not None:
        raise DomainError("certificate.twice", "Somebody has revoked it meanwhile.")
    if not reason.strip():
        raise DomainError("certificate.reason", "Write why the certificate is revoked; the employer reads it.")
    found.revoked_at, found.revoked_by, found.revoked_for = at, by.id, ground
    found.revoked_because = reason.replace("\x00", "").strip()[:LONGEST_REASON]
    session.flush()
    details = {"ground": ground.value}
    audit.record(session, by=by, at=at, action="certificate.revoked", on=("certificate", found.id), details=details)
    return found
