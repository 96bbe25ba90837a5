"""Searching the register for firms that may be one, and keeping what was found.

Kept rather than computed for each page, since a search reads the whole register: bench/reregistered.py measures it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor
from husly.kit.database import take_turns
from inspection.reregistered.documents import evidence_document, marks_of
from inspection.reregistered.from_register import read_lives, read_traces
from inspection.reregistered.linking import Pair, find_pairs
from inspection.reregistered.models import FindRun, FoundPair, PairState, RecordedTrace
from inspection.reregistered.strengths import Strengths, load_strengths
from register.employers.models import Employer


@dataclass(frozen=True)
class Found:
    """What a search found, as of a day."""

    pairs: Sequence[Pair]
    employers: int
    as_of: date
    strengths: Strengths


def search_register(session: Session, *, as_of: date) -> Found:
    """Every pair worth listing by what was known at the end of a day. Changes nothing."""
    strengths, lives = load_strengths(), read_lives(session, as_of=as_of)
    pairs = find_pairs(read_traces(session, lives, as_of=as_of), lives, strengths)
    employers = int(session.execute(sa.select(sa.func.count()).select_from(Employer)).scalar_one())
    return Found(pairs, employers, as_of, strengths)


def keep_found(session: Session, found: Found, *, by: Actor, at: datetime) -> FindRun:
    """Make the pairs found those that people are asked about; what was decided stays so, unless evidence is new."""
    take_turns(session, "reregistered")
    known = {one.pair_key: one for one in session.exec(select(FoundPair))}
    for pair in found.pairs:
        key = pair_key(pair.first, pair.second)
        row = known.pop(key, None)
        if row is None:
            row = FoundPair(
                pair_key=key, first_id=pair.first, second_id=pair.second, strength=0, as_of=found.as_of, found_at=at
            )
            session.add(row)
        _renew(row, pair, found.as_of)
    for gone in known.values():
        if gone.decided_at is None:
            session.delete(gone)
        else:
            gone.is_found = False
    run = FindRun(
        as_of=found.as_of,
        strengths_version=found.strengths.version,
        employers=found.employers,
        pairs=len(found.pairs),
        made_at=at,
        made_by=by.id,
    )
    session.add(run)
    session.flush()
    details = {"as_of": found.as_of, "pairs": run.pairs, "strengths": run.strengths_version}
    audit.record(
        session, by=by, at=at, action="reregistered.searched", on=("reregistered_run", run.id), details=details
    )
    return run


def pair_key(one: UUID, other: UUID) -> str:
    """The same for two employers in either order."""
    return "|".join(sorted((str(one), str(other))))


def _renew(row: FoundPair, pair: Pair, as_of: date) -> None:
    row.first_id, row.second_id = pair.first, pair.second
    row.strength, row.parts, row.succession_days = pair.strength, dict(pair.parts), pair.succession_days
    row.evidence = [evidence_document(one) for one in pair.evidence]
    row.as_of, row.is_found = as_of, True
    if row.state is PairState.DISMISSED and marks_of(row.evidence, row.parts) - set(row.weighed):
        row.state, row.came_back = PairState.WAITING, True


def count_other_keys(session: Session, key_of: str) -> int:
    """Recorded traces that were keyed with another secret: they meet none recorded since."""
    statement = sa.select(sa.func.count()).where(
        col(RecordedTrace.key_of) != key_of, col(RecordedTrace.withdrawn_at).is_(None)
    )
    return int(session.execute(statement).scalar_one())
