"""Moving a visit of an accepted plan: notice, case, tours and letter stay of one mind."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from case_ways import APPROVER, AUTHOR, INSPECTOR
from conftest import AT
from housed import SVENDBORG, house
from housing import CASE_SETTINGS, declare
from husly.kit.access import Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotFoundError
from inspection.enforcement.actions import open_case, record_objection, record_visit
from inspection.enforcement.deadlines import NOTICE_DAYS
from inspection.enforcement.notice_moves import NoticeEffect, Told, notice_after
from inspection.enforcement.queries import CaseFile, find_case_of_visit, get_case_file
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.waivers import NoticeWaiver, NoticeWaiverGround
from inspection.joint.models import OtherAuthorityVisit
from inspection.letters.approvals import approve_for_demonstration
from inspection.letters.issuing import issue_letter, record_delivery
from inspection.letters.models import Letter
from inspection.needs.models import VisitNeeds
from inspection.planning.carrying_out.accepting import accept_plan, no_ground
from inspection.planning.carrying_out.move_preview import MovePreview, preview_move
from inspection.planning.carrying_out.rescheduling import move_accepted_visit
from inspection.planning.carrying_out.tour_drives import Call, timed_tour
from inspection.planning.changing.breaches import Rule
from inspection.planning.editing.models import PlanEdit
from inspection.planning.models import DutyStation, PlannedCompanion, PlannedVisit, PlanProblem, VisitPlan
from inspection.planning.queries import list_plan_visits
from inspection.planning.travel import Place, Travel, TravelRules
from inspection.staff.models import AbsenceKind, StationAbsence, StationHours, StationProfile
from planned_visits import planned_visit, station

FIRST = date(2026, 3, 24)
LATER = date(2026, 3, 26)
GROUND = NoticeWaiver(NoticeWaiverGround.PURPOSE_DEFEATED, "senge kan fjernes inden besøget")


def accepted(session: Session, on: date = FIRST, *, ground: NoticeWaiver | None = None) -> PlannedVisit:
    approve_for_demonstration(session, pack_ids=CASE_SETTINGS.packs, by=AUTHOR, and_by=APPROVER, at=AT)
    visit = planned_visit(session, declare(session, at=AT - timedelta(days=60)).id, on=on, accepted=False)
    visit.announced = ground is None
    session.flush()
    accept_plan(
        session,
        visit.plan_id,
        open_case=open_case,
        posting_days=1,
        ground_of=no_ground if ground is None else lambda _s, _v: ground,
        by=INSPECTOR,
        at=AT,
    )
    return visit


def move(session: Session, visit: PlannedVisit, on: date = LATER, *, day: int = 0, **given: Any) -> MovePreview:
    at = AT + timedelta(days=day)
    return move_accepted_visit(session, visit.id, on=on, posting_days=1, by=INSPECTOR, at=at, **given)


def file_of(session: Session, visit: PlannedVisit) -> CaseFile:
    case = find_case_of_visit(session, visit.id)
    assert case is not None
    return get_case_file(session, case.id, by=INSPECTOR)


def issue(session: Session, visit: PlannedVisit, *, day: int = 0) -> Letter:
    (draft,) = [one for one in file_of(session, visit).letters if one.issued_at is None]
    return issue_letter(session, draft.id, settings=CASE_SETTINGS, by=INSPECTOR, at=AT + timedelta(days=day))


def test_a_draft_is_written_for_the_new_day(session: Session) -> None:
    visit = accepted(session)
    (old,) = file_of(session, visit).letters
    old.choices = old.choices | {"facts": "Skrevet af et menneske."}
    found = move(session, visit, from_min=600)
    file = file_of(session, visit)
    (new,) = file.letters
    assert found.notice.effect is NoticeEffect.REWRITTEN
    assert new.id != old.id
    assert (new.choices["visit_on"], new.choices["facts"]) == (LATER.isoformat(), "Skrevet af et menneske.")
    assert new.choices["objection_due_on"] == "2026-03-20"
    assert (file.visit.visit_on, file.visit.from_min, file.visit.to_min) == (LATER, 600, 660)
    assert (visit.visit_on, visit.starts_min, visit.ends_min, visit.moves) == (LATER, 600, 660, 1)
    event = session.exec(select(AuditEvent).where(AuditEvent.action == "plan.visit_moved")).one()
    assert '"rewritten"' in str(event.details)


def test_an_issued_notice_is_withdrawn_by_a_new_one_with_its_own_days(session: Session) -> None:
    visit = accepted(session)
    first = issue(session, visit)
    move(session, visit, day=2)
    file = file_of(session, visit)
    assert file.case.state is CaseState.PLANNED
    second = issue(session, visit, day=3)
    assert second.supersedes_id == first.id
    assert "Vores varsel af 2. marts 2026 om besøg tirsdag den 24. marts 2026 gælder ikke længere" in str(
        second.content
    )
    assert first.issued_at is not None  # what was sent stays in the case
    assert file_of(session, visit).case.state is CaseState.NOTIFIED


def test_a_move_says_that_the_objection_stays_with_the_visit(session: Session) -> None:
    visit = accepted(session)
    issue(session, visit)
    where = {"on": LATER, "posting_days": 1, "by": INSPECTOR, "at": AT}
    before = preview_move(session, visit.id, **where)
    objection = {"received_on": AT.date(), "objection": "Dagen passer ikke.", "by": INSPECTOR, "at": AT}
    record_objection(session, file_of(session, visit).case.id, **objection)
    told = [one.code for one in preview_move(session, visit.id, **where).remarks]
    assert told == [*(one.code for one in before.remarks), "visit.objection_waits"]
    move(session, visit)
    assert file_of(session, visit).visit.objection == "Dagen passer ikke."


def test_a_day_that_the_notice_cannot_reach_is_refused(session: Session) -> None:
    visit = accepted(session)
    issue(session, visit)
    preview = preview_move(session, visit.id, on=FIRST - timedelta(days=4), posting_days=1, by=INSPECTOR, at=AT)
    assert preview.is_allowed
    with pytest.raises(DomainError) as error:
        move(session, visit, FIRST - timedelta(days=4), day=6)
    assert error.value.code == "visit.notice"
    assert file_of(session, visit).case.state is CaseState.NOTIFIED


def test_within_the_announced_hours_no_new_notice_is_needed(session: Session) -> None:
    visit = accepted(session)  # announced 9.00-10.00
    visit.ends_min = 585
    session.flush()
    issue(session, visit)
    found = move(session, visit, FIRST, from_min=550, day=5)
    file = file_of(session, visit)
    assert found.notice.effect is NoticeEffect.STANDS
    assert file.case.state is CaseState.NOTIFIED
    assert (file.visit.from_min, file.visit.to_min) == (540, 600)
    assert (visit.starts_min, visit.ends_min) == (550, 595)
    assert move(session, visit, FIRST, from_min=600, day=5).notice.effect is NoticeEffect.NEW_NOTICE


def test_somebody_else_goes_without_a_new_notice(session: Session) -> None:
    visit = accepted(session)
    issue(session, visit)
    other = station()
    session.add(other)
    session.flush()
    move(session, visit, FIRST, station_ids=[other.id], day=10)
    file = file_of(session, visit)
    assert file.case.state is CaseState.NOTIFIED
    assert file.visit.inspector_id == file.case.inspector_id == str(other.id)
    tours = session.get_one(VisitPlan, visit.plan_id).summary["tours"]
    assert [(one["station"], one["visits"]) for one in tours] == [(str(other.id), 1)]


def test_an_unannounced_visit_moves_only_with_the_word_that_its_ground_holds(session: Session) -> None:
    visit = accepted(session, ground=GROUND)
    assert preview_move(session, visit.id, on=LATER, posting_days=1, by=INSPECTOR, at=AT).needs_ground
    with pytest.raises(DomainError) as error:
        move(session, visit)
    assert error.value.code == "visit.ground"
    move(session, visit, date(2026, 3, 4), ground_holds=True)  # no notice has to run
    file = file_of(session, visit)
    assert file.case.state is CaseState.UNANNOUNCED_DECIDED
    assert file.visit.notice_waiver_reason == GROUND.reason
    assert file.letters == ()


@pytest.mark.parametrize(
    ("on", "from_min", "code"),
    [
        (date(2026, 3, 1), None, "visit.in_the_past"),
        (date(2026, 4, 2), None, "visit.holiday"),  # Maundy Thursday
        (LATER, 1400, "visit.hours"),
        (date(2026, 3, 31), None, "visit.deadline"),
    ],
)
def test_what_forbids_a_move_is_said(session: Session, on: date, from_min: int | None, code: str) -> None:
    visit = accepted(session)
    must = {"id": str(visit.accommodation_id), "latest_on": "2026-03-30"}
    session.add(PlanProblem(plan_id=visit.plan_id, document={"problem": {"candidates": [must]}}))
    session.flush()
    preview = preview_move(session, visit.id, on=on, from_min=from_min, posting_days=1, by=INSPECTOR, at=AT)
    assert code in [one.code for one in preview.problems]
    with pytest.raises(DomainError):
        move(session, visit, on, from_min=from_min)
    assert visit.moves == 0


def test_nobody_is_at_two_doors_at_once(session: Session) -> None:
    visit = accepted(session)
    other = house(session, place=SVENDBORG)
    second = PlannedVisit(**visit.model_dump(exclude={"id"}) | {"accommodation_id": other.id, "visit_on": LATER})
    session.add(second)
    session.flush()
    with pytest.raises(DomainError) as error:
        move(session, visit, from_min=second.starts_min + 30)
    assert error.value.code == "visit.overlap"
    preview = move(session, visit, from_min=second.ends_min)
    assert {"visit.late"} <= {one.code for one in preview.remarks}


def test_companions_come_along_into_their_own_tours(session: Session) -> None:
    visit = accepted(session)
    other = station()
    session.add(other)
    session.flush()
    move(session, visit, station_ids=[visit.duty_station_id, other.id])
    (companion,) = session.exec(select(PlannedCompanion)).all()
    assert (companion.duty_station_id, companion.travel_min > 0, companion.position) == (other.id, True, 1)
    (letter,) = file_of(session, visit).letters
    assert letter.choices["who_comes"] == "to tilsynsførende"
    move(session, visit, FIRST, station_ids=[visit.duty_station_id])
    assert session.exec(select(PlannedCompanion)).all() == []


def test_the_plan_says_how_a_companion_drives_who_leads_nothing_that_day(session: Session) -> None:
    visit = accepted(session)
    other = station()
    session.add(other)
    session.flush()
    move(session, visit, station_ids=[visit.duty_station_id, other.id])
    tours = session.get_one(VisitPlan, visit.plan_id).summary["tours"]
    assert {(one["station"], one["on"], one["visits"]) for one in tours} == {
        (str(visit.duty_station_id), LATER.isoformat(), 1),
        (str(other.id), LATER.isoformat(), 0),
    }
    move(session, visit, FIRST, station_ids=[other.id, visit.duty_station_id])
    assert {one["on"] for one in session.get_one(VisitPlan, visit.plan_id).summary["tours"]} == {FIRST.isoformat()}


class SlowRoads:
    """Twice the rule of thumb."""

    def between(self, starts: Sequence[Place], ends: Sequence[Place]) -> Travel:
        told = TravelRules().between(starts, ends)
        return Travel(told.km, told.minutes * 2)


def test_a_move_is_reckoned_by_the_roads_of_plans_and_ends_where_the_day_ends(session: Session) -> None:
    visit = accepted(session)
    move(session, visit)
    usual = visit.travel_min
    (home,) = session.get_one(VisitPlan, visit.plan_id).summary["tours"]
    move(session, visit, FIRST, travel=SlowRoads())
    assert visit.travel_min == 2 * usual > 0
    end = {"end_latitude": 55.06, "end_longitude": 10.61, "end_municipality_code": "0479"}
    session.add(StationProfile(station_id=visit.duty_station_id, told_at=AT, **end))
    hours = {"from_min": 480, "to_min": 930}
    session.add_all(StationHours(station_id=visit.duty_station_id, weekday=day, **hours) for day in range(5))
    session.flush()
    move(session, visit)
    (away,) = session.get_one(VisitPlan, visit.plan_id).summary["tours"]
    assert away["depart_min"] == home["depart_min"]
    assert away["return_min"] != home["return_min"]


def test_positions_stay_in_the_order_of_the_hours(session: Session) -> None:
    visit = accepted(session)
    for number, starts in enumerate((480, 700, 850), start=2):
        fields = {"accommodation_id": house(session).id, "position": number, "starts_min": starts, "visit_on": LATER}
        session.add(PlannedVisit(**visit.model_dump(exclude={"id"}) | fields | {"ends_min": starts + 30}))
    session.flush()
    move(session, visit, from_min=750)
    stops = [one for one in list_plan_visits(session, visit.plan_id) if one.visit_on == LATER]
    assert [one.position for one in stops] == [1, 2, 3, 4]
    assert all(one.starts_min < other.starts_min for one, other in pairwise(stops))
    (tour,) = session.get_one(VisitPlan, visit.plan_id).summary["tours"]
    assert (tour["on"], tour["visits"]) == (LATER.isoformat(), 4)


def test_a_visit_outside_the_area_does_not_exist(session: Session) -> None:
    visit = accepted(session)
    session.get_one(VisitPlan, visit.plan_id).municipality_code = "0461"
    svendborg = Actor("s", "S", (Grant(Role.CASEWORKER, municipality_code="0479"),))
    with pytest.raises(NotFoundError):
        preview_move(session, visit.id, on=LATER, posting_days=1, by=svendborg, at=AT)


def test_a_visit_that_was_made_is_not_moved(session: Session) -> None:
    visit = accepted(session)
    file_of(session, visit).case.state = CaseState.VISITED
    session.flush()
    with pytest.raises(DomainError) as error:
        move(session, visit)
    assert error.value.code == "visit.over"


minutes = st.integers(8 * 60, 14 * 60)
ahead = st.integers(0, 60)


@given(st.booleans(), ahead, minutes, ahead, minutes, st.integers(0, 5))
def test_a_notice_stands_only_for_its_own_day_and_hours(issued, told_in, told_from, to_in, to_from, post):  # type: ignore[no-untyped-def]
    today = date(2026, 3, 2)
    told = Told(today + timedelta(days=told_in), (told_from, told_from + 60), issued)
    on = today + timedelta(days=to_in)
    after = notice_after(
        told,
        unannounced=False,
        on=on,
        starts_min=to_from,
        ends_min=to_from + 45,
        today=today,
        posting_days=post,
        calendar=ALWAYS_OPEN,
    )
    if after.effect is NoticeEffect.STANDS:
        assert on == told.on
        assert told.hours[0] <= to_from
        assert to_from + 45 <= told.hours[1]
    elif after.effect is not NoticeEffect.TOO_LATE:
        assert (on - today).days >= max(15, 14 + post)
        assert after.objection_due_on is not None
        assert today < after.objection_due_on < on
        assert (after.effect is NoticeEffect.NEW_NOTICE) == issued


@given(st.lists(st.tuples(st.integers(480, 900), st.integers(15, 90)), min_size=1, max_size=6))
def test_a_tour_tells_every_drive_once_and_shifts_no_visit(spans: list[tuple[int, int]]) -> None:
    home = Place(55.4, 10.4, "0461")
    calls = [
        Call(DutyStation(name="x", latitude=0, longitude=0, municipality_code="0461").id, home, start, start + length)
        for start, length in spans
    ]
    timed = timed_tour(home, calls, TravelRules())
    assert timed is not None
    assert [leg.position for leg in timed.legs] == list(range(1, len(calls) + 1))
    assert {leg.id for leg in timed.legs} == {call.id for call in calls}
    begins = {call.id: call.starts_min for call in calls}
    assert all((leg.late_min > 0) == (leg.arrive_min > begins[leg.id]) for leg in timed.legs)


acts = st.lists(
    st.one_of(
        st.tuples(st.just("issue"), st.integers(0, 4)),
        st.tuples(st.just("deliver"), st.integers(0, 4)),
        st.tuples(st.just("move"), st.integers(1, 45)),
        st.tuples(st.just("hour"), st.integers(8, 13)),
        st.tuples(st.just("wait"), st.integers(1, 12)),
        st.tuples(st.just("visit"), st.just(0)),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_no_order_of_steps_makes_an_announced_visit_before_its_notice_has_run(
    clean_engine: Engine, steps: list[tuple[str, int]]
) -> None:
    with transaction(clean_engine) as session:
        outer = session.begin_nested()
        _walk(session, [*steps, ("wait", 20), ("visit", 0)])
        outer.rollback()


def _walk(session: Session, steps: list[tuple[str, int]]) -> None:
    visit, day = accepted(session), 0
    for step, number in steps:
        at = AT + timedelta(days=day)
        nested = session.begin_nested()
        try:
            if step == "wait":
                day += number
            elif step == "issue":
                issue(session, visit, day=day)
            elif step == "deliver":
                letter = next(one for one in file_of(session, visit).letters if one.issued_at is not None)
                record_delivery(session, letter.id, delivered_on=at.date(), by=INSPECTOR, at=at)
            elif step == "move":
                move(session, visit, AT.date() + timedelta(days=day + number), day=day)
            elif step == "hour":
                move(session, visit, visit.visit_on, from_min=number * 60, day=day)
            else:
                record_visit(session, file_of(session, visit).case.id, visited_on=at.date(), by=INSPECTOR, at=at)
            nested.commit()
        except (DomainError, StopIteration, ValueError):
            nested.rollback()
            session.expire_all()
        _check(file_of(session, visit), visit)
        if file_of(session, visit).case.state is CaseState.VISITED:
            return


def _check(file: CaseFile, visit: PlannedVisit) -> None:
    """Plan and case name the same day; whoever was visited had been told of that day in time, and of its hours."""
    assert visit.visit_on == file.visit.visit_on
    assert ALWAYS_OPEN.is_open(visit.visit_on)
    assert file.visit.from_min <= visit.starts_min
    assert visit.ends_min <= file.visit.to_min
    drafts = [one for one in file.letters if one.issued_at is None]
    if file.case.state is CaseState.PLANNED:
        assert [one.choices["visit_on"] for one in drafts] == [visit.visit_on.isoformat()]
    if file.case.state is not CaseState.VISITED:
        return
    issued = [one for one in file.letters if one.issued_at is not None]
    assert issued
    last = issued[-1]
    assert file.visit.visited_on is not None
    assert last.choices["visit_on"] == file.visit.visited_on.isoformat()
    told_on = last.delivered_on or (last.issued_at.date() if last.issued_at else None)
    assert told_on is not None
    assert (file.visit.visited_on - told_on).days >= NOTICE_DAYS


def look(session: Session, visit: PlannedVisit, on: date = LATER, **given: Any) -> MovePreview:
    return preview_move(session, visit.id, on=on, posting_days=1, by=INSPECTOR, at=AT, **given)


def works(session: Session, visit: PlannedVisit, **told: Any) -> None:
    """What is known of the inspector: every weekday from eight to half past three."""
    session.add(StationProfile(station_id=visit.duty_station_id, told_at=AT, **told))
    hours = {"from_min": 480, "to_min": 930}
    session.add_all(StationHours(station_id=visit.duty_station_id, weekday=day, **hours) for day in range(5))
    session.flush()


def rules(preview: MovePreview) -> set[Rule]:
    return {one.rule for one in preview.breaches}


def test_nobody_is_sent_on_a_day_of_absence(session: Session) -> None:
    visit = accepted(session)
    works(session, visit)
    assert look(session, visit).is_allowed
    away = {"from_on": LATER, "to_on": LATER, "kind": AbsenceKind.HOLIDAY, "told_at": AT, "told_by": "t"}
    session.add(StationAbsence(station_id=visit.duty_station_id, **away))
    session.flush()
    preview = look(session, visit)
    assert rules(preview) == {Rule.NO_HOURS}
    assert not preview.is_allowed
    with pytest.raises(DomainError) as error:
        move(session, visit, reason="Hun kan godt.")
    assert error.value.code == "plan.forbidden"
    assert visit.moves == 0


def test_a_move_outside_the_region_or_the_hours_of_residents_takes_a_reason_that_the_plan_keeps(
    session: Session,
) -> None:
    visit = accepted(session)
    works(session, visit, region=["0101"])
    dwelling = file_of(session, visit).dwelling
    kept = {"municipality_code": dwelling.municipality_code, "told_at": AT, "told_by": "t", "told_by_name": "T"}
    thursday_evening = [[LATER.weekday(), 960, 1200], [FIRST.weekday(), 480, 960]]
    session.add(VisitNeeds(dwelling_id=dwelling.id, skills=["fire_safety"], home_hours=thursday_evening, **kept))
    session.flush()
    preview = look(session, visit)
    assert rules(preview) == {Rule.OUTSIDE_WINDOW, Rule.OUTSIDE_REGION, Rule.NO_SKILL}
    assert preview.needs_reason
    with pytest.raises(DomainError) as error:
        move(session, visit)
    assert error.value.code == "plan.reason"
    move(session, visit, reason="Aftalt med  beboerne.")
    edit = session.exec(select(PlanEdit)).one()
    assert (edit.reason, len(edit.breaches)) == ("Aftalt med beboerne.", 3)
    assert edit.about["to"] == {"station": str(visit.duty_station_id), "on": LATER.isoformat()}


def test_two_must_go_where_nobody_goes_alone(session: Session) -> None:
    visit = accepted(session)
    dwelling = file_of(session, visit).dwelling
    kept = {"municipality_code": dwelling.municipality_code, "told_at": AT, "told_by": "t", "told_by_name": "T"}
    session.add(VisitNeeds(dwelling_id=dwelling.id, people=2, **kept))
    other = station()
    session.add(other)
    session.flush()
    assert rules(look(session, visit)) == {Rule.NO_COMPANION}
    assert look(session, visit, station_ids=[visit.duty_station_id, other.id]).is_allowed


def test_another_authority_at_the_door_near_the_new_day_is_told(session: Session) -> None:
    visit = accepted(session)
    dwelling = file_of(session, visit).dwelling
    told = {"authority": "at", "visit_on": LATER + timedelta(days=29), "told_by": "AT", "recorded_at": AT}
    session.add(
        OtherAuthorityVisit(
            dwelling_id=dwelling.id, municipality_code=dwelling.municipality_code, recorded_by="t", **told
        )
    )
    session.flush()
    assert [one.days for one in look(session, visit).doors] == [29]
    assert look(session, visit, FIRST).doors == ()
