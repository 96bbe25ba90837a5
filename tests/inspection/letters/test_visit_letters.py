"""The letters around a visit: what each says, when it may leave, and that nothing else leaves."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlmodel import Session, select

from case_ways import APPROVER, AUTHOR, INSPECTOR, VISIT_DAY, start
from conftest import AT
from husly.kit.errors import DomainError
from husly.kit.outbox import OutboxMessage
from inspection.enforcement import actions
from inspection.enforcement.case_facts import CaseFacts
from inspection.enforcement.models import FindingOutcome
from inspection.enforcement.waivers import NoticeWaiverGround
from inspection.letters.blocks import AddressForm
from inspection.letters.gates import issue_gates
from inspection.letters.issue_facts import IssueFacts
from inspection.letters.kinds.begrundelse_efterfoelgende import write_reasons
from inspection.letters.kinds.beslutning_uvarslet import write_unannounced
from inspection.letters.kinds.fastholdelse import write_upheld
from inspection.letters.kinds.oplysningsanmodning import write_request
from inspection.letters.kinds.tilsynsrapport import write_report
from inspection.letters.letter import letter_text
from inspection.letters.models import Letter
from letter_cases import HEAD, VISIT, review_of
from visit_letter_cases import REASONS, REPORT, REQUEST, UNANNOUNCED, UPHELD, hearing_by_code, visit_letters


def pdf_text(letter: Letter) -> str:
    """The words of an issued letter, one after the other."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(letter.pdf or b"")).pages).split())


def problems(written, name, *, as_of=VISIT, **known):
    facts = IssueFacts(CaseFacts(as_of=as_of, **known), review=review_of(written.kind))
    return [one for gate in issue_gates(written, facts) if gate.gate == name for one in gate.problems]


@pytest.mark.parametrize("number", range(len(visit_letters())))
def test_a_complete_letter_leaves_no_placeholder(number):
    assert "{" not in letter_text(visit_letters()[number])
    assert visit_letters()[number].missing == ()


def test_the_letter_that_upholds_a_visit_sums_up_the_objection_and_gives_reasons():
    text = letter_text(write_upheld(UPHELD))
    for part in ("Vi fastholder beslutningen", "høsten er i gang", "uden for sæsonen", "§ 5, stk. 3", "§ 8"):
        assert part in text
    assert problems(write_upheld(replace(UPHELD, complaint=None)), "G8")
    assert write_upheld(replace(UPHELD, objection="")).missing


def test_a_decision_without_notice_says_all_of_a_notice_but_the_time_to_object_and_its_number():
    text = letter_text(write_unannounced(UNANNOUNCED))
    for part in (
        "mandag den 16. marts 2026 kl. 10.00–13.00",
        "senge og beboere ellers kan flyttes",
        "§ 5, stk. 4, nr. 1",
        "udleveres til jer ved besøget",
        "viser legitimation",
        "mindre indgribende midler",
    ):
        assert part in text
    assert "indsigelser mod beslutningen, skal vi have dem" not in text
    assert "kortere varsel" not in text
    assert write_unannounced(replace(UNANNOUNCED, waiver=None)).missing
    assert problems(write_unannounced(UNANNOUNCED), "G7", suspicion=True)


def test_a_report_tells_the_course_what_was_found_and_how_and_what_was_said():
    text = letter_text(write_report(REPORT))
    for part in (
        "10.05–11.40",
        "To tilsynsførende, en tolk",
        "Vist uopfordret",
        "set på stedet, Værelse 3",
        "21,5 °C (målt på stedet)",
        "Foto 1: Vinduet i Værelse 3",
        "skruet fast i vinter",
        "ikke en afgørelse",
    ):
        assert part in text
    silent = letter_text(write_report(replace(REPORT, breaches=(), remarks="")))
    assert "Vi konstaterede ingen overtrædelser" in silent
    assert "ikke fremsat bemærkninger" in silent


def test_a_request_for_information_says_duty_or_free_will_and_with_suspicion_neither():
    assert "I har pligt til at give oplysningerne" in letter_text(write_request(REQUEST))
    assert "Det er frivilligt" in letter_text(write_request(replace(REQUEST, duty=None)))
    warned = write_request(replace(REQUEST, suspicion=True), print_unverified=True)
    assert "I har ikke pligt til at give oplysninger" in letter_text(warned)
    assert "I har pligt" not in letter_text(warned)
    assert not problems(warned, "G7", suspicion=True)
    assert problems(write_request(REQUEST), "G7", suspicion=True)
    assert write_request(replace(REQUEST, asked=())).missing


def test_later_reasons_name_both_days_the_law_and_how_to_complain():
    text = letter_text(write_reasons(REASONS, print_unverified=True))
    for part in ("16. marts 2026", "20. marts 2026", "Afgørelsen er truffet efter", "I kan klage til", "§ 23"):
        assert part in text
    assert problems(write_reasons(replace(REASONS, complaint=None)), "G8")
    assert write_reasons(REASONS).missing  # § 23 is not verified: outside the demonstration it is not printed


def test_a_hearing_prints_page_and_code_in_groups_and_a_draft_has_none():
    text = letter_text(hearing_by_code())
    assert "https://husly.example/reply" in text
    assert "ABCD-2345-EFGH-6" in text


def test_a_person_is_spoken_to_as_du():
    head = replace(HEAD, recipient=replace(HEAD.recipient, form=AddressForm.DU))
    for write, content in ((write_upheld, UPHELD), (write_request, REQUEST), (write_unannounced, UNANNOUNCED)):
        text = letter_text(write(replace(content, head=head)))
        assert "Du har ret til at lade dig repræsentere" in text
        assert " jeres " not in text


