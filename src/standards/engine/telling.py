"""What the engine worked out, told for one dwelling: measured, lacking, missing facts, the rooms that decide, why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from standards.engine.conditions import OUTSIDE
from standards.engine.judged import PARTS, Asked, Comparing, Judged, Weighing
from standards.engine.outcome import BREACHED, MET, NOT_APPLICABLE, NOT_ASSESSED
from standards.measures.columns import Cell
from standards.measures.frames import ROOMS
from standards.measures.registry import measure_named

Row = Mapping[str, Any]
Told = dict[str, Any]


@dataclass(slots=True)
class _Raw:
    """How a requirement stands before scope and exceptions."""

    state: int
    parts: Mapping[str, Any]
    missing: set[str]
    lacking: Sequence[str] = ()
    rooms: Sequence[str] = ()
    readings_differ: bool = False


def tell(one: Judged, row: Row, rooms: Sequence[Row]) -> Told:
    """Tell of one requirement: the columns of `standards.engine.judging.assess_frames` after its id and severity.

    `row` holds the columns of the dwelling, `rooms` those of each of its rooms, in their order.
    """
    if one.raw is None:
        return _SILENT | {"state": NOT_APPLICABLE, "reason": one.silent}
    raw = _raw(one.raw, row, rooms)
    state = one.state.read(row)
    parts = raw.parts
    return {
        "state": state,
        "reason": _reason(one, state, raw, row),
        "measured": _finite(parts["measured"]),
        "required": parts["required"],
        "shortfall": _shortfall(one, parts) if state == BREACHED else None,
        "best_met": parts["best_met"] if state == MET else None,
        "present": parts["present"],
        "needed": parts["needed"],
        "lacking": list(raw.lacking) if state == BREACHED else [],
        "rooms": list(raw.rooms) if state == raw.state else [],
        "missing": _missing(one, raw, row) if state == NOT_ASSESSED else [],
        "exception_measured": [_finite(asked.measured.read(row)) for asked in one.exceptions] or None,
        "exception_fulfilled": [asked.holds.read(row) for asked in one.exceptions] or None,
    }


_SILENT: Told = {
    "state": NOT_APPLICABLE,
    "reason": None,
    "measured": None,
    "required": None,
    "shortfall": None,
    "best_met": None,
    "present": None,
    "needed": None,
    "lacking": [],
    "rooms": [],
    "missing": [],
    "exception_measured": None,
    "exception_fulfilled": None,
}


_NOTHING: dict[str, Any] = dict.fromkeys(PARTS)


def _raw(compared: Comparing | Weighing, row: Row, rooms: Sequence[Row]) -> _Raw:
    if isinstance(compared, Weighing):
        return _weighed(compared, row, rooms)
    if compared.room_state is not None:
        return _of_rooms(compared, compared.room_state, row, rooms)
    state = compared.state.read(row)
    missing = _absent(compared, row) if state == NOT_ASSESSED else set()
    return _Raw(state, _parts(compared, row), missing, _lacking(compared, row))


def _parts(compared: Comparing, row: Row) -> dict[str, Any]:
    parts = {part: cell.read(row) for part, cell in compared.parts.items()}
    if compared.items:
        there = [item.read(row) for item in compared.items.values()]
        parts["excess"] = there.count(False)
        parts["measured"] = there.count(True) if parts["excess"] or None not in there else None
    elif isinstance(parts["measured"], bool):
        parts["excess"] = parts["measured"] is not bool(parts["required"])
    return parts


def _lacking(compared: Comparing, row: Row) -> list[str]:
    return [name for name, item in compared.items.items() if item.read(row) is False]


def _absent(compared: Comparing, row: Row) -> set[str]:
    return {path for path, value in compared.needs if value.read(row) is None}


def _of_rooms(compared: Comparing, room_state: Cell, row: Row, rooms: Sequence[Row]) -> _Raw:
    """Tell of the dwelling what its rooms tell: the numbers of the room that is furthest off."""
    states = [(room, state) for room in rooms if (state := room_state.read(room)) is not None]
    concerned = [(room, state) for room, state in states if state >= MET]
    missing = {path for room, state in concerned if state == NOT_ASSESSED for path in _absent(compared, room)}
    partly = compared.incomplete is not None and compared.incomplete.read(row)
    if (partly or not states) and compared.state.read(row) == NOT_ASSESSED:
        missing.add(ROOMS)
    worst = max((state for _, state in concerned), default=NOT_APPLICABLE)
    return _Raw(
        state=compared.state.read(row),
        parts=_furthest([room for room, _ in concerned], compared),
        missing=missing,
        lacking=list(dict.fromkeys(item for room, _ in concerned for item in _lacking(compared, room))),
        rooms=[room["name"] for room, state in concerned if state == worst and state >= NOT_ASSESSED],
    )


def _furthest(rooms: Sequence[Row], compared: Comparing) -> Mapping[str, Any]:
    if not rooms:
        return _NOTHING
    of_rooms = [_parts(compared, room) for room in rooms]
    best = [parts["best_met"] for parts in of_rooms if parts["best_met"] is not None]
    furthest = max(of_rooms, key=lambda parts: _number(parts["excess"]))
    return furthest | {"best_met": all(best) if best else None, "present": None, "needed": None}


def _number(excess: float | None) -> float:
    return float("-inf") if excess is None else excess


def _weighed(weighing: Weighing, row: Row, rooms: Sequence[Row]) -> _Raw:
    """Tell the numbers of the lenient reading, and the rooms that breach the strict one."""
    lenient, strict = _raw(weighing.lenient, row, rooms), _raw(weighing.strict, row, rooms)
    return _Raw(
        state=weighing.state.read(row),
        parts=_NOTHING | {part: lenient.parts[part] for part in ("measured", "required", "excess")},
        missing=lenient.missing | strict.missing,
        rooms=strict.rooms if strict.state == BREACHED else (),
        readings_differ=bool(weighing.differ.read(row)),
    )


def _finite(number: float | None) -> float | None:
    return float(number) if number is not None and isfinite(number) else None


def _shortfall(one: Judged, parts: Mapping[str, Any]) -> float | None:
    flag = measure_named(one.requirement.measure).kind == "flag"
    return None if flag else _finite(parts["excess"])


def _reason(one: Judged, state: int, raw: _Raw, row: Row) -> str | None:
    if state == NOT_APPLICABLE:
        failing = next((asked.id for asked in one.presupposed if asked.holds.read(row) is False), "room_occupancy")
        return failing if failing.startswith(f"{OUTSIDE}:") else f"scope:{failing}"
    if state == NOT_ASSESSED:
        return "reading_open" if raw.readings_differ and one.applicable.read(row) else "fact_missing"
    if state == MET and raw.state >= NOT_ASSESSED:
        return next((f"exception:{asked.id}" for asked in one.exceptions if asked.holds.read(row)), None)
    return None


def _missing(one: Judged, raw: _Raw, row: Row) -> list[str]:
    """Name the facts that would decide: of an open scope, else of the measure and the exceptions."""
    applicable = one.applicable.read(row)
    if applicable is None:
        return _unknown(one.presupposed, row)
    if raw.state == NOT_ASSESSED:
        return sorted(raw.missing)
    return _unknown((asked for asked in one.exceptions if asked.holds.read(row) is None), row)


def _unknown(questions: Iterable[Asked], row: Row) -> list[str]:
    return list(dict.fromkeys(path for asked in questions for path, value in asked.needs if value.read(row) is None))
