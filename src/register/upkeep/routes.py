"""Pages over time: history, not in use, the last day, confirming."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, may, require
from husly.kit.clock import now, read_day, today
from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from register.declarations.queries import Declared, get_declared
from register.declarations.seeing import sees_of
from register.upkeep import actions
from register.upkeep.duties import duties_of
from register.upkeep.forms import SentDays, read_days
from register.upkeep.pauses import get_pause
from register.upkeep.presenters import DaysPage, HistoryPage
from register.upkeep.queries import Known, known_about, list_events, list_versions_with_rooms, people_behind

Sent = Annotated[SentDays, Body(media_type=RequestEncodingType.URL_ENCODED)]

CONFIRMED = mark("Thank you. It is confirmed that nothing has changed.")
PAUSED = mark("It is recorded when the accommodation is not in use.")
BACK = mark("It is recorded that the accommodation is in use.")
ENDED = mark("The last day is recorded.")
DO_AGAIN = mark("Write a date, such as 2026-03-01.")


@get("/history", opt=needs(Permission.READ_DECLARATIONS, writes=True), sync_to_thread=True)
def show_history(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    known_on: FromQuery[str] = "",
    about: FromQuery[str] = "",
) -> Template:
    """Every version and what happened between them; with two days, what was known on one about the other."""
    declared = get_declared(session, accommodation_id, by=actor)
    is_own = may(actor, Permission.DECLARE, Subject(employer_id=declared.employer.id))
    if not is_own:
        on = ("declaration", declared.declaration.id)
        details = {"accommodation": accommodation_id, "history": True}
        audit.record(session, by=actor, at=now(), action="declaration.read", on=on, details=details)
    versions = list_versions_with_rooms(session, declared)
    events = list_events(session, declared, versions)
    known, errors = _known(session, declared, known_on, about)
    settings = request.app.state.settings
    model, names_asked = settings.supervision_model, settings.resident_names
    shown = HistoryPage(
        versions=versions,
        events=events,
        people=people_behind(session, _actors(versions) | {one.by_id for one in events}),
        duties=duties_of(settings),
        is_own=is_own,
        sees_rent=sees_of(actor, declared.accommodation, model=model, names_asked=names_asked).rent,
        known_on=known_on[:40] or today().isoformat(),
        about=about[:40] or today().isoformat(),
        known=known,
        errors=errors,
    )
    return page(request, "upkeep/history.html", status_code=422 if errors else 200, shown=shown)


def _actors(versions: list[Declared]) -> set[str]:
    return {one.declaration.submitted_by for one in versions}


def _known(session: Session, declared: Declared, known_on: str, about: str) -> tuple[Known | None, dict[str, str]]:
    """The answer, once somebody asked; what is wrong with the days."""
    if not known_on and not about:
        return None, {}
    days = {"known_on": read_day(known_on), "about": read_day(about)}
    errors = {name: _(DO_AGAIN) for name, day in days.items() if day is None}
    first, second = days["known_on"], days["about"]
    if first is None or second is None:
        return None, errors
    return known_about(session, declared, known_on=first, about=second), {}


@post("/confirm", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def submit_confirmation(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: Sent,
) -> Redirect:
    """Nothing has changed."""
    get_declared(session, accommodation_id, by=actor)
    actions.confirm(session, accommodation_id, version=data.shown, by=actor, at=now())
    return redirect(f"/declarations/{accommodation_id}?notice={quote(CONFIRMED)}")


@get("/not-in-use", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_pause(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """The form that says from when to when nobody lives there."""
    return _form(request, session, actor, accommodation_id, "upkeep/pause.html", SentDays())


@post("/not-in-use", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def submit_pause(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: Sent,
) -> Template | Redirect:
    """Keep the pause, or show the form again with what is wrong; planned visits of those days leave their plans."""
    typed = data.cleared()
    days, errors = read_days(typed, "from_on", "back_on")
    at = now()
    if not errors:
        try:
            actions.tell_pause(session, accommodation_id, **days, by=actor, at=at)
        except DomainError as error:  # raised before anything is written
            errors = {"back_on" if error.code == "pause.back_on" else "from_on": translated(error)}
    if errors:
        return _form(request, session, actor, accommodation_id, "upkeep/pause.html", typed, errors)
    request.app.state.on_change(session, [accommodation_id], at=at)
    return redirect(f"/declarations/{accommodation_id}?notice={quote(PAUSED)}")


@post("/not-in-use/{pause_id:uuid}/back", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def submit_back(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    pause_id: FromPath[UUID],
) -> Redirect:
    """It is in use from today."""
    get_pause(session, accommodation_id, pause_id)
    actions.tell_back_in_use(session, pause_id, on=today(), by=actor, at=now())
    return redirect(f"/declarations/{accommodation_id}?notice={quote(BACK)}")


@get("/end", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_end(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """The form that tells the last day."""
    return _form(request, session, actor, accommodation_id, "upkeep/end.html", None)


@post("/end", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def submit_end(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: Sent,
) -> Template | Redirect:
    """Keep the last day, or show the form again with what is wrong; planned visits after it leave their plans."""
    typed = data.cleared()
    days, errors = read_days(typed, "ends_on")
    at = now()
    if not errors:
        try:
            actions.tell_end(session, accommodation_id, **days, by=actor, at=at)
        except DomainError as error:  # raised before anything is written
            errors = {"ends_on": translated(error)}
    if errors:
        return _form(request, session, actor, accommodation_id, "upkeep/end.html", typed, errors)
    request.app.state.on_change(session, [accommodation_id], at=at)
    return redirect(f"/declarations/{accommodation_id}?notice={quote(ENDED)}")


def _form(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    accommodation_id: UUID,
    template: str,
    typed: SentDays | None,
    errors: dict[str, str] | None = None,
) -> Template:
    declared = get_declared(session, accommodation_id, by=actor)
    require(actor, Permission.DECLARE, Subject(employer_id=declared.employer.id))
    ends_on = declared.accommodation.ends_on
    typed = typed or SentDays(ends_on=ends_on.isoformat() if ends_on else "")
    shown = DaysPage(declared, typed, errors or {})
    return page(request, template, status_code=422 if errors else 200, shown=shown)


upkeep_router = Router(
    "/declarations/{accommodation_id:uuid}",
    route_handlers=[
        show_history,
        submit_confirmation,
        show_pause,
        submit_pause,
        submit_back,
        show_end,
        submit_end,
    ],
)
