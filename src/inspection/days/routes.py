"""The pages of a day and of a week, and the copy of one's own day that a device may keep."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlmodel import Session

import husly
from husly.kit.access import Actor, Permission, may
from husly.kit.clock import now, read_day, today
from husly.kit.errors import NotFoundError
from husly.kit.web import AnyRequest, needs, page
from inspection.days.ahead import day_ahead
from inspection.days.calendar_routes import make_link, revoke, show_links
from inspection.days.opening import open_day, trace_day, trace_week
from inspection.days.paper_routes import read_declaration_paper, read_letter_paper, read_plan_paper
from inspection.days.presenters import DayPage, WeekPage, person_id
from inspection.days.queries import Person, account_behind, find_person, list_people, list_visits
from inspection.planning.travel.from_settings import kept_roads_of

WORKER = Path(husly.__file__).parent / "static" / "husly" / "day-worker.js"

READS = needs(Permission.READ_PLANS, writes=True)


def device_key(actor: Actor) -> str:
    """What stands for somebody on a device: enough to tell people apart, nothing to find them by."""
    return hashlib.sha256(f"day:{actor.id}".encode()).hexdigest()[:16]


def _day(text: str) -> date:
    found = read_day(text)
    if found is None:
        raise NotFoundError("day")
    return found


def _person(
    session: Session, actor: Actor, asked: str, first: date, last: date
) -> tuple[Person, list[tuple[str, str]]]:
    """Whose days are asked for and whose may be. Raises ``NotFoundError`` for anybody else's."""
    people = list_people(session, first=first, last=last, by=actor)
    wanted = account_behind(session, person_id(asked, actor.id))
    if wanted == actor.id:
        return find_person(session, actor.id, name=actor.name), people
    if wanted not in dict(people):
        raise NotFoundError("inspector")
    return find_person(session, wanted), people


def _shown(request: AnyRequest, session: Session, actor: Actor, on: date, asked: str) -> DayPage:
    person, people = _person(session, actor, asked, on, on)
    day = open_day(session, person, on, by=actor, as_of=today())
    ahead = None if day.stops else day_ahead(session, person, first=on + timedelta(days=1), by=actor)
    return DayPage(
        day=day,
        ahead=None if ahead is None else (ahead.on, ahead.words),
        settings=request.app.state.settings,
        today=today(),
        is_own=person.id == actor.id,
        device=device_key(actor),
        people=people,
        may_link=may(actor, Permission.RECORD_VISITS),
        roads=kept_roads_of(request.app.state.settings),
    )


def _read(request: AnyRequest, session: Session, actor: Actor, on: date, asked: str) -> Template:
    shown = _shown(request, session, actor, on, asked)
    trace_day(session, shown.day, "day.read", by=actor, at=now())
    return page(request, "days/day.html", shown=shown)


@get("/", opt=READS, sync_to_thread=True)
def show_today(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    inspector: FromQuery[str] = "",
    on: FromQuery[str] = "",
) -> Template:
    """Today; ``on`` another day, as the chooser of people sends it."""
    return _read(request, session, actor, read_day(on) or today(), inspector)


@get("/{day:str}", opt=READS, sync_to_thread=True)
def show_day(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    day: FromPath[str],
    inspector: FromQuery[str] = "",
) -> Template:
    """One day; each opening leaves one audit row, for planned visits are secret and telephone numbers stand there."""
    return _read(request, session, actor, _day(day), inspector)


@get("/{day:str}/copy", opt=READS, sync_to_thread=True)
def take_copy(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], day: FromPath[str]
) -> Template:
    """One's own day to be kept on a device: no menu, no forms, no token; that it was taken is written down."""
    at = now()
    shown = _shown(request, session, actor, _day(day), "")
    shown = replace(shown, is_own=True, people=(), kept_at=at, may_link=False)
    trace_day(session, shown.day, "day.kept", by=actor, at=at)
    until = at + timedelta(hours=shown.settings.day_keep_hours)
    return page(request, "days/copy.html", headers={"Husly-Keep-Until": str(int(until.timestamp()))}, shown=shown)


@get("/{day:str}/week", opt=READS, sync_to_thread=True)
def show_week(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    day: FromPath[str],
    inspector: FromQuery[str] = "",
) -> Template:
    """The week around a day: hours and towns."""
    on = _day(day)
    first = on - timedelta(days=on.weekday())
    last = first + timedelta(days=6)
    person, people = _person(session, actor, inspector, first, last)
    visits = list_visits(session, person, first=first, last=last, by=actor)
    trace_week(session, person, first, visits, by=actor, at=now())
    shown = WeekPage(person, first, visits, today(), is_own=person.id == actor.id, people=people)
    return page(request, "days/week.html", shown=shown)


@get("/worker.js", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def serve_worker() -> Response[bytes]:
    """The service worker; it sees these pages and no others, whatever else the site holds."""
    headers = {"Service-Worker-Allowed": "/day"}
    return Response(WORKER.read_bytes(), media_type="text/javascript", headers=headers)


days_router = Router(
    "/day",
    route_handlers=[
        show_today,
        show_day,
        take_copy,
        show_week,
        serve_worker,
        show_links,
        make_link,
        revoke,
        read_letter_paper,
        read_declaration_paper,
        read_plan_paper,
    ],
)
