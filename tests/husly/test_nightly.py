"""What the worker searches at night: only where it is wanted, after two o'clock, once a day, and nothing is learned."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from command_line import Command, husly_command
from declared_housing import submitted
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.nightly import is_time, search_nightly
from husly.settings import Settings
from inspection.reregistered.models import FindRun
from inspection.risk.models import RiskRun
from inspection.risk.weightsets.models import WeightSet
from inspection.undeclared.models import UndeclaredRun

__all__ = ["husly_command"]

WANTED = Settings(nightly_searches=True)
RUNS = (RiskRun, UndeclaredRun, FindRun)


def counted(session: Session) -> list[int]:
    return [len(session.exec(select(one)).all()) for one in RUNS]


@pytest.mark.parametrize(
    ("at", "is_so"),
    [
        (datetime(2026, 1, 10, 0, 59, tzinfo=UTC), False),
        (datetime(2026, 1, 10, 1, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 10, 0, 0, tzinfo=UTC), True),  # summer time
        (datetime(2026, 7, 9, 22, 30, tzinfo=UTC), False),  # half past midnight of the day after
    ],
)
def test_it_begins_at_two_in_denmark_and_only_where_it_is_wanted(at: datetime, is_so: bool) -> None:
    assert is_time(WANTED, at) is is_so
    assert not is_time(Settings(), at)


def test_each_search_is_made_once_a_day_and_nothing_is_learned(husly_command: Command, clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        submitted(session)
    assert "scores, undeclared housing, re-registered firms" in search_nightly(WANTED, at=now())
    assert search_nightly(WANTED, at=now()).endswith("all done before")
    with transaction(clean_engine, writing=False) as session:
        assert counted(session) == [1, 1, 1]
        assert session.exec(select(RiskRun.as_of)).one() == today()
        assert session.exec(select(WeightSet)).all() == []
    search_nightly(WANTED, at=now() + timedelta(days=1))
    with transaction(clean_engine, writing=False) as session:
        assert counted(session) == [2, 2, 2]


def test_without_a_score_nothing_is_scored(husly_command: Command, clean_engine: Engine) -> None:
    off = Settings(nightly_searches=True, risk_score=False)
    assert "scores" not in search_nightly(off, at=now()).partition(":")[2]
    with transaction(clean_engine, writing=False) as session:
        assert counted(session) == [0, 1, 1]
