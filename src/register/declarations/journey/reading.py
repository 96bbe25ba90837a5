"""From the fields of a page to a declaration document and back. Field names are the paths of the document.

``address.street``, ``dwelling.area_m2``, ``rooms-0.area_m2``. What cannot be read stays as it was typed, so that it is
refused by name and shown again. ``rooms-0.from`` says which room of the document the page showed there.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from register.declarations.journey.plain import PLAIN, ROW_QUESTIONS
from register.declarations.questions import NAMES, NOT_ASKED
from standards.facts.catalogue import DWELLING_FACT, ROOM_FACT
from standards.facts.fact import Fact

Fields = Mapping[str, str | Sequence[str]]
"""Fields as sent; a name sent more than once has a list."""

Document = dict[str, Any]

NONE_OF_THESE = "none"
"""The tick that says that none of a list is there; without any tick the list is not known."""

MAX_ROOMS = 200
"""Most rooms that a page takes; more come by file."""

FROM = "from"


_ROOM = re.compile(r"rooms-(\d{1,4})\.(\w+)")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_TOLD = {key: fact for key, fact in DWELLING_FACT.items() if key not in NOT_ASKED}
PLAIN_PARTS = tuple(dict.fromkeys(path.partition(".")[0] for path in PLAIN))


def read_fields(fields: Fields) -> Document:
    """The document that a page says, with every part. Rooms left blank are dropped, the rest keep their order."""
    document: Document = {part: {} for part in PLAIN_PARTS}
    for path, question in PLAIN.items():
        part, _, key = path.partition(".")
        if text := _one(fields, path):
            document[part][key] = _typed(question.kind, text)
    document["dwelling"] = _read_facts(fields, "dwelling.", _TOLD)
    document["rooms"] = [room for room, _ in read_rooms(fields)]
    for path in ROW_QUESTIONS:
        if rows := _read_rows(fields, path):
            _put(document, path, rows)
    names = [name for line in _one(fields, NAMES).splitlines() if (name := line.strip())]
    return document | ({NAMES: names} if names else {})


def _read_rows(fields: Fields, path: str) -> list[Document]:
    """The rows that are not blank, in their order."""
    numbers = sorted({int(match[1]) for name in fields if (match := re.fullmatch(_row_name(path), name))})
    rows = []
    for number in numbers:
        told = {
            key: _typed(question.kind, text)
            for key, question in ROW_QUESTIONS[path].fields.items()
            if (text := _one(fields, f"{path}-{number}.{key}"))
        }
        if told:
            rows.append(_next_day(told, 1))
    return rows


def _row_name(path: str) -> str:
    return re.escape(path) + r"-(\d{1,3})\.\w+"


def _next_day(row: Mapping[str, Any], days: int) -> Document:
    """A period ends before its ``to_on`` in the document, and with its last day on the page."""
    try:
        return {**row, "to_on": (date.fromisoformat(row["to_on"]) + timedelta(days=days)).isoformat()}
    except (KeyError, TypeError, ValueError, OverflowError):
        return dict(row)


def last_day(row: Mapping[str, Any]) -> str:
    """The last day of a period, as typed where it cannot be read; empty where no end is known."""
    return str(_next_day(row, -1).get("to_on") or "")


def count_rows(fields: Fields, path: str) -> int:
    """How many rows of a question the page held, blank ones too."""
    return len({match[1] for name in fields if (match := re.fullmatch(_row_name(path), name))})


def _put(document: Document, path: str, rows: list[Document]) -> None:
    part, _, key = path.partition(".")
    if key:
        document[part][key] = rows
    else:
        document[part] = rows


def rows_at(document: Mapping[str, Any], path: str) -> list[Document]:
    """The rows that a document holds at a place."""
    part, _, key = path.partition(".")
    found = (document.get(part) or {}).get(key) if key else document.get(part)
    return list(found or [])


def read_rooms(fields: Fields) -> list[tuple[Document, int | None]]:
    """The rooms that are not blank, each with the number of the room it was shown from."""
    found = (
        (_read_facts(fields, f"rooms-{number}.", ROOM_FACT), _origin(fields, number))
        for number in _room_numbers(fields)
    )
    return [(room, origin) for room, origin in found if room.keys() - {"use"}]


def _origin(fields: Fields, number: int) -> int | None:
    text = _one(fields, f"rooms-{number}.{FROM}")
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


def _typed(kind: str, text: str) -> Any:
    if kind == "date":
        return iso_date(text)
    if kind == "bool":
        return {"true": True, "false": False}.get(text, text)
    return number_of(text) if kind == "int" else text


def write_fields(document: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """The fields that show a document: the inverse of ``read_fields``."""
    fields: dict[str, str | list[str]] = {}
    for part in (*PLAIN_PARTS, "dwelling"):
        for key, value in (document.get(part) or {}).items():
            if f"{part}.{key}" not in ROW_QUESTIONS:
                fields[f"{part}.{key}"] = _written(value)
    for number, room in enumerate(document.get("rooms") or []):
        for key, value in room.items():
            fields[f"rooms-{number}.{key}"] = _written(value)
    for path in ROW_QUESTIONS:
        for number, row in enumerate(rows_at(document, path)):
            fields |= {f"{path}-{number}.{key}": _written(value) for key, value in _next_day(row, -1).items()}
    if document.get(NAMES):
        fields[NAMES] = "\n".join(document[NAMES])
    return fields


def field_name(path: str) -> str:
    """The field of a place in the document: ``rooms[2].area_m2`` is ``rooms-2.area_m2``; all names have one field."""
    if path.startswith(f"{NAMES}["):
        return NAMES
    return re.sub(r"\[(\d+)\]", r"-\1", path)


def _one(fields: Fields, name: str) -> str:
    value = fields.get(name, "")
    return (value if isinstance(value, str) else value[-1] if value else "").strip()


def count_rooms(fields: Fields) -> int:
    """How many rooms the page held, blank ones too."""
    return len(_room_numbers(fields))


def _room_numbers(fields: Fields) -> list[int]:
    return sorted({int(match[1]) for name in fields if (match := _ROOM.fullmatch(name))})


def _read_facts(fields: Fields, prefix: str, facts: Mapping[str, Fact]) -> dict[str, Any]:
    found = {key: _read_fact(fact, fields, prefix + key) for key, fact in facts.items()}
    return {key: value for key, value in found.items() if value is not None}


def _read_fact(fact: Fact, fields: Fields, name: str) -> Any:
    if fact.kind == "list":
        sent = fields.get(name, [])
        ticked = [sent] if isinstance(sent, str) else list(sent)
        chosen = [item for item in ticked if item not in ("", NONE_OF_THESE)]
        return chosen if chosen or NONE_OF_THESE in ticked else None
    text = _one(fields, name)
    if not text:
        return None
    if fact.kind == "bool":
        return {"true": True, "false": False}.get(text, text)
    if fact.kind in ("number", "int"):
        return number_of(text)
    return iso_date(text) if fact.kind == "date" else text


def number_of(text: str) -> float | int | str:
    """A number as Danes or programs write it (``12,5``, ``12.5``, ``1.200,5``); anything else comes back as typed."""
    plain = re.sub(r"[\s\u00a0]", "", text)
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    if re.fullmatch(r"-?[0-9]{1,15}", plain):
        return int(plain)
    return float(plain) if re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{1,15}", plain) else text


def iso_date(text: str) -> str:
    """A date as 2026-03-01, also when typed 01-03-2026, 1.3.2026 or 1/3/2026; anything else comes back as typed."""
    match = re.fullmatch(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})", text.strip())
    if match is None:
        return text
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
    except ValueError:
        return text


def _written(value: Any) -> str | list[str]:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, list | tuple):
        return [str(item) for item in value] or [NONE_OF_THESE]
    return "" if value is None else str(value)
