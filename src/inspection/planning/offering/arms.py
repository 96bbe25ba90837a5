"""Who is offered to a plan, and why: open cases, the control group, the exploration quota, and the highest scores.

What open cases ask for and the two groups drawn by lot with the plan's seed are duties; what is left of the hours goes
to the score, or, while none is used, to whoever lies well for the tour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.transitions import CaseState
from inspection.planning.intervals.from_register import last_visits_at
from inspection.planning.offering.candidates import of_cases, once_each
from inspection.planning.offering.completing import complete
from inspection.planning.offering.drawing import Draw, Lot, Stratum, draw
from inspection.planning.offering.duties import BEFORE_VISIT, Duty
from inspection.planning.offering.duty_rows import list_duties
from inspection.planning.offering.from_register import (
    POOL,
    Wanted,
    count_without_place,
    list_highest,
    list_never_inspected,
    list_pool,
    list_rows_at,
    list_rows_of,
    list_rows_with_ground,
    ranks_of,
    visits_guess,
)
from inspection.planning.offering.why import Why, WhyCode
from inspection.planning.solving.problem import Candidate, Placement
from inspection.risk.deviations.models import RiskDeviation
from inspection.risk.deviations.queries import by_accommodation, list_in_force
from inspection.staff.conflicts import with_barred

USUAL_SHARE = (0.05, 0.10)
"""Shares of random visits outside these bounds are said to be unusual (K5)."""


def is_usual(random_share: float) -> bool:
    """Whether the share of control visits lies within 5 to 10 per cent."""
    return USUAL_SHARE[0] <= random_share <= USUAL_SHARE[1]


@dataclass(frozen=True)
class Known:
    """What score and chance said of one candidate when it was offered; the id of the open case that asks for it."""

    score: int | None
    rank: int | None
    probability: float | None = None
    case_id: str | None = None
    why: Why | None = None


@dataclass(frozen=True)
class Withheld:
    """What cannot be offered, by number, so that nothing is dropped in silence.

    ``no_place``: nobody knows where it lies. ``stopped``: an offence is suspected in the open case. ``not_in_use``: an
    open case asks for a visit where in the whole period nobody lives or the act does not apply. ``running``: for each
    revisit whose order still runs, the day from which it can be planned, as YYYY-MM-DD. ``outside``: an open case asks
    for a visit outside the area that the plan keeps to.
    """

    no_place: int = 0
    stopped: int = 0
    not_in_use: int = 0
    running: tuple[str, ...] = ()
    outside: int = 0


@dataclass(frozen=True)
class Offered:
    """Candidates, each dwelling once, with what is known of each by id, and the draws that chose some of them."""

    candidates: tuple[Candidate, ...]
    known: Mapping[str, Known]
    draws: tuple[Draw, ...]
    put_off: int = 0
    """How many people have put off beyond the period."""
    current: tuple[Placement, ...] = ()
    """Visits that stand already, in their case and no plan."""
    withheld: Withheld = field(default_factory=Withheld)
    never_together: tuple[str, ...] = ()
    """Candidates where the employer's hours never meet the residents': the residents' count."""
    placeless: tuple[str, ...] = ()
    """Accommodations of open cases that nobody knows the place of."""


@dataclass
class _Gathering:
    session: Session
    wanted: Wanted
    ranks: Mapping[int, int]
    moved: Mapping[UUID, RiskDeviation]
    put_off: int = 0
    stopped: int = 0
    not_in_use: int = 0
    running: tuple[str, ...] = ()
    outside: int = 0
    seen: set[UUID] = field(default_factory=set)
    candidates: list[Candidate] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    placeless: list[str] = field(default_factory=list)

    def add(self, rows: Sequence[Any], reason: VisitReason, made: Draw | None = None) -> None:
        """Take in rows as candidates of an arm; those that were drawn must be visited."""
        for row, one in once_each(self.session, rows, self.wanted, self.seen):
            placed = one if made is not None else _moved(one, self.moved.get(row.id), self.wanted)
            if placed is None:
                self.put_off += 1
                continue
            self.candidates.append(replace(placed, reason=reason, must_visit=made is not None))
            self._know(row, one, probability=None if made is None else made.probability)

    def add_drawn(self, made: Draw) -> None:
        """Take in whom a draw chose."""
        self.add(list_rows_at(self.session, self.wanted, made.drawn), made.lot.arm, made)

    def add_duties(self) -> None:
        """Take in what open cases ask for. Two cases behind one door are two candidates; a plan visits it once."""
        wanted = self.wanted
        found = list_duties(
            self.session,
            wanted.period,
            run=wanted.run,
            municipality_code=wanted.municipality_code,
            area=wanted.area,
            authority=wanted.authority,
            by=wanted.by,
        )
        self.stopped, self.outside = found.stopped, found.outside
        self.running = tuple(day.isoformat() for day in found.running)
        placed = [one for one in found.rows if one.row.latitude is not None and one.row.longitude is not None]
        self.placeless = [str(one.row.id) for one in found.rows if one not in placed]
        for one, candidate in of_cases(self.session, placed, wanted):
            if candidate is None:
                self.not_in_use += 1
                continue
            self.seen.add(one.row.dwelling_id)
            self.candidates.append(candidate)
            self.duties[candidate.id] = one.duty
            self._know(one.row, candidate, case_id=str(one.duty.case.case_id), why=one.duty.why)

    def add_with_ground(self) -> None:
        """Take in whom a person wants visited without notice, as duties."""
        rows = list_rows_with_ground(self.session, self.wanted)
        for row, one in once_each(self.session, rows, self.wanted, self.seen):
            self.candidates.append(replace(one, reason=VisitReason.OTHER, must_visit=True))
            self._know(row, one, why=Why(WhyCode.GROUND, one.latest_on))

    def _know(self, row: Any, one: Candidate, **given: Any) -> None:
        self.known[one.id] = Known(row.score, self.ranks.get(row.score), **given)

    def tell_dues(self) -> None:
        """Say of whom the last visit's result has made it due; it is worth no point."""
        open_ones = [one for one in self.candidates if self.known[one.id].why is None]
        last = last_visits_at(self.session, [UUID(one.dwelling_id) for one in open_ones], self.wanted.intervals)
        for one in open_ones:
            visit = last.get(UUID(one.dwelling_id))
            if visit is not None:
                self.known[one.id] = replace(self.known[one.id], why=Why(WhyCode.DUE_BY_INTERVAL, visit.due_on))


