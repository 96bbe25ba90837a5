"""What the worker searches once a night, where the operator wants it (``nightly_searches``): nothing ever learns."""

from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import SYSTEM
from husly.kit.clock import DANISH_TIME, danish_date
from husly.kit.commands import session_or_exit
from husly.settings import Settings
from inspection.reregistered.finding import keep_found, search_register
from inspection.reregistered.models import FindRun
from inspection.risk.actions import score_register
from inspection.risk.models import RiskRun
from inspection.risk.weightsets.queries import weights_in_force
from inspection.undeclared.actions import find_candidates
from inspection.undeclared.models import UndeclaredRun
from inspection.undeclared.points import points_in_force
from register.evidence.wanted import wanted_evidence
from register.municipalities.table import postcodes
from register.upkeep.duties import duties_of

BEGINS = time(2)
"""Danish time from which the night's searches may run."""


def is_time(chosen: Settings, at: datetime) -> bool:
    """Whether the operator wants nightly searches and this day's may begin."""
    return chosen.nightly_searches and at.astimezone(DANISH_TIME).time() >= BEGINS


def search_nightly(chosen: Settings, *, at: datetime) -> str:
    """Score, then search for undeclared housing and for re-registered firms, each unless this day has it already.

    Each is a transaction of its own, so that what is done stays done. Returns a line for the log.
    """
    done = []
    day = danish_date(at)
    for name, search in (("scores", _score), ("undeclared housing", _undeclared), ("re-registered firms", _again)):
        with session_or_exit() as session:
            if search(session, chosen, day, at):
                done.append(name)
    return f"nightly searches of {day.isoformat()}: {', '.join(done) or 'all done before'}"


def _has_day(session: Session, newest: sa.Select[Any], day: date) -> bool:
    """Whether the newest of some runs is of the day or later."""
    found = session.execute(newest).scalar_one()
    return found is not None and found >= day


def _score(session: Session, chosen: Settings, day: date, at: datetime) -> bool:
    finished = sa.select(sa.func.max(col(RiskRun.as_of))).where(col(RiskRun.accommodations).is_not(None))
    if not chosen.risk_score or _has_day(session, finished, day):
        return False
    score_register(
        session,
        as_of=day,
        weights=weights_in_force(session, day),
        switched_on=chosen.risk_score,
        by=SYSTEM,
        at=at,
        duties=duties_of(chosen),
        wanted=wanted_evidence(chosen.evidence_list),
    )
    return True


def _undeclared(session: Session, chosen: Settings, day: date, at: datetime) -> bool:
    if _has_day(session, sa.select(sa.func.max(col(UndeclaredRun.as_of))), day):
        return False
    find_candidates(
        session,
        as_of=day,
        points=points_in_force(day),
        switched_on=chosen.risk_score,
        postcodes=postcodes(chosen.data_path),
        commuting_km=chosen.commuting_km,
        by=SYSTEM,
        at=at,
    )
    return True


def _again(session: Session, _chosen: Settings, day: date, at: datetime) -> bool:
    if _has_day(session, sa.select(sa.func.max(col(FindRun.as_of))), day):
        return False
    keep_found(session, search_register(session, as_of=day), by=SYSTEM, at=at)
    return True
