"""With the score off everything else works, and nothing of a score is on any page or in any file (K9)."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel, col, select

from axe_walk import ELSEWHERE
from command_line import Command, husly_command
from housed import ODENSE
from husly.app import create_app
from husly.demo.accounts import DEMO_ACCOUNTS
from husly.demo.environment import with_demo_letterhead
from husly.demo.story import load_housing, load_supervision
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.clock import now, today
from husly.kit.database import open_engine, transaction
from husly.settings import Settings
from inspection.enforcement.models import InspectionCase
from inspection.planning import routes as planning_routes
from inspection.planning.models import DutyStation, PlannedVisit, PlanState, VisitPlan
from inspection.planning.offering.period import first_lawful_day
from inspection.planning.solving.problem import VisitReason
from inspection.risk.card.actions import publish_evaluation
from inspection.risk.evaluation.models import RiskEvaluation
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.weights import load_weights
from register.accommodations.models import Accommodation
from score_card_cases import VISITS, evaluation, two_homes
from walking import Walker, routes_of, sign_in_as, text_of
from web_client import Web, web

__all__ = ["husly_command", "web"]

STARTS = ["/", "/score-card", "/score-card.json", "/risk", "/map", "/plans", "/cases", "/reports", "/standards"]
STARTS += ["/declarations", "/matches", "/portfolio", "/mandates", "/agreements", "/owners/contests", "/housing"]
STARTS += ["/map/dwellings.geojson?group=4", "/risk?group=4", "/admin/outbox", "/health", "/api/v1/openapi.json"]
STARTS += ["/owner", "/tip", "/follow", "/sign-in", "/mandates/invitation", "/door-sheets", "/account/tokens"]
WHATIF = "pack=dk-indkvarteringslov-2025&set.cap=1.5"
STARTS += [f"/standards/whatif?{WHATIF}", f"/standards/whatif/counts.csv?{WHATIF}"]
STARTS += [f"/standards/whatif/counts.xlsx?{WHATIF}", "/standards/local/new"]
STARTS += ["/municipalities/areas.geojson", "/c/nothing", "/undeclared?standing=all", "/reregistered?standing="]
STARTS += ["/risk/deviations", "/risk/evaluation", "/risk/list.csv", "/risk/weights", "/risk/weights/2026-11"]
STARTS += ["/plans/due.csv"]  # linked on days on which anything is due

VERSION = "version-not-to-be-seen"
"""What the stored run is said to have been made with; whoever reads it fails, whoever shows it is caught."""
POINTS = 97319731
"""What planned visits are said to have been worth."""

SHOWN = re.compile(
    rf"{VERSION}|\b{POINTS}\b|\b\d+ (?:point|points)\b|<meter[^>]*class=\"points-bar\"[^>]*max=\"\d\"|"
    r"(?:very high|high|moderate|low) risk\b|(?:meget høj|høj|moderat|lav) risiko\b|"
    r"(?:meget høj|høj|moderat|lav)risiko\b|reasons_da|risk_group",
    re.IGNORECASE,
)
"""Points, groups and versions as pages and files would tell them."""

HOME = "/declarations/{accommodation_id:uuid}"
SLOW = (
    "/standards/everywhere",
    "/standards/{pack_id:str}",
    "/standards/whatif",
    "/municipalities/areas.geojson",
    "/door-sheets",
    *(f"{HOME}/{one}.pdf" for one in ("certificate", "door-sheet", "plan", "receipt")),
)
"""Pages that take long and are the same for everybody: one reader opens them."""

KEYS = {"g", "group", "points", "prize", "risk_group", "score", "weights", "weights_version", "contributions", "rank"}
"""Keys of JSON that hold a score or what it rests on."""

RULES = "/risk/weights"
"""Weight sets are rules and tell nothing of any housing: which counted when stays readable, for old decisions."""

NEEDS_MORE = {
    "/agreements/{claim_id:uuid}/evidence/{file_id:uuid}": "a claim with a file",
    "/agreements/{claim_id:uuid}/answer": "a claim that the authority asks about",
    "/calendar/{name:str}": "a secret link",
    "/day/worker.js": "the script that keeps a day on a device: a file, no data",
    "/cases/{case_id:uuid}/file/{bundle_id:uuid}": "a bundle that somebody made",
    "/cases/{case_id:uuid}/follow-up/files/{file_id:uuid}": "evidence with a file",
    "/cases/{case_id:uuid}/hearing/files/{file_id:uuid}": "a reply with a file",
    "/cases/{case_id:uuid}/police/{name:str}": "a package that somebody made",
    "/cases/{case_id:uuid}/rehousing/{order_id:uuid}/sheet.pdf": "the key of a resident",
    "/notices/letters/{letter_id:uuid}": "a notice not sent yet, which so small a demonstration has on some days only",
    "/post/bundles/{name:str}": "a bundle that somebody made",
    "/post/proofs/{event_id:uuid}": "a proof of delivery with a file",
    "/comply": "a code",
    "/letters/read/{code:str}": "a code",
    "/letters/{name:str}/enclosures/{number:int}": "a letter that something goes with",
    "/referral": "a code",
    "/referral/{code:str}": "a code",
    "/rehoused/{code:str}": "a code",
    "/reply": "a code",
    "/c/{number:str}": "opened with a number that nobody has",
    "/follow": "a code",
    "/h/{code:str}": "the code of a door sheet",
    "/imports/{job_id:uuid}/marked": "a long file",
    "/p/{code:str}": "the code of a plan",
    "/language/{code:str}": "leads back to the page",
    "/reports/{report_id:uuid}/photos/{position:int}": "a report with a photo",
}
"""Pages that no link leads to in the demonstration, and that know nothing of risk."""


def sentences() -> list[str]:
    """Reasons of points that stand nowhere but with a score: what is told of facts that nobody knows."""
    factors = load_weights("2026-01").factors
    return [text for one in factors for text in (one.da_unknown, one.en_unknown)]


REASONS = sentences()


@pytest.fixture(scope="module")
def off(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient[Litestar], Engine]]:
    """The demonstration, scored and planned while the score was on, served with the score off."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('off') / 'test.sqlite'}")
    SQLModel.metadata.create_all(engine)
    settings = with_demo_letterhead(
        Settings(
            secure_cookies=False,
            demo_mode=True,
            secret_key="only-for-tests-only-for-tests-only",
            risk_score=False,
            publication="certificates",
        )
    )
    with transaction(engine) as session:
        load_housing(session, settings=settings, accommodations=40, seed=1, at=now(), progress=lambda what, done: None)
    with transaction(engine) as session:
        load_supervision(session, settings=settings, seed=1, at=now(), progress=lambda what, done: None)
        publish_evaluation(session, evaluation(all=VISITS), switched_on=True, by=SYSTEM, at=now())
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE risk_run SET weights_version = '{VERSION}'"))
        connection.execute(sa.text(f"UPDATE planned_visit SET prize = {POINTS}"))
    with TestClient(create_app(settings, engine=engine)) as client:
        yield client, engine


