"""Cases made for a new value: clearly met, just met, just breached, a fact missing, each against plain arithmetic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any, Literal

from standards.casework.cases import has_cases, run_cases
from standards.casework.sampling import houses_around, sound_house, unknowns_of
from standards.engine.assess import assess_many
from standards.engine.assessment import Assessment, Result
from standards.engine.judging import assess_frames
from standards.engine.outcome import Outcome
from standards.facts.known import DwellingFacts
from standards.measures.frames import frames_of
from standards.measures.measure import EPSILON
from standards.rules.pack import Pack
from standards.rules.requirement import Requirement

Shows = Literal["clearly met", "just met", "just breached", "fact missing"]
CASES: tuple[Shows, ...] = ("clearly met", "just met", "just breached", "fact missing")


@dataclass(frozen=True)
class BoundaryCase:
    """One case of one requirement. `found` None: no plausible dwelling shows it, so the value cannot be right.

    `expected` comes from plain arithmetic on what was measured, `found` from the engine.
    """

    requirement_id: str
    shows: Shows
    expected: Outcome
    found: Outcome | None
    measured: float | bool | None = None
    facts: DwellingFacts | None = None

    @property
    def passed(self) -> bool:
        """Whether the engine found what arithmetic says."""
        return self.found is self.expected


@dataclass(frozen=True)
class _Tried:
    facts: DwellingFacts
    result: Result
    expected: Outcome
    distance: float


def boundary_cases(pack: Pack, requirement_id: str, *, as_of: date) -> tuple[BoundaryCase, ...]:
    """Make the four cases of a requirement as it stands on a day, and of each row that works out a reading of it.

    A rule open to two readings is shown by dwellings on which its readings agree.
    """
    rule = pack.requirement(requirement_id, as_of)
    ways = () if rule.readings is None else (rule.readings.lenient, rule.readings.strict)
    rows = [rule, *(pack.requirement(way.requirement, as_of) for way in ways)]
    ids = {row.id for row in rows}
    alone = pack.model_copy(update={"requirements": tuple(one for one in pack.requirements if one.id in ids)})
    return tuple(case for row in rows for case in _cases(row, alone, as_of))


def _cases(rule: Requirement, pack: Pack, as_of: date) -> Iterator[BoundaryCase]:
    house = sound_house(rule, pack.applies)
    tried = list(_tried(list(houses_around(house, rule)), rule, pack, as_of))
    met = sorted((one for one in tried if one.expected is Outcome.MET), key=lambda one: one.distance)
    breached = sorted((one for one in tried if one.expected is Outcome.BREACHED), key=lambda one: one.distance)
    yield _case(rule, "clearly met", met[len(met) // 2 :], Outcome.MET)
    yield _case(rule, "just met", met[:1], Outcome.MET)
    yield _case(rule, "just breached", breached[:1], Outcome.BREACHED)
    yield _fact_missing(rule, [one.facts for one in (*breached[:1], *met[:1])], pack, as_of)


def _case(rule: Requirement, shows: Shows, found: Sequence[_Tried], expected: Outcome) -> BoundaryCase:
    if not found:
        return BoundaryCase(rule.id, shows, expected, None)
    one = found[0]
    return BoundaryCase(rule.id, shows, expected, one.result.outcome, one.result.measured, one.facts)


def _fact_missing(rule: Requirement, houses: Sequence[DwellingFacts], pack: Pack, as_of: date) -> BoundaryCase:
    """The first house that lacks a fact and is left open for it; never one that is met or breached all the same."""
    lacking = [one for house in houses for one in unknowns_of(house, rule)]
    for facts, assessment in zip(lacking, _assessed(lacking, pack, as_of), strict=True):
        result = assessment.result(rule.id)
        if result.outcome is Outcome.NOT_ASSESSED and result.missing:
            return BoundaryCase(rule.id, "fact missing", Outcome.NOT_ASSESSED, result.outcome, None, facts)
    return BoundaryCase(rule.id, "fact missing", Outcome.NOT_ASSESSED, None)


def _assessed(houses: Sequence[DwellingFacts], pack: Pack, as_of: date) -> list[Assessment]:
    return assess_many([replace(one, key=str(place)) for place, one in enumerate(houses)], pack, as_of=as_of)


def _tried(houses: Sequence[DwellingFacts], rule: Requirement, pack: Pack, as_of: date) -> Iterator[_Tried]:
    """The houses about which arithmetic has an answer: measured, in scope, and no exception in question."""
    for facts, assessment in zip(houses, _assessed(houses, pack, as_of), strict=True):
        result = assessment.result(rule.id)
        spared = any(exception.fulfilled is not False for exception in result.exceptions)
        if spared or result.outcome is Outcome.NOT_APPLICABLE:
            continue
        if rule.readings is None:
            reached = _reached(rule, result)
        else:
            ways = (rule.readings.lenient, rule.readings.strict)
            rows = [(pack.requirement(way.requirement, as_of), assessment.result(way.requirement)) for way in ways]
            reached = _agreed([_reached(row, found) for row, found in rows])
        if reached is not None:
            yield _Tried(facts, result, *reached)


def _agreed(readings: Sequence[tuple[Outcome, float] | None]) -> tuple[Outcome, float] | None:
    known = [one for one in readings if one is not None]
    if len(known) < len(readings) or len({outcome for outcome, _ in known}) != 1:
        return None
    return known[0][0], max(distance for _, distance in known)


def _reached(rule: Requirement, result: Result) -> tuple[Outcome, float] | None:
    """What arithmetic says of the number measured, and how far from the limit it lies; None: nothing was measured."""
    value: Any = rule.value
    if result.measured is None and result.present is None:
        return None
    if isinstance(value, bool):
        return (Outcome.MET if result.measured is value else Outcome.BREACHED), 0.0
    if isinstance(value, tuple):
        lacking = len(value) - float(result.measured or 0)
        return (Outcome.BREACHED if lacking else Outcome.MET), lacking
    if result.present is not None and result.needed is not None:
        return _counted(rule, result)
    beyond = (float(result.measured or 0) - value) * (1.0 if rule.op == "<=" else -1.0)
    return (Outcome.MET if beyond <= EPSILON else Outcome.BREACHED), abs(beyond)


def _counted(rule: Requirement, result: Result) -> tuple[Outcome, float] | None:
    """Fixtures: as many as persons over the limit, rounded up. The persons are told by the houses themselves."""
    if result.measured is None or result.present is None:
        return None
    persons = float(result.measured) * result.present
    if result.present == 0 or persons == float("inf"):
        return (Outcome.BREACHED, float(result.needed or 0)) if result.needed else None
    needed = max(rule.min_count, ceil(persons / rule.limit - EPSILON))
    return (Outcome.MET if result.present >= needed else Outcome.BREACHED), abs(result.present * rule.limit - persons)


def differing(base: Pack, merged: Pack, changed: frozenset[str], *, as_of: date) -> tuple[str, ...]:
    """Name the requirements outside `changed` that come out otherwise under the merged pack than under the base.

    Both judge the houses made around every changed requirement; empty: nothing else is affected.
    """
    rules = [merged.requirement(name, as_of) for name in sorted(changed)]
    around = (one for rule in rules for one in houses_around(sound_house(rule, base.applies), rule))
    houses = list(dict.fromkeys(around))
    before, after = (_judged(houses, pack, as_of) for pack in (base, merged))
    other = {name for place, name in before if name not in changed and before[place, name] != after[place, name]}
    return tuple(sorted(other))


def disturbed(base: Pack, merged: Pack, changed: frozenset[str]) -> tuple[tuple[str, ...], int]:
    """Run the cases that come with the pack: which of rules outside `changed` come out otherwise when merged.

    `merged` must hold on the days of the cases. Also tells how many cases were compared; none where no cases come
    with the pack.
    """
    if not has_cases(base.id):
        return (), 0
    told, count = [], 0
    for before, after in zip(run_cases(base), run_cases(merged), strict=True):
        if f"{base.id}.{before.case.requirement}" not in changed:
            count += 1
            if before.differences != after.differences:
                told.append(str(before.case))
    return tuple(told), count


def _judged(houses: Sequence[DwellingFacts], pack: Pack, as_of: date) -> dict[tuple[str, str], tuple[object, ...]]:
    """Every row of the engine, by dwelling and requirement."""
    frames = frames_of([replace(one, key=str(place)) for place, one in enumerate(houses)])
    return {(row[0], row[1]): row for row in assess_frames(*frames, pack, as_of=as_of).rows()}
