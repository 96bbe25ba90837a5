"""A local value in a case: the checklist asks by it, a letter cites it only while it is approved."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from case_ways import VISIT_DAY, Way, start
from conftest import AT
from husly.kit.errors import DomainError
from inspection.enforcement.models import Finding
from local_rules_made import APPROVER, approved
from register.rules.actions import withdraw_local_rule
from register.rules.approvals.queries import approval_of
from register.rules.models import LocalRule
from standards.rules.approval import Standing, standing_laid_over
from standards.rules.pack import load_pack


def with_local_value(session: Session, *, approved_packs: bool = True) -> tuple[Way, LocalRule]:
    way = start(session, approved=approved_packs)
    place = way.case.municipality_code
    return way, approved(session, issuer=place, value="1", valid_from=(AT + timedelta(days=8)).date().isoformat())


def the_finding(way: Way) -> Finding:
    way.notify()
    way.visit()
    way.find(".cap")
    return next(one for one in way.file.findings if one.requirement_id.endswith(".cap"))


def test_a_finding_copies_the_local_value_and_whose_text_it_is(session: Session) -> None:
    way, local = with_local_value(session)
    found = the_finding(way)
    assert found.pack_hash == local.content_hash
    assert found.required == "højst 1 person pr. beboelsesrum"
    assert found.clause_section == "punkt 7"
    others = {one.pack_hash for one in way.file.findings if not one.requirement_id.endswith(".cap")}
    assert others == {load_pack(local.base_pack_id).content_hash}


def test_a_letter_cites_it_by_its_own_text(session: Session) -> None:
    way, _ = with_local_value(session)
    the_finding(way)
    letter = way.issue(way.draft_hearing(), VISIT_DAY)
    assert "punkt 7" in str(letter.content)


def test_once_withdrawn_no_letter_cites_it(session: Session) -> None:
    way, local = with_local_value(session)
    found = the_finding(way)
    letter = way.draft_hearing()
    withdraw_local_rule(
        session, local.id, version=local.version, note="Hjemmel savnes.", by=APPROVER, at=way.at(VISIT_DAY)
    )
    assert found.pack_hash == local.content_hash
    with pytest.raises(DomainError):
        way.issue(letter, VISIT_DAY)


def test_a_local_value_stands_no_further_than_the_pack_it_was_laid_over(session: Session) -> None:
    _, local = with_local_value(session, approved_packs=False)
    approval = approval_of(session, local.base_pack_id, local.base_hash, demo_mode=True)
    day = local.valid_from
    assert standing_laid_over(approval, str(local.requirement_id), day) is Standing.DRAFT
