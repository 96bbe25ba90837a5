"""Moving a referral along its table: deciding, sending, answers of the receiver, closing. Each leaves two traces."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit, outbox
from husly.kit.access import SYSTEM, Actor, Permission, Subject, may, require
from husly.kit.clock import danish_date
from husly.kit.codes import code_hash, grouped, random_code
from husly.kit.database import calendar_of
from husly.kit.errors import DomainError
from husly.kit.texts import one_line
from husly.settings import Settings
from inspection.enforcement.tables import Check, checks_from, target_of
from inspection.letters.issuing import not_issuable
from inspection.referrals.belonging import require_own_matter
from inspection.referrals.cards import MUNICIPALITY, Card, CardField, cards
from inspection.referrals.contacts import find_contact
from inspection.referrals.drafting import add_step
from inspection.referrals.models import Referral, TraffickingConcern
from inspection.referrals.queries import concern_of, get_referral
from inspection.referrals.rendering import ANSWER_DAYS, write_paper
from inspection.referrals.transitions import TABLE, ReferralFacts, ReferralMove, ReferralState
from inspection.referrals.words import Closure, ReferralReason, StatusBy, VictimStatus
from register.dwellings.models import Dwelling

CHANNEL = "referral"
CODE_LENGTH, CODE_GROUP = 12, 4
RECEIVER = Actor(id="receiver", name="Modtageren")
"""Whoever holds the code of a letter; no account."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a receiver says: who has it, under which number, what they will do and by when."""

    person: str
    number: str = ""
    plan: str = ""
    by_on: date | None = None


def facts_of(session: Session, referral: Referral, *, by: Actor, words: str = "") -> ReferralFacts:
    """What the table asks about a referral now."""
    card = cards()[referral.receiver]
    contact = find_contact(session, card, referral.receiver_municipality_code or referral.municipality_code)
    subject = Subject(municipality_code=referral.municipality_code)
    reason = referral.reason
    return ReferralFacts(
        has_address=bool(referral.address.strip()),
        address_is_validated=bool(referral.dar_id or referral.address_checked_by),
        in_right_municipality=_in_right_municipality(session, referral),
        has_receiver_contact=contact is not None,
        has_sender_contact=all((referral.sender_name, referral.sender_phone, "@" in referral.sender_email)),
        has_employer_contact=_employer_is_named(card, referral),
        has_reason=reason is not ReferralReason.OTHER or bool(referral.reason_words.strip()),
        has_request=bool(referral.request.strip()),
        has_observation=_is_observed(card, referral),
        has_basis=referral.basis in card.bases,
        has_necessity=bool(referral.necessity.strip()),
        has_purpose=bool(referral.purpose.strip()),
        asks_for_decision_maker=card.decides_stay or referral.confined,
        is_decision_maker=by is SYSTEM or may(by, Permission.ISSUE_DECISIONS, subject),
        child_is_flagged=_child_is_flagged(concern_of(session, referral), referral),
        has_words=bool(words.strip()),
    )


def _is_observed(card: Card, referral: Referral) -> bool:
    seen = bool(referral.observed.strip()) and referral.observed_on is not None
    return seen or not card.permits(CardField.OBSERVED)


def _in_right_municipality(session: Session, referral: Referral) -> bool:
    """Where the dwelling lies now, the draft says so, and a local receiver is that municipality's."""
    code = referral.municipality_code
    if referral.dwelling_id is not None:
        code = session.get_one(Dwelling, referral.dwelling_id).municipality_code
    return code == referral.municipality_code and referral.receiver_municipality_code in ("", code)


def _employer_is_named(card: Card, referral: Referral) -> bool:
    if not card.permits(CardField.EMPLOYER_CONTACT) or referral.employer_unknown_reason.strip():
        return True
    return all(str(referral.employer.get(one, "")).strip() for one in ("name", "contact", "phone", "email"))


def _child_is_flagged(concern: TraffickingConcern | None, referral: Referral) -> bool:
    concerned = bool(referral.children.strip()) or referral.reason is ReferralReason.CHILD_IN_HOUSING
    if concern is not None:
        concerned = concerned or concern.child_concerned
    told = referral.municipality_told_on or (None if concern is None else concern.municipality_contacted_on)
    return not concerned or referral.receiver == MUNICIPALITY or told is not None


