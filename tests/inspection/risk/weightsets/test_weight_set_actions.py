"""Proposing, adopting, rejecting, withdrawing, going back."""

import json
from datetime import timedelta

import pytest
import yaml
from sqlmodel import Session, select

from conftest import AT
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from inspection.risk.weights import WeightsError, delivered_text
from inspection.risk.weightsets.actions import (
    adopt_again,
    adopt_weights,
    propose_weights,
    reject_weights,
    withdraw_proposal,
)
from inspection.risk.weightsets.models import WeightSet, WeightSetState
from inspection.risk.weightsets.queries import weights_in_force

TODAY = danish_date(AT)
WRITER = Actor("w", "Writer", (Grant(Role.INSPECTOR),))
LEADER = Actor("l", "Leader", (Grant(Role.DECISION_MAKER),))
SECOND = Actor("s", "Second", (Grant(Role.DECISION_MAKER),))
LOCAL = Actor("k", "Local", (Grant(Role.DECISION_MAKER, municipality_code="0461"),))


def own(version: str = "ours-1", **changes: object) -> str:
    content = yaml.safe_load(delivered_text("2026-01")) | {"version": version, **changes}
    return yaml.safe_dump(content, allow_unicode=True)


def proposed(session: Session, text: str = "", *, by: Actor = WRITER) -> WeightSet:
    return propose_weights(session, text or own(), reason="Prøvet i Odense.", switched_on=True, by=by, at=AT)


def adopted(session: Session, row: WeightSet, *, by: Actor = LEADER, days: int = 0, at=AT) -> WeightSet:
    start = TODAY + timedelta(days=days)
    return adopt_weights(session, row.id, valid_from=start, reason="Rammer bedre.", switched_on=True, by=by, at=at)


def test_an_adopted_set_counts_from_its_day_and_every_move_is_audited(session: Session) -> None:
    row = adopted(session, proposed(session), days=7)
    assert row.state is WeightSetState.ADOPTED
    assert weights_in_force(session, TODAY + timedelta(days=6)).version == "2026-01"
    assert weights_in_force(session, TODAY + timedelta(days=7)).version == "ours-1"
    events = session.exec(select(AuditEvent).where(AuditEvent.object_id == str(row.id)).order_by("seq")).all()
    assert [one.action for one in events] == ["risk_weights.proposed", "risk_weights.adopted"]
    assert json.loads(events[1].details)["sha256"] == row.sha256


def test_whoever_proposed_cannot_adopt(session: Session) -> None:
    row = proposed(session, by=LEADER)
    with pytest.raises(DomainError, match="Somebody else"):
        adopted(session, row)
    assert adopted(session, row, by=SECOND).decided_by == "s"


@pytest.mark.parametrize("by", [WRITER, LOCAL])
def test_only_a_decision_maker_of_the_whole_country_adopts(session: Session, by: Actor) -> None:
    row = proposed(session, by=SYSTEM)
    with pytest.raises(NotAllowedError):
        adopted(session, row, by=by)
    with pytest.raises(NotAllowedError):
        reject_weights(session, row.id, reason="Nej tak.", by=by, at=AT)


def test_no_program_adopts(session: Session) -> None:
    row = proposed(session)
    with pytest.raises(DomainError, match="by a person"):
        adopted(session, row, by=SYSTEM)


def test_a_right_over_one_municipality_does_not_propose(session: Session) -> None:
    with pytest.raises(NotAllowedError):
        proposed(session, by=LOCAL)


def test_a_set_never_counts_for_days_that_have_passed(session: Session) -> None:
    row = proposed(session)
    with pytest.raises(DomainError, match="days that have passed"):
        adopted(session, row, days=-1)
    with pytest.raises(DomainError, match="days that have passed"):
        back_to(session, "2026-01", days=-1)


def test_nothing_is_proposed_or_adopted_while_the_score_is_off(session: Session) -> None:
    with pytest.raises(DomainError, match="switched off"):
        propose_weights(session, own(), reason="Prøvet.", switched_on=False, by=WRITER, at=AT)
    row = proposed(session)
    with pytest.raises(DomainError, match="switched off"):
        adopt_weights(session, row.id, valid_from=TODAY, reason="Bedre.", switched_on=False, by=LEADER, at=AT)
    with pytest.raises(DomainError, match="switched off"):
        adopt_again(session, "2026-01", valid_from=TODAY, reason="Bedre.", switched_on=False, by=LEADER, at=AT)


