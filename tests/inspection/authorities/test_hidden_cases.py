"""A case whose visit nobody outside was told of is no case to the people of other authorities."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from case_ways import start
from conftest import AT
from housing import declare
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.database import transaction
from husly.kit.errors import NotFoundError
from inspection.authorities.belonging import UNTOLD
from inspection.beside import sister_room
from inspection.deadlines.queries import list_ahead
from inspection.enforcement.actions.addressing import Owner
from inspection.enforcement.actions.sisters import open_sister
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import CaseFilter, get_case_file, get_case_row, list_cases
from inspection.enforcement.transitions import CaseState
from inspection.letters.queries import get_letter
from inspection.planning.carrying_out.move_preview import preview_move
from inspection.planning.models import DutyStation, PlannedVisit
from inspection.reminders.due import find_due
from inspection.staff.rules import list_last_cases
from planned_visits import planned_visit
from web_client import Web, web

__all__ = ["web"]

ROLES = (Role.DECISION_MAKER, Role.CASEWORKER, Role.INSPECTOR)
TOWN = Actor("town", "Karin Kommune", tuple(Grant(role, municipality_code="0461") for role in ROLES))
COUNTRY = Actor("country", "Stine Stat", tuple(Grant(role) for role in ROLES))
OWNER = Owner("Ejendomsselskabet ApS", "Havnegade 1; 5000 Odense C")
PAGES = ("", "/move", "/hearing", "/deadlines", "/file", "/appeals", "/referrals")


def seen(session: Session, case: InspectionCase, by: Actor) -> set[str]:
    """Everywhere that somebody comes upon a case."""
    last_day = AT.date() + timedelta(days=60)
    found = {
        "list": [row.case for row in list_cases(session, by=by, wanted=CaseFilter())[0]],
        "search": [row.case for row in list_cases(session, by=by, wanted=CaseFilter(search=case.case_number))[0]],
        "overdue": [row.case for row in list_cases(session, by=by, wanted=CaseFilter(overdue_on=last_day))[0]],
        "deadlines": [one.case for one in list_ahead(session, by=by)],
        "late": [one.case for one in find_due(session, today=last_day, posting_days=1, notice_days=14, by=by)],
        "last": [one.case for one in list_last_cases(session, by=by)],
    }
    places = {name for name, cases in found.items() if case in cases}
    for name, read in (("row", get_case_row), ("file", get_case_file)):
        try:
            read(session, case.id, by=by)
        except NotFoundError:
            continue
        places.add(name)
    return places


@pytest.mark.parametrize("state", UNTOLD)
@pytest.mark.parametrize(("authority", "own", "other"), [("state", COUNTRY, TOWN), ("0461", TOWN, COUNTRY)])
def test_a_case_nobody_was_told_of_is_found_by_its_own_authority_alone(
    session: Session, state: CaseState, authority: str, own: Actor, other: Actor
):
    case = start(session).case
    case.state, case.authority = state, authority
    session.flush()
    assert seen(session, case, own) >= {"list", "search", "row", "file", "last"}
    assert seen(session, case, SYSTEM) >= {"list", "search", "row", "file", "last"}
    assert seen(session, case, other) == set()


def test_the_draft_of_a_notice_is_no_letter_to_others_until_it_has_left(session: Session):
    way = start(session)
    letter = way.draft_notice()
    with pytest.raises(NotFoundError):
        get_letter(session, letter.id, by=TOWN)
    way.issue(letter, 0)
    assert get_letter(session, letter.id, by=TOWN) is letter
    assert seen(session, way.case, TOWN) >= {"list", "search", "overdue", "row", "file"}


def test_a_sister_case_gives_the_number_of_a_hidden_one_and_no_more(session: Session):
    way = start(session)
    way.to_delivered()
    sister = open_sister(session, way.case.id, owner=OWNER, by=TOWN, at=way.at(34))
    shown = sister_room(session, get_case_file(session, sister.id, by=TOWN), TOWN)
    assert shown is not None
    assert (shown.href, shown.status) != ("", "")
    way.case.state = CaseState.PLANNED
    session.flush()
    hidden = sister_room(session, get_case_file(session, sister.id, by=TOWN), TOWN)
    assert hidden is not None
    assert way.case.case_number in hidden.title
    assert (hidden.href, hidden.status) == ("", "")


@pytest.fixture
def planned(web: Web) -> tuple[Web, UUID]:
    """Signed in at the municipality, beside a visit that the state has planned."""
    with transaction(web.engine) as session:
        case_id = start(session).case.id
    web.sign_in(*TOWN.grants)
    return web, case_id


def test_no_page_of_a_hidden_case_opens_and_no_list_names_it(planned: tuple[Web, UUID]):
    web, case_id = planned
    for path in PAGES:
        assert web.get(f"/cases/{case_id}{path}").status_code == 404, path
    assert web.post(f"/cases/{case_id}/steps/issue", {}).status_code == 404
    for path in ("/cases", "/cases?search=Hovedgaden", "/cases/late", "/deadlines", "/deadlines.csv"):
        assert str(case_id) not in web.get(path).text, path


def visit_of_town(session: Session) -> tuple[PlannedVisit, DutyStation]:
    """A visit that the municipality has planned, and an inspector of the state's elsewhere."""
    visit = planned_visit(session, declare(session, at=AT - timedelta(days=60)).id)
    stranger = DutyStation(name="Sif Stat", latitude=55.06, longitude=10.61, municipality_code="0479")
    session.add(stranger)
    session.flush()
    return visit, stranger


def test_a_move_tells_nothing_of_inspectors_whom_the_mover_may_not_send(session: Session):
    visit, stranger = visit_of_town(session)
    moved = {"on": visit.visit_on + timedelta(days=21), "station_ids": [stranger.id], "posting_days": 1, "at": AT}
    with pytest.raises(NotFoundError):
        preview_move(session, visit.id, by=TOWN, **moved)
    assert preview_move(session, visit.id, by=COUNTRY, **moved).stations == (stranger,)
