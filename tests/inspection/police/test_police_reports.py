"""Reports to the police: written, approved by another, sent with what they rest on, answered."""

import io
import zipfile
from dataclasses import replace

import pytest

from case_ways import APPROVER, AUTHOR, INSPECTOR, start
from husly.kit.errors import DomainError
from inspection.appeals.actions import Received, decide_effect, receive_appeal
from inspection.appeals.models import Appellant, Channel, Effect
from inspection.enforcement import actions as cases
from inspection.enforcement.actions.dues import change_order
from inspection.enforcement.transitions import CaseState
from inspection.letters.issuing import issue_letter
from inspection.letters.letter import letter_text
from inspection.letters.models import Letter
from inspection.letters.rendering import write_draft
from inspection.police import actions
from inspection.police.packing import LIST_NAME, package
from inspection.police.queries import list_reports
from inspection.police.transitions import ReportMove, ReportState


@pytest.fixture
def way(session):
    way = start(session)
    way.to_delivered()
    cases.record_silence(session, way.case.id, by=INSPECTOR, at=way.at(85))
    return way


def told(way):
    return actions.Reported(district="Fyns Politi", district_address="Hans Mules Gade 1-3, 5000 Odense C",
                            act_from=way.on(81), act_to=way.on(85), act="Påbuddet er ikke efterkommet",
                            provisions="lov nr. 1445 af 10. december 2024", witnesses="to tilsynsførende",
                            proposed_fine=10_000, fine_source="demonstration")  # fmt: skip


def propose(way):
    return actions.propose_report(way.session, way.case.id, told=told(way), by=AUTHOR, at=way.at(86))


def send(way):
    report = propose(way)
    actions.approve_report(way.session, way.case.id, report.id, by=APPROVER, at=way.at(87))
    issue_letter(way.session, report.letter_id, settings=way.settings, by=APPROVER, at=way.at(88))
    return report


def test_the_letter_is_confined_and_names_suspect_time_place_and_evidence(way):
    report = propose(way)
    letter = way.file.letter(report.letter_id)
    written = write_draft(way.session, way.file, letter, settings=way.settings, as_of=way.on(86)).written
    text = letter_text(written)
    assert letter.confined
    assert written.head.recipient.name == "Fyns Politi"
    assert way.file.employer.name in text
    assert "10.000 kr." in text
    assert "to tilsynsførende" in text
    assert "SHA-256" in text
    assert way.file.findings[0].evidence_id in text


def test_the_letter_names_no_evidence_of_what_was_put_right(way):
    met, unmet = way.file.items
    met.complied = True
    way.session.flush()
    report = propose(way)
    letter = way.file.letter(report.letter_id)
    text = letter_text(write_draft(way.session, way.file, letter, settings=way.settings, as_of=way.on(86)).written)
    assert f"{way.file.finding(unmet.finding_id).evidence_id}:" in text
    assert f"{way.file.finding(met.finding_id).evidence_id}:" not in text


def test_a_report_leaves_with_any_digest_and_any_number_of_a_firm(way):
    for letter in way.file.letters:
        letter.sha256 = "8cd2510271575d8430c05368315a87b9c4784c7389a47496080c1e615a2a00b6"
    employer = way.file.employer
    employer.cvr_number, employer.foreign_number = None, "1010123455"
    way.session.flush()
    letter = way.session.get_one(Letter, send(way).letter_id)
    assert "1010123455" in str(letter.content)


def test_issuing_the_letter_moves_the_case(way):
    report = send(way)
    assert report.state is ReportState.SENT
    assert way.file.case.state is CaseState.REPORTED_TO_POLICE


def test_its_author_cannot_approve_it_and_a_draft_does_not_leave(way):
    report = propose(way)
    with pytest.raises(DomainError) as refused:
        actions.approve_report(way.session, way.case.id, report.id, by=AUTHOR, at=way.at(87))
    assert refused.value.code == "another_person_decides"
    with pytest.raises(DomainError):
        issue_letter(way.session, report.letter_id, settings=way.settings, by=APPROVER, at=way.at(88))


