"""Reminders of legal deadlines: a week and a day before, once after; employers get nothing but a link."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from case_ways import AUTHOR, VISIT_DAY, Way, start
from conftest import AT
from housing import CASE_SETTINGS
from husly.kit.access import Role
from husly.kit.accounts.models import Account, RoleGrant
from husly.kit.database import transaction
from husly.settings import Settings
from husly.worker import deliver_due
from inspection.enforcement.models import InspectionCase
from inspection.reminders.actions import remind_officers
from inspection.reminders.models import DeadlineReminder, DeadlineStage
from inspection.reminders.stages import stage_of

SETTINGS = CASE_SETTINGS.model_copy(update={"public_url": "https://husly.example", "visit_reminders": False})
TO_PARTIES = SETTINGS.model_copy(update={"party_reminders": True})
DAY = date(2026, 4, 8)


@given(st.integers(-400, 400))
def test_a_week_and_a_day_before_and_once_it_has_passed(left: int) -> None:
    stage = stage_of(DAY, DAY - timedelta(days=left))
    assert (stage is DeadlineStage.WEEK_BEFORE) == (2 <= left <= 7)
    assert (stage is DeadlineStage.DAY_BEFORE) == (0 <= left <= 1)
    assert (stage is DeadlineStage.PASSED) == (-7 <= left < 0)


def account(session: Session, role: Role, name: str, **scope: object) -> Account:
    found = Account(email=f"{name}@example.dk", name=name, password_hash="!", created_at=AT)
    session.add(found)
    session.flush()
    session.add(RoleGrant(account_id=found.id, role=role, **scope))
    session.flush()
    return found


def a_case(engine: Engine) -> Way:
    """An order on its way, due on day 80, with an inspector, a leader and an employer who have accounts."""
    with transaction(engine) as session:
        way = start(session)
        way.to_delivered()
        way.file.case.inspector_id = str(account(session, Role.INSPECTOR, "ida").id)
        account(session, Role.DECISION_MAKER, "leder")
        account(session, Role.EMPLOYER, "firma", employer_id=way.case.employer_id)
    return way


def mails(engine: Engine, folder: Path, way: Way, day: int, chosen: Settings = SETTINGS) -> list[tuple[str, str]]:
    remind_officers(engine, chosen, at=way.at(day))
    remind_officers(engine, chosen, at=way.at(day))
    while True:
        with transaction(engine) as session:
            line = deliver_due(session, outbox_path=folder, at=way.at(day), chosen=chosen)
        if line is None:
            break
        assert "failed" not in line, line
    found = []
    for path in sorted((folder / "mail").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        found.append((str(mail["To"]), str(mail["Subject"]) + str(mail.get_content())))
        path.unlink()
    return [one for one in found if one[0].endswith("@example.dk")]


def test_the_inspector_is_told_a_week_and_a_day_before_and_after(clean_engine: Engine, tmp_path: Path) -> None:
    way = a_case(clean_engine)
    told = {day: mails(clean_engine, tmp_path, way, day) for day in (71, 73, 74, 79, 80, 81, 82)}
    # the items are due on day 80; the report on compliance on day 83
    assert [len(told[day]) for day in (71, 73, 74)] == [0, 1, 0]
    assert len(told[79]) == 1
    assert told[80] == []
    assert len(told[81]) == 1
    with transaction(clean_engine) as session:
        stages = {(one.stage, one.what) for one in session.exec(select(DeadlineReminder))}
    assert {(stage.value, "order_item") for stage in DeadlineStage} <= stages
    for _to, text in told[79]:
        assert "Møllevangen" not in text
        assert "Gartneri" not in text
        assert way.case.case_number in text


def test_an_employer_is_told_only_where_it_is_switched_on_and_learns_nothing_from_the_mail(
    clean_engine: Engine, tmp_path: Path
) -> None:
    way = a_case(clean_engine)
    assert {to for to, _ in mails(clean_engine, tmp_path, way, 73)} == {"ida@example.dk"}
    mine = [text for to, text in mails(clean_engine, tmp_path, way, 79, TO_PARTIES) if to == "firma@example.dk"]
    assert len(mine) == 1
    for secret in (way.case.case_number, "Møllevangen", "Gartneri", "Ida", str(way.case.id)):
        assert secret not in mine[0]
    after = mails(clean_engine, tmp_path, way, 81, TO_PARTIES)
    assert "firma@example.dk" not in {to for to, _ in after}


def test_nobody_is_told_of_what_was_met_before_the_mail_left(clean_engine: Engine, tmp_path: Path) -> None:
    way = a_case(clean_engine)
    remind_officers(clean_engine, SETTINGS, at=way.at(79))
    with transaction(clean_engine) as session:
        session.get_one(InspectionCase, way.case.id).closed_at = way.at(79)
    assert mails(clean_engine, tmp_path, way, 79) == []


def test_leaders_are_told_of_a_review_that_nobody_made(clean_engine: Engine, tmp_path: Path) -> None:
    with transaction(clean_engine) as session:
        way = start(session)
        way.notify()
        way.visit()
        way.find()
        order = way.draft_at_once()
        way.issue(way.file.letter(order.letter_id), VISIT_DAY, AUTHOR)
        account(session, Role.DECISION_MAKER, "leder")
    told = mails(clean_engine, tmp_path, way, VISIT_DAY + 4)
    assert [to for to, _ in told] == ["leder@example.dk"]
