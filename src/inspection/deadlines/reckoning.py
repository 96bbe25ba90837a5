"""From the rows of a case to its deadlines, round by round, in the order of the procedure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from inspection.appeals.timeliness import term_of
from inspection.deadlines.beside import deadlines_beside
from inspection.deadlines.from_cases import CaseDays, LetterDays
from inspection.enforcement.deadlines import (
    ACCESS_WORKING_DAYS,
    NOTICE_DAYS,
    NOTICE_DAYS_FROM_DISPATCH,
    REPORT_REQUEST_DAYS,
)
from inspection.enforcement.hearing_days import least_days
from inspection.enforcement.legal_calendar import (
    Deadline,
    Event,
    What,
    Whose,
    after_days,
    after_term,
    after_working_days,
    as_moved,
    as_set,
    at_least_days,
)
from inspection.enforcement.models import Hearing, Order, OrderItem, Visit
from inspection.enforcement.queries import BEFORE_VISIT
from inspection.enforcement.running_dues import changes_of, last_due, moved_by
from inspection.enforcement.transitions import CaseState
from inspection.letters.blocks import LetterKind

SET_BY_LETTER = "FVL § 24"


def deadlines_of_case(days: CaseDays) -> list[Deadline]:
    """Every deadline of a case, of all its rounds, whoever must have acted by then."""
    found = [
        *(one for visit in days.visits for one in _visit(days, visit)),
        *(_hearing(days, hearing) for hearing in days.hearings),
        *(one for order in days.orders for one in _order(days, order)),
        *_complaints(days),
        *_access(days),
    ]
    last_dues = {order.id: last_due(days.items[order.id], days.changes[order.id]) for order in days.orders}
    found += deadlines_beside(days, last_dues)
    is_over = days.case.closed_at is not None
    return sorted((replace(one, is_open=one.is_open and not is_over) for one in found), key=_place)


def _place(one: Deadline) -> tuple[int, date, int]:
    return one.round, one.day or one.written_on, one.number


def _visit(days: CaseDays, visit: Visit) -> Iterator[Deadline]:
    """The visit, its notice, and the report that the party may ask for."""
    number, waits = visit.round, visit.round == days.case.round and days.case.state in BEFORE_VISIT
    for letter in days.letters.values():
        if letter.kind is LetterKind.VARSLING and letter.round == number and not letter.is_withdrawn:
            yield from (replace(one, set_by=letter.as_source) for one in _notice(letter, waits=waits))
    day, steps = as_set(visit.visit_on, Event.IN_PLAN)
    yield Deadline(What.VISIT, Whose.AUTHORITY, day, "", "", steps, number, is_open=waits)
    if visit.visited_on is not None:
        day, steps = after_days(visit.visited_on, REPORT_REQUEST_DAYS, Event.VISITED, days.calendar)
        law = ("RSL § 8", "M")
        if number in days.breached:
            owed = number == days.case.round and not _is_reported(days, number)
            yield Deadline(What.VISIT_REPORT, Whose.AUTHORITY, day, *law, steps, number, is_open=owed)
        else:
            yield Deadline(What.REPORT_REQUEST, Whose.PARTY, day, *law, steps, number, is_open=False)


def _is_reported(days: CaseDays, number: int) -> bool:
    """Whether the report of a round's visit has left."""
    reports = (one for one in days.letters.values() if one.kind is LetterKind.TILSYNSRAPPORT)
    return any(one.round == number and not one.is_withdrawn for one in reports)


def _notice(letter: LetterDays, *, waits: bool) -> Iterator[Deadline]:
    if letter.choices.get("objection_due_on"):
        day, steps = as_set(date.fromisoformat(letter.choices["objection_due_on"]), Event.IN_LETTER)
        law = ("RSL § 5, stk. 3", "V")
        yield Deadline(What.OBJECTION, Whose.PARTY, day, *law, steps, letter.round, is_open=waits)
    if letter.delivered_on is not None:
        day, steps = at_least_days(letter.delivered_on, NOTICE_DAYS, Event.NOTICE_DELIVERED)
    elif letter.sent_on is not None:
        day, steps = at_least_days(letter.sent_on, NOTICE_DAYS_FROM_DISPATCH, Event.NOTICE_SENT)
    else:
        return
    law = ("RSL § 5, stk. 2", "V")
    yield Deadline(What.FIRST_VISIT_DAY, Whose.AUTHORITY, day, *law, steps, letter.round, is_open=False)


