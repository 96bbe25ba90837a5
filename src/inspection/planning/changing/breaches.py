"""Which rules tours touch: what nobody may plan, and what a planner may decide with a reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import permutations

from husly.kit.clock import DAY_MIN
from inspection.planning.changing.timing import Arrangement, Drives, Key, PlacedVisit, hours_of, light_at, openings_on
from inspection.planning.solving.plan import Tour
from inspection.planning.solving.problem import Candidate, Inspector, Problem, Seat


class Severity(StrEnum):
    """Whether a rule can be set aside: ``forbidden`` never, ``warning`` with a reason that is kept."""

    FORBIDDEN = "forbidden"
    WARNING = "warning"


class Rule(StrEnum):
    """A rule of law or of the house.

    Forbidden: ``notice_not_run`` (before the first lawful day, *retssikkerhedsloven* § 5(2)); ``past_latest_day``;
    ``not_planned_day`` (weekend, holiday, outside the plan); ``no_hours`` (the inspector does not work that day, or
    other visits fill it); ``conflict`` of interest; ``wrong_authority`` in a seat; ``no_companion`` free; ``same_door``
    as another visit of the plan; ``no_place``; ``crossed_orders`` (two tours that wait for one another);
    ``past_midnight`` (a visit is made on one day).
    Warnings: ``outside_window`` of residents or employer; ``overtime``; ``outside_region``; ``no_language`` (and no
    interpreter may be booked); ``dark``; ``no_skill``; ``later_than_set`` (a time that a person chose cannot be kept).
    """

    NOTICE_NOT_RUN = "notice_not_run"
    PAST_LATEST_DAY = "past_latest_day"
    NOT_PLANNED_DAY = "not_planned_day"
    NO_HOURS = "no_hours"
    CONFLICT = "conflict"
    WRONG_AUTHORITY = "wrong_authority"
    NO_COMPANION = "no_companion"
    SAME_DOOR = "same_door"
    NO_PLACE = "no_place"
    CROSSED_ORDERS = "crossed_orders"
    PAST_MIDNIGHT = "past_midnight"
    OUTSIDE_WINDOW = "outside_window"
    OVERTIME = "overtime"
    OUTSIDE_REGION = "outside_region"
    NO_LANGUAGE = "no_language"
    DARK = "dark"
    NO_SKILL = "no_skill"
    LATER_THAN_SET = "later_than_set"


WARNINGS = frozenset(
    {
        Rule.OUTSIDE_WINDOW,
        Rule.OVERTIME,
        Rule.OUTSIDE_REGION,
        Rule.NO_LANGUAGE,
        Rule.DARK,
        Rule.NO_SKILL,
        Rule.LATER_THAN_SET,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One rule touched by a visit or a tour. ``minutes`` says by how much, ``limit_on`` which day the rule names."""

    rule: Rule
    candidate_id: str = ""
    inspector_id: str = ""
    on: date | None = None
    minutes: int = 0
    limit_on: date | None = None

    @property
    def severity(self) -> Severity:
        """Whether a reason can set the rule aside."""
        return Severity.WARNING if self.rule in WARNINGS else Severity.FORBIDDEN

    def is_as_bad_as(self, other: "Breach") -> bool:
        """Whether another breach is the same one and no worse."""
        same = (self.rule, self.candidate_id, self.inspector_id, self.on)
        return same == (other.rule, other.candidate_id, other.inspector_id, other.on) and self.minutes >= other.minutes


def breaches_of(drives: Drives, arrangement: Arrangement, tours: Mapping[Key, Tour]) -> list[Breach]:
    """Every rule that these tours and their visits touch, what is forbidden first."""
    doors = _doors(drives, arrangement)
    found: list[Breach] = []
    for (who, on), tour in sorted(tours.items()):
        inspector = drives.inspectors[who]
        found += _of_tour(inspector, tour)
        for stop in tour.stops:
            candidate, visit = drives.candidates[stop.candidate_id], arrangement.visits[stop.candidate_id]
            found += _of_member(candidate, inspector, on)
            if stop.leads:
                found += _of_visit(drives.problem, candidate, visit, doors)
                found += _of_crew(candidate, visit, [drives.inspectors[one] for one in visit.crew])
                found += _of_clock(candidate, visit, stop.begin_min, stop.end_min)
    return _in_order(found)


def breaches_of_visit(
    candidate: Candidate, visit: PlacedVisit, crew: Sequence[Inspector], *, begin_min: int, end_min: int
) -> list[Breach]:
    """The rules that one visit touches by itself, at its hours, with its crew: without the tours and its notice."""
    found: list[Breach] = []
    for one in crew:
        if one.hours_on(visit.on) is None:
            found.append(Breach(rule=Rule.NO_HOURS, inspector_id=one.id, on=visit.on))
        found += _of_member(candidate, one, visit.on)
    found += _of_crew(candidate, visit, crew)
    found += _of_clock(candidate, visit, begin_min, end_min)
    return _in_order(found)


