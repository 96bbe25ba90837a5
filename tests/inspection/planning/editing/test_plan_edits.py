"""Drafts are changed by hand: weighed, kept, undone; on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from conftest import AT
from housed import house
from husly.kit.access import Actor, Grant, Role
from husly.kit.audit import AuditEvent, verify
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from inspection.planning.actions import discard_plan
from inspection.planning.changing.breaches import Rule
from inspection.planning.changing.consequence import Move, Swap
from inspection.planning.drives import drives_of
from inspection.planning.editing.actions import (
    ChangedMeanwhileError,
    change_plan,
    desk_of,
    preview,
    redo,
    remove_visit,
    set_locks,
    undo,
)
from inspection.planning.editing.desk import Desk, lay_back, sheet_after
from inspection.planning.editing.models import EditKind
from inspection.planning.editing.queries import list_edits, list_edits_since
from inspection.planning.editing.replanning import replan_rest
from inspection.planning.models import PlannedCompanion, VisitPlan
from inspection.planning.queries import list_plan_visits, list_stops
from inspection.planning.solving.checker import check_plan
from inspection.planning.solving.problem import Seat
from inspection.planning.stored.origin import keep
from inspection.planning.stored.rows import read_sheet
from inspection.planning.travel.from_settings import kept_roads_of, roads_of
from plans_worked_on import BRIEFLY, as_id, draft, edit_of, team
from road_stand_in import road_stand_in


def first_visit(desk: Desk) -> tuple[str, str, date]:
    """One visit, whose it is, and when."""
    tour = desk.current.tours[0]
    return tour.stops[0].candidate_id, tour.inspector_id, tour.on


def other_inspector(desk: Desk, one: str) -> str:
    return next(known.id for known in desk.kept.problem.inspectors if known.id != one)


def elsewhere(desk: Desk) -> Move:
    """The first visit given to the other inspector on the last day."""
    visit, who, _ = first_visit(desk)
    return Move(candidate_id=visit, on=desk.kept.problem.days[-1], crew=(other_inspector(desk, who),))


def test_a_stored_plan_is_taken_up_as_it_was_made(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector)
    desk = desk_of(session, plan.id, by=inspector)
    assert desk.current.visit_count == 4
    assert check_plan(desk.current, desk.kept.problem) == []
    assert plan.summary["tours"] == [
        {
            "station": tour.inspector_id,
            "on": tour.on.isoformat(),
            "depart_min": tour.depart_min,
            "return_min": tour.return_min,
            "travel_min": tour.travel_min,
            "travel_km": tour.travel_km,
            "visits": len(tour.stops),
        }
        for tour in desk.current.tours
    ]


def test_a_move_is_stored_with_its_new_clock_and_written_down(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector)
    desk = desk_of(session, plan.id, by=inspector)
    change = elsewhere(desk)
    expected = preview(desk, change).plan
    edit = change_plan(session, plan.id, change, edit=edit_of(plan, inspector))
    assert desk_of(session, plan.id, by=inspector).current == expected
    assert (edit.kind, edit.number, plan.version) == (EditKind.MOVED, 1, 1)
    assert edit.about["to"] == {"station": change.crew[0], "on": change.on.isoformat()}
    rows = session.exec(select(AuditEvent).where(AuditEvent.action == "plan.edited")).all()
    assert len(rows) == 1
    assert verify(session)[1] is None


def test_several_steps_are_undone_and_done_again_exactly(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector)
    sheets, summaries = [read_sheet(session, plan.id)], [dict(plan.summary)]
    visit, _, _ = first_visit(desk_of(session, plan.id, by=inspector))
    steps = [
        lambda: change_plan(
            session, plan.id, elsewhere(desk_of(session, plan.id, by=inspector)), edit=edit_of(plan, inspector)
        ),
        lambda: set_locks(session, plan.id, [as_id(visit)], locked=True, edit=edit_of(plan, inspector)),
        lambda: remove_visit(session, plan.id, as_id(visit), edit=edit_of(plan, inspector, reason="Revet ned.")),
    ]
    for step in steps:
        step()
        sheets.append(read_sheet(session, plan.id))
        summaries.append(dict(plan.summary))
    for number in (2, 1, 0):
        undo(session, plan.id, edit=edit_of(plan, inspector))
        assert (read_sheet(session, plan.id), dict(plan.summary)) == (sheets[number], summaries[number])
    with pytest.raises(DomainError, match="nothing to undo"):
        undo(session, plan.id, edit=edit_of(plan, inspector))
    for number in (1, 2, 3):
        redo(session, plan.id, edit=edit_of(plan, inspector))
        assert (read_sheet(session, plan.id), dict(plan.summary)) == (sheets[number], summaries[number])
    with pytest.raises(DomainError, match="nothing to undo"):
        redo(session, plan.id, edit=edit_of(plan, inspector))


def test_a_new_change_ends_what_could_be_done_again(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector)
    desk = desk_of(session, plan.id, by=inspector)
    change_plan(session, plan.id, elsewhere(desk), edit=edit_of(plan, inspector))
    undo(session, plan.id, edit=edit_of(plan, inspector))
    set_locks(session, plan.id, [as_id(first_visit(desk)[0])], locked=True, edit=edit_of(plan, inspector))
    with pytest.raises(DomainError):
        redo(session, plan.id, edit=edit_of(plan, inspector))
    assert [one.undone for one in list_edits(session, plan.id)] == [True, False]


def test_of_two_planners_the_second_is_told_and_nothing_is_lost(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector)
    seen, desk = plan.version, desk_of(session, plan.id, by=inspector)
    visit, _, _ = first_visit(desk)
    change_plan(session, plan.id, elsewhere(desk), edit=edit_of(plan, inspector))
    after = read_sheet(session, plan.id)
    with pytest.raises(ChangedMeanwhileError):
        remove_visit(session, plan.id, as_id(visit), edit=edit_of(plan, inspector, reason="x", version=seen))
    assert read_sheet(session, plan.id) == after
    assert [one.kind for one in list_edits_since(session, plan.id, seen)] == [EditKind.MOVED]


def test_two_planners_at_the_same_moment_change_it_once(clean_engine: Engine, inspector: Actor) -> None:
    with transaction(clean_engine) as session:
        plan_id = draft(session, inspector).id
    outcomes = []
    for _ in range(2):
        try:
            with transaction(clean_engine) as session:
                desk = desk_of(session, plan_id, by=inspector)
                plan = session.get_one(VisitPlan, plan_id)
                change_plan(session, plan_id, elsewhere(desk), edit=edit_of(plan, inspector, version=0))
            outcomes.append("done")
        except ChangedMeanwhileError:
            outcomes.append("told")
    assert outcomes == ["done", "told"]


def test_what_is_forbidden_is_refused(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector)
    desk = desk_of(session, plan.id, by=inspector)
    visit, who, on = first_visit(desk)
    saturday = Move(candidate_id=visit, on=on + timedelta(days=5 - on.weekday()), crew=(who,))
    assert preview(desk, saturday).is_forbidden
    with pytest.raises(DomainError) as error:
        change_plan(session, plan.id, saturday, edit=edit_of(plan, inspector, reason="Jeg vil"))
    assert error.value.code == "plan.forbidden"
    assert plan.version == 0


def test_a_warning_is_set_aside_with_a_reason_that_is_kept(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector)
    visit, who, on = first_visit(desk_of(session, plan.id, by=inspector))
    evening = Move(candidate_id=visit, on=on, crew=(who,), begin_min=18 * 60)
    with pytest.raises(DomainError) as error:
        change_plan(session, plan.id, evening, edit=edit_of(plan, inspector, reason="  "))
    assert error.value.code == "plan.reason"
    stored = change_plan(session, plan.id, evening, edit=edit_of(plan, inspector, reason="Beboerne er hjemme da."))
    assert stored.reason == "Beboerne er hjemme da."
    desk = desk_of(session, plan.id, by=inspector)
    assert {one.rule for one in desk.breaches()} == {Rule.OUTSIDE_WINDOW, Rule.OVERTIME}
    assert {one["rule"] for one in stored.breaches} == {"outside_window", "overtime"}
    assert desk.fixed == {visit: 18 * 60}


def test_a_visit_taken_out_is_kept_with_its_reason_and_can_be_put_in_again(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector)
    visit, who, on = first_visit(desk_of(session, plan.id, by=inspector))
    remove_visit(session, plan.id, as_id(visit), edit=edit_of(plan, inspector, reason="Ejeren har ringet."))
    row = next(one for one in list_plan_visits(session, plan.id) if str(one.accommodation_id) == visit)
    assert (row.dropped_because, row.dropped_by) == ("Ejeren har ringet.", inspector.id)
    assert desk_of(session, plan.id, by=inspector).current.visit_count == 3
    put_in = change_plan(session, plan.id, Move(candidate_id=visit, on=on, crew=(who,)), edit=edit_of(plan, inspector))
    assert put_in.kind is EditKind.PUT_IN
    session.refresh(row)
    assert (row.dropped_at, row.dropped_because) == (None, "")


def test_one_that_was_left_out_is_put_in_and_undone(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector, homes=9, days=1, stations=team(1))
    desk = desk_of(session, plan.id, by=inspector)
    left = desk.current.left_out[0].candidate_id
    change = Move(candidate_id=left, on=desk.kept.problem.days[0], crew=(desk.kept.problem.inspectors[0].id,))
    assert {one.rule for one in preview(desk, change).breaches} >= {Rule.OVERTIME}
    change_plan(session, plan.id, change, edit=edit_of(plan, inspector, reason="Haster."))
    assert left in read_sheet(session, plan.id)
    undo(session, plan.id, edit=edit_of(plan, inspector))
    assert left not in read_sheet(session, plan.id)


def test_two_visits_change_places(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector)
    desk = desk_of(session, plan.id, by=inspector)
    change_plan(session, plan.id, elsewhere(desk), edit=edit_of(plan, inspector))
    desk = desk_of(session, plan.id, by=inspector)
    one, other = desk.current.tours[0].stops[0].candidate_id, desk.current.tours[-1].stops[-1].candidate_id
    before = read_sheet(session, plan.id)
    change_plan(session, plan.id, Swap(one, other), edit=edit_of(plan, inspector))
    after = read_sheet(session, plan.id)
    assert (after[one].on, after[one].station) == (before[other].on, before[other].station)


def test_planning_the_rest_anew_keeps_what_is_locked_and_out(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector, homes=6)
    desk = desk_of(session, plan.id, by=inspector)
    change = elsewhere(desk)
    change_plan(session, plan.id, change, edit=edit_of(plan, inspector))
    set_locks(session, plan.id, [as_id(change.candidate_id)], locked=True, edit=edit_of(plan, inspector))
    gone = next(one for one in read_sheet(session, plan.id) if one != change.candidate_id)
    remove_visit(session, plan.id, as_id(gone), edit=edit_of(plan, inspector, reason="Ikke nu."))
    before = read_sheet(session, plan.id)
    replan_rest(session, plan.id, stop=BRIEFLY, edit=edit_of(plan, inspector))
    after = read_sheet(session, plan.id)
    kept = after[change.candidate_id]
    assert (kept.station, kept.on, kept.locked) == (change.crew[0], change.on, True)
    assert after[gone].dropped_because == "Ikke nu."
    undo(session, plan.id, edit=edit_of(plan, inspector))
    assert read_sheet(session, plan.id) == before


def test_a_locked_visit_for_which_a_rule_was_set_aside_stays_when_the_rest_is_planned(
    session: Session, inspector: Actor
) -> None:
    plan = draft(session, inspector)
    visit, who, on = first_visit(desk_of(session, plan.id, by=inspector))
    evening = Move(candidate_id=visit, on=on, crew=(who,), begin_min=18 * 60)
    change_plan(session, plan.id, evening, edit=edit_of(plan, inspector, reason="Aften."))
    replan_rest(session, plan.id, stop=BRIEFLY, edit=edit_of(plan, inspector))
    assert read_sheet(session, plan.id)[visit].starts_min == 18 * 60


def test_a_visit_by_two_stands_in_both_tours_and_comes_back_by_undo(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector)
    desk = desk_of(session, plan.id, by=inspector)
    visit, who, on = first_visit(desk)
    two = [replace(one, seats=(Seat(), Seat())) if one.id == visit else one for one in desk.kept.problem.candidates]
    keep(session, plan.id, replace(desk.kept, problem=replace(desk.kept.problem, candidates=two)))
    crew = (who, other_inspector(desk, who))
    change_plan(session, plan.id, Move(candidate_id=visit, on=on, crew=crew), edit=edit_of(plan, inspector))
    again = desk_of(session, plan.id, by=inspector)
    assert again.current.visit_count == 4
    assert {tour.inspector_id for tour in again.current.tours for stop in tour.stops if stop.candidate_id == visit} == {
        *crew
    }
    [stop] = [one for one in list_stops(session, plan.id) if str(one.visit.accommodation_id) == visit]
    assert [str(station.id) for _, station in stop.companions] == [crew[1]]
    undo(session, plan.id, edit=edit_of(plan, inspector))
    assert session.exec(select(PlannedCompanion)).all() == []


def test_nobody_changes_a_plan_that_is_decided_or_not_his(
    session: Session, inspector: Actor, decision_maker: Actor
) -> None:
    plan = draft(session, inspector)
    change = elsewhere(desk_of(session, plan.id, by=inspector))
    elsewhere_only = Actor(id="x", name="X", grants=(Grant(Role.INSPECTOR, municipality_code="0479"),))
    with pytest.raises(NotFoundError):
        change_plan(session, plan.id, change, edit=edit_of(plan, elsewhere_only))
    statistician = Actor(id="s", name="S", grants=(Grant(Role.STATISTICIAN),))
    with pytest.raises((NotAllowedError, NotFoundError)):
        change_plan(session, plan.id, change, edit=edit_of(plan, statistician))
    discard_plan(session, plan.id, by=inspector, at=AT)
    with pytest.raises(DomainError) as error:
        change_plan(session, plan.id, change, edit=edit_of(plan, inspector))
    assert error.value.code == "plan.decided"


def test_rows_that_change_places_do_not_stand_in_each_others_way(session: Session, inspector: Actor) -> None:
    plan = draft(session, inspector)
    desk = desk_of(session, plan.id, by=inspector)
    tour = max(desk.current.tours, key=lambda one: len(one.stops))
    turned = replace(tour, stops=tour.stops[::-1])
    result = replace(desk.current, tours=tuple(turned if one is tour else one for one in desk.current.tours))
    after = sheet_after(desk, result, {})
    lay_back(session, plan.id, desk.kept, desk.sheet, after)
    assert read_sheet(session, plan.id) == after


def test_a_plan_from_before_can_not_be_changed_and_says_so(session: Session, inspector: Actor) -> None:
    home = house(session)
    plan = VisitPlan(from_on=date(2026, 3, 17), days=1, seed=1, created_at=AT, created_by="t", summary={"tours": []})
    session.add(plan)
    session.flush()
    with pytest.raises(DomainError) as error:
        change_plan(
            session,
            plan.id,
            Move(candidate_id=str(home.id), on=plan.from_on, crew=("x",)),
            edit=edit_of(plan, inspector),
        )
    assert error.value.code == "plan.not_kept"


def test_a_change_goes_by_the_roads_of_the_plan_and_asks_no_network(
    session: Session, inspector: Actor, tmp_path: Path
) -> None:
    with road_stand_in() as there:
        there.speed_kmh = 20.0
        plan = draft(session, inspector, travel=roads_of(there.settings(tmp_path)))
        asked, kept = len(there.asked), kept_roads_of(there.settings(tmp_path))
        before = dict(plan.summary["drives"])
        assert before["estimated"] == 0
        edit = replace(edit_of(plan, inspector), travel=kept)
        desk = desk_of(session, plan.id, by=inspector, travel=kept)
        change = elsewhere(desk)
        slow = preview(desk, change)
        quick = preview(desk_of(session, plan.id, by=inspector), change)
        assert sum(one.travel_min for one in slow.plan.tours) > sum(one.travel_min for one in quick.plan.tours)
        change_plan(session, plan.id, change, edit=edit)
        assert desk_of(session, plan.id, by=inspector, travel=kept).current.tours == slow.plan.tours
        assert plan.summary["drives"] == drives_of(slow.plan, desk.kept.problem).document()
        assert plan.summary["drives"]["estimated"] == 0
        undo(session, plan.id, edit=replace(edit_of(plan, inspector), travel=kept))
        assert plan.summary["drives"] == before
        assert len(there.asked) == asked