def faults(path: str, answer: httpx.Response) -> list[str]:
    """What of a score an answer tells, and whether it is an answer at all."""
    if answer.status_code >= 500:
        return [f"{path} answered {answer.status_code}"]
    if path.startswith(RULES):
        return []
    text = text_of(answer)
    found = [f"{path}: {hit[0]!r}" for hit in SHOWN.finditer(text)]
    found += [f"{path}: {reason!r}" for reason in REASONS if reason in text]
    if "json" in answer.headers.get("content-type", "") and not path.startswith(("/api/", "/standards/schema")):
        found += [f"{path}: the key {key!r}" for key in sorted(keys_of(json.loads(text)) & KEYS)]
    return found


def without_links(engine: Engine) -> list[str]:
    """Addresses that the map asks for by a program, and of what was kept while the score was on."""
    with transaction(engine, writing=False) as session:
        homes = session.exec(select(Accommodation.id).order_by(col(Accommodation.id)).limit(2)).all()
        kept = session.exec(select(RiskEvaluation.id)).all()
        visits = select(PlannedVisit, VisitPlan.state).join(VisitPlan).where(col(PlannedVisit.dropped_at).is_(None))
        planned = session.exec(visits).all()
    moves = [f"/plans/{one.plan_id}/stops/{one.accommodation_id}/move" for one, _ in planned]
    drafted = [move for move, (_, state) in zip(moves, planned, strict=True) if state is PlanState.DRAFT]
    days = sorted({f"/day/{one.visit_on}" for one, state in planned if state is PlanState.ACCEPTED})
    found = [f"/map/dwellings/{one}" for one in homes] + [f"/risk/evaluation/{one}" for one in kept]
    return [*found, *drafted[:1], *days, *(f"{one}/copy" for one in days[:3]), "/map/tiles/6/33/20.mvt"]


def keys_of(document: Any) -> set[str]:
    """Every key anywhere in a document."""
    if isinstance(document, dict):
        return set(document).union(*map(keys_of, document.values()))
    return set().union(*map(keys_of, document)) if isinstance(document, list) else set()


def test_no_page_and_no_file_tells_anything_of_a_score(off: tuple[TestClient[Litestar], Engine]) -> None:
    client, engine = off
    routes, found = routes_of(client.app), list[str]()
    walked, slow = set[str](), Counter[tuple[str, str]]()
    starts = [*STARTS, *without_links(engine)]
    for email in ("", *(account.email for account in DEMO_ACCOUNTS)):
        client.cookies.clear()
        if email:
            sign_in_as(client, engine, email)
        walker = Walker(client, routes, SLOW, slow)
        walker.walk(
            starts, lambda path, answer, who=email: found.extend(f"{who} {one}" for one in faults(path, answer))
        )
        walked |= {route for route, _ in walker.opened}
    walked |= {route for route, _ in slow}
    assert found == []
    assert sorted(set(routes) - walked - set(ELSEWHERE) - set(NEEDS_MORE)) == []


