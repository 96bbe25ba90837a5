"""Every legal day is counted on one calendar: weekends, Danish holidays, and the days the operator closes."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError
from sqlmodel import Session

from case_ways import APPROVER, AUTHOR, INSPECTOR, Way, start
from housing import CASE_SETTINGS
from husly.kit.calendar import ALWAYS_OPEN, Calendar, is_public_holiday
from husly.kit.database import calendar_of, engine_of, transaction
from husly.kit.errors import DomainError
from husly.settings import Settings
from inspection.appeals.actions import Decided, Received, receive_appeal, take_appeal_step
from inspection.appeals.models import AppealChange, Appellant, ChangeKind, Channel
from inspection.appeals.moved_days import moved_day
from inspection.appeals.timeliness import timeliness
from inspection.appeals.transitions import AppealMove
from inspection.deadlines.from_cases import read_days
from inspection.deadlines.reckoning import deadlines_of_case
from inspection.enforcement import actions
from inspection.enforcement import deadlines as legal
from inspection.enforcement.actions.at_once import review_due_on
from inspection.enforcement.deadlines import ComplaintTerm, Suspension
from inspection.enforcement.forms import lawful_deadline
from inspection.enforcement.legal_calendar import Deadline, What
from inspection.enforcement.notice_days import objection_day, send_by
from inspection.enforcement.running_dues import last_due
from inspection.enforcement.steps.kinds import offer_for
from inspection.enforcement.steps.visits import when_fields
from inspection.followup import actions as followup
from inspection.followup.extensions import ExtensionMove
from inspection.followup.revisits import revisit_by

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
MONTH_DAYS = st.tuples(st.integers(1, 12), st.integers(1, 28)) | st.sampled_from([(12, 24), (12, 31), (6, 5)])
CALENDARS = st.frozensets(MONTH_DAYS, max_size=60).map(Calendar)
NOT_DEADLINES = (What.VISIT, What.FIRST_VISIT_DAY)
"""A visit is planned, and its notice is a least time: neither moves."""


def is_lawful(day: date, calendar: Calendar) -> bool:
    closed = (day.month, day.day) in calendar.closed_days
    return day.weekday() < 5 and not is_public_holiday(day) and not closed


@settings(max_examples=150)
@given(DAYS, st.integers(10, 90), CALENDARS)
def test_no_deadline_falls_on_a_day_without_work_whatever_days_are_closed(day, count, calendar):
    lost = [Suspension(day, day + timedelta(days=count))]
    term = ComplaintTerm(days=count)
    time = timeliness(day, delivered_on=day, term=term, calendar=calendar)
    visit_on = day + timedelta(days=200)
    found = [
        legal.hearing_due_on(day, calendar=calendar, days=count),
        legal.complaint_due_on(day, ComplaintTerm(weeks=4), calendar=calendar),
        legal.complaint_due_on(day, term, calendar=calendar),
        legal.access_answer_due_on(day, calendar=calendar),
        legal.report_request_due_on(day, calendar=calendar),
        legal.later_reasons_request_due_on(day, calendar=calendar),
        legal.later_reasons_due_on(day, calendar=calendar),
        legal.running_due_on(day + timedelta(days=1), calendar=calendar, suspensions=lost),
        review_due_on(day, calendar),
        revisit_by(day, calendar),
        time.due_on,
        objection_day(visit_on, today=day, calendar=calendar),
        send_by(visit_on, posting_days=2, calendar=calendar),
    ]
    assert [one for one in found if one is None or not is_lawful(one, calendar)] == []


@given(DAYS, st.integers(1, 60), st.integers(0, 40), CALENDARS)
def test_a_day_that_an_appeal_held_back_loses_none_and_ends_on_a_lawful_day(day, lasted, later, calendar):
    written, since = calendar.on_or_after(day + timedelta(days=later)), day
    held = AppealChange(
        kind=ChangeKind.HELD, since=since, until=since + timedelta(days=lasted), before={"on": written.isoformat()}
    )
    found = moved_day("on", written, [held], calendar)
    assert found is not None
    assert is_lawful(found, calendar)
    assert found >= written + timedelta(days=lasted)
    held.until = None
    assert moved_day("on", written, [held], calendar) is None


@given(DAYS, CALENDARS)
def test_a_wished_day_is_taken_or_refused_with_the_next_working_day(day, calendar):
    if is_lawful(day, calendar):
        assert lawful_deadline(day, calendar) == day
        return
    with pytest.raises(DomainError) as refused:
        lawful_deadline(day, calendar)
    assert refused.value.code == "order.closed_day"


def test_christmas_eve_is_refused_with_its_reason_where_the_authority_is_closed():
    eve = date(2026, 12, 24)
    assert lawful_deadline(eve, ALWAYS_OPEN) == eve
    with pytest.raises(DomainError) as refused:
        lawful_deadline(eve, Calendar(frozenset({(12, 24)})))
    assert "the authority is closed" in str(refused.value)
    assert "28" in str(refused.value)


def walk(session: Session, closed: frozenset[tuple[int, int]]) -> Way:
    """One case from its notice to an order that was extended and appealed against, more time and papers on the way."""
    session.get_bind().execution_options(closed_days=closed)
    way = start(session)
    way.settings = way.settings.model_copy(update={"closed_days": tuple(f"{m:02}-{d:02}" for m, d in closed)})
    way.notify()
    way.visit()
    way.find()
    way.send_hearing()
    asked = {"asked": "Lejekontrakten", "why": "den mangler", "by_duty": True, "due_on": way.on(40)}
    way.issue(actions.draft_information_request(session, way.case.id, **asked, by=INSPECTOR, at=way.at(25)), 25)
    way.answer()
    order = way.draft_order()
    way.approve()
    letter = way.issue(way.file.letter(order.letter_id), 31, APPROVER)
    way.arrive(letter, 33)
    who = {"by": INSPECTOR, "at": way.at(41)}
    more = followup.ask_extension(session, way.case.id, item_id=None, until=way.on(90), reason="Sygdom.", **who)
    followup.decide_extension(session, way.case.id, more.id, ExtensionMove.GRANT, until=way.on(90), answer="Ja.", **who)
    received = Received(letter.id, Appellant.ADDRESSEE, "Firma", Channel.MAIL, way.on(45), "")
    appeal = receive_appeal(session, way.case.id, received, by=INSPECTOR, at=way.at(45))
    decided = Decided(way.on(60))
    take_appeal_step(session, way.case.id, appeal.id, AppealMove.WITHDRAW, decided, by=APPROVER, at=way.at(60))
    return way


def deadlines(way: Way) -> list[Deadline]:
    (days,) = read_days(way.session, [way.file.case])
    return [one for one in deadlines_of_case(days) if one.what not in NOT_DEADLINES]


def test_when_every_day_with_a_deadline_is_closed_all_of_them_move(session: Session) -> None:
    before = {one.day for one in deadlines(walk(session, frozenset())) if one.day is not None}
    assert len(before) > 6
    session.rollback()
    closed = frozenset((day.month, day.day) for day in before)
    way = walk(session, closed)
    after = {one.what: one.day for one in deadlines(way)}
    assert len(after) > 6
    calendar = Calendar(closed)
    assert {what: day for what, day in after.items() if day is None or not is_lawful(day, calendar)} == {}
    assert last_due(way.file.items, way.file.due_changes) == after[What.ORDER_ITEM]


def test_the_day_suggested_for_a_visit_is_a_working_day(session: Session) -> None:
    way = start(session)
    for number in range(60):
        offer = offer_for(way.file, actor=AUTHOR, settings=way.settings, as_of=way.on(number))
        assert is_lawful(date.fromisoformat(when_fields(offer)[0].value), ALWAYS_OPEN)


def test_sessions_of_the_operators_engine_know_his_closed_days(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'closed.sqlite'}"
    chosen = CASE_SETTINGS.model_copy(update={"database_url": url, "closed_days": ("12-24", "12-31")})
    engine = engine_of(chosen)
    with transaction(engine) as session:
        assert calendar_of(session) == Calendar(frozenset({(12, 24), (12, 31)}))
    engine.dispose()


def test_more_closed_days_than_a_calendar_bears_are_a_slip() -> None:
    days = [f"{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    with pytest.raises(ValidationError, match="closed_days"):
        Settings(secret_key=SecretStr("x" * 40), closed_days=tuple(days))
