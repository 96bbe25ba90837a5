"""A plan is made of its own authority's cases, and opens cases only where that authority has the power."""

from typing import Any

import pytest
from sqlmodel import Session, select

from conftest import AT
from housed import ODENSE, house
from husly.kit.access import Actor, Grant, Role
from husly.kit.errors import DomainError
from inspection.enforcement.actions import open_case
from inspection.enforcement.actions.addressing import Owner
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase, LegalBasis
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.transitions import CaseState
from inspection.letters.powers import may_visit
from inspection.planning.actions import PlanRequest, accept_plan, draft_plan, save_plan
from inspection.planning.carrying_out.dropped_words import DropKind, dropped_of
from inspection.planning.models import PlannedVisit, VisitPlan
from inspection.planning.queries import list_plan_visits
from inspection.planning.solving.problem import StopAfter
from planned_visits import WEEK, station
from register.accommodations.models import Accommodation

STATE = Actor("state", "Stine Stat", (Grant(Role.DECISION_MAKER),))
TOWN = Actor("town", "Karin Kommune", (Grant(Role.DECISION_MAKER, municipality_code=ODENSE[0]),))
OWNER = Owner("Ejendomsselskabet Havnen ApS", "Havnegade 1; 5000 Odense C", "13585628")


def opened(session: Session, home: Accommodation, by: Actor, **changes: Any) -> InspectionCase:
    return open_case(
        session,
        accommodation_id=home.id,
        visit_on=WEEK[1],
        from_min=540,
        to_min=660,
        inspector_id=by.id,
        reason="Et tip",
        chosen=Chosen(reason=VisitReason.TIP),
        by=by,
        at=AT,
        **changes,
    )


def of_the_town(session: Session, home: Accommodation) -> InspectionCase:
    return opened(session, home, TOWN, legal_basis=LegalBasis.URBAN_RENEWAL_ACT, owner=OWNER)


def planned(session: Session, by: Actor, code: str | None = None) -> VisitPlan:
    request = PlanRequest(
        from_on=WEEK[1],
        days=3,
        seed=1,
        stations=[station()],
        municipality_code=code,
        run=None,
        random_share=0.0,
        posting_days=1,
    )
    drafted = draft_plan(session, request=request, as_of=AT.date(), stop=StopAfter(iterations=10), by=by)
    return save_plan(session, drafted, by=by, at=AT)


def accept(session: Session, plan: VisitPlan, by: Actor) -> list[PlannedVisit]:
    accept_plan(session, plan.id, open_case=open_case, posting_days=1, by=by, at=AT)
    return list_plan_visits(session, plan.id)


@pytest.mark.parametrize(
    ("model", "state", "town"),
    [("state", True, False), ("split", True, True), ("municipality", False, True), ("none", False, False)],
)
def test_who_may_come_on_the_act_of_2024_depends_on_the_model(model: Any, state: bool, town: bool) -> None:
    basis = LegalBasis.EMPLOYEE_HOUSING_ACT.value
    assert may_visit(model, "arbejdstilsynet", basis) is state
    assert may_visit(model, "municipality", basis) is town


def test_nobody_opens_a_case_in_which_his_authority_could_send_no_letter(session: Session) -> None:
    home = house(session)
    with pytest.raises(DomainError) as error:
        opened(session, home, TOWN)
    assert error.value.code == "case.no_power"
    assert session.exec(select(InspectionCase)).all() == []
    assert of_the_town(session, home).authority == ODENSE[0]
    assert opened(session, home, STATE).authority == "state"


def test_under_a_split_model_a_municipality_may_open_the_case(session: Session, split: None) -> None:
    assert opened(session, house(session), TOWN).authority == ODENSE[0]


def test_a_municipality_plans_only_the_visits_of_its_own_cases(session: Session) -> None:
    other, home = house(session), house(session)
    assert list_plan_visits(session, planned(session, TOWN, ODENSE[0]).id) == []
    case = of_the_town(session, home)
    plan = planned(session, TOWN, ODENSE[0])
    (visit,) = accept(session, plan, TOWN)
    assert (visit.case_id, visit.accommodation_id) == (case.id, home.id)
    assert other.id not in {one.accommodation_id for one in session.exec(select(InspectionCase))}


def test_a_municipality_plans_its_housing_where_it_has_the_power(session: Session, split: None) -> None:
    home = house(session)
    (visit,) = accept(session, planned(session, TOWN, ODENSE[0]), TOWN)
    assert visit.accommodation_id == home.id


def test_a_case_of_another_authority_is_no_duty_and_keeps_no_dwelling_out(session: Session) -> None:
    home = house(session)
    theirs = of_the_town(session, home)
    get_case_file(session, theirs.id, by=TOWN).visit.visit_on = WEEK[4]
    session.flush()
    assert planned(session, STATE).summary["remarks"] == []  # nobody was told of that day yet
    theirs.state = CaseState.NOTIFIED
    session.flush()
    plan = planned(session, STATE)
    told = [(one["kind"], one["authority"], one["on"]) for one in plan.summary["remarks"]]
    assert told == [("other_authority", "municipality", WEEK[4].isoformat())]
    (visit,) = accept(session, plan, STATE)
    assert (visit.accommodation_id, visit.case_id, visit.dropped_at) == (home.id, None, None)
    own = session.exec(select(InspectionCase).where(InspectionCase.authority == "state")).one()
    assert own.legal_basis is LegalBasis.EMPLOYEE_HOUSING_ACT
    assert list_plan_visits(session, planned(session, STATE).id) == []  # its own case bars it


def test_one_visit_whose_case_is_another_authoritys_drops_and_not_the_plan(session: Session) -> None:
    home, theirs = house(session), house(session, place=("0461", 55.42, 10.4))
    plan = planned(session, STATE)
    case = of_the_town(session, theirs)
    visit = next(one for one in list_plan_visits(session, plan.id) if one.accommodation_id == theirs.id)
    visit.case_id = case.id  # as drafts held them once
    session.flush()
    stands, gone = sorted(accept(session, plan, STATE), key=lambda one: one.dropped_at is not None)
    assert (stands.accommodation_id, stands.dropped_at) == (home.id, None)
    told = dropped_of(gone)
    assert told is not None
    assert (told.kind, case.case_number in told.words) == (DropKind.CASE, True)
