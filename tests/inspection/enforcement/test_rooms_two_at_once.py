"""Two press the same button of a case's rooms at once, in two transactions: one step, and a clear answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from time import sleep

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from case_ways import APPROVER, AUTHOR, INSPECTOR, VISIT_DAY, Way, start
from husly.kit.access import Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from husly.kit.errors import DomainError
from husly.kit.outbox import OutboxMessage, OutboxState
from husly.worker import deliver_due
from inspection.appeals.actions import Decided, Received, receive_appeal, take_appeal_step
from inspection.appeals.models import Appeal, Appellant, Channel
from inspection.appeals.transitions import AppealMove
from inspection.delivery.models import DeliveryEvent, LetterDelivery
from inspection.delivery.queueing import find_delivery
from inspection.enforcement import actions as cases
from inspection.enforcement.models import CaseMove, FollowUp
from inspection.fines.actions import approve_fine, propose_fine
from inspection.fines.kinds import FineKind
from inspection.followup.actions import Done, report_by_code
from inspection.followup.models import ItemReport
from inspection.letters.blocks import LetterKind
from inspection.letters.issuing import issue_letter, record_delivery
from inspection.letters.models import Letter
from inspection.rehousing.actions import approve_rehousing, record_hearing
from inspection.rehousing.models import RehousedResident, ResidentOutcome
from inspection.rehousing.residents import confirm_by_code
from rehousing_made import delivered, drafted

OTHER = Actor("other", "Mette Anden", (Grant(Role.DECISION_MAKER),))
Act = Callable[[Session, Actor], object]


def both(engine: Engine, act: Act) -> list[str]:
    """The outcome of each of two who act in the same moment, in order of their names."""
    together = Barrier(2)

    def one(by: Actor) -> str:
        together.wait(timeout=20)
        try:
            with transaction(engine) as session:
                act(session, by)
        except DomainError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, (APPROVER, OTHER)))


def ordered(session: Session) -> Way:
    way = start(session)
    way.to_delivered()
    return way


def test_an_order_at_once_leaves_once(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        way = start(session)
        way.notify()
        way.visit()
        way.find()
        letter_id = way.draft_at_once(APPROVER).letter_id

    def act(session: Session, by: Actor) -> None:
        issue_letter(session, letter_id, settings=way.settings, by=by, at=way.at(VISIT_DAY))

    first, second = both(clean_engine, act)
    assert (first, second) == ("done", "letter.issued")
    with transaction(clean_engine) as session:
        sent = session.exec(select(LetterDelivery).where(LetterDelivery.letter_id == letter_id)).all()
        assert len(sent) <= 1


def test_a_fine_is_approved_once_and_has_one_letter(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        way = ordered(session)
        way.settings = way.settings.model_copy(update={"fine_only_after_order": True})
        cases.record_silence(session, way.case.id, by=INSPECTOR, at=way.at(85))
        words = {"legal_source": "Bødekataloget, demonstration", "reason": "Påbuddet er ikke efterkommet"}
        kind = FineKind.FIXED
        fine = propose_fine(
            session, way.case.id, kind=kind, amount=5_000, **words, settings=way.settings, by=AUTHOR, at=way.at(86)
        ).id

    def act(session: Session, by: Actor) -> None:
        approve_fine(session, way.case.id, fine, settings=way.settings, by=by, at=way.at(87))

    assert both(clean_engine, act) == ["done", "step.moved_on"]
    with transaction(clean_engine) as session:
        of_fine = select(Letter).where(Letter.kind == LetterKind.BOEDEFORELAEG)
        assert len(session.exec(of_fine).all()) <= 1


def test_an_appeal_is_decided_once(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        way = start(session)
        letter = way.to_delivered()
        said = (Appellant.ADDRESSEE, "Frugtgården ApS", Channel.DIGITAL_POST, way.on(40), "Rummet er stort nok.")
        appeal = receive_appeal(session, way.case.id, Received(letter.id, *said), by=INSPECTOR, at=way.at(40)).id
        for move, day in ((AppealMove.ACCEPT, 41), (AppealMove.MAINTAIN, 43), (AppealMove.SEND, 44)):
            decided = Decided(way.on(day), reason="Vi fastholder.")
            take_appeal_step(session, way.case.id, appeal, move, decided, by=APPROVER, at=way.at(day))

    def act(session: Session, by: Actor) -> None:
        decided = Decided(way.on(60), reason="Sagen skal oplyses bedre.")
        take_appeal_step(session, way.case.id, appeal, AppealMove.REMIT, decided, by=by, at=way.at(60))

    assert both(clean_engine, act) == ["done", "step.moved_on"]


def test_two_appeals_at_once_get_numbers_of_their_own(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        way = start(session)
        letter = way.to_delivered()

    def act(session: Session, by: Actor) -> None:
        said = (Appellant.ADDRESSEE, by.name, Channel.DIGITAL_POST, way.on(40), "Rummet er stort nok.")
        receive_appeal(session, way.case.id, Received(letter.id, *said), by=by, at=way.at(40))

    assert both(clean_engine, act) == ["done", "done"]
    with transaction(clean_engine) as session:
        assert sorted(one.number for one in session.exec(select(Appeal))) == [1, 2]


def test_a_rehousing_order_is_approved_once(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        way = ordered(session)
        order, who = drafted(way).id, {"settings": way.settings, "at": way.at(34)}
        record_hearing(session, way.case.id, order, account="Nævnt i partshøringen.", by=AUTHOR, **who)

    def act(session: Session, by: Actor) -> None:
        approve_rehousing(session, way.case.id, order, by=by, **who)

    assert both(clean_engine, act) == ["done", "step.moved_on"]


def test_of_two_rehousing_orders_drafted_at_once_one_is_kept(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        way = ordered(session)

    def act(session: Session, _by: Actor) -> None:
        drafted(Way(session, way.case, way.settings))

    assert both(clean_engine, act) == ["done", "rehousing.running"]


def test_a_resident_is_settled_once(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        way = ordered(session)
        order = delivered(way)
        code = session.exec(select(RehousedResident.code).where(RehousedResident.order_id == order.id)).first()

    def act(session: Session, by: Actor) -> None:
        outcome = ResidentOutcome.MOVED if by is OTHER else ResidentOutcome.DECLINED
        confirm_by_code(session, code or "", outcome, way.on(41), at=way.at(41))

    assert both(clean_engine, act) == ["done", "rehousing.told"]
    with transaction(clean_engine) as session:
        told = session.exec(select(AuditEvent).where(AuditEvent.action == "rehousing.resident")).all()
        assert len(told) == 1


def test_compliance_of_one_item_is_reported_once(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        way = ordered(session)
        order, item = way.file.order, way.file.items[0].id
        assert order is not None
        code = way.file.letter(order.letter_id).choices["report_code"]

    def act(session: Session, _by: Actor) -> None:
        report_by_code(session, code, Done(item_id=item, done="To er flyttet.", done_on=way.on(50)), at=way.at(51))

    assert both(clean_engine, act) == ["done", "report.waits"]
    with transaction(clean_engine) as session:
        assert len(session.exec(select(ItemReport)).all()) == len(session.exec(select(FollowUp)).all()) == 1
        moves = session.exec(select(CaseMove).where(CaseMove.case_id == way.case.id)).all()
        assert sorted(one.position for one in moves) == list(range(1, len(moves) + 1))


def test_two_workers_send_a_letter_once(clean_engine: Engine, tmp_path: Path) -> None:
    with transaction(clean_engine) as session:
        way = start(session)
        way.issue(way.draft_notice(), 0)

    def act(session: Session, _by: Actor) -> None:
        deliver_due(session, outbox_path=tmp_path, at=way.at(0), chosen=way.settings)

    assert both(clean_engine, act) == ["done", "done"]
    with transaction(clean_engine) as session:
        message = session.exec(select(OutboxMessage)).one()
        assert (message.state, message.attempts) == (OutboxState.SENT, 1)
        assert len(session.exec(select(DeliveryEvent).where(col(DeliveryEvent.move) == "send")).all()) == 1
    assert sorted(one.suffix for one in tmp_path.iterdir()) == [".json", ".pdf"]


@pytest.mark.parametrize("waits", [0.0, 0.4])
def test_a_worker_and_a_person_at_one_letter_never_wait_for_each_other(clean_engine: Engine, waits: float) -> None:
    """The worker holds the delivery and then writes to the letter; whoever notes its arrival asks in the same order."""
    with transaction(clean_engine) as session:
        way = start(session)
        letter_id = way.issue(way.draft_notice(), 0).id
        delivery_id = session.exec(select(LetterDelivery.id)).one()
    together = Barrier(2)

    def worker() -> str:
        with transaction(clean_engine) as session:
            find_delivery(session, delivery_id)
            together.wait(timeout=20)
            sleep(waits)  # long enough for the other one to have begun
            session.get_one(Letter, letter_id).dispatched_at = way.at(0)
        return "done"

    def person() -> str:
        together.wait(timeout=20)
        with transaction(clean_engine) as session:
            record_delivery(session, letter_id, delivered_on=way.on(2), by=INSPECTOR, at=way.at(2))
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert [one.result() for one in (pool.submit(worker), pool.submit(person))] == ["done", "done"]
    with transaction(clean_engine) as session:
        letter = session.get_one(Letter, letter_id)
        assert (letter.dispatched_at, letter.delivered_on) == (way.at(0), way.on(2))
