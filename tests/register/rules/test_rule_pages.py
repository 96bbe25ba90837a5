import pytest

from husly.kit.access import Grant, Role
from standards.pack import list_packs, load_pack
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


@pytest.mark.parametrize(("language", "lapsed"), [("da", "bortfaldet"), ("en", "Bill, lapsed")])
def test_the_bills_and_drafts_that_the_act_grew_from_are_linked(web: Web, language: str, lapsed: str) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    answer = web.get("/standards/dk-indkvarteringslov-2025", lang=language)
    assert lapsed in words(answer)
    for one in load_pack("dk-indkvarteringslov-2025").lineage:
        assert f'href="{one.url}"' in answer.text
        assert one.reference in words(answer)


def test_a_pack_that_is_not_there_is_not_found(web: Web) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    assert web.get("/standards/us-osha").status_code == 404
    assert web.get("/standards/..%2Fdk").status_code == 404
