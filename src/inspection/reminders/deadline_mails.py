"""Mails about legal deadlines, found anew when they leave: to officers case and day, to employers a link alone."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.accounts.models import Account
from husly.kit.clock import danish_date
from husly.kit.i18n import LANGUAGES, format_date
from husly.kit.i18n import gettext as _
from husly.kit.mail import Mail, spoken
from husly.settings import Settings
from inspection.deadlines.from_cases import read_days
from inspection.deadlines.presenters import what_words
from inspection.deadlines.reckoning import deadlines_of_case
from inspection.enforcement.legal_calendar import Deadline
from inspection.enforcement.models import InspectionCase
from inspection.reminders.models import DeadlineReminder
from inspection.reminders.of_deadlines import parties_of
from inspection.reminders.stages import is_told


def write_deadline_reminder(
    session: Session, payload: Mapping[str, Any], chosen: Settings, at: datetime
) -> Mail | None:
    """The mail to one account in its language; None when everything was seen to or has moved, or the person has left.

    The mail to an employer names neither case, address nor deadline: mail is read on many screens.
    """
    account = session.get(Account, UUID(payload["account"]))
    if account is None or not account.active:
        return None
    rows = [row for one in payload["reminders"] if (row := session.get(DeadlineReminder, UUID(one))) is not None]
    language = account.language if account.language in LANGUAGES else chosen.default_language
    with spoken(language):
        found = list(_still_due(session, rows))
        if not found:
            return None
        if all(row.to_party for row, _case, _one in found):
            return _to_party(session, account, found, chosen, at)
        return _to_officer(account, found, chosen, at)


Found = tuple[DeadlineReminder, InspectionCase, Deadline]


def _still_due(session: Session, rows: list[DeadlineReminder]) -> Iterator[Found]:
    for row in rows:
        case = session.get_one(InspectionCase, row.case_id)
        (days,) = read_days(session, [case])
        for one in deadlines_of_case(days):
            name = (one.what.value, one.round, one.number, one.day)
            if is_told(one) and name == (row.what, row.round, row.number, row.about_on):
                yield row, case, one
                break


def _to_officer(account: Account, found: list[Found], chosen: Settings, at: datetime) -> Mail | None:
    if not chosen.deadline_reminders:
        return None
    root, today = chosen.public_url.rstrip("/"), danish_date(at)
    lines = [
        _(
            "- %(day)s: %(what)s, case %(number)s: %(address)s",
            day=format_date(one.day),
            what=what_words(one),
            number=case.case_number,
            address=f"{root}/cases/{case.id}/deadlines",
        )
        for _row, case, one in sorted(found, key=lambda each: each[0].about_on)
        if one.day is not None
    ]
    passed = any(row.about_on < today for row, _case, _one in found)
    opening = _("Deadlines that are near or have passed:") if passed else _("Deadlines that are near:")
    where = _("All deadlines: %(address)s", address=f"{root}/deadlines")
    text = "\n\n".join([opening + "\n" + "\n".join(lines), where])
    return Mail(account.email, _("Husly: a reminder about your work"), text + "\n")


def _to_party(session: Session, account: Account, found: list[Found], chosen: Settings, at: datetime) -> Mail | None:
    mine = [case for _row, case, _one in found if account.id in parties_of(session, case, at=at)]
    if not chosen.party_reminders or not mine:
        return None
    text = _(
        "A deadline in a letter from the authority is near. The letter says what is due and by when.\n\n"
        "Log in to read more: %(address)s",
        address=f"{chosen.public_url.rstrip('/')}/",
    )
    return Mail(account.email, _("A reminder from the authority"), text + "\n")
