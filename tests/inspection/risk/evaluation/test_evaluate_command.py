"""``husly risk evaluate`` from the outside, on both databases."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from command_line import Command, husly_command
from housed import add_dwelling, house
from husly.kit.audit import AuditEvent
from husly.kit.clock import today
from husly.kit.database import transaction
from inspection.enforcement.choosing import VisitReason
from inspection.risk.evaluation.models import RiskEvaluation
from visits_made import visited

__all__ = ["husly_command"]


def load(session: Session, count: int, *, seed: int = 1) -> None:
    """Housing visited within the last two years, every second visit drawn at random; crowded houses breach more."""
    rng = random.Random(seed)  # noqa: S311 - the same housing each time
    for number in range(count):
        crowded = rng.random() < 0.4
        home = house(
            session,
            dwelling=add_dwelling(session),
            residents=14 if crowded else 2,
            starts_on=today() - timedelta(days=1000),
            submitted_at=datetime.now(UTC) - timedelta(days=900),
        )
        reason = VisitReason.RANDOM if number % 2 else VisitReason.SCORE
        day = today() - timedelta(days=20 + 60 * rng.randint(0, 11))  # few days: each costs a reading
        visited(session, home, day, breached=rng.random() < (0.6 if crowded else 0.1), reason=reason)


def test_the_score_is_measured_beside_the_last_result_and_chance(husly_command: Command, clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        load(session, 110)
    result = husly_command("risk", "evaluate")
    assert result.exit_code == 0, result.output
    for words in ("110 ended, 110 judged", "drawn at random", "lift", "last result", "Brier", "Drift", "Effect"):
        assert words in result.stdout
    document = json.loads(husly_command("risk", "evaluate", "--json", "--capacity", "0.2").stdout)
    assert document["random"]["visits"] == 55
    assert document["all"]["rankings"]["model"]["area_under_curve"]["low"] > 0.6
    assert document["all"]["slots"] == 22
    with transaction(clean_engine, writing=False) as session:
        kept = session.exec(select(RiskEvaluation).order_by(RiskEvaluation.made_at)).all()
        noted = session.exec(select(AuditEvent).where(AuditEvent.action == "risk.evaluated")).all()
    assert kept[-1].document == document
    assert len(kept) == len(noted) == 2


def test_under_fifty_random_visits_it_says_too_few_and_gives_no_figure(
    husly_command: Command, clean_engine: Engine
) -> None:
    with transaction(clean_engine) as session:
        load(session, 20)
    result = husly_command("risk", "evaluate")
    assert "Too few: under 50 visits" in result.stdout
    assert "biased by that choice" in result.stdout
    document = json.loads(husly_command("risk", "evaluate", "--json").stdout)
    assert document["random"] is None
    assert document["lift"]["value"] is None


def test_without_visits_it_says_so(husly_command: Command) -> None:
    result = husly_command("risk", "evaluate")
    assert result.exit_code == 0, result.output
    assert "nothing to evaluate" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--to", "2090-01-01"), "lies in the future"),
        (("--from", "2026-05-02", "--to", "2026-05-01"), "lies after --to"),
        (("--weights", "none-such"), "There is no weight set"),
        (("--capacity", "7"), "7"),
    ],
)
def test_a_mistake_gets_a_sentence(husly_command: Command, arguments: tuple[str, ...], words: str) -> None:
    result = husly_command("risk", "evaluate", *arguments)
    assert result.exit_code in (1, 2)
    assert words in result.output
    assert "Traceback" not in result.output


def test_while_the_score_is_off_nothing_is_evaluated(husly_command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSLY_RISK_SCORE", "false")
    result = husly_command("risk", "evaluate")
    assert result.exit_code == 1
    assert "switched off" in result.output
