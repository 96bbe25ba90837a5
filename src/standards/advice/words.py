"""Advice in words, in Danish and English."""

from collections.abc import Iterator, Sequence

from standards.advice.arranging import Arrangement
from standards.advice.costs import Kind, in_words, sentence_case
from standards.advice.remedies import room_name
from standards.facts.known import DwellingFacts
from standards.text import Text


def advice_sentence(steps: Sequence[tuple[Kind, Text]], room_for: int | None) -> Text:
    """The steps in one sentence, and how many there is room for then, where that is told."""
    da, en = (_joined([getattr(text, way) for _, text in steps]) for way in ("da", "en"))
    if room_for is None:
        return Text(f"{da}.", f"{en}.")
    if len(steps) == 1:
        return Text(f"{da} giver plads til {room_for}.", f"{en} gives room for {room_for}.")
    return Text(f"{da}. Så er der plads til {room_for}.", f"{en}. Then there is room for {room_for}.")


def _joined(texts: Sequence[str]) -> str:
    first, *rest = (text.rstrip(".") for text in texts)
    return "; ".join([first, *(text[:1].lower() + text[1:] for text in rest)])


def arrangement_steps(facts: DwellingFacts, made: Arrangement, *, by_room: bool) -> Iterator[tuple[Kind, int, Text]]:
    """Who moves and who leaves, step by step. `facts`: the dwelling before it is rearranged.

    `by_room`: those who leave are told room by room, where only rooms are too full.
    """
    for source, to, count in made.moves:
        yield "move", count, _move(room_name(facts, source), room_name(facts, to), count)
    if made.left_anywhere or not by_room:
        total = made.left_anywhere + sum(count for _, count in made.left)
        if total:
            yield "fewer", total, _fewer(total, Text("i alt", "in all"))
        return
    for place, count in made.left:
        where = room_name(facts, place)
        yield "fewer", count, _fewer(count, Text(f"i {where.da}", f"in {where.en}"))


def _move(source: Text, to: Text, count: int) -> Text:
    residents = Text("1 beboer", "1 resident") if count == 1 else Text(f"{count} beboere", f"{count} residents")
    return Text(f"Flyt {residents.da} fra {source.da} til {to.da}", f"Move {residents.en} from {source.en} to {to.en}")


def _fewer(count: int, where: Text) -> Text:
    number = sentence_case(in_words(count))
    if count == 1:
        return Text(f"{number.da} beboer færre {where.da}", f"{number.en} fewer resident {where.en}")
    return Text(f"{number.da} færre beboere {where.da}", f"{number.en} fewer residents {where.en}")
