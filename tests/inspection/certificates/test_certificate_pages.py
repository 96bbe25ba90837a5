"""From the employer's paper to whoever scans it, and the public search as far as the operator allows it."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from litestar.testing import TestClient
from pypdf import PdfReader
from sqlalchemy.engine import Engine

from declared_housing import submitted
from husly.app import create_app
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from web_client import WEB_SETTINGS, Web, words

ADDRESS = {"street": "Algade", "house_number": "12b", "unit": "", "postcode": "4000"}


@pytest.fixture
def published(request: pytest.FixtureRequest, clean_engine: Engine) -> Iterator[Web]:
    """A browser on an installation that publishes what the test says."""
    chosen: dict[str, Any] = request.param
    with TestClient(create_app(WEB_SETTINGS.model_copy(update=chosen), engine=clean_engine)) as client:
        yield Web(client, clean_engine)


def printed(web: Web) -> tuple[str, str, Grant]:
    """Declare and print: the path of the certificate, its number, and the employer's grant."""
    with transaction(web.engine) as session:
        home = submitted(session).accommodation
    mine = Grant(Role.EMPLOYER, employer_id=home.employer_id)
    web.sign_in(mine)
    where = f"/declarations/{home.id}/certificate"
    text = PdfReader(BytesIO(web.get(f"{where}.pdf").content)).pages[0].extract_text()
    found = re.search(r"C-\w{5}-\w{5}-\w", text)
    assert found is not None, text
    web.get("/language/en")
    return where, found[0], mine


def test_whoever_scans_the_code_sees_how_it_stands_and_not_where_or_whose(web: Web) -> None:
    where, number, _mine = printed(web)
    assert number in words(web.get(where))
    web.sign_out()
    page = words(web.get(f"/c/{number}"))
    assert "Declared and in use" in page
    assert "not visited by the authority" in page
    for secret in ("Algade", "Roskilde", "Prøvegartneriet", "4 residents"):
        assert secret not in page
    assert web.get(f"/c/{number[:-1]}").status_code == 404
    assert web.get("/c/%00").status_code == 404


def test_a_revoked_certificate_says_so_at_once_and_its_employer_reads_why(web: Web) -> None:
    where, number, mine = printed(web)
    assert web.post(f"{where}/revoke", {"ground": "untrue", "reason": "x"}).status_code == 403
    web.sign_in(Grant(Role.DECISION_MAKER))
    assert web.post(f"{where}/revoke", {"ground": "untrue", "reason": " "}).status_code == 422
    assert web.post(f"{where}/revoke", {"ground": "sunshine", "reason": "Nej"}).status_code == 422
    sent = {"ground": "untrue", "reason": "<b>Ingen bor der</b>"}
    assert web.post(f"{where}/revoke", sent).status_code == 303
    web.sign_out()
    page = words(web.get(f"/c/{number}"))
    assert "Revoked by the authority" in page
    assert "Ingen bor der" not in page
    web.sign_in(mine)
    assert "&lt;b&gt;Ingen bor der" in web.get(where).text
    assert web.get(f"{where}.pdf").status_code == 409


def test_nobody_reads_the_certificate_page_of_another(web: Web) -> None:
    where, _number, _mine = printed(web)
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    assert web.get(where).status_code == 404
    assert web.get(f"{where}.pdf").status_code == 404


def test_nothing_is_published_unless_the_operator_says_so(web: Web) -> None:
    assert web.get("/housing").status_code == 404


@pytest.mark.parametrize("published", [{"publication": "aggregate"}], indirect=True)
def test_counts_alone_can_be_published(published: Web) -> None:
    _where, number, _mine = printed(published)
    published.sign_out()
    page = words(published.get(f"/housing?number={number}"))
    assert "1 accommodation is in use today." in page
    assert "Other municipalities together" in page
    assert "What was found" not in page


@pytest.mark.parametrize("published", [{"publication": "certificates"}], indirect=True)
def test_a_number_finds_one_and_an_address_nothing_by_default(published: Web) -> None:
    _where, number, _mine = printed(published)
    published.sign_out()
    assert "Declared and in use" in words(published.get(f"/housing?number={number}"))
    page = words(published.client.get("/housing", params=ADDRESS))
    assert "Declared and in use" not in page
    assert "Street" not in page


@pytest.mark.parametrize("published", [{"publication": "certificates", "publication_addresses": True}], indirect=True)
def test_an_exact_address_finds_it_where_the_operator_switched_that_on(published: Web) -> None:
    printed(published)
    published.sign_out()
    page = words(published.client.get("/housing", params=ADDRESS))
    assert "Declared and in use" in page
    assert "Prøvegartneriet" not in page
    for part in ADDRESS:
        wrong = published.client.get("/housing", params=ADDRESS | {part: "9"})
        assert "Declared and in use" not in words(wrong)


@pytest.mark.parametrize("published", [{"publication": "certificates", "searches_per_minute": 2}], indirect=True)
def test_one_place_cannot_try_numbers_in_bulk(published: Web) -> None:
    assert [published.get(f"/c/AAAA{number}").status_code for number in range(3)] == [404, 404, 409]
    assert published.get("/housing?number=AAAA").status_code == 409
