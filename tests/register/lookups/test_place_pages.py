from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from conftest import AT
from housed import add_dwelling, add_employer, house
from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from husly.settings import Settings
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling, PlacedBy
from register.employers.models import Employer
from register.lookups.actions import keep_reply
from register.lookups.models import AnswerState, DwellingPoint, PointBy, Register
from register.lookups.wanted import Reply, Wanted
from web_client import Web, words

OWNER = UUID("11111111-1111-1111-1111-111111111111")
APPROXIMATE = {"point_is_approximate": True, "placed_by": PlacedBy.POSTCODE}
ODENSE = {"latitude": "55,40", "longitude": "10.40"}
SVENDBORG = {"latitude": "55.06", "longitude": "10.61"}


def housed(web: Web, **given: object) -> Accommodation:
    with transaction(web.engine) as session:
        employer = add_employer(session, id=OWNER, cvr_number="13585628", name="Fynsk Gartneri ApS")
        return house(session, employer=employer, dwelling=add_dwelling(session, **(APPROXIMATE | given)))


def dwelling_of(web: Web, accommodation: Accommodation) -> Dwelling:
    with transaction(web.engine, writing=False) as session:
        return session.get_one(Dwelling, accommodation.dwelling_id)


def test_an_employer_moves_an_approximate_point_and_the_trail_says_so(web: Web) -> None:
    one = housed(web)
    web.sign_in(Grant(Role.EMPLOYER, employer_id=OWNER))
    assert "tilnærmet" in words(web.get(f"/places/{one.id}")) or "approximate" in words(web.get(f"/places/{one.id}"))
    answer = web.post(f"/places/{one.id}/point", ODENSE)
    assert answer.status_code == 303
    moved = dwelling_of(web, one)
    assert (moved.latitude, moved.longitude, moved.has_exact_point) == (55.4, 10.4, True)
    assert moved.placed_by is PlacedBy.APPROXIMATE_BOUNDARY
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(DwellingPoint)).one().set_by is PointBy.EMPLOYER
        assert "dwelling.placed" in [event.action for event in session.exec(select(AuditEvent))]


def test_where_point_and_postcode_disagree_both_are_shown_and_one_is_asked_for(web: Web) -> None:
    one = housed(web)
    web.sign_in(Grant(Role.INSPECTOR))
    answer = web.post(f"/places/{one.id}/point", SVENDBORG)
    assert answer.status_code == 422
    assert "Svendborg" in words(answer)
    assert "Odense" in words(answer)
    assert dwelling_of(web, one).municipality_code == "0461"
    assert web.post(f"/places/{one.id}/point", SVENDBORG | {"municipality": "0101"}).status_code == 422
    assert web.post(f"/places/{one.id}/point", SVENDBORG | {"municipality": "0479"}).status_code == 303
    moved = dwelling_of(web, one)
    assert (moved.municipality_code, moved.placed_by) == ("0479", PlacedBy.DECLARED)


@pytest.mark.parametrize(
    "sent",
    [
        {"latitude": "nord", "longitude": "10.4"},
        {"latitude": "", "longitude": ""},
        {"latitude": "nan", "longitude": "10.4"},
        {"latitude": "999", "longitude": "10.4"},
        {"latitude": "48.85", "longitude": "2.35"},
        {"latitude": "57.05", "longitude": "9.92"},
    ],
)
def test_a_point_that_cannot_be_right_is_refused_with_a_reason(web: Web, sent: dict[str, str]) -> None:
    one = housed(web)
    web.sign_in(Grant(Role.EMPLOYER, employer_id=OWNER))
    answer = web.post(f"/places/{one.id}/point", sent)
    assert answer.status_code == 422
    assert 'class="form-error-message"' in answer.text
    assert dwelling_of(web, one).point_is_approximate


def test_an_employer_cannot_move_a_point_that_is_known_or_shared(web: Web) -> None:
    one = housed(web, point_is_approximate=False)
    web.sign_in(Grant(Role.EMPLOYER, employer_id=OWNER))
    assert "/point" not in web.get(f"/places/{one.id}").text
    assert web.post(f"/places/{one.id}/point", ODENSE).status_code == 403


