"""Who must move or leave so that each room holds what it lawfully may: with as few moves as possible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from standards.facts.known import DwellingFacts

NO_LIMIT = 10**6


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The dwelling rearranged. `moves` are (from, to, persons), `left` (room, persons), by place in the list.

    `left_anywhere` counts those who go although their room was not too full.
    """

    facts: DwellingFacts
    moves: tuple[tuple[int, int, int], ...] = ()
    left: tuple[tuple[int, int], ...] = ()
    left_anywhere: int = 0


def arranged(facts: DwellingFacts, persons: int, caps: Mapping[int, int]) -> Arrangement:
    """Bring the residents down to `persons`, then move those who are too many in a room to where there is space.

    `caps` tells for the place of each room how many it may hold; one that is absent takes nobody more. Those of
    whom the rooms do not tell may leave, and take nobody in.
    """
    there = [room.residents or 0 for room in facts.rooms]
    everybody = facts.residents or sum(there)
    there.append(max(everybody - sum(there), 0))
    known = [room.residents is not None for room in facts.rooms] + [True]
    limit = [max(caps.get(place, count), 0) if known[place] else 0 for place, count in enumerate(there)]
    left, anywhere = _let_go(there, limit, everybody - persons)
    moves = _move(there, limit)
    rooms = tuple(
        room if room.residents is None else replace(room, residents=count)
        for room, count in zip(facts.rooms, there, strict=False)
    )
    return Arrangement(replace(_with_residents(facts, persons), rooms=rooms), moves, left, anywhere)


def _with_residents(facts: DwellingFacts, persons: int) -> DwellingFacts:
    if facts.residents is None or facts.residents == persons:
        return facts
    if facts.men:
        facts = replace(facts, men=persons if facts.men == facts.residents else None)
    return replace(facts, residents=persons)


def _let_go(there: list[int], limit: Sequence[int], fewer: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """Take so many out of the rooms (`there` is changed): first where too many are, then where most are."""
    left: dict[int, int] = {}
    anywhere = 0
    for _ in range(fewer):
        over = [place for place, count in enumerate(there) if count > limit[place]]
        place = max(over or range(len(there)), key=lambda one: there[one] - (limit[one] if over else 0))
        there[place] -= 1
        if over:
            left[place] = left.get(place, 0) + 1
        else:
            anywhere += 1
    return tuple(left.items()), anywhere


def _move(there: list[int], limit: Sequence[int]) -> tuple[tuple[int, int, int], ...]:
    """Move those who are too many (`there` is changed) to the rooms with most space, so that few rooms change."""
    moves: list[tuple[int, int, int]] = []
    for crowded in range(len(there)):
        while there[crowded] > limit[crowded]:
            space = [limit[place] - count for place, count in enumerate(there)]
            to = max(range(len(there)), key=space.__getitem__)
            share = min(there[crowded] - limit[crowded], space[to])
            if share <= 0:
                break
            there[crowded] -= share
            there[to] += share
            moves.append((crowded, to, share))
    return tuple(moves)
