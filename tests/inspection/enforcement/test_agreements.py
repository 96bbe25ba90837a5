"""A visit on a day on which an agreement held finds nothing by the act, so no letter can cite it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from agreements_made import in_force
from case_ways import CASE_SETTINGS, INSPECTOR, VISIT_DAY, start
from husly.kit.errors import DomainError
from inspection.enforcement.actions.findings import save_findings
from inspection.enforcement.checklist import FindingEntry, checklist
from inspection.enforcement.declared import declared_assessments
from inspection.enforcement.models import FindingOutcome
from standards.engine.outcome import Outcome
from standards.variants.agreement import ACT


def test_the_act_asks_nothing_while_the_agreement_holds_and_everything_after(session: Session) -> None:
    way = start(session)
    claim = in_force(session, way.case.accommodation_id, at=way.opened_at, valid_to="2027-01-01")
    packs = CASE_SETTINGS.packs
    during = declared_assessments(session, way.case, on=way.on(1), pack_ids=packs)
    assert {one.verdict for one in during if one.pack_id == ACT} == {Outcome.NOT_APPLICABLE}
    assert not [item for item in checklist(during) if item.pack_id == ACT]
    assert claim.in_force_to is not None
    after = declared_assessments(session, way.case, on=claim.in_force_to + timedelta(days=1), pack_ids=packs)
    assert [item for item in checklist(after) if item.pack_id == ACT]


def test_a_finding_by_the_act_is_refused_for_such_a_visit(session: Session) -> None:
    way = start(session)
    in_force(session, way.case.accommodation_id, at=way.opened_at, valid_to="2027-01-01")
    way.notify()
    way.visit()
    assert not way.entries()
    entry = FindingEntry("room.persons_per_habitable_room", FindingOutcome.BREACHED, measured_text="4 personer")
    with pytest.raises(DomainError, match="no requirement that was in force"):
        save_findings(
            session,
            way.case.id,
            entries=[entry],
            pack_ids=CASE_SETTINGS.packs,
            by=INSPECTOR,
            at=way.at(VISIT_DAY),
        )
