"""What the outcome of an appeal does to the order and to the case."""

from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.calendar import Calendar
from husly.kit.errors import DomainError
from inspection.appeals.models import Appeal
from inspection.appeals.queries import as_corrected
from inspection.appeals.transitions import AppealState
from inspection.delivery.telling import AnswerPage, tell_party
from inspection.enforcement.actions.closing import answer_contests
from inspection.enforcement.actions.corrections import draft_ending
from inspection.enforcement.actions.dues import change_order
from inspection.enforcement.actions.steps import facts_at, is_closed, take
from inspection.enforcement.forms import lawful_deadline
from inspection.enforcement.models import ClosureCode, Order
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import Move

ANNULLED = "Afgørelsen er ophævet efter klage nr. {number}: {reason}"
REMITTED = "Afgørelsen er hjemvist efter klage nr. {number}: {reason}"
CHANGED = "Fristen er ændret efter klage nr. {number}: {reason}"


class Outcome(Protocol):
    """What goes with an outcome; see ``actions.Decided``."""

    @property
    def on(self) -> date:
        """The day of the decision."""
        ...

    @property
    def reason(self) -> str:
        """Its reasons, as the appeal body or the authority wrote them."""
        ...

    @property
    def extended_to(self) -> date | None:
        """The new deadline of an order that was changed."""
        ...

    @property
    def proof_due_on(self) -> date | None:
        """The new day of the proof of rehousing."""
        ...

    @property
    def until_on(self) -> date | None:
        """The new last day of rehousing."""
        ...

    @property
    def released(self) -> tuple[str, ...]:
        """Groups of residents that a rehousing order no longer covers."""
        ...

    @property
    def part(self) -> str:
        """The part of the building to which a prohibition is narrowed."""
        ...

    @property
    def amount(self) -> int | None:
        """The new amount of a fine in kroner."""
        ...

    @property
    def answer(self) -> str:
        """The answer to an owner who contests, where the case is closed."""
        ...


def apply_outcome(
    session: Session, file: CaseFile, appeal: Appeal, outcome: Outcome, *, by: Actor, at: datetime
) -> None:
    """Carry the outcome over to the order as it stands now, corrected or not; an appeal against another letter
    leaves it alone.
    """
    order = None if appeal.order_id is None else as_corrected(session, appeal.order_id)[-1]
    if order is None:
        return
    match appeal.state:
        case AppealState.CHANGED:
            _change(session, file, order, appeal, outcome, by=by, at=at)
        case AppealState.ANNULLED:
            _annul(session, file, order, appeal, outcome, by=by, at=at)
        case AppealState.REMITTED:
            _remit(session, file, order, appeal, outcome, by=by, at=at)
        case _:
            return


def tell_restart(session: Session, file: CaseFile, appeal: Appeal, *, at: datetime) -> None:
    """Tell the party of an order that its deadlines run again; the page of the letter's code shows them."""
    if appeal.order_id is not None:
        order = as_corrected(session, appeal.order_id)[-1]
        tell_party(session, file, file.letter(order.letter_id), AnswerPage.COMPLY, at=at)


def new_deadline(outcome: Outcome, calendar: Calendar) -> date | None:
    """The deadline that an outcome sets. Raises ``DomainError`` for one before the decision or on a closed day."""
    if outcome.extended_to is None:
        return None
    if outcome.extended_to <= outcome.on:
        raise DomainError("appeal.new_deadline", "The new deadline must lie after the decision.")
    return lawful_deadline(outcome.extended_to, calendar)


def _change(
    session: Session, file: CaseFile, order: Order, appeal: Appeal, outcome: Outcome, *, by: Actor, at: datetime
) -> None:
    changed_to = new_deadline(outcome, file.calendar)
    if changed_to is None:
        return
    reason = CHANGED.format(number=appeal.number, reason=outcome.reason.strip())
    tell_party(session, file, file.letter(order.letter_id), AnswerPage.COMPLY, at=at)
    change_order(
        session,
        order.id,
        since=outcome.on,
        changed_to=changed_to,
        cause_id=appeal.id,
        reason=reason,
        by=by,
        at=at,
    )


def _annul(
    session: Session, file: CaseFile, order: Order, appeal: Appeal, outcome: Outcome, *, by: Actor, at: datetime
) -> None:
    """The order is withdrawn and, where it is the order of this round, the case closed; a letter tells so."""
    reason = ANNULLED.format(number=appeal.number, reason=outcome.reason.strip())
    if _is_current(file, order):
        facts = replace(
            facts_at(file, at),
            closure_reason=reason,
            closure_code=ClosureCode.WITHDRAWN.value,
            contest_answer=outcome.answer,
        )
        take(session, file, Move.WITHDRAW_ORDER, facts, by=by, at=at, note=reason)
        answer_contests(session, file, outcome.answer, by=by, at=at)
    _code_closed_case(file, order, reason)
    _withdraw(session, file, order, reason, at=at)
    draft_ending(session, file, order, reason, by=by, at=at)


def _remit(
    session: Session, file: CaseFile, order: Order, appeal: Appeal, outcome: Outcome, *, by: Actor, at: datetime
) -> None:
    """The order is withdrawn and, where it is the order of this round, the case is heard and undecided again.

    A case that is closed stays closed: deciding anew takes a new case.
    """
    reason = REMITTED.format(number=appeal.number, reason=outcome.reason.strip())
    if _is_current(file, order):
        facts = replace(facts_at(file, at), remitted=True)
        take(session, file, Move.RETURN_DRAFT, facts, by=by, at=at, note=reason)
        order.returned_at = at
    _code_closed_case(file, order, reason)
    _withdraw(session, file, order, reason, at=at)


def _is_current(file: CaseFile, order: Order) -> bool:
    return not is_closed(file.case.state) and file.order is not None and file.order.id == order.id


def _code_closed_case(file: CaseFile, order: Order, reason: str) -> None:
    """A case that was closed with this order stays closed, but no longer as complied with: what it asked has fallen.

    Its first reason stays in its history.
    """
    if is_closed(file.case.state) and file.order is not None and file.order.id == order.id:
        file.case.closure_reason, file.case.closure_code = reason, ClosureCode.WITHDRAWN


def _withdraw(session: Session, file: CaseFile, order: Order, reason: str, *, at: datetime) -> None:
    """What the letter decided ends with the order."""
    letter = file.letter(order.letter_id)
    order.withdrawn_at, letter.withdrawn_at, letter.withdrawal_reason = at, at, reason
    session.flush()
