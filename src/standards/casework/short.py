"""The short notation of cases: one line for each requirement, expanded to the situations a lawyer asks about.

```yaml
window: {fact: rooms.window_openable, met: true, breached: false}
toilet_ratio: {fact: dwelling.toilets, with: {residents: 10}, clearly met: 4, just met: 2, just breached: 1}
sleep_area: {fact: rooms.area_m2, with_rooms: {residents: 2}, clearly met: 20, just met: 8.0, just breached: 7.9}
```

`fact` is the fact that varies: `dwelling.x`, or `rooms.x` for the first bedroom (where it is met, bedrooms that
say nothing about it get the same). `with` sets facts of the dwelling, `with_rooms` facts of each bedroom, for all
the situations. `met` is short for *clearly met*, `breached` for *just breached*. The situation *fact missing* comes
by itself: the fact unknown, the outcome `not_assessed`, the fact named; `missing:` gives another outcome or `none`.
Where the rooms hold more people than the dwelling states, the dwelling's number follows. `more` lists full cases.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from standards.facts.catalogue import DWELLING_FACT, ROOM_FACT, fact_at

SITUATIONS: dict[str, tuple[str, str]] = {
    "met": ("clearly met", "met"),
    "clearly met": ("clearly met", "met"),
    "just met": ("just met", "met"),
    "breached": ("just breached", "breached"),
    "just breached": ("just breached", "breached"),
    "clearly breached": ("clearly breached", "breached"),
}
"""What a key of the short notation shows, and what must come out."""

_KEYS = ("fact", "with", "with_rooms", "missing", "more", *SITUATIONS)
_OUTCOMES = ("met", "breached", "not_assessed", "not_applicable")


class CaseError(ValueError):
    """A file of cases cannot be used; the message names the pack, the requirement and what to write."""


def expand(requirement: str, written: object, house: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the cases of one requirement in full: from a list, or from the short notation.

    `house` is the document of the house (`dwelling`, `rooms`). Raises CaseError.
    """
    if isinstance(written, list):
        yield from written
        return
    if not isinstance(written, Mapping):
        raise CaseError(f"{requirement}: write a list of cases, or the short notation {{fact: ..., met: ...}}")
    for key in written:
        if key not in _KEYS:
            near = get_close_matches(str(key), _KEYS, n=1)
            raise CaseError(
                f"{requirement}: unknown key {key!r}; {f'did you mean {near[0]!r}?' if near else 'remove it'}"
            )
    yield from _varied(requirement, written, house)
    yield from written.get("more", ())


def _varied(requirement: str, written: Mapping[str, Any], house: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    shown = {key: written[key] for key in SITUATIONS if key in written}
    if "fact" not in written:
        if shown or "with" in written or "with_rooms" in written:
            raise CaseError(f"{requirement}: name the fact that varies, such as fact: dwelling.toilets")
        return
    level, key = _fact(requirement, str(written["fact"]))
    path = key if level == "dwelling" else f"rooms.{key}"
    for name, value in shown.items():
        shows, outcome = SITUATIONS[name]
        in_all = outcome == "met"
        yield _case(written, house, (level, key, value), in_all) | {"shows": shows, "outcome": outcome}
    missing = written.get("missing", "not_assessed")
    if missing == "none":
        return
    if missing not in _OUTCOMES:
        raise CaseError(f"{requirement}: missing is one of {', '.join(_OUTCOMES)} or none, not {missing!r}")
    unknown = _case(written, house, (level, key, None)) | {"shows": "fact missing", "outcome": missing}
    yield unknown | ({"missing": [path]} if missing == "not_assessed" else {})


def _fact(requirement: str, path: str) -> tuple[str, str]:
    level, _, key = path.partition(".")
    known = {"dwelling": DWELLING_FACT, "rooms": ROOM_FACT}.get(level, {})
    if key in known:
        return level, key
    every = [f"dwelling.{one}" for one in DWELLING_FACT] + [f"rooms.{one}" for one in ROOM_FACT]
    near = get_close_matches(path, every, n=1)
    hint = f"did you mean {near[0]}?" if near else "write dwelling.<fact> or rooms.<fact>"
    raise CaseError(f"{requirement}: unknown fact {path!r}; {hint}")


def _case(
    written: Mapping[str, Any], house: Mapping[str, Any], varied: tuple[str, str, Any], in_all: bool = False
) -> dict[str, Any]:
    level, key, value = varied
    dwelling, rooms = dict(written.get("with", {})), list(house.get("rooms", ()))
    rooms = [_in_bedroom(room, written.get("with_rooms", {})) for room in rooms]
    if level == "dwelling":
        dwelling[key] = value
    else:
        rooms = _with_room_fact(rooms, key, value, in_all)
    placed = sum(room.get("residents") or 0 for room in rooms)
    stated = (house.get("dwelling", {}) | dwelling).get("residents")
    if stated is not None and placed > stated and "residents" not in dwelling:
        dwelling["residents"] = placed
    return {"situation": _situation(varied, written), "dwelling": dwelling, "rooms": rooms}


def _in_bedroom(room: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    return dict(room) | (dict(facts) if room.get("use") == "bedroom" else {})


def _with_room_fact(rooms: list[dict[str, Any]], key: str, value: Any, in_all: bool) -> list[dict[str, Any]]:
    """Set it in the first bedroom, or in all of them that say nothing of it."""
    bedrooms = [number for number, room in enumerate(rooms) if room.get("use") == "bedroom"]
    silent = [number for number in bedrooms[1:] if in_all and rooms[number].get(key) is None]
    return [room | ({key: value} if number in (*bedrooms[:1], *silent) else {}) for number, room in enumerate(rooms)]


def _situation(varied: tuple[str, str, Any], written: Mapping[str, Any]) -> str:
    level, key, value = varied
    fact = fact_at(key if level == "dwelling" else f"rooms.{key}")
    name = fact.label.en if fact else key
    told = "not known" if value is None else _told(value, fact.unit if fact else "")
    beside = {**written.get("with", {}), **written.get("with_rooms", {})}
    others = ", ".join(f"{one} {_told(other)}" for one, other in beside.items())
    return f"{name}: {told}" + (f" ({others})" if others else "")


def _told(value: Any, unit: str = "") -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return f"{value} {unit}".strip()
