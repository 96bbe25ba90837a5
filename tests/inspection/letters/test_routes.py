"""Pages of letters: who may read and issue them, what they show."""

from uuid import UUID, uuid4

import pytest
from litestar.testing import TestClient
from sqlmodel import select

from case_ways import VISIT_DAY, start
from case_web import Clock, case_web, clock
from housing import CASE_SETTINGS
from husly.app import create_app
from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from inspection.letters.models import Letter
from web_client import Web, words

__all__ = ["case_web", "clock"]

INSPECTOR = Grant(Role.INSPECTOR)


def drafted_notice(web: Web) -> tuple[UUID, UUID]:
    """The ids of a drafted notice and of its employer."""
    with transaction(web.engine) as session:
        way = start(session)
        return way.draft_notice().id, way.case.employer_id


def test_whoever_is_not_signed_in_is_asked_to(case_web: Web) -> None:
    letter, _ = drafted_notice(case_web)
    for path in (f"/letters/{letter}", f"/letters/{letter}.pdf"):
        assert case_web.get(path).headers["location"].startswith("/sign-in")


def test_the_addressee_cannot_read_a_draft_about_itself(case_web: Web) -> None:
    letter, employer = drafted_notice(case_web)
    case_web.sign_in(Grant(Role.EMPLOYER, employer))
    for known in (letter, uuid4()):
        assert case_web.get(f"/letters/{known}").status_code == 403
        assert case_web.get(f"/letters/{known}.pdf").status_code == 403
        assert case_web.post(f"/letters/{known}/issue", {"confirmed": "yes"}).status_code == 403


def test_another_municipality_finds_no_letter(case_web: Web) -> None:
    letter, _ = drafted_notice(case_web)
    case_web.sign_in(Grant(Role.CASEWORKER, municipality_code="0751"))
    assert case_web.get(f"/letters/{letter}").status_code == 404
    assert case_web.get(f"/letters/{letter}.pdf").status_code == 404
    assert case_web.post(f"/letters/{letter}/issue", {"confirmed": "yes"}).status_code == 404
    with transaction(case_web.engine, writing=False) as session:
        assert session.get_one(Letter, letter).issued_at is None


@pytest.mark.parametrize("name", ["x", "x.pdf", "00000000-0000-4000-8000-000000000000", "..%2f..%2fetc%2fpasswd.pdf"])
def test_what_is_no_letter_is_not_found(case_web: Web, name: str) -> None:
    case_web.sign_in(INSPECTOR)
    assert case_web.get(f"/letters/{name}").status_code == 404


def test_a_draft_shows_its_gates_and_its_text(case_web: Web) -> None:
    letter, _ = drafted_notice(case_web)
    case_web.sign_in(INSPECTOR)
    shown = case_web.get(f"/letters/{letter}")
    assert "Varslet er langt nok" in words(shown)
    assert "I har anmeldt, at seks personer bor på adressen." in words(shown)
    assert f'src="/letters/{letter}.pdf#' in shown.text


def test_a_closed_gate_takes_the_button_away_and_says_why(case_web: Web, clock: Clock) -> None:
    letter, _ = drafted_notice(case_web)
    clock.go_to(VISIT_DAY - 14)
    case_web.sign_in(INSPECTOR)
    shown = case_web.get(f"/letters/{letter}")
    assert "Varslet giver 14 dage; kravet er 15" in words(shown)
    assert f"/letters/{letter}/issue" not in shown.text
    refused = case_web.post(f"/letters/{letter}/issue", {"confirmed": "yes"})
    assert refused.status_code == 409
    assert "Varslet giver 14 dage; kravet er 15" in words(refused)


def test_outside_demonstration_the_page_says_udkast_and_names_what_is_missing(case_web: Web) -> None:
    letter, _ = drafted_notice(case_web)
    real = CASE_SETTINGS.model_copy(update={"demo_mode": False})
    with TestClient(create_app(real, engine=case_web.engine)) as client:
        web = Web(client, case_web.engine)
        web.sign_in(INSPECTOR)
        shown = words(web.get(f"/letters/{letter}"))
        assert "UDKAST – skal godkendes af en jurist" in shown
        assert "Ingen jurist har godkendt" in shown
        assert web.post(f"/letters/{letter}/issue", {"confirmed": "yes"}).status_code == 409


def test_the_pdf_is_shown_in_the_browser_under_a_name_without_personal_data(case_web: Web) -> None:
    letter, _ = drafted_notice(case_web)
    case_web.sign_in(INSPECTOR)
    answer = case_web.get(f"/letters/{letter}.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-disposition"] == 'inline; filename="2026-000001-varsling.pdf"'
    assert answer.headers["cache-control"] == "no-store"


def test_reading_a_letter_leaves_an_audit_row(case_web: Web) -> None:
    letter, _ = drafted_notice(case_web)
    reader = case_web.sign_in(INSPECTOR)
    case_web.get(f"/letters/{letter}.pdf")
    with transaction(case_web.engine, writing=False) as session:
        rows = session.exec(select(AuditEvent).where(AuditEvent.action == "letter.read")).all()
    assert [row.by_id for row in rows] == [reader.id]
    assert str(letter) in rows[0].details


def test_recipient_and_channel_are_shown_and_confirmed_before_a_letter_is_issued(case_web: Web) -> None:
    letter, _ = drafted_notice(case_web)
    case_web.sign_in(INSPECTOR)
    shown = case_web.get(f"/letters/{letter}")
    assert "Modtager" in words(shown) or "Recipient" in words(shown)
    assert 'name="confirmed"' in shown.text
    assert case_web.post(f"/letters/{letter}/issue").status_code == 409
    changed = case_web.post(f"/letters/{letter}/issue", {"confirmed": "yes", "seen": "another"})
    assert changed.status_code == 409
    seen = shown.text.split('name="seen" value="')[1].split('"')[0]
    assert case_web.post(f"/letters/{letter}/issue", {"confirmed": "yes", "seen": seen}).status_code == 303
    with transaction(case_web.engine, writing=False) as session:
        (issued,) = [one for one in session.exec(select(AuditEvent)) if one.action == "letter.issued"]
        assert seen in str(issued.details)
    assert "/post/" in case_web.get(f"/letters/{letter}").text
