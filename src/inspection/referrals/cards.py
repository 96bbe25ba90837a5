"""The action-cards: what each receiver of a referral needs and may get (REF-04). Read strictly from YAML."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from husly.kit.i18n import language
from inspection.letters.references import load_references

POLICE, CMM, MUNICIPALITY = "police", "cmm", "municipality"


class CardField(StrEnum):
    """What a card may let through to a letter; nothing else of a referral can be printed."""

    ADDRESS = "address"
    ADDRESS_ID = "address_id"
    REASON = "reason"
    OBSERVED = "observed"
    OBSERVED_ON = "observed_on"
    ORIGIN = "origin"
    PLAN = "plan"
    RESIDENTS = "residents"
    CHILDREN = "children"
    EMPLOYER = "employer"
    EMPLOYER_NUMBER = "employer_number"
    EMPLOYER_CONTACT = "employer_contact"
    NECESSITY = "necessity"
    REQUEST = "request"


ALWAYS = frozenset({CardField.ADDRESS, CardField.NECESSITY, CardField.REQUEST})
"""Without these no referral can be acted on (REF-01)."""

CONFIDENTIAL = frozenset(CardField) - ALWAYS - {CardField.EMPLOYER}
"""What only authorities may get (PRIV-09)."""


class CardError(ValueError):
    """A card that cannot be used: says which one and what to change."""


@dataclass(frozen=True)
class Card:
    """One receiver (*aktionskort*): names, fields in the order of the letter, bases, when to meet.

    ``decides_stay`` is an authority on the stay of foreigners: never automatic (PRIV-06). ``is_local`` has a contact in
    each municipality.
    """

    key: str
    names: Mapping[str, str]
    fields: tuple[CardField, ...]
    bases: tuple[str, ...]
    meet: Mapping[str, str]
    is_authority: bool = True
    decides_stay: bool = False
    is_local: bool = False

    @property
    def name(self) -> str:
        """In the language of the moment; other languages read Danish."""
        return self.names["en" if language() == "en" else "da"]

    @property
    def when_to_meet(self) -> str:
        """When to call a joint meeting, in the language of the moment."""
        return self.meet["en" if language() == "en" else "da"]

    def permits(self, field: CardField) -> bool:
        """Whether the receiver may get the field."""
        return field in self.fields


def parse_cards(text: str) -> dict[str, Card]:
    """Cards by key, in the order of the file. Raises ``CardError`` that names the card."""
    found: dict[str, Card] = {}
    for row in yaml.safe_load(text)["receivers"]:
        card = _card(row)
        if card.key in found:
            raise CardError(f"{card.key} stands twice.")
        found[card.key] = card
    for key in (POLICE, CMM, MUNICIPALITY):
        if key not in found:
            raise CardError(f"The card of {key} is missing.")
    return found


def _card(row: Mapping[str, Any]) -> Card:
    key = str(row.get("key", "?"))
    try:
        fields = tuple(CardField(one) for one in row["fields"])
        names, meet = ({"da": part["da"], "en": part["en"]} for part in (row, row["meet"]))
        card = Card(
            key=key,
            names=names,
            fields=fields,
            bases=tuple(row["bases"]),
            meet=meet,
            is_authority=row.get("authority", True),
            decides_stay=row.get("stay", False),
            is_local=row.get("local", False),
        )
    except (KeyError, ValueError) as problem:
        raise CardError(f"{key}: {problem}") from problem
    if missing := ALWAYS - set(fields):
        raise CardError(f"{key}: every card has {', '.join(sorted(missing))}.")
    if not card.is_authority and (given := CONFIDENTIAL & set(fields)):
        raise CardError(f"{key} is no authority and may not get {', '.join(sorted(given))}.")
    if unknown := set(card.bases) - set(load_references()):
        raise CardError(f"{key}: unknown bases {', '.join(sorted(unknown))}.")
    return card


@cache
def cards() -> dict[str, Card]:
    """The cards as shipped."""
    return parse_cards(Path(__file__).with_name("action_cards.yaml").read_text(encoding="utf-8"))
