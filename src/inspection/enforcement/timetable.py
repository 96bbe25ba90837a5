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
)
from inspection.enforcement.from_register import case_facts, complaint_is_complete
from inspection.enforcement.queries import BEFORE_VISIT, CaseFile
from inspection.enforcement.transitions import CaseState


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
    why = _("Postponed on request (FVL § 21)") if hearing.postponed_to else _("Set in the hearing (FVL § 19)")
    return [(_("Reply in the hearing"), hearing.postponed_to or hearing.due_on, why)]


def _order(file: CaseFile) -> list[tuple[str, date | None, str]]:
    if file.order is None:
        return []
    letter = file.letter(file.order.letter_id)
    rows: list[tuple[str, date | None, str]] = [
        (_("Item %(number)s of the order", number=item.position), item.due_on, item.result) for item in file.items
    ]
    rows.append(
        (
            _("Report on compliance"),
            date.fromisoformat(letter.choices["report_due_on"]),
            _("Set in the order"),
        )
    )
    chosen = letter.choices.get("complaint")
    if letter.delivered_on is not None and chosen is not None and complaint_is_complete(chosen):
        days = int(chosen["days"])
        term = ComplaintTerm(weeks=days // 7) if days % 7 == 0 else ComplaintTerm(days=days)
        why = _("%(days)s days after delivery, to %(body)s", days=days, body=chosen["body"])
        rows.append((_("Complaint"), complaint_due_on(letter.delivered_on, term), why))
    return rows


def _access(file: CaseFile) -> list[tuple[str, date | None, str]]:
    requested_on = file.case.access_requested_on
    if requested_on is None or file.case.access_answered_on is not None:
        return []
    return [(_("Answer to the request for access"), access_answer_due_on(requested_on), "FVL § 16")]
