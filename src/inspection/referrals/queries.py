"""Reading referrals: the confined ones for decision-makers and their author alone (REF-16)."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.codes import code_hash
from husly.kit.errors import NotFoundError
from inspection.referrals.models import (
    ForwardedEnquiry,
    IncomingReferral,
    Referral,
    ReferralStep,
    TraffickingConcern,
)
from inspection.referrals.transitions import ReferralState

OPEN = (
    ReferralState.DRAFTED,
    ReferralState.DECIDED,
    ReferralState.SENT,
    ReferralState.ACKNOWLEDGED,
    ReferralState.FOLLOWED_UP,
    ReferralState.RETURNED,
)


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The condition on referrals that limits a query to what the reader may know of."""

    def area(permission: Permission) -> sa.ColumnElement[bool]:
        code = col(Referral.municipality_code)
        return within(by, permission, employer_id=sa.null(), municipality_code=code)

    return sa.or_(
        sa.and_(~col(Referral.confined), area(Permission.READ_REFERRALS)),
        sa.and_(area(Permission.READ_REFERRALS), area(Permission.ISSUE_DECISIONS)),
        sa.and_(col(Referral.created_by) == by.id, area(Permission.DRAFT_REFERRALS)),
    )


def get_referral(session: Session, referral_id: UUID, *, by: Actor, to_change: bool = False) -> Referral:
    """One referral, held when it is to be changed. Raises ``NotFoundError``, also for one that is not the reader's."""
    statement = select(Referral).where(col(Referral.id) == referral_id, visible_to(by))
    if to_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFoundError("referral")
    return found


@dataclass(frozen=True)
class ReferralFilter:
    """What a reader of the list asks for; empty means all that are open."""

    standing: str = ""
    receiver: str = ""
    case_id: UUID | None = None


def list_referrals(
    session: Session, *, by: Actor, wanted: ReferralFilter, today: date, limit: int = 50, offset: int = 0
) -> tuple[list[Referral], int]:
    """Referrals the reader may know of, the overdue first, then by day due; and how many in all."""
    conditions = [visible_to(by), *_conditions(wanted, today)]
    count = session.execute(sa.select(sa.func.count()).select_from(Referral).where(*conditions)).scalar_one()
    late = sa.case((_overdue(today), 0), else_=1)
    order = (late, sa.func.coalesce(col(Referral.due_on), date.max), col(Referral.number).desc())
    return list(session.exec(select(Referral).where(*conditions).order_by(*order).limit(limit).offset(offset))), count


def _overdue(today: date) -> sa.ColumnElement[bool]:
    return sa.and_(col(Referral.state) == ReferralState.SENT, col(Referral.due_on) < today)


def _conditions(wanted: ReferralFilter, today: date) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.case_id is not None:
        found.append(col(Referral.case_id) == wanted.case_id)
    elif wanted.standing == "overdue":
        found.append(_overdue(today))
    elif wanted.standing in list(ReferralState):
        found.append(col(Referral.state) == ReferralState(wanted.standing))
    elif wanted.standing != "all":
        found.append(col(Referral.state).in_(OPEN))
    if wanted.receiver:
        found.append(col(Referral.receiver) == wanted.receiver)
    return found


def sender_name(referral: Referral) -> str:
    """The authority that signed a referral, as the letter says."""
    return str(((referral.content or {}).get("head") or {}).get("sender", {}).get("name", ""))


def list_steps(session: Session, referral_id: UUID) -> list[ReferralStep]:
    """What was done to a referral, in order."""
    statement = select(ReferralStep).where(ReferralStep.referral_id == referral_id)
    return list(session.exec(statement.order_by(col(ReferralStep.position))))


def concern_of(session: Session, referral: Referral) -> TraffickingConcern | None:
    """The concern that a referral carries to its receiver."""
    return None if referral.concern_id is None else session.get_one(TraffickingConcern, referral.concern_id)


def list_twins(session: Session, referral: Referral) -> list[Referral]:
    """The other referrals of the same concern."""
    if referral.concern_id is None:
        return []
    statement = select(Referral).where(Referral.concern_id == referral.concern_id, col(Referral.id) != referral.id)
    return list(session.exec(statement.order_by(col(Referral.number))))


def find_by_code(session: Session, code: str) -> Referral | None:
    """The referral of a receiver's code, held; None for a wrong one."""
    statement = select(Referral).where(Referral.reply_hash == code_hash(code)).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).one_or_none()


def _in_area(by: Actor, code: Any) -> sa.ColumnElement[bool]:
    return within(by, Permission.READ_REFERRALS, employer_id=sa.null(), municipality_code=code)


def list_incoming(session: Session, *, by: Actor) -> list[IncomingReferral]:
    """What other authorities told us of, the unanswered and first due first."""
    answered = sa.case((col(IncomingReferral.answered_on).is_(None), 0), else_=1)
    statement = select(IncomingReferral).where(_in_area(by, col(IncomingReferral.municipality_code)))
    return list(session.exec(statement.order_by(answered, col(IncomingReferral.answer_due_on)).limit(200)))


def list_forwarded(session: Session, *, by: Actor) -> list[ForwardedEnquiry]:
    """Enquiries that were sent on, the newest first."""
    statement = select(ForwardedEnquiry).where(_in_area(by, col(ForwardedEnquiry.municipality_code)))
    return list(session.exec(statement.order_by(col(ForwardedEnquiry.number).desc()).limit(200)))


def get_forwarded(session: Session, enquiry_id: UUID, *, by: Actor) -> ForwardedEnquiry:
    """One enquiry that was sent on. Raises ``NotFoundError``, also outside the area."""
    in_area = _in_area(by, col(ForwardedEnquiry.municipality_code))
    found = session.exec(select(ForwardedEnquiry).where(col(ForwardedEnquiry.id) == enquiry_id, in_area)).one_or_none()
    if found is None:
        raise NotFoundError("enquiry")
    return found


def find_altered_papers(session: Session) -> tuple[int, list[str]]:
    """Hash every referral and forwarding letter that was sent anew: how many, and the numbers of those that differ."""
    count, altered = 0, []
    for table in (Referral, ForwardedEnquiry):
        statement = sa.select(col(table.number), col(table.pdf), col(table.sha256)).where(
            col(table.issued_at).is_not(None)
        )
        for number, pdf, sha256 in session.execute(statement.execution_options(yield_per=50)):
            count += 1
            if hashlib.sha256(pdf or b"").hexdigest() != sha256:
                altered.append(number)
    return count, altered
