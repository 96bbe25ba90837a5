"""The pages of local values: who sees them, and the way from a form to a value in force."""

import re
from datetime import timedelta

import httpx
import pytest
from sqlmodel import select

from declared_housing import submitted
from husly.kit.access import Grant, Role
from husly.kit.clock import today
from husly.kit.database import transaction
from local_rules_made import ACT, FORM, ODENSE
from register.rules.models import LocalRule
from web_client import NOBODYS, Web, fields_of, words

ROSKILDE = "0265"
ADMIN, CHIEF = Grant(Role.ADMINISTRATOR), Grant(Role.DECISION_MAKER)
READING = ("/standards/local", f"/standards/local/{NOBODYS}")
WRITING = ("/standards/local/new", f"/standards/local/{NOBODYS}/edit")


def the_form(**changes: str) -> dict[str, str]:
    return FORM | {"valid_from": today().isoformat()} | changes


def drafted(web: Web, **changes: str) -> str:
    """A draft through the form; the address of its page."""
    answer = web.post("/standards/local/new", the_form(**changes))
    assert answer.status_code == 303, words(answer)
    return answer.headers["location"].partition("?")[0]


def version_on(answer: httpx.Response) -> dict[str, str]:
    return {"version": fields_of(answer)["version"][0]}


def tried(web: Web, **changes: str) -> str:
    where = drafted(web, **changes)
    assert web.post(f"{where}/try", version_on(web.get(where))).status_code == 303
    return where


def approved(web: Web, **changes: str) -> str:
    web.sign_in(ADMIN, name="Vera Forfatter")
    where = tried(web, **changes)
    web.sign_in(CHIEF, name="Gert Godkender")
    answer = web.post(f"{where}/approve", version_on(web.get(where)) | {"compared": "yes"})
    assert answer.status_code == 303, words(answer)
    return where


@pytest.mark.parametrize("path", [*READING, *WRITING])
def test_whoever_is_not_signed_in_is_asked_to_sign_in(web: Web, path: str) -> None:
    assert web.get(path).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CASEWORKER, Role.DECISION_MAKER, Role.STATISTICIAN])
def test_only_administrators_write(web: Web, role: Role) -> None:
    web.sign_in(Grant(role))
    assert web.get("/standards/local").status_code == 200
    assert web.get("/standards/local/new").status_code == 403
    assert web.post("/standards/local/new", the_form()).status_code == 403


def test_an_administrator_of_another_municipality_cannot_write_for_this_one(web: Web) -> None:
    web.sign_in(Grant(Role.ADMINISTRATOR, municipality_code=ROSKILDE))
    page = web.get("/standards/local/new", pack=ACT, rule=f"{ACT}.cap", lang="en")
    assert f'value="{ROSKILDE}"' in page.text
    assert f'value="{ODENSE}"' not in page.text
    assert web.post("/standards/local/new", the_form()).status_code == 403


def test_a_draft_of_another_municipality_is_not_found(web: Web) -> None:
    web.sign_in(ADMIN)
    where = tried(web)
    web.sign_in(Grant(Role.DECISION_MAKER, municipality_code=ROSKILDE))
    assert web.get(where).status_code == 404
    assert web.post(f"{where}/approve", {"version": "2", "compared": "yes"}).status_code == 404
    assert where not in web.get("/standards/local").text


def test_first_the_rule_is_chosen_then_the_national_value_stands_beside_the_new(web: Web) -> None:
    web.sign_in(ADMIN)
    first = web.get("/standards/local/new", lang="en")
    assert f'value="{ACT}.cap"' in first.text
    assert 'value="own:san.persons_per_toilet"' in first.text
    second = words(web.get("/standards/local/new", pack=ACT, rule=f"{ACT}.cap", lang="en"))
    assert "The national value at most 2 persons per habitable room" in second
    assert "Only a lower number is stricter." in second


@pytest.mark.parametrize("rule", ["nothing", f"{ACT}.toilet", "own:nothing"])
def test_a_rule_that_takes_no_value_is_named(web: Web, rule: str) -> None:
    web.sign_in(ADMIN)
    answer = web.get("/standards/local/new", pack=ACT, rule=rule, lang="en")
    assert answer.status_code == 422
    assert "Choose a rule that a value can be set for." in words(answer)


def test_a_pack_that_is_not_in_use_is_not_found(web: Web) -> None:
    web.sign_in(ADMIN)
    assert web.get("/standards/local/new", pack="dk-covidbolig-2021").status_code == 404


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_laxer_value_is_refused_with_the_national_one_and_nothing_typed_is_lost(web: Web, language: str) -> None:
    web.sign_in(ADMIN)
    web.get(f"/language/{language}")
    answer = web.post("/standards/local/new", the_form(value="3"))
    assert answer.status_code == 422
    said = "er lempeligere end regelsættets højst 2" if language == "da" else "is laxer than the pack's at most 2"
    assert said in words(answer)
    assert fields_of(answer)["reference_title"] == [FORM["reference_title"]]
    with transaction(web.engine) as session:
        assert session.exec(select(LocalRule)).all() == []


def test_what_is_missing_is_named_field_by_field(web: Web) -> None:
    web.sign_in(ADMIN)
    answer = web.post("/standards/local/new", {"pack": ACT, "rule": f"{ACT}.cap"})
    assert answer.status_code == 422
    for name in ("issuer", "value", "reference_title", "reference_url", "valid_from"):
        assert f'id="{name}-error"' in answer.text
    assert web.post("/standards/local/new", the_form(valid_from="2020-01-01")).status_code == 422


