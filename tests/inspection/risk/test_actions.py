"""Scoring the register and reading the runs."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from conftest import AT
from housed import ODENSE, SVENDBORG, house
from husly.kit.access import Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from inspection.risk.actions import score_register, start_run
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.presenters import explained
from inspection.risk.queries import Filters, find_newest_run, get_ranked, list_longest_unseen, list_ranked
from inspection.risk.weights import load_weights

WEIGHTS = load_weights("2026-01")


def run_of(session: Session, by: Actor, *, at=AT) -> RiskRun:
    return score_register(session, as_of=at.date(), weights=WEIGHTS, switched_on=True, by=by, at=at)


def test_every_accommodation_in_use_gets_a_score_that_can_be_explained(session: Session, inspector: Actor) -> None:
    crowded = house(session, residents=20, facts={"toilets": 0, "plan": False}, kind="container")
    house(session)
    run = run_of(session, inspector)
    ranked, count = list_ranked(session, run, by=inspector, filters=Filters())
    assert count == run.accommodations == 2
    assert ranked[0].accommodation.id == crowded.id
    for one in ranked:
        whole = explained(one, WEIGHTS)
        assert one.score is not None
        assert whole is not None
        assert whole.total == one.score.score == sum(one.score.points.values())
        assert whole.group == one.score.risk_group
        assert {part.key: part.points for part in whole.contributions} == one.score.points


def test_a_run_is_audited(session: Session, inspector: Actor) -> None:
    house(session)
    run = run_of(session, inspector)
    event = session.exec(select(AuditEvent).where(AuditEvent.action == "risk.scored")).one()
    assert event.object_id == str(run.id)
    assert '"accommodations": 1' in event.details


def test_the_newest_finished_run_counts(session: Session, inspector: Actor) -> None:
    house(session)
    first = run_of(session, inspector)
    later = AT + timedelta(days=1)
    start_run(session, as_of=later.date(), weights=WEIGHTS, switched_on=True, by=inspector, at=later)
    assert find_newest_run(session) == first
    second = run_of(session, inspector, at=AT + timedelta(days=2))
    assert find_newest_run(session) == second
    unfinished = session.exec(select(RiskRun).where(col(RiskRun.accommodations).is_(None))).all()
    assert unfinished == []


def test_nothing_is_scored_while_the_score_is_off(session: Session, inspector: Actor) -> None:
    house(session)
    with pytest.raises(DomainError) as error:
        score_register(session, as_of=AT.date(), weights=WEIGHTS, switched_on=False, by=inspector, at=AT)
    assert error.value.code == "risk.off"
    assert session.exec(select(RiskScore)).all() == []


def test_an_employer_may_not_score(session: Session) -> None:
    employer = Actor(id="e", name="E", grants=(Grant(Role.EMPLOYER),))
    with pytest.raises(NotAllowedError):
        run_of(session, employer)


def test_a_municipality_sees_its_own_housing_only(session: Session, inspector: Actor) -> None:
    own, other = house(session, place=ODENSE), house(session, place=SVENDBORG)
    run = run_of(session, inspector)
    odense = Actor(id="k", name="K", grants=(Grant(Role.CASEWORKER, municipality_code="0461"),))
    ranked, count = list_ranked(session, run, by=odense, filters=Filters())
    assert (count, [one.accommodation.id for one in ranked]) == (1, [own.id])
    unseen, count = list_longest_unseen(session, by=odense, filters=Filters())
    assert (count, [one.accommodation.id for one in unseen]) == (1, [own.id])
    with pytest.raises(NotFoundError):
        get_ranked(session, other.id, run=run, by=odense)


def test_lists_can_be_narrowed(session: Session, inspector: Actor) -> None:
    house(session, place=ODENSE, kind="house")
    caravan = house(session, place=SVENDBORG, kind="caravan")
    run = run_of(session, inspector)
    group = get_ranked(session, caravan.id, run=run, by=inspector).score.risk_group
    for filters in (
        Filters(municipality_code="0479"),
        Filters(kind="caravan"),
        Filters(municipality_code="0479", risk_group=group, kind="caravan"),
    ):
        ranked, count = list_ranked(session, run, by=inspector, filters=filters)
        assert (count, [one.accommodation.id for one in ranked]) == (1, [caravan.id])
    assert list_ranked(session, run, by=inspector, filters=Filters(risk_group=4)) == ([], 0)
