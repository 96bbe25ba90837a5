"""Which facts a pack asks for."""

from functools import lru_cache

from standards.measures.registry import measure_named
from standards.rules.condition import Applies, Condition
from standards.rules.pack import Pack
from standards.rules.requirement import Requirement


@lru_cache(maxsize=128)
def facts_needed(pack: Pack) -> frozenset[str]:
    """Paths of the facts that the pack's measures, exceptions and presuppositions read: `toilets`, `rooms.beds`."""
    governing = {pack.governing_fact} if pack.governing_fact else set()
    return frozenset(
        {path for rule in pack.requirements for path in _of(rule)} | _presupposed(pack.applies) | governing
    )


def facts_measured(rule: Requirement) -> tuple[str, ...]:
    """Paths of the facts that a requirement's own measure reads, the one that it is about first."""
    return tuple(measure_named(rule.measure).needs_of(rule.items))


def _of(rule: Requirement) -> set[str]:
    conditions = (*rule.unless, *rule.unless_room, *((rule.transition.condition,) if rule.transition else ()))
    named = {path for one in conditions for path in _asked(one)}
    by_table = {rule.table.by} if rule.table is not None and measure_named(rule.measure).level == "dwelling" else set()
    by_sex = {"men", "toilets_men", "toilets_women"} if rule.per_sex else set()
    return (
        set(measure_named(rule.measure).needs_of(rule.items)) | named | by_table | by_sex | _presupposed(rule.applies)
    )


def _presupposed(applies: Applies) -> set[str]:
    found = {path for one in (*applies.when, *applies.outside) for path in _asked(one)}
    asked = {
        "kind": "any" not in applies.facility,
        "residents": applies.min_residents is not None or applies.max_residents is not None,
        "stay_days": applies.stay_days is not None,
        "works_seasonal_weeks": applies.season_weeks is not None,
        "rooms.residents": applies.room_occupancy is not None,
        "built_on": applies.built is not None,
    }
    return found | {path for path, needed in asked.items() if needed}


def _asked(condition: Condition) -> set[str]:
    parts = tuple(condition.parts())
    of_measures = {path for one in parts if one.measure for path in measure_named(one.measure).needs}
    return of_measures | {one.fact for one in parts if one.fact}
