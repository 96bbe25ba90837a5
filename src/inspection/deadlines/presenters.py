"""What the pages of deadlines show: each day with its reckoning in words."""

from dataclasses import dataclass
from datetime import date

from husly.kit.calendar import holiday_name
from husly.kit.i18n import format_date, language, mark, ngettext, weekday_name
from husly.kit.i18n import gettext as _
from inspection.deadlines.queries import Ahead
from inspection.enforcement.labels import LETTERS
from inspection.enforcement.legal_calendar import Deadline, Event, SetBy, Step, StepKind, What, Whose
from inspection.prohibitions.labels import ROLES

TITLE = mark("Deadlines")

WHATS: dict[What, str] = {
    What.OBJECTION: mark("Objections to the visit"),
    What.FIRST_VISIT_DAY: mark("First lawful day of the visit"),
    What.VISIT: mark("Visit"),
    What.REPORT_REQUEST: mark("The party may ask for a report"),
    What.VISIT_REPORT: mark("The report of the visit is owed; the law sets no day"),
    What.HEARING: mark("Reply in the hearing"),
    What.ORDER_ITEM: mark("Item of the order"),
    What.REPORT_BACK: mark("Report on compliance"),
    What.COMPLAINT: mark("Appeal against the decision"),
    What.ACCESS: mark("Answer to the request for access"),
    What.INFORMATION: mark("Reply to the request for information"),
    What.LATER_REASONS: mark("Written reasons for the oral decision"),
    What.POSTPONEMENT: mark("Decide on more time in the hearing"),
    What.EXTENSION: mark("Decide on more time for the order"),
    What.MOVE_OUT: mark("The housing must be left"),
    What.REHOUSING: mark("Residents must be rehoused"),
    What.REHOUSING_PROOF: mark("Proof that residents are rehoused"),
    What.FINE_PAYMENT: mark("Payment of the fine"),
    What.AT_ONCE_REVIEW: mark("Review of the order at once by a second person"),
    What.REVISIT: mark("Revisit at the latest"),
}

RIGHTS = frozenset({What.OBJECTION, What.REPORT_REQUEST, What.HEARING, What.COMPLAINT})
"""What the party may do, but need not."""

WHOSE: dict[Whose, str] = {Whose.PARTY: mark("The party"), Whose.AUTHORITY: mark("The authority")}

EVENTS: dict[Event, str] = {
    Event.NOTICE_DELIVERED: mark("The notice arrived on %(day)s; that day does not count"),
    Event.NOTICE_SENT: mark("The notice was sent on %(day)s; its arrival is not known"),
    Event.VISITED: mark("The visit was on %(day)s; that day does not count"),
    Event.DELIVERED: mark("The decision arrived on %(day)s; that day does not count"),
    Event.REQUESTED: mark("The request came on %(day)s; that day does not count"),
    Event.IN_LETTER: mark("The letter says %(day)s"),
    Event.IN_PLAN: mark("Planned for %(day)s"),
    Event.HEARING_CAME_LATE: mark("The letter came late, on %(day)s; that day does not count"),
    Event.POSTPONED: mark("Postponed on request to %(day)s"),
    Event.ISSUED: mark("The letter was sent on %(day)s; that day does not count"),
    Event.ORDER_RUNS_OUT: mark("The last deadline of the order is %(day)s"),
    Event.WORKING_DAY_BEFORE: mark("The last working day until then is %(day)s"),
}


@dataclass(frozen=True)
class DeadlineRow:
    """One deadline in words."""

    day: str
    weekday: str
    what: str
    whose: str
    about: str
    law: str
    steps: list[str]
    status: str
    badge: str
    decision: str
    decision_href: str


def what_words(one: Deadline) -> str:
    """What falls due, with the number of an item."""
    return _("Item %(number)s of the order", number=one.number) if one.number else _(WHATS[one.what])


def law_words(one: Deadline) -> str:
    """The rule, and how surely the project knows it; nothing for a rule of the house."""
    return f"{one.law} ({one.confidence})" if one.law else ""


