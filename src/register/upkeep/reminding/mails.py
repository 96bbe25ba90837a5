"""The mail of a reminder: found anew when it leaves, without what somebody has acted on meanwhile."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.accounts.models import Account
from husly.kit.clock import danish_date
from husly.kit.i18n import LANGUAGES, format_date, mark, ngettext
from husly.kit.i18n import gettext as _
from husly.kit.mail import Mail, spoken
from husly.settings import Settings
from register.employers.models import Employer
from register.upkeep.duties import Duties, duties_of
from register.upkeep.models import ReminderKind, ReminderSent
from register.upkeep.reminding.due import ITEMS, Item
from register.upkeep.reminding.receivers import accounts_of

MOST_LINES = 50

HEADINGS = {
    ReminderKind.RECONFIRM_OVERDUE: mark("It should have been confirmed that nothing has changed. Do it now:"),
    ReminderKind.RECONFIRM_7: mark("Confirm within a week that nothing has changed, or tell what has:"),
    ReminderKind.RECONFIRM_30: mark("Confirm within a month that nothing has changed, or tell what has:"),
    ReminderKind.DRAFT_21: mark("You have begun a declaration three weeks ago and have not sent it:"),
    ReminderKind.DRAFT_7: mark("You have begun a declaration a week ago and have not sent it:"),
    ReminderKind.ENDING: mark("The last day you have told is near. Is it still so?"),
    ReminderKind.CLAIM_ENDING: mark(
        "The act applies again when the collective agreement ends. Claim anew if there is one:"
    ),
}
"""What each kind asks for; the order is that of the mail."""


def write_reminder(session: Session, payload: Mapping[str, Any], chosen: Settings, at: datetime) -> Mail | None:
    """The mail of one batch to one receiver, in his language; None when nothing is left to remind of."""
    receiver = _receiver(session, payload, chosen, at)
    items = _items(session, UUID(payload["batch"]), duties_of(chosen), danish_date(at))
    if receiver is None or not items:
        return None
    to, language = receiver
    with spoken(language):
        return Mail(to, _("Husly: a reminder about your declarations"), _body(items, chosen))


def _receiver(session: Session, payload: Mapping[str, Any], chosen: Settings, at: datetime) -> tuple[str, str] | None:
    """Address and language: an account's as it chose, a foreign firm's in English, else the installation's."""
    if payload["to"] == "account":
        account = session.get(Account, UUID(payload["id"]))
        if account is None or not account.active:
            return None
        employer_id = payload.get("employer")
        if employer_id and account.id not in accounts_of(session, UUID(employer_id), at=at):
            return None  # no longer one of its people
        return account.email, account.language if account.language in LANGUAGES else chosen.default_language
    employer = session.get(Employer, UUID(payload["id"]))
    if employer is None or not employer.contact_email:
        return None
    return employer.contact_email, chosen.default_language if employer.cvr_number else "en"


def _items(session: Session, batch_id: UUID, duties: Duties, today: date) -> dict[ReminderKind, list[Item]]:
    """What is still wanted, by kind."""
    found: dict[ReminderKind, list[Item]] = {}
    for row in session.exec(select(ReminderSent).where(col(ReminderSent.batch_id) == batch_id)):
        item = ITEMS[row.kind](session, row, duties, today)
        if item is not None:
            found.setdefault(row.kind, []).append(item)
    return found


def _body(items: Mapping[ReminderKind, list[Item]], chosen: Settings) -> str:
    parts = [_("Hello")]
    for kind, heading in HEADINGS.items():
        if kind in items:
            parts.append("\n".join([_(heading), *_lines(items[kind], chosen)]))
    parts.append(
        _(
            "You get this mail because housing for employees is declared in the register of %(authority)s. "
            "It is sent by a machine and cannot be answered.",
            authority=chosen.authority_name,
        )
    )
    contact = chosen.authority_contact
    return "\n\n".join([*parts, *([f"{chosen.authority_name}: {contact}"] if contact else [])]) + "\n"


def _lines(items: list[Item], chosen: Settings) -> list[str]:
    shown = sorted(items, key=lambda item: (item.day, item.name))[:MOST_LINES]
    site = chosen.public_url.rstrip("/")
    lines = [f"- {item.name}: {format_date(item.day)}" + (f"\n  {site}{item.path}" if site else "") for item in shown]
    rest = len(items) - len(shown)
    return [*lines, ngettext("- and %(num)s more", "- and %(num)s more", rest)] if rest else lines
