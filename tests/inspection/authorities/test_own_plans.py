"""Plans, joint visits, meetings, targets and grounds are their own authority's: nobody else knows of them (PLAN-03)."""

import inspect
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from sqlmodel import Session, select

from conftest import AT
from housed import add_dwelling, add_employer, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.errors import NotFoundError
from inspection import joint, meetings, needs, planning, targets
from inspection.authorities.belonging import STATE, authority_of
from inspection.days.queries import Person
from inspection.days.queries import list_visits as visits_on
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.waivers import NoticeWaiverGround
from inspection.joint.actions import agree
from inspection.joint.models import JointPartner, OtherAuthorityVisit
from inspection.joint.moves import Answer
from inspection.joint.other_actions import change_state, import_visits
from inspection.joint.partner_actions import Terms, invite, record_answer, set_terms
from inspection.joint.queries import (
    get_joint,
    get_other_visit,
    known_contacts,
    list_joint,
    list_other_visits,
    other_visits_at,
    partners_named,
    terms_of,
    warnings_for,
)
from inspection.map.filters import MapFilters
from inspection.map.visits import visit_conditions
from inspection.meetings.deciding import add_action
from inspection.meetings.known import dwelling_facts
from inspection.meetings.models import ItemReason
from inspection.meetings.proposals import propose_items
from inspection.meetings.queries import list_carried, list_meetings
from inspection.needs.grounds import ground_of_visit, record_ground
from inspection.needs.models import UnannouncedGround
from inspection.needs.queries import grounds_of, list_grounds
from inspection.planning.editing.actions import Edit
from inspection.planning.models import PlannedVisit
from inspection.planning.queries import list_plan_visits, list_plans
from inspection.targets.actions import set_target
from inspection.targets.forms import TargetAsked
from inspection.targets.models import InspectionTarget
from inspection.targets.queries import count_visits, list_targets, list_visits
from joint_made import VISIT, proposed, ready, told
from meetings_made import DAY, item, meeting
from past_housing import add_planned
from plans_worked_on import draft
from register.accommodations.models import Accommodation
from register.dwellings.addresses import address_key
from register.dwellings.models import Dwelling
from visits_made import visited
from web_client import Web, web, words

__all__ = ["web"]

ROLES = (Role.DECISION_MAKER, Role.CASEWORKER, Role.INSPECTOR)
TOWN = Actor("town", "Karin Kommune", tuple(Grant(role, municipality_code="0461") for role in ROLES))
COUNTRY = Actor("country", "Stine Stat", tuple(Grant(role) for role in ROLES))
BOTH = pytest.mark.parametrize(("own", "other"), [(COUNTRY, TOWN), (TOWN, COUNTRY)], ids=("state", "town"))
IDS = {"plan_id", "joint_id", "meeting_id", "target_id", "ground_id", "action_id"}
WITHIN = {"trace", "visit_of", "cases_to_move", "count_taken", "keep", "lay_back", "done"}
"""What looks at rows of a plan that somebody was given already, or is called with what changes it."""


def asked(**given: Any) -> TargetAsked:
    known = {"from_on": date(2026, 1, 1), "to_on": date(2026, 12, 31), "municipality_code": "0461", "sector": ""}
    known |= {"kind": "", "visits": 10, "share": None, "note": ""}
    return TargetAsked(**known | given)


def a_ground(session: Session, home: Accommodation, by: Actor) -> UnannouncedGround:
    given = {"ground": NoticeWaiverGround.PURPOSE_DEFEATED, "reason": "Hemmelig grund"}
    until_on = AT.date() + timedelta(days=60)
    return record_ground(session, home.id, **given, until_on=until_on, by=by, at=AT)


def made(session: Session, home: Accommodation, by: Actor) -> dict[str, UUID]:
    """One of each thing in Odense, of one authority."""
    lead = "municipality" if by is TOWN else "labour_inspectorate"
    joint_id = proposed(session, home.dwelling_id, lead=lead, by=by)
    held = meeting(session, municipality_code="0461", by=by)
    point = item(session, held, home.dwelling_id, by=by)
    todo = {"authority": "police", "what": "Ringer", "due_on": DAY}
    return {
        "plan_id": draft(session, by, homes=1, municipality_code="0461").id,
        "joint_id": joint_id,
        "meeting_id": held.id,
        "action_id": add_action(session, held.id, point.id, **todo, by=by, at=AT).id,
        "target_id": set_target(session, asked=asked(), by=by, at=AT).id,
        "ground_id": a_ground(session, home, by).id,
        "visit_id": told(session, home.dwelling_id, by=by).id,
    }


