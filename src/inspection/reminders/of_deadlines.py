"""Telling officers of the deadlines of the legal calendar, and employers of items of orders where that is switched on.

Officers: whoever inspects in the case, or opened it; the leaders of the area when the authority's own deadline has
passed and about reviews of orders at once, which others than the author make.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.clock import danish_date
from husly.kit.mail import enqueue_mail
from husly.settings import Settings
from inspection.deadlines.queries import Ahead, list_ahead
from inspection.enforcement.legal_calendar import What, Whose
from inspection.enforcement.models import Addressee, InspectionCase
from inspection.reminders.due import accounts_in_use, leaders_of
from inspection.reminders.models import DeadlineReminder, DeadlineStage
from inspection.reminders.stages import LONGEST_AFTER, is_told, is_told_to_party, stage_of
from register.upkeep.reminding.receivers import accounts_of

MAIL_KIND = "deadline_reminder"

Key = tuple[str, UUID, str, int, int, date, UUID]


@dataclass(frozen=True)
class Told:
    """One deadline that is near or has passed, and one account that is told."""

    stage: DeadlineStage
    ahead: Ahead
    day: date
    account_id: UUID
    to_party: bool = False

    @property
    def key(self) -> Key:
        """What makes it once: a deadline that moved has another day."""
        one = self.ahead.deadline
        case_id = self.ahead.case.id
        return (self.stage.value, case_id, one.what.value, one.round, one.number, self.day, self.account_id)


@dataclass(frozen=True)
class ToldDeadlines:
    """How many mails were queued, and the stage of each deadline in them."""

    mails: int
    stages: list[DeadlineStage]


def remind_of_deadlines(session: Session, chosen: Settings, *, at: datetime, keep: bool) -> ToldDeadlines:
    """Queue one mail for each person who is to be told. ``keep`` False only counts.

    Officers are told unless ``deadline_reminders`` is off; employers only where ``party_reminders`` is on.
    """
    groups: dict[tuple[UUID, bool], list[Told]] = {}
    seen = _sent(session, since=danish_date(at))
    for told in find_told(session, chosen, at=at):
        if told.key not in seen:
            seen.add(told.key)
            groups.setdefault((told.account_id, told.to_party), []).append(told)
    if keep:
        for (account_id, _party), found in groups.items():
            _queue(session, account_id, found, at=at)
    return ToldDeadlines(len(groups), [told.stage for found in groups.values() for told in found])


def find_told(session: Session, chosen: Settings, *, at: datetime) -> Iterator[Told]:
    """Everything due on the day of ``at``, told before or not."""
    if not (chosen.deadline_reminders or chosen.party_reminders):
        return
    today = danish_date(at)
    for ahead in list_ahead(session, by=None):
        day = ahead.deadline.day
        stage = None if day is None or not is_told(ahead.deadline) else stage_of(day, today)
        if day is None or stage is None:
            continue
        if chosen.deadline_reminders:
            for account_id in officers_of(session, ahead, stage):
                yield Told(stage, ahead, day, account_id)
        if chosen.party_reminders and is_told_to_party(ahead.deadline, stage):
            for account_id in parties_of(session, ahead.case, at=at):
                yield Told(stage, ahead, day, account_id, to_party=True)


def officers_of(session: Session, ahead: Ahead, stage: DeadlineStage) -> list[UUID]:
    """The accounts with the authority that are told of a deadline, in use."""
    case, one = ahead.case, ahead.deadline
    mine = accounts_in_use(session, {case.inspector_id}) or accounts_in_use(session, {case.opened_by})
    is_late = stage is DeadlineStage.PASSED and one.whose is Whose.AUTHORITY
    if is_late or one.what is What.AT_ONCE_REVIEW:
        mine = sorted({*mine, *leaders_of(session, case.municipality_code)})
    return mine


def parties_of(session: Session, case: InspectionCase, *, at: datetime) -> list[UUID]:
    """The employer's accounts, where the decisions of the case address the employer."""
    return sorted(accounts_of(session, case.employer_id, at=at)) if case.addressee is Addressee.EMPLOYER else []


def _sent(session: Session, *, since: date) -> set[Key]:
    """What was told of deadlines that can still be told."""
    oldest = since - timedelta(days=LONGEST_AFTER)
    rows = session.exec(select(DeadlineReminder).where(col(DeadlineReminder.about_on) >= oldest))
    return {(one.stage, one.case_id, one.what, one.round, one.number, one.about_on, one.account_id) for one in rows}


def _queue(session: Session, account_id: UUID, found: list[Told], *, at: datetime) -> None:
    rows = [
        DeadlineReminder(
            stage=told.stage.value,
            case_id=told.ahead.case.id,
            what=told.ahead.deadline.what.value,
            round=told.ahead.deadline.round,
            number=told.ahead.deadline.number,
            about_on=told.day,
            account_id=account_id,
            to_party=told.to_party,
            sent_at=at,
        )
        for told in found
    ]
    session.add_all(rows)
    session.flush()
    payload = {"account": str(account_id), "reminders": [str(row.id) for row in rows]}
    enqueue_mail(session, kind=MAIL_KIND, payload=payload, at=at)
