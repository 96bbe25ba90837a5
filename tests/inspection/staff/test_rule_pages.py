"""The page that tries a rule on the last cases before it is saved, and the suggestion for one case."""

from sqlmodel import select

from case_ways import start
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.clock import now
from husly.kit.database import transaction
from inspection.enforcement.models import InspectionCase
from inspection.staff.actions import Person, open_inspector, tell_region
from inspection.staff.models import AssignmentRule
from staff_made import AARHUS_PLACE, ODENSE_PLACE
from web_client import NOBODYS, Web, web, words

__all__ = ["web"]

LEADER = Grant(Role.DECISION_MAKER)


def load(web: Web) -> str:
    """A case in Odense, an inspector of Funen and one of Aarhus; returns the case's id."""
    with transaction(web.engine) as session:
        way = start(session)
        for name, place, code in (("Bo Berg", ODENSE_PLACE, "0461"), ("Mette Mortensen", AARHUS_PLACE, "0751")):
            one = open_inspector(session, person=Person(name=name), start=place, led_in=None, by=SYSTEM, at=now())
            tell_region(session, one.id, codes=[code], by=SYSTEM, at=now())
        return str(way.case.id)


def test_nobody_but_leaders_reads_or_changes_it(web: Web) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    for path in ("/stations/rule", f"/stations/cases/{NOBODYS}"):
        assert web.get(path).status_code == 403
        assert web.post(path, {}).status_code == 403


def test_other_weights_are_tried_without_being_saved(web: Web) -> None:
    load(web)
    web.sign_in(LEADER)
    page = words(web.get("/stations/rule", lang="en"))
    assert "The weights that come with Husly are in force." in page
    assert "2026-000001" in page
    tried = words(web.get("/stations/rule", lang="en", region="0", distance="0", load="7"))
    assert "would go to somebody else" in tried
    assert "Propose these weights" in tried
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(AssignmentRule)).all() == []
    wrong = web.get("/stations/rule", lang="en", region="many")
    assert wrong.status_code == 422
    assert "Write a whole number from 0 to 1000." in words(wrong)


def test_a_proposal_is_adopted_by_somebody_else(web: Web) -> None:
    web.sign_in(LEADER)
    assert web.post("/stations/rule", {"region": "50", "reason": ""}).status_code == 422
    assert web.post("/stations/rule", {"region": "50", "reason": "Mindre vægt på området"}).status_code == 303
    with transaction(web.engine, writing=False) as session:
        rule = session.exec(select(AssignmentRule)).one()
    assert web.post(f"/stations/rule/{rule.id}/adopt").status_code == 409
    web.sign_in(LEADER, name="Dorte Afgørelse")
    assert web.post(f"/stations/rule/{rule.id}/adopt").status_code == 303
    assert "Version 1 is in force." in words(web.get("/stations/rule", lang="en"))


def test_the_best_fit_for_a_case_is_suggested_and_may_get_it(web: Web) -> None:
    case_id = load(web)
    web.sign_in(LEADER)
    answer = web.get(f"/stations/cases/{case_id}", lang="en")
    page = words(answer)
    assert page.index("Bo Berg") < page.index("Suggested") < page.index("Mette Mortensen")
    assert "works in the municipality" in page
    assert "Gartneri" not in page
    station = answer.text.split('name="station" value="')[1].split('"')[0]
    assert web.post(f"/stations/cases/{case_id}", {"station": station}).status_code == 303
    assert web.post(f"/stations/cases/{case_id}", {"station": "x"}).status_code == 404
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(InspectionCase)).one().inspector_id == station
