"""The page of what is late around visits: a task each, not a silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import today
from husly.kit.i18n import format_clock, format_date, mark
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page
from inspection.enforcement.labels import STATES
from inspection.enforcement.routes import inspector_names
from inspection.reminders.due import Due, find_due
from inspection.reminders.models import DutyKind
from register.dwellings.models import Dwelling

HEADINGS = {
    DutyKind.CONCLUSION_LATE: (
        mark("Visits without a conclusion for ten working days or more"),
        mark("Record the visit and what was found, or say why nobody was met."),
    ),
    DutyKind.CONCLUSION_DUE: (
        mark("Visits without a conclusion for three working days or more"),
        mark("Record the visit and what was found, or say why nobody was met."),
    ),
    DutyKind.NOTICE_UNSENT: (
        mark("Notices that have not left"),
        mark("Issue the letter by its last day. After it, move the visit or record a ground to come without notice."),
    ),
}
"""What the page shows, the latest first; visits that come soon are not late."""


@dataclass(frozen=True)
class LateRow:
    """One case that waits for somebody."""

    number: str
    href: str
    address: str
    visit: str
    state: str
    inspector: str


@dataclass(frozen=True)
class LateGroup:
    """Everything late of one kind."""

    key: str
    title: str
    advice: str
    rows: Sequence[LateRow]


@get("/", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def show_late(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """What is late within the reader's area."""
    settings = request.app.state.settings
    found = find_due(
        session,
        today=today(),
        posting_days=settings.notice_posting_days,
        notice_days=settings.notice_reminder_days,
        by=actor,
    )
    late = {(one.case.id) for one in found if one.kind is DutyKind.CONCLUSION_LATE}
    shown = [one for one in found if not (one.kind is DutyKind.CONCLUSION_DUE and one.case.id in late)]
    names = inspector_names(session, {one.visit.inspector_id for one in shown})
    groups = [_group(session, kind, shown, names) for kind in HEADINGS]
    return page(request, "reminders/late.html", groups=[one for one in groups if one.rows])


def _group(session: Session, kind: DutyKind, found: Sequence[Due], names: dict[str, str]) -> LateGroup:
    title, advice = HEADINGS[kind]
    rows = [_row(session, one, names) for one in found if one.kind is kind]
    return LateGroup(kind.value, _(title), _(advice), rows)


def _row(session: Session, due: Due, names: dict[str, Any]) -> LateRow:
    visit = due.visit
    return LateRow(
        number=due.case.case_number,
        href=f"/cases/{due.case.id}",
        address=session.get_one(Dwelling, due.case.dwelling_id).address,
        visit=f"{format_date(due.about_on)}, {format_clock(visit.from_min)}–{format_clock(visit.to_min)}",
        state=_(STATES[due.case.state]),
        inspector=names.get(visit.inspector_id, "–"),
    )


late_router = Router("/cases/late", route_handlers=[show_late])
"""What is late."""
