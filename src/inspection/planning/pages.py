"""The page of one plan, which several routes answer with."""

from collections.abc import Sequence
from uuid import UUID

from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.clock import today
from husly.kit.web import AnyRequest, page
from inspection.joint.at_doors import plan_doors
from inspection.notices.sums import notice_sum
from inspection.planning.board import board_of
from inspection.planning.editing.desk import Desk, take_up
from inspection.planning.editing.models import PlanEdit
from inspection.planning.editing.presenters import Names, edit_row, edit_words, remark_words, set_aside
from inspection.planning.editing.queries import last_done, list_edits, next_undone
from inspection.planning.hiding import hidden_ids
from inspection.planning.models import VisitPlan
from inspection.planning.offering.period import first_lawful_day
from inspection.planning.presenters import PlanPage
from inspection.planning.queries import cases_to_move, list_addresses, list_draws, list_stations_of, list_stops
from inspection.planning.travel.from_settings import kept_roads_of
from inspection.risk.deviations.queries import by_accommodation, list_in_force
from register.municipalities.drawing import Ground
from register.municipalities.queries import find_boundary_set
from register.municipalities.table import municipalities


def shown_plan(request: AnyRequest, session: Session, plan: VisitPlan, actor: Actor) -> PlanPage:
    """One plan for its page and its map."""
    settings = request.app.state.settings
    left_out = [UUID(one["accommodation"]) for one in plan.summary["left_out"]]
    desk = take_up(session, plan, travel=kept_roads_of(settings))
    team = [UUID(one.id) for one in desk.kept.problem.inspectors] if desk else []
    return PlanPage(
        plan=plan,
        stops=list_stops(session, plan.id),
        addresses=list_addresses(session, left_out),
        names=municipalities(settings.data_path),
        ground=Ground(find_boundary_set(session)),
        with_score=settings.risk_score,
        first_lawful=first_lawful_day(today(), settings.notice_posting_days),
        draws=list_draws(session, plan.id),
        moved=by_accommodation(list_in_force(session, as_of=today())) if settings.risk_score else {},
        hidden=hidden_ids(session, actor),
        desk=desk,
        team=list_stations_of(session, team),
        cases=cases_to_move(session, plan.id),
    )


def names_of(session: Session, desk: Desk | None, edits: Sequence[PlanEdit], *further: str) -> Names:
    """What dwellings and inspectors of a plan are called."""
    if desk is None:
        return Names({}, {})
    visits = {*desk.sheet, *further} | {one for edit in edits for one in edit.about.get("visits", ())}
    addresses = list_addresses(session, [UUID(one) for one in visits])
    people = {one.id: one.name for one in desk.kept.problem.inspectors}
    return Names({str(one): address for one, address in addresses.items()}, people)


def plan_page(
    request: AnyRequest,
    session: Session,
    plan: VisitPlan,
    actor: Actor,
    *,
    status_code: int = 200,
    meanwhile_since: int | None = None,
    refused: str = "",
) -> Template:
    """One plan with its map, board and lists. ``refused`` says why a change was not carried out, and
    ``meanwhile_since`` after which version somebody else changed the plan.
    """
    shown = shown_plan(request, session, plan, actor)
    posting_days = request.app.state.settings.notice_posting_days
    edits = list_edits(session, plan.id)
    names = names_of(session, shown.desk, edits)
    done, again = last_done(edits), next_undone(edits)
    later = [] if meanwhile_since is None else [one for one in edits if _is_after(one, meanwhile_since)]
    return page(
        request,
        "plans/plan.html",
        status_code=status_code,
        shown=shown,
        notices=notice_sum(session, plan, by=actor, today=today(), posting_days=posting_days),
        doors=plan_doors(session, shown.stops, by=actor, as_of=today()),
        board=board_of(shown),
        can_edit=shown.is_draft and shown.desk is not None,
        undo_words="" if done is None else edit_words(done, names),
        redo_words="" if again is None else edit_words(again, names),
        edits=[edit_row(one, names) for one in reversed(edits)],
        set_aside=[] if shown.desk is None else set_aside(shown.desk.breaches(), edits, names),
        remarks=[remark_words(one, names) for one in plan.summary.get("remarks", ())] if shown.desk else [],
        refused=refused,
        meanwhile=[edit_row(one, names) for one in later],
    )


def _is_after(edit: PlanEdit, version: int) -> bool:
    return edit.version > version or (edit.undone_version or 0) > version
