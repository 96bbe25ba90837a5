"""The pages for working on a plan: board, move, locks, undo, copies, comparing; hidden from all others."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, col, select

from housed import house
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.accounts.models import Account
from husly.kit.clock import now, today
from husly.kit.database import transaction
from inspection.enforcement.queries import find_case_of_visit
from inspection.joint.models import OtherAuthorityVisit
from inspection.planning.actions import PlanRequest, draft_plan, save_plan
from inspection.planning.editing.models import PlanEdit
from inspection.planning.models import DutyStation, PlannedVisit, VisitPlan
from inspection.planning.offering.period import first_lawful_day
from inspection.planning.solving.problem import StopAfter
from inspection.planning.stored.rows import Sheet, read_sheet
from inspection.risk.actions import score_register
from inspection.risk.weights import load_weights
from plans_worked_on import team
from register.accommodations.models import Accommodation
from web_client import Web, fields_of, words

NATIONAL = Grant(Role.INSPECTOR)
SVENDBORG_ONLY = Grant(Role.CASEWORKER, municipality_code="0479")
NOBODYS = UUID("00000000-0000-0000-0000-000000000001")
JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspection.planning.editing.routes.REPLAN_SECONDS", 0.1)


def load(web: Web, *, scored: bool = False, account_id: UUID | None = None) -> str:
    """A draft with four visits by two inspectors over a week; its address."""
    with transaction(web.engine) as session:
        for number in range(4):
            house(session, place=("0461", 55.36 + number / 50, 10.3), street=f"Vej{number}")
        known: dict[str, Any] = {"as_of": today(), "weights": load_weights("2026-01"), "switched_on": True}
        run = score_register(session, **known, by=SYSTEM, at=now()) if scored else None
        stations = team()
        stations[0].account_id = account_id
        request = PlanRequest(
            from_on=first_lawful_day(today(), 1) + timedelta(days=1),
            days=7,
            seed=1,
            stations=stations,
            municipality_code=None,
            run=run,
            random_share=0.0,
            posting_days=1,
        )
        drafted = draft_plan(session, request=request, as_of=today(), stop=StopAfter(iterations=20), by=SYSTEM)
        return f"/plans/{save_plan(session, drafted, by=SYSTEM, at=now()).id}"


def sheet(web: Web, plan: str) -> Sheet:
    with transaction(web.engine, writing=False) as session:
        return read_sheet(session, UUID(plan.rpartition("/")[2]))


def version(web: Web, plan: str) -> str:
    with transaction(web.engine, writing=False) as session:
        return str(session.get_one(VisitPlan, UUID(plan.rpartition("/")[2])).version)


def stations(web: Web) -> list[str]:
    with transaction(web.engine, writing=False) as session:
        found = session.exec(select(DutyStation).order_by(col(DutyStation.name)))
        return [str(one.id) for one in found]


def somewhere_else(web: Web, plan: str) -> tuple[str, dict[str, str]]:
    """A visit, and the form that gives it to the other inspector on the last day of the plan."""
    rows = sheet(web, plan)
    home = min(rows)
    other = next(one for one in stations(web) if one != rows[home].station)
    days = re.findall(r'<option value="(\d{4}-\d\d-\d\d)"', web.get(f"{plan}/stops/{home}/move").text)
    return home, {"on": days[-1], "inspector": other, "version": version(web, plan)}


def ways(plan: str, home: str) -> list[str]:
    return [
        f"{plan}/{one}"
        for one in (f"stops/{home}/move", f"stops/{home}/remove", "locks", "undo", "redo", "replan", "copy")
    ]


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.ADMINISTRATOR, Role.STATISTICIAN])
def test_whoever_takes_no_part_neither_sees_nor_changes_a_plan(web: Web, role: Role) -> None:
    plan = load(web)
    home = min(sheet(web, plan))
    web.sign_in(Grant(role, employer_id=uuid4() if role is Role.EMPLOYER else None))
    for path in ("/plans/compare", f"/plans/compare?a={plan[7:]}&b={plan[7:]}", f"{plan}/stops/{home}/move"):
        assert web.get(path).status_code == 403
    for path in ways(plan, home):
        assert web.post(path, {"version": "0"}).status_code == 403


def test_whoever_is_not_signed_in_is_sent_to_sign_in(web: Web) -> None:
    for path in ("/plans/compare", f"/plans/{NOBODYS}/stops/{NOBODYS}/move"):
        assert web.get(path).headers["location"].startswith("/sign-in")


def test_another_municipality_finds_no_plan_to_change(web: Web) -> None:
    plan = load(web)
    home = min(sheet(web, plan))
    web.sign_in(SVENDBORG_ONLY)
    assert web.get(f"{plan}/stops/{home}/move").status_code == 404
    assert web.get(f"/plans/compare?a={plan[7:]}&b={plan[7:]}").status_code == 404
    for path in ways(plan, home):
        form = {"version": "0", "visit": home, "on": "2026-12-01", "inspector": str(uuid4()), "reason": "x"}
        assert web.post(path, form).status_code == 404, path


def test_the_board_has_a_row_for_each_inspector_and_a_column_for_each_day(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL)
    text = web.get(plan).text
    assert text.count("<tr data-row=") == 2
    days = set(re.findall(r'<th scope="col" data-column="([\d-]+)"', text))
    cells = set(re.findall(r'<td data-column="([\d-]+)"', text))
    assert days == cells
    assert len(days) == 5
    assert len(re.findall(r'data-drag="true"', text)) == 4


def test_what_a_move_would_do_is_told_as_json_and_as_a_page(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL)
    home, form = somewhere_else(web, plan)
    path = f"{plan}/stops/{home}/move"
    told = web.client.get(path, params=form, headers=JSON).json()
    assert told["verdict"] == "fine"
    assert len(told["tours"]) == 2
    assert told["version"] == 0
    page = words(web.get(path, lang="en", **form))
    assert "No rule is touched." in page
    assert told["tours"][0]["title"].partition(",")[0] in page
    part = web.get(path, part="1", **form).text
    assert "<html" not in part
    assert sheet(web, plan)[home].station != form["inspector"]


def test_what_a_move_would_do_tells_of_other_authorities_at_the_door(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL)
    home, form = somewhere_else(web, plan)
    with transaction(web.engine) as session:
        dwelling_id = session.get_one(Accommodation, UUID(home)).dwelling_id
        told: dict[str, Any] = {"authority": "at", "told_by": "AT", "recorded_at": now(), "recorded_by": "t"}
        on = date.fromisoformat(form["on"]) + timedelta(days=28)
        session.add(OtherAuthorityVisit(dwelling_id=dwelling_id, municipality_code="0461", visit_on=on, **told))
    path = f"{plan}/stops/{home}/move"
    notes = web.client.get(path, params={**form, "lang": "en"}, headers=JSON).json()["notes"]
    assert any("28 days after this visit" in one for one in notes)


def test_a_move_is_carried_out_shown_and_undone_without_a_script(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL)
    before = sheet(web, plan)
    home, form = somewhere_else(web, plan)
    sent = {name: values[-1] for name, values in fields_of(web.get(f"{plan}/stops/{home}/move", **form)).items()}
    answer = web.post(f"{plan}/stops/{home}/move", sent)
    assert answer.status_code == 303
    assert (sheet(web, plan)[home].station, sheet(web, plan)[home].on.isoformat()) == (form["inspector"], form["on"])
    page = words(web.get(plan, lang="en"))
    assert "Undo: Vej" in page
    assert web.post(f"{plan}/undo", {"version": "1"}).status_code == 303
    assert sheet(web, plan) == before
    assert "Do again: Vej" in words(web.get(plan, lang="en"))
    assert web.post(f"{plan}/redo", {"version": "2"}).status_code == 303
    assert sheet(web, plan)[home].station == form["inspector"]


def test_what_is_forbidden_is_refused_with_the_sentence(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL)
    home, form = somewhere_else(web, plan)
    form |= {"on": today().isoformat()}
    answer = web.post(f"{plan}/stops/{home}/move?lang=en", form)
    assert answer.status_code == 422
    assert "the written notice has not run" in words(answer)
    assert version(web, plan) == "0"


def test_a_rule_is_set_aside_only_with_a_reason_which_the_plan_shows(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL)
    home, form = somewhere_else(web, plan)
    form |= {"at": "18:00"}
    answer = web.post(f"{plan}/stops/{home}/move?lang=en", form)
    assert answer.status_code == 422
    assert "Say why the rule is set aside" in words(answer)
    assert web.post(f"{plan}/stops/{home}/move", form | {"reason": "De er kun hjemme om aftenen."}).status_code == 303
    page = words(web.get(plan, lang="en"))
    assert "Rules set aside in this plan" in page
    assert page.count("De er kun hjemme om aftenen.") >= 2
    assert sheet(web, plan)[home].locked


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"on": "soon"}, "Choose a day."),
        ({"inspector": "Ida"}, "Choose an inspector."),
        ({"at": "25:00"}, "Write a time such as 09:30"),
        ({"at": "²:00"}, "Write a time such as 09:30"),
    ],
)
def test_an_answer_that_will_not_do_is_said_at_its_field(web: Web, wrong: dict[str, str], expected: str) -> None:
    plan = load(web)
    web.sign_in(NATIONAL)
    home, form = somewhere_else(web, plan)
    answer = web.post(f"{plan}/stops/{home}/move?lang=en", form | wrong)
    assert answer.status_code == 422
    assert expected in words(answer)
    asked = {**form, **wrong, "lang": "en"}
    told = web.client.get(f"{plan}/stops/{home}/move", params=asked, headers=JSON).json()
    assert told["summary"].startswith(expected)


def test_an_inspector_or_dwelling_that_is_not_in_the_plan_is_not_found(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL)
    home, form = somewhere_else(web, plan)
    assert web.post(f"{plan}/stops/{home}/move", form | {"inspector": str(NOBODYS)}).status_code == 404
    assert web.get(f"{plan}/stops/{NOBODYS}/move").status_code == 404


def test_the_second_of_two_planners_is_told_what_the_first_did(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL, name="Anna")
    home, form = somewhere_else(web, plan)
    assert web.post(f"{plan}/stops/{home}/move", form).status_code == 303
    first = sheet(web, plan)
    web.sign_in(NATIONAL, name="Bo")
    other = max(first)
    answer = web.post(f"{plan}/stops/{other}/move?lang=en", form)
    assert answer.status_code == 409
    assert "The plan has changed meanwhile" in words(answer)
    assert "(Anna)" in words(answer)
    assert fields_of(answer)["version"] == ["1"]
    for step in ("undo", "replan", f"stops/{other}/remove"):
        answer = web.post(f"{plan}/{step}?lang=en", {"version": "0", "reason": "x"})
        assert answer.status_code == 409
        assert "Somebody else has changed the plan meanwhile" in words(answer)
        assert "(Anna)" in words(answer)
    assert sheet(web, plan) == first


def test_visits_tours_and_days_are_locked_and_stay_when_the_rest_is_planned(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL)
    home, form = somewhere_else(web, plan)
    web.post(f"{plan}/stops/{home}/move", form)
    assert web.post(f"{plan}/locks", {"version": "1", "visit": home, "locked": "1"}).status_code == 303
    assert [one for one, row in sheet(web, plan).items() if row.locked] == [home]
    assert web.post(f"{plan}/replan", {"version": "2"}).status_code == 303
    assert (sheet(web, plan)[home].station, sheet(web, plan)[home].on.isoformat()) == (form["inspector"], form["on"])
    day = {"on": form["on"], "inspector": form["inspector"]}
    assert web.post(f"{plan}/locks", {"version": "3", **day, "locked": "0"}).status_code == 303
    assert not any(row.locked for row in sheet(web, plan).values())
    assert web.post(f"{plan}/locks", {"version": "4", "on": form["on"], "locked": "1"}).status_code == 303
    assert sheet(web, plan)[home].locked
    assert web.post(f"{plan}/locks", {"version": "5", "locked": "1"}).status_code == 409


def test_a_visit_is_taken_out_with_a_reason_and_put_in_again(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL)
    home, form = somewhere_else(web, plan)
    refused = web.post(f"{plan}/stops/{home}/remove?lang=en", {"version": "0", "reason": " "})
    assert refused.status_code == 409
    assert "why the visit is dropped" in words(refused)
    assert (
        web.post(f"{plan}/stops/{home}/remove", {"version": "0", "reason": "Ejeren er bortrejst."}).status_code == 303
    )
    page = web.get(plan, lang="en")
    assert "Ejeren er bortrejst." in words(page)
    assert "Put in again" in words(page)
    assert web.post(f"{plan}/stops/{home}/move", form | {"version": "1"}).status_code == 303
    assert sheet(web, plan)[home].dropped_at == ""


def test_an_accepted_plan_is_not_changed_here(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL)
    home, _form = somewhere_else(web, plan)
    assert web.post(f"{plan}/accept", {"version": "0"}).status_code == 303
    assert web.post(f"{plan}/locks", {"version": "0", "visit": home, "locked": "1"}).status_code == 409
    assert 'data-editable="true"' not in web.get(plan).text


def test_move_on_an_accepted_plan_leads_to_the_case_and_back_and_the_plan_shows_it(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL)
    assert web.post(f"{plan}/accept", {"version": "0"}).status_code == 303
    with transaction(web.engine) as session:
        newcomer, place = (
            DutyStation(**team(1)[0].model_dump(exclude={"id", "name"}), name="Ny Kollega"),
            sheet(web, plan),
        )
        session.add(newcomer)
        session.flush()
        new_id, home = str(newcomer.id), min(place)
    pages = re.findall(r'href="(/cases/[0-9a-f-]+/move\?back=plan)"', web.get(plan).text)
    assert len(pages) == 4
    with transaction(web.engine, writing=False) as session:
        visit = session.exec(select(PlannedVisit).where(PlannedVisit.accommodation_id == UUID(home))).one()
        page = next(one for one in pages if one.split("/")[2] == str(case_of(session, visit)))
    form = {"on": place[home].on.isoformat(), "start": "12:30", "station": new_id}
    shown = web.get(page.partition("?")[0], **form, back="plan", lang="en")
    assert f'href="{plan}"' in shown.text
    assert "What follows from it" in words(shown)
    assert sheet(web, plan) == place  # looked at only
    sent = {name: values[-1] for name, values in fields_of(shown).items()}
    answer = web.post(page.partition("?")[0], sent)
    assert answer.headers["location"].startswith(f"{plan}?notice=")
    assert answer.headers["location"].endswith(f"#home-{home}")
    board = words(web.get(plan, lang="en"))
    assert "Ny Kollega 1 visit" in board
    assert "12.30" in board or "12:30" in board


def case_of(session: Session, visit: PlannedVisit) -> UUID:
    found = find_case_of_visit(session, visit.id)
    assert found is not None
    return found.id


def test_a_copy_is_tried_compared_and_the_plan_itself_untouched(web: Web) -> None:
    plan = load(web, scored=True)
    web.sign_in(NATIONAL)
    before = sheet(web, plan)
    answer = web.post(f"{plan}/copy")
    copied = answer.headers["location"].partition("?")[0]
    assert sheet(web, copied) == before
    home, form = somewhere_else(web, copied)
    web.post(f"{copied}/stops/{home}/move", form)
    assert sheet(web, plan) == before
    page = words(web.get("/plans/compare", a=plan[7:], b=copied[7:], lang="en"))
    for expected in ("Risk reached, points", "Visits 4 4 =", "Kilometres", "1 dwelling is treated differently"):
        assert expected in page
    same = words(web.get("/plans/compare", a=plan[7:], b=plan[7:], lang="en"))
    assert "the same day and the same inspectors" in same


def test_whoever_is_to_visit_reads_no_points_out_of_moving_or_comparing(web: Web) -> None:
    me = web.sign_in(NATIONAL)
    plan = load(web, scored=True, account_id=UUID(me.id))
    rows = sheet(web, plan)
    own = next(one for one, row in rows.items() if row.station == stations(web)[0])
    web.post(f"{plan}/stops/{own}/remove", {"version": "0", "reason": "x"})
    assert "Risk reached" not in words(web.get("/plans/compare", a=plan[7:], b=plan[7:], lang="en"))


def test_changes_are_numbered_and_bear_the_names_of_who_made_them(web: Web) -> None:
    plan = load(web)
    web.sign_in(NATIONAL, name="Anna")
    home, form = somewhere_else(web, plan)
    web.post(f"{plan}/stops/{home}/move", form)
    with transaction(web.engine, writing=False) as session:
        [one] = session.exec(select(PlanEdit)).all()
        assert (one.number, one.by_name, one.version) == (1, "Anna", 1)
        assert session.exec(select(PlannedVisit).where(PlannedVisit.plan_id == one.plan_id)).all()
        assert session.exec(select(Account).where(col(Account.name) == "Anna")).all()
