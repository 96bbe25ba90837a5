"""Several employers and shifts at one dwelling: who is there when, counted together against one capacity."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from standards.facts.known import DwellingFacts
from standards.measures.registry import measure_named
from standards.rules.pack import Pack

OWN_BED = ("sleep.bed_per_person", "sleep.hot_bedding")
"""Measures by which a pack forbids that a bed is used in turns."""


@dataclass(frozen=True, slots=True)
class Stay:
    """So many persons of one employer from a day up to, not including, another (None: no end known).

    `employer` is a key that never leaves the authority. Who works in shifts stays all day: two persons who
    use one bed in turns are two persons. `bed` names a bed where it is known whose it is.
    """

    employer: str
    persons: int
    starts_on: date
    ends_on: date | None = None
    shift: str = ""
    bed: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether the persons are there that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day up to another (None: no end known) the same persons are there; `over`: beyond the capacity."""

    starts_on: date
    ends_on: date | None
    persons: int
    over: int = 0


@dataclass(frozen=True, slots=True)
class Shared:
    """A period as one employer is told of it: their own persons, those of others together, and how many too many."""

    starts_on: date
    ends_on: date | None
    own: int
    others: int
    over: int


@dataclass(frozen=True, slots=True)
class SharedBed:
    """A bed used in turns over a period, by so many persons in these shifts."""

    bed: str
    starts_on: date
    ends_on: date | None
    persons: int
    shifts: tuple[str, ...]


def periods(stays: Iterable[Stay], *, capacity: int | None = None) -> tuple[Period, ...]:
    """Cut the calendar where anybody comes or goes, and count the persons of all employers in each piece.

    Days on which nobody is there are left out; neighbours with the same number are one period.
    """
    found = list(stays)
    pieces = [Period(start, end, _persons(found, start)) for start, end in _pieces(found)]
    joined: list[Period] = []
    for piece in (piece for piece in pieces if piece.persons):
        last = joined[-1] if joined else None
        if last and last.ends_on == piece.starts_on and last.persons == piece.persons:
            joined[-1] = replace(last, ends_on=piece.ends_on)
        else:
            joined.append(piece)
    return tuple(replace(one, over=_over(one.persons, capacity)) for one in joined)


def peak(stays: Iterable[Stay]) -> Period | None:
    """Find the period with most persons, the first one of several; None: nobody is ever there."""
    return max(periods(stays), key=lambda one: one.persons, default=None)


def over_capacity(stays: Iterable[Stay], capacity: int) -> tuple[Period, ...]:
    """List the periods with more persons than may lawfully be there, each with how many too many."""
    return tuple(one for one in periods(stays, capacity=capacity) if one.over)


def told_to(employer: str, stays: Sequence[Stay], capacity: int | None) -> tuple[Shared, ...]:
    """What one employer is told: the periods in which their own people share the dwelling or are too many.

    Others are a number without a name.
    """
    told = []
    for start, end in _pieces(stays):
        there = [stay for stay in stays if stay.covers(start)]
        own = sum(stay.persons for stay in there if stay.employer == employer)
        everyone = sum(stay.persons for stay in there)
        over = _over(everyone, capacity)
        if own and (everyone > own or over):
            told.append(Shared(start, end, own, everyone - own, over))
    return tuple(told)


def shared_beds(stays: Iterable[Stay]) -> tuple[SharedBed, ...]:
    """List the beds that are used in turns: more persons than one in the same bed over the same days."""
    by_bed: dict[str, list[Stay]] = {}
    for stay in stays:
        if stay.bed:
            by_bed.setdefault(stay.bed, []).append(stay)
    return tuple(one for bed, users in by_bed.items() for one in _in_turns(bed, users))


def forbids_shared_beds(pack: Pack, *, as_of: date) -> tuple[str, ...]:
    """Name the requirements by which a pack wants a bed for each; empty: it does not forbid turns."""
    valid = [rule for rule in pack.in_force(as_of) if pack.is_valid(rule, as_of) and rule.severity == "breach"]
    return tuple(rule.id for rule in valid if measure_named(rule.measure).key in OWN_BED)


def with_others(facts: DwellingFacts, others: int) -> DwellingFacts:
    """The dwelling with those counted in whom other employers house there.

    They sleep in rooms nobody has described here, so rules on rooms are not met on these facts alone.
    """
    if not others or facts.residents is None:
        return facts
    return replace(facts, residents=facts.residents + others)


def _pieces(stays: Iterable[Stay]) -> Iterator[tuple[date, date | None]]:
    found = list(stays)
    days = {stay.starts_on for stay in found} | {stay.ends_on for stay in found if stay.ends_on}
    turns: list[date | None] = [*sorted(days), None]
    for start, end in pairwise(turns):
        if start is not None:
            yield start, end


def _persons(stays: Sequence[Stay], day: date) -> int:
    return sum(stay.persons for stay in stays if stay.covers(day))


def _over(persons: int, capacity: int | None) -> int:
    return 0 if capacity is None else max(persons - capacity, 0)


def _in_turns(bed: str, users: Sequence[Stay]) -> Iterator[SharedBed]:
    for period in periods(users):
        if period.persons > 1:
            shifts = dict.fromkeys(stay.shift for stay in users if stay.shift and stay.covers(period.starts_on))
            yield SharedBed(bed, period.starts_on, period.ends_on, period.persons, tuple(shifts))
