"""What an appeal with suspensive effect stops, and letting it go on: the order, and the decisions beside it."""

from datetime import date, datetime

from sqlmodel import Session

from husly.kit.access import Actor
from inspection.appeals.consequences import go_on_beside, stop_beside
from inspection.appeals.models import Appeal
from inspection.appeals.queries import as_corrected
from inspection.enforcement.actions.dues import end_suspension, suspend_order
from inspection.enforcement.queries import CaseFile
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter

_REASON_SUSPENDED = "Klage nr. {number} har opsættende virkning."


def may_suspend(letter: Letter) -> bool:
    """Whether the decision itself says that a complaint holds it back; an order at once never is (letters, 7)."""
    complaint = letter.choices.get("complaint") or {}
    return letter.kind is not LetterKind.STRAKSPAABUD and complaint.get("suspends") is True


def suspend(session: Session, file: CaseFile, appeal: Appeal, *, by: Actor, at: datetime) -> None:
    """Stop what the appeal is against from the day of the appeal on."""
    if appeal.order_id is not None:
        reason, order = _REASON_SUSPENDED.format(number=appeal.number), as_corrected(session, appeal.order_id)[-1]
        suspend_order(session, order.id, since=appeal.lodged_on, cause_id=appeal.id, reason=reason, by=by, at=at)
    stop_beside(session, file, appeal, by=by, at=at)


def let_go(session: Session, file: CaseFile, appeal: Appeal, *, until: date, by: Actor, at: datetime) -> None:
    """Let it run again from a day on, with the days that it lost by then."""
    end_suspension(session, appeal.id, until=until)
    go_on_beside(session, file, appeal, until=until, by=by, at=at)
