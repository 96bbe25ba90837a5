"""Whom a plan is offered: control group and exploration quota with known chances, with a score and without."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from conftest import AT
from housed import add_dwelling, add_employer, house
from husly.kit.access import SYSTEM, Actor
from husly.kit.audit import AuditEvent
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.errors import DomainError
from inspection.enforcement.actions import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.queries import find_case_of_visit
from inspection.enforcement.transitions import CaseState
from inspection.planning.actions import PlanRequest, accept_plan, discard_plan, draft_plan, save_plan
from inspection.planning.carrying_out.dropping import drop_visit
from inspection.planning.draw_presenters import draw_rows, printed_draws
from inspection.planning.models import PlannedVisit, VisitPlan
from inspection.planning.offering.arms import offer
from inspection.planning.offering.drawing import Stratum
from inspection.planning.offering.from_register import Wanted
from inspection.planning.queries import list_draws, list_plan_visits
from inspection.planning.solving.problem import StopAfter
from inspection.planning.stored.draws import is_sound
from inspection.risk.actions import score_register
from inspection.risk.models import RiskRun
from inspection.risk.weights import load_weights
from planned_visits import WEEK, station
from register.accommodations.models import Accommodation


def street(session: Session, count: int) -> list[Accommodation]:
    places = [("0461", 55.36 + number / 1000, 10.3) for number in range(count)]
    return [house(session, place=place, residents=2 + number % 9) for number, place in enumerate(places)]


def undeclared(session: Session) -> Accommodation:
    home = Accommodation(
        dwelling_id=add_dwelling(session).id,
        employer_id=add_employer(session).id,
        municipality_code="0461",
        starts_on=AT.date(),
        created_at=AT,
    )
    session.add(home)
    session.flush()
    return home


def scored(session: Session) -> RiskRun:
    weights = load_weights("2026-01")
    return score_register(session, as_of=AT.date(), weights=weights, switched_on=True, by=SYSTEM, at=AT)


def wanted(run: RiskRun | None, **changes: object) -> Wanted:
    known = Wanted(
        days=WEEK,
        earliest_on=WEEK[0],
        as_of=AT.date(),
        stations=[station()],
        municipality_code=None,
        run=run,
        random_share=0.2,
        exploration_share=0.2,
        seed=7,
        calendar=ALWAYS_OPEN,
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def made_plan(session: Session, run: RiskRun | None, by: Actor, share: float = 0.2) -> VisitPlan:
    request = PlanRequest(
        from_on=WEEK[1],
        days=7,
        seed=7,
        stations=[station()],
        municipality_code=None,
        run=run,
        random_share=share,
        exploration_share=share,
        posting_days=1,
    )
    drafted = draft_plan(session, request=request, as_of=AT.date(), stop=StopAfter(iterations=10), by=by)
    return save_plan(session, drafted, by=by, at=AT)


@pytest.mark.parametrize("with_score", [True, False])
def test_both_arms_are_drawn_with_a_known_chance_whether_or_not_there_is_a_score(
    session: Session, with_score: bool
) -> None:
    street(session, 30)
    run = scored(session) if with_score else None
    offered = offer(session, wanted(run))
    by_arm = {arm: [one for one in offered.candidates if one.reason is arm] for arm in VisitReason}
    assert by_arm[VisitReason.RANDOM]
    assert by_arm[VisitReason.EXPLORE]
    assert bool(by_arm[VisitReason.SCORE]) is with_score
    assert bool(by_arm[VisitReason.OTHER]) is not with_score
    for one in (*by_arm[VisitReason.RANDOM], *by_arm[VisitReason.EXPLORE]):
        assert one.must_visit
        assert 0 < (offered.known[one.id].probability or 0) <= 1
        assert (offered.known[one.id].rank is not None) is with_score
    assert len({one.id for one in offered.candidates}) == 30


def test_the_share_drawn_is_the_share_asked_for(session: Session) -> None:
    street(session, 60)
    for share in (0.1, 0.3):
        sizes = []
        for seed in range(40):
            offered = offer(session, wanted(None, random_share=share, exploration_share=0.0, seed=seed))
            sizes.append(sum(one.reason is VisitReason.RANDOM for one in offered.candidates))
        assert sum(sizes) / 40 == pytest.approx(offered.draws[0].expected, abs=0.35)


def test_what_was_never_scored_is_drawn_too(session: Session) -> None:
    run = scored(session)
    home = house(session)  # declared after the run
    offered = offer(session, wanted(run, random_share=0.5))
    assert [(one.id, one.reason) for one in offered.candidates] == [(str(home.id), VisitReason.RANDOM)]
    assert offered.known[str(home.id)].score is None


def test_housing_without_a_declaration_is_explored_before_all_other(session: Session) -> None:
    street(session, 20)
    home = undeclared(session)
    offered = offer(session, wanted(None, random_share=0.0))
    strata = {made.lot.stratum: made for made in offered.draws}
    assert strata[Stratum.UNDECLARED].drawn == (home.dwelling_id,)
    assert offered.known[str(home.id)].probability == 1.0
    assert home.dwelling_id not in strata[Stratum.NEVER_INSPECTED].pool


def test_a_dwelling_that_was_visited_once_is_never_explored_again(session: Session) -> None:
    homes = street(session, 6)
    case = open_case(
        session,
        accommodation_id=homes[0].id,
        visit_on=AT.date(),
        from_min=540,
        to_min=600,
        inspector_id="ida",
        reason="Udvalgt",
        chosen=Chosen(reason=VisitReason.DANGER),
        by=SYSTEM,
        at=AT,
    )
    visit = session.exec(select(Visit).where(Visit.case_id == case.id)).one()
    visit.visited_on, case.closed_at = AT.date().replace(year=2024), AT
    session.flush()
    offered = offer(session, wanted(None, exploration_share=0.5))
    pools = {made.lot.arm: set(made.pool) for made in offered.draws}
    assert homes[0].dwelling_id in pools[VisitReason.RANDOM]
    assert homes[0].dwelling_id not in pools[VisitReason.EXPLORE]


def test_nobody_is_drawn_twice_and_equal_scores_share_their_place(session: Session) -> None:
    for _ in range(3):
        house(session)
    house(session, residents=30)
    offered = offer(session, wanted(scored(session), random_share=0.0, exploration_share=0.0))
    assert sorted(known.rank or 0 for known in offered.known.values()) == [1, 2, 2, 2]
    drawn = [one for made in offer(session, wanted(None)).draws for one in made.drawn]
    assert len(drawn) == len(set(drawn))


def test_a_stored_draw_can_be_repeated_and_a_changed_one_is_found_out(session: Session, inspector: Actor) -> None:
    street(session, 30)
    plan = made_plan(session, scored(session), inspector)
    draws = list_draws(session, plan.id)
    assert [(one.arm, one.stratum) for one in draws] == [
        (VisitReason.RANDOM, Stratum.ALL),
        (VisitReason.EXPLORE, Stratum.NEVER_INSPECTED),
    ]
    assert all(map(is_sound, draws))
    told = session.exec(select(AuditEvent).where(AuditEvent.action == "plan.made")).one()
    assert draws[0].pool_sha256 in told.details
    draws[0].drawn = draws[0].drawn[1:]
    assert not is_sound(draws[0])
    assert "DOES NOT GIVE THE SAME" in printed_draws(draws, list_plan_visits(session, plan.id))[0]


def test_the_visits_of_a_plan_bear_what_they_were_chosen_by(session: Session, inspector: Actor) -> None:
    street(session, 30)
    run = scored(session)
    plan = made_plan(session, run, inspector)
    accept_plan(session, plan.id, open_case=open_case, posting_days=1, by=inspector, at=AT)
    visits = list(session.exec(select(Visit)))
    assert {one.reason_code for one in visits} == {VisitReason.SCORE, VisitReason.RANDOM, VisitReason.EXPLORE}
    for one in visits:
        assert (one.risk_run_id, one.weights_version, one.plan_seed) == (run.id, "2026-01", 7)
        assert one.chosen_score is not None
        assert one.chosen_rank is not None
        assert (one.selection_probability is None) is (one.reason_code is VisitReason.SCORE)


def drawn_visit(session: Session, plan: VisitPlan) -> PlannedVisit:
    return next(one for one in list_plan_visits(session, plan.id) if one.reason is VisitReason.RANDOM)


def test_a_planner_drops_a_drawn_visit_with_a_reason_only_and_it_is_counted(session: Session, inspector: Actor) -> None:
    street(session, 30)
    plan = made_plan(session, scored(session), inspector)
    visit = drawn_visit(session, plan)
    with pytest.raises(DomainError) as refused:
        drop_visit(session, visit.id, reason="  ", by=inspector, at=AT)
    assert refused.value.code == "plan.drop_reason"
    drop_visit(session, visit.id, reason="Huset er  revet ned.", by=inspector, at=AT)
    assert (visit.dropped_because, visit.dropped_by) == ("Huset er revet ned.", inspector.id)
    with pytest.raises(DomainError):
        drop_visit(session, visit.id, reason="Igen.", by=inspector, at=AT)
    row = draw_rows(list_draws(session, plan.id), list_plan_visits(session, plan.id))[0]
    assert (row.dropped, row.is_sound) == (1, True)
    accept_plan(session, plan.id, open_case=open_case, posting_days=1, by=inspector, at=AT)
    cases = session.execute(sa.select(col(InspectionCase.planned_visit_id))).scalars().all()
    assert visit.id not in cases
    assert len(cases) == len(list_plan_visits(session, plan.id)) - 1


def test_dropping_after_acceptance_closes_the_case_and_a_discarded_plan_stays(
    session: Session, inspector: Actor
) -> None:
    street(session, 30)
    run = scored(session)
    plan, other = made_plan(session, run, inspector), made_plan(session, run, inspector)
    accept_plan(session, plan.id, open_case=open_case, posting_days=1, by=inspector, at=AT)
    visit = drawn_visit(session, plan)
    drop_visit(session, visit.id, reason="Beboet af ejeren selv.", by=inspector, at=AT)
    case = find_case_of_visit(session, visit.id)
    assert case is not None
    assert (case.state, case.closure_reason) == (CaseState.CLOSED, "Beboet af ejeren selv.")
    discard_plan(session, other.id, by=inspector, at=AT)
    with pytest.raises(DomainError):
        drop_visit(session, drawn_visit(session, other).id, reason="Nej.", by=inspector, at=AT)
