"""What photos and documents are asked for, from YAML; which of them a dwelling needs, and which are missing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from standards.facts.choices import KINDS, USES
from standards.facts.known import DwellingFacts
from standards.text import Text

SHIPPED = Path(__file__).with_name("wanted.yaml")

_KEYS = {"key", "of", "da", "en", "because", "each", "kinds", "optional"}
_KEY_LENGTH = 40

Place = tuple[str, str]
"""The key of an item and the name of the room it shows, empty for the dwelling."""


class WantedError(Exception):
    """The list cannot be used; the text says where and why."""


@dataclass(frozen=True)
class Wanted:
    """One photo or document that is asked for."""

    key: str
    is_photo: bool
    label: Text
    reason: Text
    uses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    is_optional: bool = False

    def concerns(self, facts: DwellingFacts) -> bool:
        """Whether it is asked for of such a dwelling; of one of unknown kind only what is asked for of all."""
        return not self.kinds or facts.kind in self.kinds

    def rooms(self, facts: DwellingFacts) -> tuple[str, ...]:
        """The rooms of which it is asked for, or the dwelling itself (an empty name) where none is declared."""
        names = [room.name or "" for room in facts.rooms if (room.use or "bedroom") in self.uses]
        return tuple(dict.fromkeys(names)) or ("",)


def places_for(wanted: Sequence[Wanted], facts: DwellingFacts) -> list[Place]:
    """Everything that can be shown of a dwelling, in the order of the list."""
    return [(one.key, room) for one in wanted if one.concerns(facts) for room in one.rooms(facts)]


def missing_of(
    wanted: Sequence[Wanted], facts: DwellingFacts, present: Collection[Place]
) -> dict[str, tuple[str, ...]]:
    """By key, the rooms of which nothing is there (one empty name for the dwelling); optional items are left out."""
    found = {}
    for one in wanted:
        if one.is_optional or not one.concerns(facts):
            continue
        absent = tuple(room for room in one.rooms(facts) if (one.key, room) not in present)
        if absent:
            found[one.key] = absent
    return found


@cache
def wanted_evidence(path: Path | None = None) -> tuple[Wanted, ...]:
    """The list in force: the operator's own, or the one that is shipped. Raises ``WantedError``."""
    chosen = path or SHIPPED
    try:
        rows = yaml.safe_load(chosen.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WantedError(f"{chosen}: cannot be read ({error}); name a YAML file in HUSLY_EVIDENCE_LIST") from None
    except yaml.YAMLError as error:
        raise WantedError(f"{chosen}: not YAML ({error}); correct the file") from None
    if not isinstance(rows, list) or not rows:
        raise WantedError(f"{chosen}: must be a list of items; see the shipped wanted.yaml")
    items = tuple(_item(row, f"{chosen}, item {number}") for number, row in enumerate(rows, start=1))
    if len({one.key for one in items}) < len(items):
        raise WantedError(f"{chosen}: two items have the same key; give each its own")
    return items


def _item(row: Any, where: str) -> Wanted:
    if not isinstance(row, Mapping):
        raise WantedError(f"{where}: must be a mapping with key, of, da, en, because")
    unknown = sorted(str(key) for key in row.keys() - _KEYS)
    if unknown:
        raise WantedError(f"{where}: {', '.join(unknown)} is not known; the keys are {', '.join(sorted(_KEYS))}")
    key, of = row.get("key"), row.get("of")
    if not isinstance(key, str) or not key.replace("_", "").isalnum() or len(key) > _KEY_LENGTH:
        raise WantedError(f"{where}: key must be letters, digits and underscores, at most {_KEY_LENGTH}")
    if of not in ("photo", "document"):
        raise WantedError(f"{where}: of must be photo or document")
    return Wanted(
        key=key,
        is_photo=of == "photo",
        label=_text(row, where),
        reason=_text(row.get("because"), f"{where}, because"),
        uses=_chosen(row.get("each", []), USES, f"{where}, each"),
        kinds=_chosen(row.get("kinds", []), KINDS, f"{where}, kinds"),
        is_optional=row.get("optional") is True,
    )


def _text(given: Any, where: str) -> Text:
    words = [given.get(code) for code in ("da", "en")] if isinstance(given, Mapping) else [None]
    if not all(isinstance(word, str) and word.strip() for word in words):
        raise WantedError(f"{where}: da and en must both be written")
    return Text(*map(str, words))


def _chosen(given: Any, known: Collection[str], where: str) -> tuple[str, ...]:
    if not isinstance(given, list) or any(one not in known for one in given):
        raise WantedError(f"{where}: a list of {', '.join(known)}")
    return tuple(given)
