"""Drafting referrals: from a case, a report or a dwelling; a concern of trafficking makes both drafts at once."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError
from inspection.letters.searching import PERSONAL_NUMBER
from inspection.referrals.belonging import require_own_matter
from inspection.referrals.cards import CMM, POLICE, cards
from inspection.referrals.models import Referral, ReferralStep, TraffickingConcern
from inspection.referrals.queries import get_referral
from inspection.referrals.subjects import Subject as About
from inspection.referrals.subjects import number_of_firm
from inspection.referrals.transitions import ReferralMove, ReferralState
from inspection.referrals.words import Age, Notify, Origin, ReferralReason

SHELTER = re.compile(r"\b(krisecent(?:er|ret)|shelter(?:et)?|beskyttelsesadresse)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a person writes in a draft. No statement of a victim and no shelter address belongs in any of it."""

    reason: ReferralReason
    reason_words: str = ""
    observed: str = ""
    observed_on: date | None = None
    origin: Origin = Origin.OWN_VISIT
    plan: str = ""
    residents: int | None = None
    children: str = ""
    request: str = ""
    basis: str = ""
    necessity: str = ""
    purpose: str = ""
    sender_name: str = ""
    sender_phone: str = ""
    sender_email: str = ""
    employer: dict[str, str] = field(default_factory=dict)
    employer_unknown_reason: str = ""
    municipality_told_on: date | None = None
    address_checked: bool = False


@dataclass(frozen=True, kw_only=True)
class Concern:
    """Who is told of signs of trafficking, and whether a child may be concerned."""

    notify: Notify = Notify.BOTH
    one_only_reason: str = ""
    age: Age = Age.ADULT


def draft_referral(session: Session, about: About, receiver: str, words: Words, *, by: Actor, at: datetime) -> Referral:
    """Draft what one authority is to be told. Signs of trafficking go through ``raise_concern`` instead."""
    if words.reason is ReferralReason.TRAFFICKING_SIGNS and receiver in (POLICE, CMM):
        raise DomainError("referral.concern", "Signs of trafficking go to the police and the centre in one concern.")
    _check(session, words, about, by=by)
    if receiver not in cards():
        raise DomainError("referral.receiver", "Choose a receiver from the list.")
    confined = words.reason is ReferralReason.TRAFFICKING_SIGNS
    return _add(session, about, receiver, words, None, confined=confined, by=by, at=at)


def raise_concern(
    session: Session, about: About, words: Words, concern: Concern, *, by: Actor, at: datetime
) -> list[Referral]:
    """Draft for the police and for Center mod Menneskehandel at once; leaving one out needs a reason (REF-09)."""
    _check(session, words, about, by=by)
    if concern.notify is not Notify.BOTH and not concern.one_only_reason.strip():
        raise DomainError("referral.one_only", "Police and centre are both told. Write why only one is to be.")
    _refuse_protected(concern.one_only_reason)
    row = TraffickingConcern(
        municipality_code=about.municipality_code,
        notify=concern.notify,
        one_only_reason="" if concern.notify is Notify.BOTH else concern.one_only_reason.strip(),
        child_concerned=concern.age is not Age.ADULT,  # in doubt counts as a child (REF-14)
        municipality_contacted_on=words.municipality_told_on,
        created_at=at,
        created_by=by.id,
    )
    session.add(row)
    session.flush()
    told = {Notify.BOTH: (POLICE, CMM), Notify.POLICE: (POLICE,), Notify.CMM: (CMM,)}[concern.notify]
    return [_add(session, about, one, words, row.id, confined=True, by=by, at=at) for one in told]


