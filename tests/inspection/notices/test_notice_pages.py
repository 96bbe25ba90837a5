"""The notices as people work through them: listed by urgency, read, issued one after the other, moved."""

import re
from datetime import date, timedelta
from urllib.parse import unquote
from uuid import UUID

import pytest
from sqlmodel import select

from case_ways import APPROVER, AUTHOR
from case_web import Clock, case_web, clock
from conftest import AT
from housing import CASE_SETTINGS, declare
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.database import transaction
from inspection.enforcement.actions import open_case
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.transitions import CaseState
from inspection.letters.approvals import approve_for_demonstration
from inspection.letters.models import Letter
from inspection.planning.carrying_out.accepting import accept_plan
from inspection.planning.models import PlannedVisit
from planned_visits import planned_visit
from register.employers.models import Employer
from web_client import NOBODYS, Web, words

__all__ = ["case_web", "clock"]

FIRST, SECOND = date(2026, 3, 18), date(2026, 3, 24)
INSPECTOR = Grant(Role.INSPECTOR)
TOO_LATE = re.compile("For sent til varslet|Too late for the notice")


def accepted(web: Web, *, approved: bool = True) -> tuple[UUID, list[UUID]]:
    """A plan with two visits, accepted; returns its id and the cases, the nearer visit first."""
    with transaction(web.engine) as session:
        if approved:
            approve_for_demonstration(session, pack_ids=CASE_SETTINGS.packs, by=AUTHOR, and_by=APPROVER, at=AT)
        first = planned_visit(session, declare(session, at=AT - timedelta(days=60)).id, on=FIRST, accepted=False)
        address = {"street": "Kirkevej", "house_number": "2", "postcode": "5000", "municipality_code": "0461"}
        employer = {
            "name": "Byg og Bo ApS",
            "cvr_number": "25313763",
            "contact_name": "B",
            "contact_email": "b@b.example",
        }
        other = declare(session, at=AT - timedelta(days=60), address=address, employer=employer)
        fields = {"accommodation_id": other.id, "visit_on": SECOND}
        session.add(PlannedVisit(**first.model_dump(exclude={"id"}) | fields))
        session.flush()
        accept_plan(session, first.plan_id, open_case=open_case, posting_days=1, by=SYSTEM, at=AT)
        cases = session.exec(select(InspectionCase.id).join(Visit).order_by(Visit.visit_on)).all()  # type: ignore[arg-type]
        return first.plan_id, list(cases)


def test_the_list_tells_what_is_urgent_and_what_is_missing(case_web: Web) -> None:
    plan_id, _cases = accepted(case_web)
    case_web.sign_in(INSPECTOR)
    for path in ("/notices", f"/plans/{plan_id}/notices"):
        text = words(case_web.get(path))
        assert text.index("Møllevangen 12") < text.index("Kirkevej 2")
        assert "Byg og Bo ApS" in text
    with transaction(case_web.engine) as session:
        employer = session.exec(select(Employer).where(Employer.cvr_number == "25313763")).one()
        assert not employer.postal_address
    unreachable = words(case_web.get("/notices", which="unreachable"))
    assert "Kirkevej 2" in unreachable
    assert "Møllevangen 12" not in unreachable


def test_letters_are_issued_one_by_one_until_there_is_no_further(case_web: Web, clock: Clock) -> None:
    plan_id, cases = accepted(case_web)
    case_web.sign_in(INSPECTOR)
    first = case_web.get("/notices/next", plan=str(plan_id)).headers["location"]
    assert "Møllevangen 12" in words(case_web.get(first))
    answer = case_web.post(first.replace("?", "/issue?"), {"confirmed": "yes"})
    second = answer.headers["location"]
    assert second.startswith("/notices/next")
    second = case_web.get(second).headers["location"]
    assert "Kirkevej 2" in words(case_web.get(second))
    refused = case_web.post(second.replace("?", "/issue?"), {"confirmed": "yes"})  # the employer's address is missing
    assert refused.status_code == 409
    assert "modtagerens adresse" in words(refused)
    passed = case_web.get("/notices/next", plan=str(plan_id), after=second.split("/")[-1].split("?")[0])
    assert "which" not in passed.headers["location"]
    assert passed.headers["location"].startswith(f"/plans/{plan_id}/notices?notice=")
    with transaction(case_web.engine) as session:
        assert [session.get_one(InspectionCase, one).state for one in cases] == [
            CaseState.NOTIFIED,
            CaseState.PLANNED,
        ]
    assert "Møllevangen 12" in words(case_web.get(f"/plans/{plan_id}/notices", which="sent"))


def test_the_gates_stay_where_no_lawyer_has_approved_the_texts(case_web: Web) -> None:
    accepted(case_web, approved=False)
    case_web.sign_in(INSPECTOR)
    first = case_web.get("/notices/next").headers["location"]
    assert "UDKAST" in words(case_web.get(first))
    assert "/issue" not in case_web.get(first).text
    assert case_web.post(f"{first}/issue", {"confirmed": "yes"}).status_code == 409


