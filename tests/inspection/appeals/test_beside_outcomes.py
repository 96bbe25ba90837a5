"""What an appeal does to a prohibition, a fine and a rehousing order: held back, changed, taken away, or left."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from case_ways import APPROVER, AUTHOR, INSPECTOR, VISIT_DAY, Way, start
from husly.kit.errors import DomainError
from inspection.appeals.actions import Decided, Received, decide_effect, receive_appeal, take_appeal_step
from inspection.appeals.changes import list_changes
from inspection.appeals.models import Appeal, Appellant, Channel
from inspection.appeals.transitions import AppealMove
from inspection.deadlines.from_cases import read_days
from inspection.deadlines.reckoning import deadlines_of_case
from inspection.enforcement import actions as cases
from inspection.enforcement.legal_calendar import Deadline, What
from inspection.fines import actions as fines
from inspection.fines.kinds import FineKind
from inspection.fines.models import Fine
from inspection.fines.transitions import FineMove, FineState
from inspection.letters.issuing import issue_letter, record_delivery
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.queries import letters_of, standing_prohibition
from inspection.prohibitions.transitions import ProhibitionMove, ProhibitionState
from inspection.rehousing.models import RehousedResident
from inspection.rehousing.transitions import RehousingState
from prohibitions_made import arrive_everywhere, issued_prohibition, move, way_to_prohibition
from rehousing_made import delivered

LODGED, DECIDED = VISIT_DAY + 3, VISIT_DAY + 13
"""Ten days between the appeal and its outcome, in days from the opening of the case."""


def appeal_against(way: Way, letter_id: object, day: int) -> Appeal:
    received = Received(letter_id, Appellant.OWNER, "Ejeren", Channel.MAIL, way.on(day), "")  # type: ignore[arg-type]
    appeal = receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(day))
    if appeal.effect.value == "none":
        decide_effect(way.session, way.case.id, appeal.id, suspends=True, reason="Ja.", by=APPROVER, at=way.at(day))
    return appeal


def end(way: Way, appeal: Appeal, move: AppealMove, day: int, **said: object) -> None:
    """Take the appeal as far as its outcome: in time, maintained, with the appeal body, decided."""
    steps = [AppealMove.ACCEPT, AppealMove.MAINTAIN, AppealMove.SEND, move]
    appeal.body = appeal.body or "Prøveklagenævnet"  # a fine names none by itself
    for one in steps:
        extra = said if one is move else {}
        decided = Decided(way.on(day), reason="Sådan er det afgjort.", **extra)  # type: ignore[arg-type]
        take_appeal_step(way.session, way.case.id, appeal.id, one, decided, by=APPROVER, at=way.at(day))


def deadlines(way: Way, *whats: What) -> list[Deadline]:
    (days,) = read_days(way.session, [way.file.case])
    return [one for one in deadlines_of_case(days) if one.what in whats]


@pytest.fixture
def prohibited(session: Session) -> tuple[Way, Prohibition]:
    way = way_to_prohibition(session)
    prohibition = issued_prohibition(way)
    arrive_everywhere(way, prohibition)
    return way, prohibition


def owners_letter(way: Way, prohibition: Prohibition) -> object:
    return letters_of(way.file, prohibition)[0].id


def test_an_appeal_holds_a_prohibition_back_and_gives_the_days_back(prohibited: tuple[Way, Prohibition]) -> None:
    way, prohibition = prohibited
    written_on = prohibition.move_out_on
    appeal = appeal_against(way, owners_letter(way, prohibition), LODGED)
    assert prohibition.state is ProhibitionState.APPEALED
    (held,) = deadlines(way, What.MOVE_OUT)
    assert (held.day, held.written_on, held.is_open) == (None, written_on, True)
    end(way, appeal, AppealMove.UPHOLD, DECIDED)
    assert prohibition.state is ProhibitionState.IN_FORCE
    assert prohibition.move_out_on == written_on + timedelta(days=10)
    (runs,) = deadlines(way, What.MOVE_OUT)
    assert (runs.day, runs.written_on) == (prohibition.move_out_on, written_on)


def test_a_prohibition_that_is_changed_gets_its_new_day_and_scope(prohibited: tuple[Way, Prohibition]) -> None:
    way, prohibition = prohibited
    written_on, new_day = prohibition.move_out_on, way.on(DECIDED + 60)
    appeal = appeal_against(way, owners_letter(way, prohibition), LODGED)
    end(way, appeal, AppealMove.CHANGE, DECIDED, extended_to=new_day, part="vaskerummet i kælderen")
    assert (prohibition.move_out_on, prohibition.part) == (new_day, "vaskerummet i kælderen")
    assert prohibition.state is ProhibitionState.IN_FORCE
    (runs,) = deadlines(way, What.MOVE_OUT)
    assert (runs.day, runs.written_on) == (new_day, written_on)
    changed = list_changes(way.session, [prohibition.id])[-1]
    assert changed.before == {"move_out_on": written_on.isoformat(), "part": "kælderen"}


def test_no_outcome_lets_a_move_out_end_beyond_the_laws_longest_time(prohibited: tuple[Way, Prohibition]) -> None:
    way, prohibition = prohibited
    appeal = appeal_against(way, owners_letter(way, prohibition), LODGED)
    with pytest.raises(DomainError) as refused:
        end(way, appeal, AppealMove.CHANGE, DECIDED, extended_to=date(2027, 3, 1))
    assert refused.value.code == "prohibition.move_out"


@pytest.mark.parametrize("move", [AppealMove.ANNUL, AppealMove.REMIT])
def test_a_prohibition_that_is_taken_away_may_be_written_anew(
    prohibited: tuple[Way, Prohibition], move: AppealMove
) -> None:
    way, prohibition = prohibited
    end(way, appeal_against(way, owners_letter(way, prohibition), LODGED), move, DECIDED)
    assert prohibition.state is ProhibitionState.WITHDRAWN
    assert standing_prohibition(way.session, way.case.id) is None
    issued = [one for one in letters_of(way.file, prohibition) if one.issued_at is not None]
    assert all(one.withdrawn_at == way.at(DECIDED) for one in issued)
    assert deadlines(way, What.MOVE_OUT) == []
    assert not any(one.is_open for one in deadlines(way, What.COMPLAINT))


def test_a_prohibition_appealed_before_everybody_has_it_goes_on_once_they_do(session: Session) -> None:
    way = way_to_prohibition(session)
    prohibition = issued_prohibition(way)
    appeal = appeal_against(way, owners_letter(way, prohibition), LODGED)
    end(way, appeal, AppealMove.UPHOLD, DECIDED)
    assert prohibition.state is ProhibitionState.ISSUED
    arrive_everywhere(way, prohibition, DECIDED)
    assert prohibition.state is ProhibitionState.DELIVERED


def test_only_an_appeal_holds_a_prohibition_back_or_lets_it_go_on(prohibited: tuple[Way, Prohibition]) -> None:
    way, prohibition = prohibited
    for made in (ProhibitionMove.RECORD_APPEAL, ProhibitionMove.RESUME, ProhibitionMove.RESUME_ON_ITS_WAY):
        with pytest.raises(DomainError) as refused:
            move(way, made, APPROVER, "Klagen er afgjort.", day=LODGED)
        assert refused.value.code == "prohibition.by_appeal"
    assert prohibition.state is not ProhibitionState.APPEALED


def test_of_two_appeals_against_a_prohibition_days_are_given_back_once(prohibited: tuple[Way, Prohibition]) -> None:
    way, prohibition = prohibited
    written_on = prohibition.move_out_on
    first = appeal_against(way, owners_letter(way, prohibition), LODGED)
    second = appeal_against(way, letters_of(way.file, prohibition)[2].id, LODGED + 5)
    end(way, first, AppealMove.UPHOLD, DECIDED)
    assert (prohibition.state, prohibition.move_out_on) == (ProhibitionState.APPEALED, written_on)
    end(way, second, AppealMove.UPHOLD, DECIDED + 4)
    assert prohibition.move_out_on == written_on + timedelta(days=14)


@pytest.fixture
def fined(session: Session) -> tuple[Way, Fine, object]:
    way = start(session)
    way.settings = way.settings.model_copy(update={"fine_only_after_order": True, "demo_mode": True})
    way.to_delivered()
    cases.record_silence(session, way.case.id, by=INSPECTOR, at=way.at(85))
    fine = fines.propose_fine(
        session,
        way.case.id,
        kind=FineKind.FIXED,
        amount=20_000,
        legal_source="Anklagemyndighedens bødekatalog, demonstration",
        reason="Påbuddet er ikke efterkommet",
        settings=way.settings,
        by=AUTHOR,
        at=way.at(86),
    )
    letter = fines.approve_fine(session, way.case.id, fine.id, settings=way.settings, by=APPROVER, at=way.at(90))
    assert letter is not None
    issue_letter(session, letter.id, settings=way.settings, by=APPROVER, at=way.at(90))
    record_delivery(session, letter.id, delivered_on=way.on(91), by=INSPECTOR, at=way.at(91))
    return way, fine, letter.id


def test_an_appeal_holds_the_payment_of_a_fine_back(fined: tuple[Way, Fine, object]) -> None:
    way, fine, letter_id = fined
    (before,) = deadlines(way, What.FINE_PAYMENT)
    appeal = appeal_against(way, letter_id, 92)
    (held,) = deadlines(way, What.FINE_PAYMENT)
    assert (held.day, held.is_open) == (None, True)
    end(way, appeal, AppealMove.UPHOLD, 99)
    (runs,) = deadlines(way, What.FINE_PAYMENT)
    assert before.day is not None
    assert runs.day == before.day + timedelta(days=7)
    assert (fine.state, fine.issued_total) == (FineState.DELIVERED, 20_000)


def test_a_fine_that_is_changed_asks_for_the_new_amount(fined: tuple[Way, Fine, object]) -> None:
    way, fine, letter_id = fined
    appeal = appeal_against(way, letter_id, 92)
    end(way, appeal, AppealMove.CHANGE, 99, amount=12_000)
    assert (fine.amount, fine.issued_total, fine.state) == (12_000, 12_000, FineState.DELIVERED)
    assert list_changes(way.session, [fine.id])[-1].before == {"amount": 20_000, "issued_total": 20_000}


def test_no_fine_is_changed_to_nought(fined: tuple[Way, Fine, object]) -> None:
    way, _, letter_id = fined
    appeal = appeal_against(way, letter_id, 92)
    with pytest.raises(DomainError) as refused:
        end(way, appeal, AppealMove.CHANGE, 99, amount=0)
    assert refused.value.code == "fine.amount"


@pytest.mark.parametrize("move", [AppealMove.ANNUL, AppealMove.REMIT])
@pytest.mark.parametrize("paid", [False, True])
def test_a_fine_that_is_taken_away_is_withdrawn_paid_or_not(
    fined: tuple[Way, Fine, object], move: AppealMove, paid: bool
) -> None:
    way, fine, letter_id = fined
    for one in (FineMove.ACCEPT, FineMove.PAY) if paid else ():
        who = {"settings": way.settings, "by": INSPECTOR, "at": way.at(92)}
        fines.advance_fine(way.session, way.case.id, fine.id, one, note="Betalt", **who)
    end(way, appeal_against(way, letter_id, 92), move, 99)
    assert fine.state is FineState.WITHDRAWN
    assert way.file.letter(letter_id).withdrawn_at == way.at(99)  # type: ignore[arg-type]
    assert not any(one.is_open for one in deadlines(way, What.FINE_PAYMENT))


def test_a_rehousing_order_that_is_changed_gets_its_new_days_and_covers_fewer(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    order = delivered(way)
    assert order.letter_id is not None
    appeal = appeal_against(way, order.letter_id, 36)
    new_day = way.on(70)
    end(way, appeal, AppealMove.CHANGE, 38, extended_to=new_day, released=("C",))
    assert (order.state, order.from_on) == (RehousingState.DELIVERED, new_day)
    assert order.proof_due_on >= new_day
    left = session.exec(select(RehousedResident).where(RehousedResident.order_id == order.id)).all()
    assert {one.group_label for one in left} == {"A", "B"}
    days = {one.what: one.day for one in deadlines(way, What.REHOUSING, What.REHOUSING_PROOF)}
    assert days == {What.REHOUSING: new_day, What.REHOUSING_PROOF: order.proof_due_on}


def test_a_rehousing_order_that_was_held_back_begins_so_many_days_later(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    order = delivered(way)
    assert order.letter_id is not None
    from_on, proof_on = order.from_on, order.proof_due_on
    appeal = appeal_against(way, order.letter_id, 36)
    end(way, appeal, AppealMove.UPHOLD, 43)
    assert (order.from_on, order.proof_due_on) == (from_on + timedelta(days=7), proof_on + timedelta(days=7))
