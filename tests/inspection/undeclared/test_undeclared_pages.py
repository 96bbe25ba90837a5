"""The pages of candidates: within the own area, readings noted, nothing for employers, no score where it is off."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from litestar.testing import TestClient
from sqlmodel import select

from housed import add_employer
from husly.app import create_app
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.outbox import OutboxMessage
from inspection.certificates.queries import count_by_municipality, list_in_use_at
from inspection.enforcement.actions import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.undeclared.models import CandidateState, UndeclaredCandidate, WorkerList
from register.accommodations.models import Accommodation
from register.dwellings.addresses import address_key
from register.lookups.queries import count_other_employers
from register.lookups.warnings import address_warnings
from register.residents.models import Report
from undeclared_made import HEAD, find, listed, report, unverified
from web_client import NOBODYS, WEB_SETTINGS, Web, words

ODENSE = Grant(Role.CASEWORKER, municipality_code="0461")
LINE = "F-1;;Byggeri <b>;;;;5000;9;2026-01-01;;"


def prepared(web: Web) -> None:
    """A firm with workers and no bed, and an address that reports tell of, both in Odense."""
    with transaction(web.engine) as session:
        listed(session, LINE)
        report(session, 30, unverified_id=unverified(session).id)
        find(session, as_of=today(), at=now())


def address_of(web: Web, text: str) -> str:
    page = web.get("/undeclared").text
    return next(one for one in re.findall(r'href="(/undeclared/[0-9a-f-]{36})">([^<]*)', page) if text in one[1])[0]


def test_only_the_authority_reads_candidates_and_each_municipality_its_own(web: Web) -> None:
    prepared(web)
    assert web.get("/undeclared").status_code == 303
    for grant in (
        Grant(Role.EMPLOYER, employer_id=UUID(NOBODYS)),
        Grant(Role.ADMINISTRATOR),
        Grant(Role.STATISTICIAN),
        Grant(Role.LEGAL_REVIEWER),
    ):
        web.sign_in(grant)
        assert web.get("/undeclared").status_code == 403
        assert "/undeclared" not in web.get("/").text
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0101"))
    assert "Byggeri" not in web.get("/undeclared").text
    web.sign_in(ODENSE)
    page = web.get("/undeclared")
    assert "Byggeri &lt;b&gt;" in page.text
    assert 'href="/undeclared"' in web.get("/").text
    one = address_of(web, "Byggeri")
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0101"))
    assert web.get(one).status_code == 404
    assert web.post(f"{one}/review").status_code == 404


def test_a_reading_is_noted_and_every_hint_told_with_source_and_day(web: Web) -> None:
    prepared(web)
    reader = web.sign_in(ODENSE)
    web.get("/language/en")
    shown = words(web.get(address_of(web, "Byggeri")))
    assert "Workers 9, beds declared 0: 9 without a known bed." in shown
    assert "RUT" in shown
    assert "2 March 2026" in shown
    assert "20 points" in shown
    with transaction(web.engine, writing=False) as session:
        read = session.exec(select(AuditEvent).where(AuditEvent.action == "undeclared.read")).all()
    assert [one.by_id for one in read] == [reader.id]


def test_a_page_of_reports_tells_neither_source_nor_day_and_offers_no_mail(web: Web) -> None:
    prepared(web)
    web.sign_in(ODENSE)
    web.get("/language/en")
    shown = words(web.get(address_of(web, "Industrivej")))
    assert "Reports that people live at the address: 1." in shown
    for word in ("union", "Union", "Send the mail"):
        assert word not in shown


def test_filters_by_kind_state_and_municipality(web: Web) -> None:
    prepared(web)
    web.sign_in(ODENSE)
    assert "Byggeri" not in web.get("/undeclared?kind=tips").text
    assert "Industrivej" in web.get("/undeclared?kind=tips").text
    assert "Byggeri" not in web.get("/undeclared?standing=dismissed").text
    assert "Byggeri" in web.get("/undeclared?standing=all").text
    assert "Byggeri" not in web.get("/undeclared?municipality=0101").text
    assert web.get("/undeclared?kind=%27x&standing=y&municipality=z&number=-4").status_code == 200


def test_it_is_dismissed_with_a_reason_in_code_and_words(web: Web) -> None:
    prepared(web)
    web.sign_in(ODENSE)
    web.get("/language/en")
    one = address_of(web, "Byggeri")
    until = (today() + timedelta(days=30)).isoformat()
    for form, said in (
        ({}, "Choose why"),
        ({"reason": "other"}, "few words"),
        ({"reason": "other", "words": "x", "until": "soon"}, "until which day"),
        ({"reason": "other", "words": "x", "until": "2020-01-01"}, "ahead"),
    ):
        refused = web.post(f"{one}/dismiss", form)
        assert (refused.status_code, said in words(refused)) == (422, True)
    assert web.post(f"{one}/dismiss", {"reason": "other", "words": "Set\x00t", "until": until}).status_code == 303
    assert "Something else: Sett" in words(web.get(one))
    assert web.post(f"{one}/review").status_code == 409


def test_what_is_missing_for_a_visit_is_said_and_what_is_given_makes_housing(web: Web) -> None:
    prepared(web)
    web.sign_in(ODENSE)
    web.get("/language/en")
    one = address_of(web, "Byggeri")
    refused = web.post(f"{one}/take-up", {"street": "Industrivej"})
    assert refused.status_code == 422
    assert "needs both" in words(refused)
    assert 'value="Industrivej"' in refused.text
    given = {"street": "Industrivej", "house_number": "40", "postcode": "5220"}
    assert web.post(f"{one}/take-up", given).status_code == 303
    with transaction(web.engine, writing=False) as session:
        home = session.exec(select(Accommodation)).one()
    for path in (
        one,
        f"/risk/{home.id}",
        "/risk",
        "/map",
        f"/employers/{home.employer_id}",
        "/declarations",
        "/reports",
    ):
        assert web.get(path).status_code == 200, path
    assert "See the declaration" not in web.get(f"/risk/{home.id}").text
    web.sign_in(Grant(Role.EMPLOYER, employer_id=home.employer_id))
    for path in ("/", "/declarations", "/portfolio", f"/structure/{home.employer_id}"):
        assert "Industrivej" not in web.get(path).text, path
    assert web.get(f"/declarations/{home.id}").status_code == 404


def test_a_mail_is_queued_once_and_names_the_candidate_only(web: Web) -> None:
    with transaction(web.engine) as session:
        add_employer(session, name="Byggeri", cvr_number=None, foreign_number="F-1", contact_email="a@b.example")
        listed(session, "F-1;;Byggeri;;;;5000;9;2026-01-01;;")
        find(session, as_of=today(), at=now())
    web.sign_in(ODENSE)
    one = address_of(web, "Byggeri")
    assert web.post(f"{one}/ask").status_code == 303
    assert web.post(f"{one}/ask").status_code == 409
    with transaction(web.engine, writing=False) as session:
        message = session.exec(select(OutboxMessage)).one()
        assert message.payload == {"kind": "undeclared_ask", "candidate_id": one.rpartition("/")[2]}


def test_a_list_is_read_on_the_page_or_every_bad_row_is_named(web: Web) -> None:
    web.sign_in(ODENSE)
    web.get("/language/en")
    bad = HEAD + "\n".join([LINE, "F-2;;X;;;;9999;many;1.2.26;;", ";;Y;;Vej;;5000;1;2026-02-01;2026-01-01;"]) + "\n"
    form = {"register_name": "RUT", "as_of": "2026-03-01"}
    refused = web.post("/undeclared/lists", form, files={"file": ("l.csv", bad.encode(), "text/csv")})
    said = words(refused)
    assert refused.status_code == 422
    for part in ("line 3", "postcode 9999", "workers many", "from 1.2.26", "line 4", "house_number", "before from"):
        assert part in said, part
    outside = (HEAD + "F-1;;Byggeri;;;;1260;9;2026-01-01;;\n").encode()
    refused = web.post("/undeclared/lists", form, files={"file": ("l.csv", outside, "text/csv")})
    assert "outside your area" in words(refused)
    right = {"file": ("l.csv", (HEAD + LINE + "\n").encode(), "text/csv")}
    assert web.post("/undeclared/lists", form, files=right).status_code == 303
    assert "read before" in words(web.post("/undeclared/lists", form, files=right))
    assert "RUT" in words(web.get("/undeclared/lists"))
    assert web.post("/undeclared/find").status_code == 303
    assert "Byggeri" in web.get("/undeclared").text
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(WorkerList)).one().rows == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04junk", b"name;workers\nA;1\n", b'name;"x\n'])
def test_a_file_that_is_no_list_is_refused_with_a_sentence(web: Web, content: bytes) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    form = {"register_name": "RUT", "as_of": "2026-03-01"}
    refused = web.post("/undeclared/lists", form, files={"file": ("l.csv", content, "text/csv")})
    assert refused.status_code == 422


def test_without_the_score_no_points_are_shown_though_they_were_stored_before(web: Web) -> None:
    prepared(web)
    off = create_app(WEB_SETTINGS.model_copy(update={"risk_score": False}), engine=web.engine)
    with TestClient(off) as client:
        dark = Web(client, web.engine)
        dark.sign_in(ODENSE)
        dark.get("/language/en")
        for path in ("/undeclared", address_of(dark, "Byggeri")):
            shown = words(dark.get(path))
            assert "Byggeri" in shown
            assert "oints" not in shown.replace("No points are used", ""), path
        assert dark.post("/undeclared/find").status_code == 303
    with transaction(web.engine, writing=False) as session:
        assert {one.points for one in session.exec(select(UndeclaredCandidate))} == {None}


def test_reviewing_is_seen_by_others_and_written_down(web: Web) -> None:
    prepared(web)
    web.sign_in(ODENSE, name="Kirsten Kommune")
    web.get("/language/en")
    one = address_of(web, "Byggeri")
    assert web.post(f"{one}/review").status_code == 303
    shown = words(web.get(one))
    assert "Under review" in shown
    assert "Kirsten Kommune" in shown
    with transaction(web.engine, writing=False) as session:
        row = session.exec(select(UndeclaredCandidate).where(UndeclaredCandidate.firm_number == "F-1")).one()
        assert row.state is CandidateState.UNDER_REVIEW
    assert web.get(f"/undeclared/{NOBODYS}").status_code == 404


def test_nothing_outside_the_authority_tells_of_housing_that_was_taken_up(web: Web) -> None:
    prepared(web)
    web.sign_in(ODENSE)
    given = {"street": "Industrivej", "house_number": "40", "postcode": "5220"}
    assert web.post(f"{address_of(web, 'Byggeri')}/take-up", given).status_code == 303
    with transaction(web.engine, writing=False) as session:
        home = session.exec(select(Accommodation)).one()
        key = address_key(street="Industrivej", house_number="40", unit="", postcode="5220")
        assert list_in_use_at(session, key, on=today()) == []
        assert count_by_municipality(session, on=today()) == []
        assert count_other_employers(session, home.dwelling_id, UUID(NOBODYS)) == 0
        parts = {"street": "Industrivej", "house_number": "40", "unit": "", "postcode": "5220"}
        assert address_warnings(session, parts, own=[home.employer_id]) == []


def test_whoever_is_to_visit_it_reads_no_points(web: Web) -> None:
    prepared(web)
    inspector = web.sign_in(Grant(Role.INSPECTOR))
    one, points = address_of(web, "Byggeri"), re.compile(r'class="points">[0-9]|class="points-text"')
    given = {"street": "Industrivej", "house_number": "40", "postcode": "5220"}
    assert web.post(f"{one}/take-up", given).status_code == 303
    pages = ("/undeclared?standing=confirmed", one)
    assert [bool(points.search(web.get(page).text)) for page in pages] == [True, True]
    with transaction(web.engine) as session:
        open_case(
            session,
            accommodation_id=session.exec(select(Accommodation)).one().id,
            visit_on=today() + timedelta(days=30),
            from_min=540,
            to_min=660,
            inspector_id=inspector.id,
            reason="Udvalgt til tilsyn",
            chosen=Chosen(reason=VisitReason.EXPLORE),
            by=SYSTEM,
            at=now(),
        )
    assert ["Byggeri" in web.get(page).text for page in pages] == [True, True]
    assert [bool(points.search(web.get(page).text)) for page in pages] == [False, False]


def test_a_case_on_housing_that_nobody_declared_can_be_worked_on(web: Web) -> None:
    prepared(web)
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    web.get("/language/en")
    one = address_of(web, "Industrivej")
    assert web.post(f"{one}/take-up", {"number": "F-1", "name": "Byggeri"}).status_code == 303
    with transaction(web.engine) as session:
        home = session.exec(select(Accommodation)).one()
        told = session.exec(select(Report)).one()
        case = open_case(
            session,
            accommodation_id=home.id,
            visit_on=today() + timedelta(days=30),
            from_min=540,
            to_min=660,
            inspector_id="i",
            reason="Udvalgt til tilsyn",
            chosen=Chosen(reason=VisitReason.EXPLORE),
            by=SYSTEM,
            at=now(),
        )
    page = web.get(f"/cases/{case.id}")
    assert page.status_code == 200
    assert "Nobody has declared this housing" in words(page)
    shown = web.get(f"/reports/{told.id}")
    assert (shown.status_code, f"/risk/{home.id}" in shown.text) == (200, True)
