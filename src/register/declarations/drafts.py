"""Facts out of a document that is still being typed: what can be read, and what could not."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from register.declarations.terms_reading import read_occupancy
from standards.capacity.occupancy import Stay
from standards.facts.known import DwellingFacts
from standards.facts.parse import parse_facts
from standards.facts.problems import FactsError, Problem


def readable_facts(document: Mapping[str, Any]) -> tuple[DwellingFacts, tuple[Problem, ...]]:
    """The facts that can be read, everything unreadable or contradictory left out and named. Never raises."""
    facts: dict[str, Any] = deepcopy({"dwelling": document.get("dwelling") or {}, "rooms": document.get("rooms") or []})
    found: dict[str, Problem] = {}
    while True:
        try:
            return parse_facts(facts), tuple(found.values())
        except FactsError as error:
            for problem in error.problems:
                found.setdefault(problem.path, problem)
                if not _leave_out(facts, problem.path):
                    return DwellingFacts(), tuple(found.values())


def readable_stays(document: Mapping[str, Any], own: str) -> tuple[Stay, ...]:
    """The periods that can be read of the residents by date, for one accommodation; none while they contradict."""
    problems: list[Problem] = []
    rows = read_occupancy(document, None, None, problems)
    return () if problems else tuple(Stay(own, row.residents, row.from_on, row.to_on) for _, row in rows)


def _leave_out(facts: dict[str, Any], path: str) -> bool:
    """Remove what stands at a path such as ``rooms[2].area_m2``; tells whether there was anything."""
    place, _, key = path.rpartition(".")
    part: Any = facts["rooms"][int(place[6:-1])] if place.startswith("rooms[") else facts.get(place)
    return isinstance(part, dict) and part.pop(key, None) is not None
