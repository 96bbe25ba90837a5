"""Working on a plan: what a move would do, moving, locks, planning the rest anew, undo, copies, two plans compared."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from inspection.planning.carrying_out.deciding import ChangedMeanwhileError
from inspection.planning.editing.actions import (
    Edit,
    change_plan,
    desk_of,
    redo,
    remove_visit,
    set_locks,
    undo,
)
from inspection.planning.editing.compare_presenters import compare_rows, elsewhere_rows
from inspection.planning.editing.comparing import differing, measured, visited_dwellings
from inspection.planning.editing.copying import copy_plan
from inspection.planning.editing.desk import Desk, take_up
from inspection.planning.editing.forms import LockForm, MoveForm, StepForm, read_move, read_version
from inspection.planning.editing.move_pages import asked_change, consequence_json, move_page
from inspection.planning.editing.replanning import replan_rest
from inspection.planning.hiding import hidden_ids
from inspection.planning.pages import plan_page
from inspection.planning.presenters import plan_title
from inspection.planning.queries import get_plan, list_plans, list_stops
from inspection.planning.solving.problem import StopAfter
from inspection.planning.travel import Roads
from inspection.planning.travel.from_settings import kept_roads_of, roads_of

MOVED = mark("The visit has its new place.")
TAKEN_OUT = mark("The visit is taken out; the reason stands at it.")
LOCKED = mark("The visits are locked: planning the rest leaves them where they are.")
UNLOCKED = mark("The visits are free again.")
UNDONE = mark("The last change is undone.")
REDONE = mark("The change is done again.")
REPLANNED = mark("The rest is planned anew; what is locked stayed.")
COPIED = mark("This is a copy of the plan, to try things; the plan itself is untouched.")

MOVE_PATH = "/{plan_id:uuid}/stops/{home_id:uuid}/move"

REPLAN_SECONDS = 3.0
"""A page must answer."""

MOST_PLANS = 50
"""How many of the newest plans can be compared from the list."""

Form = Annotated[StepForm, Body(media_type=RequestEncodingType.URL_ENCODED)]
Moving = Annotated[MoveForm, Body(media_type=RequestEncodingType.URL_ENCODED)]
Locking = Annotated[LockForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get(MOVE_PATH, opt=needs(Permission.PLAN_VISITS), sync_to_thread=True)
def show_move(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
    home_id: FromPath[UUID],
    on: FromQuery[str] = "",
    inspector: FromQuery[str] = "",
    instead: FromQuery[str] = "",
    at: FromQuery[str] = "",
    reason: FromQuery[str] = "",
    part: FromQuery[str] = "",
) -> Template | Response[Any]:
    """The form for moving a visit, with what it would do; as JSON for the script of the page."""
    form = MoveForm(on=on, inspector=inspector, instead=instead, at=at, reason=reason)
    desk = desk_of(session, plan_id, by=actor, travel=_kept(request))
    if "application/json" in request.headers.get("accept", ""):
        return Response(consequence_json(request, session, desk, home_id, form, actor))
    shown = move_page(request, session, desk, home_id, form, actor)
    return page(request, "plans/move_part.html" if part else "plans/move.html", move=shown)


@post(
    "/{plan_id:uuid}/stops/{home_id:uuid}/move", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True
)
def move(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
    home_id: FromPath[UUID],
    data: Moving,
) -> Redirect | Template:
    """Carry a move out; what stands against it is shown in the form."""
    desk = desk_of(session, plan_id, by=actor, travel=_kept(request))
    asked, errors = read_move(data)
    if asked is None:
        shown = move_page(request, session, desk, home_id, data, actor, errors=errors)
        return page(request, "plans/move.html", status_code=422, move=shown)
    edit = edit_of(request, data, actor)
    try:
        change_plan(session, plan_id, asked_change(desk, home_id, asked), edit=edit)
    except ChangedMeanwhileError as error:
        return _move_again(request, session, plan_id, home_id, data, actor, error, since=edit.version)
    except DomainError as error:  # nothing is written before the rules are checked
        if error.code not in ("plan.reason", "plan.forbidden", "plan.long_reason"):
            raise
        errors = {"reason" if error.code != "plan.forbidden" else "on": translated(error)}
        shown = move_page(request, session, desk, home_id, data, actor, errors=errors)
        return page(request, "plans/move.html", status_code=422, move=shown)
    return redirect(f"/plans/{plan_id}?notice={quote(MOVED)}#home-{home_id}")


def _move_again(
    request: AnyRequest,
    session: Session,
    plan_id: UUID,
    home_id: UUID,
    data: MoveForm,
    actor: Actor,
    error: DomainError,
    *,
    since: int,
) -> Template:
    """The form once more, with what others did and what the move would do now."""
    desk = desk_of(session, plan_id, by=actor, travel=_kept(request))
    shown = move_page(request, session, desk, home_id, data, actor, errors={"on": translated(error)}, since=since)
    return page(request, "plans/move.html", status_code=409, move=shown)


def _kept(request: AnyRequest) -> Roads:
    """The roads as far as they were told: what is previewed is what is done, and no page waits for a network."""
    return kept_roads_of(request.app.state.settings)


def edit_of(request: AnyRequest, data: MoveForm | StepForm | LockForm, actor: Actor) -> Edit:
    """Who changes which version of a plan, as a form says."""
    reason = "" if isinstance(data, LockForm) else data.reason
    return Edit(version=read_version(data.version), by=actor, at=now(), reason=reason, travel=_kept(request))


def done(
    request: AnyRequest, session: Session, plan_id: UUID, actor: Actor, edit: Edit, step: Callable[[], Any], notice: str
) -> Redirect | Template:
    """Carry a step out and go back to the plan; a refusal is shown on it, with what others did meanwhile."""
    try:
        step()
    except DomainError as error:
        if error.code == "plan.decided":
            raise
        session.rollback()
        plan = get_plan(session, plan_id, by=actor)
        since = edit.version if isinstance(error, ChangedMeanwhileError) else None
        told = translated(error)
        return plan_page(request, session, plan, actor, status_code=409, meanwhile_since=since, refused=told)
    return redirect(f"/plans/{plan_id}?notice={quote(notice)}")


@post(
    "/{plan_id:uuid}/stops/{home_id:uuid}/remove",
    opt=needs(Permission.PLAN_VISITS),
    status_code=303,
    sync_to_thread=True,
)
def remove(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
    home_id: FromPath[UUID],
    data: Form,
) -> Redirect | Template:
    """Take a visit out of a draft, with a reason."""
    edit = edit_of(request, data, actor)
    step = lambda: remove_visit(session, plan_id, home_id, edit=edit)  # noqa: E731
    return done(request, session, plan_id, actor, edit, step, TAKEN_OUT)


@post("/{plan_id:uuid}/locks", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def lock(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
    data: Locking,
) -> Redirect | Template:
    """Lock visits or let them go: one, a tour's or a day's."""
    edit, locked = edit_of(request, data, actor), data.locked == "1"
    wanted = _wanted(desk_of(session, plan_id, by=actor, travel=_kept(request)), data)
    step = lambda: set_locks(session, plan_id, wanted, locked=locked, edit=edit)  # noqa: E731
    answer = done(request, session, plan_id, actor, edit, step, LOCKED if locked else UNLOCKED)
    if isinstance(answer, Redirect) and data.visit:
        return redirect(f"/plans/{plan_id}?notice={quote(LOCKED if locked else UNLOCKED)}#home-{data.visit}")
    return answer


def _wanted(desk: Desk, data: LockForm) -> list[UUID]:
    found = {
        stop.candidate_id
        for tour in desk.current.tours
        for stop in tour.stops
        if data.visit == stop.candidate_id
        or (not data.visit and data.on == tour.on.isoformat() and data.inspector in ("", tour.inspector_id))
    }
    if not found:
        raise DomainError("plan.no_such_visit", "The visit is not in this plan any more: load the plan again.")
    return [UUID(one) for one in sorted(found)]


@post("/{plan_id:uuid}/undo", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def undo_last(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
    data: Form,
) -> Redirect | Template:
    """Take the last change back."""
    edit = edit_of(request, data, actor)
    step = lambda: undo(session, plan_id, edit=edit)  # noqa: E731
    return done(request, session, plan_id, actor, edit, step, UNDONE)


@post("/{plan_id:uuid}/redo", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def redo_next(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
    data: Form,
) -> Redirect | Template:
    """Do again what was taken back."""
    edit = edit_of(request, data, actor)
    step = lambda: redo(session, plan_id, edit=edit)  # noqa: E731
    return done(request, session, plan_id, actor, edit, step, REDONE)


@post("/{plan_id:uuid}/replan", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def replan(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    plan_id: FromPath[UUID],
    data: Form,
) -> Redirect | Template:
    """Plan the rest anew; what is locked stays."""
    edit = replace(edit_of(request, data, actor), travel=roads_of(request.app.state.settings))
    stop = StopAfter(seconds=REPLAN_SECONDS)
    step = lambda: replan_rest(session, plan_id, stop=stop, edit=edit)  # noqa: E731
    return done(request, session, plan_id, actor, edit, step, REPLANNED)


@post("/{plan_id:uuid}/copy", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def copy(session: NamedDependency[Session], actor: NamedDependency[Actor], plan_id: FromPath[UUID]) -> Redirect:
    """A copy as a draft of its own."""
    copied = copy_plan(session, plan_id, by=actor, at=now())
    return redirect(f"/plans/{copied.id}?notice={quote(COPIED)}")


@get("/compare", opt=needs(Permission.READ_PLANS, writes=True), sync_to_thread=True)
def compare(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    a: FromQuery[UUID | None] = None,
    b: FromQuery[UUID | None] = None,
) -> Template:
    """Two plans side by side; the reading is audited, for planned visits are secret."""
    plans, _count = list_plans(session, by=actor, limit=MOST_PLANS)
    choices = [(str(plan.id), plan_title(plan), plan.created_at) for plan in plans]
    context: dict[str, Any] = {"choices": choices, "a": str(a or ""), "b": str(b or ""), "rows": [], "elsewhere": []}
    if a is not None and b is not None:
        context |= _compared(request, session, actor, a, b)
    return page(request, "plans/compare.html", **context)


def _compared(request: AnyRequest, session: Session, actor: Actor, a: UUID, b: UUID) -> dict[str, Any]:
    hidden, sides = hidden_ids(session, actor), []
    both = [(plan, list_stops(session, plan.id)) for plan in (get_plan(session, one, by=actor) for one in (a, b))]
    homes = {stop.visit.accommodation_id for _plan, stops in both for stop in stops}
    with_points = request.app.state.settings.risk_score and not homes & hidden
    for plan, stops in both:
        audit.record(session, by=actor, at=now(), action="plan.read", on=("visit_plan", plan.id))
        inspected = visited_dwellings(session, [stop.dwelling.id for stop in stops], before=plan.from_on)
        sides.append(
            measured(plan, stops, take_up(session, plan, travel=_kept(request)), inspected, with_points=with_points)
        )
    addresses = {stop.visit.accommodation_id: stop.dwelling.address for _plan, stops in both for stop in stops}
    titles = [plan_title(plan) for plan, _stops in both]
    return {
        "titles": titles,
        "rows": compare_rows(*sides),
        "elsewhere": elsewhere_rows(differing(both[0][1], both[1][1]), addresses),
    }


EDITING = (show_move, move, remove, lock, undo_last, redo_next, replan, copy, compare)
"""The handlers that stand below ``/plans``."""
