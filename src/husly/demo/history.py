"""Visits of earlier years, so that the demonstration's score can be measured: taken over from an older case system.

Invented, from a seed. Base rates: 12-15 % of the visits drawn at random find a breach, a quarter of those by score
(Norwegian housing inspections 2019-23: 25 %). Rows go in at once and tell only what such a take-over would: the
visit, what was found about one requirement, how the case ended.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor
from husly.kit.clock import at_hour, danish_date
from inspection.enforcement.actions.opening import case_on, next_case_number
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import (
    CaseMove,
    Finding,
    FindingKind,
    FindingOutcome,
    InspectionCase,
    LegalBasis,
    Visit,
)
from inspection.enforcement.transitions import CaseState, Move
from inspection.risk.card.actions import publish_evaluation
from inspection.risk.evaluation.actions import keep_evaluation
from inspection.risk.evaluation.of_register import Asked, evaluate_register
from inspection.risk.features.from_register import feature_frames
from inspection.risk.scoring import score_frame
from inspection.risk.weightsets.queries import weights_in_force
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from standards.rules.pack import load_pack

MOST, SEARCHED = 320, 1_500
"""Visits at most, and accommodations looked through for them."""
PER_ACCOMMODATION = 0.8
RANDOM_SHARE = 0.22
"""A young authority draws more at random than the law of the house asks for later (5-10 %)."""
BREACHES = {VisitReason.RANDOM: 0.135, VisitReason.SCORE: 0.27}
STEEPNESS = 0.07
"""How much a point of the score adds to the log-odds of a breach here: the score knows something, not all."""
APART = timedelta(days=80)
PACK, REQUIREMENT = "dk-indkvarteringslov-2025", ".cap"
TAKEN_OVER = "Overtaget fra det tidligere sagssystem (opdigtet)."


@dataclass(frozen=True)
class _Home:
    """One accommodation that could be visited between two days."""

    accommodation: Accommodation
    first_on: date
    last_on: date
    score: int


@dataclass
class _Past:
    """One visit of the past."""

    home: _Home
    on: date
    reason: VisitReason
    breached: bool = False


def load_history(session: Session, *, by: Actor, at: datetime, seed: int) -> int:
    """Put the visits in as those of one inspector; gives how many."""
    rng = random.Random(seed)
    homes = _homes(session, at)
    visits = _with_outcomes(_visits(homes, rng), rng)
    for one in sorted(visits, key=lambda past: (past.on, str(past.home.accommodation.id))):
        _write(session, one, by=by)
    session.flush()
    audit.record(
        session, by=SYSTEM, at=at, action="demo.history", on=("register", seed), details={"visits": len(visits)}
    )
    return len(visits)


def evaluate_history(session: Session, *, by: Actor, at: datetime) -> None:
    """Measure the score in force on what is there, as ``husly risk evaluate`` would, and put it on the score card."""
    today = danish_date(at)
    asked = Asked(today - timedelta(days=5 * 365), today, weights_in_force(session, today), resamples=400)
    document = evaluate_register(session, asked)
    keep_evaluation(session, asked, document, switched_on=True, by=SYSTEM, at=at)
    if document["all"] is not None:
        publish_evaluation(session, document, switched_on=True, by=by, at=at)


def _homes(session: Session, at: datetime) -> list[_Home]:
    """Accommodations without a case, declared long enough ago, with their score of today as what lies beneath."""
    today = danish_date(at)
    with_case = sa.select(col(InspectionCase.accommodation_id))
    statement = (
        select(Accommodation, Declaration.submitted_at)
        .join(Declaration, col(Declaration.accommodation_id) == col(Accommodation.id))
        .where(col(Declaration.is_current), col(Accommodation.id).not_in(with_case))
        .order_by(col(Accommodation.id))
        .limit(SEARCHED)
    )
    found = session.exec(statement).all()
    parts = list(feature_frames(session, as_of=today, dwellings={one.dwelling_id for one, _ in found}))
    if not parts:
        return []
    scored = score_frame(pl.concat(parts), weights_in_force(session, today))
    scores: dict[str, int] = dict(scored.select("accommodation_id", "score").iter_rows())
    last = today - timedelta(days=75)
    homes = (
        _Home(one, max(one.starts_on, danish_date(submitted)) + timedelta(days=10), last, scores[str(one.id)])
        for one, submitted in found
        if str(one.id) in scores
    )
    return [one for one in homes if one.first_on <= one.last_on]


def _visits(homes: Sequence[_Home], rng: random.Random) -> list[_Past]:
    """Visits on tour days, each dwelling twice at most: drawn evenly, or by the score."""
    wanted = min(MOST, round(PER_ACCOMMODATION * len(homes)))
    inviting = [math.exp(0.06 * one.score) for one in homes]
    seen: dict[UUID, list[date]] = {}
    visits: list[_Past] = []
    for _ in range(20 * wanted):
        if len(visits) >= wanted:
            break
        drawn = rng.random() < RANDOM_SHARE
        home = rng.choice(homes) if drawn else rng.choices(homes, inviting)[0]
        on = _tour_day(home.first_on + timedelta(days=rng.randint(0, (home.last_on - home.first_on).days)))
        before = seen.setdefault(home.accommodation.dwelling_id, [])
        if on < home.first_on or len(before) >= 2 or any(abs(on - other) < APART for other in before):
            continue
        before.append(on)
        visits.append(_Past(home, on, VisitReason.RANDOM if drawn else VisitReason.SCORE))
    return visits


def _tour_day(day: date) -> date:
    """The Tuesday of the fortnight: inspectors go on tours, not to one house at a time."""
    return day - timedelta(days=(day.toordinal() - 2) % 14)


def _with_outcomes(visits: list[_Past], rng: random.Random) -> list[_Past]:
    """Breaches at the base rate of each arm, likelier where the score is high."""
    for reason, share in BREACHES.items():
        arm = [one for one in visits if one.reason is reason]
        drawn = {id(one): rng.random() ** math.exp(-STEEPNESS * one.home.score) for one in arm}
        for one in sorted(arm, key=lambda past: -drawn[id(past)])[: round(share * len(arm))]:
            one.breached = True
    return visits


def _write(session: Session, one: _Past, *, by: Actor) -> None:
    accommodation, opened_at = one.home.accommodation, at_hour(one.on - timedelta(days=25), 9)
    settled_at = at_hour(one.on, 15)
    closed_at = settled_at + timedelta(days=60 if one.breached else 0)
    case = case_on(
        accommodation,
        case_number=next_case_number(session, opened_at),
        legal_basis=LegalBasis.EMPLOYEE_HOUSING_ACT,
        reason=TAKEN_OVER,
        state=CaseState.CLOSED if one.breached else CaseState.CLOSED_WITHOUT_BREACH,
        inspector_id=by.id,
        closure_reason="Bragt i orden." if one.breached else "Der er ikke fundet overtrædelser ved besøget.",
        opened_at=opened_at,
        opened_by=by.id,
        closed_at=closed_at,
    )
    session.add(case)
    session.flush()
    hours: dict[str, Any] = {"visit_on": one.on, "from_min": 540, "to_min": 720, "visited_on": one.on}
    session.add(Visit(case_id=case.id, round=1, inspector_id=by.id, **hours, **Chosen(reason=one.reason).columns))
    session.add(_finding(one, case.id, settled_at, by=by))
    session.add_all(_moves(one, case.id, (opened_at, settled_at, closed_at), by=by))


def _finding(one: _Past, case_id: UUID, at: datetime, *, by: Actor) -> Finding:
    pack = load_pack(PACK)
    requirement = next(rule for rule in pack.requirements if rule.id.endswith(REQUIREMENT))
    return Finding(
        case_id=case_id,
        round=1,
        number=1,
        requirement_id=requirement.id,
        pack_id=pack.id,
        pack_version=pack.version,
        pack_hash="0" * 64,
        legal_status=pack.legal_status,
        confidence=requirement.confidence,
        title="Beboere pr. beboelsesrum",
        rule=requirement.text.da,
        required="",
        remedy=requirement.remedy.da,
        clause_title=requirement.reference.title,
        clause_section=requirement.reference.section,
        outcome=FindingOutcome.BREACHED if one.breached else FindingOutcome.MET,
        kind=FindingKind.OBSERVED,
        measured_text="For mange beboere i forhold til rummene" if one.breached else "",
        observed_on=one.on,
        recorded_at=at,
        recorded_by=by.id,
    )


def _moves(one: _Past, case_id: UUID, moments: tuple[datetime, datetime, datetime], *, by: Actor) -> Iterator[CaseMove]:
    """The way of the case, as far as it was taken over: opened, visited, settled, closed."""
    opened_at, settled_at, closed_at = moments
    state = CaseState
    way: list[tuple[Move | None, CaseState | None, CaseState, datetime]] = [
        (None, None, state.PLANNED, opened_at),
        (Move.GIVE_NOTICE, state.PLANNED, state.NOTIFIED, opened_at),
        (Move.CARRY_OUT_VISIT, state.NOTIFIED, state.VISITED, settled_at),
    ]
    if one.breached:
        way.append((Move.RECORD_FINDINGS, state.VISITED, state.FINDINGS_RECORDED, settled_at))
        way.append((Move.WAIVE_HEARING, state.FINDINGS_RECORDED, state.HEARD, settled_at))
        way.append((Move.CLOSE, state.HEARD, state.CLOSED, closed_at))
    else:
        way.append((Move.CLOSE_WITHOUT_BREACH, state.VISITED, state.CLOSED_WITHOUT_BREACH, closed_at))
    who: dict[str, Any] = {"by_id": by.id, "by_name": by.name, "note": TAKEN_OVER}
    for position, (move, source, target, at) in enumerate(way, start=1):
        yield CaseMove(
            case_id=case_id, position=position, round=1, move=move, source=source, target=target, at=at, **who
        )
