"""A rule that the code forgets is found by random steps: each test takes one away and walks until the walk stops."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from husly.kit.calendar import Calendar
from inspection.enforcement import order_demands, visit_demands
from inspection.enforcement.demands import Demand
from inspection.letters import gates
from random_steps import FOUND, HEARD, NEW, Tally, world

STATE = 2
"""The seed of a world whose authority is the state's."""

ORDERING = {"order", "approve", "issue"}


@contextmanager
def forgotten(*demands: Demand[Any]) -> Iterator[None]:
    """Demands that hold whatever is known."""
    kept = [one.holds for one in demands]
    for one in demands:
        object.__setattr__(one, "holds", lambda facts: True)
    try:
        yield
    finally:
        for one, holds in zip(demands, kept, strict=True):
            object.__setattr__(one, "holds", holds)


def without_gate(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    monkeypatch.setattr(gates, "GATES", tuple(one for one in gates.GATES if one.name not in names))


def walk(begin: int, *legs: set[str], steps: int = 150, careless: float = 0.0, **decided: Any) -> Tally:
    """Walk so many steps with the actions of each leg, one leg after the other."""
    with world(STATE, share=0.05) as made:
        made.begin, made.careless, made.kept = begin, careless, 2
        made.people = made.people[:3] * 3  # nobody but an inspector and two who decide
        made.settings = made.settings.model_copy(update={"closed_days": ()} | decided)
        for made.only in legs:
            made.run(steps)
        return made.tally


def test_nothing_is_found_while_every_rule_stands() -> None:
    tally = walk(HEARD, ORDERING, steps=60, careless=1.0)
    assert tally.lawful["approve"]
    assert tally.whys["issue: protected_detail"]


def test_an_order_without_a_hearing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    without_gate(monkeypatch, "G4")
    over = (order_demands.hearing_is_over, order_demands.heard_or_waived)
    with forgotten(*over), pytest.raises(AssertionError, match="without a hearing"):
        walk(FOUND, {"hear", "issue"}, {"conclude", "order", "approve", "issue"}, steps=60)


def test_a_visit_before_its_notice_has_run_is_found() -> None:
    with forgotten(visit_demands.notice_has_run_or_is_waived), pytest.raises(AssertionError, match="visited on"):
        walk(NEW, {"standard_notice", "issue", "arrive", "visit"})


def test_an_order_without_complaint_guidance_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    without_gate(monkeypatch, "G8")
    silent = {"complaint_body": "", "complaint_days": 0}
    with forgotten(order_demands.complaint_guidance_present), pytest.raises(AssertionError, match="appeal"):
        walk(HEARD, ORDERING, **silent)


def test_the_name_of_a_resident_in_a_letter_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    without_gate(monkeypatch, "G10")
    with pytest.raises(AssertionError, match="holds the resident"):
        walk(HEARD, ORDERING, careless=1.0)


def test_a_deadline_on_a_day_off_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Calendar, "is_open", lambda self, day: True)
    with pytest.raises(AssertionError, match="ends on"):
        walk(HEARD, {"order"})


def test_an_order_that_its_author_approved_is_found() -> None:
    with forgotten(order_demands.second_person_approved), pytest.raises(AssertionError, match="nobody else approved"):
        walk(HEARD, *([{"order"}, ORDERING] * 3), steps=100)
