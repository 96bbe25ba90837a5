"""Changing a draft: every change is weighed first, kept with the rows before and after it, and can be undone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import Actor, Permission
from husly.kit.errors import DomainError
from inspection.planning.carrying_out.deciding import ChangedMeanwhileError
from inspection.planning.carrying_out.dropping import drop_visit
from inspection.planning.changing.breaches import Breach
from inspection.planning.changing.consequence import Change, Consequence, Move, Remove, Swap, concerned_by
from inspection.planning.changing.moving import MoveError, weigh
from inspection.planning.drives import drives_of
from inspection.planning.editing.desk import Desk, lay_back, sheet_after, take_up, visit_of
from inspection.planning.editing.models import EditKind, PlanEdit
from inspection.planning.editing.queries import last_done, list_edits, next_undone
from inspection.planning.models import PlanState, VisitPlan
from inspection.planning.queries import get_plan
from inspection.planning.solving.documents import decoded, encoded
from inspection.planning.solving.plan import Plan
from inspection.planning.stored.rows import Placed, Sheet, read_sheet, written
from inspection.planning.stored.summary import told
from inspection.planning.travel import Roads

LONGEST_REASON = 500
SUMMARY_PARTS = ("tours", "left_out", "left_out_counts", "remarks", "drives")


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Who changes which version of a plan, when and why. ``travel`` are the roads of the plan; None: the rule of
    thumb.
    """

    version: int
    by: Actor
    at: datetime
    reason: str = ""
    travel: Roads | None = None


def desk_of(
    session: Session,
    plan_id: UUID,
    *,
    by: Actor,
    permission: Permission = Permission.PLAN_VISITS,
    travel: Roads | None = None,
) -> Desk:
    """A plan ready to be worked on. Raises ``NotFoundError`` outside the scope, and ``DomainError`` for a plan that
    keeps nothing of what it was made from.
    """
    desk = take_up(session, get_plan(session, plan_id, by=by, permission=permission), travel=travel)
    if desk is None:
        raise DomainError("plan.not_kept", "This plan was made before plans could be changed: make a new one.")
    return desk


def preview(desk: Desk, change: Change) -> Consequence:
    """What a change would do. Raises ``DomainError`` for a visit or inspector that is not there."""
    try:
        return weigh(desk.kept.problem, desk.current, change, fixed=desk.fixed, drives=desk.drives)
    except MoveError:
        raise DomainError(
            "plan.no_such_visit", "The visit or the inspector is not in this plan any more: load the plan again."
        ) from None


def change_plan(session: Session, plan_id: UUID, change: Move | Swap, *, edit: Edit) -> PlanEdit:
    """Move a visit, put in one that was left out, or let two change places.

    Raises ``DomainError`` for what is forbidden, for what needs a reason and has none, and when the plan is no draft
    or was changed meanwhile.
    """
    desk = desk_of(session, plan_id, by=edit.by, travel=edit.travel)
    consequence = preview(desk, change)
    _check(consequence, edit)
    fixed = dict(desk.fixed)
    for one in concerned_by(change):
        fixed.pop(one, None)
    if isinstance(change, Move) and change.begin_min is not None:
        fixed[change.candidate_id] = change.begin_min
    inside = {one for one, row in desk.sheet.items() if not row.dropped_at}
    kind = EditKind.SWAPPED if isinstance(change, Swap) else EditKind.MOVED
    kind = kind if change.candidate_id in inside else EditKind.PUT_IN
    return carry_out(session, desk, consequence.plan, fixed, kind, _about(desk, change), edit, consequence.breaches)


def remove_visit(session: Session, plan_id: UUID, accommodation_id: UUID, *, edit: Edit) -> PlanEdit:
    """Take a visit out of a draft, with a reason that is kept at it (as ``drop_visit`` does)."""
    desk = desk_of(session, plan_id, by=edit.by, travel=edit.travel)
    change = Remove(str(accommodation_id))
    consequence = preview(desk, change)
    row = visit_of(session, plan_id, accommodation_id)
    if row is None:
        raise DomainError("plan.no_such_visit", "The visit is not in this plan any more: load the plan again.")
    _claim(session, desk.plan, edit.version)
    drop_visit(session, row.id, reason=edit.reason, by=edit.by, at=edit.at)
    after = replace(desk, sheet=read_sheet(session, plan_id))
    return _write(session, desk, after, consequence.plan, desk.fixed, EditKind.REMOVED, _about(desk, change), edit)


def set_locks(
    session: Session, plan_id: UUID, accommodation_ids: Collection[UUID], *, locked: bool, edit: Edit
) -> PlanEdit:
    """Lock visits to day and inspectors, or let them go. A visit let go loses the time that a person chose."""
    desk = desk_of(session, plan_id, by=edit.by, travel=edit.travel)
    wanted = {str(one) for one in accommodation_ids}
    tours = tuple(
        replace(
            tour,
            stops=tuple(replace(stop, locked=locked) if stop.candidate_id in wanted else stop for stop in tour.stops),
        )
        for tour in desk.current.tours
    )
    fixed = {one: minute for one, minute in desk.fixed.items() if locked or one not in wanted}
    kind = EditKind.LOCKED if locked else EditKind.UNLOCKED
    return carry_out(session, desk, replace(desk.current, tours=tours), fixed, kind, {"visits": sorted(wanted)}, edit)


def undo(session: Session, plan_id: UUID, *, edit: Edit) -> PlanEdit:
    """Take the last change back. Raises ``DomainError`` when there is none."""
    found = last_done(list_edits(session, plan_id))
    return _turn(session, plan_id, found, found.before if found else {}, undone=True, edit=edit)