def checks_of(session: Session, referral: Referral, *, by: Actor) -> list[Check[ReferralState, ReferralMove]]:
    """Every move that is open, with what is missing; words that a move asks for count as given."""
    return checks_from(TABLE, referral.state, facts_of(session, referral, by=by, words="-"))


def _take(session: Session, referral: Referral, move: ReferralMove, *, by: Actor, at: datetime, words: str) -> None:
    """Make the move if the table has it. The row is held, so of two at once the second meets the new state."""
    source = referral.state
    facts = facts_of(session, referral, by=by, words=words)
    referral.state = target_of(TABLE, source, move, facts)
    session.flush()
    add_step(session, referral, move, by=by, at=at, note=words)
    details = {"number": referral.number, "to": referral.state.value, "receiver": referral.receiver}
    audit.record(
        session,
        by=by,
        at=at,
        action=f"referral.{move.value}",
        on=("referral", referral.id),
        before=source.value,
        after=referral.state.value,
        details=details,
    )


def _open(session: Session, referral_id: UUID, *, by: Actor) -> Referral:
    referral = get_referral(session, referral_id, by=by, to_change=True)
    require(by, Permission.SEND_REFERRALS, Subject(municipality_code=referral.municipality_code))
    require_own_matter(session, referral.case_id, by, Permission.SEND_REFERRALS)
    return referral


def decide(session: Session, referral_id: UUID, *, by: Actor, at: datetime) -> Referral:
    """Decide that the receiver gets it: purpose, basis and necessity stand in the draft (REF-07)."""
    referral = _open(session, referral_id, by=by)
    _take(session, referral, ReferralMove.DECIDE, by=by, at=at, words="")
    referral.decided_at, referral.decided_by, referral.decided_by_name = at, by.id, by.name
    session.flush()
    return referral


def take_back(session: Session, referral_id: UUID, *, why: str, by: Actor, at: datetime) -> Referral:
    """Take a decision back before anything has left."""
    referral = _open(session, referral_id, by=by)
    _take(session, referral, ReferralMove.TAKE_BACK, by=by, at=at, words=why.strip())
    referral.decided_at = referral.decided_by = referral.decided_by_name = None
    session.flush()
    return referral


def say(session: Session, referral_id: UUID, move: ReferralMove, *, words: str, by: Actor, at: datetime) -> Referral:
    """The moves that only need words: refusing a draft, returned by the receiver, and what the receiver did."""
    if move not in (ReferralMove.REFUSE, ReferralMove.RETURN, ReferralMove.FOLLOW_UP):
        raise ValueError(move)
    referral = _open(session, referral_id, by=by)
    _take(session, referral, move, by=by, at=at, words=words.strip())
    if move is ReferralMove.FOLLOW_UP:
        referral.outcome = words.strip()
        session.flush()
    return referral


def send(session: Session, referral_id: UUID, *, settings: Settings, by: Actor, at: datetime) -> tuple[Referral, str]:
    """Freeze the letter and queue it; returns the receiver's code, which is kept as a hash only.

    Raises ``DomainError`` with all that is missing, and with every gate that is closed.
    """
    referral = _open(session, referral_id, by=by)
    target_of(TABLE, referral.state, ReferralMove.SEND, facts_of(session, referral, by=by))
    code, today = random_code(CODE_LENGTH), danish_date(at)
    paper = write_paper(session, referral, settings=settings, as_of=today, by=by, code=grouped(code, CODE_GROUP))
    if paper.draft.problems:
        raise not_issuable(paper.draft.problems)
    _take(session, referral, ReferralMove.SEND, by=by, at=at, words="")
    message = outbox.enqueue(session, channel=CHANNEL, payload={"referral_id": str(referral.id)}, at=at)
    freeze(referral, paper.draft.rendered(), message.id, by=by, at=at)
    referral.recipient, referral.reply_hash = paper.recipient, code_hash(code)
    referral.due_on = calendar_of(session).working_days_after(today, ANSWER_DAYS)
    session.flush()
    return referral, code


