"""Whoever is to visit sees facts; score and arm are hidden from him until his findings are recorded."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import Session, select

from case_ways import APPROVER, Way, start
from housed import house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.accounts.models import Account
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.i18n import use_language
from inspection.enforcement import actions
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.why_presenters import why_of
from inspection.planning.hiding import hidden_ids
from inspection.planning.models import DutyStation
from inspection.risk.actions import score_register
from inspection.risk.weights import load_weights
from planned_visits import planned_visit
from web_client import Web, web, words

__all__ = ["web"]

SAID = ("of 100 points", "Drawn at random", "Control group", "Chance of being drawn")


def scored(session: Session) -> None:
    score_register(session, as_of=today(), weights=load_weights("2026-01"), switched_on=True, by=SYSTEM, at=now())


def case_for(session: Session, inspector_id: str, *, chosen: Chosen | None = None) -> InspectionCase:
    home = house(session, street="Skjulvej", residents=12, facts={"toilets": 0, "plan": False})
    house(session, street="Åbenvej")
    scored(session)
    return actions.open_case(
        session,
        accommodation_id=home.id,
        visit_on=today(),
        from_min=540,
        to_min=600,
        inspector_id=inspector_id,
        reason="Udvalgt til tilsyn",
        chosen=chosen or Chosen(reason=VisitReason.RANDOM, score=40, rank=1, probability=0.25, plan_seed=7),
        by=SYSTEM,
        at=now(),
    )


def me(web: Web, role: Role = Role.INSPECTOR) -> str:
    web.sign_in(Grant(role))
    with transaction(web.engine, writing=False) as session:
        return str(session.exec(select(Account)).all()[-1].id)


def test_no_page_shows_the_visiting_inspector_score_or_arm(web: Web) -> None:
    own = me(web)
    with transaction(web.engine) as session:
        case = case_for(session, own)
    one = str(case.accommodation_id)
    page = words(web.get(f"/cases/{case.id}", lang="en"))
    assert "Hidden from you until the findings of this round are recorded" in page
    assert [said for said in SAID if said in page] == []
    page = words(web.get(f"/risk/{one}", lang="en"))
    assert "You are to visit this housing" in page
    assert [said for said in SAID if said in page] == []
    for address in ("/risk", "/risk?group=3", "/risk?group=4"):
        assert one not in web.get(address, lang="en").text
    assert "1 dwelling that you are to visit" in words(web.get("/risk", lang="en"))
    points = {point["properties"]["id"]: point["properties"] for point in features(web, "")}
    assert points[one] == {"id": one}
    assert sum("g" in point for point in points.values()) == 1
    assert [point for point in features(web, "4") + features(web, "3") if point["properties"]["id"] == one] == []
    told = web.get(f"/map/dwellings/{one}", lang="en").json()
    assert (told["score"], told["reasons"]) == ("", [])
    assert "hidden" in told["lines"][-1]


def features(web: Web, group: str) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = web.get("/map/dwellings.geojson", group=group).json()["features"]
    return found


@pytest.mark.parametrize("role", [Role.DECISION_MAKER, Role.CASEWORKER])
def test_whoever_leads_sees_both(web: Web, role: Role) -> None:
    leader = me(web, role)
    with transaction(web.engine) as session:
        case = case_for(session, leader)
    page = words(web.get(f"/cases/{case.id}", lang="en"))
    for said in (
        "Drawn at random",
        "Control group",
        "Chance of being drawn 25 %, seed 7",
        "Score when chosen 40 of 100",
    ):
        assert said in page
    assert "of 100 points" in words(web.get(f"/risk/{case.accommodation_id}", lang="en"))


def test_another_inspector_sees_both(web: Web) -> None:
    me(web)
    with transaction(web.engine) as session:
        case = case_for(session, "somebody-else")
    assert "Drawn at random" in words(web.get(f"/cases/{case.id}", lang="en"))
    assert "of 100 points" in words(web.get(f"/risk/{case.accommodation_id}", lang="en"))


INSPECTOR = Actor("inspector", "Ida Inspektør", (Grant(Role.INSPECTOR),))


def test_recording_the_findings_ends_it_and_a_revisit_begins_it_anew(session: Session) -> None:
    way: Way = start(session)
    home = way.case.accommodation_id
    steps: list[tuple[Callable[[], object], bool]] = [
        (way.notify, True),
        (way.visit, True),
        (way.find, False),
    ]
    assert hidden_ids(session, INSPECTOR) == {home}
    for step, hidden in steps:
        step()
        assert (home in hidden_ids(session, INSPECTOR)) is hidden
    way.send_hearing()
    way.answer()
    order = way.draft_order()
    way.approve()
    letter = way.issue(way.file.letter(order.letter_id), 31, APPROVER)
    way.arrive(letter, 33)
    actions.record_silence(session, way.case.id, by=INSPECTOR, at=way.at(90))
    hours = {"visit_on": way.on(120), "from_min": 540, "to_min": 600}
    actions.plan_revisit(session, way.case.id, by=INSPECTOR, at=way.at(90), **hours)
    assert hidden_ids(session, INSPECTOR) == {home}
    assert hidden_ids(session, SYSTEM) == frozenset()


def test_a_draft_saved_for_now_does_not_uncover_the_score(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    packs = way.settings.packs
    actions.save_findings(
        session, way.case.id, entries=way.entries(".cap"), pack_ids=packs, by=INSPECTOR, at=way.at(21)
    )
    assert way.case.state is CaseState.VISITED
    assert way.case.accommodation_id in hidden_ids(session, INSPECTOR)


def test_the_plan_hides_the_reasons_of_the_readers_own_tours(web: Web) -> None:
    own = me(web)
    with transaction(web.engine) as session:
        home, other = house(session), house(session)
        scored(session)
        visits = [planned_visit(session, one.id, today(), accepted=False) for one in (home, other)]
        session.get_one(DutyStation, visits[0].duty_station_id).account_id = UUID(own)
    mine, theirs = (words(web.get(f"/plans/{visit.plan_id}", lang="en")) for visit in visits)
    assert "Reason hidden until your findings are recorded" in mine
    assert "40 points" not in mine
    assert "Risk, 40 points" in theirs


def test_with_the_score_off_the_reason_stands_without_any_score(session: Session) -> None:
    case = case_for(session, "x")
    visit = session.exec(select(Visit).where(Visit.case_id == case.id)).one()
    off = why_of(session, case, visit, by=SYSTEM, with_score=False)
    assert off is not None
    assert off.score is None
    assert "40" not in str(off)
    assert "25 %" in str(off)


def test_that_somebody_reported_is_told_to_those_who_read_reports_only(session: Session) -> None:
    case = case_for(session, "x", chosen=Chosen(reason=VisitReason.TIP))
    visit = session.exec(select(Visit).where(Visit.case_id == case.id)).one()
    officer = Actor("o", "O", (Grant(Role.CASEWORKER),))
    stranger = Actor("s", "S", (Grant(Role.STATISTICIAN),))
    use_language("en")
    told = [why_of(session, case, visit, by=one, with_score=True) for one in (officer, stranger)]
    assert [one.reason for one in told if one is not None] == ["Tip", "Other reason"]
