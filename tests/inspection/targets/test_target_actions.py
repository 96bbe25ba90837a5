"""Targets on both databases: set, counted, changed, ended."""

import json
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from conftest import AT
from housed import ODENSE, SVENDBORG, add_dwelling, add_employer, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import Visit
from inspection.enforcement.transitions import CaseState
from inspection.risk.actions import score_register
from inspection.risk.queries import find_newest_run
from inspection.risk.weights import load_weights
from inspection.targets.actions import change_target, end_target, set_target
from inspection.targets.forms import TargetAsked
from inspection.targets.models import InspectionTarget
from inspection.targets.queries import (
    Counted,
    count_declared,
    count_visits,
    get_target,
    list_sectors,
    list_targets,
    list_visits,
)
from past_housing import add_case
from visits_made import visited

TODAY = AT.date()
LEADER = Actor(id="leader", name="Lene Leder", grants=(Grant(Role.DECISION_MAKER),))
IN_ODENSE = Actor(id="odense", name="Ole Odense", grants=(Grant(Role.CASEWORKER, municipality_code="0461"),))


def asked(**changes) -> TargetAsked:
    known = {
        "from_on": date(2026, 1, 1),
        "to_on": date(2026, 12, 31),
        "municipality_code": None,
        "sector": "",
        "kind": "",
        "visits": 10,
        "share": None,
        "note": "",
    }
    return TargetAsked(**(known | changes))


def target(session: Session, **changes) -> InspectionTarget:
    return set_target(session, asked=asked(**changes), by=LEADER, at=AT)


def expected(session: Session, accommodation, on: date) -> None:
    """An open case with a visit to come."""
    case = add_case(session, accommodation, on=TODAY, reason="Test", state=CaseState.NOTIFIED)
    why = Chosen(reason=VisitReason.SCORE).columns
    session.add(Visit(case_id=case.id, round=1, inspector_id="i", visit_on=on, from_min=540, to_min=600, **why))
    session.flush()


def test_visits_of_the_period_are_counted_by_what_the_target_is_about(session: Session):
    builder, farmer = add_employer(session, sector_code="412000"), add_employer(session, sector_code="01.13")
    homes = [
        house(session, employer=builder),
        house(session, employer=farmer, kind="caravan"),
        house(session, employer=farmer, place=SVENDBORG),
    ]
    for home in homes:
        visited(session, home, TODAY - timedelta(days=10), breached=False)
    visited(session, house(session, employer=farmer), date(2025, 12, 31), breached=False)
    told = [
        count_visits(session, target(session, **about), as_of=TODAY).done
        for about in ({}, {"sector": "A"}, {"sector": "F"}, {"kind": "caravan"}, {"municipality_code": "0461"})
    ]
    assert told == [3, 2, 1, 1, 2]


def test_planned_and_overdue_visits_stand_apart(session: Session):
    for days in (-3, 0, 5, 600):
        expected(session, house(session), TODAY + timedelta(days=days))
    assert count_visits(session, target(session), as_of=TODAY) == Counted(done=0, planned=2, overdue=1)


def test_a_closed_case_expects_no_visit(session: Session):
    expected(session, house(session), TODAY + timedelta(days=5))
    case = session.exec(select(Visit)).one()
    session.get_one(type(add_case(session, house(session), on=TODAY, reason="x")), case.case_id).closed_at = AT
    session.flush()
    assert count_visits(session, target(session), as_of=TODAY).planned == 0


def test_two_employers_behind_one_door_are_one_visit_and_a_revisit_is_another(session: Session):
    dwelling = add_dwelling(session)
    homes = [house(session, dwelling=dwelling, employer=add_employer(session)) for _ in range(2)]
    for home in homes:
        visited(session, home, TODAY - timedelta(days=20), breached=False)
    visited(session, homes[0], TODAY - timedelta(days=2), breached=False)
    assert count_visits(session, target(session), as_of=TODAY).done == 2
    share = target(session, visits=None, share=0.5, kind="house")
    assert count_visits(session, share, as_of=TODAY).done == 1


def test_a_share_counts_declared_dwellings_in_use(session: Session):
    shared = add_dwelling(session)
    for _ in range(2):
        house(session, dwelling=shared, employer=add_employer(session))
    house(session, kind="caravan")
    house(session, ends_on=TODAY - timedelta(days=1))
    house(session, place=SVENDBORG)
    assert count_declared(session, target(session), as_of=TODAY) == 3
    assert count_declared(session, target(session, kind="caravan"), as_of=TODAY) == 1
    assert count_declared(session, target(session, municipality_code="0479"), as_of=TODAY) == 1


def test_the_list_behind_the_numbers_has_both_kinds_the_latest_first(session: Session):
    visited(session, house(session), TODAY - timedelta(days=10), breached=False)
    expected(session, house(session), TODAY + timedelta(days=5))
    rows, count = list_visits(session, target(session), limit=10)
    assert count == 2
    assert [one.on - TODAY for one in rows] == [timedelta(days=5), timedelta(days=-10)]