def offer(session: Session, wanted: Wanted) -> Offered:
    """Whom a plan may choose from: open cases and drawn ones first, as duties, then the highest scores (RISK-05).

    Without a score the rest is an even selection in which travel decides; its visits belong to no arm. An authority
    that may open no case for a plan is offered its own open ones.
    """
    moved = {} if wanted.run is None else by_accommodation(list_in_force(session, as_of=wanted.as_of))
    gathering = _Gathering(session, wanted, ranks_of(session, wanted), moved)
    gathering.add_duties()
    if not wanted.opens_cases:
        return _offered(gathering, ())
    pool = list_pool(session, wanted)
    control = draw(pool, wanted.random_share * visits_guess(wanted), _lot(wanted, VisitReason.RANDOM, Stratum.ALL))
    explored = _explore(session, wanted, control)
    for made in (control, *explored):
        gathering.add_drawn(made)
    gathering.add_with_ground()
    if wanted.run is None:
        others = draw(pool, POOL, _lot(wanted, VisitReason.OTHER, Stratum.ALL)).drawn
        gathering.add(list_rows_at(session, wanted, others), VisitReason.OTHER)
    else:
        gathering.add(list_rows_of(session, wanted, list(moved)), VisitReason.SCORE)
        gathering.add(list_highest(session, wanted), VisitReason.SCORE)
    gathering.tell_dues()
    return _offered(gathering, tuple(made for made in (control, *explored) if made.expected > 0))


def _offered(gathering: _Gathering, draws: tuple[Draw, ...]) -> Offered:
    session, wanted, duties = gathering.session, gathering.wanted, gathering.duties
    fixed = {key for key, duty in duties.items() if duty.is_fixed}
    completed = complete(session, wanted, gathering.candidates, fixed)
    no_place = len(gathering.placeless) + (count_without_place(session, wanted) if wanted.opens_cases else 0)
    return Offered(
        candidates=with_barred(session, completed.candidates, days=wanted.days),
        known=gathering.known,
        draws=draws,
        put_off=gathering.put_off,
        current=_standing(completed.candidates, duties, wanted),
        withheld=Withheld(no_place, gathering.stopped, gathering.not_in_use, gathering.running, gathering.outside),
        never_together=completed.never_together,
        placeless=tuple(gathering.placeless),
    )


def _standing(candidates: Sequence[Candidate], duties: Mapping[str, Duty], wanted: Wanted) -> tuple[Placement, ...]:
    """Visits of open cases by one of the plan's inspectors alone, on their day; announced ones stay where they are."""
    stations = {str(one.account_id): str(one.id) for one in wanted.stations if one.account_id is not None}
    stations |= {str(one.id): str(one.id) for one in wanted.stations}
    found = []
    for one in candidates:
        case = duties[one.id].case if one.id in duties else None
        if case is None or len(one.seats) > 1 or not one.place_is_sound or case.inspector_id not in stations:
            continue
        if case.visit_on in wanted.days and case.state in BEFORE_VISIT:
            if not one.is_open_on(case.visit_on):
                continue
            is_locked = case.state is CaseState.NOTIFIED
            station = (stations[case.inspector_id],)
            found.append(
                Placement(
                    candidate_id=one.id,
                    inspector_ids=station,
                    on=case.visit_on,
                    begin_min=case.from_min if is_locked else None,
                    locked=is_locked,
                )
            )
    return tuple(found)


def _moved(one: Candidate, decided: RiskDeviation | None, wanted: Wanted) -> Candidate | None:
    """A candidate as people decided it; None when it is put off beyond the period. Draws are never touched by that."""
    if decided is None:
        return one
    if decided.counts_as is not None:
        return replace(one, prize=decided.counts_as)
    earliest_on = max(one.earliest_on, decided.until_on + timedelta(days=1))
    latest_on = min(one.latest_on or wanted.days[-1], wanted.days[-1])
    return None if earliest_on > latest_on else replace(one, earliest_on=earliest_on)


def _explore(session: Session, wanted: Wanted, control: Draw) -> list[Draw]:
    """Dwellings never inspected, those without a declaration first; not whom the control group has already."""
    quota = wanted.exploration_share * visits_guess(wanted)
    if quota <= 0:
        return []
    taken, draws = set(control.drawn), []
    for stratum in (Stratum.UNDECLARED, Stratum.NEVER_INSPECTED):
        never = list_never_inspected(session, wanted, declared=stratum is Stratum.NEVER_INSPECTED)
        made = draw(set(never) - taken, quota, _lot(wanted, VisitReason.EXPLORE, stratum))
        quota -= made.expected
        draws.append(made)
    return draws


def _lot(wanted: Wanted, arm: VisitReason, stratum: Stratum) -> Lot:
    return Lot(seed=wanted.seed, from_on=wanted.days[0], arm=arm, stratum=stratum)
