"""Outside demonstration mode a letter cites what two persons approved, and nothing else."""

import pytest
from sqlmodel import Session, select

from approving import ACT, Approving
from case_ways import INSPECTOR, Way, start
from housing import CASE_SETTINGS
from husly.kit.errors import DomainError
from inspection.enforcement import actions
from inspection.enforcement.models import Finding
from inspection.letters.gates import Marking
from inspection.letters.models import Letter
from inspection.letters.rendering import Draft, write_draft

REAL_SETTINGS = CASE_SETTINGS.model_copy(update={"demo_mode": False})


def to_hearing(session: Session) -> Way:
    """The case as far as the hearing; the notice left in demonstration, for its own gates are not the matter here."""
    way = start(session)
    way.notify()
    way.visit()
    way.find(".cap", ".window")
    way.draft_hearing()
    way.settings = REAL_SETTINGS
    return way


def hearing(way: Way) -> Draft:
    (letter,) = [one for one in way.file.letters if one.issued_at is None and one.kind == "partshoering"]
    return draft_of(way, letter)


def draft_of(way: Way, letter: Letter) -> Draft:
    return write_draft(way.session, way.file, letter, settings=way.settings, as_of=way.on(21))


def g2(way: Way) -> list[tuple[str, str]]:
    """What keeps the gate closed: the code, and the rule that the sentence names."""
    (gate,) = [one for one in hearing(way).gates if one.gate == "G2"]
    names = [finding.requirement_id for finding in way.file.findings]
    return [
        (problem.rule, name.rpartition(".")[2])
        for problem in gate.problems
        for name in names
        if f"Krav {name} " in problem.da
    ]


def test_the_gate_opens_when_two_persons_approved_the_rules_and_shuts_when_they_take_it_back(session: Session) -> None:
    way, approving = to_hearing(session), Approving(session)
    assert g2(way) == [("requirement_draft", "cap"), ("requirement_draft", "window")]
    approving.confirm("cap", "window")
    assert g2(way) == [("requirement_not_countersigned", "cap"), ("requirement_not_countersigned", "window")]
    approving.countersign("cap", "window")
    assert g2(way) == []
    approving.withdraw("window")
    assert g2(way) == [("approval_withdrawn", "window")]


def test_one_row_that_nobody_confirmed_keeps_the_letter_back_and_is_named(session: Session) -> None:
    way = to_hearing(session)
    Approving(session).approve(*(one.short_id for one in ACT.requirements if one.short_id != "window"))
    assert g2(way) == [("requirement_draft", "window")]


def test_an_approval_of_another_content_than_the_house_was_judged_by_opens_nothing(session: Session) -> None:
    way = to_hearing(session)
    later = ACT.model_copy(update={"version": "0.3"})
    Approving(session, later).approve()
    assert [code for code, _ in g2(way)] == ["requirement_draft", "requirement_draft"]


def test_a_finding_keeps_the_approval_of_the_content_it_was_judged_by(session: Session) -> None:
    way, approving = to_hearing(session), Approving(session)
    approving.approve("cap", "window")
    Approving(session, ACT.model_copy(update={"version": "0.3"})).confirm("window")
    assert g2(way) == []


def test_an_approved_rule_is_cited_with_its_clause_as_verified(session: Session) -> None:
    way = to_hearing(session)
    session.flush()
    assert {one.confidence for one in session.exec(select(Finding)) if one.outcome == "breached"} != {"V"}
    Approving(session).approve("cap", "window")
    assert {breach.citation.clause.confidence for breach in hearing(way).written.breaches} == {"V"}


def test_a_rule_of_a_pack_that_the_product_no_longer_holds_is_not_cited(session: Session) -> None:
    way = to_hearing(session)
    for finding in way.file.findings:
        finding.pack_id = "dk-forgotten"
    session.flush()
    assert {code for code, _ in g2(way)} == {"pack_foreign", "requirement_draft"}


def test_withdrawal_shuts_the_gate_in_a_demonstration_too(session: Session) -> None:
    way, approving = to_hearing(session), Approving(session)
    way.settings = CASE_SETTINGS
    assert g2(way) == []
    approving.approve("window")
    approving.withdraw("window")
    assert g2(way) == [("approval_withdrawn", "window")]


def test_the_report_of_a_visit_waits_for_the_rules_it_cites_and_the_refusal_says_what_to_do(session: Session) -> None:
    way, approving = to_hearing(session), Approving(session)
    told = {"hours": "9-11", "participants": "to tilsynsførende"}
    report = actions.draft_report(session, way.case.id, **told, by=INSPECTOR, at=way.at(21))
    with pytest.raises(DomainError, match=r"window i regelsæt .* er et udkast.* To personer godkender"):
        way.issue(report, 21)
    assert draft_of(way, report).marking is not Marking.NONE
    approving.approve("cap", "window")
    assert [one for one in draft_of(way, report).gates if one.gate in ("G2", "G3") and not one.passed] == []