def test_what_is_decided_stays_decided(session: Session) -> None:
    row = reject_weights(session, proposed(session).id, reason="For få besøg.", by=LEADER, at=AT)
    assert row.decision_reason == "For få besøg."
    for again in (adopted, lambda s, r: reject_weights(s, r.id, reason="Igen.", by=SECOND, at=AT)):
        with pytest.raises(DomainError, match="decided on this set already"):
            again(session, row)
    with pytest.raises(DomainError, match="decided on this set already"):
        withdraw_proposal(session, row.id, reason="Fortrudt.", by=WRITER, at=AT)


def test_a_proposal_is_withdrawn_by_whoever_made_it_and_can_come_back_unchanged(session: Session) -> None:
    row = proposed(session)
    with pytest.raises(DomainError, match="Only whoever proposed"):
        withdraw_proposal(session, row.id, reason="Fortrudt.", by=LEADER, at=AT)
    assert withdraw_proposal(session, row.id, reason="Fortrudt.", by=WRITER, at=AT).state is WeightSetState.WITHDRAWN
    assert proposed(session).state is WeightSetState.PROPOSED


def test_the_proposer_withdraws_and_does_not_reject(session: Session) -> None:
    row = proposed(session, by=LEADER)
    with pytest.raises(DomainError, match="Withdraw it instead"):
        reject_weights(session, row.id, reason="Nej tak.", by=LEADER, at=AT)


def test_a_version_means_one_text_for_ever(session: Session) -> None:
    withdraw_proposal(session, proposed(session).id, reason="Fortrudt.", by=WRITER, at=AT)
    with pytest.raises(DomainError, match="another set with the version ours-1"):
        proposed(session, own(author="Another"))


def test_a_set_that_waits_or_counts_is_not_proposed_twice(session: Session) -> None:
    row = proposed(session)
    for _ in ("waits", "counts"):
        with pytest.raises(DomainError, match="here already"):
            proposed(session)
        if row.state is WeightSetState.PROPOSED:
            adopted(session, row)


@pytest.mark.parametrize("version", ["2026-01", "2031-12"])
def test_versions_of_delivered_sets_are_kept_free(session: Session, version: str) -> None:
    with pytest.raises(DomainError, match="sets that come with Husly"):
        proposed(session, own(version))


def test_a_set_that_cannot_be_read_is_not_kept(session: Session) -> None:
    with pytest.raises(WeightsError, match="three rising scores"):
        proposed(session, own(groups=[3]))
    assert session.exec(select(WeightSet)).all() == []


@pytest.mark.parametrize("reason", ["", "  ", "x\x00", "x" * 2001])
def test_a_decision_says_why(session: Session, reason: str) -> None:
    row = proposed(session)
    with pytest.raises(DomainError, match="Write why"):
        adopt_weights(session, row.id, valid_from=TODAY, reason=reason, switched_on=True, by=LEADER, at=AT)
    assert row.state is WeightSetState.PROPOSED


def back_to(session: Session, version: str, *, days: int = 0, by: Actor = LEADER, at=AT) -> WeightSet:
    start = TODAY + timedelta(days=days)
    return adopt_again(session, version, valid_from=start, reason="Det gik ikke.", switched_on=True, by=by, at=at)


def test_one_person_can_go_back_to_a_set_that_counted(session: Session) -> None:
    adopted(session, proposed(session))
    later = AT + timedelta(hours=1)
    assert back_to(session, "2026-01", at=later).again
    assert weights_in_force(session, TODAY).version == "2026-01"
    back_to(session, "ours-1", at=later + timedelta(hours=1))
    assert weights_in_force(session, TODAY).version == "ours-1"


def test_nobody_goes_back_to_a_set_that_never_counted(session: Session) -> None:
    proposed(session)
    for version in ("ours-1", "unheard-of"):
        with pytest.raises(NotFoundError):
            back_to(session, version)
