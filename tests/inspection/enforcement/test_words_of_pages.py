"""Pages of a case name whom it addresses and who inspects, and never a key."""

from uuid import UUID

import pytest
from sqlmodel import Session

from case_ways import Way, start
from housing import CASE_SETTINGS
from husly.kit.access import Actor, Grant, Role
from husly.kit.database import new_id, transaction
from husly.kit.mail import spoken
from inspection.enforcement.actions.addressing import Owner
from inspection.enforcement.actions.sisters import open_sister
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.routes import inspector_names
from inspection.enforcement.steps import offer_for
from inspection.enforcement.steps.follow_up import _report
from inspection.planning.models import DutyStation
from web_client import Web, web, words

__all__ = ["web"]

OWNER = Owner("Ejendomsselskabet Havnen ApS", "Havnegade 1; 5000 Odense C", "13585628")
CLERK = Actor("clerk", "Karin Kommune", (Grant(Role.DECISION_MAKER, municipality_code="0461"),))


def owners_case(session: Session) -> tuple[Way, InspectionCase]:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    return way, open_sister(session, way.case.id, owner=OWNER, by=CLERK, at=way.at(22))


@pytest.fixture
def shown(web: Web) -> tuple[Web, UUID, str]:
    with transaction(web.engine) as session:
        way, sister = owners_case(session)
        found = web, sister.id, way.file.employer.name
    web.sign_in(*CLERK.grants)
    return found


def test_the_owners_case_is_headed_with_the_owner(shown: tuple[Web, UUID, str]):
    web, case_id, employer = shown
    for room in ("", "/file", "/deadlines"):
        page = words(web.get(f"/cases/{case_id}{room}"))
        assert OWNER.name in page, room
        assert employer not in page.split("What can be done now")[0], room


def test_the_list_names_the_owner_as_party_and_finds_by_his_name(shown: tuple[Web, UUID, str]):
    web, _case_id, employer = shown
    page = words(web.get("/cases?search=Havnen&lang=en"))
    assert f"{OWNER.name} (owner)" in page
    assert employer not in page


def test_what_comes_back_is_asked_of_whom_the_case_addresses(session: Session):
    way, sister = owners_case(session)
    for case_id, said in ((way.case.id, "What the employer reports"), (sister.id, "What the owner reports")):
        file = get_case_file(session, case_id, by=CLERK)
        with spoken("en"):
            step = _report(offer_for(file, actor=CLERK, settings=CASE_SETTINGS, as_of=way.on(22)))
        assert said in {one.label for one in step.fields}


def test_inspectors_are_named_by_account_or_duty_station_and_keys_are_never_shown(session: Session):
    station = DutyStation(name="Ida (Odense)", latitude=55.4, longitude=10.4, municipality_code="0461")
    session.add(station)
    session.flush()
    nobody = str(new_id())
    assert inspector_names(session, {str(station.id), nobody, "Ida", ""}) == {
        str(station.id): "Ida (Odense)",
        "Ida": "Ida",
        "": "",
    }


def test_a_case_whose_inspector_is_a_duty_station_shows_its_name(web: Web):
    with transaction(web.engine) as session:
        way = start(session)
        station = DutyStation(name="Ida (Odense)", latitude=55.4, longitude=10.4, municipality_code="0461")
        session.add(station)
        session.flush()
        way.case.inspector_id = key = str(station.id)
        case_id = way.case.id
    web.sign_in(Grant(Role.DECISION_MAKER))
    for path in ("/cases", f"/cases/{case_id}"):
        page = words(web.get(path))
        assert "Ida (Odense)" in page
        assert key not in page
