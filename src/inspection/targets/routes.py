"""Pages of targets: the list with its bars and the sectors nobody visited, one target with its visits, files."""

from collections.abc import Sequence
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
from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now, today
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.files import download
from husly.kit.web.paging import Paging, page_number, rows_of
from inspection.risk.pages import kind_choices
from inspection.risk.routes import run_in_use
from inspection.targets import actions
from inspection.targets.forms import EndForm, TargetAsked, TargetForm, form_of, read_target_form
from inspection.targets.models import InspectionTarget
from inspection.targets.presenters import (
    TargetShown,
    alert_rows,
    sector_choices,
    targets_csv,
    visit_rows,
    visits_csv,
)
from inspection.targets.progress import goal_of, progress_of
from inspection.targets.queries import (
    count_declared,
    count_visits,
    get_target,
    list_sectors,
    list_targets,
    list_visits,
    target_to_change,
)
from inspection.targets.unvisited import months_before, unvisited_risk_sectors
from register.municipalities.areas import areas_of, municipality_choices
from register.municipalities.table import municipalities

SET = mark("The target is set.")
CHANGED = mark("The target is changed.")
ENDED = mark("The target has ended; it stays in the list with its reason.")
MONTHS = (3, 6, 12, 24)
USUAL_MONTHS = 12
MOST_ROWS = 50_000


@get("/", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def show_list(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    number: FromQuery[int] = 1,
    months: FromQuery[str] = "",
    municipality: FromQuery[str] = "",
) -> Template:
    """Targets within the reader's area with their progress, sectors that nobody visited, the form for a new one."""
    return _list_page(request, session, actor, number=page_number(number), months=months, municipality=municipality)


def _list_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    *,
    number: int = 1,
    months: str = "",
    municipality: str = "",
    form: TargetForm | None = None,
    errors: dict[str, str] | None = None,
) -> Template:
    names = municipalities(request.app.state.settings.data_path)
    found, count = list_targets(session, by=actor, as_of=today(), **rows_of(number))
    since = int(months) if months in map(str, MONTHS) else USUAL_MONTHS
    run = run_in_use(request, session)
    sectors = list_sectors(session, by=actor, as_of=today(), run=run, municipality_code=municipality)
    unvisited = unvisited_risk_sectors(sectors, since=months_before(today(), since), with_score=run is not None)
    seen = municipality_choices(areas_of(actor, Permission.READ_PLANS), names)
    return page(
        request,
        "targets/list.html",
        status_code=422 if errors else 200,
        targets=[_shown(request, session, one) for one in found],
        paging=Paging(number, count, "/targets", {"months": months, "municipality": municipality}),
        alerts=alert_rows(unvisited, with_score=run is not None),
        with_score=run is not None,
        months=since,
        month_choices=MONTHS,
        seen=seen,
        municipality=municipality,
        **_form_parts(request, actor, form or _empty_form(actor), errors),
    )


def _form_parts(
    request: AnyRequest, actor: Actor, form: TargetForm, errors: dict[str, str] | None = None
) -> dict[str, Any]:
    areas = areas_of(actor, Permission.PLAN_VISITS)
    names = municipalities(request.app.state.settings.data_path)
    return {
        "form": form,
        "errors": errors or {},
        "whole_country": areas is None,
        "municipalities": municipality_choices(areas, names),
        "sectors": sector_choices(),
        "kinds": kind_choices(),
    }


def _read(request: AnyRequest, actor: Actor, data: TargetForm) -> tuple[TargetAsked | None, dict[str, str]]:
    codes = municipalities(request.app.state.settings.data_path)
    return read_target_form(data, areas=areas_of(actor, Permission.PLAN_VISITS), codes=codes)


def _empty_form(actor: Actor) -> TargetForm:
    year, areas = today().year, areas_of(actor, Permission.PLAN_VISITS)
    return TargetForm(from_on=today().isoformat(), to_on=f"{year}-12-31", municipality=areas[0] if areas else "")


def _shown(request: AnyRequest, session: Session, target: InspectionTarget) -> TargetShown:
    """A target with its counts, as of today or, once it is over, of its last day."""
    as_of = today()
    declared = count_declared(session, target, as_of=min(as_of, target.to_on))
    counted = count_visits(session, target, as_of=as_of)
    progress = progress_of(
        goal=goal_of(visits=target.visits, share=target.share, declared=declared),
        done=counted.done,
        planned=counted.planned,
        from_on=target.from_on,
        to_on=target.to_on,
        as_of=as_of,
    )
    return TargetShown(target, progress, counted, declared, municipalities(request.app.state.settings.data_path))


