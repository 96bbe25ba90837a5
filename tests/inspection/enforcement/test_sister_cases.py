"""One visit, two addressees: the employer by the act of 2024, the owner by building law (LAW-06, ORD-05)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from case_ways import APPROVER, INSPECTOR, VISIT_DAY, start
from conftest import AT
from housing import CASE_SETTINGS
from husly.kit.access import Actor, Grant, Role
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from inspection.authorities.belonging import authority_of_case
from inspection.beside import rooms_of
from inspection.enforcement import actions
from inspection.enforcement.actions.addressing import Owner
from inspection.enforcement.checklist import FindingEntry
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.declared import binding_packs
from inspection.enforcement.models import Addressee, FindingOutcome, LegalBasis
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.steps import offer_for, open_steps
from inspection.enforcement.transitions import CaseState
from inspection.letters.rendering import write_draft
from register.owners.models import OwnerNotice

OWNER = Owner("Ejendomsselskabet Havnen ApS", "Havnegade 1; 5000 Odense C", "13585628")
CLERK = Actor("clerk", "Karin Kommune", (Grant(Role.DECISION_MAKER, municipality_code="0461"),))


def found(session):
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    return way


def sister_of(session, way, owner=OWNER):
    return actions.open_sister(session, way.case.id, owner=owner, by=INSPECTOR, at=way.at(22))


def record_damp(session, way, sister):
    seen = FindingEntry("dk-byfornyelse-75.protection", FindingOutcome.BREACHED, measured_text="Skimmel på ydervæggen")
    actions.record_findings(session, sister.id, entries=[seen], pack_ids=CASE_SETTINGS.packs, by=CLERK, at=way.at(22))


def test_the_owner_gets_a_case_of_his_own_with_the_same_visit_to_be_held_against_building_law(session):
    way = found(session)
    sister = sister_of(session, way)
    file = get_case_file(session, sister.id, by=INSPECTOR)
    assert (sister.state, sister.addressee) == (CaseState.VISITED, Addressee.OWNER)
    assert sister.legal_basis is LegalBasis.URBAN_RENEWAL_ACT
    assert sister.owner_cvr_number == "13585628"
    assert file.visit.visited_on == way.file.visit.visited_on
    assert file.findings == ()
    record_damp(session, way, sister)
    file = get_case_file(session, sister.id, by=INSPECTOR)
    assert file.case.state is CaseState.FINDINGS_RECORDED
    assert [one.pack_id for one in file.findings] == ["dk-byfornyelse-75"]
    assert file.hearing is None
    assert file.letters == ()


def test_what_was_found_against_the_others_law_is_copied(session):
    way = found(session)
    for finding in way.file.findings:
        finding.pack_id = "dk-byfornyelse-75"  # as of a case whose visit was made under both acts
    session.flush()
    sister = sister_of(session, way)
    file = get_case_file(session, sister.id, by=INSPECTOR)
    assert sister.state is CaseState.FINDINGS_RECORDED
    assert [(one.requirement_id, one.note) for one in file.findings] == [
        (one.requirement_id, one.note) for one in way.file.findings
    ]


def test_a_case_is_held_against_the_rules_that_bind_its_addressee():
    configured = ("dk-indkvarteringslov-2025", "dk-br18", "dk-byfornyelse-75")
    assert binding_packs(configured, LegalBasis.EMPLOYEE_HOUSING_ACT) == configured[:2]
    assert binding_packs(configured[:2], LegalBasis.URBAN_RENEWAL_ACT) == ("dk-byfornyelse-75", "dk-br18")


def test_each_case_leads_to_the_other_and_there_is_one_sister_only(session):
    way = found(session)
    sister = sister_of(session, way)
    for case_id, other in ((way.case.id, sister), (sister.id, way.case)):
        rooms = rooms_of(session, get_case_file(session, case_id, by=INSPECTOR), INSPECTOR)
        assert any(room.href == f"/cases/{other.id}" and other.case_number in room.title for room in rooms)
        with pytest.raises(DomainError) as refused:
            actions.open_sister(session, case_id, owner=OWNER, by=INSPECTOR, at=way.at(23))
        assert refused.value.code == "case.sister"


def test_no_letter_to_one_party_tells_of_the_other_case(session):
    way = found(session)
    sister = sister_of(session, way)
    record_damp(session, way, sister)
    letter = actions.draft_hearing(session, sister.id, days=14, contemplated_due_on=way.on(80), by=CLERK, at=way.at(22))
    file = get_case_file(session, sister.id, by=INSPECTOR)
    words = str(write_draft(session, file, letter, settings=CASE_SETTINGS, as_of=way.on(22)).written)
    assert OWNER.name in words
    assert sister.case_number in words
    assert way.case.case_number not in words
    assert way.file.employer.name not in words


def test_a_hearing_of_the_one_is_no_hearing_of_the_other(session):
    way = found(session)
    sister = sister_of(session, way)
    way.send_hearing()
    way.answer()
    assert way.file.case.state is CaseState.HEARD
    with pytest.raises(DomainError):
        actions.conclude_hearing(session, sister.id, by=INSPECTOR, at=way.at(60))


def test_the_owner_is_the_one_whom_the_employer_named_unless_another_is_typed(session):
    way = found(session)
    with pytest.raises(DomainError) as refused:
        sister_of(session, way, Owner())
    assert refused.value.code == "case.owner"
    session.add(
        OwnerNotice(
            accommodation_id=way.case.accommodation_id,
            name="Ole Ejer",
            postal_address="Skovvej 2; 5000 Odense C",
            code_hash="x" * 64,
            named_at=AT,
            named_by="employer",
        )
    )
    session.flush()
    assert sister_of(session, way, Owner()).owner_name == "Ole Ejer"


def test_a_wrong_cvr_number_is_refused_by_name(session):
    way = found(session)
    with pytest.raises(DomainError) as refused:
        sister_of(session, way, replace(OWNER, cvr_number="13585629"))
    assert refused.value.code == "case.owner_cvr"


def test_the_step_is_offered_once_a_breach_is_found(session):
    way = start(session)
    for act, offered in ((way.notify, False), (way.visit, False), (way.find, True)):
        act()
        steps = open_steps(offer_for(way.file, actor=INSPECTOR, settings=CASE_SETTINGS, as_of=way.on(22)))
        assert ("sister" in {step.key for step in steps}) is offered
    sister_of(session, way)
    steps = open_steps(offer_for(way.file, actor=INSPECTOR, settings=CASE_SETTINGS, as_of=way.on(22)))
    assert "sister" not in {step.key for step in steps}


def test_a_case_under_building_law_addresses_the_owner_and_belongs_to_the_municipality(session):
    way = start(session)
    case = actions.open_case(
        session,
        accommodation_id=way.case.accommodation_id,
        visit_on=danish_date(AT) + timedelta(days=30),
        from_min=540,
        to_min=660,
        inspector_id=INSPECTOR.id,
        reason="Fugt",
        chosen=Chosen(reason=VisitReason.REFERRAL),
        legal_basis=LegalBasis.URBAN_RENEWAL_ACT,
        owner=OWNER,
        by=INSPECTOR,
        at=AT,
    )
    assert (case.addressee, case.owner_name) == (Addressee.OWNER, OWNER.name)
    assert case.authority == case.municipality_code
    assert {authority_of_case(case, model) for model in ("state", "municipality", "split")} == {case.municipality_code}


def test_the_people_of_another_authority_may_read_a_case_and_issue_nothing_in_it(session):
    way = start(session)
    assert way.case.authority == "state"
    way.notify()
    way.visit()
    way.find()
    letter = way.draft_hearing()
    other = replace(CLERK, grants=(replace(CLERK.grants[0], municipality_code=way.case.municipality_code),))
    assert get_case_file(session, way.case.id, by=other).case.id == way.case.id
    with pytest.raises(DomainError) as refused:
        way.issue(letter, VISIT_DAY, other)
    assert refused.value.code == "authority.other"
    assert way.issue(letter, VISIT_DAY, APPROVER).issued_at is not None


def test_the_sister_belongs_to_whoever_has_the_power_and_not_to_whoever_opens_it(session):
    way = found(session)
    case = way.case
    case.legal_basis, case.addressee, case.authority = LegalBasis.URBAN_RENEWAL_ACT, Addressee.OWNER, "0461"
    case.owner_name, case.owner_postal_address = OWNER.name, OWNER.postal_address
    session.flush()
    sister = actions.open_sister(session, case.id, by=CLERK, at=way.at(22))
    assert (sister.legal_basis, sister.authority) == (LegalBasis.EMPLOYEE_HOUSING_ACT, "state")
