"""Whoever sent a referral is told once when nobody has acknowledged it in time: a number and a link, nothing else."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.accounts.models import Account
from husly.kit.clock import danish_date
from husly.kit.i18n import LANGUAGES
from husly.kit.i18n import gettext as _
from husly.kit.mail import Mail, enqueue_mail, spoken
from husly.settings import Settings
from inspection.referrals.models import Referral
from inspection.referrals.transitions import ReferralState


class ReferralReminder(StrEnum):
    """What whoever sent a referral is reminded of."""

    OVERDUE = "referral_overdue"


MAIL_KIND = ReferralReminder.OVERDUE.value


def remind_of_referrals(session: Session, *, at: datetime, keep: bool) -> list[ReferralReminder]:
    """Queue a mail for each referral that became overdue; returns a kind for each. ``keep`` False only counts."""
    today = danish_date(at)
    statement = select(Referral).where(
        col(Referral.state) == ReferralState.SENT, col(Referral.due_on) < today, col(Referral.reminded_on).is_(None)
    )
    told: list[ReferralReminder] = []
    for referral in session.exec(statement):
        if _owner(session, referral) is None:
            continue
        told.append(ReferralReminder.OVERDUE)
        if keep:
            referral.reminded_on = today
            enqueue_mail(session, kind=MAIL_KIND, payload={"referral": str(referral.id)}, at=at)
    return told


def _owner(session: Session, referral: Referral) -> Account | None:
    """The account of whoever sent it."""
    try:
        found = session.get(Account, UUID(referral.issued_by or ""))
    except ValueError:
        return None
    return found if found is not None and found.active else None


def write_referral_mail(session: Session, payload: Mapping[str, Any], chosen: Settings, at: datetime) -> Mail | None:
    """The mail in its reader's language; None when somebody acknowledged meanwhile."""
    referral = session.get(Referral, UUID(payload["referral"]))
    if referral is None or not referral.is_overdue(danish_date(at)):
        return None
    account = _owner(session, referral)
    if account is None:
        return None
    language = account.language if account.language in LANGUAGES else chosen.default_language
    with spoken(language):
        address = f"{chosen.public_url.rstrip('/')}/referrals/{referral.id}"
        text = _(
            "Nobody has acknowledged referral %(number)s. Call the receiver: %(address)s",
            number=referral.number,
            address=address,
        )
        return Mail(account.email, _("Husly: a reminder about your work"), text + "\n")