def change_draft(session: Session, referral_id: UUID, words: Words, *, by: Actor, at: datetime) -> Referral:
    """Write a draft anew. Raises ``DomainError`` once it is decided."""
    referral = get_referral(session, referral_id, by=by, to_change=True)
    require(by, Permission.DRAFT_REFERRALS, Subject(municipality_code=referral.municipality_code))
    require_own_matter(session, referral.case_id, by, Permission.DRAFT_REFERRALS)
    if referral.state is not ReferralState.DRAFTED:
        raise DomainError("referral.decided", "It is decided already. Take the decision back before you change it.")
    _refuse_protected(*_texts(session, words))
    if (words.reason is ReferralReason.TRAFFICKING_SIGNS) is not (referral.concern_id is not None or referral.confined):
        raise DomainError("referral.reason", "Make a new draft: signs of trafficking are kept apart from all else.")
    _write(referral, words, by)
    if referral.concern_id is not None:
        session.get_one(TraffickingConcern, referral.concern_id).municipality_contacted_on = words.municipality_told_on
    session.flush()
    audit.record(session, by=by, at=at, action="referral.changed", on=("referral", referral.id))
    return referral


def _check(session: Session, words: Words, about: About, *, by: Actor) -> None:
    require(by, Permission.DRAFT_REFERRALS, Subject(municipality_code=about.municipality_code))
    require_own_matter(session, about.case_id, by, Permission.DRAFT_REFERRALS)
    _refuse_protected(*_texts(session, words))


def _texts(session: Session, words: Words) -> list[str]:
    typed = [value for value in vars(words).values() if isinstance(value, str)]
    firm = number_of_firm(session, words.employer.get("number", "").strip())
    return [*typed, *(value for value in words.employer.values() if value.strip() != firm)]


def _refuse_protected(*texts: str) -> None:
    """Personal numbers and shelters are never stored; the answer does not repeat what was found."""
    if any(PERSONAL_NUMBER.search(text) for text in texts):
        raise DomainError("referral.personal_number", "Leave out the personal number; it is never stored here.")
    if any(SHELTER.search(text) for text in texts):
        raise DomainError("referral.shelter", "Leave out where a victim stays; shelters are never stored here.")


def _add(
    session: Session,
    about: About,
    receiver: str,
    words: Words,
    concern_id: UUID | None,
    *,
    confined: bool,
    by: Actor,
    at: datetime,
) -> Referral:
    referral = Referral(
        number=next_number(session, Referral, "U", at),
        **about.columns,
        concern_id=concern_id,
        confined=confined,
        receiver=receiver,
        receiver_municipality_code=about.municipality_code if cards()[receiver].is_local else "",
        reason=words.reason,
        created_at=at,
        created_by=by.id,
        created_by_name=by.name,
    )
    _write(referral, words, by)
    session.add(referral)
    session.flush()
    add_step(session, referral, None, by=by, at=at)
    details = {"receiver": receiver, "reason": words.reason.value, "confined": confined}
    audit.record(session, by=by, at=at, action="referral.drafted", on=("referral", referral.id), details=details)
    return referral


def _write(referral: Referral, words: Words, by: Actor) -> None:
    for name, value in vars(words).items():
        if name != "address_checked":
            setattr(referral, name, value)
    if words.address_checked:
        referral.address_checked_by = referral.address_checked_by or by.id
    else:
        referral.address_checked_by = None


def next_number(session: Session, table: Any, letter: str, at: datetime) -> str:
    """The next number of a year, such as U-2026-0007."""
    take_turns(session, f"numbers {letter}")
    begins = f"{letter}-{danish_date(at).year}-"
    last = session.execute(
        sa.select(sa.func.max(col(table.number))).where(col(table.number).startswith(begins))
    ).scalar_one()
    return f"{begins}{1 if last is None else int(last.rsplit('-', 1)[1]) + 1:04d}"


def add_step(
    session: Session, referral: Referral, move: ReferralMove | None, *, by: Actor, at: datetime, note: str = ""
) -> None:
    """Write a move to the history."""
    steps = sa.select(sa.func.count()).select_from(ReferralStep).where(col(ReferralStep.referral_id) == referral.id)
    position = session.execute(steps).scalar_one() + 1
    name = by.name if by is not SYSTEM else "Husly"
    session.add(
        ReferralStep(
            referral_id=referral.id,
            position=position,
            move=move,
            target=referral.state,
            at=at,
            by_id=by.id,
            by_name=name,
            note=note,
        )
    )
    session.flush()
