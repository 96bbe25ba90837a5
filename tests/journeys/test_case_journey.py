"""Visit, hearing, order, follow-up: one case the whole way, through the pages that people use."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

import case_ways
from case_ways import APPROVER, AUTHOR
from case_web import Clock, case_web, clock, ids_of, take
from conftest import AT
from housing import CASE_SETTINGS, declare
from husly.kit import audit
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from inspection.enforcement.actions import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.letters.approvals import approve_for_demonstration
from inspection.letters.queries import find_altered
from web_client import Web, words

__all__ = ["case_web", "clock"]

INSPECTOR, DECISION_MAKER = Grant(Role.INSPECTOR), Grant(Role.DECISION_MAKER)
PACK = "dk-indkvarteringslov-2025"
MET = ("daylight", "heating", "indoor_climate", "no_hazard", "toilet", "drinking_water", "wastewater", "protection")


@pytest.fixture
def case(case_web: Web, clock: Clock) -> str:
    """Given a planned visit to a crowded house: the path of its case."""
    with transaction(case_web.engine) as session:
        approve_for_demonstration(session, pack_ids=CASE_SETTINGS.packs, by=AUTHOR, and_by=APPROVER, at=AT)
        accommodation = declare(session, at=AT - timedelta(days=60))
        opened = open_case(
            session,
            accommodation_id=accommodation.id,
            visit_on=(AT + timedelta(days=21)).date(),
            from_min=540,
            to_min=660,
            inspector_id="x",
            reason="Mange beboere pr. rum",
            chosen=Chosen(reason=VisitReason.SCORE),
            by=case_ways.INSPECTOR,
            at=AT,
        )
    return f"/cases/{opened.id}"


def issue(web: Web, letter: str) -> None:
    """When the letter is read, its gates are open and the button is there; then it is frozen."""
    page = web.get(letter)
    assert "Udsted brevet" in words(page)
    assert web.post(f"{letter}/issue", {"confirmed": "yes"}).status_code == 303
    assert "SHA-256" in words(web.get(letter))
    pdf = web.get(f"{letter}.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert all("PRØVE" in page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)


def deliver(web: Web, case: str, letter: str, day: str) -> None:
    delivered = take(web, case, "delivered", letter_id=letter.rpartition("/")[2], delivered_on=day)
    assert delivered.status_code == 303


def announce_and_visit(web: Web, case: str, clock: Clock) -> None:
    drafted = take(
        web,
        case,
        "notice",
        objection_due_on=clock.on(11),
        facts="I har anmeldt, at seks personer bor på adressen.",
        proportionality_reason="oplysninger pr. brev ikke kan vise rummenes størrelse",
    )
    notice = drafted.headers["location"]
    issue(web, notice)
    clock.go_to(2)
    deliver(web, case, notice, clock.on(2))
    assert "14 dage efter, at varslet blev modtaget" in words(web.get(case))
    clock.go_to(21)
    assert take(web, case, "visit", visited_on=clock.on(21), identification="true").status_code == 303


def record_findings(web: Web, case: str) -> None:
    answers = {f"{PACK}.{rule}:outcome": "met" for rule in MET} | {
        f"{PACK}.cap:outcome": "breached",
        f"{PACK}.cap:number": "3",
        f"{PACK}.cap:text": "6 personer i 2 beboelsesrum",
        f"{PACK}.cap:kind": "computed",
        f"{PACK}.window:outcome": "breached",
        f"{PACK}.window:text": "Vinduet er skruet fast",
        f"{PACK}.window:rooms": "Værelse 2",
        "do": "finish",
    }
    assert web.post(f"{case}/findings", answers).status_code == 303


def hear(web: Web, case: str, clock: Clock) -> None:
    drafted = take(web, case, "hearing", days="14", contemplated_due_on=clock.on(80))
    hearing = drafted.headers["location"]
    issue(web, hearing)
    clock.go_to(22)
    deliver(web, case, hearing, clock.on(22))
    assert take(web, case, "conclude").status_code == 409
    clock.go_to(28)
    assert take(web, case, "reply", replied_on=clock.on(28), reply="Stuen tæller med.").status_code == 303
    weighed = {f"point.{one}": "Stuen bruges som lager." for one in ids_of(web.get(case), "point")}
    assert take(web, case, "consider", **weighed).status_code == 303
    assert take(web, case, "conclude").status_code == 303


def order(web: Web, case: str, clock: Clock) -> str:
    clock.go_to(30)
    due = {f"due_on.{found}": clock.on(80) for found in ids_of(web.get(case), "due_on")}
    drafted = take(web, case, "order", report_due_on=clock.on(85), considerations="Sundhed vejer tungest.", **due)
    letter: str = drafted.headers["location"]
    assert web.post(f"{letter}/issue", {"confirmed": "yes"}).status_code in (403, 409)
    web.sign_in(DECISION_MAKER, name="Dorte Afgørelse")
    assert web.post(f"{letter}/issue", {"confirmed": "yes"}).status_code == 409
    assert take(web, case, "approve").status_code == 303
    issue(web, letter)
    again = web.post(f"{letter}/issue", {"confirmed": "yes"})
    assert again.status_code == 409
    assert "allerede udstedt" in words(again)
    clock.go_to(33)
    deliver(web, case, letter, clock.on(33))
    return letter


def test_from_the_planned_visit_to_the_closed_case(case_web: Web, clock: Clock, case: str) -> None:
    case_web.sign_in(INSPECTOR, name="Ida Inspektør")
    announce_and_visit(case_web, case, clock)
    record_findings(case_web, case)
    hear(case_web, case, clock)
    letter = order(case_web, case, clock)
    text = words(case_web.get(letter))
    for part in ("6 personer i 2 beboelsesrum", "Vinduet er skruet fast", "21. maj 2026", "Stuen tæller med."):
        assert part in text

    clock.go_to(60)
    assert take(case_web, case, "compliance", reported_on=clock.on(60), report="To er flyttet.").status_code == 303
    items = ids_of(case_web.get(case), "complied")
    answers = {f"complied.{item}": "yes" for item in items} | {f"evidence.{item}": "Set ved besøg" for item in items}
    assert take(case_web, case, "verify", **answers).status_code == 303
    assert take(case_web, case, "close", reason="Alt er i orden.").status_code == 409  # the report is owed
    written = take(case_web, case, "report", hours="9-11", participants="to tilsynsførende")
    issue(case_web, written.headers["location"])
    assert take(case_web, case, "close", reason="Alt er i orden.").status_code == 303

    closed = words(case_web.get(case))
    assert "Lukket" in closed
    assert "Alt er i orden." in closed
    with transaction(case_web.engine, writing=False) as session:
        assert find_altered(session) == (4, [])
        assert audit.verify(session)[1] is None


def test_nothing_can_be_skipped(case_web: Web, clock: Clock, case: str) -> None:
    case_web.sign_in(DECISION_MAKER)
    for step in ("visit", "conclude", "order", "approve", "compliance", "silence", "verify", "revisit"):
        fields = {"visited_on": clock.on(0), "report_due_on": clock.on(9), "reported_on": clock.on(0), "report": "x"}
        fields |= {"note": "x", "visit_on": clock.on(30), "from": "09:00", "to": "10:00"}
        assert take(case_web, case, step, **fields).status_code == 409, step
    assert "Besøg planlagt" in words(case_web.get(case))