def test_a_draft_is_written_otherwise_and_read_again(case_web: Web) -> None:
    accepted(case_web)
    case_web.sign_in(INSPECTOR)
    first = case_web.get("/notices/next").headers["location"]
    form = {
        "objection_due_on": "2026-03-10",
        "facts": "Vi følger op på ansøgningen.",
        "proportionality_reason": "det er nødvendigt",
    }
    answer = case_web.post(f"{first}/edit", form)
    assert answer.status_code == 303
    assert "Vi følger op på ansøgningen." in words(case_web.get(answer.headers["location"]))
    assert case_web.get(first).status_code == 404  # the old draft is put away
    wrong = case_web.post(f"{answer.headers['location'].split('?')[0]}/edit", form | {"objection_due_on": "2026-04-10"})
    assert wrong.status_code == 409


def test_what_was_not_sent_in_time_is_a_task_on_every_page(case_web: Web, clock: Clock) -> None:
    plan_id, cases = accepted(case_web)
    clock.go_to(2)  # 4 March: a notice for the 18th would have had to leave on the 3rd
    case_web.sign_in(INSPECTOR)
    for path in ("/notices", f"/plans/{plan_id}/notices", f"/cases/{cases[0]}"):
        assert TOO_LATE.search(words(case_web.get(path)))
    assert not TOO_LATE.search(words(case_web.get(f"/cases/{cases[1]}")))


def test_the_day_of_arrival_is_noted_from_the_list(case_web: Web, clock: Clock) -> None:
    accepted(case_web)
    case_web.sign_in(INSPECTOR)
    first = case_web.get("/notices/next").headers["location"]
    case_web.post(f"{first}/issue", {"confirmed": "yes"})
    clock.go_to(1)
    assert case_web.post(f"{first}/delivered", {"delivered_on": clock.on(1)}).status_code == 303
    with transaction(case_web.engine) as session:
        letter = session.get_one(Letter, UUID(first.rsplit("/", 1)[-1]))
        assert letter.delivered_on == AT.date() + timedelta(days=1)


def test_a_visit_is_moved_after_what_follows_was_shown(case_web: Web, clock: Clock) -> None:
    _plan_id, cases = accepted(case_web)
    case_web.sign_in(INSPECTOR)
    page = f"/cases/{cases[0]}/move"
    assert f'href="{page}"' in case_web.get(f"/cases/{cases[0]}").text
    shown = case_web.get(page, on="2026-03-26", start="10:00")
    assert shown.status_code == 200
    with transaction(case_web.engine) as session:
        assert session.exec(select(Visit).where(Visit.case_id == cases[0])).one().visit_on == FIRST
    answer = case_web.post(page, {"on": "2026-03-26", "start": "10:00"})
    assert answer.status_code == 303, words(answer)
    with transaction(case_web.engine) as session:
        visit = session.exec(select(Visit).where(Visit.case_id == cases[0])).one()
        assert (visit.visit_on, visit.from_min) == (date(2026, 3, 26), 600)


@pytest.mark.parametrize(
    "form",
    [
        {"on": "2026-03-08", "start": "10:00"},  # a Sunday
        {"on": "26. marts", "start": "10:00"},
        {"on": "2026-03-26", "start": "kl. 10"},
        {"on": "2026-03-26", "start": "10:00", "station": "Ida"},
        {"on": "2026-03-26", "start": "10:00", "station": NOBODYS},
        {"on": ""},
    ],
)
def test_a_move_that_will_not_do_is_answered_in_words(case_web: Web, form: dict[str, str]) -> None:
    _plan_id, cases = accepted(case_web)
    case_web.sign_in(INSPECTOR)
    assert case_web.post(f"/cases/{cases[0]}/move", form).status_code in (404, 409)
    assert case_web.get(f"/cases/{cases[0]}/move", **form).status_code in (200, 404, 409)


@pytest.mark.parametrize("grant", [Grant(Role.STATISTICIAN), Grant(Role.ADMINISTRATOR), Grant(Role.LEGAL_REVIEWER)])
def test_others_are_refused(case_web: Web, grant: Grant) -> None:
    plan_id, cases = accepted(case_web)
    case_web.sign_in(grant)
    paths = ("/notices", f"/plans/{plan_id}/notices", "/notices/next", f"/cases/{cases[0]}/move", "/cases/late")
    assert {case_web.get(path).status_code for path in paths} == {403}


def test_another_municipality_sees_none_of_them(case_web: Web) -> None:
    plan_id, cases = accepted(case_web)
    case_web.sign_in(INSPECTOR)
    draft = case_web.get("/notices/next").headers["location"]
    case_web.sign_in(Grant(Role.CASEWORKER, municipality_code="0479"))
    assert "Møllevangen" not in words(case_web.get("/notices"))
    assert unquote(case_web.get("/notices/next").headers["location"]).startswith("/notices?")
    for path in (f"/plans/{plan_id}/notices", draft, f"/cases/{cases[0]}/move"):
        assert case_web.get(path).status_code == 404
    for path in (f"{draft}/issue", f"{draft}/edit", f"{draft}/delivered", f"/cases/{cases[0]}/move"):
        assert case_web.post(path, {"delivered_on": "2026-03-02", "objection_due_on": "2026-03-10"}).status_code == 404
