"""A case is changed by the people of its own authority alone; others in the same area may read it."""

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import UnionType
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest
from sqlmodel import Session

import inspection
from case_ways import Way, start
from housing import CASE_SETTINGS
from husly.kit.access import Actor, Grant, Permission, Role
from husly.kit.database import transaction
from husly.kit.errors import DomainError
from inspection.authorities.belonging import STATE, authority_of, is_own, may_act
from inspection.delivery.actions import confirm_delivery, return_delivery, send_again
from inspection.delivery.bundling import make_bundle
from inspection.delivery.queries import count_paper_waiting, list_of_letter
from inspection.delivery.transitions import Channel, DeliveryState
from inspection.enforcement.actions.addressing import Owner
from inspection.enforcement.actions.sisters import open_sister
from inspection.enforcement.models import InspectionCase, LegalBasis
from inspection.enforcement.steps import _RUN
from inspection.letters.issuing import approve_letter, issue_letter, record_delivery
from inspection.referrals import drafting, moving, subjects
from inspection.referrals.transitions import ReferralMove
from referrals_made import WORDS
from web_client import Web, web, words

__all__ = ["web"]

ROLES = (Role.DECISION_MAKER, Role.CASEWORKER, Role.INSPECTOR)
TOWN = Actor("town", "Karin Kommune", tuple(Grant(role, municipality_code="0461") for role in ROLES))
COUNTRY = Actor("country", "Stine Stat", tuple(Grant(role) for role in ROLES))
OWNER = Owner("Ejendomsselskabet ApS", "Havnegade 1; 5000 Odense C")
OF_EITHER = {"open_sister"}
"""What the authority of either case may do."""

ASKING = {"conflict_of"}
"""What only asks; of another authority's case it says that it is one (tests of plans)."""


def acting() -> Iterator[Callable[..., Any]]:
    """Every function of the inspection that somebody calls to act in a case that he names."""
    for module in walk_packages(inspection.__path__, "inspection."):
        found = import_module(module.name)
        for name, one in vars(found).items():
            if not inspect.isfunction(one) or one.__module__ != module.name or name.startswith("_"):
                continue
            names = inspect.signature(one).parameters
            if {"session", "case_id", "by", "at"} <= names.keys():
                yield one


ACTING = sorted({one.__qualname__: one for one in acting()}.items())


def anything(hint: Any, name: str) -> Any:
    """Some value of a type, as far as one is needed before the case is opened."""
    hint = next((one for one in get_args(hint) if one is not type(None)), hint) if type(hint) is UnionType else hint
    if name == "settings":
        return CASE_SETTINGS
    usual = {str: "x", int: 1, bool: False, UUID: UUID(int=1)}
    return usual.get(hint)


def call(act: Callable[..., Any], way: Way, by: Actor) -> None:
    hints = get_type_hints(act)
    wanted = {
        name: anything(hints.get(name), name)
        for name, one in inspect.signature(act).parameters.items()
        if one.default is inspect.Parameter.empty
    }
    act(**wanted | {"session": way.session, "case_id": way.case.id, "by": by, "at": way.at(40)})


def test_the_walk_finds_the_actions():
    assert {"close_case", "decide_effect", "draft_order", "waive_hearing", "take_appeal_step"} <= dict(ACTING).keys()
    assert len(ACTING) > 60


@pytest.fixture
def delivered(session: Session) -> Way:
    way = start(session)
    way.to_delivered()
    return way


def refusal(act: Callable[..., Any], way: Way, by: Actor) -> str:
    """By which rule an action is refused; what went wrong otherwise in words."""
    try:
        call(act, way, by)
    except DomainError as error:
        return error.code
    except Exception as error:
        return repr(error)
    return "nothing"


@pytest.mark.parametrize(("authority", "other"), [(STATE, TOWN), ("0461", COUNTRY)], ids=("state", "town"))
def test_no_action_in_a_case_is_open_to_the_people_of_another_authority(delivered: Way, authority: str, other: Actor):
    delivered.case.authority = authority
    delivered.session.flush()
    told = {name: refusal(act, delivered, other) for name, act in ACTING if name not in OF_EITHER | ASKING}
    assert {name: rule for name, rule in told.items() if rule != "authority.other"} == {}


