"""Two packs side by side, and one house under every pack, as readers with different rights see them."""

import html
import json
from uuid import UUID

import pytest
from sqlmodel import select

from declared_housing import submitted
from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.database import open_session, transaction
from register.accommodations.models import Accommodation
from standards.rules.pack import list_packs, load_pack
from web_client import Web, words

COMPARE, EVERYWHERE = "/standards/compare", "/standards/everywhere"
ROSKILDE, COPENHAGEN = "0265", "0101"


def declared(web: Web) -> tuple[UUID, UUID]:
    """One accommodation in Roskilde: its id, and its employer's."""
    with transaction(web.engine) as session:
        submitted(session)
        one = session.exec(select(Accommodation)).one()
        return one.id, one.employer_id


@pytest.mark.parametrize("path", [COMPARE, EVERYWHERE, f"{EVERYWHERE}/00000000-0000-4000-8000-000000000000"])
def test_whoever_is_not_signed_in_is_asked_to_sign_in(web: Web, path: str) -> None:
    assert web.get(path).headers["location"].startswith("/sign-in")


def test_an_account_without_a_role_sees_no_comparison(web: Web) -> None:
    web.sign_in()
    assert [web.get(path).status_code for path in (COMPARE, EVERYWHERE)] == [403, 403]
    assert web.post(EVERYWHERE, {"facts": "{}"}).status_code == 403


def test_two_packs_stand_side_by_side_with_their_clauses(web: Web) -> None:
    web.sign_in(Grant(Role.STATISTICIAN))
    answer = web.get(COMPARE, a="dk-covidbolig-2021", b="dk-arbejdsgruppe-2021", lang="en")
    assert answer.status_code == 200
    text = words(answer)
    for pack_id in ("dk-covidbolig-2021", "dk-arbejdsgruppe-2021"):
        for rule in load_pack(pack_id).requirements:
            assert rule.text.da in text or rule.text.en in text
    assert "§ 2, nr. 8" in text.replace("\u00a0", " ")


def test_a_pack_compared_with_itself_demands_the_same(web: Web) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    pack_id = "dk-covidbolig-2021"
    answer = web.get(COMPARE, a=pack_id, b=pack_id, differences="true")
    assert "row-differs" not in answer.text


def test_a_pack_on_two_days_shows_what_was_in_force_on_each(web: Web) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    days = {"a": "dk-covidbolig-2021", "b": "dk-covidbolig-2021", "a_on": "2021-03-01", "b_on": "2022-03-01"}
    answer = web.get(COMPARE, **days)
    assert answer.text.count("row-differs") == len(load_pack("dk-covidbolig-2021").requirements)


def test_without_a_choice_the_packs_in_use_are_compared(web: Web) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    text = web.get(COMPARE).text
    assert '<option value="dk-indkvarteringslov-2025" selected>' in text
    assert '<option value="dk-arbejdsgruppe-2021" selected>' in text
    assert '<option value="dk-covidbolig-2021" selected>' in web.get(COMPARE, b="dk-covidbolig-2021").text


def test_a_pack_or_a_day_that_is_none_is_told(web: Web) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    assert web.get(COMPARE, a="xx").status_code == 404
    wrong = web.get(COMPARE, a_on="i går")
    assert wrong.status_code == 400
    assert "2026-03-01" in words(wrong)


def test_an_example_house_is_judged_by_every_pack(web: Web) -> None:
    web.sign_in(Grant(Role.ADMINISTRATOR))
    answer = web.get(EVERYWHERE, house="crowded")
    assert answer.status_code == 200
    for pack_id in list_packs():
        assert f'href="/standards/{pack_id}"' in answer.text
    assert web.get(EVERYWHERE, house="castle").status_code == 404


def test_facts_that_were_pasted_or_sent_as_a_file_are_judged_and_not_kept(web: Web) -> None:
    web.sign_in(Grant(Role.STATISTICIAN))
    facts = {"key": "Hus <b>A</b>", "dwelling": {"residents": 4, "toilets": 0}}
    file = {"file": ("mine.json", json.dumps(facts).encode(), "application/json")}
    answer = web.post(EVERYWHERE, {"facts": ""}, files=file)
    assert answer.status_code == 200
    assert "Hus <b>A</b>" in html.unescape(answer.text)
    assert "<b>A</b>" not in answer.text
    with open_session(web.engine) as session:
        assert session.exec(select(Accommodation)).all() == []


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ("", "Paste facts, or choose a file."),
        ("{", "not JSON"),
        ('{"dwelling": {"toilet": 1}}', "did you mean toilets?"),
        ('{"dwelling": {"area_m2": NaN}}', "write a number"),
        ('{"dwelling": {"area_m2": -4}}', "cannot be negative"),
        ('{"dwelling": {"toilets": 0, "toilets": 5}}', "toilets stands twice"),
    ],
)
def test_facts_that_cannot_be_used_come_back_with_every_reason(web: Web, facts: str, told: str) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    web.client.cookies.set("husly_language", "en")
    answer = web.post(EVERYWHERE, {"facts": facts}, files={"file": ("", b"")})
    assert answer.status_code == 422
    assert told in words(answer)
    assert facts in html.unescape(answer.text)


def test_an_employer_sees_own_housing_under_every_pack_and_nobody_elses(web: Web) -> None:
    accommodation, employer = declared(web)
    web.sign_in(Grant(Role.EMPLOYER, employer_id=employer))
    assert f"{EVERYWHERE}/{accommodation}" in web.get(EVERYWHERE).text
    assert "Algade 12B" in words(web.get(f"{EVERYWHERE}/{accommodation}"))
    assert reads(web) == []
    web.sign_in(Grant(Role.EMPLOYER, employer_id=UUID(int=1)))
    assert web.get(f"{EVERYWHERE}/{accommodation}").status_code == 404
    assert "Algade" not in web.get(EVERYWHERE).text


def test_an_authority_sees_its_area_and_its_reading_is_audited(web: Web) -> None:
    accommodation, _employer = declared(web)
    web.sign_in(Grant(Role.CASEWORKER, municipality_code=COPENHAGEN))
    assert web.get(f"{EVERYWHERE}/{accommodation}").status_code == 404
    web.sign_in(Grant(Role.CASEWORKER, municipality_code=ROSKILDE))
    assert web.get(f"{EVERYWHERE}/{accommodation}").status_code == 200
    assert reads(web) == ["declaration.read"]


def test_an_administrator_sees_no_declared_housing(web: Web) -> None:
    accommodation, _employer = declared(web)
    web.sign_in(Grant(Role.ADMINISTRATOR))
    assert web.get(f"{EVERYWHERE}/{accommodation}").status_code == 403
    assert "Algade" not in web.get(EVERYWHERE).text


def test_declared_housing_is_found_by_street(web: Web) -> None:
    declared(web)
    web.sign_in(Grant(Role.INSPECTOR))
    assert "Algade" in web.get(EVERYWHERE, search="alga").text
    assert "Algade" not in web.get(EVERYWHERE, search="nowhere").text


def reads(web: Web) -> list[str]:
    with open_session(web.engine) as session:
        events = session.exec(select(AuditEvent)).all()
        return [event.action for event in events if event.action == "declaration.read"]
