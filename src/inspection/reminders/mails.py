"""The mail that tells an officer what is due: case numbers and days only, found anew when it leaves.

Neither address nor employer stands in it: planned visits are secret, and mail is read on many screens.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.accounts.models import Account
from husly.kit.clock import danish_date
from husly.kit.database import calendar_of
from husly.kit.i18n import LANGUAGES, format_clock, format_date, mark
from husly.kit.i18n import gettext as _
from husly.kit.mail import Mail, spoken
from husly.settings import Settings
from inspection.enforcement.models import InspectionCase, Visit
from inspection.reminders.due import kinds_of
from inspection.reminders.models import DutyKind, DutyReminder

HEADINGS = {
    DutyKind.NOTICE_UNSENT: mark("Notices that have not left; their last day is near or gone:"),
    DutyKind.VISIT_SOON: mark("Visits within two days:"),
    DutyKind.CONCLUSION_DUE: mark("Visits three working days ago or more without a conclusion:"),
    DutyKind.CONCLUSION_LATE: mark("Visits ten working days ago or more without a conclusion:"),
}
"""What each kind asks for; the order is that of the mail."""


def write_duty_reminder(session: Session, payload: Mapping[str, Any], chosen: Settings, at: datetime) -> Mail | None:
    """The mail to one officer in his language; None when everything was seen to meanwhile, or he has left."""
    account = session.get(Account, UUID(payload["account"]))
    if account is None or not account.active or not chosen.visit_reminders:
        return None
    rows = [session.get(DutyReminder, UUID(one)) for one in payload["reminders"]]
    language = account.language if account.language in LANGUAGES else chosen.default_language
    with spoken(language):
        lines: dict[DutyKind, list[str]] = {}
        for kind, line in _lines(session, [row for row in rows if row is not None], chosen, at):
            lines.setdefault(kind, []).append(line)
        if not lines:
            return None
        parts = ["\n".join([_(text), *lines[kind]]) for kind, text in HEADINGS.items() if kind in lines]
        where = _("All that is late: %(address)s", address=f"{chosen.public_url.rstrip('/')}/cases/late")
        return Mail(account.email, _("Husly: a reminder about your work"), "\n\n".join([*parts, where]) + "\n")


def _lines(
    session: Session, rows: list[DutyReminder], chosen: Settings, at: datetime
) -> Iterator[tuple[DutyKind, str]]:
    for row in rows:
        visit = session.get_one(Visit, row.visit_id)
        case = session.get_one(InspectionCase, visit.case_id)
        on = visit.visited_on or visit.visit_on
        due = kinds_of(
            case.state,
            on,
            danish_date(at),
            posting_days=chosen.notice_posting_days,
            notice_days=chosen.notice_reminder_days,
            calendar=calendar_of(session),
        )
        if visit.round == case.round and on == row.about_on and row.kind in due:
            when = f"{format_date(on)}, {format_clock(visit.from_min)}–{format_clock(visit.to_min)}"
            address = f"{chosen.public_url.rstrip('/')}/cases/{case.id}"
            yield (
                row.kind,
                _("- case %(number)s, %(when)s: %(address)s", number=case.case_number, when=when, address=address),
            )
