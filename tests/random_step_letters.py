"""What random people try with letters: issuing them, handing them over, the post."""

from sqlmodel import col, select

from husly.kit.errors import NotAllowedError
from inspection.authorities.belonging import is_own
from inspection.delivery import actions as delivery
from inspection.delivery.models import LetterDelivery
from inspection.delivery.queueing import move_delivery
from inspection.delivery.transitions import DeliveryMove, DeliveryState
from inspection.letters.issuing import approve_letter, issue_letter, record_delivery
from inspection.letters.models import Letter
from random_steps import OUTSIDERS, Step


def approve_paper(s: Step) -> object:
    waiting = [one for one in s.file.letters if one.issued_at is None and one.approved_by is None]
    return approve_letter(s.session, s.one(waiting).id, **s.who)


def issue(s: Step) -> object:
    waiting = [one for one in s.file.letters if one.issued_at is None]
    letter = s.one(waiting[-1:] if s.maybe(0.7) else waiting if s.maybe(0.9) else s.file.letters)
    return issue_letter(s.session, letter.id, **s.whoset)


def carry(s: Step) -> object:
    """The newest letter that has not arrived goes one step on."""
    waiting = [one for one in s.file.letters if one.delivered_on is None]
    return carry_to_the_door(s, s.one(waiting[-1:]))


def arrive(s: Step) -> object:
    open_ones = [one for one in s.file.letters if one.issued_at is not None and one.delivered_on is None]
    letter = s.one(open_ones if open_ones and s.maybe(0.9) else s.file.letters)
    return record_delivery(s.session, letter.id, delivered_on=s.day(-2, 0), **s.who)


def _deliveries(s: Step) -> list[LetterDelivery]:
    ids = [one.id for one in s.file.letters]
    return list(s.session.exec(select(LetterDelivery).where(col(LetterDelivery.letter_id).in_(ids))))


def post(s: Step) -> object:
    found = _deliveries(s)
    one = s.one([row for row in found if row.delivered_on is None] or found)
    note = s.text("kvittering")
    if one.state is DeliveryState.QUEUED and s.maybe(0.6):  # what the worker does
        move = s.one((DeliveryMove.SEND, DeliveryMove.SEND, DeliveryMove.GIVE_UP))
        _allowed(s)
        return move_delivery(s.session, one, move, source="worker", by=s.by, at=s.at, note="ingen vej")
    match s.rng.randrange(5):
        case 0 | 1:
            source = s.one(("person", "person", "memo"))
            day = s.day(-2, 0)
            return delivery.confirm_delivery(s.session, one.id, delivered_on=day, note=note, source=source, **s.who)
        case 2:
            return delivery.return_delivery(s.session, one.id, reason=s.text("ubekendt"), **s.whoset)
        case 3:
            _allowed(s)
            return delivery.read_delivery(s.session, one, source="link", at=s.at)
        case _:
            return delivery.send_again(s.session, one.id, note=s.text("igen"), **s.whoset)


def _allowed(s: Step) -> None:
    """The worker and a link act for nobody: no outsider and no other authority is let in their place."""
    if s.by in OUTSIDERS or not is_own(s.case, s.by):
        raise NotAllowedError("act for the worker")


def carry_to_the_door(s: Step, letter: Letter) -> object:
    """Bring a letter that belongs to something one step on: approved, issued, arrived."""
    if letter.issued_at is not None:
        return record_delivery(s.session, letter.id, delivered_on=s.day(-2, 0), **s.who)
    if letter.approved_by is None and s.maybe(0.6):
        return approve_letter(s.session, letter.id, **s.who)
    return issue_letter(s.session, letter.id, **s.whoset)
