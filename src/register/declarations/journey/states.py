"""How far each section of a draft is: pure, over the document, what is wrong with it and what the rules need."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from register.declarations.questions import (
    CHANGED_ON,
    NAMES,
    REQUIRED,
    ROOMS,
    SECTION,
    SECTIONS,
    Section,
    SectionKey,
    Step,
)
from standards.facts.catalogue import fact_at
from standards.facts.problems import Problem

HABITABLE = ("bedroom", "living")
OF_EVERY_ROOM = ("rooms.area_m2", "rooms.residents")
"""Asked of every bedroom whatever the rules need."""


class SectionState(StrEnum):
    """How far a section is."""

    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    COMPLETE = "complete"
    LATER = "later"
    ERRORS = "errors"


@dataclass(frozen=True)
class Needs:
    """What is asked besides the fixed questions: facts in addition, facts that the rules in use read.

    ``amends``: a declaration is changed; ``names``: the operator's configuration says that the law asks for names.
    """

    also: tuple[str, ...] = ()
    rules: frozenset[str] = frozenset()
    amends: bool = False
    names: bool = False

    def asked_of(self, section: Section) -> tuple[str, ...]:
        """Every question of a section, those that the rules add included; they stand under services."""
        left_out = {*(() if self.amends else (CHANGED_ON,)), *(() if self.names else (NAMES,))}
        more = tuple(f"dwelling.{key}" for key in self.also) if section.key == "services" else ()
        return (*(path for path in section.asked if path not in left_out), *more)

    def asked_on(self, step: Step) -> tuple[str, ...]:
        """Every question of a page."""
        return tuple(path for key in step.sections for path in self.asked_of(SECTION[key]))


@dataclass(frozen=True)
class Standing:
    """One section: its state, the questions without an answer, and what is wrong with the answers."""

    key: SectionKey
    state: SectionState
    unanswered: tuple[str, ...]
    wrong: tuple[Problem, ...]
    is_later: bool


INVOKED = frozenset({"outside_act"})
"""What nobody has to answer who does not invoke it."""


def standings(
    document: Mapping[str, Any], problems: Sequence[Problem], *, later: Collection[str], needs: Needs
) -> list[Standing]:
    """Every section in the order of the journey."""
    wrong: dict[SectionKey, list[Problem]] = {section.key: [] for section in SECTIONS}
    for problem in problems:
        if problem.code != "missing":
            wrong[section_of(problem.path, needs)].append(problem)
    return [_standing(section, document, wrong[section.key], section.key in later, needs) for section in SECTIONS]


def _standing(
    section: Section, document: Mapping[str, Any], wrong: Sequence[Problem], is_later: bool, needs: Needs
) -> Standing:
    lacking = unanswered(section, document, needs)
    if wrong:
        state = SectionState.ERRORS
    elif not lacking:
        state = SectionState.COMPLETE
    elif is_later:
        state = SectionState.LATER
    else:
        begun = any(is_answered(document, path) for path in needs.asked_of(section))
        state = SectionState.BEGUN if begun else SectionState.NOT_BEGUN
    return Standing(section.key, state, lacking, tuple(wrong), is_later)


def section_of(path: str, needs: Needs) -> SectionKey:
    """The section that asks for a place in the document; what no section asks for belongs with the dwelling."""
    plain = path.partition("[")[0]
    for section in SECTIONS:
        if plain in needs.asked_of(section):
            return section.key
    part = plain.partition(".")[0]
    return next((section.key for section in SECTIONS if _asks_of(section, part)), "dwelling")


def _asks_of(section: Section, part: str) -> bool:
    return any(path.partition(".")[0] == part for path in section.asked)


def is_answered(document: Mapping[str, Any], path: str) -> bool:
    """Whether something stands at a place of the document; an empty list is an answer, no rooms are none."""
    part, _, key = path.partition(".")
    value = (document.get(part) or {}).get(key) if key else document.get(part)
    return value not in (None, "") and (bool(key) or value != [])


def unanswered(section: Section, document: Mapping[str, Any], needs: Needs) -> tuple[str, ...]:
    """The questions that the section cannot do without and that have no answer; ``rooms.area_m2`` is one of rooms."""
    by_rules = (path for path in needs.asked_of(section) if path.removeprefix("dwelling.") in _facts(needs.rules))
    wanted = dict.fromkeys((*section.needed, *by_rules))
    lacking = [
        ways.partition("|")[0]
        for ways in wanted
        if not any(is_answered(document, path) for path in ways.split("|")) and not _counted_anyway(ways, document)
    ]
    if section.key == ROOMS and not lacking:
        lacking = list(_unanswered_of_rooms(document, needs))
    return tuple(lacking)


def _facts(rules: Iterable[str]) -> frozenset[str]:
    """The facts among these that are asked for; a claim counts only for whoever makes it."""
    return frozenset(
        path for path in rules if (fact := fact_at(path)) is not None and not fact.claim and fact.key not in INVOKED
    )


def _counted_anyway(path: str, document: Mapping[str, Any]) -> bool:
    return path == "dwelling.habitable_rooms" and is_answered(document, ROOMS)


def _unanswered_of_rooms(document: Mapping[str, Any], needs: Needs) -> Iterable[str]:
    rooms = [room for room in document.get(ROOMS) or [] if (room.get("use") or "bedroom") in HABITABLE]
    rules = sorted(path for path in _facts(needs.rules) if path.startswith("rooms."))
    for path in dict.fromkeys((*OF_EVERY_ROOM, *rules)):
        if any(room.get(path.removeprefix("rooms.")) in (None, "") for room in rooms):
            yield path


def in_the_way(document: Mapping[str, Any], problems: Sequence[Problem], needs: Needs) -> dict[SectionKey, list[str]]:
    """What must be put right before anything can be submitted: places by section."""
    found: dict[SectionKey, list[str]] = {}
    for problem in problems:
        found.setdefault(section_of(problem.path, needs), []).append(problem.path)
    for path in sorted(REQUIRED):
        if not is_answered(document, path):
            places = found.setdefault(section_of(path, needs), [])
            if path not in places:
                places.append(path)
    return {key: found[key] for key in SECTION if key in found}
