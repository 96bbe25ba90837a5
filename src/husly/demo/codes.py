"""The codes of the demonstration's letters, so that a visitor can try every page that needs no account."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from husly.kit.codes import grouped
from husly.kit.i18n import mark
from inspection.delivery.models import LetterDelivery
from inspection.delivery.transitions import DeliveryState
from inspection.enforcement.models import Hearing, InspectionCase
from inspection.enforcement.transitions import CaseState
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from inspection.referrals.models import Referral
from inspection.referrals.transitions import ReferralState
from inspection.rehousing.models import RehousedResident, ResidentOutcome

_REPLY = re.compile(r'"Kode", "([0-9A-Z-]{10,30})"')
_REFERRAL = re.compile(r"/referral/([0-9A-Z-]{10,20})")


@dataclass(frozen=True)
class PublicCode:
    """One page without a sign-in: its path, the code that opens it, and what the visitor can do there."""

    path: str
    code: str
    what: str


def codes_to_try(session: Session) -> tuple[PublicCode, ...]:
    """One code of each page, as the letters of this demonstration print them; a page without a letter is left out."""
    return tuple(_found(session))


def _found(session: Session) -> Iterator[PublicCode]:
    if code := _of_hearing(session):
        yield PublicCode("/reply", code, mark("Answer a hearing as the employer"))
    if code := _of_order(session):
        yield PublicCode("/comply", code, mark("Report that an order is complied with"))
    resident = session.exec(
        select(RehousedResident).where(RehousedResident.outcome == ResidentOutcome.OPEN).order_by(RehousedResident.key)
    ).first()
    if resident is not None:
        yield PublicCode("/rehoused", grouped(resident.code, 4), mark("Tell as a resident that one has moved"))
    if code := _of_referral(session):
        yield PublicCode("/referral", code, mark("Acknowledge a referral as the other authority"))
    yield from _of_link(session)


def _of_hearing(session: Session) -> str:
    statement = (
        select(Letter)
        .join(Hearing, col(Hearing.letter_id) == col(Letter.id))
        .join(InspectionCase, col(InspectionCase.id) == col(Letter.case_id))
        .where(InspectionCase.state == CaseState.FINDINGS_RECORDED, col(Letter.issued_at).is_not(None))
        .order_by(col(Hearing.replied_on).is_not(None), col(InspectionCase.case_number))
    )
    letter = session.exec(statement.limit(1)).first()
    return "" if letter is None else _match(_REPLY, letter.content)


def _of_order(session: Session) -> str:
    statement = (
        select(Letter)
        .join(InspectionCase, col(InspectionCase.id) == col(Letter.case_id))
        .where(
            InspectionCase.state == CaseState.ORDER_DELIVERED,
            Letter.kind == LetterKind.PAABUD,
            col(Letter.delivered_on).is_not(None),
            col(Letter.withdrawn_at).is_(None),
        )
        .order_by(col(InspectionCase.case_number))
    )
    found = (str(one.choices.get("report_code") or "") for one in session.exec(statement))
    return next((code for code in found if code), "")


def _of_referral(session: Session) -> str:
    statement = select(Referral).where(Referral.state == ReferralState.SENT, col(Referral.confined).is_(False))
    found = session.exec(statement.order_by(col(Referral.issued_at)).limit(1)).first()
    return "" if found is None else _match(_REFERRAL, found.content)


def _of_link(session: Session) -> Iterator[PublicCode]:
    statement = select(LetterDelivery).where(
        col(LetterDelivery.link_code).is_not(None),
        col(LetterDelivery.state).in_((DeliveryState.QUEUED, DeliveryState.SENT)),
    )
    found = session.exec(statement.order_by(col(LetterDelivery.queued_at)).limit(1)).first()
    if found is not None and found.link_code:
        case = session.get_one(InspectionCase, found.case_id)
        code = f"{grouped(found.link_code, 4)} + {case.case_number}"
        yield PublicCode("/letters/read", code, mark("Open a letter by the link of a mail, with the case number"))


def _match(pattern: re.Pattern[str], content: object) -> str:
    found = pattern.search(json.dumps(content, ensure_ascii=False))
    return found.group(1) if found else ""
