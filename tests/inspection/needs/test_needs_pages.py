"""The page of what is known before a visit: kept by those who visit, seen by nobody outside, words erased in time."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from conftest import AT
from housed import SVENDBORG, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import today
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotFoundError
from inspection.needs.actions import NeedsTold, erase_past_words, keep_needs
from inspection.needs.models import UnannouncedGround, VisitNeeds
from web_client import Web, fields_of, web, words

__all__ = ["web"]

INSPECTOR = Grant(Role.INSPECTOR)


def home_in(web: Web, **given: Any) -> UUID:
    with transaction(web.engine) as session:
        return house(session, **given).id


def answers(**changes: Any) -> dict[str, Any]:
    known = {
        "people": "2",
        "people_reason": "Løse hunde på gården.",
        "safety": "Ring fra vejen.",
        "review_on": (today() + timedelta(days=100)).isoformat(),
        "skills": ["fire_safety", "gas"],
        "languages": ["pl", "uk", "xx"],
        "interpreter": "true",
        "home.0.from": "16:00",
        "home.0.to": "18:30",
        "service_min": "75",
        "access": "Nøgle hos naboen.",
    }
    return known | changes


def test_what_is_told_is_kept_and_shown_again(web: Web) -> None:
    home = home_in(web)
    web.sign_in(INSPECTOR)
    assert web.get(f"/needs/{home}").status_code == 200
    assert web.post(f"/needs/{home}", answers()).status_code == 303
    with transaction(web.engine) as session:
        row = session.exec(select(VisitNeeds)).one()
        assert (row.people, row.skills, row.languages) == (2, ["fire_safety", "gas"], ["pl", "uk"])
        assert (row.home_hours, row.interpreter, row.daylight_only) == ([[0, 960, 1110]], True, False)
        told = session.exec(select(AuditEvent).where(AuditEvent.action == "needs.kept")).one().details
        assert "safety" in json.loads(told)["changed"]
        assert "Ring" not in told
    again = fields_of(web.get(f"/needs/{home}"))
    assert again["safety"] == ["Ring fra vejen."]
    assert again["home.0.to"] == ["18:30"]
    assert again["languages"] == ["pl", "uk"]
    assert again["skills"] == ["fire_safety", "gas"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("people", "5"),
        ("people", "to"),
        ("service_min", "5"),
        ("review_on", ""),
        ("review_on", "i morgen"),
        ("review_on", "2020-01-01"),
        ("review_on", "2099-01-01"),
        ("skills", "Gas!"),
        ("home.0.from", "18:40"),
        ("home.0.from", ""),
        ("contact.3.from", "25:99"),
        ("access", "x" * 501),
    ],
)
def test_an_answer_that_will_not_do_is_said_at_its_field(web: Web, field: str, value: str) -> None:
    home = home_in(web)
    web.sign_in(INSPECTOR)
    answer = web.post(f"/needs/{home}", answers(**{field: value}))
    assert answer.status_code == 422
    assert f'href="#{field.replace(".", "-")}"' in answer.text
    assert fields_of(answer)["access"] == [answers(**{field: value})["access"]]
    with transaction(web.engine) as session:
        assert session.exec(select(VisitNeeds)).all() == []


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.ADMINISTRATOR, Role.STATISTICIAN, Role.LEGAL_REVIEWER])
def test_nobody_outside_sees_it(web: Web, role: Role) -> None:
    home = home_in(web)
    web.sign_in(Grant(role, employer_id=uuid4() if role is Role.EMPLOYER else None))
    for answer in (web.get(f"/needs/{home}"), web.post(f"/needs/{home}", answers()), web.get("/plans/due")):
        assert answer.status_code == 403
    assert web.get("/plans/due.csv").status_code == 403


def test_another_municipality_finds_nothing(web: Web) -> None:
    home = home_in(web, place=SVENDBORG)
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    assert web.get(f"/needs/{home}").status_code == 404
    assert web.post(f"/needs/{home}", answers()).status_code == 404
    assert web.post(f"/needs/{home}/grounds", {"ground": "purpose_defeated"}).status_code in (404, 422)


def test_a_ground_is_recorded_and_withdrawn_on_the_page(web: Web) -> None:
    home = home_in(web)
    web.sign_in(INSPECTOR)
    until = (today() + timedelta(days=20)).isoformat()
    form = {"ground": "purpose_defeated", "reason": "Senge flyttes.", "until_on": until}
    for wrong in ({"ground": "x"}, {"reason": " "}, {"until_on": "x"}, {"until_on": today().isoformat()}):
        assert web.post(f"/needs/{home}/grounds", form | wrong).status_code == 422
    assert web.post(f"/needs/{home}/grounds", form).status_code == 303
    page = web.get(f"/needs/{home}")
    assert "Senge flyttes." in words(page)
    with transaction(web.engine) as session:
        ground = session.exec(select(UnannouncedGround)).one().id
    assert web.post(f"/needs/grounds/{ground}/withdraw").status_code == 303
    with transaction(web.engine) as session:
        assert session.exec(select(UnannouncedGround)).one().withdrawn_at is not None
        acts = [one.action for one in session.exec(select(AuditEvent)) if one.action.startswith("ground.")]
        assert acts == ["ground.recorded", "ground.withdrawn"]


def test_words_about_safety_are_erased_after_their_day_and_the_crew_stays(session: Session, inspector: Actor) -> None:
    home = house(session)
    told = NeedsTold(people=2, safety="Hund.", review_on=AT.date() + timedelta(days=10), access="Port")
    row = keep_needs(session, home.id, told, by=inspector, at=AT)
    assert erase_past_words(session, at=AT + timedelta(days=10)) == 0
    assert erase_past_words(session, at=AT + timedelta(days=11)) == 1
    session.refresh(row)
    assert (row.people, row.safety, row.access) == (2, "", "Port")
    assert erase_past_words(session, at=AT + timedelta(days=12)) == 0


def test_only_those_who_visit_keep_it(session: Session) -> None:
    home = house(session)
    with pytest.raises(NotFoundError):
        keep_needs(session, home.id, NeedsTold(), by=Actor("e", "E", (Grant(Role.EMPLOYER),)), at=AT)
    with pytest.raises(DomainError):
        keep_needs(session, home.id, NeedsTold(safety="Hund."), by=SYSTEM, at=AT)