def test_an_employer_cannot_move_a_point_that_another_has_declared_at(web: Web) -> None:
    one = housed(web)
    with transaction(web.engine) as session:
        house(session, dwelling=session.get_one(Dwelling, one.dwelling_id))
    web.sign_in(Grant(Role.EMPLOYER, employer_id=OWNER))
    assert web.post(f"/places/{one.id}/point", ODENSE).status_code == 403


def test_somebody_elses_dwelling_is_not_there(web: Web) -> None:
    one = housed(web)
    web.sign_in(Grant(Role.EMPLOYER, employer_id=uuid4()))
    assert web.get(f"/places/{one.id}").status_code == 404
    assert web.post(f"/places/{one.id}/point", ODENSE).status_code == 404


def answered(web: Web, one: Accommodation) -> None:
    building = {"units": 1, "area_m2": 60.0, "rooms": 2, "toilets": 1, "bathrooms": 1, "is_condemned": True}
    company = {"name": "Fynsk Gartneri ApS", "status": "UNDERKONKURS", "address": "Gartnervej 1, 5000 Odense C"}
    with transaction(web.engine) as session:
        key = session.get_one(Dwelling, one.dwelling_id).address_key
        for source, subject, content in (
            (Register.BUILDING, key, building | {"use_code": "120"}),
            (Register.COMPANY, "13585628", company),
        ):
            reply = Reply(AnswerState.FOUND, "stand-in", "https://register.example/x", content)
            keep_reply(session, Wanted(source, subject), reply, at=AT, days=30, data_path=Settings().data_path)


def test_the_authority_sees_declared_beside_registered_with_its_origin(web: Web) -> None:
    one = housed(web)
    answered(web, one)
    web.sign_in(Grant(Role.INSPECTOR))
    shown = words(web.get(f"/places/{one.id}"))
    for text in ("100 m²", "60 m²", "UNDERKONKURS", "https://register.example/x"):
        assert text in shown


def test_an_employer_does_not_see_what_the_registers_say(web: Web) -> None:
    one = housed(web)
    answered(web, one)
    web.sign_in(Grant(Role.EMPLOYER, employer_id=OWNER))
    shown = words(web.get(f"/places/{one.id}"))
    assert "UNDERKONKURS" not in shown
    assert "60 m²" not in shown
    assert web.post(f"/places/{one.id}/ask").status_code == 403


def test_asking_where_nothing_is_configured_changes_nothing(web: Web) -> None:
    one = housed(web)
    web.sign_in(Grant(Role.INSPECTOR))
    assert web.post(f"/places/{one.id}/ask").status_code == 303
    assert dwelling_of(web, one).point_is_approximate


def test_doubts_are_listed_within_the_readers_area_only(web: Web) -> None:
    with transaction(web.engine) as session:
        here = add_dwelling(session, street="Fællesvej")
        for _ in range(2):
            house(session, dwelling=here, starts_on=(AT - timedelta(days=60)).date())
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    assert words(web.get("/places/doubts")).count("Fællesvej") == 2
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0479"))
    assert "Fællesvej" not in words(web.get("/places/doubts"))
    web.sign_in(Grant(Role.EMPLOYER, employer_id=OWNER))
    assert web.get("/places/doubts").status_code == 403


def test_addresses_that_no_register_has_confirmed_are_listed_with_what_is_known_of_the_place(web: Web) -> None:
    one = housed(web)
    with transaction(web.engine) as session:
        employer = session.get_one(Employer, OWNER)
        house(session, employer=employer, dwelling=add_dwelling(session, street="Dalvej", dar_id=str(uuid4())))
        gone = add_dwelling(session, street="Ølvej")
        house(session, employer=employer, dwelling=gone).ends_on = AT.date() - timedelta(days=7)
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    shown = web.get("/places/unverified")
    assert f'href="/places/{one.id}"' in shown.text
    assert "Midten af postnummeret eller vejen" in words(shown)
    assert "Dalvej" not in shown.text
    assert "Ølvej" not in shown.text
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0101"))
    assert f"/places/{one.id}" not in web.get("/places/unverified").text
    web.sign_in(Grant(Role.EMPLOYER, employer_id=OWNER))
    assert web.get("/places/unverified").status_code == 403
