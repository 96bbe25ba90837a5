"""Which requirements of a pack limit the number of people, sorted for the search of the lawful number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from standards.facts.catalogue import DWELLING_FACTS
from standards.measures.registry import measure_named
from standards.rules.condition import Applies, Condition
from standards.rules.pack import Pack
from standards.rules.requirement import Basis, Requirement

PERSONS = frozenset({"residents", "men", "rooms.residents"})
"""Facts that count people: a measure that needs one of them changes with the number of residents."""

CLAIMS = tuple(fact.key for fact in DWELLING_FACTS if fact.claim)
"""Exceptions that somebody invokes for those who live there now; they cover nobody more."""


@dataclass(frozen=True)
class Limits:
    """The requirements that limit persons, one reading of each.

    `whole` judges a dwelling with its exceptions. `rooms` holds those on rooms, each taken alone: without
    exceptions, and without what hangs on how many live in the dwelling. `soft` are ids of room rules that
    an exception or the number of residents may lift. `fixture_limit` is the fewest persons that any ratio
    allows on one fixture.
    """

    whole: Pack
    rooms: Pack
    soft: frozenset[str]
    fixture_limit: int | None


@lru_cache(maxsize=256)
def limits_of(pack: Pack, as_of: date, basis: Basis) -> Limits:
    """Pick the limits in force on a day; a rule open to two readings is taken in the reading `basis`."""
    rules = [_settled(rule, pack, as_of, basis) for rule in pack.in_force(as_of) if _counts(rule, pack, as_of)]
    limiting = tuple(rule for rule in rules if limits_persons(rule))
    on_rooms = tuple(rule for rule in limiting if measure_named(rule.measure).level == "room")
    ratios = [int(rule.limit) for rule in limiting if measure_named(rule.measure).kind == "fixtures"]
    hangs = _hangs_on_persons(pack.applies)
    return Limits(
        whole=pack.model_copy(update={"requirements": limiting}),
        rooms=pack.model_copy(
            update={"requirements": tuple(map(_alone, on_rooms)), "applies": _without_crowd(pack.applies)}
        ),
        soft=frozenset(rule.id for rule in on_rooms if hangs or rule.unless or _hangs_on_persons(rule.applies)),
        fixture_limit=min(ratios) if ratios else None,
    )


def bases_of(pack: Pack, as_of: date) -> tuple[Basis, ...]:
    """The readings to work out: the lenient one, then the strict one where a rule in force is open to both."""
    ways = [rule.readings for rule in pack.in_force(as_of) if rule.readings and pack.is_valid(rule, as_of)]
    return (ways[0].lenient.basis, ways[0].strict.basis) if ways else ("dwelling",)


def limits_persons(rule: Requirement) -> bool:
    """Tell whether more people may break a rule.

    So it is where the measure counts people, where a table or the crowd sets the figure, or where the rule
    is about rooms with so many in them. A truth that does not depend on people limits nobody.
    """
    measure = measure_named(rule.measure)
    if PERSONS & set(measure.needs) or rule.applies.room_occupancy is not None:
        return True
    crowd = rule.applies.min_residents is not None or rule.table is not None
    return crowd and measure.kind in ("number", "fixtures")


def _counts(rule: Requirement, pack: Pack, as_of: date) -> bool:
    breach = rule.severity == "breach" and rule.id not in pack.variants
    return breach and pack.is_valid(rule, as_of) and not rule.value_open


def _settled(rule: Requirement, pack: Pack, as_of: date, basis: Basis) -> Requirement:
    """Give the rule itself, or the reading of it that is asked for, under the name of the rule."""
    if rule.readings is None:
        return rule
    ways = (rule.readings.lenient, rule.readings.strict)
    way = next((one for one in ways if one.basis == basis), rule.readings.lenient)
    reading = pack.requirement(way.requirement, as_of)
    return reading.model_copy(update={"id": rule.id, "severity": rule.severity})


def _alone(rule: Requirement) -> Requirement:
    return rule.model_copy(update={"unless": (), "applies": _without_crowd(rule.applies)})


def _without_crowd(applies: Applies) -> Applies:
    when = tuple(one for one in applies.when if not _counts_people([one]))
    return applies.model_copy(update={"min_residents": None, "max_residents": None, "when": when})


def _hangs_on_persons(applies: Applies) -> bool:
    crowd = applies.min_residents is not None or applies.max_residents is not None
    return crowd or _counts_people(applies.when)


def _counts_people(conditions: Iterable[Condition]) -> bool:
    measures = [measure_named(one.measure) for one in conditions if one.measure is not None]
    return any(PERSONS & set(measure.needs) for measure in measures) or any(
        one.fact == "residents" for one in conditions
    )
