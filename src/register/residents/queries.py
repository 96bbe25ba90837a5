"""Reading what is behind a code, and what later rooms may know of reports: where, since when, how grave; never who."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import SYSTEM
from husly.kit.errors import NotFoundError
from register.declarations.queries import Declared, get_declared
from register.dwellings.models import Dwelling
from register.residents.codes import follow_hash, read_follow_code
from register.residents.models import URGENT, Outcome, Report, ReportMessage
from register.sheets.codes import read_plan_code
from register.sheets.models import DoorCode

DELAY_DAYS = 14
"""So much later a report counts at the earliest: a visit on the next day would tell who wrote."""

COUNTED_DAYS = 730
"""So long a report that was dealt with goes on counting; one that waits counts as long as it waits."""

UNFOUNDED = (Outcome.NO_FAULT, Outcome.NOT_FOUND, Outcome.NOT_OURS)


@dataclass(frozen=True)
class Home:
    """The dwelling behind the code of a sheet, as declared now."""

    door: DoorCode
    declared: Declared


def find_door(session: Session, text: str) -> DoorCode | None:
    """The code of a sheet, as scanned or typed, also a renewed one; None for any other."""
    code = read_plan_code(text)
    return None if code is None else session.get(DoorCode, code)


def get_home(session: Session, text: str) -> Home:
    """What is behind the code of a sheet. Raises ``NotFoundError``."""
    door = find_door(session, text)
    if door is None:
        raise NotFoundError("door code")
    return Home(door, get_declared(session, door.accommodation_id, by=SYSTEM))


def find_report(session: Session, text: str) -> Report | None:
    """The report of a sender's code, as typed."""
    code = read_follow_code(text)
    if code is None:
        return None
    return session.exec(select(Report).where(Report.follow_hash == follow_hash(code))).one_or_none()


def is_sent(session: Session, form_hash: str) -> bool:
    """Whether a report came by this form already."""
    return session.exec(select(Report.id).where(Report.form_hash == form_hash)).first() is not None


def list_unsealed(session: Session, *, before: date) -> Sequence[Report]:
    """Reports of earlier days that have no audit row yet, held until the transaction ends."""
    statement = select(Report).where(~col(Report.is_sealed), col(Report.received_on) < before)
    return session.exec(statement.with_for_update()).all()


def list_messages(session: Session, report_id: UUID) -> Sequence[ReportMessage]:
    """What was written to and fro, the oldest first."""
    statement = select(ReportMessage).where(ReportMessage.report_id == report_id)
    return session.exec(statement.order_by(col(ReportMessage.position))).all()


@dataclass(frozen=True)
class Written:
    """What senders of reports wrote, and how they can be reached: for a search only, never to be shown."""

    texts: tuple[str, ...]
    contacts: tuple[str, ...]


def written_about(
    session: Session, *, dwelling_id: UUID | None, case_id: UUID | None, report_id: UUID | None = None
) -> Written:
    """The words of a report and of every other about a dwelling or put to a case, as far as these are known.

    An officer's messages are not among them.
    """
    about = ((Report.id, report_id), (Report.dwelling_id, dwelling_id), (Report.case_id, case_id))
    known = [col(column) == value for column, value in about if value is not None]
    return _written(session, sa.or_(sa.false(), *known))


def written_in(session: Session, municipality_code: str) -> Written:
    """The same of every report in a municipality, as written or found; of the whole country where none is named."""
    if not municipality_code:
        return _written(session, sa.true())
    dwellings = select(Dwelling.id).where(Dwelling.municipality_code == municipality_code)
    here = (col(Report.municipality_code) == municipality_code, col(Report.dwelling_id).in_(dwellings))
    return _written(session, sa.or_(*here))


def _written(session: Session, mine: sa.ColumnElement[bool]) -> Written:
    reports = session.exec(select(Report.text, Report.contact).where(mine)).all()
    messages = session.exec(
        select(ReportMessage.text)
        .join(Report, col(Report.id) == col(ReportMessage.report_id))
        .where(mine, col(ReportMessage.by_id).is_(None))
    )
    texts = [text for text, _ in reports if text]
    return Written((*texts, *messages), tuple(contact for _, contact in reports if contact))


@dataclass(frozen=True)
class CountedReport:
    """One report as a score may count it: where, and whether it tells of danger; nothing of who or what was written."""

    dwelling_id: UUID
    accommodation_id: UUID | None
    is_urgent: bool


def reports_as_of(session: Session, as_of: date) -> list[CountedReport]:
    """Reports for the score, each once: not before ``DELAY_DAYS`` have passed, not once found unfounded. Those closed
    by the day count for ``COUNTED_DAYS`` after they came.

    Whatever is made of them must not be shown to an employer (PRIV-02). The words, the language and the source of a
    report are not even selected (PRIV-03).
    """
    recent = col(Report.received_on) > as_of - timedelta(days=COUNTED_DAYS)
    still_open = sa.or_(col(Report.closed_on).is_(None), col(Report.closed_on) > as_of)
    statement = sa.select(col(Report.dwelling_id), col(Report.accommodation_id), col(Report.kinds)).where(
        col(Report.dwelling_id).is_not(None), *_counting(as_of), sa.or_(recent, still_open)
    )
    return [
        CountedReport(_known(dwelling_id), accommodation_id, any(kind in kinds for kind in URGENT))
        for dwelling_id, accommodation_id, kinds in session.execute(statement)
    ]


def _known(value: UUID | None) -> UUID:
    if value is None:
        raise LookupError("a report without a dwelling was selected")
    return value


@dataclass(frozen=True)
class PlaceTip:
    """A report about a place where nothing may be declared: the place and the month, nothing of who or what."""

    dwelling_id: UUID | None
    unverified_id: UUID | None
    month: date


def tips_about_places(session: Session, as_of: date) -> list[PlaceTip]:
    """Reports about dwellings and addresses heard of, under the conditions of ``reports_as_of``.

    Urgent ones are left out: those are read at once, and go the way of reports alone. Whatever is made of the rest must
    not be shown to an employer (PRIV-02), and no source is told (PRIV-03).
    """
    statement = select(Report).where(
        sa.or_(col(Report.dwelling_id).is_not(None), col(Report.unverified_id).is_not(None)), *_counting(as_of)
    )
    return [
        PlaceTip(one.dwelling_id, one.unverified_id, one.received_on.replace(day=1))
        for one in session.exec(statement)
        if not one.is_urgent
    ]


def _counting(as_of: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Reports that count on a day: old enough, no confirmation, not found unfounded by then."""
    return (
        ~col(Report.is_confirmation),
        col(Report.received_on) <= as_of - timedelta(days=DELAY_DAYS),
        sa.or_(col(Report.outcome).is_(None), col(Report.outcome).not_in(UNFOUNDED), col(Report.closed_on) > as_of),
    )
