"""Whoever asked for more time is told that there is an answer, and whoever appealed that the order has ended."""

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from case_ways import APPROVER, INSPECTOR, VISIT_DAY, Way, start
from housing import CASE_SETTINGS
from husly.kit import database
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from husly.kit.outbox import OutboxMessage
from husly.worker import deliver_due
from inspection.appeals.actions import Decided, Received, receive_appeal, take_appeal_step
from inspection.appeals.models import Appellant, Channel
from inspection.appeals.transitions import AppealMove
from inspection.delivery.telling import MAIL_KIND
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.transitions import CaseState
from inspection.followup import actions as followup
from inspection.followup.extensions import ExtensionMove
from inspection.hearings import actions as hearings
from inspection.hearings.models import ReplyChannel
from inspection.hearings.postponements import RefusalGround
from inspection.letters.models import Letter

PUBLIC = CASE_SETTINGS.model_copy(update={"public_url": "https://husly.example"})


@pytest.fixture
def way(session: Session) -> Way:
    made = start(session)
    made.settings = PUBLIC
    made.file.employer.contact_email = "post@firma.example"
    session.flush()
    return made


def queued(way: Way) -> list[OutboxMessage]:
    return [one for one in way.session.exec(select(OutboxMessage)) if one.payload.get("kind") == MAIL_KIND]


def told(way: Way, folder: Path, day: int) -> str:
    """The mails of answers that leave on a day, as text."""
    while deliver_due(way.session, outbox_path=folder, at=way.at(day), chosen=way.settings):
        pass
    mails = [one.read_text().replace("=\n", "") for one in (folder / "mail").iterdir()]
    return "\n".join(one for one in mails if "/comply" in one or "/reply" in one)


def asked(way: Way, move: ExtensionMove) -> None:
    one = followup.ask_extension(
        way.session, way.case.id, item_id=None, until=way.on(100), reason="Ferie", by=INSPECTOR, at=way.at(60)
    )
    until = way.on(100) if move is ExtensionMove.GRANT else None
    followup.decide_extension(
        way.session, way.case.id, one.id, move, until=until, answer="Vi har set på det.", by=INSPECTOR, at=way.at(61)
    )


@pytest.mark.parametrize("move", list(ExtensionMove))
def test_an_answer_about_more_time_for_an_order_is_mailed_without_the_matter(
    way: Way, tmp_path: Path, move: ExtensionMove
) -> None:
    way.to_delivered()
    asked(way, move)
    text = told(way, tmp_path, 61)
    assert "https://husly.example/comply" in text
    assert "post@firma.example" in text
    for secret in (way.case.case_number, way.file.dwelling.address, way.file.employer.name, "Ferie", "set på det"):
        assert secret not in text


def test_nobody_is_mailed_where_no_address_is_known(way: Way) -> None:
    way.file.employer.contact_email = None
    way.to_delivered()
    asked(way, ExtensionMove.GRANT)
    assert queued(way) == []


@pytest.mark.parametrize(("public_url", "mails"), [("", 0), ("https://husly.example", 1)])
def test_the_history_counts_only_mails_that_can_leave(clean_engine: Engine, public_url: str, mails: int) -> None:
    settings = CASE_SETTINGS.model_copy(update={"public_url": public_url})
    with transaction(database.told(clean_engine, settings)) as session:
        way = start(session, settings=settings)
        way.file.employer.contact_email = "post@firma.example"
        way.to_delivered()
        asked(way, ExtensionMove.GRANT)
        (event,) = session.exec(select(AuditEvent).where(AuditEvent.action == "extension.granted"))
        assert f'"mails": {mails}' in event.details
        assert len(queued(way)) == mails


@pytest.mark.parametrize("granted", [True, False])
def test_an_answer_about_more_time_in_a_hearing_is_mailed(way: Way, tmp_path: Path, granted: bool) -> None:
    way.notify()
    way.visit()
    way.find()
    way.send_hearing()
    file = get_case_file(way.session, way.case.id, by=INSPECTOR)
    wish = {"reason": "Ferie", "until": None, "channel": ReplyChannel.CODE, "at": way.at(VISIT_DAY + 2)}
    one = hearings.add_request(way.session, file, **wish)
    who = {"by": INSPECTOR, "at": way.at(VISIT_DAY + 3)}
    if granted:
        until = file.calendar.on_or_after(way.on(60))
        hearings.grant_time(way.session, way.case.id, one.id, until=until, **who)
    else:
        ground = RefusalGround.WEIGHTY_INTERESTS
        hearings.refuse_time(way.session, way.case.id, one.id, ground=ground, reason="Fare for beboerne", **who)
    assert "https://husly.example/reply" in told(way, tmp_path, VISIT_DAY + 3)


def appeal_ends(way: Way, letter: Letter, move: AppealMove, **given: object) -> None:
    received = Received(letter.id, Appellant.ADDRESSEE, "Gartneriet", Channel.MAIL, way.on(40), "For kort tid.")
    appeal = receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(40))
    for one, more in ((AppealMove.ACCEPT, {}), (move, given)):
        decided = Decided(way.on(42), reason="Rummet er stort nok.", **more)  # type: ignore[arg-type]
        take_appeal_step(way.session, way.case.id, appeal.id, one, decided, by=APPROVER, at=way.at(42))


def test_an_order_that_is_changed_after_an_appeal_is_told_by_mail(way: Way, tmp_path: Path) -> None:
    letter = way.to_delivered()
    appeal_ends(way, letter, AppealMove.CHANGE_ITSELF, extended_to=way.file.calendar.on_or_after(way.on(120)))
    assert "https://husly.example/comply" in told(way, tmp_path, 42)


def test_an_order_that_is_annulled_after_an_appeal_has_a_letter_that_says_so(way: Way) -> None:
    first = way.to_delivered()
    appeal_ends(way, first, AppealMove.ANNUL_ITSELF)
    (letter,) = [one for one in way.file.letters if one.supersedes_id == first.id]
    assert way.file.case.state is CaseState.CLOSED
    assert letter.issued_at is None
    way.issue(letter, 43, APPROVER)
    assert letter.issued_at is not None
    assert "Rummet er stort nok" in str(letter.content)
    assert way.file.case.state is CaseState.CLOSED
    assert first.withdrawn_at == way.at(42)
