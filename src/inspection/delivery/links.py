"""Opening a letter by the link of a mail: the code of the link, and a number that its recipient knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, select

from husly.kit.codes import code_hash, plain
from husly.kit.errors import DomainError
from inspection.delivery.actions import read_delivery
from inspection.delivery.models import LetterDelivery
from inspection.delivery.transitions import DeliveryState
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import lock_case
from inspection.letters.models import Letter
from inspection.letters.queries import list_enclosures

MOST_WRONG = 5
LOCKED_FOR = timedelta(minutes=15)
OPEN_FOR = timedelta(hours=24)
"""A code is used up a day after it was first opened: time enough to save the letter, or open it again."""


class Refused(StrEnum):
    """Why nothing is shown. A code that nobody has and a number that does not fit are one answer."""

    WRONG = "wrong"
    LOCKED = "locked"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Opened:
    """The frozen letter, and what goes with it: title and bytes."""

    pdf: bytes
    name: str
    enclosures: tuple[tuple[str, bytes], ...] = ()


def open_by_link(session: Session, code: str, number: str, *, at: datetime) -> Opened | Refused:
    """The letter of a code and one of its recipient's numbers (CVR, foreign or RUT number, or the case number).

    The first opening marks it as read, which counts as delivered. Five wrong numbers lock the code for 15 minutes; a
    refusal is an answer and not an error, so that the count of wrong numbers is kept.
    """
    delivery = session.exec(select(LetterDelivery).where(LetterDelivery.link_hash == code_hash(code))).one_or_none()
    if delivery is None:
        return Refused.WRONG
    lock_case(session, delivery.case_id)
    session.refresh(delivery, with_for_update=True)
    if delivery.link_locked_until is not None and at < delivery.link_locked_until:
        return Refused.LOCKED
    case = session.get_one(InspectionCase, delivery.case_id)
    if not _fits(number, delivery, case):
        return _count_wrong(session, delivery, at=at)
    if _is_over(delivery, at):
        return Refused.EXPIRED
    return _open(session, delivery, case, at=at)


def _fits(number: str, delivery: LetterDelivery, case: InspectionCase) -> bool:
    known = {plain(one) for one in (delivery.cvr_number, delivery.other_number, case.case_number)} - {""}
    typed = plain(number)
    return typed in known or typed.removeprefix("DK") in known


def _count_wrong(session: Session, delivery: LetterDelivery, *, at: datetime) -> Refused:
    delivery.link_wrong += 1
    if delivery.link_wrong >= MOST_WRONG:
        delivery.link_wrong, delivery.link_locked_until = 0, at + LOCKED_FOR
    session.flush()
    return Refused.WRONG if delivery.link_wrong else Refused.LOCKED


def _is_over(delivery: LetterDelivery, at: datetime) -> bool:
    """A link opened on its last day works for its whole time, as the mail says."""
    if delivery.link_opened_at is not None:
        return at >= delivery.link_opened_at + OPEN_FOR
    return delivery.link_expires_at is None or at >= delivery.link_expires_at


def _open(session: Session, delivery: LetterDelivery, case: InspectionCase, *, at: datetime) -> Opened | Refused:
    letter = session.get_one(Letter, delivery.letter_id)
    if delivery.state is DeliveryState.QUEUED:
        return Refused.EXPIRED  # the mail has not left by what the register knows; it is sent, or sent again, shortly
    if delivery.state in (DeliveryState.SENT, DeliveryState.DELIVERED):
        try:
            with session.begin_nested():
                read_delivery(session, delivery, source="link", at=at)
        except DomainError:  # the case has moved on; whoever holds the letter's code may read it all the same
            session.refresh(delivery)
    delivery.link_opened_at = delivery.link_opened_at or at
    delivery.link_wrong, delivery.link_locked_until = 0, None
    session.flush()
    enclosed = tuple((one.title, one.pdf) for one in list_enclosures(session, letter.id))
    return Opened(letter.pdf or b"", f"{case.case_number}-{letter.kind.value}", enclosed)
