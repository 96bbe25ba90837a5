"""Telling officers what is due: noted so that nothing goes twice, one mail to each person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from husly.kit.clock import danish_date
from husly.kit.database import take_turns, transaction
from husly.kit.mail import enqueue_mail
from husly.settings import Settings
from inspection.referrals.reminding import remind_of_referrals
from inspection.reminders.due import Due, find_due, receivers_of
from inspection.reminders.models import DutyReminder
from inspection.reminders.of_deadlines import remind_of_deadlines
from register.upkeep.reminding.actions import Reminded

MAIL_KIND = "duty_reminder"


def remind_officers(engine: Engine, chosen: Settings, *, at: datetime, keep: bool = True) -> Reminded:
    """Queue every reminder that is due; run again the same day it sends nothing. ``keep`` False only counts.

    Tells nothing that the operator has switched off (``visit_reminders``, ``deadline_reminders``).
    """
    done = Reminded("To officers")
    with transaction(engine, writing=keep) as session:
        if keep:
            take_turns(session, "duty_reminders")
        if chosen.visit_reminders:
            _remind_of_visits(session, chosen, done, at=at, keep=keep)
        told = remind_of_deadlines(session, chosen, at=at, keep=keep)
        done.mails += told.mails
        done.sent.update(told.stages)
    return done


def _remind_of_visits(session: Session, chosen: Settings, done: Reminded, *, at: datetime, keep: bool) -> None:
    for account_id, due in _fresh(session, chosen, done, at=at).items():
        done.mails += 1
        done.sent.update(one.kind for one in due)
        if keep:
            _queue(session, account_id, due, at=at)
    for kind in remind_of_referrals(session, at=at, keep=keep):
        done.mails += 1
        done.sent.update([kind])


def _fresh(session: Session, chosen: Settings, done: Reminded, *, at: datetime) -> dict[UUID, list[Due]]:
    """What each person was not told yet."""
    sent = {(row.kind, row.visit_id, row.account_id, row.about_on) for row in session.exec(select(DutyReminder))}
    groups: dict[UUID, list[Due]] = {}
    for due in find_due(
        session,
        today=danish_date(at),
        posting_days=chosen.notice_posting_days,
        notice_days=chosen.notice_reminder_days,
    ):
        receivers = receivers_of(session, due)
        done.untold += not receivers
        for account_id in receivers:
            if (due.kind, due.visit.id, account_id, due.about_on) not in sent:
                groups.setdefault(account_id, []).append(due)
    return groups


def _queue(session: Session, account_id: UUID, found: list[Due], *, at: datetime) -> None:
    rows = [
        DutyReminder(kind=one.kind, visit_id=one.visit.id, account_id=account_id, about_on=one.about_on, sent_at=at)
        for one in found
    ]
    session.add_all(rows)
    session.flush()
    payload = {"account": str(account_id), "reminders": [str(row.id) for row in rows]}
    enqueue_mail(session, kind=MAIL_KIND, payload=payload, at=at)
