"""Nobody who takes no part in planning finds a trace of a planned visit anywhere (PLAN-03, P9)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy.engine import Engine
from sqlmodel import Session, SQLModel, col, select

from case_ways import APPROVER, AUTHOR, INSPECTOR
from housing import CASE_SETTINGS, CROWDED, declare
from husly.app import create_app
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.clock import now, today
from husly.kit.database import open_engine, transaction
from husly.kit.i18n import format_date, use_language
from husly.kit.outbox import OutboxMessage
from husly.worker import deliver_due
from inspection.days.models import CalendarLink
from inspection.enforcement.actions import open_case
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.waivers import NoticeWaiver, NoticeWaiverGround
from inspection.letters.approvals import approve_for_demonstration
from inspection.letters.issuing import issue_letter
from inspection.letters.models import Letter
from inspection.needs.actions import NeedsTold, keep_needs
from inspection.planning.carrying_out.accepting import accept_plan
from inspection.planning.models import DutyStation, PlannedVisit, VisitPlan
from inspection.reminders.actions import remind_officers
from planned_visits import planned_visit
from register.owners.actions import name_owner
from register.upkeep.duties import duties_of
from register.upkeep.reminding.actions import remind
from walking import Walker, routes_of, text_of
from web_client import Web

SETTINGS = CASE_SETTINGS.model_copy(update={"publication": "certificates", "publication_addresses": True})
NAME = "Hemmelia Besøgsen"
SAFETY = "Løs hund bag lågen QX-77"
HOME = ("55.318273", "10.427391")
"""Where an inspector starts from, which may be a home: it stands on no map and in no file, whoever opens it."""
GROUND = NoticeWaiver(NoticeWaiverGround.PURPOSE_DEFEATED, "hemmelig grund QX-55")
CLIENTS_OWN = {
    "street": "Kirkevej",
    "house_number": "2",
    "postcode": "5000",
    "municipality_code": "0461",
}


@dataclass
class Secret:
    """A register with planned visits, and everything that would give them away."""

    engine: Engine
    home: UUID
    employer: UUID
    plan: UUID
    case: UUID
    letter: UUID
    station: UUID
    day: str
    visits: list[UUID] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    owner_code: str = ""


def told_days(day: date) -> set[str]:
    """A day in every way that a page could write it."""
    found = {day.isoformat(), day.strftime("%Y%m%d"), day.strftime("%d-%m-%Y"), day.strftime("%d.%m.%Y")}
    for language in ("da", "en"):
        use_language(language)
        found.add(format_date(day))
    use_language("da")
    return found


def rare_day(ahead: int) -> date:
    """A working day far from anything else that pages tell of."""
    return ALWAYS_OPEN.on_or_after(today() + timedelta(days=ahead))


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Secret:
    """One plan accepted: a visit whose notice was issued, and one that nobody is told of; another plan is a draft."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('secret') / 'test.sqlite'}")
    SQLModel.metadata.create_all(engine)
    with transaction(engine) as session:
        return _secret(session, engine)


def _secret(session: Session, engine: Engine) -> Secret:
    approve_for_demonstration(session, pack_ids=SETTINGS.packs, by=AUTHOR, and_by=APPROVER, at=now())
    told = declare(session, at=now() - timedelta(days=60))
    quiet = declare(session, at=now() - timedelta(days=60), address=CLIENTS_OWN)
    days = [rare_day(47), rare_day(53), rare_day(59)]
    first = planned_visit(session, told.id, on=days[0], accepted=False)
    fields = {"accommodation_id": quiet.id, "visit_on": days[1], "announced": False, "position": 1}
    second = PlannedVisit(**first.model_dump(exclude={"id"}) | fields)
    session.add(second)
    station = session.get_one(DutyStation, first.duty_station_id)
    station.name, station.latitude, station.longitude = NAME, float(HOME[0]), float(HOME[1])
    told_of = NeedsTold(people=2, people_reason="To sammen", safety=SAFETY, review_on=today() + timedelta(days=90))
    keep_needs(session, quiet.id, told_of, by=INSPECTOR, at=now())
    plan = session.get_one(VisitPlan, first.plan_id)
    (tour,) = plan.summary["tours"]
    plan.summary = plan.summary | {"tours": [tour, tour | {"on": days[1].isoformat()}]}
    session.flush()
    accept_plan(
        session,
        first.plan_id,
        open_case=open_case,
        posting_days=1,
        ground_of=lambda _s, _v: GROUND,
        by=INSPECTOR,
        at=now(),
    )
    letter = session.exec(select(Letter)).one()
    issue_letter(session, letter.id, settings=SETTINGS, by=INSPECTOR, at=now())
    draft = planned_visit(session, quiet.id, on=days[2], accepted=False)
    cases = session.exec(select(InspectionCase)).all()
    visits = session.exec(select(Visit)).all()
    found = Secret(
        engine, quiet.id, told.employer_id, first.plan_id, cases[0].id, letter.id, station.id, days[0].isoformat()
    )
    found.visits = [first.id, second.id, draft.id]
    ids = [first.plan_id, draft.plan_id, first.duty_station_id, letter.id]
    ids += [one.id for one in (*cases, *visits)] + found.visits
    found.words = {str(one) for one in ids} | {NAME, SAFETY, GROUND.reason, *(one.case_number for one in cases)}
    for day in days:
        found.words |= told_days(day)
    owner = {"name": "Ejnar Ejer", "postal_address": "Ejervej 1, 5000 Odense C"}
    found.owner_code = str(name_owner(session, accommodation_id=quiet.id, by=SYSTEM, at=now(), **owner).code)
    return found


