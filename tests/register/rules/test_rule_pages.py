from datetime import date

import pytest

from husly.kit.access import Grant, Role
from husly.kit.i18n import use_language
from register.rules.presenters import PackPage
from register.rules.reading import PackReading
from standards.rules.pack import list_packs, load_pack
from standards.rules.release import release_of
from web_client import Web, words


@pytest.mark.parametrize("path", ["/standards", "/standards/dk-indkvarteringslov-2025"])
def test_whoever_is_not_signed_in_is_asked_to_sign_in(web: Web, path: str) -> None:
    assert web.get(path).headers["location"].startswith("/sign-in")


def test_an_account_without_a_role_may_not_read_the_rules(web: Web) -> None:
    web.sign_in()
    assert web.get("/standards").status_code == 403
    assert web.get("/standards/dk-indkvarteringslov-2025").status_code == 403


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.STATISTICIAN, Role.INSPECTOR])
def test_the_list_names_every_pack_and_marks_drafts(web: Web, role: Role) -> None:
    web.sign_in(Grant(role))
    text = words(web.get("/standards"))
    for pack_id in list_packs():
        assert load_pack(pack_id).title.da in text


@pytest.mark.parametrize("pack_id", list_packs())
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_pack_is_read_rule_by_rule_with_its_clause(web: Web, pack_id: str, language: str) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    answer = web.get(f"/standards/{pack_id}", lang=language)
    assert answer.status_code == 200
    text = words(answer)
    for rule in load_pack(pack_id).requirements:
        assert rule.text.in_language("da" if language == "da" else "en") in text
        assert rule.reference.title in text
    assert "alert-warning" in answer.text


def test_a_limit_is_told_in_words(web: Web) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    text = words(web.get("/standards/dk-indkvarteringslov-2025", lang="en"))
    assert "at most 2 persons per habitable room" in text
    (cap,) = (rule for rule in load_pack("dk-indkvarteringslov-2025").requirements if rule.short_id == "cap")
    assert [condition.text.en in text for condition in cap.unless] == [True, True]


@pytest.mark.parametrize(("language", "told"), [("da", "Forslag til lov om krav"), ("en", "Bill, lapsed")])
def test_the_bills_and_drafts_that_the_act_grew_from_are_linked(web: Web, language: str, told: str) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    answer = web.get("/standards/dk-indkvarteringslov-2025", lang=language)
    assert told in words(answer)
    for one in load_pack("dk-indkvarteringslov-2025").lineage:
        assert f'href="{one.url}"' in answer.text
        assert one.reference in words(answer)


def test_a_pack_that_is_not_there_is_not_found(web: Web) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    assert web.get("/standards/us-osha").status_code == 404
    assert web.get("/standards/..%2Fdk").status_code == 404


def shown_packs(web: Web, **asked: str) -> set[str]:
    text = web.get("/standards", **asked).text
    return {pack_id for pack_id in list_packs() if f'class="pack-title" href="/standards/{pack_id}"' in text}


def test_the_list_narrows_down_by_word_country_and_kind(web: Web) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    assert shown_packs(web) == set(list_packs())
    assert shown_packs(web, search="smitte 159") == {"dk-covidbolig-2021"}
    assert shown_packs(web, search="danmark", status="proposal") == {"dk-arbejdsgruppe-2021"}
    assert shown_packs(web, country="DK") == {pack_id for pack_id in list_packs() if pack_id.startswith("dk-")}
    assert shown_packs(web, search="atlantis") == set()


def test_the_rules_of_a_pack_narrow_down_by_word(web: Web) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    answer = web.get("/standards/dk-arbejdsgruppe-2021", words="toilet")
    assert 'id="toilet_ratio"' in answer.text
    assert 'id="internet"' not in answer.text
    assert 'id="internet"' not in web.get("/standards/dk-arbejdsgruppe-2021", required="true").text


def test_a_day_picks_the_rules_in_force_on_it(web: Web) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    path = "/standards/dk-covidbolig-2021"
    assert 'class="rule-beside"' in web.get(path, on="2021-03-01").text
    assert 'class="rule-beside"' not in web.get(path, on="2026-03-01").text
    assert web.get(path, on="2026-3-1x").status_code == 400


def test_the_versions_of_a_rule_are_told_with_it() -> None:
    pack = load_pack("dk-arbejdsgruppe-2021")
    rule = pack.requirement(f"{pack.id}.toilet_ratio")
    old = rule.model_copy(update={"valid_to": date(2025, 1, 1), "value": 8.0})
    new = rule.model_copy(update={"valid_from": date(2025, 1, 1)})
    dated = pack.model_copy(update={"requirements": (old, new)})
    use_language("en")
    for day, limit, other in ((date(2026, 1, 1), "5", "8"), (date(2024, 1, 1), "8", "5")):
        (theme,) = PackReading(PackPage(dated, release_of(dated, None)), day).themes
        (read,) = theme.rules
        assert limit in read.row.limit
        assert [other in version.limit for version in read.versions] == [True]


@pytest.mark.parametrize("name", ["pack", "facts"])
def test_the_schemas_are_served(web: Web, name: str) -> None:
    web.sign_in(Grant(Role.STATISTICIAN))
    answer = web.get(f"/standards/schema/{name}.json")
    assert answer.headers["content-type"].startswith("application/schema+json")
    assert answer.json()["$schema"].startswith("https://json-schema.org/")
    assert web.get("/standards/schema/letter.json").status_code == 404
