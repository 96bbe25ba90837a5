"""Pages of plans: the list, a new one, one plan with its map; accepting and discarding."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, may
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.paging import Paging, page_number, rows_of
from inspection.enforcement.actions.opening import open_case
from inspection.map.areas.models import MapArea
from inspection.map.areas.queries import get_area, list_areas, shape_of
from inspection.map.areas.shapes import Area
from inspection.map.routes import GEOJSON
from inspection.needs.grounds import ground_of_visit
from inspection.planning import actions
from inspection.planning.carrying_out.dropping import drop_visit
from inspection.planning.editing.forms import StepForm
from inspection.planning.editing.routes import EDITING, done, edit_of
from inspection.planning.forms import DropForm, PlanAsked, PlanForm, read_plan_form
from inspection.planning.models import DutyStation, VisitPlan
from inspection.planning.offering.arms import is_usual
from inspection.planning.offering.period import first_lawful_day
from inspection.planning.pages import plan_page, shown_plan
from inspection.planning.presenters import plan_row
from inspection.planning.queries import get_plan, list_plans, list_stations
from inspection.planning.solving.problem import StopAfter
from inspection.planning.stations import nearest_first, town_stations
from inspection.planning.tours import tours_document
from inspection.planning.travel.from_settings import kept_roads_of, roads_of
from inspection.risk.routes import run_in_use
from inspection.staff.queries import list_to_send, profiles_of
from register.municipalities.areas import areas_of, municipality_choices
from register.municipalities.queries import current_boundaries
from register.municipalities.table import Municipality, municipalities

ACCEPTED = mark("The plan is accepted. The notices are drafted: read and issue them in time.")
DISCARDED = mark("The plan is discarded.")
DROPPED = mark("The visit is dropped; the reason stands at it.")
SEARCH_SECONDS = 2.0
"""A page must answer; ``husly plan`` searches longer."""

USUAL_INSPECTORS = 3

Deciding = Annotated[StepForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def show_list(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    number: FromQuery[int] = 1,
) -> Template:
    """Plans within the reader's area, newest first, and the form for a new one."""
    return _list_page(request, session, actor, number=page_number(number))


def _list_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    *,
    number: int = 1,
    form: PlanForm | None = None,
    errors: dict[str, str] | None = None,
) -> Template:
    settings = request.app.state.settings
    names = municipalities(settings.data_path)
    plans, count = list_plans(session, by=actor, **rows_of(number))
    areas = areas_of(actor, Permission.PLAN_VISITS)
    first = first_lawful_day(today(), settings.notice_posting_days)
    return page(
        request,
        "plans/list.html",
        status_code=422 if errors else 200,
        plans=[plan_row(plan, names) for plan in plans],
        paging=Paging(number, count, "/plans"),
        form=form or _empty_form(session, actor, areas, first),
        errors=errors or {},
        first_lawful=first,
        first_possible=today() + timedelta(days=1),
        unusual_share=None if is_usual(settings.random_visit_share) else round(settings.random_visit_share * 100, 1),
        whole_country=areas is None,
        municipalities=municipality_choices(areas, names),
        own_cases_only=may(actor, Permission.PLAN_VISITS) and not _opens_cases(session, actor, areas),
        people=_people(session, actor, names) if may(actor, Permission.PLAN_VISITS) else [],
        named_areas=list_areas(session, by=actor, permission=Permission.PLAN_VISITS),
    )


def _opens_cases(session: Session, actor: Actor, areas: list[str] | None) -> bool:
    """Whether the actor's plans may open cases in any of the areas he plans for."""
    return any(actions.opens_cases(session, actor, at=code) for code in ([""] if areas is None else areas))


def _people(session: Session, actor: Actor, names: Mapping[str, Municipality]) -> list[tuple[str, list[DutyStation]]]:
    """Whom the reader may choose: the names of municipalities, each with the stations there."""
    found: dict[str, list[DutyStation]] = {}
    for one in list_to_send(session, by=actor):
        code = one.municipality_code
        found.setdefault(names[code].name if code in names else code, []).append(one)
    return sorted(found.items())


def _empty_form(session: Session, actor: Actor, areas: list[str] | None, first: date) -> PlanForm:
    stations = len(list_to_send(session, by=actor))
    return PlanForm(
        from_on=first.isoformat(),
        inspectors=str(stations or USUAL_INSPECTORS),
        municipality="" if areas is None else areas[0],
    )


