"""The calendar behind a secret link: what it tells, what it never tells, and whom it answers."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from icalendar import Calendar, Event
from sqlmodel import col, select

from husly.kit.access import Grant, Role
from husly.kit.accounts.models import Account, RoleGrant
from husly.kit.accounts.queries import token_hash
from husly.kit.audit import AuditEvent
from husly.kit.clock import today
from husly.kit.database import transaction
from husly.kit.web.limits import Tries
from inspection.days.feed import CalendarEvent, calendar_text
from inspection.days.models import CalendarLink
from inspection.days.reference import short_reference
from inspection.enforcement.models import InspectionCase
from inspection_days import bring_along, day_of, visit_of
from web_client import NOBODYS, Web, web, words

__all__ = ["web"]

NATIONAL = Grant(Role.INSPECTOR)
SOON = today() + timedelta(days=20)


@pytest.fixture(autouse=True)
def nothing_tried(web: Web) -> None:
    """Every test begins with all its tries."""
    web.client.app.state.tries = Tries()


def link(web: Web) -> str:
    """Make a link; its path."""
    answer = web.post("/day/calendar")
    assert answer.status_code == 200
    address = answer.text.split("<code>")[1].split("</code>")[0]
    return address[address.index("/calendar/") :]


def events(web: Web, path: str) -> list[Event]:
    web.sign_out()
    answer = web.get(path)
    assert answer.status_code == 200, words(answer)
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_calendar_tells_when_and_in_which_municipality_and_nothing_else(web: Web) -> None:
    planned = day_of(web, web.sign_in(NATIONAL), on=SOON)
    path = link(web)
    (event,) = events(web, path)
    assert event["UID"] == f"{planned.visit_id}@husly"
    assert event["SUMMARY"] == f"Tilsyn {short_reference(planned.visit_id)}"
    assert event["LOCATION"] == "Odense"
    assert event["STATUS"] == "CONFIRMED"
    assert event["CLASS"] == "CONFIDENTIAL"
    assert str(event["URL"]).endswith(f"/day/{SOON.isoformat()}")
    whole = web.get(path).text.replace("\r\n ", "")
    with transaction(web.engine, writing=False) as session:
        case_number = session.get_one(InspectionCase, planned.case_id).case_number
    for hidden in (
        "Ærøvej",
        "5000",
        "Jensen",
        case_number,
        str(planned.case_id),
        str(planned.accommodation_id),
        "score",
    ):
        assert hidden not in whole


def test_the_reference_of_the_calendar_stands_on_the_page_of_the_day(web: Web) -> None:
    planned = day_of(web, web.sign_in(NATIONAL), on=SOON)
    assert short_reference(planned.visit_id) in words(web.get(f"/day/{SOON.isoformat()}"))


def test_the_language_is_the_accounts(web: Web) -> None:
    ida = web.sign_in(NATIONAL)
    day_of(web, ida, on=SOON)
    with transaction(web.engine) as session:
        session.get_one(Account, UUID(ida.id)).language = "en"
    assert str(events(web, link(web))[0]["SUMMARY"]).startswith("Inspection ")


def test_a_moved_visit_keeps_its_uid_and_rises_in_sequence(web: Web) -> None:
    planned = day_of(web, web.sign_in(NATIONAL), on=SOON)
    path = link(web)
    (before,) = events(web, path)
    (again,) = events(web, path)
    assert (before["SEQUENCE"], again["SEQUENCE"]) == (0, 0)
    assert again["LAST-MODIFIED"].dt == before["LAST-MODIFIED"].dt
    with transaction(web.engine) as session:
        visit_of(session, planned.case_id).visit_on = SOON + timedelta(days=1)
    (after,) = events(web, path)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == 1
    assert after["DTSTART"].dt - before["DTSTART"].dt >= timedelta(hours=23)
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_a_visit_that_falls_away_is_told_as_cancelled_and_one_that_comes_back_as_confirmed(web: Web) -> None:
    planned = day_of(web, web.sign_in(NATIONAL), on=SOON)
    path = link(web)
    events(web, path)
    for closed, status, sequence in ((True, "CANCELLED", 1), (True, "CANCELLED", 1), (False, "CONFIRMED", 2)):
        with transaction(web.engine) as session:
            case = session.get_one(InspectionCase, planned.case_id)
            case.closed_at = case.opened_at if closed else None
        (event,) = events(web, path)
        assert (event["STATUS"], event["SEQUENCE"]) == (status, sequence)


def test_a_visit_that_goes_to_somebody_else_leaves_ones_calendar(web: Web) -> None:
    ida = web.sign_in(NATIONAL)
    planned = day_of(web, ida, on=SOON)
    path = link(web)
    events(web, path)
    with transaction(web.engine) as session:
        visit_of(session, planned.case_id).inspector_id = str(uuid4())
    assert events(web, path)[0]["STATUS"] == "CANCELLED"


def test_whoever_comes_along_has_the_visit_in_the_calendar_too(web: Web) -> None:
    ida = web.sign_in(NATIONAL)
    planned = day_of(web, ida, on=SOON)
    bring_along(web, planned, web.sign_in(NATIONAL, name="Bo Medfølger"))
    bo = web.sign_in(NATIONAL)
    assert events(web, link(web)) == []
    assert bo.id != ida.id


def test_drafts_and_visits_of_long_ago_are_in_no_calendar(web: Web) -> None:
    ida = web.sign_in(NATIONAL)
    day_of(web, ida, on=SOON, accepted=False)
    planned = day_of(web, ida, on=SOON, street="Gammelvej")
    with transaction(web.engine) as session:
        visit_of(session, planned.case_id).visit_on = today() - timedelta(days=15)
    assert events(web, link(web)) == []


def test_a_link_is_shown_once_and_only_its_hash_is_kept(web: Web) -> None:
    web.sign_in(NATIONAL)
    secret = link(web).removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) == 43  # 256 bits
    assert secret not in web.get("/day/calendar").text
    with transaction(web.engine, writing=False) as session:
        (kept,) = session.exec(select(CalendarLink)).all()
        assert kept.token_hash == token_hash(secret)
        audited = session.exec(select(AuditEvent).where(AuditEvent.action == "calendar_link.made")).one()
        assert secret not in audited.details


def test_a_renewed_or_revoked_link_is_worth_nothing(web: Web) -> None:
    ida = web.sign_in(NATIONAL)
    first, second = link(web), link(web)
    assert web.get(first).status_code == 404
    assert web.get(second).status_code == 200
    with transaction(web.engine, writing=False) as session:
        active = session.exec(
            select(CalendarLink).where(CalendarLink.account_id == UUID(ida.id), col(CalendarLink.revoked_at).is_(None))
        ).one()
    web.post(f"/day/calendar/{active.id}/revoke")
    assert web.get(second).status_code == 404


def test_nobody_revokes_anothers_link(web: Web) -> None:
    web.sign_in(NATIONAL)
    path = link(web)
    with transaction(web.engine, writing=False) as session:
        other = session.exec(select(CalendarLink)).one()
    web.sign_in(NATIONAL)
    for link_id in (str(other.id), NOBODYS):
        assert web.post(f"/day/calendar/{link_id}/revoke").status_code == 404
    assert web.get(path).status_code == 200


def test_the_page_tells_when_a_link_was_last_used(web: Web) -> None:
    web.sign_in(NATIONAL)
    path = link(web)
    assert "never used" in words(web.get("/day/calendar", lang="en"))
    web.get(path)
    assert "last used" in words(web.get("/day/calendar", lang="en"))


@pytest.mark.parametrize("how", ["closed", "no role", "statistician"])
def test_an_account_that_visits_no_more_has_no_calendar(web: Web, how: str) -> None:
    ida = web.sign_in(NATIONAL)
    day_of(web, ida, on=SOON)
    path = link(web)
    with transaction(web.engine) as session:
        if how == "closed":
            session.get_one(Account, UUID(ida.id)).active = False
        else:
            grant = session.exec(select(RoleGrant).where(RoleGrant.account_id == UUID(ida.id))).one()
            if how == "no role":
                session.delete(grant)
            else:
                grant.role = Role.STATISTICIAN
    assert web.get(path).status_code == 404


@pytest.mark.parametrize("name", ["x.ics", "A" * 43 + ".ics", "A" * 43, "..%2f.ics", "%00.ics", "é" * 43 + ".ics"])
def test_a_wrong_address_is_not_found_and_sets_no_cookie(web: Web, name: str) -> None:
    answer = web.get(f"/calendar/{name}")
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


def test_one_place_tries_few_wrong_links(web: Web) -> None:
    answers = [web.get(f"/calendar/{'A' * 43}.ics").status_code for _ in range(61)]
    assert answers[:60] == [404] * 60
    assert answers[60] == 429


def test_a_link_is_read_so_often_and_then_waits(web: Web) -> None:
    web.sign_in(NATIONAL)
    path = link(web)
    assert [web.get(path).status_code for _ in range(61)] == [200] * 60 + [429]


def test_the_calendar_is_read_without_anybody_being_recognised(web: Web) -> None:
    web.sign_in(NATIONAL)
    path = link(web)
    answer = web.get(path)
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"


def test_hours_are_those_of_the_clock_on_the_wall_when_summer_time_begins() -> None:
    event = CalendarEvent(
        visit_id=UUID(int=1),
        on=date(2026, 3, 29),
        from_min=9 * 60,
        to_min=10 * 60 + 15,
        title="Tilsyn; med, tegn\\",
        place="Ærø",
        url="https://husly.example/day/2026-03-29",
        cancelled=False,
        sequence=0,
        modified_at=datetime(2026, 3, 1, 8, tzinfo=UTC),
    )
    text = calendar_text([event], name="Besøg", stamp=datetime(2026, 3, 2, 9, tzinfo=UTC))
    (read,) = Calendar.from_ical(text).walk("VEVENT")
    assert read["DTSTART"].dt == datetime(2026, 3, 29, 7, tzinfo=UTC)
    assert read["DTEND"].dt == datetime(2026, 3, 29, 8, 15, tzinfo=UTC)
    assert read["SUMMARY"] == "Tilsyn; med, tegn\\"
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