def functions(packages: tuple[ModuleType, ...]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function that reads or changes a plan, joint visit, meeting, target or ground for somebody."""
    for package in packages:
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            for name, one in vars(import_module(module.name)).items():
                if not inspect.isfunction(one) or one.__module__ != module.name or name.startswith("_"):
                    continue
                names = inspect.signature(one).parameters.keys()
                if IDS & names and {"session"} <= names and {"by", "edit"} & names and name not in WITHIN:
                    yield name, one


EVERY = sorted(functions((planning, joint, meetings, targets, needs)))


def anything(hint: Any, name: str, by: Actor) -> Any:
    if name in ("on", "visit_on", "due_on"):
        return VISIT
    if hint is Edit:
        return Edit(version=1, by=by, at=AT, reason="Derfor")
    return {str: "x", int: 1, bool: False, UUID: UUID(int=1)}.get(hint)


def call(act: Callable[..., Any], session: Session, ids: dict[str, UUID], by: Actor) -> None:
    hints = get_type_hints(act)
    wanted = {
        name: anything(hints.get(name), name, by)
        for name, one in inspect.signature(act).parameters.items()
        if one.default is inspect.Parameter.empty
    }
    known = {"session": session, "by": by, "at": AT, **ids}
    if act.__name__ == "change_target":
        known["asked"] = asked()
    act(**wanted | {name: value for name, value in known.items() if name in inspect.signature(act).parameters})


def refusal(act: Callable[..., Any], session: Session, ids: dict[str, UUID], by: Actor) -> str:
    """What an act says; a thing of another authority is not there at all."""
    try:
        call(act, session, ids, by)
    except NotFoundError:
        return "not there"
    except Exception as error:
        return repr(error)
    return "nothing"


def test_the_walk_finds_what_reads_and_what_changes():
    names = {name for name, _ in EVERY}
    assert {
        "get_plan",
        "accept_plan",
        "undo",
        "get_joint",
        "cancel",
        "set_terms",
        "get_meeting",
        "write_minutes",
    } <= names
    assert {"find_action", "move_action", "get_target", "end_target", "withdraw_ground", "get_ground"} <= names
    assert len(EVERY) > 40


@BOTH
def test_nothing_of_another_authority_is_read_or_changed(session: Session, own: Actor, other: Actor):
    ids = made(session, house(session), own)
    told_them = {name: refusal(act, session, ids, other) for name, act in EVERY}
    assert {name: said for name, said in told_them.items() if said != "not there"} == {}
    for act in (
        lambda: get_other_visit(session, ids["visit_id"], by=other),
        lambda: change_state(session, ids["visit_id"], "cancelled", by=other, at=AT),
    ):
        with pytest.raises(NotFoundError):
            act()


@BOTH
def test_no_list_shows_what_another_authority_has(session: Session, own: Actor, other: Actor):
    home = house(session)
    made(session, home, own)
    for count in (1, 0):
        by = own if count else other
        assert list_plans(session, by=by)[1] == count
        assert list_joint(session, by=by)[1] == count
        assert list_meetings(session, by=by)[1] == count
        assert list_targets(session, by=by, as_of=AT.date(), limit=9)[1] == count
        assert list_other_visits(session, by=by, since=AT.date())[1] == count
        assert len(list_grounds(session, home.id, by=by)) == count
        assert len(warnings_for(session, home.dwelling_id, VISIT, by=by)) == count
        facts = {one.key for one in dwelling_facts(session, dwelling_of(session, home), by=by, as_of=AT.date())}
        assert ({"other_planned", "joint"} <= facts) == bool(count)
        rules = [one for found in propose_items(session, by=by, as_of=AT.date()) for one in found.reasons]
        assert (ItemReason.JOINT_PROPOSED in rules and ItemReason.OTHER_AUTHORITY in rules) == bool(count)


def dwelling_of(session: Session, home: Accommodation) -> Dwelling:
    return session.get_one(Dwelling, home.dwelling_id)


def test_both_have_their_own_beside_each_other(session: Session):
    home = house(session)
    state, town = made(session, home, COUNTRY), made(session, home, TOWN)
    assert not set(state.values()) & set(town.values())
    for by in (COUNTRY, TOWN):
        assert list_targets(session, by=by, as_of=AT.date(), limit=9)[1] == 1
        assert len(list_grounds(session, home.id, by=by)) == 1  # the ground of one does not take that of the other
    assert [one.withdrawn_at for one in session.exec(select(UnannouncedGround))] == [None, None]
    later = meeting(session, DAY + timedelta(days=30), municipality_code="0461", by=TOWN)
    assert [one.action.id for one in list_carried(session, later)] == [town["action_id"]]


def test_plans_and_letters_rest_on_what_their_own_authority_knows(session: Session):
    home = house(session)
    made(session, home, COUNTRY)
    joint_id = proposed(session, add_dwelling(session).id, "police", by=COUNTRY)
    ready(session, joint_id, by=COUNTRY)
    agree(session, joint_id, visit_on=VISIT, from_min=540, to_min=660, by=COUNTRY, at=AT)
    door = get_joint(session, joint_id, by=COUNTRY).dwelling
    assert list(terms_of(session, [door.id], authority=STATE)) == [door.id]
    assert terms_of(session, [door.id], authority="0461") == {}
    assert list(grounds_of(session, [home.id], as_of=AT.date(), authority=STATE)) == [home.id]
    assert grounds_of(session, [home.id], as_of=AT.date(), authority="0461") == {}
    assert list(other_visits_at(session, [home.dwelling_id], VISIT, VISIT, authority=STATE)) == [home.dwelling_id]
    assert other_visits_at(session, [home.dwelling_id], VISIT, VISIT, authority="0461") == {}
    case = InspectionCase(dwelling_id=door.id, authority=STATE)
    assert partners_named(session, case, VISIT) == ["Politiet"]
    case.authority = "0461"
    assert partners_named(session, case, VISIT) == []


@BOTH
def test_a_plan_comes_unannounced_on_its_own_authoritys_ground_alone(
    session: Session, own: Actor, other: Actor, split: None
):
    plan = draft(session, own, homes=1, municipality_code="0461")
    assert plan.authority == authority_of(own, at="0461")
    visit = list_plan_visits(session, plan.id)[0]
    home = session.get_one(Accommodation, visit.accommodation_id)
    until = {"until_on": AT.date() + timedelta(days=90)}
    given = {"ground": NoticeWaiverGround.PURPOSE_DEFEATED, "reason": "Grund", **until}
    record_ground(session, home.id, **given, by=other, at=AT)
    assert ground_of_visit(session, visit) is None
    record_ground(session, home.id, **given, by=own, at=AT)
    assert ground_of_visit(session, visit) is not None


def test_targets_count_the_visits_of_their_own_cases(session: Session):
    first = house(session)
    second = house(session, dwelling=dwelling_of(session, first), employer=add_employer(session))
    for home, authority in ((first, STATE), (second, "0461")):
        visited(session, home, AT.date(), breached=False).authority = authority
        add_planned(session, home, on=AT.date(), reason=VisitReason.SCORE).authority = authority
    session.flush()
    for by, employer in ((COUNTRY, first.employer_id), (TOWN, second.employer_id)):
        target = set_target(session, asked=asked(), by=by, at=AT)
        counted = count_visits(session, target, as_of=AT.date())
        assert (counted.done, counted.planned) == (1, 1)
        listed, _ = list_visits(session, target, limit=9)
        assert {one.employer.id for one in listed} == {employer}
    old = InspectionTarget(**vars(asked()), made_at=AT, made_by="t", made_by_name="t")  # nobody's: everything counts
    assert len(list_visits(session, old, limit=9)[0]) == 4


def test_what_is_nobodys_is_everybodys_in_the_area(session: Session):
    ids = made(session, house(session), SYSTEM)
    assert authority_of(SYSTEM) == ""
    for by in (COUNTRY, TOWN):
        assert list_joint(session, by=by)[1] == 1
        assert get_joint(session, ids["joint_id"], by=by, to_change=True).guest is None
    elsewhere = Actor("s", "Svend", (Grant(Role.CASEWORKER, municipality_code="0479"),))
    assert refusal(get_joint, session, ids, elsewhere) == "not there"


def test_two_authorities_may_read_the_same_list_and_a_list_is_read_once_by_each(session: Session):
    place = {"street": "Havnegade", "house_number": "1", "postcode": "5000"}
    add_dwelling(session, **place, address_key=address_key(**place, unit=""))
    head = "authority;date;street;house_number;postcode\n"
    content = (head + f"tax;{VISIT.isoformat()};Havnegade;1;5000\n").encode()
    for by in (COUNTRY, TOWN):
        assert import_visits(session, content, told_by="Sanne Skat", by=by, at=AT).recorded == 1
    assert {one.told_to for one in session.exec(select(OtherAuthorityVisit))} == {STATE, "0461"}


def invited(session: Session, dwelling_id: UUID, *shares: str, at: Any = AT) -> tuple[UUID, UUID]:
    """A joint visit that the state proposed with the police and the municipality, and the municipality's part."""
    joint_id = proposed(session, dwelling_id, "police", "municipality", at=at, by=COUNTRY)
    partners = get_joint(session, joint_id, by=COUNTRY).partners
    town = next(one for one in partners if one.authority == "municipality")
    terms = Terms(role="Ser på bygningen", legal_basis="Byggeloven", contact="Hemmelig kontakt", shares=shares)
    set_terms(session, joint_id, town.id, terms, by=COUNTRY, at=at)
    invite(session, joint_id, town.id, on=at.date(), by=COUNTRY, at=at)
    return joint_id, town.id


def test_an_authority_that_is_asked_along_reads_and_answers_for_itself_alone(session: Session):
    joint_id, town_id = invited(session, add_dwelling(session).id, "place_and_time")
    file = get_joint(session, joint_id, by=TOWN)
    assert file.guest is not None
    assert (file.guest.id, list_joint(session, by=TOWN)[1], known_contacts(session, by=TOWN)) == (town_id, 1, {})
    changing = [one for one in EVERY if "joint_id" in inspect.signature(one[1]).parameters]
    told_them = {name: refusal(act, session, {"joint_id": joint_id}, TOWN) for name, act in changing}
    assert told_them.pop("get_joint") == "nothing"
    assert {name: said for name, said in told_them.items() if said != "not there"} == {}
    police = next(one for one in file.partners if one.authority == "police")
    invite(session, joint_id, police.id, on=AT.date(), by=COUNTRY, at=AT)
    answer = {"accepts": True, "on": AT.date(), "by": TOWN, "at": AT}
    with pytest.raises(NotFoundError):
        record_answer(session, joint_id, police.id, **answer)
    record_answer(session, joint_id, town_id, **answer)
    assert session.get_one(JointPartner, town_id).answer is Answer.ACCEPTED
    record_answer(session, joint_id, town_id, **answer | {"accepts": False})
    with pytest.raises(NotFoundError):
        get_joint(session, joint_id, by=TOWN)


@pytest.mark.parametrize("shares", [(), ("place_and_time",)])
def test_the_page_of_an_invitation_shows_what_is_shared_and_nothing_else(web: Web, shares: tuple[str, ...]):
    with transaction(web.engine) as session:
        joint_id, town_id = invited(session, add_dwelling(session, street="Skjulvej").id, *shares, at=now())
    web.sign_in(*TOWN.grants)
    for path in ("/joint", f"/joint/{joint_id}"):
        shown = words(web.get(f"{path}?lang=en"))
        assert ("Skjulvej" in shown) == bool(shares), path
        assert "Se på boligen sammen" not in shown
        assert "Police" not in shown
        assert "Give it up" not in shown
    assert web.post(f"/joint/{joint_id}/cancel", {"cancel_reason": "Nej"}).status_code == 404
    answer = {"partner": str(town_id), f"answer-{town_id}": "no", f"answered_on-{town_id}": today().isoformat()}
    assert web.post(f"/joint/{joint_id}/answer", answer).headers["location"].startswith("/joint?notice=")
    assert web.get(f"/joint/{joint_id}").status_code == 404


def coming(session: Session, home: Accommodation, state: CaseState, authority: str) -> Visit:
    case = add_planned(session, home, on=AT.date(), reason=VisitReason.TIP)
    case.state, case.authority = state, authority
    session.flush()
    return session.exec(select(Visit).where(Visit.case_id == case.id)).one()


@BOTH
def test_two_authorities_bound_for_one_door_learn_of_each_other(session: Session, own: Actor, other: Actor):
    authority = authority_of(other, at="0461")
    for state in (CaseState.PLANNED, CaseState.UNANNOUNCED_DECIDED, CaseState.NOTIFIED):
        home = house(session)
        visit = coming(session, home, state, authority)
        (warning,) = warnings_for(session, home.dwelling_id, visit.visit_on + timedelta(days=3), by=own)
        assert warning.on == (visit.visit_on if state is CaseState.NOTIFIED else None)
        assert (warning.visit_id, warning.may_join) == (None, False)
        assert warning.authority == ("labour_inspectorate" if other is COUNTRY else "municipality")
        assert warnings_for(session, home.dwelling_id, visit.visit_on, by=other) == []
        days = other_visits_at(session, [home.dwelling_id], visit.visit_on, visit.visit_on, authority=authority_of(own))
        assert bool(days) == (state is CaseState.NOTIFIED)


def test_a_visit_that_was_made_or_whose_case_is_closed_is_not_to_come(session: Session):
    home = house(session)
    visit = coming(session, home, CaseState.PLANNED, "0461")
    case = session.get_one(InspectionCase, visit.case_id)
    for state, closed_at in ((CaseState.VISITED, None), (CaseState.PLANNED, AT)):
        case.state, case.closed_at = state, closed_at
        session.flush()
        assert warnings_for(session, home.dwelling_id, visit.visit_on, by=COUNTRY) == []


def test_the_page_of_a_case_says_who_else_is_to_come(web: Web):
    with transaction(web.engine) as session:
        home = house(session)
        secret = coming(session, home, CaseState.UNANNOUNCED_DECIDED, "0461").visit_on
        own = coming(session, home, CaseState.PLANNED, STATE)
        undecided = add_planned(session, home, on=AT.date(), reason=VisitReason.CONTEST)
        undecided.state, undecided.authority = CaseState.UNDER_REVIEW, STATE
        own.visit_on = secret + timedelta(days=1)
        case_ids = [own.case_id, undecided.id]
    web.sign_in(*COUNTRY.grants)
    for case_id in case_ids:
        shown = words(web.get(f"/cases/{case_id}?lang=en"))
        assert "Municipality (building, fire, social) is to come here. Call that authority before you go." in shown
    web.sign_in(*TOWN.grants)
    assert "is to come here" not in words(web.get(f"/cases/{case_ids[0]}?lang=en"))


@BOTH
def test_days_of_others_and_reasons_on_the_map_are_the_own_authoritys(
    session: Session, own: Actor, other: Actor, split: None
):
    home = house(session)
    visit = coming(session, home, CaseState.PLANNED, authority_of(own, at="0461"))
    plan = draft(session, own, homes=1, municipality_code="0461")
    planned = session.exec(select(PlannedVisit).where(PlannedVisit.plan_id == plan.id)).one()
    planned.reason, planned.visit_on = VisitReason.TIP, visit.visit_on
    session.flush()
    ida = Person("inspector", "Ida", None, frozenset({"inspector"}), frozenset())
    for by, count in ((own, 1), (other, 0)):
        days = {"first": visit.visit_on, "last": visit.visit_on}
        assert len(visits_on(session, ida, **days, by=by)) == count
        found = visit_conditions(MapFilters(reason=VisitReason.TIP), by=by, as_of=AT.date())
        assert len(session.exec(select(Accommodation.id).where(*found)).all()) == 2 * count
