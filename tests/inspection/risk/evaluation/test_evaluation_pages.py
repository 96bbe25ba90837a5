"""The page of an evaluation: who sees what of it, and nothing while the score is off."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from litestar.testing import TestClient
from sqlalchemy.engine import Engine

from housed import ODENSE, SVENDBORG, add_dwelling, house
from husly.app import create_app
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.settings import Settings
from inspection.enforcement.choosing import VisitReason
from inspection.risk.card.queries import find_published
from inspection.risk.evaluation.actions import keep_evaluation
from inspection.risk.evaluation.of_register import Asked, evaluate_register
from inspection.risk.evaluation.queries import find_newest_evaluation
from inspection.risk.weights import load_weights
from visits_made import visited
from web_client import NOBODYS, Web, web, words

__all__ = ["web"]

PAGE = "/risk/evaluation"
STATISTICIAN, INSPECTOR = Grant(Role.STATISTICIAN), Grant(Role.INSPECTOR)


def load(engine: Engine, count: int = 130, *, seed: int = 1, breaches: float = 0.5) -> str:
    """Visits in Odense, a few in Svendborg, half of them at random, evaluated and kept."""
    rng = random.Random(seed)  # noqa: S311 - the same housing each time
    with transaction(engine) as session:
        for number in range(count):
            crowded = rng.random() < 0.4
            dwelling = add_dwelling(session, place=SVENDBORG if number % 20 == 0 else ODENSE)
            home = house(
                session,
                dwelling=dwelling,
                residents=14 if crowded else 2,
                starts_on=today() - timedelta(days=1000),
                submitted_at=datetime.now(UTC) - timedelta(days=900),
            )
            breached = rng.random() < (breaches if crowded else breaches / 5)
            day = today() - timedelta(days=20 + 60 * rng.randint(0, 11))  # few days: each costs a reading
            reason = VisitReason.RANDOM if number % 2 else VisitReason.SCORE
            visited(session, home, day, breached=breached, reason=reason)
        asked = Asked(today() - timedelta(days=1500), today(), load_weights("2026-01"), resamples=60)
        document = evaluate_register(session, asked)
        return str(keep_evaluation(session, asked, document, switched_on=True, by=SYSTEM, at=now()).id)


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/{NOBODYS}"])
def test_whoever_is_not_signed_in_is_sent_to_sign_in(web: Web, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/{NOBODYS}"])
@pytest.mark.parametrize("grant", [Grant(Role.ADMINISTRATOR), Grant(Role.EMPLOYER, employer_id=UUID(NOBODYS))])
def test_whoever_lacks_the_permission_is_refused(web: Web, path: str, grant: Grant) -> None:
    web.sign_in(grant)
    assert web.get(path).status_code == 403


def test_the_menu_leads_there_whoever_reaches_it_in_no_other_way(web: Web) -> None:
    web.sign_in(STATISTICIAN)
    assert f'href="{PAGE}"' in web.get("/").text
    web.sign_in(INSPECTOR)
    assert f'href="{PAGE}"' not in web.get("/").text
    assert f'href="{PAGE}"' in web.get("/risk").text


def test_before_the_first_evaluation_the_page_says_how_to_make_one(web: Web) -> None:
    web.sign_in(INSPECTOR)
    assert "husly risk evaluate" in words(web.get(PAGE, lang="en"))


def test_the_score_stands_beside_the_last_result_and_chance_with_intervals(web: Web) -> None:
    load(web.engine)
    web.sign_in(INSPECTOR)
    answer = web.get(PAGE, lang="en")
    page = words(answer)
    for said in ("Last result", "Chance", "Biased by selection", "Drawn at random", "Brier", "Days earlier", "Odense"):
        assert said in page
    assert "nan" not in page.lower().split()
    charts = [part for part in answer.text.split("<svg viewBox") if 'role="img"' in part[:200]]
    assert len(charts) == 2
    assert charts[0].split("</svg>")[0].count("<polyline") == 4
    assert charts[1].split("</svg>")[0].count("<circle") == 10


def test_a_chart_says_what_its_table_says(web: Web) -> None:
    load(web.engine)
    web.sign_in(INSPECTOR)
    text = web.get(PAGE, lang="en").text
    model = next(line for line in text.split("<polyline")[1:] if "#0059b3" in line)
    points = dict(pair.split(",") for pair in model.split('points="')[1].split('"')[0].split())
    at_half = (310 - float(points["196"])) / 300
    table = text.split("Share of the breaches found")[1].split("</table>")[0]
    row = next(one for one in table.split("<tr>") if ">50\u00a0%<" in one)
    assert f">{round(at_half * 100)}\u00a0%<" in row


def test_few_visits_at_random_give_no_figure_but_a_sentence(web: Web) -> None:
    load(web.engine, 40)
    web.sign_in(INSPECTOR)
    page = words(web.get(PAGE, lang="en"))
    assert "Under 50 visits were drawn at random" in page
    assert "Too few" in page


def test_without_any_visit_the_page_says_that_there_is_too_little_yet(web: Web) -> None:
    load(web.engine, 0)
    web.sign_in(INSPECTOR)
    assert "there is too little yet" in words(web.get(PAGE, lang="en"))


def test_a_municipality_sees_its_own_row_only(web: Web) -> None:
    load(web.engine)
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    page = words(web.get(PAGE, lang="en"))
    assert "Odense" in page
    assert "Svendborg" not in page


def test_readers_who_see_no_housing_see_no_count_under_five(web: Web) -> None:
    load(web.engine, breaches=0.1)
    web.sign_in(INSPECTOR)
    whole = words(web.get(PAGE, lang="en"))
    web.sign_in(STATISTICIAN)
    shown = words(web.get(PAGE, lang="en"))
    assert "under 5" in shown
    assert "under 5 " not in whole
    assert "Back to the list" not in shown


def test_an_earlier_evaluation_stays_readable(web: Web) -> None:
    first = load(web.engine, 4)
    second = load(web.engine, 5, seed=2)
    web.sign_in(INSPECTOR)
    assert f"{PAGE}/{first}" in web.get(PAGE).text
    assert web.get(f"{PAGE}/{first}").status_code == 200
    assert f"{PAGE}/{second}" in web.get(f"{PAGE}/{first}").text
    assert web.get(f"{PAGE}/{NOBODYS}").status_code == 404


DECISION_MAKER = Grant(Role.DECISION_MAKER)


def test_a_decision_maker_publishes_what_is_shown_after_confirming_it(web: Web) -> None:
    kept = load(web.engine)
    web.sign_in(DECISION_MAKER)
    assert "Publish on the score card" in words(web.get(PAGE, lang="en"))
    refused = web.post(f"{PAGE}/{kept}/publish", {})
    assert refused.status_code == 409
    with transaction(web.engine, writing=False) as session:
        assert find_published(session) is None
    assert web.post(f"{PAGE}/{kept}/publish", {"confirmed": "true"}).status_code == 303
    page = words(web.get(PAGE, lang="en"))
    assert "This evaluation stands on the public score card" in page
    assert "Publish on the score card" not in page
    card = web.get("/score-card.json").json()
    assert card["evaluation"] is not None
    with transaction(web.engine, writing=False) as session:
        published = find_published(session)
        assert published is not None
        assert published.weights_version == "2026-01"
        rows = published.document["all"]["groups"]["municipality"]
        assert [one["value"] for one in rows if one["too_few"]]  # seven visits in Svendborg


@pytest.mark.parametrize("grant", [INSPECTOR, STATISTICIAN, Grant(Role.CASEWORKER, municipality_code="0461")])
def test_nobody_else_is_offered_to_publish_or_may(web: Web, grant: Grant) -> None:
    kept = load(web.engine, 12)
    web.sign_in(grant)
    assert "/publish" not in web.get(PAGE).text
    assert web.post(f"{PAGE}/{kept}/publish", {"confirmed": "true"}).status_code == 403
    with transaction(web.engine, writing=False) as session:
        assert find_published(session) is None


def test_an_evaluation_without_visits_is_not_offered_for_publishing(web: Web) -> None:
    load(web.engine, 0)
    web.sign_in(DECISION_MAKER)
    assert "/publish" not in web.get(PAGE).text


@pytest.fixture
def web_without_score(clean_engine: Engine) -> Iterator[Web]:
    """A browser on an installation that uses no score."""
    settings = Settings(secure_cookies=False, secret_key="only-for-tests-only-for-tests-only", risk_score=False)
    with TestClient(create_app(settings, engine=clean_engine)) as client:
        yield Web(client, clean_engine)


def test_while_the_score_is_off_nothing_of_it_is_shown(web_without_score: Web) -> None:
    kept = load(web_without_score.engine, 6)
    web_without_score.sign_in(INSPECTOR)
    page = words(web_without_score.get(PAGE, lang="en"))
    assert "switched off" in page
    assert "AUC" not in page
    assert web_without_score.get(f"{PAGE}/{kept}").status_code == 404


def test_what_is_kept_names_no_dwelling_employer_or_person(web: Web) -> None:
    load(web.engine, 6)
    web.sign_in(INSPECTOR)
    with transaction(web.engine, writing=False) as session:
        kept = find_newest_evaluation(session)
        assert kept is not None
        text = json.dumps(kept.document)
    for word in ("Ærøvej", "Jensen", "accommodation_id", "dwelling_id"):
        assert word not in text
