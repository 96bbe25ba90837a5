"""The ordered scale of what advice costs, and the words for raising a count (`costs.yaml`)."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from standards.facts.catalogue import DWELLING_FACT, ROOM_FACT
from standards.text import Text

Kind = Literal["move", "fewer", "paper", "furniture", "upkeep", "fixture", "building"]

_ONES = (
    Text("nul", "no"),
    Text("én", "one"),
    Text("to", "two"),
    Text("tre", "three"),
    Text("fire", "four"),
    Text("fem", "five"),
    Text("seks", "six"),
    Text("syv", "seven"),
    Text("otte", "eight"),
    Text("ni", "nine"),
    Text("ti", "ten"),
    Text("elleve", "eleven"),
    Text("tolv", "twelve"),
)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wording(_Strict):
    """How one more, and several more, of a thing are said; `{n}` stands for the number in words."""

    one: Text
    many: Text


class Costs(_Strict):
    """The scale, the kind of work that each fact takes, and the words for counts."""

    scale: tuple[Kind, ...]
    facts: dict[Kind, tuple[str, ...]]
    more: dict[str, Wording]

    @model_validator(mode="after")
    def _is_sound(self) -> "Costs":
        if sorted(self.scale) != sorted(get_args(Kind)):
            raise ValueError(f"scale: name each kind once: {', '.join(get_args(Kind))}")
        named = [fact for facts in self.facts.values() for fact in facts] + list(self.more)
        unknown = [fact for fact in named if fact not in DWELLING_FACT and fact not in ROOM_FACT]
        if unknown:
            raise ValueError(f"facts that nobody knows: {', '.join(unknown)}")
        return self

    def kind_of(self, fact: str) -> Kind:
        """The kind of work that it takes to change a fact."""
        return next((kind for kind, facts in self.facts.items() if fact in facts), "upkeep")

    def weigh(self, amounts: Iterable[tuple[Kind, int]]) -> tuple[int, ...]:
        """Add up how much of each kind, the dearest kind first, so that tuples compare as costs."""
        total = dict.fromkeys(reversed(self.scale), 0)
        for kind, amount in amounts:
            total[kind] += amount
        return tuple(total.values())


@cache
def costs() -> Costs:
    """The scale that comes with the product."""
    path = Path(__file__).parent / "costs.yaml"
    return Costs.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def in_words(count: int) -> Text:
    """A small number in words, a larger one in figures."""
    return _ONES[count] if count < len(_ONES) else Text(str(count), str(count))


def sentence_case(text: Text) -> Text:
    """The same with a capital first letter."""
    return Text(text.da[:1].upper() + text.da[1:], text.en[:1].upper() + text.en[1:])


def more_of(fact: str, count: int) -> Text:
    """Say that so many more of a counted thing are needed: Et toilet mere; To toiletter mere."""
    known = costs().more.get(fact)
    if known is None:
        label = DWELLING_FACT[fact].label
        return Text(f"{label.da}: {count} mere", f"{label.en}: {count} more")
    if count == 1:
        return known.one
    number = in_words(count)
    filled = Text(known.many.da.replace("{n}", number.da), known.many.en.replace("{n}", number.en))
    return sentence_case(filled)
