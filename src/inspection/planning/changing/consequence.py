"""What people can change in a plan, and what a change amounts to: the tours before and after, rules, differences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from inspection.planning.changing.breaches import Breach, Severity, breaches_of, new_breaches
from inspection.planning.changing.timing import Arrangement, Drives, Key, hours_of
from inspection.planning.solving.plan import LeftOut, LeftOutReason, Plan, Remark, RemarkKind, Tour, TourStop


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Make a visit on a day with a crew, whoever has the first seat first; also puts in one that was left out.

    ``position`` (from 0) is its place in the first one's tour, else the best is tried; ``begin_min`` is a time that a
    person chose, which also locks the visit.
    """

    candidate_id: str
    on: date
    crew: tuple[str, ...]
    position: int | None = None
    begin_min: int | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a visit out of the plan."""

    candidate_id: str


@dataclass(frozen=True, slots=True)
class Swap:
    """Let two visits change places: day, crew and position."""

    candidate_id: str
    other_id: str


Change: TypeAlias = Move | Remove | Swap


def concerned_by(change: Change) -> tuple[str, ...]:
    """The visits that a change names."""
    return (change.candidate_id, change.other_id) if isinstance(change, Swap) else (change.candidate_id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class TourChange:
    """One tour before and after; None where there is none."""

    inspector_id: str
    on: date
    before: Tour | None
    after: Tour | None
    hours: tuple[int, int]
    """The inspector's working hours that day, in minutes after midnight."""

    @property
    def minutes(self) -> tuple[int, int]:
        """How long the tour takes, before and after."""
        return _length(self.before), _length(self.after)

    @property
    def km_difference(self) -> float:
        """Kilometres more than before; below nought: fewer."""
        return round(_km(self.after) - _km(self.before), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a change would do. ``plan`` is the plan after it; with a forbidden breach it must not be carried out."""

    plan: Plan
    tours: tuple[TourChange, ...]
    breaches: tuple[Breach, ...]
    points_difference: int
    retimed: tuple[tuple[str, int, int], ...]
    """(candidate, minute of beginning before, after) of the other visits that begin at another time."""
    interpreter: bool = False
    """Whether an interpreter must be booked for the visit moved."""

    @property
    def is_forbidden(self) -> bool:
        """Whether no reason can set aside what it touches."""
        return any(one.severity is Severity.FORBIDDEN for one in self.breaches)

    @property
    def needs_reason(self) -> bool:
        """Whether it touches a rule that a person may set aside with a reason."""
        return bool(self.breaches) and not self.is_forbidden

    @property
    def travel_min_difference(self) -> int:
        """Minutes of driving more than before."""
        return sum(
            (one.after.travel_min if one.after else 0) - (one.before.travel_min if one.before else 0)
            for one in self.tours
        )

    @property
    def travel_km_difference(self) -> float:
        """Kilometres more than before."""
        return round(sum(one.km_difference for one in self.tours), 1)

    @property
    def wait_min_difference(self) -> int:
        """Minutes of waiting more than before."""
        return sum(_waiting(one.after) - _waiting(one.before) for one in self.tours)


def _length(tour: Tour | None) -> int:
    return 0 if tour is None else tour.return_min - tour.depart_min


def _km(tour: Tour | None) -> float:
    return 0.0 if tour is None else tour.travel_km


def _waiting(tour: Tour | None) -> int:
    return 0 if tour is None else sum(stop.wait_min for stop in tour.stops)


def consequence_of(
    drives: Drives,
    plan: Plan,
    before: Arrangement,
    after: Arrangement,
    clock: Mapping[Key, Tour],
    change: Change,
) -> Consequence:
    """What it means that a plan, arranged as ``before``, is arranged as ``after`` with the clock of the tours
    concerned.
    """
    old = {(tour.inspector_id, tour.on): tour for tour in plan.tours}
    keys = set(clock) | {key for key in old if before.orders[key] != after.orders.get(key, ())}
    concerned = {key: old[key] for key in keys if key in old}
    of_change = set(concerned_by(change))
    known = [one for one in breaches_of(drives, before, concerned) if one.candidate_id not in of_change]
    result = _plan_after(
        drives, plan, {**{key: tour for key, tour in old.items() if key not in keys}, **clock}, of_change
    )
    moved = [stop for tour in clock.values() for stop in tour.stops if stop.candidate_id in of_change]
    return Consequence(
        plan=result,
        tours=tuple(
            TourChange(
                inspector_id=who,
                on=on,
                before=old.get((who, on)),
                after=clock.get((who, on)),
                hours=hours_of(drives.inspectors[who], on),
            )
            for who, on in sorted(keys, key=lambda key: (key[1], key[0]))
            if old.get((who, on)) != clock.get((who, on))
        ),
        breaches=new_breaches(known, breaches_of(drives, after, clock)),
        points_difference=result.prize - plan.prize,
        retimed=_retimed(old.values(), clock.values(), of_change),
        interpreter=any(stop.interpreter for stop in moved),
    )


def _retimed(old: Iterable[Tour], new: Iterable[Tour], but: set[str]) -> tuple[tuple[str, int, int], ...]:
    begun = {stop.candidate_id: stop.begin_min for tour in old for stop in tour.stops}
    again = {stop.candidate_id: stop.begin_min for tour in new for stop in tour.stops}
    return tuple(
        (one, begun[one], minute)
        for one, minute in sorted(again.items())
        if one not in but and one in begun and begun[one] != minute
    )


def _plan_after(drives: Drives, plan: Plan, tours: Mapping[Key, Tour], changed: set[str]) -> Plan:
    """The plan with other tours: who is left out and what is remarked follow from them."""
    places = {one.id: number for number, one in enumerate(drives.problem.inspectors)}
    ordered = sorted(tours.values(), key=lambda tour: (tour.on, places[tour.inspector_id]))
    stops = {stop.candidate_id: (tour, stop) for tour in ordered for stop in tour.stops if stop.leads}
    left = [one for one in plan.left_out if one.candidate_id not in stops]
    listed = {one.candidate_id for one in left}
    for candidate_id in sorted(changed - stops.keys() - listed):
        one = drives.candidates[candidate_id]
        left.append(LeftOut(one.id, LeftOutReason.NOT_CHOSEN, one.must_visit, one.prize))
    left.sort(key=lambda one: (not one.must_visit, -one.prize, one.candidate_id))
    return replace(plan, tours=tuple(ordered), left_out=tuple(left), remarks=_remarks(drives, plan, stops, changed))


def _remarks(
    drives: Drives, plan: Plan, stops: Mapping[str, tuple[Tour, TourStop]], changed: set[str]
) -> tuple[Remark, ...]:
    """Those of other visits stay; those of the changed ones are made anew."""
    kept = [one for one in plan.remarks if one.candidate_id not in changed]
    for candidate_id in sorted(changed & stops.keys()):
        tour, stop = stops[candidate_id]
        if stop.interpreter:
            kept.append(Remark(RemarkKind.INTERPRETER, candidate_id, tour.inspector_id, on=tour.on))
        kept += [
            Remark(RemarkKind.OTHER_AUTHORITY, candidate_id, authority=other.authority, on=other.on)
            for other in drives.candidates[candidate_id].other_visits
            if other.on != tour.on
        ]
    return tuple(kept)