def test_a_municipality_sets_targets_for_itself_only(session: Session):
    with pytest.raises(NotAllowedError):
        set_target(session, asked=asked(), by=IN_ODENSE, at=AT)
    with pytest.raises(NotAllowedError):
        set_target(session, asked=asked(municipality_code="0479"), by=IN_ODENSE, at=AT)
    own = set_target(session, asked=asked(municipality_code="0461"), by=IN_ODENSE, at=AT)
    national = target(session)
    assert [one.id for one in list_targets(session, by=IN_ODENSE, as_of=TODAY, limit=9)[0]] == [own.id]
    with pytest.raises(NotFoundError):
        get_target(session, national.id, by=IN_ODENSE)
    with pytest.raises(NotAllowedError):
        change_target(session, own.id, asked=asked(municipality_code="0479"), by=IN_ODENSE, at=AT)


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.ADMINISTRATOR, Role.STATISTICIAN, Role.LEGAL_REVIEWER])
def test_whoever_plans_nothing_sets_nothing(session: Session, role: Role):
    with pytest.raises(NotAllowedError):
        set_target(session, asked=asked(), by=Actor(id="x", name="X", grants=(Grant(role),)), at=AT)


def test_the_same_target_is_not_set_twice(session: Session):
    first = target(session)
    with pytest.raises(DomainError, match="same housing"):
        target(session, visits=99)
    end_target(session, first.id, reason="Ny aftale", by=LEADER, at=AT)
    assert target(session).id != first.id


def test_a_change_tells_what_it_was(session: Session):
    one = target(session)
    change_target(session, one.id, asked=asked(visits=12, to_on=date(2026, 6, 30)), by=LEADER, at=AT)
    event = session.exec(select(AuditEvent).where(col(AuditEvent.action) == "target.changed")).one()
    details = json.loads(event.details)
    assert details["before"] == {"to_on": "2026-12-31", "visits": 10}
    assert details["after"] == {"to_on": "2026-06-30", "visits": 12}


def test_nothing_changed_leaves_no_trace(session: Session):
    one = target(session)
    change_target(session, one.id, asked=asked(), by=LEADER, at=AT)
    assert session.exec(select(AuditEvent).where(col(AuditEvent.action) == "target.changed")).all() == []


def test_a_target_that_has_ended_stays_as_it_was(session: Session):
    one = target(session)
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(DomainError, match="characters why"):
            end_target(session, one.id, reason=reason, by=LEADER, at=AT)
    end_target(session, one.id, reason="Overtaget af en ny aftale", by=LEADER, at=AT)
    for act in (
        lambda: change_target(session, one.id, asked=asked(visits=1), by=LEADER, at=AT),
        lambda: end_target(session, one.id, reason="Igen", by=LEADER, at=AT),
    ):
        with pytest.raises(DomainError, match="ended already"):
            act()
    assert one.ended_because == "Overtaget af en ny aftale"


def test_open_targets_come_first(session: Session):
    over = target(session, from_on=date(2025, 1, 1), to_on=date(2025, 12, 31))
    later, sooner = target(session), target(session, to_on=date(2026, 6, 30))
    listed, count = list_targets(session, by=SYSTEM, as_of=TODAY, limit=9)
    assert [one.id for one in listed] == [sooner.id, later.id, over.id]
    assert count == 3


def test_sectors_are_known_by_housing_groups_and_last_visit(session: Session):
    builder, farmer = add_employer(session, sector_code="412000"), add_employer(session, sector_code="01.13")
    office = add_employer(session, sector_code="432100")
    visited(session, house(session, employer=builder), TODAY - timedelta(days=10), breached=False)
    house(session, employer=office)
    house(session, employer=farmer, place=SVENDBORG)
    house(session, employer=add_employer(session))
    at = datetime.combine(TODAY, AT.timetz())
    score_register(session, as_of=TODAY, weights=load_weights("2026-01"), switched_on=True, by=SYSTEM, at=at)
    run = find_newest_run(session)
    known = {one.section: one for one in list_sectors(session, by=LEADER, as_of=TODAY, run=run)}
    assert {key: (one.dwellings, one.scored) for key, one in known.items()} == {"": (1, 1), "A": (1, 1), "F": (2, 2)}
    assert known["F"].last_visit_on == TODAY - timedelta(days=10)
    assert known["F"].group_sum >= 2
    assert known["A"].last_visit_on is None
    within = list_sectors(session, by=IN_ODENSE, as_of=TODAY, run=run)
    assert {one.section for one in within} == {"", "F"}
    without = list_sectors(session, by=LEADER, as_of=TODAY, run=None, municipality_code=ODENSE[0])
    assert [(one.section, one.scored) for one in without] == [("", 0), ("F", 0)]
