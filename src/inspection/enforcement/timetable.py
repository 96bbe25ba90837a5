"""The deadlines of a case, each with the reason for it."""

from dataclasses import dataclass
from datetime import date

from husly.kit.i18n import format_date
from husly.kit.i18n import gettext as _
from inspection.enforcement.deadlines import (
    ComplaintTerm,
    access_answer_due_on,
    complaint_due_on,
    earliest_visit_on,
    report_request_due_on,
)
from inspection.enforcement.from_register import case_facts, complaint_is_complete
from inspection.enforcement.models import FindingOutcome
from inspection.enforcement.queries import BEFORE_VISIT, CaseFile
from inspection.enforcement.running_dues import running_due, running_report_due
from inspection.enforcement.transitions import CaseState
from inspection.letters.blocks import LetterKind


@dataclass(frozen=True)
class Deadline:
    """A day that matters, why, and whether it has passed."""

    what: str
    day: str
    why: str
    passed: bool


def deadlines_of(file: CaseFile, today: date) -> list[Deadline]:
    """Every deadline of the current round, in the order of the procedure."""
    found: list[tuple[str, date | None, str]] = [
        *_notice(file, today),
        *_hearing(file),
        *_order(file),
        *_access(file),
        *_papers(file),
    ]
    return [Deadline(what, format_date(day), why, day < today) for what, day, why in found if day is not None]


def _notice(file: CaseFile, today: date) -> list[tuple[str, date | None, str]]:
    notice = case_facts(file, today).notice
    if notice is None or file.case.state not in BEFORE_VISIT:
        return []
    rows = [(_("Objections to the visit"), notice.objection_due_on, "RSL § 5, stk. 3")]
    if notice.delivered_on is not None:
        why = _("14 days after the notice arrived on %(day)s", day=format_date(notice.delivered_on))
        rows.append((_("First lawful day of the visit"), earliest_visit_on(delivered_on=notice.delivered_on), why))
    elif notice.dispatched_on is not None:
        why = _("15 days after the notice was sent on %(day)s", day=format_date(notice.dispatched_on))
        first = earliest_visit_on(dispatched_on=notice.dispatched_on)
        rows.append((_("First lawful day of the visit"), first, why))
    return rows


def _hearing(file: CaseFile) -> list[tuple[str, date | None, str]]:
    hearing = file.hearing
    if hearing is None or file.case.state is not CaseState.FINDINGS_RECORDED:
        return []
    if hearing.is_late:
        why = _("Counted from the day on which the letter came late")
    elif hearing.postponed_to is not None:
        why = _("Postponed on request (FVL § 21)")
    else:
        why = _("Set in the hearing (FVL § 19)")
    return [(_("Reply in the hearing"), hearing.runs_until, why)]


def _order(file: CaseFile) -> list[tuple[str, date | None, str]]:
    if file.order is None:
        return []
    letter = file.letter(file.order.letter_id)
    if file.order.withdrawn_at is not None:
        return []  # what was withdrawn sets no deadline
    rows: list[tuple[str, date | None, str]] = [
        (_("Item %(number)s of the order", number=item.position), running_due(item, file.due_changes), item.result)
        for item in file.items
    ]
    rows.append(
        (
            _("Report on compliance"),
            running_report_due(
                date.fromisoformat(letter.choices["report_due_on"]),
                file.order.id,
                file.due_changes,
                calendar=file.calendar,
            ),
            _("Set in the order"),
        )
    )
    chosen = letter.choices.get("complaint")
    if letter.delivered_on is not None and chosen is not None and complaint_is_complete(chosen):
        days = int(chosen["days"])
        term = ComplaintTerm(weeks=days // 7) if days % 7 == 0 else ComplaintTerm(days=days)
        why = _("%(days)s days after delivery, to %(body)s", days=days, body=chosen["body"])
        rows.append(
            (_("Complaint about the order"), complaint_due_on(letter.delivered_on, term, calendar=file.calendar), why)
        )
    return rows


def _access(file: CaseFile) -> list[tuple[str, date | None, str]]:
    requested_on = file.case.access_requested_on
    if requested_on is None or file.case.access_answered_on is not None:
        return []
    return [
        (_("Answer to the request for access"), access_answer_due_on(requested_on, calendar=file.calendar), "FVL § 16")
    ]


def _papers(file: CaseFile) -> list[tuple[str, date | None, str]]:
    """Until when a report may be asked for, information is to come, and reasons are to be given."""
    rows: list[tuple[str, date | None, str]] = []
    visit = file.planned
    breached = any(one.outcome is FindingOutcome.BREACHED for one in file.findings)
    if visit is not None and visit.visited_on is not None and not breached and visit.report_requested_on is None:
        rows.append(
            (
                _("The party may ask for a report"),
                report_request_due_on(visit.visited_on, calendar=file.calendar),
                "RSL § 8",
            )
        )
    for letter in file.letters:
        if letter.round != file.case.round or file.case.closed_at is not None:
            continue
        due = letter.choices.get("due_on")
        if letter.kind is LetterKind.OPLYSNINGSANMODNING and letter.issued_at is not None and due:
            rows.append((_("Information asked for"), date.fromisoformat(due), _("Set in the request")))
        if letter.kind is LetterKind.BEGRUNDELSE_EFTERFOELGENDE and letter.issued_at is None and due:
            why = _("14 days after they were asked for (FVL § 23)")
            rows.append((_("Written reasons"), date.fromisoformat(due), why))
    return rows