@pytest.fixture
def browser(secret: Secret) -> Iterator[Web]:
    with TestClient(create_app(SETTINGS, engine=secret.engine)) as client:
        yield Web(client, secret.engine)


def leaks(secret: Secret, path: str, answer: httpx.Response) -> list[str]:
    """What of the secrets an answer tells; an id or a day that stood in the address is known to whoever asked."""
    text = text_of(answer)
    known = set[str]()
    if secret.day in path:
        asked = date.fromisoformat(secret.day)
        monday = asked - timedelta(days=asked.weekday())
        shown = [monday + timedelta(days=one) for one in range(7)] if path.endswith("/week") else [asked]
        known = set[str]().union(*map(told_days, shown))
    return [f"{path}: {word}" for word in secret.words - known if word in text and word not in path]


VALUES = {"zoom:int": "9", "x:int": "270", "row:str": "160.mvt", "step:str": "show", "authority:str": "police"}
INSIDE = ("/plans", "/cases", "/letters", "/notices", "/day", "/joint", "/meetings", "/targets", "/stations", "/needs")
INSIDE += ("/map", "/reports", "/risk")


def filled(app: Litestar, secret: Secret) -> list[str]:
    """Every route, each place in it filled with what an outsider could guess or know."""
    secrets = [secret.plan, secret.case, secret.letter, secret.visits[0], secret.station, secret.home]
    found = [f"/plans/compare?a={secret.plan}&b={secret.plan}"]
    found += [f"/plans/{secret.plan}/stops/{secret.home}/move?on={secret.day}&inspector={secret.station}"]
    found += [f"/day/{secret.day}", f"/day/{secret.day}/copy", f"/day/{secret.day}/week", f"/calendar/{'x' * 43}.ics"]
    found += [f"{path}?reason={reason}" for path in ("/map", "/map/list") for reason in ("other", "score", "random")]
    found += ["/map/tiles/9/270/160.mvt?reason=random", "/map/tiles/5/16/10.mvt", "/map/dwellings.geojson?group=4"]
    for route in routes_of(app):
        if "{" not in route:
            found.append(route)
            continue
        for one in secrets if route.startswith(INSIDE) else [secret.home]:
            parts = [VALUES.get(part[1:-1], str(one)) if part.startswith("{") else part for part in route.split("/")]
            found.append("/".join(parts))
    return found


OUTSIDERS = {
    "nobody": (),
    "statistician": (Grant(Role.STATISTICIAN),),
    "operator": (Grant(Role.ADMINISTRATOR), Grant(Role.LEGAL_REVIEWER)),
    "elsewhere": (Grant(Role.CASEWORKER, municipality_code="0479"),),
    "inspector elsewhere": (Grant(Role.INSPECTOR, municipality_code="0479"),),
    "leader elsewhere": (Grant(Role.DECISION_MAKER, municipality_code="0479"),),
}


@pytest.mark.parametrize("who", [*OUTSIDERS, "employer"])
def test_no_page_and_no_file_tells_an_outsider_of_a_planned_visit(browser: Web, secret: Secret, who: str) -> None:
    grants = OUTSIDERS.get(who, (Grant(Role.EMPLOYER, secret.employer),))
    if grants:
        browser.sign_in(*grants)
    found: list[str] = []
    opened = 0

    def check(path: str, answer: httpx.Response) -> None:
        nonlocal opened
        opened += 1
        assert answer.status_code < 500, path
        found.extend(leaks(secret, path, answer))

    app = browser.client.app
    walker = Walker(browser.client, routes_of(app))
    walker.walk([path for path in filled(app, secret) if "{" not in path], check)
    assert found == []
    assert opened > 10


