"""Statements about one dwelling that cannot all be true. They are slips to correct, never breaches."""

from collections.abc import Iterator

from standards.facts.known import DwellingFacts
from standards.facts.problems import Problem
from standards.text import Text

MAX_PERSONS_PER_ROOM = 50
"""More persons than this per room is taken for a slip (a barracks hall sleeps fewer)."""

MIN_AREA_PER_PERSON_M2 = 0.5
"""Less than a standing place each is taken for a slip."""


def contradictions(facts: DwellingFacts) -> Iterator[Problem]:
    """Yield every pair of statements that cannot both hold."""
    yield from _persons_in_rooms(facts)
    yield from _counts_against_rooms(facts)
    yield from _crowding(facts)


def _persons_in_rooms(facts: DwellingFacts) -> Iterator[Problem]:
    placed = sum(room.residents or 0 for room in facts.rooms)
    if facts.residents is not None and placed > facts.residents:
        yield Problem(
            "dwelling.residents",
            facts.residents,
            "contradiction",
            Text(
                f"rummene rummer tilsammen {placed}: ret antallet i boligen eller i rummene",
                f"the rooms together hold {placed}: correct the number in the dwelling or in the rooms",
            ),
        )


def _counts_against_rooms(facts: DwellingFacts) -> Iterator[Problem]:
    for key, listed, da, en in (
        ("habitable_rooms", _habitable(facts), "soveværelser og opholdsrum", "bedrooms and living rooms"),
        (
            "toilets",
            sum(room.own_toilet is True for room in facts.rooms),
            "rum med eget toilet",
            "rooms with own toilet",
        ),
        (
            "showers",
            sum(room.own_shower is True for room in facts.rooms),
            "rum med eget bad",
            "rooms with own shower",
        ),
    ):
        stated = getattr(facts, key)
        if stated is not None and listed > stated:
            yield Problem(
                f"dwelling.{key}",
                stated,
                "contradiction",
                Text(
                    f"der er beskrevet {listed} {da}: ret tallet, eller ret rummene",
                    f"{listed} {en} are described: correct the number or the rooms",
                ),
            )


def _habitable(facts: DwellingFacts) -> int:
    return sum(room.use in ("bedroom", "living") for room in facts.rooms)


def _crowding(facts: DwellingFacts) -> Iterator[Problem]:
    rooms = facts.habitable_rooms or len(facts.rooms)
    if facts.residents is None:
        return
    if rooms and facts.residents > MAX_PERSONS_PER_ROOM * rooms:
        yield Problem(
            "dwelling.residents",
            facts.residents,
            "implausible",
            Text(
                f"usandsynligt i {rooms} rum: ret et af tallene",
                f"implausible in {rooms} rooms: correct one of them",
            ),
        )
    if facts.area_m2 is not None and facts.area_m2 < MIN_AREA_PER_PERSON_M2 * facts.residents:
        yield Problem(
            "dwelling.area_m2",
            facts.area_m2,
            "implausible",
            Text(
                f"usandsynligt for {facts.residents} beboere: ret et af tallene",
                f"implausible for {facts.residents} residents: correct one of them",
            ),
        )
