"""Pages of named areas: those there are, and a new one without drawing."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.errors import DomainError
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from inspection.map.areas.actions import name_area, remove_area
from inspection.map.areas.forms import AreaAsked, AreaForm, around, read_area_form
from inspection.map.areas.places import find_point
from inspection.map.areas.presenters import area_row
from inspection.map.areas.queries import list_areas
from inspection.map.areas.shapes import Area
from register.municipalities.areas import areas_of, municipality_choices
from register.municipalities.table import municipalities, postcodes


@get("/", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def show_areas(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """The areas that have a name, and the form for a new one by list."""
    return _areas_page(request, session, actor, AreaForm())


def _areas_page(
    request: AnyRequest, session: Session, actor: Actor, form: AreaForm, errors: dict[str, str] | None = None
) -> Template:
    names = municipalities(request.app.state.settings.data_path)
    return page(
        request,
        "map/areas.html",
        status_code=422 if errors else 200,
        rows=[area_row(one, names) for one in list_areas(session, by=actor)],
        form=form,
        errors=errors or {},
        municipalities=municipality_choices(areas_of(actor, Permission.PLAN_VISITS), names),
    )


@post("/", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def make_area(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[AreaForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """Keep an area and show it on the map; an answer that will not do is shown in the form."""
    own = areas_of(actor, Permission.PLAN_VISITS)
    known = postcodes(request.app.state.settings.data_path)
    asked, errors = read_area_form(data, areas=own, known=known)
    if asked is None:
        return _areas_page(request, session, actor, data, errors)
    try:
        area = _placed(request, session, actor, asked)
    except DomainError as error:  # nothing is written yet
        return _areas_page(request, session, actor, data, {"around": translated(error)})
    code = None if own is None else own[0]
    stored = name_area(session, name=asked.name, area=area, municipality_code=code, by=actor, at=now())
    return redirect(f"/map?area={stored.id}")


def _placed(request: AnyRequest, session: Session, actor: Actor, asked: AreaAsked) -> Area:
    if not asked.around:
        return asked.area
    known = postcodes(request.app.state.settings.data_path)
    return around(asked.area, find_point(session, asked.around, known=known, by=actor), asked.radius_km)


@post("/{area_id:uuid}/remove", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def remove(session: NamedDependency[Session], actor: NamedDependency[Actor], area_id: FromPath[UUID]) -> Redirect:
    """Take an area out of every choice."""
    remove_area(session, area_id, by=actor, at=now())
    return redirect("/map/areas")


areas_router = Router("/areas", route_handlers=[show_areas, make_area, remove])
