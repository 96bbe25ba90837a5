"""Sending reminders: found, noted so that none goes twice, queued as one mail for each receiver."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from husly.kit.accounts.models import Account
from husly.kit.clock import danish_date
from husly.kit.database import new_id, take_turns, transaction
from husly.kit.mail import enqueue_mail
from register.employers.models import Employer
from register.upkeep.duties import Duties
from register.upkeep.models import ReminderKind, ReminderSent
from register.upkeep.reminding.due import FINDERS, Due
from register.upkeep.reminding.receivers import accounts_of

MAIL_KIND = "reminder"
BATCH = 200
"""Receivers a transaction, so that nobody waits for the whole register."""

Group = tuple[UUID | None, UUID | None]
"""Who is reminded: an employer, or one account."""

Key = tuple[ReminderKind, UUID, date]


@dataclass
class Reminded:
    """What was sent, by kind; ``untold`` found nobody with an address and will be tried again the next day."""

    heading: str = "Reminders"
    sent: Counter[StrEnum] = field(default_factory=Counter)
    mails: int = 0
    untold: int = 0

    @property
    def line(self) -> str:
        """The same as a line for the operator."""
        kinds = ", ".join(f"{kind.value} {count}" for kind, count in sorted(self.sent.items()))
        untold = f"; {self.untold} without anybody to tell" if self.untold else ""
        return f"{self.heading}: {self.sent.total()} in {self.mails} mails{f' ({kinds})' if kinds else ''}{untold}."


def remind(engine: Engine, duties: Duties, *, at: datetime, keep: bool = True) -> Reminded:
    """Queue every reminder that is due; run again the same day it sends nothing. ``keep`` False only counts.

    Each employer gets one mail about everything, in transactions of some hundred employers.
    """
    with transaction(engine, writing=False) as session:
        groups = due_by_group(session, duties, today=danish_date(at))
    done, wanted = Reminded(), list(groups.items())
    for start in range(0, len(wanted), BATCH):
        with transaction(engine, writing=keep) as session:
            _send(session, wanted[start : start + BATCH], done, at=at, keep=keep)
    return done


def due_by_group(session: Session, duties: Duties, *, today: date) -> dict[Group, list[Due]]:
    """Everything due on a day that was not sent yet, by who is reminded."""
    groups: dict[Group, list[Due]] = {}
    for find in FINDERS:
        for due in find(session, duties, today):
            groups.setdefault((due.employer_id, due.account_id), []).append(due)
    return groups


def _send(
    session: Session, groups: Sequence[tuple[Group, list[Due]]], done: Reminded, *, at: datetime, keep: bool
) -> None:
    take_turns(session, "reminders")
    for group, found in groups:
        sent = _sent_before(session, found)
        fresh = [due for due in found if (due.kind, due.row_id, due.about_on) not in sent]
        if not fresh:
            continue
        receivers = _receivers(session, group, at=at)
        if not receivers:
            done.untold += len(fresh)
            continue
        done.sent.update(due.kind for due in fresh)
        done.mails += len(receivers)
        if keep:
            _queue(session, group, fresh, receivers, at=at)


def _sent_before(session: Session, found: Sequence[Due]) -> set[Key]:
    keys: set[Key] = set()
    for start in range(0, len(found), BATCH):
        ids = [due.row_id for due in found[start : start + BATCH]]
        rows = session.exec(select(ReminderSent).where(col(ReminderSent.row_id).in_(ids)))
        keys.update((row.kind, row.row_id, row.about_on) for row in rows)
    return keys


def _queue(
    session: Session, group: Group, fresh: Sequence[Due], receivers: Sequence[tuple[str, UUID]], *, at: datetime
) -> None:
    batch_id = new_id()
    session.add_all(ReminderSent(**due.__dict__, batch_id=batch_id, sent_at=at) for due in fresh)
    session.flush()
    for to, row_id in receivers:
        payload = {"batch": str(batch_id), "to": to, "id": str(row_id)}
        if to == "account" and group[0] is not None:
            payload["employer"] = str(group[0])
        enqueue_mail(session, kind=MAIL_KIND, payload=payload, at=at)


def _receivers(session: Session, group: Group, *, at: datetime) -> list[tuple[str, UUID]]:
    """Whom a mail goes to, as the table and the id of the row that holds the address."""
    employer_id, account_id = group
    if account_id is not None:
        account = session.get(Account, account_id)
        return [("account", account_id)] if account is not None and account.active else []
    employer = None if employer_id is None else session.get(Employer, employer_id)
    if employer is None:
        return []
    contact = (employer.contact_email or "").strip().lower()
    accounts = accounts_of(session, employer.id, at=at)
    found = [("account", one) for one, email in sorted(accounts.items()) if email != contact]
    return [("employer", employer.id), *found] if contact else found
