"""People decide otherwise than the score: openly, with a reason and an end; the score itself is never changed."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from conftest import AT
from housed import SVENDBORG, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotAllowedError
from inspection.enforcement.choosing import VisitReason
from inspection.planning.offering.arms import offer
from inspection.planning.offering.from_register import Wanted
from inspection.risk.actions import score_register
from inspection.risk.deviations.actions import deviate, end_deviation
from inspection.risk.deviations.models import DeviationKind, RiskDeviation
from inspection.risk.deviations.ordering import FIRST, LAST, Place, counts_as, merged, window
from inspection.risk.deviations.queries import count_deviations, find_in_force
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.queries import Filters, list_ranked
from inspection.risk.weights import load_weights
from planned_visits import WEEK, station
from web_client import Web, web, words

__all__ = ["web"]

LIMITS = (20, 35, 50)
TODAY = AT.date()
LEADER = Actor("leader", "Lene Leder", (Grant(Role.DECISION_MAKER),))
UNTIL = TODAY + timedelta(days=30)


def scored(session: Session, at: date = TODAY) -> RiskRun:
    weights = load_weights("2026-01")
    return score_register(session, as_of=at, weights=weights, switched_on=True, by=SYSTEM, at=AT)


def homes(session: Session, count: int = 6) -> tuple[RiskRun, list[UUID]]:
    """A run over some housing, the highest score first."""
    for number in range(count):
        house(session, place=("0461", 55.36 + number / 1000, 10.3), residents=2 + 2 * number)
    run = scored(session)
    return run, order(session, run)


def order(session: Session, run: RiskRun, as_of: date = TODAY, **paging: int) -> list[UUID]:
    ranked, _ = list_ranked(session, run, by=LEADER, filters=Filters(), as_of=as_of, **paging)
    return [one.accommodation.id for one in ranked]


def decide(session: Session, run: RiskRun, home: UUID, kind: DeviationKind, group: int | None = None) -> RiskDeviation:
    return deviate(
        session, home, run=run, kind=kind, reason="Set på vej", until_on=UNTIL, to_group=group, by=LEADER, at=AT
    )


def test_lists_follow_people_until_the_last_day_and_the_score_stays(session: Session) -> None:
    run, ids = homes(session)
    before = {row.accommodation_id: row.model_dump() for row in session.exec(select(RiskScore))}
    decide(session, run, ids[-1], DeviationKind.PUT_FIRST)
    decide(session, run, ids[0], DeviationKind.PUT_OFF)
    assert order(session, run) == [ids[-1], *ids[1:-1], ids[0]]
    assert order(session, run, as_of=UNTIL + timedelta(days=1)) == ids
    assert {row.accommodation_id: row.model_dump() for row in session.exec(select(RiskScore))} == before


def test_another_group_moves_it_among_that_group_and_finds_it_there(session: Session) -> None:
    run, ids = homes(session)
    lowest = session.get_one(RiskScore, (run.id, ids[-1]))
    assert lowest.risk_group < 4
    made = decide(session, run, ids[-1], DeviationKind.CHANGE_GROUP, 4)
    assert (made.from_group, made.to_group, made.counts_as) == (lowest.risk_group, 4, 50)
    for group in (lowest.risk_group, 4):
        found, _ = list_ranked(session, run, by=LEADER, filters=Filters(risk_group=group), as_of=TODAY)
        assert ids[-1] in {one.accommodation.id for one in found}
    assert order(session, run)[0] == ids[-1]


def test_a_new_decision_ends_the_one_before_and_none_is_deleted(session: Session) -> None:
    run, ids = homes(session, 2)
    first = decide(session, run, ids[1], DeviationKind.PUT_FIRST)
    second = decide(session, run, ids[1], DeviationKind.PUT_OFF)
    assert first.ended_by == LEADER.id
    assert find_in_force(session, ids[1], as_of=TODAY) is second
    end_deviation(session, second.id, by=LEADER, at=AT)
    assert order(session, run) == ids
    assert len(session.exec(select(RiskDeviation)).all()) == 2
    with pytest.raises(DomainError):
        end_deviation(session, second.id, by=LEADER, at=AT)
    actions = [event.action for event in session.exec(select(AuditEvent))]
    assert actions.count("risk.deviated") == 2
    assert actions.count("risk.deviation_ended") == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "deviation.reason"),
        ({"reason": "x" * 501}, "deviation.reason"),
        ({"until_on": TODAY - timedelta(days=1)}, "deviation.until"),
        ({"until_on": TODAY + timedelta(days=400)}, "deviation.until"),
        ({"kind": DeviationKind.CHANGE_GROUP}, "deviation.group"),
    ],
)
def test_what_cannot_be_decided_is_said(session: Session, changes: dict[str, object], code: str) -> None:
    run, ids = homes(session, 1)
    given_: dict[str, object] = {"kind": DeviationKind.PUT_FIRST, "reason": "Set på vej", "until_on": UNTIL} | changes
    with pytest.raises(DomainError) as refused:
        deviate(session, ids[0], run=run, by=LEADER, at=AT, **given_)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_only_within_ones_own_area(session: Session) -> None:
    home = house(session, place=SVENDBORG)
    run = scored(session)
    odense = Actor("o", "O", (Grant(Role.CASEWORKER, municipality_code="0461"),))
    with pytest.raises(NotAllowedError):
        deviate(
            session,
            home.id,
            run=run,
            kind=DeviationKind.PUT_FIRST,
            reason="Set",
            until_on=UNTIL,
            by=odense,
            at=AT,
        )
    decide(session, run, home.id, DeviationKind.PUT_FIRST)
    assert count_deviations(session, by=odense, as_of=TODAY) == []
    counted = count_deviations(session, by=LEADER, as_of=TODAY)
    assert [(one.municipality_code, one.kind, one.now, one.ever) for one in counted] == [("0479", "put_first", 1, 1)]


def test_plans_follow_people_and_lots_do_not(session: Session) -> None:
    run, ids = homes(session)
    wanted = Wanted(
        days=WEEK,
        earliest_on=WEEK[0],
        as_of=TODAY,
        stations=[station()],
        municipality_code=None,
        run=run,
        random_share=0.1,
        seed=3,
        calendar=ALWAYS_OPEN,
    )
    drawn_before = offer(session, wanted).draws
    decide(session, run, ids[-1], DeviationKind.PUT_FIRST)
    for one in ids[:-1]:
        decide(session, run, one, DeviationKind.PUT_OFF)
    offered = offer(session, wanted)
    assert offered.draws == drawn_before
    by_score = {one.id: one for one in offered.candidates if one.reason is VisitReason.SCORE}
    drawn = {one.id for one in offered.candidates if one.reason is VisitReason.RANDOM}
    assert set(by_score) == {str(ids[-1])} - drawn
    assert offered.put_off == len(set(map(str, ids[:-1])) - drawn)
    assert all(one.prize == FIRST for one in by_score.values())
    scores = {str(row.accommodation_id): row.score for row in session.exec(select(RiskScore))}
    assert all(known.score == scores[key] for key, known in offered.known.items())


@given(st.lists(st.tuples(st.integers(0, 100), st.one_of(st.none(), st.integers(LAST, FIRST))), max_size=40), st.data())
def test_pages_put_together_are_the_whole_list(rows: list[tuple[int, int | None]], data: st.DataObject) -> None:
    """Whatever people moved, each page reads a window of the rest and shows what the sorted whole would show."""
    everything = [Place(-(score if to is None else to), UUID(int=number)) for number, (score, to) in enumerate(rows)]
    moved = [place for place, (_, to) in zip(everything, rows, strict=True) if to is not None]
    rest = sorted(place for place, (_, to) in zip(everything, rows, strict=True) if to is None)
    limit = data.draw(st.integers(1, 10))
    seen: list[UUID] = []
    for offset in range(0, len(rows), limit):
        start, length = window(offset, limit, len(moved))
        seen += merged(rest[start : start + length], moved, start=start, offset=offset, limit=limit)
    assert seen == [place.id for place in sorted(everything)]


@given(st.sampled_from(DeviationKind), st.integers(0, 100), st.integers(1, 4))
def test_a_changed_group_counts_as_points_of_that_group(kind: DeviationKind, score: int, group: int) -> None:
    points = counts_as(kind, score, group, LIMITS)
    assert (points is None) is (kind is DeviationKind.PUT_OFF)
    if kind is DeviationKind.CHANGE_GROUP:
        assert points is not None
        assert 1 + sum(points >= limit for limit in LIMITS) == group
    if kind is DeviationKind.PUT_FIRST:
        assert points == FIRST


def test_the_page_shows_the_decision_beside_the_score(web: Web) -> None:
    web.sign_in(Grant(Role.DECISION_MAKER))
    with transaction(web.engine) as session:
        home = house(session, street="Ærøvej").id
        score_register(session, as_of=today(), weights=load_weights("2026-01"), switched_on=True, by=SYSTEM, at=now())
    points = words(web.get(f"/risk/{home}", lang="en")).split(" of 100 points")[0].split()[-1]
    until = (today() + timedelta(days=20)).isoformat()
    form = {"kind": "put_first", "until_on": until, "reason": "Nyt byggeri ved siden af", "to_group": ""}
    assert web.post(f"/risk/{home}/deviations", form).status_code == 303
    page = words(web.get(f"/risk/{home}", lang="en"))
    assert f"{points} of 100 points" in page
    assert "Put first until" in page
    assert "Nyt byggeri ved siden af" in words(web.get("/risk", lang="en"))
    listed = words(web.get("/risk/deviations", lang="en"))
    assert "Odense Put first 1 1" in listed
    told = web.get("/risk/list.csv").content.decode("utf-8-sig")
    assert "put_first" in told
    with transaction(web.engine) as session:
        made = session.exec(select(RiskDeviation)).one()
    assert web.post(f"/risk/deviations/{made.id}/end", {}).status_code == 303
    assert "Put first until" not in words(web.get("/risk", lang="en"))
    assert web.post(f"/risk/{home}/deviations", form | {"kind": "", "reason": ""}).status_code == 409
