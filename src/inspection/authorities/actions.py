"""Changing letterheads and rules of complaint; every change leaves an audit row."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, require
from husly.kit.errors import DomainError, NotFoundError
from inspection.authorities.letterheads import Letterhead
from inspection.authorities.models import Authority, ComplaintRule
from inspection.enforcement.models import Addressee, LegalBasis
from inspection.letters.blocks import LetterKind
from register.employers.numbers import normal_cvr

LONGEST = {
    "name": 200,
    "postal_address": 400,
    "phone": 40,
    "email": 254,
    "privacy_url": 400,
    "signature_title": 100,
    "payment": 200,
}
LONGEST_TERM_DAYS, LONGEST_TERM_WEEKS = 365, 52


@dataclass(frozen=True)
class Guidance:
    """What is told of complaints: body, where to send it, days or weeks, effect; or why nothing is told."""

    body: str = ""
    send_to: str = ""
    days: int = 0
    weeks: int = 0
    suspends: bool | None = None
    none_reason: str = ""


def save_authority(session: Session, code: str, head: Letterhead, *, by: Actor, at: datetime) -> Authority:
    """Write down how an authority signs. Raises ``DomainError`` for what letters could not bear."""
    require(by, Permission.ADMINISTER)
    if not head.name.strip():
        raise DomainError("authority.name", "Write the authority's name; letters are signed with it.")
    number = normal_cvr(head.cvr_number) if head.cvr_number.strip() else ""
    if number is None:
        raise DomainError("authority.cvr", "{number} is no CVR number: check its eight digits.", number=head.cvr_number)
    if any(len(getattr(head, name)) > most for name, most in LONGEST.items()):
        raise DomainError("authority.long", "A text is too long for a letterhead: shorten it.")
    if head.email.strip() and "@" not in head.email:
        raise DomainError("authority.email", "Write a whole e-mail address, or leave it empty.")
    found = session.get(Authority, code) or Authority(code=code, name=head.name, changed_at=at, changed_by=by.id)
    for name, value in asdict(head).items():
        setattr(found, name, value.strip())
    found.cvr_number, found.changed_at, found.changed_by = number, at, by.id
    session.add(found)
    session.flush()
    audit.record(session, by=by, at=at, action="authority.saved", on=("authority", code), details=asdict(head))
    return found


def add_rule(
    session: Session,
    kind: LetterKind,
    guidance: Guidance,
    *,
    authority: str = "",
    legal_basis: LegalBasis | None = None,
    addressee: Addressee | None = None,
    by: Actor,
    at: datetime,
) -> ComplaintRule:
    """Add a rule of complaint. Raises ``DomainError`` unless it says all of it, or why it says nothing."""
    require(by, Permission.ADMINISTER)
    _check(guidance)
    rule = ComplaintRule(
        kind=kind,
        authority=authority,
        legal_basis=legal_basis,
        addressee=addressee,
        **asdict(guidance),
        added_at=at,
        added_by=by.id,
    )
    session.add(rule)
    session.flush()
    details = asdict(guidance) | {"kind": kind.value, "authority": authority}
    audit.record(session, by=by, at=at, action="complaint_rule.added", on=("complaint_rule", rule.id), details=details)
    return rule


def _check(given: Guidance) -> None:
    told = (given.body.strip(), given.send_to.strip(), given.days, given.weeks, given.suspends is not None)
    if given.none_reason.strip():
        if any(told):
            raise DomainError(
                "complaint.both", "Either tell how to complain, or give the lawyer's reason for telling nothing."
            )
        return
    if not all((told[0], told[1], told[4])) or bool(given.days) == bool(given.weeks):
        raise DomainError(
            "complaint.incomplete",
            "Give body, receiver, suspensive effect and either days or weeks; or the lawyer's reason for telling "
            "nothing.",
        )
    if not (0 <= given.days <= LONGEST_TERM_DAYS and 0 <= given.weeks <= LONGEST_TERM_WEEKS):
        raise DomainError("complaint.term", "The time to complain is at most a year.")
    if max(len(given.body), len(given.send_to)) > LONGEST["name"]:
        raise DomainError("complaint.long", "Body or receiver is too long to be meant: shorten it.")


def withdraw_rule(session: Session, rule_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take a rule out of force; letters that were drafted by it keep what they say. Raises ``NotFoundError``."""
    require(by, Permission.ADMINISTER)
    rule = session.get(ComplaintRule, rule_id)
    if rule is None or rule.withdrawn_at is not None:
        raise NotFoundError("complaint_rule")
    rule.withdrawn_at = at
    session.flush()
    audit.record(session, by=by, at=at, action="complaint_rule.withdrawn", on=("complaint_rule", rule.id))