def _in_order(found: Iterable[Breach]) -> list[Breach]:
    unique = dict.fromkeys(found)
    return sorted(unique, key=lambda one: (one.severity is Severity.WARNING, one.candidate_id, one.rule))


def new_breaches(before: Iterable[Breach], after: Iterable[Breach]) -> tuple[Breach, ...]:
    """Those that were not there before, or were less."""
    known = list(before)
    return tuple(one for one in after if not any(old.is_as_bad_as(one) for old in known))


def _doors(drives: Drives, arrangement: Arrangement) -> set[str]:
    """Dwellings to which several visits go."""
    seen, twice = set[str](), set[str]()
    for candidate_id in arrangement.visits:
        door = drives.candidates[candidate_id].dwelling_id
        if door and door in seen:
            twice.add(door)
        seen.add(door)
    return twice


def _of_tour(inspector: Inspector, tour: Tour) -> Iterator[Breach]:
    if inspector.hours_on(tour.on) is None:
        yield Breach(rule=Rule.NO_HOURS, inspector_id=inspector.id, on=tour.on)
        return
    late = tour.return_min - hours_of(inspector, tour.on)[1]
    if late > 0:
        yield Breach(rule=Rule.OVERTIME, inspector_id=inspector.id, on=tour.on, minutes=late)


def _of_member(candidate: Candidate, inspector: Inspector, on: date) -> Iterator[Breach]:
    if inspector.id in candidate.barred_inspectors:
        yield Breach(rule=Rule.CONFLICT, candidate_id=candidate.id, inspector_id=inspector.id, on=on)
    if inspector.region and candidate.municipality_code not in inspector.region:
        yield Breach(rule=Rule.OUTSIDE_REGION, candidate_id=candidate.id, inspector_id=inspector.id, on=on)


def _of_visit(problem: Problem, candidate: Candidate, visit: PlacedVisit, doors: set[str]) -> Iterator[Breach]:
    of = candidate.id
    if visit.on not in problem.days:
        yield Breach(rule=Rule.NOT_PLANNED_DAY, candidate_id=of, on=visit.on)
    if visit.on < candidate.earliest_on:
        yield Breach(rule=Rule.NOTICE_NOT_RUN, candidate_id=of, on=visit.on, limit_on=candidate.earliest_on)
    if candidate.latest_on is not None and visit.on > candidate.latest_on:
        yield Breach(rule=Rule.PAST_LATEST_DAY, candidate_id=of, on=visit.on, limit_on=candidate.latest_on)
    if not candidate.place_is_sound:
        yield Breach(rule=Rule.NO_PLACE, candidate_id=of, on=visit.on)
    if candidate.dwelling_id in doors:
        yield Breach(rule=Rule.SAME_DOOR, candidate_id=of, on=visit.on)


def _of_crew(candidate: Candidate, visit: PlacedVisit, crew: Sequence[Inspector]) -> Iterator[Breach]:
    of, on = candidate.id, visit.on
    if len(crew) != len(candidate.seats):
        yield Breach(rule=Rule.NO_COMPANION, candidate_id=of, on=on)
    seated = any(all(map(_fits, candidate.seats, order)) for order in permutations(crew))
    for seat, one in zip(candidate.seats, () if seated else crew, strict=False):
        if seat.authority and seat.authority != one.authority:
            yield Breach(rule=Rule.WRONG_AUTHORITY, candidate_id=of, inspector_id=one.id, on=on)
        if not seat.skills <= one.skills:
            yield Breach(rule=Rule.NO_SKILL, candidate_id=of, inspector_id=one.id, on=on)
    if not candidate.interpreter and not any(one.speaks_at(candidate) for one in crew):
        yield Breach(rule=Rule.NO_LANGUAGE, candidate_id=of, on=on)


def _fits(seat: Seat, one: Inspector) -> bool:
    return seat.authority in ("", one.authority) and seat.skills <= one.skills


def _of_clock(candidate: Candidate, visit: PlacedVisit, begin_min: int, end_min: int) -> Iterator[Breach]:
    of, on = candidate.id, visit.on
    if visit.fixed_min is not None and begin_min > visit.fixed_min:
        late = begin_min - visit.fixed_min
        yield Breach(rule=Rule.LATER_THAN_SET, candidate_id=of, on=on, minutes=late)
    if end_min > DAY_MIN:
        yield Breach(rule=Rule.PAST_MIDNIGHT, candidate_id=of, on=on)
    openings = openings_on(candidate, on)
    if any(begin <= begin_min and end_min <= end for begin, end in openings):
        return
    if candidate.daylight_only:
        light = light_at(candidate, on)
        if not (light[0] <= begin_min and end_min <= light[1]):
            yield Breach(rule=Rule.DARK, candidate_id=of, on=on)
            return
    yield Breach(rule=Rule.OUTSIDE_WINDOW, candidate_id=of, on=on)