@post("/new", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def set_new(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[TargetForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """Set a target; an answer that will not do is shown in the form."""
    asked, errors = _read(request, actor, data)
    if asked is None:
        return _list_page(request, session, actor, form=data, errors=errors)
    try:
        made = actions.set_target(session, asked=asked, by=actor, at=now())
    except DomainError as error:  # nothing is written before the rules are checked
        return _list_page(request, session, actor, form=data, errors={"from_on": translated(error)})
    return redirect(f"/targets/{made.id}?notice={quote(SET)}")


@get("/list.csv", opt=needs(Permission.READ_PLANS, writes=True), sync_to_thread=True)
def list_file(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Response[bytes]:
    """Every target of the reader's area as a file; taking it is audited."""
    found, _ = list_targets(session, by=actor, as_of=today(), limit=MOST_ROWS)
    details = {"rows": len(found)}
    audit.record(session, by=actor, at=now(), action="targets.exported", on=("inspection_target", ""), details=details)
    return download(targets_csv(_shown(request, session, one) for one in found), f"targets-{today().isoformat()}.csv")


@get("/{target_id:uuid}", opt=needs(Permission.READ_PLANS, writes=True), sync_to_thread=True)
def show_target(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    target_id: FromPath[UUID],
    number: FromQuery[int] = 1,
) -> Template:
    """One target and the visits behind its numbers; the reading is audited, for planned visits are secret."""
    target = get_target(session, target_id, by=actor)
    audit.record(session, by=actor, at=now(), action="target.read", on=("inspection_target", target_id))
    number = page_number(number)
    found, count = list_visits(session, target, **rows_of(number))
    return page(
        request,
        "targets/target.html",
        shown=_shown(request, session, target),
        rows=visit_rows(found, overdue_before=today()),
        paging=Paging(number, count, f"/targets/{target_id}"),
        may_change=_may_change(actor, target),
    )


def _may_change(actor: Actor, target: InspectionTarget) -> bool:
    subject = Subject(municipality_code=target.municipality_code)
    return target.ended_at is None and may(actor, Permission.PLAN_VISITS, subject)


@get("/{target_id:uuid}/visits.csv", opt=needs(Permission.READ_PLANS, writes=True), sync_to_thread=True)
def visits_file(
    session: NamedDependency[Session], actor: NamedDependency[Actor], target_id: FromPath[UUID]
) -> Response[bytes]:
    """The visits behind a target as a file; taking it is audited."""
    target = get_target(session, target_id, by=actor)
    found, _ = list_visits(session, target, limit=MOST_ROWS)
    details = {"rows": len(found)}
    audit.record(
        session, by=actor, at=now(), action="target.exported", on=("inspection_target", target_id), details=details
    )
    return download(visits_csv(found), f"target-visits-{today().isoformat()}.csv")


@get("/{target_id:uuid}/edit", opt=needs(Permission.PLAN_VISITS), sync_to_thread=True)
def show_edit(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], target_id: FromPath[UUID]
) -> Template:
    """The form of a target."""
    target = target_to_change(session, target_id, by=actor)
    return _edit_page(request, session, actor, target, form_of(target))


def _edit_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    target: InspectionTarget,
    form: TargetForm,
    errors: dict[str, str] | None = None,
) -> Template:
    return page(
        request,
        "targets/edit.html",
        status_code=422 if errors else 200,
        shown=_shown(request, session, target),
        **_form_parts(request, actor, form, errors),
    )


@post("/{target_id:uuid}/edit", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def change(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    target_id: FromPath[UUID],
    data: Annotated[TargetForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """Change a target."""
    target = target_to_change(session, target_id, by=actor)
    asked, errors = _read(request, actor, data)
    if asked is None:
        return _edit_page(request, session, actor, target, data, errors)
    try:
        actions.change_target(session, target_id, asked=asked, by=actor, at=now())
    except DomainError as error:  # nothing is written before the rules are checked
        return _edit_page(request, session, actor, target, data, {"from_on": translated(error)})
    return redirect(f"/targets/{target_id}?notice={quote(CHANGED)}")


@post("/{target_id:uuid}/end", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def end(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    target_id: FromPath[UUID],
    data: Annotated[EndForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Give a target up, with a reason."""
    actions.end_target(session, target_id, reason=data.reason, by=actor, at=now())
    return redirect(f"/targets/{target_id}?notice={quote(ENDED)}")


HANDLERS: Sequence[Any] = (show_list, set_new, list_file, show_target, visits_file, show_edit, change, end)
targets_router = Router("/targets", route_handlers=list(HANDLERS))
