"""What of an evaluation may be published, and what is left out."""

import copy
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session

from command_line import Command, husly_command
from conftest import AT
from husly.kit.access import Actor, Grant, Role
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotAllowedError
from inspection.risk.card.actions import publish_evaluation
from inspection.risk.card.publishing import EvaluationError, cleaned, publishable
from inspection.risk.card.queries import find_published
from score_card_cases import evaluation

__all__ = ["husly_command"]

FIGURE = {"value": 0.6, "low": 0.5, "high": 0.7}


def group(value: str, visits: int, breaches: int) -> dict[str, Any]:
    figures = dict.fromkeys(("hit_rate", "recall", "area_under_curve"), FIGURE)
    return {"value": value, "visits": visits, "breaches": breaches, "too_few": False, **figures}


DOCUMENT: dict[str, Any] = {
    "visits": 300,
    "breaches": 75,
    "units": 250,
    "weighted": True,
    "hit_rate": FIGURE,
    "capacity": 0.1,
    "rankings": {name: {"area_under_curve": FIGURE, "lift": FIGURE} for name in ("model", "chance", "last_result")},
    "model_minus": {"chance": {"area_under_curve": {"value": 0.1, "low": 0.02, "high": 0.2}}},
    "groups": {"municipality": [group("0461", 120, 30), group("0101", 100, 25), group("0479", 80, 20)]},
    "seed": 7,
}


def with_groups(*groups: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(DOCUMENT) | {"groups": {"municipality": list(groups)}}


def hidden(document: dict[str, Any]) -> list[str]:
    return [one["value"] for one in cleaned(document)["groups"]["municipality"] if one["too_few"]]


def test_figures_keep_their_intervals_and_the_seed_stays_inside() -> None:
    shown = cleaned(DOCUMENT)
    assert shown["rankings"]["model"]["area_under_curve"] == FIGURE
    assert shown["visits"] == 300
    assert "seed" not in shown
    assert hidden(DOCUMENT) == []


def test_cells_under_five_are_not_told_and_cannot_be_worked_out() -> None:
    groups = (group("0461", 120, 30), group("0101", 100, 25), group("0479", 80, 3))
    shown = cleaned(with_groups(*groups))["groups"]["municipality"]
    assert [one["value"] for one in shown if one["too_few"]] == ["0101", "0479"]
    assert all(one["visits"] is None and one["hit_rate"] is None for one in shown if one["too_few"])


@pytest.mark.parametrize(("visits", "breaches"), [(4, 0), (30, 2), (30, 28)])
def test_few_visits_few_breaches_and_few_without_one_are_all_small(visits: int, breaches: int) -> None:
    small = group("0479", visits, breaches)
    assert "0479" in hidden(with_groups(group("0461", 120, 30), small, group("0101", 200, 50)))


def test_none_with_a_breach_is_no_small_cell() -> None:
    assert hidden(with_groups(group("0461", 120, 0), group("0101", 90, 20))) == []


def test_of_too_few_visits_in_all_nothing_is_told() -> None:
    shown = cleaned(copy.deepcopy(DOCUMENT) | {"visits": 30, "breaches": 3, "groups": {}})
    assert shown["breaches"] is None
    assert shown["hit_rate"] is None
    assert shown["rankings"] == {}


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ([], "no evaluation"),
        ({}, "visits"),
        (DOCUMENT | {"visits": "many"}, "visits"),
        (DOCUMENT | {"breaches": 900}, "cannot be"),
        (DOCUMENT | {"rankings": {"random": {}}}, "model"),
        (DOCUMENT | {"hit_rate": {"value": "half"}}, "number"),
        (DOCUMENT | {"groups": {"kind": "house"}}, "list"),
    ],
)
def test_what_is_no_evaluation_is_refused_with_the_reason(document: object, what: str) -> None:
    with pytest.raises(EvaluationError, match=what):
        cleaned(document)


def of_register(**changes: Any) -> dict[str, Any]:
    return evaluation(**{"all": DOCUMENT, "random": None} | changes)


def test_figures_of_random_visits_are_told_without_groups() -> None:
    drawn = DOCUMENT | {"visits": 100, "breaches": 20}
    shown = publishable(of_register(random=drawn)).document
    assert shown["random"]["visits"] == 100
    assert shown["random"]["groups"] == {}
    assert shown["all"]["groups"]["municipality"] != []


@pytest.mark.parametrize(("visits", "breaches"), [(297, 75), (200, 73), (273, 50)])
def test_what_could_be_worked_out_by_subtraction_is_left_out(visits: int, breaches: int) -> None:
    drawn = DOCUMENT | {"visits": visits, "breaches": breaches}
    assert publishable(of_register(random=drawn)).document["random"] is None


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"all": None}, "no visits"),
        ({"weights_version": None}, "weights_version"),
        ({"from": "yesterday"}, "from"),
        ({"from": "2026-01-01", "to": "2025-01-01"}, "ends before"),
    ],
)
def test_an_evaluation_of_nothing_or_of_no_time_is_refused(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(EvaluationError, match=what):
        publishable(of_register(**changes))


def test_the_newest_published_one_is_shown(session: Session, decision_maker: Actor) -> None:
    assert find_published(session) is None
    for day, version in enumerate(("2026-01", "2027-01")):
        document, at = of_register(weights_version=version), AT + timedelta(days=day)
        publish_evaluation(session, document, switched_on=True, by=decision_maker, at=at)
    found = find_published(session)
    assert found is not None
    assert found.weights_version == "2027-01"
    assert found.document["all"]["visits"] == 300
    assert found.period_from == date(2025, 1, 1)


@pytest.mark.parametrize("grant", [Grant(Role.INSPECTOR), Grant(Role.DECISION_MAKER, municipality_code="0461")])
def test_only_who_decides_for_the_whole_country_publishes(session: Session, grant: Grant) -> None:
    by = Actor("somebody", "Somebody", (grant,))
    with pytest.raises(NotAllowedError):
        publish_evaluation(session, of_register(), switched_on=True, by=by, at=AT)


def test_nothing_is_published_while_the_score_is_off(session: Session, decision_maker: Actor) -> None:
    with pytest.raises(DomainError, match="switched off"):
        publish_evaluation(session, of_register(), switched_on=False, by=decision_maker, at=AT)


def test_what_is_no_evaluation_is_told_to_a_person(session: Session, decision_maker: Actor) -> None:
    with pytest.raises(DomainError, match="no evaluation"):
        publish_evaluation(session, {}, switched_on=True, by=decision_maker, at=AT)


def test_the_command_publishes_a_file(tmp_path: Path, husly_command: Command, clean_engine: Engine) -> None:
    file = tmp_path / "evaluation.json"
    file.write_text(json.dumps(of_register()), encoding="utf-8")
    answer = husly_command("risk", "publish-evaluation", file)
    assert "Published: visits of 2025-01-01 to 2025-12-31" in answer.output
    with transaction(clean_engine, writing=False) as session:
        found = find_published(session)
    assert found is not None
    assert found.published_by == "system"


@pytest.mark.parametrize(("content", "what"), [("{", "is no JSON"), ("[]", "no evaluation"), ("{}", "no visits")])
def test_the_command_says_what_is_wrong_with_a_file(
    tmp_path: Path, husly_command: Command, content: str, what: str
) -> None:
    file = tmp_path / "evaluation.json"
    file.write_text(content, encoding="utf-8")
    answer = husly_command("risk", "publish-evaluation", file)
    assert answer.exit_code == 1
    assert what in answer.output
