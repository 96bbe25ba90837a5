"""Provisions that letters cite: read in the law by one, confirmed by another; nothing is issued on an unread one."""

import re

import pytest
from sqlmodel import Session

from approving import Approving
from case_ways import APPROVER, AUTHOR, VISIT_DAY, Way, start
from conftest import AT
from housing import CASE_SETTINGS
from husly.kit.access import Actor, Grant, Role
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from inspection.authorities.actions import Guidance, add_rule
from inspection.letters.approvals import find_review
from inspection.letters.blocks import LetterKind, load_blocks
from inspection.letters.from_case import Source, power
from inspection.letters.letter import letter_text
from inspection.letters.models import Letter, ProvisionReading
from inspection.letters.powers import powers_as_read
from inspection.letters.provisions import provisions_of, sections_read
from inspection.letters.references import as_read, load_references
from inspection.letters.rendering import Draft, write_draft
from inspection.letters.reviewing.actions import approve_texts, confirm_texts
from inspection.letters.reviewing.provisions import confirm_reading, read_provision, withdraw_reading
from inspection.letters.reviewing.words import words_of
from standards.rules.approval import Standing
from web_client import Web, words

LAWYER = Actor("lawyer", "Jens Jurist", (Grant(Role.LEGAL_REVIEWER),))
ADMIN = Actor("admin", "Adam", (Grant(Role.ADMINISTRATOR),))
REAL = CASE_SETTINGS.model_copy(update={"demo_mode": False})
ACT = "arbejdstilsynet.employee_housing_act"
SECTIONS = {
    "varsling": "§ 9",
    "paabud": "§ 11",
    "strakspaabud": "§ 11",
    "straf": "§ 15, stk. 1",
    "boedeforelaeg": "§ 16",
}
"""Made up: nobody has read the act here."""


def read(session: Session, key: str, section: str) -> ProvisionReading:
    made = read_provision(session, key, section, model="state", by=LAWYER, at=AT)
    return confirm_reading(session, made.id, by=APPROVER, at=AT)


def approve_words(session: Session) -> None:
    for kind in load_blocks().versions:
        if (found := words_of(kind)) is not None:
            approve_texts(session, kind, seen=found.digest, by=LAWYER, at=AT)
            confirm_texts(session, kind, seen=found.digest, by=APPROVER, at=AT)


def written(way: Way, letter: Letter, day: int) -> Draft:
    return write_draft(way.session, way.file, letter, settings=REAL, as_of=way.on(day))


def refused_for(way: Way, letter: Letter, day: int) -> str:
    """Why a letter may not leave: the provisions that nobody has read, and nothing else."""
    problems = written(way, letter, day).problems
    assert {one.rule for one in problems} == {"field_missing", "provision_unread"}
    with pytest.raises(DomainError, match=r"Bestemmelser|Provisions"):
        way.issue(letter, day, by=APPROVER)
    return problems[-1].da


@pytest.fixture
def real(session: Session) -> Way:
    """A case of an installation that is no demonstration: rules, texts and complaint guidance approved."""
    Approving(session).approve()
    approve_words(session)
    lawyers_choice = Guidance(none_reason="Procesledende beslutning")
    add_rule(session, LetterKind.VARSLING, lawyers_choice, by=ADMIN, at=AT)
    way = start(session, settings=REAL, approved=False)
    assert find_review(session, LetterKind.PAABUD) is not None
    return way


def test_notice_hearing_and_order_leave_for_real_once_their_sections_are_read(real: Way) -> None:
    session = real.session
    notice = real.draft_notice()
    assert "besøg i boligen (lov nr. 1445" in refused_for(real, notice, 0)
    read(session, f"{ACT}.varsling", SECTIONS["varsling"])
    assert "Retsgrundlaget er § 9 i lov nr. 1445" in letter_text(written(real, notice, 0).written)
    assert real.issue(notice, 0).banner == ""
    real.arrive(notice, 2)
    real.visit()
    real.find()
    real.report()
    hearing = real.draft_hearing()
    assert "påbud (lov nr. 1445" in refused_for(real, hearing, VISIT_DAY)
    read(session, f"{ACT}.paabud", SECTIONS["paabud"])
    assert real.issue(hearing, VISIT_DAY).banner == ""
    real.arrive(hearing, VISIT_DAY + 1)
    real.answer()
    real.draft_order()
    real.approve()
    order = next(one for one in real.file.letters if one.kind is LetterKind.PAABUD)
    assert "straf (lov nr. 1445" in refused_for(real, order, 30)
    penalty = read(session, f"{ACT}.straf", SECTIONS["straf"])
    withdraw_reading(session, penalty.id, reason="Forkert stykke", by=APPROVER, at=AT)
    assert "straf (lov nr. 1445" in refused_for(real, order, 30)
    read(session, f"{ACT}.straf", SECTIONS["straf"])
    assert real.issue(order, 30, by=APPROVER).banner == ""
    text = str(order.content)
    assert "§ 11 i lov nr. 1445 af 10. december 2024" in text
    assert "§ 15, stk. 1, i lov nr. 1445" in text


def test_a_notice_needs_its_words_approved_as_well(session: Session) -> None:
    Approving(session).approve()
    read(session, f"{ACT}.varsling", "§ 9")
    way = start(session, settings=REAL, approved=False)
    notice = way.draft_notice()
    assert "letter_not_reviewed" in {one.rule for one in written(way, notice, 0).problems}


