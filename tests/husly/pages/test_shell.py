import pytest

from husly.kit.access import Grant, Role
from web_client import Web, words


def test_the_front_page_offers_an_inspector_the_risk_list_and_a_stranger_the_sign_in(web: Web) -> None:
    assert "/risk" not in web.get("/").text
    web.sign_in(Grant(Role.INSPECTOR), name="Ida Inspektør")
    answer = web.get("/")
    assert 'href="/risk"' in answer.text
    assert "Ida Inspektør" in words(answer)


def test_a_form_without_its_token_is_refused(web: Web) -> None:
    assert web.client.post("/sign-in", data={"email": "a@b", "password": "x"}).status_code == 403


def test_a_wrong_password_says_so_and_keeps_the_address(web: Web) -> None:
    answer = web.post("/sign-in", {"email": "nobody@test.example", "password": "wrong"})
    assert answer.status_code == 422
    assert 'value="nobody@test.example"' in answer.text


@pytest.mark.parametrize(
    "then", ["//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "https://x"]
)
def test_the_way_back_never_leads_to_another_host(web: Web, then: str) -> None:
    assert web.get("/language/da", then=then).headers["location"] == "/"
