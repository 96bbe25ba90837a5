"""Which weights count on a day, and by which an old run is shown."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from conftest import AT
from inspection.risk.weights import WeightsError, delivered_text, load_weights
from inspection.risk.weightsets.models import WeightSet, WeightSetOrigin, WeightSetState
from inspection.risk.weightsets.queries import find_weights, get_weights, weights_in_force

DAY = date(2026, 6, 1)


def kept(session: Session, version: str, **given: Any) -> WeightSet:
    """A row as an action would leave it."""
    text = delivered_text("2026-01").replace('version: "2026-01"', f'version: "{version}"')
    known: dict[str, Any] = {
        "version": version,
        "origin": WeightSetOrigin.BY_HAND,
        "text": text,
        "sha256": "0" * 64,
        "author": "Tilsynet",
        "reason": "Afprøvet.",
        "state": WeightSetState.ADOPTED,
        "valid_from": DAY,
        "proposed_by": "a",
        "proposed_by_name": "A",
        "proposed_at": AT,
        "decided_by": "b",
        "decided_by_name": "B",
        "decided_at": AT,
    } | given
    row = WeightSet(**known)
    session.add(row)
    session.flush()
    return row


def test_without_an_adopted_set_the_newest_delivered_one_counts(session: Session) -> None:
    assert weights_in_force(session, DAY).version == "2026-01"


def test_an_adopted_set_counts_from_its_first_day(session: Session) -> None:
    kept(session, "ours")
    assert weights_in_force(session, DAY - timedelta(days=1)).version == "2026-01"
    assert weights_in_force(session, DAY).version == "ours"
    assert weights_in_force(session, DAY + timedelta(days=900)).version == "ours"


def test_a_proposal_counts_on_no_day(session: Session) -> None:
    open_row = {"state": WeightSetState.PROPOSED, "valid_from": None, "decided_by": None, "decided_at": None}
    kept(session, "ours", **open_row)
    kept(session, "theirs", state=WeightSetState.REJECTED, valid_from=None)
    assert weights_in_force(session, DAY).version == "2026-01"


def test_of_two_sets_from_the_same_day_the_later_decision_counts(session: Session) -> None:
    kept(session, "second", decided_at=AT + timedelta(hours=1))
    kept(session, "first")
    assert weights_in_force(session, DAY).version == "second"


def test_a_delivered_set_taken_up_again_counts(session: Session) -> None:
    kept(session, "ours")
    again = {"origin": WeightSetOrigin.DELIVERED, "again": True, "decided_by": "a"}
    kept(session, "2026-01", valid_from=DAY + timedelta(days=10), **again)
    assert weights_in_force(session, DAY + timedelta(days=9)).version == "ours"
    assert weights_in_force(session, DAY + timedelta(days=10)) == load_weights("2026-01")


def test_before_the_first_set_there_are_no_weights(session: Session) -> None:
    with pytest.raises(WeightsError, match="No weight set is in force on 2019-01-01"):
        weights_in_force(session, date(2019, 1, 1))


def test_a_version_is_found_whatever_became_of_it(session: Session) -> None:
    kept(session, "ours", state=WeightSetState.REJECTED, valid_from=None)
    assert get_weights(session, "ours").version == "ours"
    assert get_weights(session, "2026-01") is load_weights("2026-01")


def test_an_unknown_version_is_named(session: Session) -> None:
    with pytest.raises(WeightsError, match="There is no weight set 'lost'"):
        get_weights(session, "lost")
    assert find_weights(session, "lost") is None


def test_a_set_that_can_no_longer_be_read_is_missing_on_pages_and_named_to_the_scorer(session: Session) -> None:
    kept(session, "broken", text="version: broken")
    assert find_weights(session, "broken") is None
    with pytest.raises(WeightsError, match="broken: "):
        weights_in_force(session, DAY)


def test_one_person_cannot_both_propose_and_adopt_a_new_set(session: Session) -> None:
    with pytest.raises(IntegrityError):
        kept(session, "ours", decided_by="a")
    session.rollback()
