"""The pages that a code of a letter opens: whatever is typed, a wrong code has one answer, and trying is limited."""

from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest

from husly.kit.codes import checked_code
from husly.kit.web.limits import Tries
from web_client import Web, words

TYPED = (
    "ABCD-2345-EFGH",
    "2222222222222",
    "",
    " ",
    "x",
    "0" * 5_000,
    "Æ" * 300,
    "a\x00b",
    "'; DROP TABLE letter; --",
    "..\\..\\etc",
    "%s{0}",
    "\u202e\U0001f600",
    "-1",
)
WAYS: dict[str, Callable[[Web, str], httpx.Response]] = {
    "hearing": lambda web, code: web.post("/reply", {"code": code, "do": "answer", "general": "x"}),
    "order": lambda web, code: web.post("/comply", {"code": code, "do": "report"}, files={"file_1": ("", b"")}),
    "letter": lambda web, code: web.client.post(
        httpx.URL("/letters/read/").join(_segment(code)), data={"number": "1"}, headers=_token(web)
    ),
    "referral": lambda web, code: web.client.get(httpx.URL("/referral/").join(_segment(code))),
    "resident": lambda web, code: web.client.get(httpx.URL("/rehoused/").join(_segment(code))),
}


IN_ADDRESS = ("letter", "referral", "resident")
MOST = {"hearing": 5, "order": 5, "letter": 5, "referral": 5, "resident": 20}


def _segment(code: str) -> str:
    """A code as part of an address; one that no address can hold becomes another wrong one."""
    return quote(code.strip() or "x", safe="").replace(".", "%2E")


def _token(web: Web) -> dict[str, str]:
    web.client.get("/health")
    return {"x-csrftoken": web.client.cookies["husly_form"]}


@pytest.mark.parametrize("way", list(WAYS))
def test_every_wrong_code_has_the_same_answer(web: Web, way: str) -> None:
    found = set()
    for typed in TYPED:  # what no address can hold has the answer of an address that is none
        web.client.app.state.tries = Tries()
        answer = WAYS[way](web, typed)
        shown = words(answer)
        for form in (typed, typed.strip(), typed.replace("\x00", ""), typed[:40]):
            shown = shown.replace(form, "") if form.strip() else shown
        found.add((answer.status_code, " ".join(shown.split())[:300]))
    assert {status for status, _ in found} <= {404, 422}
    assert len(found) == 1 or (way in IN_ADDRESS and len(found) == 2)


@pytest.mark.parametrize("way", list(WAYS))
def test_whoever_guesses_codes_must_wait(web: Web, way: str) -> None:
    web.client.app.state.tries = Tries()
    answers = [WAYS[way](web, checked_code(12)) for _ in range(21)]
    assert answers[-1].status_code in (404, 422, 429)
    assert [len(tries) for tries in web.client.app.state.tries._seen.values()] == [MOST[way]]
