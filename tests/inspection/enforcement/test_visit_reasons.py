"""Every visit bears the reason for which it happens, and a later round one of its own (RISK-05)."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from case_ways import INSPECTOR, Way, start
from conftest import AT
from housed import house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.errors import DomainError
from inspection.enforcement import actions
from inspection.enforcement.choosing import BY_HAND, Chosen, VisitReason
from inspection.enforcement.models import InspectionCase, Visit
from inspection.planning.models import PlannedVisit, VisitPlan
from inspection.tips.actions import Visit as FirstVisit
from inspection.tips.actions import open_case_after
from planned_visits import accept, planned_visit
from register.owners import actions as owners
from register.owners.models import ContestReason
from register.residents.models import Report, ReportState, TipSource

VISIT_ON = date(2026, 4, 7)
OFFICER = Actor("officer", "Olga Sagsbehandler", (Grant(Role.CASEWORKER),))
HOURS = {"visit_on": VISIT_ON, "from_min": 540, "to_min": 600}


def visit_of(session: Session, case: InspectionCase) -> Visit:
    rounds = select(Visit).where(Visit.case_id == case.id).order_by(col(Visit.round).desc())
    return session.exec(rounds.limit(1)).one()


def opened(session: Session, chosen: Chosen) -> Visit:
    home = house(session)
    case = actions.open_case(
        session,
        accommodation_id=home.id,
        inspector_id="ida",
        reason="Udvalgt til tilsyn",
        chosen=chosen,
        by=OFFICER,
        at=AT,
        **HOURS,
    )
    return visit_of(session, case)


@pytest.mark.parametrize("reason", BY_HAND)
def test_what_a_person_gives_as_the_reason_is_stored(session: Session, reason: VisitReason) -> None:
    visit = opened(session, Chosen(reason=reason, words="Ring fra kommunen"))
    assert (visit.reason_code, visit.reason_words) == (reason, "Ring fra kommunen")
    assert visit.selection_probability is None


def test_another_reason_needs_words() -> None:
    with pytest.raises(DomainError) as refused:
        Chosen(reason=VisitReason.OTHER, words=" ")
    assert refused.value.code == "visit.reason_words"
    with pytest.raises(DomainError):
        Chosen(reason=VisitReason.DANGER, words="x" * 301)


def test_a_planned_visit_hands_over_what_the_plan_chose_it_by(session: Session) -> None:
    home = house(session)
    visit = planned_visit(session, home.id, accepted=False)
    visit.reason, visit.score, visit.rank, visit.probability = VisitReason.RANDOM, 12, 9, 0.25
    plan = session.get_one(VisitPlan, visit.plan_id)
    plan.seed, plan.summary = 77, plan.summary | {"weights_version": "2026-01"}
    session.flush()
    accept(session, plan.id)
    made = session.exec(select(Visit)).one()
    assert (made.reason_code, made.chosen_score, made.chosen_rank) == (VisitReason.RANDOM, 12, 9)
    assert (made.selection_probability, made.plan_seed, made.weights_version) == (0.25, 77, "2026-01")


@pytest.mark.parametrize(
    ("source", "reason"), [(TipSource.RESIDENT, VisitReason.TIP), (TipSource.AUTHORITY, VisitReason.REFERRAL)]
)
def test_a_case_after_a_report_bears_its_kind(session: Session, source: TipSource, reason: VisitReason) -> None:
    home = house(session)
    report = Report(
        source=source,
        language="da",
        received_on=AT.date(),
        accommodation_id=home.id,
        dwelling_id=home.dwelling_id,
        municipality_code=home.municipality_code,
        state=ReportState.IN_PROGRESS,
        follow_hash="f",
        form_hash="f",
    )
    session.add(report)
    session.flush()
    first = FirstVisit(VISIT_ON, 540, 600)
    case = open_case_after(session, report.id, accommodation_id=home.id, visit=first, by=OFFICER, at=AT)
    assert visit_of(session, case).reason_code is reason
    assert "tip" not in case.reason.lower()


def test_what_an_owner_contests_is_the_reason_of_the_visit_unless_a_plan_went_there_anyway(session: Session) -> None:
    for chosen, reason in ((None, VisitReason.CONTEST), (Chosen(reason=VisitReason.RANDOM), VisitReason.RANDOM)):
        home = house(session)
        notice = owners.name_owner(
            session, accommodation_id=home.id, name="Olga Ejer", postal_address="Skovvej 3", by=SYSTEM, at=AT
        )
        contest = owners.contest(session, notice, reasons=[ContestReason.NOT_AGREED], text="", at=AT)
        case = actions.take_up_contest(session, contest, at=AT)
        actions.decide_visit(session, case.id, chosen=chosen, by=OFFICER, at=AT, **HOURS)
        assert visit_of(session, case).reason_code is reason


def test_a_revisit_is_a_follow_up_whatever_the_first_visit_was(session: Session) -> None:
    way: Way = start(session)
    way.to_delivered()
    actions.record_silence(session, way.case.id, by=INSPECTOR, at=way.at(90))
    day = way.on(120)
    actions.plan_revisit(
        session, way.case.id, visit_on=day, from_min=540, to_min=600, by=INSPECTOR, at=way.at(90) + timedelta(hours=1)
    )
    rounds = session.exec(select(Visit).where(Visit.case_id == way.case.id).order_by(col(Visit.round))).all()
    assert [one.reason_code for one in rounds] == [VisitReason.SCORE, VisitReason.FOLLOW_UP]


def test_a_planned_visit_of_no_arm_says_so_in_words(session: Session) -> None:
    visit: PlannedVisit = planned_visit(session, house(session).id, accepted=False)
    visit.reason = VisitReason.OTHER
    session.flush()
    accept(session, visit.plan_id)
    assert "ingen score" in session.exec(select(Visit)).one().reason_words
