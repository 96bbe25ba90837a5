"""Each authority signs its own letters and tells of complaints as its lawyer decided."""

from dataclasses import replace

import pytest

from case_ways import AUTHOR, INSPECTOR, VISIT_DAY, start
from conftest import AT
from housing import CASE_SETTINGS
from husly.kit.access import Actor, Grant, Role
from husly.kit.errors import DomainError, NotAllowedError
from inspection.authorities.actions import Guidance, add_rule, save_authority, withdraw_rule
from inspection.authorities.belonging import STATE, authority_of, authority_of_case, is_own
from inspection.authorities.letterheads import Letterhead
from inspection.authorities.queries import guidance_of, is_of_settings, letterhead_of
from inspection.enforcement.actions.orders import guidance_for
from inspection.enforcement.actions.papers import draft_later_reasons
from inspection.enforcement.from_register import complaint_is_complete
from inspection.enforcement.models import Addressee, InspectionCase, LegalBasis
from inspection.letters.blocks import LetterKind
from inspection.letters.contents import NoComplaintReason
from inspection.letters.rendering import write_draft
from web_client import Web, web, words

__all__ = ["web"]

TOWN = Actor("town", "Karin Kommune", (Grant(Role.DECISION_MAKER, municipality_code="0461"),))
ADMIN = Actor("admin", "Adam", (Grant(Role.ADMINISTRATOR),))
HEAD = Letterhead(
    "Odense Kommune", "Flakhaven 2; 5000 Odense C", "DK 13 58 56 28", signature_title="Byggesagsbehandler"
)
GUIDE = Guidance("Klagenævnet", "Odense Kommune", weeks=4, suspends=True)


def draft_of(session, way, letter):
    return write_draft(session, way.file, letter, settings=CASE_SETTINGS, as_of=way.on(0))


def test_a_letterhead_that_was_written_down_takes_the_place_of_the_settings(session):
    way = start(session)
    letter = way.draft_notice()
    assert draft_of(session, way, letter).written.head.sender.name == CASE_SETTINGS.authority_name
    save_authority(session, STATE, replace(HEAD, name="Arbejdstilsynet"), by=ADMIN, at=AT)
    head = draft_of(session, way, letter).written.head
    assert (head.sender.name, head.sender.cvr_number) == ("Arbejdstilsynet", "13585628")
    assert head.header.caseworker_title == "Byggesagsbehandler"


def test_nobody_signs_in_the_name_of_another_authority(session):
    way = start(session)
    letter = way.draft_notice()
    way.case.authority = way.case.municipality_code
    assert letterhead_of(session, way.case, CASE_SETTINGS) is None
    assert "letterhead_missing" in {one.rule for one in draft_of(session, way, letter).problems}
    save_authority(session, way.case.municipality_code, HEAD, by=ADMIN, at=AT)
    assert letterhead_of(session, way.case, CASE_SETTINGS).name == HEAD.name


@pytest.mark.parametrize(
    ("head", "rule"),
    [
        (replace(HEAD, name=" "), "authority.name"),
        (replace(HEAD, cvr_number="12345678"), "authority.cvr"),
        (replace(HEAD, email="nobody"), "authority.email"),
        (replace(HEAD, phone="1" * 41), "authority.long"),
    ],
)
def test_a_letterhead_that_letters_could_not_bear_is_refused(session, head, rule):
    with pytest.raises(DomainError) as refused:
        save_authority(session, STATE, head, by=ADMIN, at=AT)
    assert refused.value.code == rule


def test_only_an_administrator_writes_letterheads_and_rules(session):
    with pytest.raises(NotAllowedError):
        save_authority(session, STATE, HEAD, by=INSPECTOR, at=AT)
    with pytest.raises(NotAllowedError):
        add_rule(session, LetterKind.PAABUD, GUIDE, by=INSPECTOR, at=AT)