def step_words(step: Step) -> str:
    """One step of a reckoning as a sentence without its full stop."""
    day = weekday_and_date(step.day)
    match step.kind:
        case StepKind.STARTS | StepKind.SET if step.event is not None:
            return _(EVENTS[step.event], day=day)
        case StepKind.DAYS:
            return ngettext("%(num)s day on is %(day)s", "%(num)s days on is %(day)s", step.count, day=day)
        case StepKind.WEEKS:
            return ngettext("%(num)s week on is %(day)s", "%(num)s weeks on is %(day)s", step.count, day=day)
        case StepKind.WORKING_DAYS:
            return _("Working day number %(number)s is %(day)s", number=step.count, day=day)
        case StepKind.SKIPS:
            return _("%(day)s is skipped: %(why)s", day=format_date(step.day), why=why_skipped(step.day))
        case StepKind.EXTENDED:
            return _("Extended to %(day)s", day=day)
        case StepKind.CHANGED:
            return _("The decision on an appeal sets %(day)s instead", day=day)
        case StepKind.CAME_LATE:
            return _("Moved to %(day)s, because the order came late", day=day)
        case StepKind.STOPPED:
            return _("Stopped from %(day)s by an appeal", day=day)
        case StepKind.RESTARTED:
            return ngettext(
                "Runs again, %(num)s day given back: %(day)s",
                "Runs again, %(num)s days given back: %(day)s",
                step.count,
                day=day,
            )
        case _:
            return day


def weekday_and_date(day: date) -> str:
    """A day with its weekday, since deadlines turn on it."""
    weekday = weekday_name(day.weekday())
    return f"{weekday.lower() if language() == 'da' else weekday} {format_date(day)}"


def why_skipped(day: date) -> str:
    """The name of a holiday, or the weekday, or that the authority is closed."""
    name = holiday_name(day, language())
    if name:
        return name
    return weekday_name(day.weekday()) if day.weekday() > 4 else _("the authority is closed")


def deadline_row(one: Deadline, today: date) -> DeadlineRow:
    """One deadline for a table."""
    status, badge = _status(one, today)
    return DeadlineRow(
        day="–" if one.day is None else format_date(one.day),
        weekday="" if one.day is None else weekday_name(one.day.weekday()),
        what=what_words(one),
        whose=_(WHOSE[one.whose]),
        about=one.about,
        law=law_words(one),
        steps=[step_words(step) for step in one.steps],
        status=status,
        badge=badge,
        decision=decision_words(one.set_by),
        decision_href="" if one.set_by is None else f"/letters/{one.set_by.letter_id}",
    )


def decision_words(set_by: SetBy | None) -> str:
    """The letter that a deadline belongs to, with its day and to whom it went where several got one."""
    if set_by is None:
        return ""
    name = _(LETTERS[set_by.kind])
    told = f"{name} ({_(ROLES[set_by.role])})" if set_by.role in ROLES else name
    if set_by.issued_on is None:
        return told
    return _("%(letter)s of %(day)s", letter=told, day=format_date(set_by.issued_on))


def _status(one: Deadline, today: date) -> tuple[str, str]:
    if one.day is None:
        return _("Stopped"), "info"
    if not one.is_open:
        return "", ""
    left = (one.day - today).days
    if has_run_out(one, today):
        return _("Has run out"), ""
    if left < 0:
        return _("Passed"), "error"
    if left == 0:
        return _("Today"), "warning"
    return ngettext("In %(num)s day", "In %(num)s days", left), "warning" if left <= 7 else ""


def has_run_out(one: Deadline, today: date) -> bool:
    """Whether the party may no longer do what it never had to do: nobody is late, and nobody waits."""
    return one.what in RIGHTS and one.day is not None and one.day < today


def by_round(found: list[Deadline], today: date) -> list[tuple[int, list[DeadlineRow]]]:
    """The deadlines of a case, the newest round first."""
    numbers = sorted({one.round for one in found}, reverse=True)
    return [(number, [deadline_row(one, today) for one in found if one.round == number]) for number in numbers]


CSV_COLUMNS = (
    *("day", "case", "municipality_code", "what", "item", "whose", "decision", "decision_on", "law", "confidence"),
    *("written_on", "state"),
)


def csv_row(one: Ahead, today: date) -> list[object]:
    """One deadline for a spreadsheet: no name of anybody."""
    deadline, source = one.deadline, one.deadline.set_by
    return [
        "" if deadline.day is None else deadline.day.isoformat(),
        one.case.case_number,
        one.case.municipality_code,
        deadline.what.value,
        deadline.number or "",
        deadline.whose.value,
        "" if source is None else source.kind.value,
        "" if source is None or source.issued_on is None else source.issued_on.isoformat(),
        deadline.law,
        deadline.confidence,
        deadline.written_on.isoformat(),
        "stopped" if deadline.day is None else "passed" if deadline.day < today else "ahead",
    ]
