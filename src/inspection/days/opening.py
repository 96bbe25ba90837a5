"""Everything that one opened day shows, read once; and the rows that say who read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.errors import NotFoundError
from inspection.days.known import KnownBefore, known_before
from inspection.days.queries import DayVisit, Person, list_visits
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from register.declarations.queries import Declared, get_declared
from register.evidence.models import DeclarationEvidence
from register.evidence.queries import list_files

MOST_PHOTOS = 6
"""Small pictures shown at one stop; the page of the photos has the rest."""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One visit with what an inspector takes along. ``declared`` None: nobody declared the housing."""

    visit: DayVisit
    declared: Declared | None
    known: KnownBefore
    letters: tuple[Letter, ...]
    photos: tuple[DeclarationEvidence, ...]
    photo_count: int


@dataclass(frozen=True)
class Day:
    """Somebody's day as its reader may see it, in the order of the hours."""

    person: Person
    on: date
    stops: tuple[Stop, ...]


def open_day(session: Session, person: Person, on: date, *, by: Actor, as_of: date) -> Day:
    """The day with all that belongs to it."""
    visits = list_visits(session, person, first=on, last=on, by=by)
    return Day(person, on, tuple(_stop(session, one, by, as_of) for one in visits))


def _stop(session: Session, visit: DayVisit, by: Actor, as_of: date) -> Stop:
    accommodation_id = visit.case.accommodation_id
    declared = _declared(session, accommodation_id, by)
    known = known_before(session, accommodation_id, by=by, as_of=as_of)
    files = [] if declared is None else list_files(session, accommodation_id)
    pictures = [one for one in files if one.withdrawn_at is None and one.preview is not None]
    return Stop(
        visit=visit,
        declared=declared,
        known=known,
        letters=_letters(session, visit, known, by),
        photos=tuple(pictures[:MOST_PHOTOS]),
        photo_count=sum(one.withdrawn_at is None for one in files),
    )


def _declared(session: Session, accommodation_id: UUID, by: Actor) -> Declared | None:
    try:
        return get_declared(session, accommodation_id, by=by)
    except NotFoundError:
        return None


def _letters(session: Session, visit: DayVisit, known: KnownBefore, by: Actor) -> tuple[Letter, ...]:
    """The notice of this round and the orders in force, as they were sent; without their bytes."""
    if not may(by, Permission.READ_CASES, Subject(municipality_code=visit.case.municipality_code)):
        return ()
    issued = (
        select(Letter)
        .where(col(Letter.issued_at).is_not(None), col(Letter.discarded_at).is_(None))
        .options(defer(Letter.pdf, raiseload=True), defer(Letter.content, raiseload=True))  # type: ignore[arg-type]
        .order_by(col(Letter.issued_at), col(Letter.id))
    )
    notices = issued.where(
        Letter.case_id == visit.case.id, Letter.round == visit.visit.round, Letter.kind == LetterKind.VARSLING
    )
    orders = issued.where(col(Letter.id).in_({one.letter_id for one in known.duties}))
    return (*session.exec(notices), *session.exec(orders))


def trace_day(session: Session, day: Day, action: str, *, by: Actor, at: datetime) -> None:
    """Write down that somebody read a day (``day.read``) or took a copy onto a device (``day.kept``): once, with the
    cases, the pictures, where what a visit needs was told, and whether telephone numbers stood there.
    """
    details = {
        "day": day.on,
        "cases": [stop.visit.case.id for stop in day.stops],
        "evidence": [one.sha256 for stop in day.stops for one in stop.photos],
        "needs": [stop.visit.dwelling.id for stop in day.stops if stop.known.needs is not None],
        "contacts": sum(has_contact(stop) for stop in day.stops),
    }
    audit.record(session, by=by, at=at, action=action, on=("inspector", day.person.id), details=details)


def has_contact(stop: Stop) -> bool:
    """Whether the stop tells whom to call."""
    told = None if stop.declared is None else stop.declared.terms.contact
    employer = stop.visit.employer
    return bool((told is not None and (told.phone or told.name)) or employer.contact_phone or employer.contact_name)


def trace_week(
    session: Session, person: Person, first: date, visits: Sequence[DayVisit], *, by: Actor, at: datetime
) -> None:
    """Write down that somebody read a week's overview."""
    details = {"from": first, "cases": [one.case.id for one in visits]}
    audit.record(session, by=by, at=at, action="day.week_read", on=("inspector", person.id), details=details)
