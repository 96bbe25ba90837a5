"""``husly risk fit`` from the outside, on both databases."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from command_line import Command, husly_command
from housed import add_dwelling, house
from husly.kit.clock import today
from husly.kit.database import transaction
from inspection.planning.solving.problem import VisitReason
from inspection.risk.weights import parse_weights
from inspection.risk.weightsets.models import WeightSet, WeightSetOrigin, WeightSetState
from inspection.risk.weightsets.queries import weights_in_force
from visits_made import visited

__all__ = ["husly_command"]


def load(session: Session, count: int, *, reason: VisitReason = VisitReason.SCORE, telling: bool = True) -> None:
    """Housing with many or few to a toilet, visited once; many to a toilet is what breaches go with, if anything."""
    rng = random.Random(3)  # noqa: S311 - the same housing each time
    for number in range(count):
        toilets = rng.choice([1, 1, 4])
        home = house(
            session,
            dwelling=add_dwelling(session),
            residents=12,
            facts={"toilets": toilets},
            starts_on=today() - timedelta(days=1000),
            submitted_at=datetime.now(UTC) - timedelta(days=900),
        )
        breached = rng.random() < ((0.9 if toilets == 1 else 0.02) if telling else 0.4)
        visited(session, home, today() - timedelta(days=20 + number // 6 * 12), breached=breached, reason=reason)


def test_what_the_visits_teach_is_printed_and_proposed_and_counts_only_once_adopted(
    husly_command: Command, clean_engine: Engine
) -> None:
    with transaction(clean_engine) as session:
        load(session, 240)
    result = husly_command("risk", "fit", "--json", "--propose", "--reason", "Toiletter viser mest.")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["visits"] == 240
    assert document["offered"]
    learned = parse_weights(document["yaml"], origin="fit")
    assert sum(one["max_after"] for one in document["factors"]) == 100
    assert any(one["max_after"] != one["max_before"] for one in document["factors"])
    with transaction(clean_engine, writing=False) as session:
        (kept,) = session.exec(select(WeightSet)).all()
        assert (kept.origin, kept.state) == (WeightSetOrigin.FITTED, WeightSetState.PROPOSED)
        assert (kept.version, kept.text, kept.reason) == (learned.version, document["yaml"], "Toiletter viser mest.")
        assert kept.evaluation is not None
        assert kept.evaluation["test"]["rankings"]["model"]["area_under_curve"]["low"] > 0.5
        assert weights_in_force(session, today()).version != learned.version


def test_points_that_do_not_beat_chance_are_printed_and_never_proposed(
    husly_command: Command, clean_engine: Engine
) -> None:
    with transaction(clean_engine) as session:
        load(session, 210, telling=False)
    result = husly_command("risk", "fit", "--propose", "--reason", "Alligevel.")
    assert result.exit_code == 1
    for words in ("210 ended visits", "model minus chance", "Most points by factor", "Nothing is proposed"):
        assert words in result.output
    with transaction(clean_engine, writing=False) as session:
        assert session.exec(select(WeightSet)).all() == []


def test_visits_after_reports_and_by_hand_teach_nothing(husly_command: Command, clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        load(session, 5, reason=VisitReason.TIP)
        load(session, 3)
    result = husly_command("risk", "fit")
    assert result.exit_code == 1
    assert "There are 3 ended visits" in result.output
    assert "at least 200 and 30 are needed. Keep the set in force." in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "There are 0 ended visits"),
        (("--to", "2090-01-01"), "lies in the future"),
        (("--from", "2026-05-02", "--to", "2026-05-01"), "lies after --to"),
        (("--propose",), "--propose needs --reason"),
        (("--propose", "--reason", "  "), "--propose needs --reason"),
    ],
)
def test_a_mistake_gets_a_sentence(husly_command: Command, arguments: tuple[str, ...], words: str) -> None:
    result = husly_command("risk", "fit", *arguments)
    assert result.exit_code in (1, 2)
    assert words in result.output
    assert "Traceback" not in result.output


def test_while_the_score_is_off_nothing_is_learned(husly_command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSLY_RISK_SCORE", "false")
    result = husly_command("risk", "fit")
    assert result.exit_code == 1
    assert "switched off" in result.output