def test_where_an_inspector_lives_is_on_no_page_and_in_no_file(browser: Web, secret: Secret) -> None:
    browser.sign_in(Grant(Role.INSPECTOR))
    found: list[str] = []

    def check(path: str, answer: httpx.Response) -> None:
        found.extend(f"{path}: {word}" for word in HOME if word[:7] in text_of(answer))

    starts = [path for path in filled(browser.client.app, secret) if path.startswith((*INSIDE, "/account", "/admin"))]
    Walker(browser.client, routes_of(browser.client.app), ("/standards", "/declarations")).walk(starts, check)
    assert found == []


def test_no_trail_of_who_did_what_repeats_the_words_about_safety_or_where_somebody_lives(secret: Secret) -> None:
    with transaction(secret.engine, writing=False) as session:
        trail = json.dumps([one.model_dump(mode="json") for one in session.exec(select(AuditEvent))], default=str)
        letters = str([one.model_dump() for one in session.exec(select(Letter))])
    assert "needs.kept" in trail
    assert [word for word in (SAFETY, *HOME) if word in trail or word in letters] == []


def test_a_revoked_calendar_and_that_of_another_tell_nothing(browser: Web, secret: Secret) -> None:
    browser.sign_in(Grant(Role.INSPECTOR))
    page = browser.post("/day/calendar")
    address = re.search(r"/calendar/[\w-]{43}\.ics", page.text)
    assert address is not None
    assert leaks(secret, "", browser.get(address[0])) == []  # of somebody who is to visit nowhere
    links = re.search(r"/day/calendar/([0-9a-f-]{36})/revoke", page.text)
    assert links is not None
    browser.sign_in(Grant(Role.INSPECTOR))
    assert browser.post(links[0]).status_code == 404
    assert browser.client.head(address[0]).status_code == 405
    with transaction(secret.engine) as session:
        for link in session.exec(select(CalendarLink)):
            link.revoked_at = now()
    browser.sign_out()
    assert browser.get(address[0]).status_code == 404


def test_the_search_would_find_them(browser: Web, secret: Secret) -> None:
    browser.sign_in(Grant(Role.INSPECTOR))
    assert leaks(secret, "", browser.get(f"/plans/{secret.plan}"))
    assert leaks(secret, "", browser.get("/notices", which="sent"))
    assert leaks(secret, "", browser.get("/cases"))


def test_the_owner_with_the_code_and_whoever_searches_find_nothing(browser: Web, secret: Secret) -> None:
    page = browser.post("/owner", {"code": secret.owner_code})
    assert page.status_code == 200
    assert "Kirkevej" in text_of(page)
    asked = [browser.get("/housing", search=word) for word in ("Kirkevej", "Kirkevej 2", "Fynsk Gartneri", "5000")]
    for answer in (page, *asked):
        assert leaks(secret, "", answer) == []


def test_nothing_leaves_before_an_unannounced_visit(secret: Secret, tmp_path: Path) -> None:
    remind(secret.engine, duties_of(SETTINGS), at=now())
    remind_officers(secret.engine, SETTINGS, at=now())
    with transaction(secret.engine) as session:
        waiting = session.exec(select(OutboxMessage)).all()
        letters = [one for one in waiting if one.channel == "letter"]
        assert [one.payload["letter_id"] for one in letters] == [str(secret.letter)]
        of_home = select(InspectionCase.case_number).where(col(InspectionCase.accommodation_id) == secret.home)
        quiet = session.exec(of_home).one()
    while True:
        with transaction(secret.engine) as session:
            if deliver_due(session, outbox_path=tmp_path, at=now(), chosen=SETTINGS) is None:
                break
    for path in tmp_path.rglob("*"):
        assert quiet not in path.name
        if path.is_file() and path.suffix != ".pdf":
            assert quiet not in path.read_text(errors="ignore")
            assert GROUND.reason not in path.read_text(errors="ignore")


def test_an_employers_program_learns_nothing(browser: Web, secret: Secret) -> None:
    browser.sign_in(Grant(Role.EMPLOYER, secret.employer))
    made = browser.post("/account/tokens", {"name": "Lønsystem", "employer": str(secret.employer), "days": "90"})
    token = re.search(r'id="secret">([\w-]+)<', made.text)
    assert token is not None
    headers = {"Authorization": f"Bearer {token[1]}"}
    for document in ({"declarations": [CROWDED]}, {"declarations": [{"id": str(secret.visits[0])}]}, {}):
        answer = browser.client.post("/api/v1/declarations", json=document, headers=headers)
        assert leaks(secret, str(secret.visits[0]), answer) == []
    assert leaks(secret, "", made) == []
