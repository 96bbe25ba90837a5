"""The pages of the score: who sees them, what they say, and nothing of a score while it is off."""

import json
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from litestar.testing import TestClient
from sqlalchemy.engine import Engine
from sqlmodel import select

from housed import ODENSE, SVENDBORG, house
from husly.app import create_app
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.settings import Settings
from inspection.risk.actions import score_register
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.weights import load_weights
from web_client import NOBODYS, Web, web, words

__all__ = ["web"]

NATIONAL = Grant(Role.INSPECTOR)
ODENSE_ONLY = Grant(Role.CASEWORKER, municipality_code="0461")
PAGES = ("/risk", "/map", "/map/dwellings.geojson")


def load(engine: Engine) -> tuple[str, str]:
    """One crowded container in Odense, one house in Svendborg, both scored."""
    with transaction(engine) as session:
        container = house(
            session, place=ODENSE, kind="container", residents=20, facts={"toilets": 0, "plan": False}, street="Ærøvej"
        )
        other = house(session, place=SVENDBORG, street="Fjordvej")
        score_register(session, as_of=today(), weights=load_weights("2026-01"), switched_on=True, by=SYSTEM, at=now())
        return str(container.id), str(other.id)


@pytest.mark.parametrize("path", [*PAGES, f"/risk/{NOBODYS}"])
def test_whoever_is_not_signed_in_is_sent_to_sign_in(web: Web, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.STATISTICIAN])
@pytest.mark.parametrize("path", [*PAGES, f"/risk/{NOBODYS}"])
def test_whoever_lacks_the_permission_is_refused(web: Web, path: str, role: Role) -> None:
    web.sign_in(Grant(role))
    assert web.get(path).status_code == 403


def test_an_employer_does_not_see_its_own_score(web: Web) -> None:
    container, _ = load(web.engine)
    web.sign_in(Grant(Role.EMPLOYER, employer_id=uuid4()))
    assert web.get("/risk").status_code == 403
    assert web.get(f"/risk/{container}").status_code == 403


def test_a_municipality_does_not_see_another_ones_housing(web: Web) -> None:
    container, other = load(web.engine)
    web.sign_in(ODENSE_ONLY)
    page = words(web.get("/risk"))
    assert "Ærøvej" in page
    assert "Fjordvej" not in page
    assert "Svendborg" not in page
    assert web.get(f"/risk/{other}").status_code == 404
    assert web.get(f"/risk/{container}").status_code == 200
    assert web.get("/risk", municipality="0479").text.count("Fjordvej") == 0
    points = web.get("/map/dwellings.geojson", municipality="0479").json()["features"]
    assert points == []
    assert [point["properties"]["id"] for point in web.get("/map/dwellings.geojson").json()["features"]] == [container]


def test_the_list_shows_the_highest_first_with_its_reasons(web: Web) -> None:
    load(web.engine)
    web.sign_in(NATIONAL)
    page = words(web.get("/risk", lang="en"))
    assert page.index("Ærøvej") < page.index("Fjordvej")
    assert "10 persons per habitable room." in page
    assert "never evidence" in page
    narrowed = words(web.get("/risk", lang="en", kind="container"))
    assert "1 accommodation ·" in narrowed
    assert "Fjordvej" not in narrowed


def test_the_parts_of_a_score_add_up_and_name_their_source(web: Web) -> None:
    container, _ = load(web.engine)
    web.sign_in(NATIONAL)
    answer = web.get(f"/risk/{container}", lang="en")
    page = words(answer)
    parts = [int(part.split('value="')[1].split('"')[0]) for part in answer.text.split("<meter")[1:]]
    assert f"{sum(parts)} of 100 points" in page
    assert "There is no toilet." in page
    assert "RISK-10" in page
    assert "no finding, order or letter may rest on it" in page
    with transaction(web.engine, writing=False) as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "risk.read")).one()
    assert event.object_id == container


def test_points_bear_the_group_and_nothing_about_people(web: Web) -> None:
    container, _ = load(web.engine)
    web.sign_in(NATIONAL)
    document = web.get("/map/dwellings.geojson").json()
    assert document["total"] == 2
    first = document["features"][0]
    assert first["properties"].keys() == {"id", "g"}
    assert first["properties"]["id"] == container
    assert first["geometry"]["coordinates"] == [10.388, 55.396]
    group = first["properties"]["g"]
    assert web.get("/map/dwellings.geojson", group=str(group)).json()["total"] == 1


def test_the_municipalities_are_small_and_may_be_kept(web: Web) -> None:
    web.sign_in(NATIONAL)
    answer = web.get("/municipalities/areas.geojson")
    assert answer.headers["cache-control"] == "private, max-age=86400"
    assert len(answer.content) < 300_000
    odense = next(one for one in answer.json()["features"] if one["properties"]["code"] == "0461")
    assert odense["properties"]["name"] == "Odense"


@pytest.mark.parametrize("path", ["/risk?number=0", "/risk?number=99999999999", "/risk?group=9", "/risk?kind=%27"])
def test_odd_questions_get_a_page(web: Web, path: str) -> None:
    web.sign_in(NATIONAL)
    assert web.get(path).status_code == 200


def test_before_the_first_run_the_list_says_so(web: Web) -> None:
    with transaction(web.engine) as session:
        house(session)
    web.sign_in(NATIONAL)
    assert "Nothing has been scored yet" in words(web.get("/risk", lang="en"))


@pytest.fixture
def web_without_score(clean_engine: Engine) -> Iterator[Web]:
    """A browser on an installation that uses no score."""
    settings = Settings(secure_cookies=False, secret_key="only-for-tests-only-for-tests-only", risk_score=False)
    with TestClient(create_app(settings, engine=clean_engine)) as client:
        yield Web(client, clean_engine)


def test_while_the_score_is_off_no_page_shows_any_of_it(web_without_score: Web) -> None:
    web = web_without_score
    container, _ = load(web.engine)
    web.sign_in(NATIONAL)
    for path in ("/risk", f"/risk/{container}", "/map"):
        answer = web.get(path, lang="en")
        assert answer.status_code == 200
        page = words(answer).lower()
        assert " point" not in page
        assert "high risk" not in page
        assert "<meter" not in answer.text
    assert "switched off" in words(web.get("/risk", lang="en"))
    document = web.get("/map/dwellings.geojson", group="4").json()
    assert document["total"] == 2
    assert '"g"' not in json.dumps(document)


def test_while_the_score_is_off_the_longest_unseen_stands_first(web_without_score: Web) -> None:
    web = web_without_score
    with transaction(web.engine) as session:
        house(session, street="Nyvej", submitted_at=now())
        house(session, street="Gammelvej")
    web.sign_in(NATIONAL)
    page = words(web.get("/risk"))
    assert page.index("Gammelvej") < page.index("Nyvej")


def test_a_run_whose_weights_are_gone_is_shown_with_its_stored_points_and_a_warning(web: Web) -> None:
    container, _ = load(web.engine)
    with transaction(web.engine) as session:
        run = session.exec(select(RiskRun)).one()
        stored = session.exec(select(RiskScore).where(RiskScore.accommodation_id == UUID(container))).one().score
        run.weights_version = "lost"
        session.add(run)
    web.sign_in(NATIONAL)
    for path in ("/risk", f"/risk/{container}"):
        answer = web.get(path)
        assert answer.status_code == 200
        assert "vægtene lost" in words(answer) or "weights lost" in words(answer)
        assert f"{stored} " in words(answer)
