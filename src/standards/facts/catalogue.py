"""The catalogue of facts: everything that may be known about a dwelling and its rooms.

One list for the declaration form, the import, the checklist of a visit and the engine.
"""

from standards.facts.dwelling_facts import DWELLING_FACTS
from standards.facts.fact import Fact
from standards.facts.room_facts import ROOM_FACTS
from standards.text import Text

__all__ = ["DWELLING_FACT", "DWELLING_FACTS", "ROOM_FACT", "ROOM_FACTS", "fact_at", "label_of"]

DWELLING_FACT: dict[str, Fact] = {fact.key: fact for fact in DWELLING_FACTS}
ROOM_FACT: dict[str, Fact] = {fact.key: fact for fact in ROOM_FACTS}


def fact_at(path: str) -> Fact | None:
    """Find a fact by the path used in results, e.g. `area_m2` or `rooms.area_m2`; None for `rooms` itself."""
    if path.startswith("rooms."):
        return ROOM_FACT.get(path.removeprefix("rooms."))
    return DWELLING_FACT.get(path)


def label_of(path: str) -> Text:
    """Name a missing fact for people. The path `rooms` means that rooms are not, or not all, described."""
    if path == "rooms":
        return Text("Alle værelser", "All rooms")
    fact = fact_at(path)
    if fact is None:
        return Text(path, path)
    if fact.level == "dwelling":
        return fact.label
    return Text(f"{fact.label.da} (hvert rum)", f"{fact.label.en} (each room)")
