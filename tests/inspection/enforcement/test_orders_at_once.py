"""The order at once: danger, hearing left out or held on the spot, issued by one person, reviewed by another."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from threading import Barrier

import pytest
from pypdf import PdfReader
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from case_ways import APPROVER, AUTHOR, INSPECTOR, VISIT_DAY, Way, start
from housing import CASE_SETTINGS
from husly.kit.access import Actor
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotAllowedError
from inspection.enforcement import actions
from inspection.enforcement.actions.at_once import OralOrder, SpotHearing, review_due_on, waits_for_review
from inspection.enforcement.models import CaseMove
from inspection.enforcement.transitions import CaseState, Move
from inspection.letters.blocks import LetterKind
from inspection.letters.issuing import issue_letter
from inspection.letters.models import Letter

UNSET = CASE_SETTINGS.model_copy(update={"complaint_suspends": None})


def on_the_spot(session: Session) -> Way:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    return way


def text_of(letter: Letter) -> str:
    assert letter.pdf is not None
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(letter.pdf)).pages).split())


def test_a_decision_maker_issues_it_alone_on_the_day_of_the_visit(session: Session) -> None:
    way = on_the_spot(session)
    order = way.draft_at_once()
    letter = way.issue(way.file.letter(order.letter_id), VISIT_DAY, AUTHOR)
    assert way.case.state is CaseState.ORDER_ISSUED
    assert letter.kind is LetterKind.STRAKSPAABUD
    text = text_of(letter)
    for part in (
        "Strakspåbud",
        "brandtrappen er faldet ned",
        "forvaltningslovens § 19, stk. 2, nr. 3",
        "der er akut fare for beboernes liv",
        "Frist Straks",
        "Klagen har ikke opsættende virkning",
        "Prøveklagenævnet",
        "PRØVE",
    ):
        assert part in text
    assert "har opsættende virkning" not in text


def test_a_second_person_reviews_what_one_issued_alone(session: Session) -> None:
    way = on_the_spot(session)
    order = way.draft_at_once()
    way.issue(way.file.letter(order.letter_id), VISIT_DAY, AUTHOR)
    assert waits_for_review(way.file)
    with pytest.raises(NotAllowedError):
        actions.review_at_once(session, way.case.id, note="Fint.", by=AUTHOR, at=way.at(VISIT_DAY + 1))
    actions.review_at_once(session, way.case.id, note="Faren var der.", by=APPROVER, at=way.at(VISIT_DAY + 1))
    assert not waits_for_review(way.file)


def test_the_review_is_due_three_working_days_later() -> None:
    assert review_due_on(date(2026, 3, 20), ALWAYS_OPEN) == date(2026, 3, 25)


def test_an_inspectors_draft_issued_by_a_decision_maker_needs_no_review(session: Session) -> None:
    way = on_the_spot(session)
    order = way.draft_at_once(by=INSPECTOR)
    way.issue(way.file.letter(order.letter_id), VISIT_DAY, AUTHOR)
    assert way.file.order is not None
    assert way.file.order.approved_by == AUTHOR.id
    assert not waits_for_review(way.file)


def test_the_usual_way_with_two_persons_is_open_too(session: Session) -> None:
    way = on_the_spot(session)
    order = way.draft_at_once()
    actions.approve_order(session, way.case.id, by=APPROVER, at=way.at(VISIT_DAY))
    way.issue(way.file.letter(order.letter_id), VISIT_DAY, AUTHOR)
    assert [move.move for move in way.file.moves][-1] is Move.ISSUE_ORDER


def test_without_danger_or_without_waiver_and_hearing_it_is_refused(session: Session) -> None:
    way = on_the_spot(session)
    with pytest.raises(DomainError) as error:
        way.draft_at_once(danger_reason="ild", waiver_reason=" ")
    assert error.value.code == "heard_on_spot_or_waived_for_danger"
    with pytest.raises(DomainError) as error:
        way.draft_at_once(danger_reason=" ", waiver_reason="fare")
    assert error.value.code == "danger_is_stated"


def test_a_hearing_on_the_spot_and_the_oral_order_are_told(session: Session) -> None:
    way = on_the_spot(session)
    at = way.at(VISIT_DAY) - timedelta(hours=2)
    order = way.draft_at_once(
        danger_reason="gasfyret lækker",
        heard=SpotHearing(at, "driftslederen", "Fyret er bestilt til reparation."),
        oral=OralOrder(at, "Ida Inspektør", "driftslederen", "fyret slukkes nu"),
    )
    text = text_of(way.issue(way.file.letter(order.letter_id), VISIT_DAY, AUTHOR))
    assert "I blev hørt på stedet den 23. marts 2026 kl. 8.00" in text.replace("kl. 08", "kl. 8")
    assert "Fyret er bestilt til reparation." in text
    assert "mundtligt på stedet" in text
    assert "stk. 2, nr. 3" not in text


def test_what_was_said_cannot_lie_ahead(session: Session) -> None:
    way = on_the_spot(session)
    with pytest.raises(DomainError) as error:
        way.draft_at_once(danger_reason="ild", heard=SpotHearing(way.at(VISIT_DAY + 1), "chefen", "Ja."))
    assert error.value.code == "order.spot_time"


def test_while_the_effect_of_a_complaint_is_undecided_it_is_not_issued(session: Session) -> None:
    way = on_the_spot(session)
    way.settings = UNSET
    order = way.draft_at_once()
    with pytest.raises(DomainError) as error:
        way.issue(way.file.letter(order.letter_id), VISIT_DAY, AUTHOR)
    assert error.value.code == "complaint_guidance_missing"


def test_a_returned_order_at_once_leaves_the_hearing_to_be_held(session: Session) -> None:
    way = on_the_spot(session)
    way.draft_at_once()
    actions.return_draft(session, way.case.id, note="Ingen fare.", by=APPROVER, at=way.at(VISIT_DAY))
    assert way.case.state is CaseState.FINDINGS_RECORDED
    with pytest.raises(DomainError):
        way.draft_order()


def test_of_two_decision_makers_at_the_same_moment_one_issues_it(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        way = on_the_spot(session)
        letter_id = way.draft_at_once(by=INSPECTOR).letter_id
    together = Barrier(2)

    def one(by: Actor) -> str:
        together.wait(timeout=20)
        try:
            with transaction(clean_engine) as own:
                issue_letter(own, letter_id, settings=CASE_SETTINGS, by=by, at=way.at(VISIT_DAY))
        except DomainError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, (AUTHOR, APPROVER))) == ["done", "letter.issued"]
    with transaction(clean_engine) as session:
        assert len(session.exec(select(CaseMove).where(CaseMove.move == Move.ISSUE_AT_ONCE)).all()) == 1
        issued = select(Letter).where(Letter.id == letter_id, col(Letter.issued_at).is_not(None))
        assert len(session.exec(issued).all()) == 1