def test_without_suspicion_or_a_disobeyed_order_nobody_is_reported(session):
    way = start(session)
    way.to_delivered()
    early = replace(told(way), act_from=way.on(30), act_to=way.on(33))
    report = actions.propose_report(session, way.case.id, told=early, by=AUTHOR, at=way.at(40))
    with pytest.raises(DomainError) as refused:
        actions.approve_report(session, way.case.id, report.id, by=APPROVER, at=way.at(41))
    assert refused.value.code == "offence_is_founded"


def suspended(way, day):
    received = Received(way.file.order.letter_id, Appellant.ADDRESSEE, "Firma", Channel.MAIL, way.on(day), "")
    appeal = receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(day))
    if appeal.effect is Effect.NONE:
        who = {"by": APPROVER, "at": way.at(day)}
        decide_effect(way.session, way.case.id, appeal.id, suspends=True, reason="Beboerne er flyttet.", **who)


def given_time(way, day):
    given = {"since": way.on(day), "changed_to": way.on(110), "cause_id": way.case.id, "reason": "Klagen er afgjort"}
    change_order(way.session, way.file.order.id, **given, by=APPROVER, at=way.at(day))


@pytest.mark.parametrize("stops", [suspended, given_time])
def test_no_report_leaves_while_the_order_is_suspended_or_has_more_time(way, stops):
    first, second = propose(way), propose(way)
    actions.approve_report(way.session, way.case.id, first.id, by=APPROVER, at=way.at(87))
    stops(way, 88)
    for refused_step in (
        lambda: actions.approve_report(way.session, way.case.id, second.id, by=APPROVER, at=way.at(89)),
        lambda: issue_letter(way.session, first.letter_id, settings=way.settings, by=APPROVER, at=way.at(89)),
        lambda: cases.report_to_police(way.session, way.case.id, note="Anmeldt", by=APPROVER, at=way.at(89)),
    ):
        with pytest.raises(DomainError) as refused:
            refused_step()
        assert refused.value.code == "order_is_enforceable"
    assert way.file.case.state is CaseState.NOT_COMPLIED


def test_a_suspicion_is_reported_whatever_becomes_of_the_order(way):
    report = propose(way)
    suspended(way, 86)
    cases.note_suspicion(way.session, way.case.id, suspicion=True, by=INSPECTOR, at=way.at(87))
    actions.approve_report(way.session, way.case.id, report.id, by=APPROVER, at=way.at(88))
    issue_letter(way.session, report.letter_id, settings=way.settings, by=APPROVER, at=way.at(89))
    assert report.state is ReportState.SENT


def test_the_answer_of_the_police_comes_with_a_number_first(way):
    report, case_id = send(way), way.case.id
    who = {"by": INSPECTOR, "at": way.at(95)}
    with pytest.raises(DomainError) as refused:
        actions.advance_report(way.session, case_id, report.id, ReportMove.ACKNOWLEDGE, **who)
    assert refused.value.code == "number_is_known"
    actions.advance_report(way.session, case_id, report.id, ReportMove.ACKNOWLEDGE, number="0100-1", **who)
    actions.advance_report(way.session, case_id, report.id, ReportMove.RECORD_FINE, outcome="Bøde vedtaget", **who)
    assert (report.state, report.number) == (ReportState.FINED, "0100-1")


def test_the_package_holds_the_letters_with_their_fingerprints(way):
    report = propose(way)
    with pytest.raises(DomainError):
        package(way.file, report)
    actions.approve_report(way.session, way.case.id, report.id, by=APPROVER, at=way.at(87))
    issue_letter(way.session, report.letter_id, settings=way.settings, by=APPROVER, at=way.at(88))
    archive = zipfile.ZipFile(io.BytesIO(package(way.file, report)))
    listed = archive.read(LIST_NAME).decode()
    names = archive.namelist()
    assert any("paabud" in name for name in names)
    assert any("partshoering" in name for name in names)
    assert all(letter.sha256 in listed for letter in way.file.letters if letter.pdf is not None)


@pytest.mark.parametrize("changed", [{"district": " "}, {"proposed_fine": 0}, {"proposed_fine": 5, "fine_source": ""}])
def test_a_report_that_lacks_something_says_what(way, changed):
    with pytest.raises(DomainError):
        actions.propose_report(way.session, way.case.id, told=replace(told(way), **changed), by=AUTHOR, at=way.at(86))
    assert list_reports(way.session, way.case.id) == []
