"""Reminders to officers: on the right working day, once each, and never to anybody outside the authority (P8)."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from conftest import AT
from housing import CASE_SETTINGS, declare
from husly.kit.access import Actor, Grant, Role
from husly.kit.accounts.models import Account, RoleGrant
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.database import transaction
from husly.kit.outbox import OutboxMessage
from husly.settings import Settings
from husly.worker import deliver_due
from inspection.enforcement.actions import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.transitions import CaseState
from inspection.planning.models import DutyStation, PlannedCompanion
from inspection.reminders.actions import remind_officers
from inspection.reminders.due import find_due, kinds_of
from inspection.reminders.models import DutyKind, DutyReminder
from planned_visits import planned_visit, station
from web_client import Web, words

VISIT = date(2026, 4, 8)  # the Wednesday after Easter Monday
SETTINGS = CASE_SETTINGS.model_copy(update={"public_url": "https://husly.example"})


def person(session: Session, role: Role, name: str, code: str | None = None) -> Account:
    account = Account(email=f"{name}@tilsyn.example", name=name, password_hash="!", created_at=AT)
    session.add(account)
    session.flush()
    session.add(RoleGrant(account_id=account.id, role=role, municipality_code=code))
    session.flush()
    return account


def a_visit(session: Session, inspector: Account, state: CaseState = CaseState.NOTIFIED) -> InspectionCase:
    case = open_case(
        session,
        accommodation_id=declare(session, at=AT - timedelta(days=60)).id,
        visit_on=VISIT,
        from_min=540,
        to_min=600,
        inspector_id=str(inspector.id),
        reason="Tip fra beboer XQ-4711",
        chosen=Chosen(reason=VisitReason.TIP),
        by=Actor(str(inspector.id), inspector.name, (Grant(Role.INSPECTOR),)),
        at=AT,
    )
    case.state = state
    session.flush()
    return case


def on(day: date) -> timedelta:
    return day - AT.date()


@pytest.mark.parametrize(
    ("state", "day", "kinds"),
    [
        (CaseState.NOTIFIED, date(2026, 3, 31), set()),
        (CaseState.NOTIFIED, date(2026, 4, 1), {DutyKind.VISIT_SOON}),  # Easter lies between
        (CaseState.NOTIFIED, date(2026, 4, 7), {DutyKind.VISIT_SOON}),
        (CaseState.NOTIFIED, date(2026, 4, 8), set()),
        (CaseState.PLANNED, date(2026, 3, 20), {DutyKind.NOTICE_UNSENT}),
        (CaseState.PLANNED, date(2026, 3, 19), set()),
        (CaseState.PLANNED, date(2026, 4, 7), {DutyKind.NOTICE_UNSENT}),
        (CaseState.VISITED, date(2026, 4, 12), set()),
        (CaseState.VISITED, date(2026, 4, 13), {DutyKind.CONCLUSION_DUE}),
        (CaseState.UNANNOUNCED_DECIDED, date(2026, 4, 22), {DutyKind.CONCLUSION_DUE, DutyKind.CONCLUSION_LATE}),
        (CaseState.FINDINGS_RECORDED, date(2026, 6, 1), set()),
    ],
)
def test_each_comes_on_its_working_day(state: CaseState, day: date, kinds: set[DutyKind]) -> None:
    assert set(kinds_of(state, VISIT, day, posting_days=1, notice_days=4, calendar=ALWAYS_OPEN)) == kinds


@given(st.sampled_from(CaseState), st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.integers(-40, 60))
def test_before_a_visit_nothing_is_missing_and_after_it_nothing_is_soon(state: CaseState, on: date, days: int) -> None:
    found = set(kinds_of(state, on, on + timedelta(days=days), posting_days=1, notice_days=3, calendar=ALWAYS_OPEN))
    if days <= 0:
        assert not found & {DutyKind.CONCLUSION_DUE, DutyKind.CONCLUSION_LATE}
    else:
        assert DutyKind.VISIT_SOON not in found
    assert DutyKind.CONCLUSION_LATE not in found or DutyKind.CONCLUSION_DUE in found


def mails(engine: Engine, folder: Path, day: date) -> list[tuple[str, str, str]]:
    """Deliver what waits; returns receiver, subject and text of each mail."""
    at = AT + on(day)
    while True:
        with transaction(engine) as session:
            line = deliver_due(session, outbox_path=folder, at=at, chosen=SETTINGS)
        if line is None:
            break
        assert "failed" not in line, line
    found = []
    for path in sorted((folder / "mail").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        found.append((str(mail["To"]), str(mail["Subject"]), str(mail.get_content())))
        path.unlink()
    return found


def test_those_who_go_are_told_once_without_address_or_name(clean_engine: Engine, tmp_path: Path) -> None:
    with transaction(clean_engine) as session:
        ida, kim = person(session, Role.INSPECTOR, "ida"), person(session, Role.INSPECTOR, "kim")
        case = a_visit(session, ida)
        planned = planned_visit(session, case.accommodation_id, on=VISIT, accepted=False)
        other = DutyStation(**station().model_dump(exclude={"id"}) | {"account_id": kim.id})
        session.add(other)
        session.flush()
        joined = {"planned_visit_id": planned.id, "duty_station_id": other.id, "position": 1, "arrive_min": 1}
        session.add(PlannedCompanion(**joined, travel_min=1, travel_km=1.0))
        session.exec(select(Visit)).one().planned_visit_id = planned.id
        number = case.case_number
    day = date(2026, 4, 6)
    for _again in range(2):
        remind_officers(clean_engine, SETTINGS, at=AT + on(day))
    sent = mails(clean_engine, tmp_path, day)
    assert sorted(to for to, _, _ in sent) == ["ida@tilsyn.example", "kim@tilsyn.example"]
    for _to, subject, text in sent:
        assert number in text
        for secret in ("Møllevangen", "Gartneri", "XQ-4711", "Tip"):
            assert secret not in subject + text
        assert number not in subject


def test_a_moved_visit_is_told_anew_and_one_seen_to_is_not_told(clean_engine: Engine, tmp_path: Path) -> None:
    with transaction(clean_engine) as session:
        a_visit(session, person(session, Role.INSPECTOR, "ida"))
    remind_officers(clean_engine, SETTINGS, at=AT + on(date(2026, 4, 6)))
    with transaction(clean_engine) as session:
        session.exec(select(Visit)).one().visit_on = date(2026, 4, 15)
    assert mails(clean_engine, tmp_path, date(2026, 4, 6)) == []  # moved before the mail left
    remind_officers(clean_engine, SETTINGS, at=AT + on(date(2026, 4, 13)))
    assert len(mails(clean_engine, tmp_path, date(2026, 4, 13))) == 1


def test_the_planner_is_told_of_notices_and_the_leader_of_what_stays_undone(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        ida = person(session, Role.INSPECTOR, "ida")
        chief = person(session, Role.DECISION_MAKER, "chief", "0461")
        person(session, Role.DECISION_MAKER, "elsewhere", "0479")
        person(session, Role.STATISTICIAN, "numbers")
        a_visit(session, ida, CaseState.PLANNED)
    remind_officers(clean_engine, SETTINGS, at=AT + on(date(2026, 3, 24)))
    with transaction(clean_engine) as session:
        session.exec(select(InspectionCase)).one().state = CaseState.VISITED
    remind_officers(clean_engine, SETTINGS, at=AT + on(date(2026, 4, 22)))
    with transaction(clean_engine) as session:
        rows = {(row.kind, row.account_id) for row in session.exec(select(DutyReminder))}
    assert rows == {
        (DutyKind.NOTICE_UNSENT, ida.id),
        (DutyKind.CONCLUSION_DUE, ida.id),
        (DutyKind.CONCLUSION_LATE, chief.id),
    }


def test_it_can_be_switched_off_and_counted_only(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        a_visit(session, person(session, Role.INSPECTOR, "ida"))
    at = AT + on(date(2026, 4, 6))
    off = Settings(visit_reminders=False)
    assert remind_officers(clean_engine, off, at=at).mails == 0
    counted = remind_officers(clean_engine, SETTINGS, at=at, keep=False)
    assert counted.line == "To officers: 1 in 1 mails (visit_soon 1)."
    with transaction(clean_engine) as session:
        assert session.exec(select(OutboxMessage)).all() == []


def test_an_employer_is_never_reminded_of_a_visit(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        account = Account(email="eva@firma.example", name="Eva", password_hash="!", created_at=AT)
        session.add(account)
        session.flush()
        case = a_visit(session, person(session, Role.INSPECTOR, "ida"))
        session.add(RoleGrant(account_id=account.id, role=Role.EMPLOYER, employer_id=case.employer_id))
        session.exec(select(Visit)).one().inspector_id = str(account.id)
    told = remind_officers(clean_engine, SETTINGS, at=AT + on(date(2026, 4, 6)))
    assert (told.mails, told.untold) == (0, 1)


def test_the_page_lists_what_is_late_within_the_readers_area(web: Web) -> None:
    with transaction(web.engine) as session:
        ida = person(session, Role.INSPECTOR, "ida")
        case = a_visit(session, ida, CaseState.VISITED)
        number = case.case_number
        visit = session.exec(select(Visit)).one()
        visit.visit_on = visit.visited_on = date(2026, 1, 5)
        assert [one.kind for one in find_due(session, today=date(2026, 6, 1), posting_days=1, notice_days=3)] == [
            DutyKind.CONCLUSION_LATE,
            DutyKind.CONCLUSION_DUE,
        ]
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    text = words(web.get("/cases/late"))
    assert text.count(number) == 1
    assert "Møllevangen 12" in text
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0479"))
    assert number not in words(web.get("/cases/late"))