def test_a_power_of_which_two_persons_have_read_the_section_is_verified(real: Way) -> None:
    session, file = real.session, real.file
    read(session, f"{ACT}.boedeforelaeg", "§ 16")
    found = {one.reaction: one for one in powers_as_read(sections_read(session)) if one.key.startswith(ACT)}
    assert found["boedeforelaeg"].is_verified
    assert not found["genhusning"].is_verified
    read(session, f"{ACT}.paabud", "§ 11")
    read(session, f"{ACT}.strakspaabud", "§ 12")
    source = Source(file, REAL, real.on(0), lambda _: Standing.APPROVED, powers=powers_as_read(sections_read(session)))
    several = power(source, "paabud", "strakspaabud")
    assert several.text(first=True).startswith("§ 11 og § 12 i lov nr. 1445")
    assert several.is_printable
    assert not power(source, "paabud", "genhusning").is_printable
    file.case.authority = "0461"  # what was read of the state's power is no municipality's
    assert not power(source, "paabud").is_printable


def test_a_provision_that_texts_refer_to_is_cited_as_it_was_read(session: Session) -> None:
    assert not load_references()["rpl_832"].is_printable
    read(session, "rpl_832", "§ 832, stk. 2")
    with as_read(sections_read(session)):
        assert load_references()["rpl_832"].text(first=True) == "retsplejelovens § 832, stk. 2"
        assert load_references()["rpl_832"].is_printable
    assert not load_references()["rpl_832"].is_printable


def test_what_is_shipped_is_never_surer_than_what_was_read() -> None:
    shipped = {one.key: one.reference for one in provisions_of("state") if one.purpose}
    assert {key: one.section for key, one in shipped.items() if one.section} == {
        "municipality.urban_renewal_act.varsling": "§ 75",
        "municipality.urban_renewal_act.paabud": "§ 75 a",
        "municipality.urban_renewal_act.forbud": "§ 76",
    }
    assert [key for key, one in shipped.items() if one.section and one.is_printable] == [
        "municipality.urban_renewal_act.forbud"
    ]


def test_every_section_that_is_shipped_may_be_confirmed_as_it_stands(session: Session) -> None:
    for one in provisions_of("state"):
        if one.reference.section:
            read(session, one.key, one.reference.section)
    assert {"bfl_79", "fvl_19_2_3"} <= sections_read(session).keys()


def test_nobody_reads_alone_or_what_is_no_section(session: Session) -> None:
    key = f"{ACT}.paabud"
    with pytest.raises(NotAllowedError):
        read_provision(session, key, "§ 9", model="state", by=AUTHOR, at=AT)
    for text in ("", "9", "lovens § 9", "§ 9 i lov nr. 1445", "§ 9" + ", stk. 2" * 20):
        with pytest.raises(DomainError, match=r"section|paragraf"):
            read_provision(session, key, text, model="state", by=LAWYER, at=AT)
    with pytest.raises(NotFoundError):
        read_provision(session, f"{ACT}.forbud", "§ 9", model="state", by=LAWYER, at=AT)
    made = read_provision(session, key, " §  9, stk. 2 ", model="state", by=LAWYER, at=AT)
    assert made.section == "§ 9, stk. 2"
    assert sections_read(session) == {}
    for twin in (LAWYER, Actor("other", " jens jurist", (Grant(Role.DECISION_MAKER),))):
        with pytest.raises(DomainError) as error:
            confirm_reading(session, made.id, by=twin, at=AT)
        assert error.value.code == "provisions.same_person"
    with pytest.raises(DomainError) as error:
        read_provision(session, key, "§ 9", model="state", by=LAWYER, at=AT)
    assert error.value.code == "provisions.read"
    confirm_reading(session, made.id, by=APPROVER, at=AT)
    assert sections_read(session) == {key: "§ 9, stk. 2"}


def test_the_page_tells_what_is_missing_and_takes_both_signatures(web: Web) -> None:
    page = "/letters/texts/provisions"
    web.sign_in(Grant(Role.INSPECTOR))
    assert web.get(page).status_code == 403
    web.sign_in(Grant(Role.LEGAL_REVIEWER), name="Jens Jurist")
    assert page in web.get("/letters/texts").text
    before = words(web.get(page))
    assert "Not read: letters that cite it are not issued" in before or "Ikke læst" in before
    assert web.post(page, {"key": f"{ACT}.paabud", "section": "9"}).status_code == 409
    assert web.post(page, {"key": f"{ACT}.paabud", "section": "§ 9"}).status_code == 303
    confirm = re.search(rf"{page}/[0-9a-f-]+/confirm", web.get(page).text)
    assert confirm is not None
    web.sign_in(Grant(Role.DECISION_MAKER), name="Dorte Afgørelse")
    assert web.post(confirm[0], {}).status_code == 303
    after = words(web.get(page))
    assert "Jens Jurist" in after
    assert "Dorte Afgørelse" in after
    assert web.post(confirm[0].replace("/confirm", "/withdraw"), {"reason": "Ændret"}).status_code == 303
    assert "Jens Jurist" not in words(web.get(page))
