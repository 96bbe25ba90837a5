"""Deadlines of the rooms beside a case: information, reasons, more time, prohibition, rehousing, fine, revisit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from inspection.appeals.models import AppealChange
from inspection.appeals.moved_days import set_day
from inspection.deadlines.from_cases import CaseDays, LetterDays
from inspection.enforcement.actions.at_once import REVIEW_WORKING_DAYS
from inspection.enforcement.deadlines import LATER_REASONS_DAYS
from inspection.enforcement.legal_calendar import (
    Deadline,
    Event,
    Step,
    StepKind,
    What,
    Whose,
    after_days,
    after_working_days,
    as_moved,
    as_set,
)
from inspection.enforcement.models import Hearing, Order
from inspection.fines.models import Fine
from inspection.fines.transitions import FineState
from inspection.followup.extensions import ExtensionState
from inspection.followup.models import ExtensionRequest
from inspection.followup.revisits import revisit_by
from inspection.hearings.models import Postponement
from inspection.hearings.postponements import PostponementState
from inspection.letters.blocks import LetterKind
from inspection.letters.danish import kroner
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.transitions import ProhibitionState
from inspection.rehousing.models import RehousingOrder
from inspection.rehousing.transitions import RehousingState


def deadlines_beside(days: CaseDays, last_dues: dict[UUID, date | None]) -> Iterator[Deadline]:
    """The deadlines of the rooms beside a case. ``last_dues`` is the last running day of each order."""
    beside = days.beside
    for letter in days.letters.values():
        yield from _of_letter(days, letter)
    hearings = {one.id: one for one in days.hearings}
    for asked in beside.postponements:
        yield _named(days, _postponement(asked, hearings[asked.hearing_id]), hearings[asked.hearing_id].letter_id)
    orders = {one.id: one for one in days.orders}
    for more in beside.extensions:
        order = orders[more.order_id]
        yield from (_named(days, one, order.letter_id) for one in _extension(more, order))
    for prohibition in beside.prohibitions:
        letter_id = next((one.id for one in days.letters.values() if one.about_id == prohibition.id), None)
        found = _prohibition(days, prohibition)
        yield from (_named(days, one, letter_id) for one in found)
    for rehousing in beside.rehousings:
        moved = _rehousing(days, rehousing)
        yield from (_named(days, one, rehousing.letter_id) for one in moved)
    for fine in beside.fines:
        yield from _payment(days, fine)
    for order in days.orders:
        looks = (*_review(days, order), *_revisit(days, order, last_dues.get(order.id)))
        yield from (_named(days, one, order.letter_id) for one in looks)


def _named(days: CaseDays, one: Deadline, letter_id: UUID | None) -> Deadline:
    """The deadline with the letter that set it."""
    letter = None if letter_id is None else days.letters.get(letter_id)
    return one if letter is None else replace(one, set_by=letter.as_source)


def _of_letter(days: CaseDays, letter: LetterDays) -> Iterator[Deadline]:
    if letter.kind is LetterKind.OPLYSNINGSANMODNING:
        day, steps = as_set(date.fromisoformat(letter.choices["due_on"]), Event.IN_LETTER)
        waits = letter.id not in days.beside.answered and not letter.is_withdrawn
        asks = Deadline(What.INFORMATION, Whose.PARTY, day, "", "", steps, letter.round, is_open=waits)
        yield replace(asks, set_by=letter.as_source)
    if letter.kind is LetterKind.BEGRUNDELSE_EFTERFOELGENDE:
        asked_on = date.fromisoformat(letter.choices["requested_on"])
        day, steps = after_days(asked_on, LATER_REASONS_DAYS, Event.REQUESTED, days.calendar)
        waits = letter.issued_on is None
        yield Deadline(What.LATER_REASONS, Whose.AUTHORITY, day, "FVL § 23", "M", steps, letter.round, is_open=waits)


def _postponement(asked: Postponement, hearing: Hearing) -> Deadline:
    """A request for more time is decided before the time to reply is over."""
    day, steps = as_set(hearing.runs_until, Event.IN_LETTER)
    waits = asked.state is PostponementState.ASKED
    law = ("FVL § 21", "V")
    return Deadline(What.POSTPONEMENT, Whose.AUTHORITY, day, *law, steps, hearing.round, is_open=waits)


def _extension(more: ExtensionRequest, order: Order) -> Iterator[Deadline]:
    if more.due_before is not None:
        day, steps = as_set(more.due_before, Event.IN_LETTER)
        waits = more.state is ExtensionState.ASKED and order.withdrawn_at is None
        yield Deadline(What.EXTENSION, Whose.AUTHORITY, day, "", "", steps, order.round, is_open=waits)


_STANDS = (ProhibitionState.ISSUED, ProhibitionState.DELIVERED, ProhibitionState.IN_FORCE)


def _as_appealed(days: CaseDays, name: str, on: date, changes: list[AppealChange]) -> tuple[Step, ...]:
    """How a day that a decision set came to be what it is: as the letter says, as appeals changed and stopped it."""
    found = set_day(name, on, changes)
    as_it_is = as_moved(found.written_on, changed_to=found.changed_to, suspensions=found.stops, calendar=days.calendar)
    return as_it_is[1]


def _prohibition(days: CaseDays, prohibition: Prohibition) -> Iterator[Deadline]:
    """The day by which the house must be left; an appeal holds it back."""
    if prohibition.state in (*_STANDS, ProhibitionState.VACATED, ProhibitionState.APPEALED):
        day = prohibition.move_out_on
        steps = _as_appealed(days, "move_out_on", day, days.beside.changes[prohibition.id])
        stopped = prohibition.state is ProhibitionState.APPEALED
        waits = stopped or prohibition.state in _STANDS
        law = ("byfornyelsesloven § 76", "V")
        shown = None if stopped else day
        about = prohibition.part
        yield Deadline(What.MOVE_OUT, Whose.PARTY, shown, *law, steps, prohibition.round, about=about, is_open=waits)


def _rehousing(days: CaseDays, order: RehousingOrder) -> Iterator[Deadline]:
    """From when the residents must be rehoused, and the proof of it."""
    stopped = order.state is RehousingState.APPEALED
    waits = stopped or order.state in (RehousingState.ISSUED, RehousingState.DELIVERED)
    if waits or order.state is RehousingState.DONE:
        for what, name in ((What.REHOUSING, "from_on"), (What.REHOUSING_PROOF, "proof_due_on")):
            day = getattr(order, name)
            steps = _as_appealed(days, name, day, days.beside.changes[order.id])
            yield Deadline(what, Whose.PARTY, None if stopped else day, "", "", steps, order.round, is_open=waits)


def _payment(days: CaseDays, fine: Fine) -> Iterator[Deadline]:
    """The last day to pay a fixed penalty, counted from the day of its notice."""
    for letter in days.letters.values():
        if letter.kind is LetterKind.BOEDEFORELAEG and letter.issued_on and letter.about_id == fine.id:
            count = int(letter.choices["payment_days"])
            day, steps = after_days(letter.issued_on, count, Event.ISSUED, days.calendar)
            stops = set_day("", day, days.beside.changes[fine.id]).stops
            moved, after = as_moved(day, suspensions=stops, calendar=days.calendar)
            waits = fine.state in (FineState.ISSUED, FineState.DELIVERED, FineState.ACCEPTED)
            one = Deadline(What.FINE_PAYMENT, Whose.PARTY, moved, "RPL § 832", "V*", (*steps, *after[1:]), letter.round)
            yield replace(one, about=kroner(fine.issued_total or fine.amount), is_open=waits, set_by=letter.as_source)


def _review(days: CaseDays, order: Order) -> Iterator[Deadline]:
    """The second person's look at an order at once that one person issued alone."""
    issued_on = days.letters[order.letter_id].issued_on
    if order.at_once and order.approved_by is None and issued_on is not None:
        day, steps = after_working_days(issued_on, REVIEW_WORKING_DAYS, Event.ISSUED, days.calendar)
        waits = order.reviewed_by is None and order.withdrawn_at is None
        yield Deadline(What.AT_ONCE_REVIEW, Whose.AUTHORITY, day, "", "", steps, order.round, is_open=waits)


def _revisit(days: CaseDays, order: Order, last_due: date | None) -> Iterator[Deadline]:
    """By when an order is looked at again; nothing while an appeal stops it."""
    day = revisit_by(last_due, days.calendar)
    if day is None or last_due is None or not days.items[order.id]:
        return
    waits = order.round == days.case.round and order.withdrawn_at is None
    waits = waits and any(item.complied is not True for item in days.items[order.id])
    counted = last_due + timedelta(days=14)
    steps: tuple[Step, ...] = (
        Step(StepKind.STARTS, last_due, event=Event.ORDER_RUNS_OUT),
        Step(StepKind.WEEKS, counted, 2),
    )
    if day != counted:
        steps = (*steps, Step(StepKind.SET, day, event=Event.WORKING_DAY_BEFORE))
    yield Deadline(What.REVISIT, Whose.AUTHORITY, day, "", "", steps, order.round, is_open=waits)