def test_the_rule_that_names_most_of_the_case_counts(session):
    way = start(session)

    def told():
        return (guidance_of(session, way.case, LetterKind.PAABUD, CASE_SETTINGS) or {}).get("body")

    assert told() is None
    add_rule(session, LetterKind.PAABUD, GUIDE, by=ADMIN, at=AT)
    add_rule(session, LetterKind.PAABUD, replace(GUIDE, body="Ejernævnet"), addressee=Addressee.OWNER, by=ADMIN, at=AT)
    assert told() == "Klagenævnet"
    close = add_rule(
        session, LetterKind.PAABUD, replace(GUIDE, body="Nævnet"), authority=STATE, addressee=Addressee.EMPLOYER,
        legal_basis=LegalBasis.EMPLOYEE_HOUSING_ACT, by=ADMIN, at=AT,
    )  # fmt: skip
    assert told() == "Nævnet"
    withdraw_rule(session, close.id, by=ADMIN, at=AT)
    assert told() == "Klagenævnet"


def test_an_order_tells_what_the_rule_says(session):
    way = start(session)
    add_rule(session, LetterKind.PAABUD, GUIDE, by=ADMIN, at=AT)
    way.to_heard()
    order = way.draft_order()
    complaint = draft_of(session, way, way.file.letter(order.letter_id)).written.complaint
    assert (complaint.body, complaint.send_to, complaint.term.weeks) == ("Klagenævnet", "Odense Kommune", 4)


def test_a_lawyer_may_decide_that_a_notice_tells_nothing_of_complaints(session):
    way = start(session, settings=CASE_SETTINGS.model_copy(update={"demo_mode": False}), approved=False)
    letter = way.draft_notice()

    def complaint():
        return write_draft(session, way.file, letter, settings=way.settings, as_of=way.on(0)).written.complaint

    assert complaint() is None
    add_rule(session, LetterKind.VARSLING, Guidance(none_reason="Procesledende beslutning"), by=ADMIN, at=AT)
    assert complaint() is NoComplaintReason.LAWYER_DECIDED_NONE


@pytest.mark.parametrize(
    ("guidance", "rule"),
    [
        (replace(GUIDE, body=""), "complaint.incomplete"),
        (replace(GUIDE, suspends=None), "complaint.incomplete"),
        (replace(GUIDE, days=28), "complaint.incomplete"),
        (replace(GUIDE, weeks=53), "complaint.term"),
        (replace(GUIDE, none_reason="x"), "complaint.both"),
        (Guidance(), "complaint.incomplete"),
    ],
)
def test_half_a_guidance_is_none(session, guidance, rule):
    with pytest.raises(DomainError) as refused:
        add_rule(session, LetterKind.PAABUD, guidance, by=ADMIN, at=AT)
    assert refused.value.code == rule


def test_the_guidance_of_the_settings_is_not_that_of_another_authority(session):
    way = start(session)
    way.to_heard()
    assert guidance_for(session, way.case, LetterKind.PAABUD, CASE_SETTINGS)["body"] == CASE_SETTINGS.complaint_body
    order = way.draft_order()
    way.case.authority = "0461"
    save_authority(session, "0461", HEAD, by=ADMIN, at=AT)
    assert not complaint_is_complete(guidance_for(session, way.case, LetterKind.PAABUD, CASE_SETTINGS))
    letter = way.file.letter(order.letter_id)
    letter.choices = letter.choices | {"complaint": guidance_for(session, way.case, LetterKind.PAABUD, CASE_SETTINGS)}
    problem = next(one for one in draft_of(session, way, letter).problems if one.rule == "complaint_guidance_missing")
    assert "under Authorities" in problem.en
    add_rule(session, LetterKind.PAABUD, GUIDE, authority="0461", by=ADMIN, at=AT)
    assert guidance_for(session, way.case, LetterKind.PAABUD, CASE_SETTINGS)["body"] == GUIDE.body
    municipal = CASE_SETTINGS.model_copy(update={"supervision_model": "municipality"})
    assert is_of_settings(way.case, municipal)


