"""What the gate on residents searches for in a real case (G10): names kept, words of reports, ways to reach senders."""

from datetime import date
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from case_ways import start
from husly.kit.errors import DomainError
from inspection.letters.protecting import protected_terms
from inspection.letters.rendering import write_draft
from register.declarations.models import Declaration, ResidentName
from register.residents.models import Report, ReportMessage, TipSource

TOLD = "Formanden tager vores pas, siger ingenting. Der er meget koldt om natten i kælderen\nog vi fryser"


def reported(session, way, **known):
    report = Report(
        dwelling_id=way.file.dwelling.id,
        accommodation_id=way.case.accommodation_id,
        source=TipSource.RESIDENT,
        text=TOLD,
        contact="Zbigniew Qxwv, zq@post.example, +45 20 30 40 51",
        language="pl",
        received_on=date(2026, 2, 1),
        follow_hash=uuid4().hex,
        form_hash=uuid4().hex,
        **known,
    )
    session.add(report)
    session.flush()
    return report


def named(session, way, *names):
    version = session.exec(
        select(Declaration).where(Declaration.accommodation_id == way.case.accommodation_id, Declaration.is_current)
    ).one()
    session.add_all(
        ResidentName(declaration_id=version.id, position=number, name=name) for number, name in enumerate(names, 1)
    )
    session.flush()


def g10(way, letter):
    draft = write_draft(way.session, way.file, letter, settings=way.settings, as_of=way.on(0))
    return next(gate for gate in draft.gates if gate.gate == "G10")


def test_a_case_without_reports_or_names_protects_nothing(session: Session) -> None:
    way = start(session)
    assert protected_terms(session, way.file) == frozenset()
    assert g10(way, way.draft_notice()).passed


def test_names_are_searched_for_both_ways_round_and_first_names_alone_are_not(session: Session) -> None:
    way = start(session)
    named(session, way, "Zbigniew  Qxwv", "Anna")
    assert protected_terms(session, way.file) == {"Zbigniew Qxwv", "Qxwv, Zbigniew"}


def test_a_middle_name_may_be_left_out(session: Session) -> None:
    way = start(session)
    named(session, way, "Jan Piotr Kowalski")
    forms = {"Jan Piotr Kowalski", "Kowalski, Jan Piotr", "Jan Kowalski", "Kowalski, Jan"}
    assert protected_terms(session, way.file) == forms


def test_words_of_a_report_its_sender_and_his_messages_are_searched_for(session: Session) -> None:
    way = start(session)
    report = reported(session, way)
    mine = {"report_id": report.id, "sent_on": date(2026, 2, 2)}
    session.add(ReportMessage(position=0, text="Vi er otte mand i huset", by_id=None, **mine))
    session.add(ReportMessage(position=1, text="Tak for din besked til os", by_id="officer", **mine))
    session.flush()
    assert protected_terms(session, way.file) == {
        "Der er meget koldt om natten i kælderen",
        "Vi er otte mand i huset",
        "zq@post.example",
        "20304051",
        "20 30 40 51",
        "Zbigniew Qxwv",
        "Qxwv, Zbigniew",
    }


def test_a_report_about_another_dwelling_is_no_matter_of_this_case(session: Session) -> None:
    way = start(session)
    report = reported(session, way)
    report.dwelling_id = report.accommodation_id = None
    session.flush()
    assert protected_terms(session, way.file) == frozenset()
    report.case_id = way.case.id
    session.flush()
    assert protected_terms(session, way.file)


@pytest.mark.parametrize(
    "leak",
    [
        "Zbigniew Qxwv bor på adressen.",
        "Der bor en Qxwv, Zbigniew.",
        "Zbigniew Qxwvs udtalelse om kulden vejer tungest.",
        "Qxwv Zbigniew siger, at det er koldt.",
        "Vi ved, at der er MEGET koldt om\nnatten i kælderen.",
        "Ring på 20304051.",
        "Skriv til zq@post.example.",
    ],
)
def test_a_letter_that_holds_any_of_it_is_refused_and_does_not_say_what(session: Session, leak: str) -> None:
    way = start(session)
    reported(session, way)
    named(session, way, "Zbigniew Qxwv")
    letter = way.draft_notice()
    letter.choices = {**letter.choices, "facts": leak}
    session.flush()
    gate = g10(way, letter)
    assert not gate.passed
    assert all("qxwv" not in (one.da + one.en).casefold() for one in gate.problems)
    with pytest.raises(DomainError):
        way.issue(letter, 0)
    assert letter.issued_at is None


def test_an_employer_who_lives_there_himself_still_gets_his_letters(session: Session) -> None:
    way = start(session)
    named(session, way, way.file.employer.name)
    assert g10(way, way.draft_notice()).passed