def test_the_walk_would_find_a_score(off: tuple[TestClient[Litestar], Engine]) -> None:
    _, engine = off
    with transaction(engine) as session:
        session.execute(sa.update(RiskRun).values(weights_version="2026-01"))
    settings = Settings(secure_cookies=False, secret_key="only-for-tests-only-for-tests-only")
    with TestClient(create_app(settings, engine=engine)) as client:
        sign_in_as(client, engine, "tilsyn@demo.husly.example")
        scored = client.get("/risk").text
        one = re.search(r'href="(/risk/[0-9a-f-]{36})"', scored)
        assert one is not None
        pages = ("/risk", one[1], "/plans", "/map/dwellings.geojson", "/score-card.json")
        silent = [path for path in pages if not faults(path, client.get(path))]
    assert silent == ["/plans"]  # the list of plans bears no score, on or off
    with transaction(engine) as session:
        session.execute(sa.update(RiskRun).values(weights_version=VERSION))


def test_switched_on_again_everything_is_as_it_was(web: Web) -> None:
    home, _ = two_homes(web.engine)
    pages = ("/risk", f"/risk/{home.id}", "/map/dwellings.geojson", "/score-card.json")
    web.sign_in(Grant(Role.INSPECTOR))
    before = [web.get(page).text for page in pages]
    stored = rows_of(web.engine)
    settings = Settings(secure_cookies=False, secret_key="only-for-tests-only-for-tests-only", risk_score=False)
    with TestClient(create_app(settings, engine=web.engine)) as client:
        switched_off = Web(client, web.engine)
        switched_off.sign_in(Grant(Role.INSPECTOR))
        for page in pages:
            assert faults(page, switched_off.get(page)) == []
    assert rows_of(web.engine) == stored
    assert [web.get(page).text for page in pages] == before


def rows_of(engine: Engine) -> list[Any]:
    """Every run and score as stored."""
    with transaction(engine, writing=False) as session:
        runs = [one.model_dump() for one in session.exec(select(RiskRun).order_by(col(RiskRun.id)))]
        scores = select(RiskScore).order_by(col(RiskScore.run_id), col(RiskScore.accommodation_id))
        return [*runs, *(one.model_dump() for one in session.exec(scores))]


def with_a_station(engine: Engine) -> None:
    """Two scored homes, and a duty station within reach of them."""
    two_homes(engine)
    with transaction(engine) as session:
        code, latitude, longitude = ODENSE
        session.add(DutyStation(name="Ida Inspektør", latitude=latitude, longitude=longitude, municipality_code=code))


@pytest.fixture
def husly_off(husly_command: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command on an installation that uses no score."""
    monkeypatch.setenv("HUSLY_RISK_SCORE", "false")
    return husly_command


def test_commands_plan_and_export_without_a_score(husly_off: Command, clean_engine: Engine, tmp_path: Path) -> None:
    with_a_station(clean_engine)
    planned = husly_off("plan", "--seconds", 0.1, "--json", "--save")
    assert planned.exit_code == 0, planned.output
    document = json.loads(planned.stdout)
    assert document["visits"] > 0
    assert keys_of(document) & KEYS == set()
    answer = husly_off("plan", "--seconds", 0.1, "--ics", str(tmp_path))
    calendars = [one.read_text(encoding="utf-8") for one in tmp_path.glob("*.ics")]
    for told in (answer, husly_off("plan", "--seconds", 0.1, "--geojson")):
        assert told.exit_code == 0
    for text in (*calendars, told.stdout):
        assert SHOWN.search(text) is None
        assert '"score"' not in text
    assert calendars
    with transaction(clean_engine, writing=False) as session:
        reasons = set(session.exec(select(PlannedVisit.reason)))
    assert reasons == {VisitReason.RANDOM}


@pytest.mark.parametrize("command", [("score",), ("publish-evaluation", "FILE")])
def test_commands_that_make_a_score_are_refused(husly_off: Command, tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "evaluation.json"
    file.write_text(json.dumps(evaluation(all=VISITS)), encoding="utf-8")
    answer = husly_off("risk", *(str(file) if one == "FILE" else one for one in command))
    assert answer.exit_code == 1
    assert "switched off" in answer.output


def test_a_plan_is_made_and_accepted_and_a_case_opened_without_a_score(
    clean_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning_routes, "SEARCH_SECONDS", 0.05)
    with_a_station(clean_engine)
    settings = Settings(secure_cookies=False, secret_key="only-for-tests-only-for-tests-only", risk_score=False)
    with TestClient(create_app(settings, engine=clean_engine)) as client:
        web = Web(client, clean_engine)
        web.sign_in(Grant(Role.INSPECTOR))
        first = first_lawful_day(today(), settings.notice_posting_days)
        form = {"from_on": first.isoformat(), "days": "7", "seed": "3", "inspectors": "1", "municipality": ""}
        plan = web.post("/plans/new", form).headers["location"].partition("?")[0]
        assert web.post(f"{plan}/accept", {"version": "0"}).status_code == 303
        with transaction(clean_engine, writing=False) as session:
            case = session.exec(select(InspectionCase)).first()
        assert case is not None
        for page in (plan, f"{plan}/tours.geojson", "/cases", f"/cases/{case.id}"):
            answer = web.get(page)
            assert answer.status_code == 200
            assert faults(page, answer) == []
