"""Housing added up: dwellings once each, however many declare there; what is not known is counted, never guessed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import polars as pl

from register.assessments.verdicts import outcomes_of
from standards.capacity.filling import capacity_frames
from standards.engine.governing import governing_day
from standards.engine.outcome import Outcome
from standards.facts.known import DwellingFacts
from standards.measures.frames import frames_of
from standards.rules.pack import Pack


@dataclass(frozen=True)
class Housing:
    """One accommodation as declared now: whose, where, how many, and what the rules say of it.

    ``outcome`` is None where a collective agreement takes the act's place; ``capacity`` where it cannot be told.
    """

    employer_id: UUID
    dwelling_id: UUID
    accommodation_id: UUID
    address: str
    residents: int
    beds: int | None
    outcome: Outcome | None
    capacity: int | None


@dataclass(frozen=True)
class Sums:
    """What a number of accommodations add up to.

    ``beds`` and ``capacity`` are of those where they are known; ``beds_unknown`` counts accommodations,
    ``capacity_unknown`` dwellings where they are not. ``outcomes`` counts accommodations; None: by agreement.
    """

    accommodations: int
    dwellings: int
    residents: int
    beds: int
    beds_unknown: int
    capacity: int
    capacity_unknown: int
    outcomes: Mapping[Outcome | None, int]


def sums_of(housing: Iterable[Housing]) -> Sums:
    """Add housing up. Several accommodations in one dwelling share its capacity."""
    rows = list(housing)
    by_dwelling = {one.dwelling_id: one.capacity for one in rows}
    known = [one for one in by_dwelling.values() if one is not None]
    beds = [one.beds for one in rows if one.beds is not None]
    return Sums(
        accommodations=len(rows),
        dwellings=len(by_dwelling),
        residents=sum(one.residents for one in rows),
        beds=sum(beds),
        beds_unknown=len(rows) - len(beds),
        capacity=sum(known),
        capacity_unknown=len(by_dwelling) - len(known),
        outcomes=Counter(one.outcome for one in rows),
    )


def judged(facts: Sequence[DwellingFacts], packs: Sequence[Pack], *, as_of: date) -> list[tuple[Outcome, int | None]]:
    """Verdict and lawful capacity of each dwelling, in the order given, each by its own pack."""
    outcomes = outcomes_of(facts, packs, as_of=as_of)
    return list(zip(outcomes, capacities_of(facts, packs, as_of=as_of), strict=True))


def capacities_of(facts: Sequence[DwellingFacts], packs: Sequence[Pack], *, as_of: date) -> list[int | None]:
    """The lawful number of residents of each dwelling, as ``lawful_capacity`` tells it, all at once; None: unknown."""
    groups: dict[tuple[int, date], list[int]] = {}
    for place, (one, pack) in enumerate(zip(facts, packs, strict=True)):
        groups.setdefault((id(pack), governing_day(pack, one, as_of)), []).append(place)
    found: dict[int, int] = {}
    for (_, day), places in groups.items():
        frames = frames_of([replace(facts[place], key=str(place)) for place in places])
        by_rule, _rooms = capacity_frames(*frames, packs[places[0]], as_of=day)
        known = by_rule.filter(pl.col("persons").is_not_null()).group_by("dwelling").agg(pl.col("together").min())
        found |= {int(key): int(persons) for key, persons in known.iter_rows()}
    return [found.get(place) for place in range(len(facts))]