def test_the_upholding_letter_is_what_answers_the_objection(session: Session) -> None:
    way = start(session)
    way.notify()
    who = {"by": INSPECTOR, "at": way.at(5)}
    actions.record_objection(session, way.case.id, received_on=way.on(5), objection="Dagen passer ikke.", **who)
    letter = actions.uphold_visit(session, way.case.id, answer="Besøget kan ikke vente.", by=APPROVER, at=way.at(6))
    assert way.file.visit.objection_upheld_on is None
    way.issue(letter, 6, APPROVER)
    assert way.file.visit.objection_upheld_on == way.on(6)
    assert "Dagen passer ikke." in pdf_text(letter)


def test_a_decision_without_notice_is_never_queued_and_a_new_day_needs_a_new_one(session: Session) -> None:
    way = start(session)
    ground = NoticeWaiverGround.PURPOSE_DEFEATED
    reason = {"reason": "senge ellers fjernes", "proportionality_reason": "kun kan ses på stedet"}
    actions.waive_notice(session, way.case.id, ground=ground, **reason, by=INSPECTOR, at=AT)
    letter = way.issue(actions.draft_unannounced_decision(session, way.case.id, by=INSPECTOR, at=way.at(1)), 1)
    queued = session.exec(select(OutboxMessage)).all()
    assert str(letter.id) not in str([message.payload for message in queued])
    assert "nr. 1" in pdf_text(letter)
    when = {"visit_on": way.on(VISIT_DAY + 1), "from_min": 540, "to_min": 660}
    actions.replan_visit(session, way.case.id, **when, by=INSPECTOR, at=way.at(2))
    actions.waive_notice(session, way.case.id, ground=ground, **reason, by=INSPECTOR, at=way.at(2))
    handed = {"visited_on": way.on(VISIT_DAY + 1), "decision_handed_over": True}
    with pytest.raises(DomainError) as error:
        actions.record_visit(session, way.case.id, **handed, by=INSPECTOR, at=way.at(VISIT_DAY + 1))
    assert error.value.code == "decision_is_issued"


def test_a_report_without_breach_is_written_for_who_asks_in_time(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    entries = [replace(one, outcome=FindingOutcome.MET) for one in way.entries(".none")]
    packs = {"pack_ids": way.settings.packs, "by": INSPECTOR, "at": way.at(VISIT_DAY)}
    actions.record_findings(session, way.case.id, entries=entries, **packs)
    words = {"hours": "9.00–10.30", "participants": "en tilsynsførende"}
    letter = actions.draft_report(session, way.case.id, **words, by=INSPECTOR, at=way.at(VISIT_DAY))
    with pytest.raises(DomainError) as error:
        way.issue(letter, VISIT_DAY)
    assert error.value.code == "report.not_asked"
    for day, refused in ((VISIT_DAY + 30, "report.request_late"), (VISIT_DAY - 1, "report.request_day")):
        with pytest.raises(DomainError) as error:
            actions.request_report(
                session, way.case.id, requested_on=way.on(day), by=INSPECTOR, at=way.at(max(day, VISIT_DAY))
            )
        assert error.value.code == refused
    asked = VISIT_DAY + 3
    actions.request_report(session, way.case.id, requested_on=way.on(asked), by=INSPECTOR, at=way.at(asked))
    way.issue(letter, asked)
    assert "ingen overtrædelser" in pdf_text(letter)


def test_information_is_asked_for_and_what_comes_is_kept(session: Session) -> None:
    way = start(session)
    asked = {"asked": "Lejeaftalen", "why": "Vi vurderer boligen.", "by_duty": True, "due_on": way.on(14)}
    letter = actions.draft_information_request(session, way.case.id, **asked, by=INSPECTOR, at=AT)
    with pytest.raises(DomainError) as error:
        actions.record_information(session, way.case.id, letter.id, received_on=way.on(0), text="x", by=AUTHOR, at=AT)
    assert error.value.code == "information.none"
    way.issue(letter, 0)
    for text in ("Aftalen er vedlagt.", "Og et tillæg."):
        kept = actions.record_information(
            session, way.case.id, letter.id, received_on=way.on(3), text=text, by=AUTHOR, at=way.at(3)
        )
    assert kept.text == "Aftalen er vedlagt.\nOg et tillæg."
    actions.note_suspicion(session, way.case.id, suspicion=True, by=INSPECTOR, at=way.at(4))
    warned = way.issue(actions.draft_information_request(session, way.case.id, **asked, by=INSPECTOR, at=way.at(4)), 4)
    assert "har ikke pligt til at give oplysninger" in pdf_text(warned)


def test_later_reasons_are_asked_for_within_fourteen_days_and_due_within_fourteen_more(session: Session) -> None:
    way = start(session)
    words = {"decision": "Rummet må ikke bruges", "facts": "Vinduet var skruet fast", "settings": way.settings}
    days = {"decided_on": date(2026, 3, 2), "requested_on": date(2026, 3, 18)}
    with pytest.raises(DomainError) as error:
        actions.draft_later_reasons(session, way.case.id, **days, **words, by=AUTHOR, at=way.at(20))
    assert error.value.code == "reasons.late"
    days["requested_on"] = date(2026, 3, 16)
    letter = actions.draft_later_reasons(session, way.case.id, **days, **words, by=AUTHOR, at=way.at(20))
    assert letter.choices["due_on"] == "2026-03-30"
    way.issue(letter, 20, AUTHOR)
    assert "Rummet må ikke bruges." in pdf_text(letter)