def test_no_decision_of_another_authority_leaves_with_the_guidance_of_the_settings(session):
    way = start(session)
    way.to_heard()
    way.case.authority = "0461"
    way.draft_order(by=TOWN)
    with pytest.raises(DomainError) as refused:
        way.approve(by=replace(TOWN, id="second"))
    assert refused.value.code == "complaint_guidance_present"


def reasons(way, **given):
    day = way.on(VISIT_DAY)
    letter = draft_later_reasons(
        way.session, way.case.id, decided_on=day, requested_on=day, decision="Rummet må ikke bruges",
        facts="Det brænder", settings=way.settings, by=AUTHOR, at=way.at(VISIT_DAY), **given,
    )  # fmt: skip
    return letter.choices["complaint"]


def test_later_reasons_carry_the_guidance_of_the_decision_that_they_explain(session):
    way = start(session)
    way.notify()
    way.visit()
    assert reasons(way)["body"] == CASE_SETTINGS.complaint_body
    add_rule(session, LetterKind.PAABUD, GUIDE, by=ADMIN, at=AT)
    assert (reasons(way)["body"], reasons(way)["suspends"]) == (GUIDE.body, True)
    assert reasons(way, at_once=True)["suspends"] is False
    own = replace(GUIDE, body="Begrundelsesnævnet")
    add_rule(session, LetterKind.BEGRUNDELSE_EFTERFOELGENDE, own, by=ADMIN, at=AT)
    assert reasons(way)["body"] == own.body


def test_reasons_of_an_order_at_once_say_as_it_does_that_a_complaint_does_not_suspend(session):
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    order = way.draft_at_once()
    way.issue(way.file.letter(order.letter_id), VISIT_DAY, AUTHOR)
    assert way.file.letter(order.letter_id).choices["complaint"]["suspends"] is False
    assert reasons(way)["suspends"] is False


@pytest.mark.parametrize(
    ("grants", "authority"),
    [
        ((Grant(Role.INSPECTOR),), STATE),
        ((Grant(Role.CASEWORKER, municipality_code="0461"),), "0461"),
        ((Grant(Role.CASEWORKER, municipality_code="0461"), Grant(Role.CASEWORKER, municipality_code="0479")), ""),
        ((Grant(Role.ADMINISTRATOR),), ""),
    ],
)
def test_an_authority_follows_from_grants(grants, authority):
    assert authority_of(Actor("a", "A", grants)) == authority


def test_a_case_that_nobody_opened_belongs_to_whom_the_model_names():
    case = InspectionCase(municipality_code="0461", legal_basis=LegalBasis.EMPLOYEE_HOUSING_ACT)
    named = {model: authority_of_case(case, model) for model in ("none", "state", "municipality", "split")}
    assert named == {"none": "", "state": STATE, "municipality": "0461", "split": STATE}
    assert is_own(case, INSPECTOR)


def test_the_page_takes_a_letterhead_and_a_rule_and_names_what_is_wrong(web: Web):
    web.sign_in(Grant(Role.ADMINISTRATOR))
    assert web.post("/authorities", {"code": "0461", "name": "Odense Kommune"}).status_code == 303
    refused = web.post("/authorities", {"code": "0461", "name": "Odense", "cvr_number": "12345678"})
    assert refused.status_code == 409
    assert "12345678" in words(refused)
    told = {"kind": "paabud", "body": "Klagenævnet", "send_to": "Odense Kommune", "weeks": "4", "suspends": "yes"}
    assert web.post("/authorities/rules", told).status_code == 303
    assert web.post("/authorities/rules", told | {"days": "many"}).status_code == 409
    assert web.post("/authorities/rules", told | {"kind": "afslutning"}).status_code == 409
    shown = words(web.get("/authorities"))
    assert "Odense Kommune" in shown
    assert "Klagenævnet" in shown


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.DECISION_MAKER, Role.STATISTICIAN])
def test_the_page_is_an_administrators(web: Web, role: Role):
    web.sign_in(Grant(role))
    assert web.get("/authorities").status_code == 403
    assert web.post("/authorities/rules", {}).status_code == 403