def test_letters_of_another_authority_are_neither_approved_issued_nor_noted_as_arrived(session: Session):
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    letter = way.draft_hearing()
    who = {"by": TOWN, "at": way.at(21)}
    for act in (
        lambda: approve_letter(session, letter.id, **who),
        lambda: issue_letter(session, letter.id, settings=CASE_SETTINGS, **who),
        lambda: record_delivery(session, letter.id, delivered_on=way.on(21), **who),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "authority.other"


def test_deliveries_of_another_authority_are_not_noted_and_not_bundled(session: Session):
    way = start(session)
    letter = way.issue(way.draft_notice(), 0)
    delivery = list_of_letter(session, letter.id)[0]
    who = {"by": TOWN, "at": way.at(1)}
    for act in (
        lambda: confirm_delivery(session, delivery.id, delivered_on=way.on(1), note="kvittering", **who),
        lambda: return_delivery(session, delivery.id, reason="ukendt", settings=CASE_SETTINGS, **who),
        lambda: send_again(session, delivery.id, settings=CASE_SETTINGS, **who),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "authority.other"
    delivery.channel, delivery.state, delivery.postal_address = (
        Channel.PAPER,
        DeliveryState.QUEUED,
        "Vej 1; 5000 Odense",
    )
    session.flush()
    assert make_bundle(session, by=TOWN, at=way.at(1)) is None
    assert (count_paper_waiting(session, by=TOWN), count_paper_waiting(session, by=COUNTRY)) == (0, 1)
    assert make_bundle(session, by=COUNTRY, at=way.at(1)) is not None


def test_the_municipality_opens_its_own_case_with_the_owner_from_the_states(delivered: Way):
    sister = open_sister(delivered.session, delivered.case.id, owner=OWNER, by=TOWN, at=delivered.at(34))
    assert (delivered.case.authority, sister.authority) == (STATE, "0461")
    assert is_own(sister, TOWN)
    assert not is_own(sister, COUNTRY)


def test_whoever_inspects_for_both_acts_with_the_rights_he_has_from_the_cases_own_authority():
    case = InspectionCase(municipality_code="0461", legal_basis=LegalBasis.EMPLOYEE_HOUSING_ACT, authority=STATE)
    both = Actor("both", "B", (Grant(Role.INSPECTOR), Grant(Role.DECISION_MAKER, municipality_code="0461")))
    assert may_act(case, both, Permission.RECORD_VISITS)
    assert not may_act(case, both, Permission.ISSUE_DECISIONS)
    case.authority = "0461"
    assert may_act(case, both, Permission.ISSUE_DECISIONS)


def test_a_caseworker_of_two_municipalities_opens_cases_of_the_one_where_the_dwelling_is():
    two = Actor("two", "T", tuple(Grant(Role.CASEWORKER, municipality_code=code) for code in ("0461", "0479")))
    assert authority_of(two, at="0461") == "0461"
    assert authority_of(two, at="0101") == ""


POST_FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]+)"')
PAGES = ("", "/hearing", "/follow-up", "/fines", "/police", "/appeals", "/rehousing", "/file")


@pytest.fixture
def shut(web: Web) -> tuple[Web, UUID]:
    """Signed in at the municipality, beside an order of the state's."""
    with transaction(web.engine) as session:
        way = start(session)
        way.to_delivered()
        case_id = way.case.id
    web.sign_in(*TOWN.grants)
    return web, case_id


def test_pages_of_anothers_case_say_whose_it_is_and_offer_nothing_that_would_be_refused(shut: tuple[Web, UUID]):
    web, case_id = shut
    for path in PAGES:
        shown = web.get(f"/cases/{case_id}{path}?lang=en")
        assert shown.status_code == 200, path
        assert "belongs to the state authority" in words(shown), path
        forms = [one for one in POST_FORM.findall(shown.text) if str(case_id) in one]
        assert [one for one in forms if not one.endswith("/steps/sister")] == [], path


def test_every_step_of_anothers_case_is_refused_with_the_reason(shut: tuple[Web, UUID]):
    web, case_id = shut
    for step in sorted(set(_RUN) - {"sister"}):
        answer = web.post(f"/cases/{case_id}/steps/{step}?lang=en", {})
        assert answer.status_code == 409, step
        assert "This case belongs to another authority" in words(answer), step


def test_nobody_tells_others_in_the_name_of_anothers_case_and_everybody_of_what_he_saw(session: Session):
    way = start(session)
    way.notify()
    from_case = subjects.of_case(session, way.case.id, by=TOWN)
    with pytest.raises(DomainError) as refused:
        drafting.draft_referral(session, from_case, "municipality", WORDS, by=TOWN, at=way.at(1))
    assert refused.value.code == "authority.other"
    referral = drafting.draft_referral(session, from_case, "municipality", WORDS, by=COUNTRY, at=way.at(1))
    for act in (
        lambda: drafting.change_draft(session, referral.id, WORDS, by=TOWN, at=way.at(1)),
        lambda: moving.decide(session, referral.id, by=TOWN, at=way.at(1)),
        lambda: moving.say(session, referral.id, ReferralMove.REFUSE, words="nej", by=TOWN, at=way.at(1)),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "authority.other"
    from_dwelling = subjects.of_dwelling(session, way.case.dwelling_id, by=TOWN)
    assert drafting.draft_referral(session, from_dwelling, "municipality", WORDS, by=TOWN, at=way.at(1)).case_id is None
