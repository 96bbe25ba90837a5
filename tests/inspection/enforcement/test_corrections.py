"""Orders corrected and withdrawn: a linked letter, and the first one's deadlines end at that moment."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlmodel import Session

from case_ways import APPROVER, AUTHOR, INSPECTOR, Way, start
from husly.kit.errors import DomainError, NotAllowedError
from inspection.enforcement import actions
from inspection.enforcement.models import FindingKind
from inspection.enforcement.timetable import deadlines_of
from inspection.enforcement.transitions import CaseState
from inspection.followup.actions import ask_by_code, decide_extension
from inspection.followup.codes import order_of_code
from inspection.followup.extensions import ExtensionMove
from inspection.followup.models import ReportCode
from inspection.followup.queries import list_extensions, order_in_force
from inspection.letters.issuing import approve_letter
from inspection.letters.models import Letter
from inspection.letters.queries import find_altered


def delivered(session: Session) -> tuple[Way, Letter]:
    way = start(session)
    return way, way.to_delivered()


def correct(way: Way) -> Letter:
    return actions.draft_correction(
        way.session,
        way.case.id,
        wrong="fristen for vinduet var for kort",
        holds="fristen er forlænget for begge forhold",
        due_on={item.finding_id: way.on(100) for item in way.file.items},
        report_due_on=way.on(104),
        considerations="Håndværkere kan først komme i juni.",
        settings=way.settings,
        by=AUTHOR,
        at=way.at(40),
    )


def text_of(letter: Letter) -> str:
    assert letter.pdf is not None
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(letter.pdf)).pages).split())


def test_a_correction_takes_the_place_of_the_order_when_it_is_issued(session: Session) -> None:
    way, first = delivered(session)
    letter = correct(way)
    assert way.file.order is not None
    assert way.file.order.letter_id == first.id
    with pytest.raises(DomainError) as error:
        way.issue(letter, 41, APPROVER)
    assert error.value.code == "second_person_approved"
    approve_letter(session, letter.id, by=APPROVER, at=way.at(40))
    way.issue(letter, 41, APPROVER)
    file = way.file
    assert file.case.state is CaseState.ORDER_ISSUED
    assert file.order is not None
    assert (file.order.letter_id, letter.supersedes_id) == (letter.id, first.id)
    assert {item.due_on for item in file.items} == {date(2026, 6, 10)}
    session.refresh(first)
    assert first.withdrawn_at == way.at(41)
    assert find_altered(session) == (4, [])
    text = text_of(letter)
    for part in (
        "Dette brev retter vores afgørelse af 2. april 2026",
        "fristen for vinduet var for kort",
        "10. juni 2026",
    ):
        assert part in text
    assert "Prøveklagenævnet" in text


def test_a_corrected_order_keeps_the_code_and_the_code_opens_it(session: Session) -> None:
    way, first = delivered(session)
    code = first.choices["report_code"]
    letter = correct(way)
    assert order_in_force(session, code).case_id == way.case.id  # type: ignore[union-attr]
    approve_letter(session, letter.id, by=APPROVER, at=way.at(40))
    way.issue(letter, 41, APPROVER)
    assert code in text_of(letter)
    assert order_in_force(session, code).case_id == way.case.id  # type: ignore[union-attr]
    assert order_of_code(session, code) == way.file.order.id


@pytest.mark.parametrize("times", [1, 2])
def test_the_correction_of_an_order_without_a_code_gets_one(session: Session, times: int) -> None:
    way, first = delivered(session)
    session.delete(session.get_one(ReportCode, way.file.order.id))
    first.choices = {key: value for key, value in first.choices.items() if key != "report_code"}
    for _ in range(times):
        letter = correct(way)
    approve_letter(session, letter.id, by=APPROVER, at=way.at(40))
    way.issue(letter, 41, APPROVER)
    assert order_of_code(session, letter.choices["report_code"]) == way.file.order.id


def test_the_author_cannot_approve_a_correction(session: Session) -> None:
    way, _ = delivered(session)
    letter = correct(way)
    with pytest.raises(NotAllowedError):
        approve_letter(session, letter.id, by=AUTHOR, at=way.at(40))


def test_a_corrected_order_is_delivered_and_corrected_anew(session: Session) -> None:
    way, _ = delivered(session)
    for day in (41, 45):
        letter = correct(way)
        approve_letter(session, letter.id, by=APPROVER, at=way.at(40))
        way.issue(letter, day, APPROVER)
        way.arrive(letter, day + 1)
        assert way.case.state is CaseState.ORDER_DELIVERED


def test_a_withdrawal_ends_deadlines_and_case_as_it_is_issued(session: Session) -> None:
    way, first = delivered(session)
    reason = "boligen er ikke længere omfattet"
    letter = actions.draft_withdrawal(session, way.case.id, reason=reason, by=AUTHOR, at=way.at(40))
    assert deadlines_of(way.file, way.on(40))
    approve_letter(session, letter.id, by=APPROVER, at=way.at(40))
    way.issue(letter, 41, APPROVER)
    assert way.case.state is CaseState.CLOSED
    assert deadlines_of(way.file, way.on(41)) == []
    session.refresh(first)
    assert first.withdrawal_reason == reason
    text = text_of(letter)
    assert "Vi trækker vores afgørelse af 2. april 2026 tilbage" in text
    assert "Klagevejledning" not in text


def test_a_dropped_correction_leaves_the_order_as_it_was(session: Session) -> None:
    way, first = delivered(session)
    correct(way)
    actions.drop_change(session, way.case.id, by=AUTHOR, at=way.at(40))
    assert way.file.order is not None
    assert way.file.order.letter_id == first.id
    with pytest.raises(DomainError):
        actions.drop_change(session, way.case.id, by=AUTHOR, at=way.at(40))


def test_a_draft_is_corrected_by_its_author_with_items_at_once(session: Session) -> None:
    way = start(session)
    way.to_heard()
    way.draft_order()
    first, second = way.file.items
    given = {
        "due_on": {first.finding_id: way.on(80)},
        "at_once": {second.finding_id},
        "results": {first.finding_id: "Der bor højst fire i boligen."},
        "report_due_on": way.on(86),
        "settings": way.settings,
        "at": way.at(30),
    }
    with pytest.raises(NotAllowedError):
        actions.edit_order(session, way.case.id, by=APPROVER, **given)
    actions.edit_order(session, way.case.id, by=AUTHOR, **given)
    assert (way.file.items[0].result[:9], way.file.items[0].at_once) == ("Der bor h", False)
    way.approve()
    assert way.file.order is not None
    letter = way.issue(way.file.letter(way.file.order.letter_id), 31, APPROVER)
    text = text_of(letter)
    assert "Frist Straks" in text
    assert "Der bor højst fire i boligen." in text


def test_a_deadline_on_christmas_eve_moves_where_the_authority_is_closed(session: Session) -> None:
    way = start(session)
    session.get_bind().execution_options(closed_days=frozenset({(12, 24), (12, 31)}))
    way.to_heard()
    actions.draft_order(
        session,
        way.case.id,
        due_on={finding.id: date(2026, 12, 24) for finding in way.file.findings},
        report_due_on=date(2026, 12, 31),
        settings=way.settings,
        by=AUTHOR,
        at=way.at(30),
    )
    assert {item.due_on for item in way.file.items} == {date(2026, 12, 28)}
    assert way.file.letters[-1].choices["report_due_on"] == "2027-01-04"


def test_a_judged_breach_asks_for_the_main_considerations(session: Session) -> None:
    way = start(session)
    way.to_heard()
    way.file.findings[0].kind = FindingKind.JUDGED
    for finding in way.file.findings:
        finding.kind = FindingKind.JUDGED
    with pytest.raises(DomainError) as error:
        actions.draft_order(
            session,
            way.case.id,
            due_on={finding.id: way.on(80) for finding in way.file.findings},
            report_due_on=way.on(86),
            settings=way.settings,
            by=AUTHOR,
            at=way.at(30),
        )
    assert error.value.code == "order.considerations"


def test_a_request_for_more_time_is_answered_about_the_corrected_order(session: Session) -> None:
    way, first = delivered(session)
    item = way.file.items[0]
    code = first.choices["report_code"]
    ask_by_code(session, code, item_id=item.id, until=way.on(120), reason="Håndværkeren er syg", at=way.at(39))
    letter = correct(way)
    approve_letter(session, letter.id, by=APPROVER, at=way.at(40))
    way.issue(letter, 41, APPROVER)
    way.arrive(letter, 42)
    file = way.file
    assert file.order is not None
    assert file.time_asked
    (asked,) = list_extensions(session, file.order.id)
    assert asked.item_id == next(one.id for one in file.items if one.finding_id == item.finding_id)
    with pytest.raises(DomainError) as error:
        actions.record_silence(session, way.case.id, by=INSPECTOR, at=way.at(110))
    assert error.value.code == "request_for_order_time_answered"
    until = file.calendar.on_or_after(way.on(120))
    decided = {"until": until, "answer": "Det er rimeligt.", "by": INSPECTOR, "at": way.at(43)}
    assert decide_extension(session, way.case.id, asked.id, ExtensionMove.GRANT, **decided).granted_to == until
