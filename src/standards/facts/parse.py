"""From a JSON document to facts, with every problem named at once."""

import math
import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from standards.facts.catalogue import DWELLING_FACT, ROOM_FACT
from standards.facts.fact import EARLIEST_BUILT, LATEST_BUILT, Fact
from standards.facts.known import DwellingFacts, RoomFacts
from standards.facts.plausibility import contradictions
from standards.facts.problems import FactsError, Problem
from standards.text import Text

TOP_KEYS = ("key", "dwelling", "rooms")
MAX_ROOMS = 1000


class _RefusedError(Exception):
    def __init__(self, code: str, da: str, en: str) -> None:
        self.code = code
        self.message = Text(da, en)
        super().__init__(en)


def parse_facts(document: object) -> DwellingFacts:
    """Read `{"key": ..., "dwelling": {...}, "rooms": [{...}]}`.

    Absent and null mean unknown. Raises FactsError with every problem: an unknown key (and the nearest
    known one), a value of the wrong type, a negative or implausible value, and statements that contradict
    each other.
    """
    problems: list[Problem] = []
    top = _mapping(document, "document", problems)
    _refuse_unknown_keys(top, TOP_KEYS, "", problems)
    dwelling = _read_facts(_mapping(top.get("dwelling"), "dwelling", problems), DWELLING_FACT, "dwelling", problems)
    rooms = [
        RoomFacts(**_read_facts(_mapping(room, f"rooms[{index}]", problems), ROOM_FACT, f"rooms[{index}]", problems))
        for index, room in enumerate(_rooms(top.get("rooms"), problems))
    ]
    key = top.get("key")
    if key is not None and not isinstance(key, str):
        problems.append(_problem("key", key, "wrong_type", "skriv en tekst", "write a text"))
        key = None
    facts = DwellingFacts(key=key, rooms=tuple(rooms), **dwelling)
    problems.extend(contradictions(facts))
    if problems:
        raise FactsError(tuple(problems))
    return facts


def _mapping(value: object, path: str, problems: list[Problem]) -> Mapping[str, Any]:
    if value is None and path != "document":
        return {}
    if isinstance(value, Mapping):
        return value
    da, en = "skriv et objekt {...} med fakta", "write an object {...} holding facts"
    problems.append(_problem(path, value, "wrong_type", da, en))
    return {}


def _rooms(value: object, problems: list[Problem]) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        problems.append(
            _problem("rooms", value, "wrong_type", "skriv en liste [...] af rum", "write a list [...] of rooms")
        )
        return []
    if len(value) > MAX_ROOMS:
        da, en = (
            f"højst {MAX_ROOMS} rum pr. bolig: del den op",
            f"at most {MAX_ROOMS} rooms a dwelling: divide it",
        )
        problems.append(_problem("rooms", f"{len(value)} rooms", "implausible", da, en))
        return []
    return value


def _refuse_unknown_keys(part: Mapping[str, Any], known: tuple[str, ...], path: str, problems: list[Problem]) -> None:
    for key in part:
        if key in known:
            continue
        near = get_close_matches(str(key), known, n=1, cutoff=0.6)
        da = f"ukendt navn; mener du {near[0]}?" if near else "ukendt navn; fjern det"
        en = f"unknown key; did you mean {near[0]}?" if near else "unknown key; remove it"
        problems.append(_problem(f"{path}.{key}" if path else str(key), part[key], "unknown_key", da, en))


def _read_facts(
    part: Mapping[str, Any], catalogue: Mapping[str, Fact], path: str, problems: list[Problem]
) -> dict[str, Any]:
    _refuse_unknown_keys(part, tuple(catalogue), path, problems)
    known: dict[str, Any] = {}
    for key, fact in catalogue.items():
        value = part.get(key)
        if value is None:
            continue
        try:
            known[key] = _READERS[fact.kind](fact, value)
        except _RefusedError as refusal:
            problems.append(Problem(f"{path}.{key}", value, refusal.code, refusal.message))
    return known


def _problem(path: str, value: object, code: str, da: str, en: str) -> Problem:
    return Problem(path, value, code, Text(da, en))


def _read_flag(_: Fact, value: object) -> bool:
    if not isinstance(value, bool):
        raise _RefusedError(
            "wrong_type", "skriv true eller false, eller udelad", "write true or false, or leave it out"
        )
    return value


def _read_number(fact: Fact, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        raise _RefusedError(
            "wrong_type",
            "skriv et tal, fx 12.5, uden anførselstegn",
            "write a number, e.g. 12.5, without quotes",
        )
    if value < 0:
        raise _RefusedError("negative", "tallet kan ikke være negativt", "the number cannot be negative")
    low, high = fact.low or 0, fact.high if fact.high is not None else math.inf
    if not low <= value <= high:
        unit = f" {fact.unit}" if fact.unit else ""
        raise _RefusedError(
            "implausible",
            f"usandsynligt; vi venter mellem {low:g} og {high:g}{unit}: ret det, eller udelad det",
            f"implausible; between {low:g} and {high:g}{unit} expected: correct it or leave it out",
        )
    return float(value)


def _is_finite(value: float) -> bool:
    """Tell infinities and NaN apart; a whole number is finite however many digits it has."""
    return isinstance(value, int) or math.isfinite(value)


def _read_count(fact: Fact, value: object) -> int:
    if isinstance(value, float) and math.isfinite(value) and not value.is_integer():
        raise _RefusedError("wrong_type", "skriv et helt tal", "write a whole number")
    return int(_read_number(fact, value))


def _read_text(fact: Fact, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise _RefusedError("wrong_type", "skriv en tekst på 1-200 tegn", "write a text of 1-200 characters")
    if fact.key == "municipality_code" and not re.fullmatch(r"[0-9]{4}", value):
        raise _RefusedError("implausible", "skriv fire cifre, fx 0101", "write four digits, e.g. 0101")
    return value.strip()


def _read_date(_: Fact, value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        read = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        read = None
    if read is None:
        raise _RefusedError("wrong_type", "skriv en dato som 1975-06-30", "write a date such as 1975-06-30")
    if not EARLIEST_BUILT <= read < LATEST_BUILT:
        raise _RefusedError("implausible", "usandsynlig dato: ret den", "implausible date: correct it")
    return read


def _read_choice(fact: Fact, value: object) -> str:
    if isinstance(value, str) and value in fact.choices:
        return value
    near = get_close_matches(str(value), fact.choices, n=1)
    options = ", ".join(near or fact.choices)
    raise _RefusedError("unknown_choice", f"vælg en af: {options}", f"choose one of: {options}")


def _read_list(fact: Fact, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        options = ", ".join(fact.choices)
        raise _RefusedError("wrong_type", f"skriv en liste af: {options}", f"write a list of: {options}")
    return tuple(dict.fromkeys(_read_choice(fact, item) for item in value))


_READERS = {
    "bool": _read_flag,
    "number": _read_number,
    "int": _read_count,
    "text": _read_text,
    "date": _read_date,
    "choice": _read_choice,
    "list": _read_list,
}