@post("/new", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def make_plan(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[PlanForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """Work out a plan in a few seconds and go to it; an answer that will not do is shown in the form."""
    known = municipalities(request.app.state.settings.data_path)
    areas, to_send = areas_of(actor, Permission.PLAN_VISITS), {one.id for one in list_to_send(session, by=actor)}
    asked, errors = read_plan_form(data, areas=areas, known=known, to_send=to_send)
    if asked is None:
        return _list_page(request, session, actor, form=data, errors=errors)
    try:
        plan = _make(request, session, actor, asked)
    except DomainError as error:  # nothing is written before the rules are checked
        return _list_page(request, session, actor, form=data, errors={"from_on": translated(error)})
    return redirect(f"/plans/{plan.id}")


def _make(request: AnyRequest, session: Session, actor: Actor, asked: PlanAsked) -> VisitPlan:
    settings = request.app.state.settings
    area = None if asked.area_id is None else _area(session, asked.area_id, actor)
    boundaries = current_boundaries(session, settings.data_path)
    asked_for = actions.PlanRequest(
        from_on=asked.from_on,
        days=asked.days,
        seed=asked.seed,
        stations=_stations(session, actor, asked, None if area is None else shape_of(area), settings.data_path),
        municipality_code=asked.municipality_code,
        run=run_in_use(request, session),
        random_share=settings.random_visit_share,
        exploration_share=settings.exploration_visit_share,
        posting_days=settings.notice_posting_days,
        travel=roads_of(settings),
        area=None if area is None else shape_of(area),
        area_name="" if area is None else area.name,
        boundaries=boundaries,
    )
    stop = StopAfter(seconds=SEARCH_SECONDS)
    drafted = actions.draft_plan(session, request=asked_for, as_of=today(), stop=stop, by=actor)
    return actions.save_plan(session, drafted, by=actor, at=now())


def _area(session: Session, area_id: UUID, actor: Actor) -> MapArea:
    try:
        return get_area(session, area_id, by=actor, permission=Permission.PLAN_VISITS)
    except NotFoundError:
        raise DomainError("plan.area_gone", "There is no such area, or it was removed: choose another one.") from None


def _stations(
    session: Session, actor: Actor, asked: PlanAsked, area: Area | None, data_path: Path
) -> list[DutyStation]:
    """Who goes of those the actor may send, where not everybody does: the nearest to the place planned for; in a
    register without any stations, large towns.
    """
    stations = sorted(list_to_send(session, by=actor), key=lambda one: (one.name, one.id))
    if asked.people:
        return [one for one in stations if one.id in asked.people]
    if not stations and not list_stations(session):
        return town_stations(asked.inspectors, data_path=data_path)
    if asked.inspectors > len(stations):
        raise DomainError(
            "plan.few_stations",
            "There are {count} inspectors that you may send, not {asked}: choose fewer, or add duty stations.",
            count=len(stations),
            asked=asked.inspectors,
        )
    code = asked.municipality_code
    if area is None and code is not None:
        area = Area(municipality_codes=(code,))
    if area is not None:
        last_on = asked.from_on + timedelta(days=asked.days)
        profiles = profiles_of(session, [one.id for one in stations], from_on=asked.from_on, to_on=last_on)
        boundaries = current_boundaries(session, data_path)
        stations = nearest_first(
            stations, area, own_code=code, profiles=profiles, data_path=data_path, boundaries=boundaries
        )
    return stations[: asked.inspectors]


@get("/{plan_id:uuid}", opt=needs(Permission.READ_PLANS, writes=True), sync_to_thread=True)
def show_plan(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], plan_id: FromPath[UUID]
) -> Template:
    """One plan: map and list; the reading is audited, for planned visits are secret."""
    plan = get_plan(session, plan_id, by=actor)
    audit.record(session, by=actor, at=now(), action="plan.read", on=("visit_plan", plan_id))
    return plan_page(request, session, plan, actor)


@get("/{plan_id:uuid}/tours.geojson", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def tours_geojson(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], plan_id: FromPath[UUID]
) -> Response[bytes]:
    """The plan's tours for the map."""
    document = tours_document(shown_plan(request, session, get_plan(session, plan_id, by=actor), actor))
    return Response(json.dumps(document, separators=(",", ":")).encode(), media_type=GEOJSON)


@post("/{plan_id:uuid}/accept", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def accept(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
    data: Deciding,
) -> Redirect | Template:
    """Carry the plan out: a case for each visit."""
    settings, edit = request.app.state.settings, edit_of(request, data, actor)
    step = lambda: actions.accept_plan(  # noqa: E731
        session,
        plan_id,
        open_case=open_case,
        ground_of=ground_of_visit,
        posting_days=settings.notice_posting_days,
        travel=edit.travel,
        version=edit.version,
        by=actor,
        at=edit.at,
    )
    return done(request, session, plan_id, actor, edit, step, ACCEPTED)


@post("/{plan_id:uuid}/discard", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def discard(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
    data: Deciding,
) -> Redirect | Template:
    """Throw the plan away."""
    edit = edit_of(request, data, actor)
    step = lambda: actions.discard_plan(session, plan_id, version=edit.version, by=actor, at=edit.at)  # noqa: E731
    return done(request, session, plan_id, actor, edit, step, DISCARDED)


@post(
    "/{plan_id:uuid}/visits/{visit_id:uuid}/drop",
    opt=needs(Permission.PLAN_VISITS),
    status_code=303,
    sync_to_thread=True,
)
def drop(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
    visit_id: FromPath[UUID],
    data: Annotated[DropForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Take one visit out of the plan, with a reason."""
    travel = kept_roads_of(request.app.state.settings)
    drop_visit(session, visit_id, reason=data.reason, travel=travel, by=actor, at=now())
    return redirect(f"/plans/{plan_id}?notice={quote(DROPPED)}#stop-{visit_id}")


plans_router = Router(
    "/plans", route_handlers=[show_list, make_plan, show_plan, tours_geojson, accept, discard, drop, *EDITING]
)