def test_from_a_draft_to_a_value_in_force_by_two_persons(web: Web) -> None:
    web.sign_in(ADMIN, name="Vera Forfatter")
    web.get("/language/en")
    where = drafted(web)
    page = web.get(where)
    assert "The cases have not been run." in words(page)
    assert web.post(f"{where}/try", version_on(page)).status_code == 303
    page = web.get(where)
    assert "every case came out right" in words(page)
    assert f'action="{where}/approve"' not in page.text
    web.sign_in(CHIEF, name="Gert Godkender")
    page = web.get(where)
    assert web.post(f"{where}/approve", version_on(page)).status_code == 409  # not compared with its text
    assert web.post(f"{where}/approve", version_on(page) | {"compared": "yes"}).status_code == 303
    text = words(web.get(where))
    for said in ("In force", "at most 1.5 persons", "at most 2 persons", "Vera Forfatter", "Gert Godkender"):
        assert said in text


def test_who_wrote_it_is_not_offered_to_approve_it(web: Web) -> None:
    web.sign_in(ADMIN, CHIEF)
    where = tried(web)
    page = web.get(where, lang="en")
    assert f'action="{where}/approve"' not in page.text
    assert web.post(f"{where}/approve", version_on(page) | {"compared": "yes"}).status_code == 409


def test_who_decides_on_an_old_page_is_told(web: Web) -> None:
    web.sign_in(ADMIN)
    where = tried(web)
    answer = web.post(f"{where}/discard", {"version": "1"})
    assert answer.status_code == 409
    for version in ("", "x", "-1", "9" * 12):
        assert web.post(f"{where}/discard", {"version": version}).status_code == 409


def test_sent_back_it_can_be_changed_and_the_reason_is_shown(web: Web) -> None:
    web.sign_in(ADMIN)
    where = tried(web)
    web.sign_in(CHIEF)
    sent = version_on(web.get(where)) | {"note": "Punktet er et andet."}
    assert web.post(f"{where}/send-back", sent).status_code == 303
    web.sign_in(ADMIN)
    assert "Punktet er et andet." in words(web.get(where))
    form = {name: values[0] for name, values in fields_of(web.get(f"{where}/edit")).items()}
    assert web.post(f"{where}/edit", form | {"value": "1,25"}).status_code == 303
    assert "1,25" in words(web.get(where))
    assert web.post(f"{where}/edit", form | {"value": "5"}).status_code == 422
    assert web.post(f"{where}/edit", form | {"value": "1"}).status_code == 409  # of the version before


def test_withdrawn_it_says_why(web: Web) -> None:
    where = approved(web)
    sent = version_on(web.get(where)) | {"note": "Hjemmel savnes."}
    assert web.post(f"{where}/withdraw", sent).status_code == 303
    text = words(web.get(where, lang="en"))
    assert "Hjemmel savnes." in text
    assert web.get(f"{where}/edit").status_code == 403


def test_a_discarded_draft_can_be_discarded_once(web: Web) -> None:
    web.sign_in(ADMIN)
    where = drafted(web)
    version = version_on(web.get(where))
    assert web.post(f"{where}/discard", version).status_code == 303
    assert web.post(f"{where}/discard", version).status_code == 409
    assert web.get(f"{where}/edit").status_code == 404


def test_housing_in_the_municipality_is_judged_by_its_value_and_the_page_says_whose_it_is(web: Web) -> None:
    approved(web, issuer=ROSKILDE, rule="own:san.persons_per_toilet", value="3")
    web.get("/language/en")
    with transaction(web.engine) as session:
        here = submitted(session).accommodation.id
        there = submitted(
            session,
            {"address.postcode": "5000", "address.latitude": 55.396, "address.longitude": 10.388},
        ).accommodation.id
    web.sign_in(Grant(Role.INSPECTOR))
    page = words(web.get(f"/declarations/{here}"))
    assert "Municipal rule: Roskilde Kommune" in page
    assert "2 are needed (at most 3 persons per unit)" in page
    assert "Municipal rule" not in words(web.get(f"/declarations/{there}"))
    verdicts = re.findall(r"badge-(\w+)", web.get("/declarations").text)
    assert sorted(verdicts) == ["error", "warning"]


def test_a_form_being_typed_is_judged_by_the_rules_where_its_postcode_lies(web: Web) -> None:
    approved(web, issuer=ROSKILDE, rule="own:san.persons_per_toilet", value="3")
    web.get("/language/en")
    with transaction(web.engine) as session:
        employer = submitted(session).accommodation.employer_id
    web.sign_in(Grant(Role.EMPLOYER, employer_id=employer))
    typed = {"dwelling.residents": "4", "dwelling.toilets": "1", "address.postcode": "4000"}
    assert "Municipal rule: Roskilde Kommune" in words(web.post("/declarations/assess", typed))
    elsewhere = web.post("/declarations/assess", typed | {"address.postcode": "5000"})
    assert "Municipal rule" not in words(elsewhere)


def test_an_empty_list_says_so_and_a_value_from_a_later_day_is_approved_but_not_in_force(web: Web) -> None:
    web.sign_in(ADMIN)
    assert "No local value has been set" in words(web.get("/standards/local", lang="en"))
    approved(web, valid_from=(today() + timedelta(days=30)).isoformat())
    web.get("/language/en")
    text = words(web.get("/standards/local"))
    assert "Odense Kommune" in text
    assert "Approved" in text
    assert "In force from" not in text.partition("State")[2]
