"""The page of a day: what it tells whom, what it never tells, and that each opening is written down once."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from housed import ODENSE, SVENDBORG
from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.i18n import use_language
from inspection.days.ahead import own_day
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import InspectionCase
from inspection.needs.models import VisitNeeds
from inspection.planning.models import DutyStation, PlannedVisit
from inspection_days import DAY, PAGE, bring_along, day_of, visit_of
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, Room
from register.employers.models import Employer
from web_client import NOBODYS, Web, web, words

__all__ = ["web"]

NATIONAL = Grant(Role.INSPECTOR)
LEADER = Grant(Role.DECISION_MAKER)
ODENSE_ONLY = Grant(Role.CASEWORKER, municipality_code="0461")
SVENDBORG_ONLY = Grant(Role.CASEWORKER, municipality_code="0479")


def readings(web: Web, action: str = "day.read") -> list[dict[str, object]]:
    with transaction(web.engine, writing=False) as session:
        rows = session.exec(select(AuditEvent).where(AuditEvent.action == action).order_by(col(AuditEvent.seq))).all()
        return [json.loads(one.details) for one in rows]


def test_a_day_tells_where_when_and_what_is_declared(web: Web) -> None:
    ida = web.sign_in(NATIONAL, name="Ida Inspektør")
    planned = day_of(web, ida)
    answer = web.get(PAGE, lang="en")
    shown = words(answer)
    for expected in ("Ærøvej 7, 5000 Odense C", "09:00–10:00", "20 min of driving", "Jensen Byg ApS", "Daylight"):
        assert expected in shown
    assert "Residents declared 4" in shown
    assert "Bedrooms declared 2" in shown
    for link in (
        "geo:55.39600,10.38800",
        "https://www.openstreetmap.org/directions?route=",
        f"/cases/{planned.case_id}/findings",
    ):
        assert link in answer.text


def test_the_checklist_says_that_it_needs_a_connection(web: Web) -> None:
    day_of(web, web.sign_in(NATIONAL))
    assert "The checklist (needs a connection)" in words(web.get(PAGE, lang="en"))


def test_score_and_arm_stand_nowhere_on_a_day_not_even_for_a_leader(web: Web) -> None:
    ida = web.sign_in(NATIONAL)
    planned = day_of(web, ida)
    with transaction(web.engine) as session:
        visit = visit_of(session, planned.case_id)
        visit.reason_code, visit.chosen_score, visit.chosen_rank = VisitReason.RANDOM, 77531357, 88614297
        session.get_one(PlannedVisit, planned.planned_id).score = 77531357
    own = web.get(PAGE, lang="en").text
    web.sign_in(LEADER)
    led = web.get(PAGE, lang="en", inspector=ida.id).text
    for page in (own, led):
        assert "Ærøvej" in page
        for hidden in ("77531357", "88614297", "random", "Drawn", "points"):
            assert hidden not in page


def test_no_link_on_a_colleagues_day_holds_the_place_where_it_begins(web: Web) -> None:
    ida = web.sign_in(NATIONAL)
    day_of(web, ida)
    with transaction(web.engine) as session:
        session.exec(select(DutyStation).where(DutyStation.account_id == UUID(ida.id))).one().latitude = 55.43217
    assert "55.43217" in web.get(PAGE).text
    web.sign_in(LEADER)
    assert "55.43217" not in web.get(PAGE, inspector=ida.id).text


def test_a_telephone_number_can_be_dialled_unless_nobody_may_be_told(web: Web) -> None:
    planned = day_of(web, web.sign_in(NATIONAL))
    with transaction(web.engine) as session:
        home = session.get_one(Accommodation, planned.accommodation_id)
        told = session.exec(select(Declaration).where(Declaration.accommodation_id == home.id)).one()
        told.terms = {"contact": {"name": "Piotr Pladsmand", "phone": "20 30 40 50"}}
        employer = session.get_one(Employer, home.employer_id)
        employer.contact_name, employer.contact_phone = "Jens Jensen", "+46 70 123 45 67"
    text = web.get(PAGE, lang="en").text
    assert 'href="tel:+4520304050"' in text
    assert 'href="tel:+46701234567"' in text
    assert "call only when you stand at the door" not in text
    with transaction(web.engine) as session:
        visit = visit_of(session, planned.case_id)
        visit.notice_waiver_ground, visit.notice_waiver_reason = "purpose_defeated", "Senge flyttes."
    text = web.get(PAGE, lang="en").text
    assert "call only when you stand at the door" in text
    assert "Unannounced: do not call before" in text


def test_each_opening_leaves_one_row_that_names_the_cases(web: Web) -> None:
    ida = web.sign_in(NATIONAL)
    planned = day_of(web, ida)
    for opened in (1, 2):
        web.get(PAGE)
        assert len(readings(web)) == opened
    assert readings(web)[0]["cases"] == [str(planned.case_id)]
    assert readings(web)[0]["day"] == DAY.isoformat()
    assert readings(web, "day.kept") == []


def test_drafts_of_plans_are_nobodys_day(web: Web) -> None:
    day_of(web, web.sign_in(NATIONAL), accepted=False)
    assert "Ærøvej" not in web.get(PAGE).text


def test_a_visit_that_was_moved_stands_on_its_new_day_only(web: Web) -> None:
    planned = day_of(web, web.sign_in(NATIONAL))
    moved = DAY + timedelta(days=2)
    with transaction(web.engine) as session:
        visit_of(session, planned.case_id).visit_on = moved
    assert "Ærøvej" not in web.get(PAGE).text
    shown = web.get(f"/day/{moved.isoformat()}", lang="en")
    assert "Ærøvej" in shown.text
    assert "20 min of driving" not in words(shown)  # the plan reckoned that drive for another tour


def test_a_closed_case_is_no_stop_unless_it_was_visited(web: Web) -> None:
    planned = day_of(web, web.sign_in(NATIONAL))
    with transaction(web.engine) as session:
        case = session.get_one(InspectionCase, planned.case_id)
        case.closed_at = case.opened_at
    assert "Ærøvej" not in web.get(PAGE).text
    with transaction(web.engine) as session:
        visit_of(session, planned.case_id).visited_on = DAY
    assert "Ærøvej" in web.get(PAGE).text


def test_whoever_comes_along_has_the_stop_on_his_day_too(web: Web) -> None:
    bo = web.sign_in(NATIONAL, name="Bo Medfølger")
    ida = web.sign_in(NATIONAL, name="Ida Inspektør")
    bring_along(web, day_of(web, ida), bo)
    led = words(web.get(PAGE, lang="en"))
    assert "Leads Ida Inspektør" in led
    assert "Comes along Bo Medfølger" in led
    web.sign_in(LEADER)
    along = words(web.get(PAGE, lang="en", inspector=bo.id))
    assert "Ærøvej" in along
    assert "10 min of driving" in along


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.ADMINISTRATOR, Role.STATISTICIAN, Role.LEGAL_REVIEWER])
def test_nobody_outside_the_authority_sees_a_day(web: Web, role: Role) -> None:
    ida = web.sign_in(NATIONAL)
    planned = day_of(web, ida)
    with transaction(web.engine, writing=False) as session:
        employer_id = session.get_one(Accommodation, planned.accommodation_id).employer_id
    web.sign_in(Grant(role, employer_id=employer_id if role is Role.EMPLOYER else None))
    for path in ("/day", PAGE, f"{PAGE}/copy", f"{PAGE}/week", "/day/calendar", "/day/worker.js"):
        assert web.get(path).status_code == 403
        assert web.get(path, inspector=ida.id).status_code == 403
    assert web.post("/day/calendar").status_code == 403
    assert "/day" not in web.get("/").text.replace("/days", "")
    assert readings(web) == []


def test_another_municipality_sees_no_day_of_a_plan_that_is_not_its_own(web: Web) -> None:
    ida = web.sign_in(NATIONAL)
    day_of(web, ida)  # a plan of the whole country, in Odense
    karin = web.sign_in(ODENSE_ONLY)
    day_of(web, karin, street="Odensevej", plan_of="0461")
    assert "Ærøvej" not in web.get(PAGE, inspector=ida.id).text
    web.sign_in(SVENDBORG_ONLY)
    for person in (ida.id, karin.id):
        for path in (PAGE, f"{PAGE}/week"):
            assert web.get(path, inspector=person).status_code == 404
    web.sign_in(LEADER)
    assert "Odensevej" in web.get(PAGE, inspector=karin.id).text


def test_ones_own_visits_end_with_the_right_to_the_municipality(web: Web) -> None:
    sanne = web.sign_in(SVENDBORG_ONLY)
    day_of(web, sanne, street="Fjordvej", place=SVENDBORG, plan_of="0479")
    day_of(web, sanne, street="Ærøvej", place=ODENSE, plan_of="0461")
    shown = web.get(PAGE).text
    assert "Fjordvej" in shown
    assert "Ærøvej" not in shown


def test_whoever_is_nobody_has_no_day(web: Web) -> None:
    web.sign_in(LEADER)
    assert web.get(PAGE, inspector=NOBODYS).status_code == 404
    assert web.get(PAGE, inspector=str(uuid4())).status_code == 404


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "0001-01-01", "9999-12-31", "2026-02-30", "%00"])
def test_a_day_that_is_none_is_not_found(web: Web, day: str) -> None:
    web.sign_in(NATIONAL)
    for path in (f"/day/{day}", f"/day/{day}/week", f"/day/{day}/copy"):
        assert web.get(path).status_code == 404


def test_without_a_day_it_is_today(web: Web) -> None:
    day_of(web, web.sign_in(NATIONAL), on=today() + timedelta(days=30), street="Senerevej")
    assert "Senerevej" not in web.get("/day").text
    later = (today() + timedelta(days=30)).isoformat()
    assert "Senerevej" in web.get("/day", on=later).text


def test_the_week_tells_hours_and_towns_but_no_address(web: Web) -> None:
    day_of(web, web.sign_in(NATIONAL))
    answer = web.get(f"{PAGE}/week", lang="en")
    shown = words(answer)
    assert "09:00–10:00 5000 Odense C" in shown
    assert "Ærøvej" not in shown
    assert PAGE in answer.text
    assert len(readings(web, "day.week_read")) == 1


def test_the_copy_for_a_device_holds_no_form_no_token_and_no_menu(web: Web) -> None:
    day_of(web, web.sign_in(NATIONAL))
    answer = web.get(f"{PAGE}/copy")
    assert "Ærøvej" in answer.text
    for outside in ("<form", "csrf", "/sign-out", 'href="/plans"'):
        assert outside not in answer.text
    assert int(answer.headers["husly-keep-until"]) > 0
    assert len(readings(web, "day.kept")) == 1
    assert readings(web) == []


def test_the_copy_is_of_ones_own_day_whoever_is_asked_for(web: Web) -> None:
    ida = web.sign_in(NATIONAL)
    day_of(web, ida)
    web.sign_in(LEADER)
    assert "Ærøvej" not in web.get(f"{PAGE}/copy", inspector=ida.id).text


def test_signing_in_and_out_clears_what_was_stored_on_the_device(web: Web) -> None:
    web.sign_in(NATIONAL)
    answer = web.post("/sign-out")
    assert answer.headers["clear-site-data"] == '"storage"'
    refused = web.post("/sign-in", {"email": "nobody@test.example", "password": "x"})
    assert "clear-site-data" not in refused.headers


def test_the_worker_may_see_the_pages_of_days_and_no_others(web: Web) -> None:
    web.sign_in(NATIONAL)
    answer = web.get("/day/worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["service-worker-allowed"] == "/day"


def test_papers_are_read_within_ones_scope_and_written_down(web: Web) -> None:
    planned = day_of(web, web.sign_in(NATIONAL))
    paths = [f"/day/papers/{kind}/{planned.accommodation_id}/1" for kind in ("declarations", "plans")]
    for path in paths:
        assert path in web.get(PAGE).text
        answer = web.get(path)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    assert len(readings(web, "receipt.printed")) == len(readings(web, "plan.printed")) == 1
    web.sign_in(SVENDBORG_ONLY)
    for path in paths:
        assert web.get(path).status_code == 404


def test_a_paper_of_another_version_or_of_nothing_is_not_found(web: Web) -> None:
    planned = day_of(web, web.sign_in(NATIONAL))
    for path in (
        f"plans/{planned.accommodation_id}/2",
        f"declarations/{planned.accommodation_id}/9",
        f"letters/{NOBODYS}",
    ):
        assert web.get(f"/day/papers/{path}").status_code == 404


def test_housing_that_nobody_declared_is_still_a_stop(web: Web) -> None:
    planned = day_of(web, web.sign_in(NATIONAL))
    with transaction(web.engine) as session:
        told = session.exec(select(Declaration).where(Declaration.accommodation_id == planned.accommodation_id)).one()
        for one in session.exec(select(Room).where(Room.declaration_id == told.id)):
            session.delete(one)
        session.flush()
        session.delete(told)
    shown = words(web.get(PAGE, lang="en"))
    assert "Ærøvej" in shown
    assert "Nobody has declared this housing." in shown


def test_what_a_visit_needs_is_read_on_the_day_and_written_down(web: Web) -> None:
    inspector = web.sign_in(NATIONAL)
    planned = day_of(web, inspector)
    with transaction(web.engine) as session:
        home = session.get_one(InspectionCase, planned.case_id).dwelling_id
        kept = {
            "municipality_code": "0461",
            "told_at": now(),
            "told_by": "t",
            "told_by_name": "T",
            "review_on": today() + timedelta(days=9),
        }
        words_of = {"safety": "Løs hund ved porten.", "access": "Nøgle hos viceværten.", "languages": ["pl"]}
        session.add(VisitNeeds(dwelling_id=home, people=2, **words_of, **kept))
    page = words(web.get(PAGE, lang="en"))
    for expected in ("Never alone here", "Løs hund ved porten.", "Nøgle hos viceværten.", "Polish"):
        assert expected in page
    (reading,) = readings(web)
    assert reading["needs"] == [str(home)]
    assert "hund" not in str(reading)


def test_whoever_visits_finds_the_own_day_on_the_front_page_without_any_place(web: Web) -> None:
    use_language("en")
    inspector = web.sign_in(Grant(Role.INSPECTOR))
    day_of(web, inspector)
    with transaction(web.engine, writing=False) as session:
        before, here, after = (own_day(session, inspector, today=DAY + timedelta(days=days)) for days in (-1, 0, 1))
    assert before is not None
    assert here is not None
    assert after is not None
    assert (before.href, here.href, after.href) == (PAGE, PAGE, "/day")
    assert before.text == "No visits today. Next: Tuesday, 17 March 2026, 1 visit."
    assert here.text.startswith("1 visit today, at ")
    assert f'href="{after.href}"' in web.get("/").text
    assert readings(web) == []


def test_whoever_visits_nobody_has_no_own_day_on_the_front_page(web: Web) -> None:
    web.sign_in(Grant(Role.ADMINISTRATOR))
    assert "/day" not in web.get("/").text


def test_a_day_without_visits_leads_to_the_next_that_has_some(web: Web) -> None:
    inspector = web.sign_in(Grant(Role.INSPECTOR))
    day_of(web, inspector)
    before = (DAY - timedelta(days=1)).isoformat()
    assert f'The next visits: <a href="{PAGE}"' in web.get(f"/day/{before}", lang="en").text


def test_the_day_of_a_duty_station_is_that_of_its_account(web: Web) -> None:
    ida = web.sign_in(NATIONAL, name="Ida Inspektør")
    planned = day_of(web, ida)
    web.sign_in(LEADER)
    answer = web.get(f"{PAGE}?inspector={planned.station_id}")
    assert answer.status_code == 200
    assert "Ida Inspektør" in answer.text
