"""What nobody types into the forms of planning by mistake: number bombs, zero bytes, impossible days, wrong order."""

from typing import Any

import pytest
from sqlmodel import Session, select

from housed import house
from husly.kit.access import Grant, Role
from husly.kit.clock import now, today
from husly.kit.database import transaction
from inspection.enforcement.models import InspectionCase
from inspection.planning.actions import PlanRequest, draft_plan, save_plan
from inspection.planning.editing.models import PlanEdit
from inspection.planning.models import PlannedVisit, VisitPlan
from inspection.planning.offering.period import first_lawful_day
from plans_worked_on import BRIEFLY, team
from web_client import NOBODYS, Web, web, words

__all__ = ["web"]

BOMB = "9" * 5000
"""A number that Python refuses to read."""
BAD = (
    *("\x00", "x" * 10_000, BOMB, "9" * 30, "-1", "NaN", "1e400", "2026-02-30", "0001-01-01", "9999-12-31"),
    *(NOBODYS, "no-id", "25:99", f"{BOMB}:00", "²", "٣"),
)


def drafted(web: Web) -> tuple[str, str, dict[str, str]]:
    """The path of a draft, that of one of its visits, and a move of it that would do."""
    actor = web.sign_in(Grant(Role.DECISION_MAKER))
    with transaction(web.engine) as session:
        plan = _drafted(session, actor)
        visit = session.exec(select(PlannedVisit).where(PlannedVisit.plan_id == plan.id)).first()
        assert visit is not None
        form = {"on": visit.visit_on.isoformat(), "inspector": str(visit.duty_station_id), "version": str(plan.version)}
        return f"/plans/{plan.id}", f"/plans/{plan.id}/stops/{visit.accommodation_id}", form


def _drafted(session: Session, actor: Any) -> VisitPlan:
    for number in range(4):
        house(session, place=("0461", 55.36 + number / 50, 10.3))
    asked: dict[str, Any] = {"from_on": first_lawful_day(today(), 1), "days": 7, "seed": 1, "stations": team()}
    asked |= {"municipality_code": None, "run": None, "random_share": 0.0, "posting_days": 1}
    request = PlanRequest(**asked)
    found = draft_plan(session, request=request, as_of=today(), stop=BRIEFLY, by=actor)
    return save_plan(session, found, by=actor, at=now())


def statuses(web: Web, path: str, form: dict[str, str]) -> dict[tuple[str, str], int]:
    """The answer to the form with each field left out or filled with each bad value, where it is no plain refusal."""
    found = {}
    for name in form:
        without = {key: value for key, value in form.items() if key != name}
        for bad in (None, *BAD):
            answer = web.post(path, without if bad is None else without | {name: bad})
            if not (answer.status_code == 303 or 400 <= answer.status_code < 500):
                found[name, "left out" if bad is None else bad[:12]] = answer.status_code
    return found


def test_a_form_for_a_new_plan_filled_with_nonsense_is_explained(web: Web) -> None:
    web.sign_in(Grant(Role.DECISION_MAKER))
    first = first_lawful_day(today(), 1).isoformat()
    form = {"from_on": first, "days": "7", "seed": "1", "inspectors": "1", "municipality": ""}
    assert statuses(web, "/plans/new", form) == {}
    for unknown in ("9999", "NaN", "x" * 10_000, "\x00", f"area:{NOBODYS}"):
        answer = web.post("/plans/new", form | {"municipality": unknown})
        assert answer.status_code == 422, unknown


def test_forms_for_changing_a_plan_filled_with_nonsense_change_nothing(web: Web) -> None:
    plan, stop, form = drafted(web)
    stale = form | {"version": "77", "at": "10:00", "instead": "", "reason": "Sådan"}
    assert statuses(web, f"{stop}/move", stale) == {}
    assert statuses(web, f"{plan}/locks", stale | {"visit": stop.rpartition("/")[2], "locked": "1"}) == {}
    assert statuses(web, f"{stop}/remove", {"version": "77", "reason": "Sådan"}) == {}
    for step in ("undo", "redo", "replan"):
        assert statuses(web, f"{plan}/{step}", {"version": "77"}) == {}
    assert statuses(web, f"/plans/{NOBODYS}/undo", {"version": "0"}) == {}
    for bad in BAD:
        answer = web.get(f"{stop}/move", on=bad, inspector=bad, instead=bad, at=bad, reason=bad)
        assert answer.status_code < 500, bad[:12]
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(PlanEdit)).all() == []


def test_what_comes_in_the_wrong_order_is_told_and_changes_nothing(web: Web) -> None:
    plan, stop, form = drafted(web)
    assert web.post(f"{plan}/undo", {"version": form["version"]}).status_code == 409
    assert web.post(f"{plan}/accept", {"version": "0"}).status_code == 303
    with transaction(web.engine, writing=False) as session:
        cases = len(session.exec(select(InspectionCase)).all())
    for path in ("accept", "discard", "undo", "redo", "replan", "locks"):
        sent = form | {"visit": stop.rpartition("/")[2], "locked": "1"}
        assert web.post(f"{plan}/{path}", sent).status_code == 409, path
    for path in ("move", "remove"):
        assert web.post(f"{stop}/{path}", form | {"reason": "Sådan"}).status_code == 409, path
    with transaction(web.engine, writing=False) as session:
        assert len(session.exec(select(InspectionCase)).all()) == cases
        assert session.exec(select(PlanEdit)).all() == []


def test_a_move_of_an_accepted_visit_to_no_time_at_all_is_explained(web: Web) -> None:
    plan, _stop, form = drafted(web)
    web.post(f"{plan}/accept", {"version": "0"})
    with transaction(web.engine, writing=False) as session:
        case = session.exec(select(InspectionCase.id)).first()
    assert statuses(web, f"/cases/{case}/move", {"on": "", "start": "09:00", "station": form["inspector"]}) == {}
    for bad in BAD:
        answer = web.get(f"/cases/{case}/move", on=form["on"], start=bad, station=bad)
        assert answer.status_code < 500, bad[:12]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "i morgen"])
def test_a_day_that_nobody_can_mean_is_named_where_an_accepted_visit_is_moved(web: Web, day: str) -> None:
    plan, _stop, _form = drafted(web)
    web.post(f"{plan}/accept", {"version": "0"})
    with transaction(web.engine, writing=False) as session:
        case = session.exec(select(InspectionCase.id)).first()
    answer = words(web.get(f"/cases/{case}/move", on=day, lang="en"))
    assert f"“{day}” is no day" in answer
    assert "Choose a date in every date field" not in answer


def test_needs_of_a_visit_filled_with_nonsense_are_explained(web: Web) -> None:
    _plan, stop, _form = drafted(web)
    form = {"people": "2", "safety": "x", "languages": "pl", "mon.from": "09:00", "mon.to": "10:00", "interpreter": "1"}
    form |= {"0.from": "09:00", "0.to": "10:00"}
    assert statuses(web, f"/needs/{stop.rpartition('/')[2]}", form) == {}
