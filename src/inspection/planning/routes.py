"""Pages of plans: the list, a new one, one plan with its map; accepting and discarding."""

import json
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.paging import Paging, page_number, rows_of
from inspection.enforcement.actions.opening import open_case
from inspection.map.routes import GEOJSON
from inspection.planning import actions
from inspection.planning.dropping import drop_visit
from inspection.planning.forms import DropForm, PlanAsked, PlanForm, read_plan_form
from inspection.planning.hiding import hidden_ids
from inspection.planning.models import DutyStation, VisitPlan
from inspection.planning.period import first_lawful_day
from inspection.planning.presenters import PlanPage, plan_row
from inspection.planning.problem import StopAfter
from inspection.planning.queries import get_plan, list_addresses, list_draws, list_plans, list_stations, list_stops
from inspection.planning.stations import town_stations
from inspection.planning.tours import tours_document
from inspection.risk.routes import run_in_use
from register.municipalities.areas import areas_of, municipality_choices
from register.municipalities.drawing import Ground
from register.municipalities.queries import find_boundary_set
from register.municipalities.table import municipalities

ACCEPTED = mark("The plan is accepted.")
DISCARDED = mark("The plan is discarded.")
DROPPED = mark("The visit is dropped; the reason stands at it.")
SEARCH_SECONDS = 2.0
"""A page must answer; ``husly plan`` searches longer."""

USUAL_INSPECTORS = 3


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
        form=form or _empty_form(session, areas, first),
        errors=errors or {},
        first_lawful=first,
        whole_country=areas is None,
        municipalities=municipality_choices(areas, names),
    )


def _empty_form(session: Session, areas: list[str] | None, first: date) -> PlanForm:
    stations = len(list_stations(session))
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
    asked, errors = read_plan_form(data, areas=areas_of(actor, Permission.PLAN_VISITS))
    if asked is None:
        return _list_page(request, session, actor, form=data, errors=errors)
    try:
        plan = _make(request, session, actor, asked)
    except DomainError as error:  # nothing is written before the rules are checked
        return _list_page(request, session, actor, form=data, errors={"from_on": translated(error)})
    return redirect(f"/plans/{plan.id}")


def _make(request: AnyRequest, session: Session, actor: Actor, asked: PlanAsked) -> VisitPlan:
    settings = request.app.state.settings
    asked_for = actions.PlanRequest(
        from_on=asked.from_on,
        days=asked.days,
        seed=asked.seed,
        stations=_stations(session, asked, settings.data_path),
        municipality_code=asked.municipality_code,
        run=run_in_use(request, session),
        random_share=settings.random_visit_share,
        exploration_share=settings.exploration_visit_share,
        posting_days=settings.notice_posting_days,
    )
    stop = StopAfter(seconds=SEARCH_SECONDS)
    drafted = actions.draft_plan(session, request=asked_for, as_of=today(), stop=stop, by=actor)
    return actions.save_plan(session, drafted, by=actor, at=now())


def _stations(session: Session, asked: PlanAsked, data_path: Any) -> list[DutyStation]:
    """The area's own duty stations first, then the others by name; without any, large towns."""
    stations = list_stations(session)
    if not stations:
        return town_stations(asked.inspectors, data_path=data_path)
    if asked.inspectors > len(stations):
        raise DomainError(
            "plan.few_stations",
            "There are {count} duty stations, not {asked}: choose fewer inspectors.",
            count=len(stations),
            asked=asked.inspectors,
        )
    stations.sort(key=lambda one: one.municipality_code != asked.municipality_code)
    return stations[: asked.inspectors]


def _shown(request: AnyRequest, session: Session, plan: VisitPlan, actor: Actor) -> PlanPage:
    settings = request.app.state.settings
    left_out = [UUID(one["accommodation"]) for one in plan.summary["left_out"]]
    return PlanPage(
        plan=plan,
        stops=list_stops(session, plan.id),
        addresses=list_addresses(session, left_out),
        names=municipalities(settings.data_path),
        ground=Ground(find_boundary_set(session)),
        with_score=settings.risk_score,
        first_lawful=first_lawful_day(today(), settings.notice_posting_days),
        draws=list_draws(session, plan.id),
        hidden=hidden_ids(session, actor),
    )


@get("/{plan_id:uuid}", opt=needs(Permission.READ_PLANS, writes=True), sync_to_thread=True)
def show_plan(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], plan_id: FromPath[UUID]
) -> Template:
    """One plan: map and list; the reading is audited, for planned visits are secret."""
    plan = get_plan(session, plan_id, by=actor)
    audit.record(session, by=actor, at=now(), action="plan.read", on=("visit_plan", plan_id))
    return page(request, "plans/plan.html", shown=_shown(request, session, plan, actor))


@get("/{plan_id:uuid}/tours.geojson", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def tours_geojson(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], plan_id: FromPath[UUID]
) -> Response[bytes]:
    """The plan's tours for the map."""
    document = tours_document(_shown(request, session, get_plan(session, plan_id, by=actor), actor))
    return Response(json.dumps(document, separators=(",", ":")).encode(), media_type=GEOJSON)


@post("/{plan_id:uuid}/accept", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def accept(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], plan_id: FromPath[UUID]
) -> Redirect:
    """Carry the plan out: a case for each visit."""
    posting_days = request.app.state.settings.notice_posting_days
    actions.accept_plan(session, plan_id, open_case=open_case, posting_days=posting_days, by=actor, at=now())
    return redirect(f"/plans/{plan_id}?notice={quote(ACCEPTED)}")


@post("/{plan_id:uuid}/discard", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def discard(session: NamedDependency[Session], actor: NamedDependency[Actor], plan_id: FromPath[UUID]) -> Redirect:
    """Throw the plan away."""
    actions.discard_plan(session, plan_id, by=actor, at=now())
    return redirect(f"/plans/{plan_id}?notice={quote(DISCARDED)}")


@post(
    "/{plan_id:uuid}/visits/{visit_id:uuid}/drop",
    opt=needs(Permission.PLAN_VISITS),
    status_code=303,
    sync_to_thread=True,
)
def drop(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
    visit_id: FromPath[UUID],
    data: Annotated[DropForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Take one visit out of the plan, with a reason."""
    drop_visit(session, visit_id, reason=data.reason, by=actor, at=now())
    return redirect(f"/plans/{plan_id}?notice={quote(DROPPED)}#stop-{visit_id}")


plans_router = Router("/plans", route_handlers=[show_list, make_plan, show_plan, tours_geojson, accept, discard, drop])
