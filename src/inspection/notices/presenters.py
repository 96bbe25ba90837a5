"""Notices as people read them: how far each is, by when it must leave, and what it lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from husly.kit.calendar import Calendar
from husly.kit.i18n import format_clock, format_date, mark, ngettext
from husly.kit.i18n import gettext as _
from husly.kit.web.paging import Paging
from inspection.enforcement.deadlines import NOTICE_DAYS
from inspection.enforcement.notice_days import Urgency, last_day_to_send, send_by, urgency
from inspection.notices.queries import Ahead, Which
from register.employers.models import Employer

TABS = {
    Which.TO_SEND: mark("To be sent"),
    Which.UNREACHABLE: mark("Address missing"),
    Which.SENT: mark("Sent"),
    Which.UNANNOUNCED: mark("Unannounced"),
}

URGENCIES = {
    Urgency.IN_TIME: ("success", mark("In time")),
    Urgency.SOON: ("info", mark("Soon")),
    Urgency.LAST_DAY: ("warning", mark("Last day")),
    Urgency.MISSED: ("error", mark("Too late")),
}


@dataclass(frozen=True)
class NoticeRow:
    """One visit ahead with its notice."""

    case_number: str
    case_href: str
    address: str
    employer: str
    visit: str
    state: str
    badge: str
    send_by: str
    left: str
    urgency: str
    urgency_badge: str
    letter_href: str
    letter_id: UUID | None
    missing: tuple[str, ...]
    is_missed: bool
    can_arrive: bool
    """Whether the day of its arrival can be noted."""


def missing_of(employer: Employer) -> tuple[str, ...]:
    """What a letter to an employer lacks before it can be sent by post or digitally."""
    lacks = []
    if not (employer.postal_address or "").strip():
        lacks.append(_("postal address"))
    if not (employer.cvr_number or employer.rut_number or employer.foreign_number):
        lacks.append(_("CVR, RUT or foreign number (digital post)"))
    return tuple(lacks)


def notice_row(ahead: Ahead, *, today: date, posting_days: int, calendar: Calendar) -> NoticeRow:
    """One visit ahead."""
    visit, letter = ahead.visit, ahead.letter
    state, badge = _state(ahead)
    waits = _waits(ahead)
    found = urgency(visit.visit_on, today, posting_days=posting_days, calendar=calendar)
    kind, word = URGENCIES[found]
    return NoticeRow(
        case_number=ahead.case.case_number,
        case_href=f"/cases/{ahead.case.id}",
        address=ahead.dwelling.address,
        employer=ahead.employer.name,
        visit=f"{format_date(visit.visit_on)}, {format_clock(visit.from_min)}–{format_clock(visit.to_min)}",
        state=state,
        badge=badge,
        send_by=format_date(send_by(visit.visit_on, posting_days=posting_days, calendar=calendar)) if waits else "",
        left=_left(visit.visit_on, today, posting_days, calendar) if waits else "",
        urgency=_(word) if waits else "",
        urgency_badge=kind,
        letter_href="" if letter is None else _href(ahead),
        letter_id=None if letter is None else letter.id,
        missing=missing_of(ahead.employer) if waits else (),
        is_missed=waits and found is Urgency.MISSED,
        can_arrive=letter is not None and letter.issued_at is not None and letter.delivered_on is None and not waits,
    )


def _waits(ahead: Ahead) -> bool:
    """Whether a notice is still to leave."""
    return ahead.case.state.value == "planned"


def _href(ahead: Ahead) -> str:
    letter = ahead.letter
    if letter is None:
        return ""
    return f"/letters/{letter.id}" if letter.issued_at is not None else f"/notices/letters/{letter.id}"


def _state(ahead: Ahead) -> tuple[str, str]:
    letter, visit = ahead.letter, ahead.visit
    if visit.notice_waiver_ground is not None:
        return _("No letter before the visit: ground no. %(number)s", number=visit.notice_waiver_ground.number), ""
    if letter is None:
        return _("Not written"), "warning"
    if letter.issued_at is None:
        return _("Draft"), ""
    if letter.delivered_on is not None:
        return _("Delivered %(day)s", day=format_date(letter.delivered_on)), "success"
    if letter.dispatched_at is not None:
        return _("Sent"), "info"
    return _("Issued, waiting for the post room"), "info"


def _left(visit_on: date, today: date, posting_days: int, calendar: Calendar) -> str:
    """How many days are left, to the last working day, or over a weekend to the last day at all."""
    asked = send_by(visit_on, posting_days=posting_days, calendar=calendar)
    last = last_day_to_send(visit_on, posting_days=posting_days)
    if today > last:
        return ngettext("%(num)s day late", "%(num)s days late", (today - last).days)
    if today > asked:
        return _("possible until %(day)s", day=format_date(last))
    days = (asked - today).days
    return _("today") if days == 0 else ngettext("%(num)s day left", "%(num)s days left", days)


@dataclass(frozen=True)
class NoticeList:
    """The visits ahead of one kind, of one plan (``base`` below the plan) or of all."""

    rows: Sequence[NoticeRow]
    counts: Mapping[Which, int]
    which: Which
    number: int
    base: str
    missed: int
    plan_id: UUID | None = None
    plan_title: str = ""

    @property
    def tabs(self) -> list[tuple[str, str, int, bool]]:
        """(address, word, how many, is this one)."""
        return [(f"{self.base}?which={one}", _(TABS[one]), self.counts[one], one is self.which) for one in Which]

    @property
    def paging(self) -> Paging:
        """The other pages of the list."""
        return Paging(self.number, self.counts[self.which], self.base, {"which": self.which.value})

    @property
    def next_href(self) -> str:
        """Where the reading of the drafts one by one begins."""
        return next_href(self.plan_id)

    @property
    def notice_days(self) -> int:
        """Days that the law gives the party."""
        return NOTICE_DAYS

    @property
    def unreachable(self) -> int:
        """How many letters cannot be sent for want of an address."""
        return self.counts[Which.UNREACHABLE]


def next_href(plan_id: UUID | None, *, after: UUID | None = None) -> str:
    """The address of the next draft to read."""
    asked = [f"plan={plan_id}"] if plan_id is not None else []
    asked += [f"after={after}"] if after is not None else []
    return "/notices/next" + (f"?{'&'.join(asked)}" if asked else "")


@dataclass(frozen=True)
class NoticeSum:
    """How far the notices of one accepted plan are, for the page of the plan."""

    plan_id: UUID
    counts: Mapping[Which, int]
    missed: int

    @property
    def href(self) -> str:
        """Where they are listed."""
        return f"/plans/{self.plan_id}/notices"

    @property
    def words(self) -> str:
        """The same in one line."""
        return _(
            "%(to_send)s to be sent, %(sent)s sent, %(unannounced)s visits unannounced",
            to_send=self.counts[Which.TO_SEND],
            sent=self.counts[Which.SENT],
            unannounced=self.counts[Which.UNANNOUNCED],
        )