def freeze(row: Any, rendered: Any, message_id: UUID, *, by: Actor, at: datetime) -> None:
    """Keep what was sent."""
    row.content, row.pdf, row.sha256, row.banner = rendered.content, rendered.pdf, rendered.sha256, rendered.banner
    row.issued_at, row.issued_by, row.issued_by_name, row.outbox_message_id = at, by.id, by.name, message_id


def acknowledge(session: Session, referral_id: UUID, answer: Answer, *, by: Actor, at: datetime) -> Referral:
    """Take down by hand that the receiver has it."""
    return _acknowledge(session, _open(session, referral_id, by=by), answer, by=by, at=at)


def acknowledge_by_code(session: Session, referral: Referral, answer: Answer, *, at: datetime) -> Referral:
    """The receiver's own answer; whoever holds the code needs no account. The row is held (``find_by_code``)."""
    done = _acknowledge(session, referral, answer, by=RECEIVER, at=at)
    done.acknowledged_by_code = True
    session.flush()
    return done


def _acknowledge(session: Session, referral: Referral, answer: Answer, *, by: Actor, at: datetime) -> Referral:
    today = danish_date(at)
    if answer.by_on is not None and answer.by_on < today:
        raise DomainError("referral.by_on", "The day by which they act has passed; write a later one.")
    person, plan = one_line(answer.person), answer.plan.replace("\x00", "").strip()
    for field, text, most in (("person", person, 200), ("number", one_line(answer.number), 80), ("plan", plan, 2000)):
        if len(text) > most:
            long = "A text is longer than {most} characters: shorten it."
            raise DomainError("form.long", long, most=most, field=field)
    if not person:
        raise DomainError("referral.person", "Write who has the matter now.")
    _take(session, referral, ReferralMove.ACKNOWLEDGE, by=by, at=at, words=person)
    referral.acknowledged_on, referral.receiver_person = today, person
    referral.receiver_number, referral.receiver_by_on = one_line(answer.number), answer.by_on
    referral.receiver_plan = plan
    session.flush()
    return referral


def close(session: Session, referral_id: UUID, closure: Closure, *, words: str, by: Actor, at: datetime) -> Referral:
    """Close it with a coded reason and words."""
    referral = _open(session, referral_id, by=by)
    referral.closure = closure
    _take(session, referral, ReferralMove.CLOSE, by=by, at=at, words=words.strip())
    return referral


def note_status(
    session: Session,
    referral_id: UUID,
    *,
    status: VictimStatus,
    status_by: StatusBy | None,
    on: date,
    by: Actor,
    at: datetime,
) -> None:
    """Take down what those who decide it have decided (REF-11, REF-12); this house decides nothing of it."""
    referral = _open(session, referral_id, by=by)
    concern = concern_of(session, referral)
    if concern is None:
        raise DomainError("referral.no_concern", "This referral carries no concern of trafficking.")
    if on > danish_date(at):
        raise DomainError("referral.day", "That day lies ahead; write the day it was decided.")
    if status is not VictimStatus.SUSPICION and status_by is None:
        raise DomainError("referral.status_by", "Choose who decided it; it is not decided here.")
    concern.status, concern.status_on = status, on
    concern.status_by = None if status is VictimStatus.SUSPICION else status_by
    session.flush()
    details = {"status": status.value, "by": None if status_by is None else status_by.value}
    audit.record(session, by=by, at=at, action="referral.status", on=("referral", referral.id), details=details)


def note_interview(session: Session, referral_id: UUID, *, on: date, by: Actor, at: datetime) -> None:
    """The day of an interview; with a child the municipality must have been contacted before (REF-13)."""
    referral = _open(session, referral_id, by=by)
    concern = concern_of(session, referral)
    if concern is None:
        raise DomainError("referral.no_concern", "This referral carries no concern of trafficking.")
    told = concern.municipality_contacted_on
    if concern.child_concerned and (told is None or told > on):
        raise DomainError("referral.child", "Contact the municipality before a child is interviewed.")
    concern.interview_on = on
    session.flush()
    audit.record(session, by=by, at=at, action="referral.interview", on=("referral", referral.id))


def note_reading(session: Session, referral: Referral, what: str, *, by: Actor, at: datetime) -> None:
    """Every reading leaves a row (REF-16)."""
    audit.record(session, by=by, at=at, action=f"referral.{what}", on=("referral", referral.id))