def _hearing(days: CaseDays, hearing: Hearing) -> Deadline:
    day, steps = as_set(hearing.due_on, Event.IN_LETTER)
    law = ("FVL § 19", "V*")
    letter = days.letters.get(hearing.letter_id)
    if hearing.late_until is not None and letter is not None and letter.delivered_on is not None:
        count, event = least_days(letter.choices), Event.HEARING_CAME_LATE
        day, late = after_days(letter.delivered_on, count, event, days.calendar)
        steps = (*steps, *late)
    if hearing.postponed_to is not None and hearing.postponed_to > day:
        day, moved = as_set(hearing.postponed_to, Event.POSTPONED)
        steps, law = (*steps, *moved), ("FVL § 21", "V")
    waits = (
        hearing.replied_on is None
        and hearing.round == days.case.round
        and days.case.state is CaseState.FINDINGS_RECORDED
    )
    source = None if letter is None else letter.as_source
    return Deadline(What.HEARING, Whose.PARTY, day, *law, steps, hearing.round, is_open=waits, set_by=source)


def _order(days: CaseDays, order: Order) -> Iterator[Deadline]:
    """The items of an order as they run, and the report on how it was complied with, which moves with the order."""
    in_force = order.withdrawn_at is None
    letter = days.letters[order.letter_id]
    for item in days.items[order.id]:
        waits = in_force and item.complied is not True
        yield replace(_item(days, order, item, item.due_on), is_open=waits, set_by=letter.as_source)
    if letter.choices.get("report_due_on") and days.items[order.id]:
        written_on = date.fromisoformat(letter.choices["report_due_on"])
        shown = _item(days, order, None, written_on)
        waits = in_force and order.id not in days.reported
        yield replace(shown, what=What.REPORT_BACK, is_open=waits, set_by=letter.as_source)


def _item(days: CaseDays, order: Order, item: OrderItem | None, due_on: date) -> Deadline:
    changes = days.changes[order.id]
    moved = moved_by([one for one in changes if one.item_id is None] if item is None else changes_of(item, changes))
    day, steps = as_moved(
        due_on,
        extended_to=moved.extended_to,
        extended_on=moved.extended_on,
        changed_to=moved.changed_to,
        late_to=moved.late_to(due_on, days.calendar),
        suspensions=moved.stops,
        calendar=days.calendar,
    )
    number, about = (0, "") if item is None else (item.position, item.result)
    law = (SET_BY_LETTER, "V*")
    return Deadline(What.ORDER_ITEM, Whose.PARTY, day, *law, steps, order.round, number, about)


def _complaints(days: CaseDays) -> Iterator[Deadline]:
    """The time to appeal against each decision, by the guidance printed in that very letter."""
    for letter in days.letters.values():
        complaint = letter.choices.get("complaint")
        term = term_of(complaint)
        if term is None or letter.delivered_on is None or complaint is None:
            continue
        day, steps = after_term(letter.delivered_on, term, Event.DELIVERED, days.calendar)
        about = str(complaint.get("body") or "")
        law = ("FVL § 25", "V*")
        one = Deadline(What.COMPLAINT, Whose.PARTY, day, *law, steps, letter.round, about=about)
        yield replace(one, is_open=not letter.is_withdrawn, set_by=letter.as_source)


def _access(days: CaseDays) -> Iterator[Deadline]:
    case = days.case
    if case.access_requested_on is None:
        return
    asked = case.access_requested_on
    day, steps = after_working_days(asked, ACCESS_WORKING_DAYS, Event.REQUESTED, days.calendar)
    waits = case.access_answered_on is None
    yield Deadline(What.ACCESS, Whose.AUTHORITY, day, "FVL § 16", "M", steps, case.round, is_open=waits)
