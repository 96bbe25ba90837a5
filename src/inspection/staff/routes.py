"""Pages of inspectors: the list, a new one, one inspector, one's own."""

from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from inspection.staff import actions, queries
from inspection.staff.forms import (
    Errors,
    Posted,
    first,
    read_places,
)
from inspection.staff.presenters import station_row
from inspection.staff.rule_routes import RULE_HANDLERS
from inspection.staff.section_routes import OWN, SECTION_HANDLERS
from inspection.staff.skills import skill_choices
from inspection.staff.station_pages import SENT, gazetteer_of, person_of, shown_station
from register.municipalities.areas import areas_of, municipality_choices
from register.municipalities.table import municipalities

OPENED = mark("The inspector is added. Say what the inspector can do and where.")
MENU = mark("The inspectors")
OWN_MENU = mark("My working time")


@get("/", opt=needs(Permission.LEAD_STAFF), sync_to_thread=True)
def show_list(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """The inspectors that the reader leads, and a form for a new one."""
    return _list_page(request, session, actor)


def _list_page(
    request: AnyRequest, session: Session, actor: Actor, typed: Posted | None = None, errors: Errors | None = None
) -> Template:
    settings = request.app.state.settings
    names, on = municipalities(settings.data_path), today()
    stations = [station for station, _profile in queries.list_led(session, by=actor)]
    known = queries.profiles_of(session, [one.id for one in stations], from_on=on, to_on=on)
    skills = dict(skill_choices(settings.skills_list))
    areas = areas_of(actor, Permission.LEAD_STAFF)
    return page(
        request,
        "staff/list.html",
        status_code=422 if errors else 200,
        rows=[station_row(one, known.get(one.id), names=names, skills=skills, on=on) for one in stations],
        typed={key: values[0] for key, values in (typed or {}).items()},
        errors=errors or {},
        whole_country=areas is None,
        areas=municipality_choices(areas, names),
    )


@post("/new", opt=needs(Permission.LEAD_STAFF), status_code=303, dependencies=SENT, sync_to_thread=True)
def open_new(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    posted: NamedDependency[Posted],
) -> Redirect | Template:
    """Add an inspector; an answer that will not do is shown in the form."""
    errors: Errors = {}
    person = person_of(request, session, posted, errors)
    places = read_places(posted, gazetteer_of(request, session), errors=errors)
    areas, led_in = areas_of(actor, Permission.LEAD_STAFF), first(posted, "led_in") or None
    if areas is not None and led_in not in areas:
        errors["led_in"] = _("Choose a municipality that you lead inspectors in.")
    if led_in is not None and led_in not in municipalities(request.app.state.settings.data_path):
        errors["led_in"] = _("Choose a municipality from the list.")
    if errors or places is None:
        return _list_page(request, session, actor, posted, errors)
    home = places.start_is_home
    try:
        made = actions.open_inspector(
            session, person=person, start=places.start, led_in=led_in, start_is_home=home, by=actor, at=now()
        )
    except DomainError as error:  # nothing is written before the rules are checked
        return _list_page(request, session, actor, posted, {"email": translated(error)})
    return redirect(f"/stations/{made.id}?notice={quote(OPENED)}")


@get("/own", opt=needs(OWN), sync_to_thread=True)
def show_own(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]
) -> Redirect | Template:
    """The reader's own page; whoever has none is told whom to ask."""
    own = queries.find_own(session, actor)
    return page(request, "staff/none.html") if own is None else redirect(f"/stations/{own.id}")


@get("/{station_id:uuid}", opt=needs(OWN, writes=True), sync_to_thread=True)
def show_one(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], station_id: FromPath[UUID]
) -> Template:
    """One inspector; the reading is audited, for the day may begin at home."""
    shown = shown_station(request, session, actor, station_id)
    if not shown.kept.is_own:
        actions.note_reading(session, shown.station, by=actor, at=now())
    return page(request, "staff/one.html", shown=shown)


staff_router = Router(
    "/stations",
    route_handlers=[
        show_list,
        open_new,
        show_own,
        show_one,
        *SECTION_HANDLERS,
        *RULE_HANDLERS,
    ],
)