def redo(session: Session, plan_id: UUID, *, edit: Edit) -> PlanEdit:
    """Do again what was taken back last. Raises ``DomainError`` when there is none."""
    found = next_undone(list_edits(session, plan_id))
    return _turn(session, plan_id, found, found.after if found else {}, undone=False, edit=edit)


def _turn(
    session: Session, plan_id: UUID, found: PlanEdit | None, to: Mapping[str, Any], *, undone: bool, edit: Edit
) -> PlanEdit:
    desk = desk_of(session, plan_id, by=edit.by, travel=edit.travel)
    if found is None:
        raise DomainError("plan.nothing_to_undo", "There is nothing to undo or do again.")
    version = _claim(session, desk.plan, edit.version)
    rows = {one: None if row is None else decoded(Placed, row) for one, row in to["visits"].items()}
    after: Sheet = {one: row for one, row in (desk.sheet | rows).items() if row is not None}
    lay_back(session, plan_id, desk.kept, desk.sheet, after)
    desk.plan.summary = {**desk.plan.summary, **to["summary"]}
    found.undone, found.undone_version, found.undone_by_name = undone, version, edit.by.name
    session.add(found)
    action = "plan.edit_undone" if undone else "plan.edit_redone"
    _audit(session, desk.plan, action, found, edit)
    return found


def _check(consequence: Consequence, edit: Edit) -> None:
    if consequence.is_forbidden:
        raise DomainError("plan.forbidden", "The visit cannot be placed there: see which rule forbids it.")
    if consequence.needs_reason and not edit.reason.strip():
        raise DomainError("plan.reason", "Say why the rule is set aside; the reason stands in the plan.")
    if len(edit.reason) > LONGEST_REASON:
        raise DomainError("plan.long_reason", "Say it in at most {most} characters.", most=LONGEST_REASON)


def _about(desk: Desk, change: Change) -> dict[str, Any]:
    """What a change is told by later: the visits, where they were and, for a move, where they go."""
    told_of: dict[str, Any] = {"visits": list(concerned_by(change))}
    row = desk.sheet.get(change.candidate_id)
    if row is not None and not row.dropped_at:
        told_of["from"] = {"station": row.station, "on": row.on.isoformat()}
    if isinstance(change, Move):
        told_of["to"] = {"station": change.crew[0], "on": change.on.isoformat()}
    return told_of


def _claim(session: Session, plan: VisitPlan, version: int) -> int:
    """Take the plan's next version, so that of two changes made from the same page only one is carried out."""
    taken = session.execute(
        sa.update(VisitPlan)
        .where(col(VisitPlan.id) == plan.id, col(VisitPlan.state) == PlanState.DRAFT, col(VisitPlan.version) == version)
        .values(version=version + 1)
        .returning(col(VisitPlan.version))
        .execution_options(synchronize_session=False)
    ).one_or_none()
    session.refresh(plan)
    if taken is not None:
        return version + 1
    if plan.state is not PlanState.DRAFT:
        raise DomainError("plan.decided", "The plan has been accepted or discarded already; nothing more was changed.")
    raise ChangedMeanwhileError


def carry_out(
    session: Session,
    desk: Desk,
    result: Plan,
    fixed: Mapping[str, int],
    kind: EditKind,
    about: dict[str, Any],
    edit: Edit,
    breaches: Collection[Breach] = (),
) -> PlanEdit:
    """Store the tours of a result as the next version of a draft. Raises ``DomainError`` as ``change_plan`` does."""
    _claim(session, desk.plan, edit.version)
    return _write(session, desk, desk, result, fixed, kind, about, edit, breaches)


def _write(
    session: Session,
    desk: Desk,
    standing: Desk,
    result: Plan,
    fixed: Mapping[str, int],
    kind: EditKind,
    about: dict[str, Any],
    edit: Edit,
    breaches: Collection[Breach] = (),
) -> PlanEdit:
    """Store the result and the change; ``standing`` is what the rows say now, ``desk`` what they said before."""
    plan = desk.plan
    after = sheet_after(standing, result, fixed)
    old = {part: plan.summary.get(part, None if part == "drives" else []) for part in SUMMARY_PARTS}
    new = told(result) | {"drives": drives_of(result, desk.kept.problem).document()}
    lay_back(session, plan.id, desk.kept, standing.sheet, after)
    plan.summary = {**plan.summary, **new}
    changed = sorted(one for one in desk.sheet.keys() | after.keys() if desk.sheet.get(one) != after.get(one))
    stored = PlanEdit(
        plan_id=plan.id,
        number=len(list_edits(session, plan.id)) + 1,
        kind=kind,
        about=about,
        reason=" ".join(edit.reason.replace("\x00", "").split()),
        breaches=[encoded(one) for one in breaches],
        before={"visits": {one: written(desk.sheet.get(one)) for one in changed}, "summary": old},
        after={"visits": {one: written(after.get(one)) for one in changed}, "summary": new},
        version=plan.version,
        at=edit.at,
        by_id=edit.by.id,
        by_name=edit.by.name,
    )
    session.add(stored)
    session.flush()
    _audit(session, plan, "plan.edited", stored, edit)
    return stored


def _audit(session: Session, plan: VisitPlan, action: str, stored: PlanEdit, edit: Edit) -> None:
    details = {"edit": stored.number, "kind": stored.kind.value, "visits": len(stored.about.get("visits", ()))}
    audit.record(
        session,
        by=edit.by,
        at=edit.at,
        action=action,
        on=("visit_plan", plan.id),
        before=stored.before,
        after=stored.after,
        details=details,
    )
