"""The public score card: made of the weights in force, open to everybody, the same for people and programs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy.engine import Engine

from conftest import AT
from husly.app import create_app
from husly.kit.access import SYSTEM
from husly.kit.clock import today
from husly.kit.database import transaction
from husly.settings import Settings
from inspection.risk.card.actions import publish_evaluation
from inspection.risk.weights import BARRED_WORDS, delivered_in_force
from score_card_cases import VISITS, evaluation, two_homes
from web_client import Web, web, words

__all__ = ["web"]

KEYS = {
    "purpose",
    "use",
    "not_use",
    "law",
    "barred",
    "barred_how",
    "period",
    "oversight",
    "limits",
    "withheld",
    "appeal",
}
BARRED_TOLD = {"nationality", "citizenship", "ethnicity", "language", "names", "sex", "age", "religion", "union"}


def publish(web: Web, **changes: Any) -> None:
    with transaction(web.engine) as session:
        publish_evaluation(session, evaluation(**changes), switched_on=True, by=SYSTEM, at=AT)


def test_anybody_reads_it_without_signing_in(web: Web) -> None:
    answer = web.get("/score-card", lang="en")
    assert answer.status_code == 200
    page = words(answer)
    assert "never evidence" in page
    assert "DRAFT" in page
    assert "Not evaluated yet" in page
    assert 'href="/score-card"' in web.get("/").text


def test_every_number_of_points_in_force_stands_on_the_page(web: Web) -> None:
    weights = delivered_in_force(today())
    document = web.get("/score-card.json", lang="en").json()
    page = words(web.get("/score-card", lang="en"))
    assert document["weights"]["version"] == weights.version
    assert [one["key"] for one in document["weights"]["factors"]] != []
    assert {one["key"]: one["highest"] for one in document["weights"]["factors"]} == {
        one.key: one.max_points for one in weights.factors
    }
    for one in document["weights"]["factors"]:
        for line in one["points"]:
            assert f"{line['text']} {line['points']}" in page
    assert sum(one["highest"] for one in document["weights"]["factors"]) == 100


def test_programs_find_the_same_keys_in_every_language(web: Web) -> None:
    danish, english = (web.get("/score-card.json", lang=one).json() for one in ("da", "en"))
    assert danish.keys() == english.keys()
    assert {one["key"] for one in danish["sections"]} == {one["key"] for one in english["sections"]} == KEYS
    assert danish["sections"][0]["title"] != english["sections"][0]["title"]
    assert danish["format"] == "husly-score-card-1"


def test_what_never_counts_is_told_as_it_is_enforced(web: Web) -> None:
    document = web.get("/score-card.json", lang="en").json()
    told = " ".join(next(one["list"] for one in document["sections"] if one["key"] == "barred"))
    assert [word for word in sorted(BARRED_TOLD) if word not in told] == []
    assert BARRED_TOLD <= BARRED_WORDS


def test_withheld_factors_are_named_with_their_points(web: Web) -> None:
    document = web.get("/score-card.json", lang="en").json()
    told = {one["key"]: one["withheld_from_employers"] for one in document["weights"]["factors"]}
    assert told["open_tips"] is True
    assert told["crowding"] is False
    page = words(web.get("/score-card", lang="en"))
    highest = next(one["highest"] for one in document["weights"]["factors"] if one["key"] == "open_tips")
    assert f"Reports that wait to be dealt with never told at most {highest}" in page


def test_the_groups_cover_every_score_once(web: Web) -> None:
    groups = web.get("/score-card.json").json()["weights"]["groups"]
    covered = [points for one in groups for points in range(one["from"], one["to"] + 1)]
    assert covered == list(range(101))


def test_it_says_how_this_installation_uses_the_score(web: Web) -> None:
    document = web.get("/score-card.json", lang="en").json()
    assert document["random_share"] == 0.1
    assert document["newest_scoring_as_of"] is None
    two_homes(web.engine)
    assert web.get("/score-card.json").json()["newest_scoring_as_of"] == today().isoformat()
    assert "10 % of planned visits are drawn at random" in words(web.get("/score-card", lang="en"))


def test_a_published_evaluation_is_told_with_its_intervals(web: Web) -> None:
    publish(web)
    page = words(web.get("/score-card", lang="en"))
    assert "300 visits, 75 with a breach (60 % (50 % to 70 %))" in page
    assert "0.60 (0.50 to 0.70)" in page
    assert "The score is better than: Chance" in page
    assert "Not evaluated yet" not in page
    found = web.get("/score-card.json").json()["evaluation"]
    assert found["period"] == {"from": "2025-01-01", "to": "2025-12-31"}
    assert found["all"]["rankings"]["model"]["lift"]["value"] == 0.6


def test_figures_of_random_visits_stand_first_and_their_lack_is_told(web: Web) -> None:
    publish(web)
    assert "too few visits drawn at random to prove" in words(web.get("/score-card", lang="en"))
    lift = {"value": 2.0, "low": 1.2, "high": 3.1}
    publish_later = {"random": VISITS | {"visits": 100, "breaches": 20}, "lift": lift}
    with transaction(web.engine) as session:
        at = AT + timedelta(days=1)
        publish_evaluation(session, evaluation(**publish_later), switched_on=True, by=SYSTEM, at=at)
    page = words(web.get("/score-card", lang="en"))
    assert "2.00 (1.20 to 3.10) times as often" in page
    assert page.index("Visits drawn at random 100 visits") < page.index("All visits 300 visits")
    assert "prove nothing alone" in page


def test_an_evaluation_of_too_few_visits_tells_no_figure(web: Web) -> None:
    publish(web, all=VISITS | {"visits": 12, "breaches": 3})
    page = words(web.get("/score-card", lang="en"))
    assert "too few visits to tell figures" in page
    assert "0.6" not in page


def test_a_score_that_cannot_be_told_from_chance_is_said_to_be_so(web: Web) -> None:
    difference = {"value": 0.01, "low": -0.05, "high": 0.06}
    publish(web, all=VISITS | {"model_minus": {"chance": {"area_under_curve": difference}}})
    assert "cannot be told apart from: Chance" in words(web.get("/score-card", lang="en"))


def test_nobody_is_named_but_the_authority_and_the_author(web: Web) -> None:
    two_homes(web.engine)
    text = web.get("/score-card").text + web.get("/score-card.json").text
    for name in ("Jensen Byg", "Anden ApS", "Ærøvej", "Fjordvej"):
        assert name not in text


@pytest.fixture
def web_without_score(clean_engine: Engine) -> Iterator[Web]:
    """A browser on an installation that uses no score."""
    settings = Settings(secure_cookies=False, secret_key="only-for-tests-only-for-tests-only", risk_score=False)
    with TestClient(create_app(settings, engine=clean_engine)) as client:
        yield Web(client, clean_engine)


def test_without_a_score_the_card_says_how_visits_are_chosen_instead(web_without_score: Web) -> None:
    two_homes(web_without_score.engine)
    page = words(web_without_score.get("/score-card", lang="en"))
    assert "No score is used here" in page
    assert "drawn by lot" in page
    assert "2026-01" not in page
    document = web_without_score.get("/score-card.json").json()
    assert document["in_use"] is False
    assert document.keys() == {"format", "language", "as_of", "in_use", "responsible", "sections"}
