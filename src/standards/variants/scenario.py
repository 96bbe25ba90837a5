"""The values of a scenario: read from text, checked, put into a pack."""

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import TypeGuard

from pydantic import ValidationError

from standards.measures.registry import measure_named
from standards.rules.condition import Condition
from standards.rules.pack import Pack
from standards.rules.requirement import Readings, Requirement, Value
from standards.text import Text

GREATEST = 1_000_000
"""No limit of any pack comes near; larger numbers are slips of the pen."""

EXCEPTION = ".unless."
"""Stands between a requirement and one of its exceptions: `cap.unless.area_20_m2`."""


class WhatIfError(ValueError):
    """A scenario cannot be used; `text` says what is wrong and what to do, in both languages."""

    def __init__(self, da: str, en: str) -> None:
        self.text = Text(da, en)
        super().__init__(en)


def settable(pack: Pack) -> tuple[str, ...]:
    """The keys that a scenario may set: requirements with a number, a list or a size, and exceptions with a number."""
    keys: dict[str, None] = {}
    for one in pack.requirements:
        if one.id in pack.variants:
            continue
        if measure_named(one.measure).kind != "flag":
            keys[one.short_id] = None
        keys |= {f"{one.short_id}{EXCEPTION}{two.id}": None for two in _exceptions(one) if _is_number(two.value)}
    return tuple(keys)


def _exceptions(requirement: Requirement) -> tuple[Condition, ...]:
    return (*requirement.unless, *requirement.unless_room)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, float) and not isinstance(value, bool)


def changed_pack(pack: Pack, values: Mapping[str, Value]) -> Pack:
    """Give the pack as it would be with other values; its version says that it is a what-if.

    Keys are those of `settable`, with or without the id of the pack. A rule open to two readings is changed in
    both. Raises WhatIfError: nothing to change, an unknown key (with the nearest), a value of the wrong kind or size,
    or the value of today.
    """
    if not values:
        raise WhatIfError("Angiv mindst én ny værdi.", "Give at least one new value.")
    requirements = list(pack.requirements)
    for key, value in values.items():
        name, condition = known_key(pack, key)
        targets = _with_readings(pack, name)
        new = [_changed(one, condition, value) if one.id in targets else one for one in requirements]
        if new == requirements:
            raise _same(key, value)
        requirements = new
    return pack.model_copy(update={"requirements": tuple(requirements), "version": f"{pack.version}+what-if"})


def known_key(pack: Pack, key: str) -> tuple[str, str]:
    """Split a key into requirement (full id) and exception (or ""). Raises WhatIfError with the nearest key."""
    short = key.strip().removeprefix(f"{pack.id}.")
    keys = settable(pack)
    if short not in keys:
        raise _unknown(pack, short, keys)
    name, _, condition = short.partition(EXCEPTION)
    return f"{pack.id}.{name}", condition


def read_value(pack: Pack, key: str, text: str) -> Value:
    """Read a value as people write it. Raises WhatIfError.

    A number (4, 4.5, 4,5); items after each other with commas; the sides of a size with x between (2.0x1.2).
    """
    name, condition = known_key(pack, key)
    kind = "number" if condition else measure_named(pack.requirement(name).measure).kind
    if kind == "items":
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if kind == "size":
        return tuple(_number(key, part) for part in text.lower().split("x"))
    return _number(key, text)


def _number(key: str, text: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise _no_number(key, text) from None


def value_of(pack: Pack, key: str, on: date | None = None) -> Value | None:
    """The value that a key has in the pack (on a day); None for a limit that is not set, or a table."""
    name, condition = known_key(pack, key)
    one = pack.requirement(name, on)
    if not condition:
        return one.value
    found = exception_of(pack, key, on).value
    return found if _is_number(found) else None


def exception_of(pack: Pack, key: str, on: date | None = None) -> Condition:
    """Find the exception that a key names, in the version of a day where it has it. Raises LookupError."""
    name, condition = known_key(pack, key)
    versions = [pack.requirement(name, on), *(one for one in pack.requirements if one.id == name)]
    return next(two for one in versions for two in _exceptions(one) if two.id == condition)


def written_value(value: Value | None) -> str:
    """A value as it is read again by `read_value`; empty for one that is not set."""
    if value is None:
        return ""
    if not isinstance(value, tuple):
        return f"{value:.10g}"
    return (
        ", ".join(str(one) for one in value) if isinstance(value[0], str) else "x".join(f"{one:.10g}" for one in value)
    )


def _with_readings(pack: Pack, requirement_id: str) -> frozenset[str]:
    both: list[Readings] = [
        one.readings for one in pack.requirements if one.id == requirement_id and one.readings is not None
    ]
    return frozenset({requirement_id, *(way.requirement for two in both for way in (two.lenient, two.strict))})


def _changed(requirement: Requirement, condition_id: str, value: Value) -> Requirement:
    key = f"{requirement.short_id}{EXCEPTION}{condition_id}" if condition_id else requirement.short_id
    if not isinstance(value, tuple):
        _check_number(key, value, positive=measure_named(requirement.measure).kind == "fixtures" and not condition_id)
    update = _new_exceptions(requirement, condition_id, value) if condition_id else _new_limit(requirement, value)
    try:
        return Requirement.model_validate(requirement.model_dump() | update)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise WhatIfError(
            f"{key}: værdien passer ikke ({reason}).", f"{key}: the value does not fit ({reason})."
        ) from None


def _new_limit(requirement: Requirement, value: Value) -> dict[str, object]:
    """A table gives way to one value for all."""
    if requirement.value == value:
        return {}
    update: dict[str, object] = {"value": value, "value_open": False, "best": None}
    if requirement.table is not None:
        update |= {"op": requirement.table.compare, "table": None}
    return update


def _new_exceptions(requirement: Requirement, condition_id: str, value: Value) -> dict[str, object]:
    def new(conditions: tuple[Condition, ...]) -> list[dict[str, object]]:
        return [one.model_dump() | ({"value": value} if one.id == condition_id else {}) for one in conditions]

    return {"unless": new(requirement.unless), "unless_room": new(requirement.unless_room)}


def _check_number(key: str, value: float, *, positive: bool) -> None:
    if isinstance(value, bool):
        raise _no_number(key, str(value))
    if not (0 <= value <= GREATEST) or (positive and value == 0):
        low = "over 0" if positive else "0"
        low_en = "above 0" if positive else "0"
        raise WhatIfError(
            f"{key}: {value:g} ligger uden for det mulige; angiv et tal fra {low} til {GREATEST}.",
            f"{key}: {value:g} is out of range; give a number from {low_en} to {GREATEST}.",
        )


def _no_number(key: str, text: str) -> WhatIfError:
    return WhatIfError(f"{key}: “{text}” er ikke et tal.", f"{key}: “{text}” is not a number.")


def _same(key: str, value: Value) -> WhatIfError:
    shown = written_value(value)
    return WhatIfError(
        f"{key} er {shown} i forvejen; angiv en anden værdi.", f"{key} is {shown} today as well; give another value."
    )


def _unknown(pack: Pack, short: str, keys: tuple[str, ...]) -> WhatIfError:
    known = {one.short_id for one in pack.requirements}
    parent = next((one.short_id for one in pack.requirements if one.readings and _reads(one.readings, pack, short)), "")
    if parent:
        return WhatIfError(
            f"{short} er kun en læsning af {parent}; angiv {parent}.", f"{short} only reads {parent}; set {parent}."
        )
    if short in known:
        return WhatIfError(
            f"{short} er et krav med ja eller nej; kun tal og lister kan ændres.",
            f"{short} is a yes-or-no requirement; only numbers and lists can be changed.",
        )
    near = get_close_matches(short, keys, n=1)
    da = f"mente du {near[0]}?" if near else f"vælg blandt: {', '.join(keys)}"
    en = f"did you mean {near[0]}?" if near else f"choose one of: {', '.join(keys)}"
    return WhatIfError(f"{pack.id} har intet krav “{short}”; {da}", f"{pack.id} has no requirement “{short}”; {en}")


def _reads(readings: Readings, pack: Pack, short: str) -> bool:
    return f"{pack.id}.{short}" in (readings.lenient.requirement, readings.strict.requirement)


def check_in_force(pack: Pack, keys: Iterable[str], on: date) -> None:
    """Raise WhatIfError when a rule that is to be changed does not apply on that day anyway."""
    for key in keys:
        name, _ = known_key(pack, key)
        if not pack.is_valid(pack.requirement(name, on), on):
            day = on.isoformat()
            raise WhatIfError(
                f"{key} gælder ikke den {day}; vælg en dato, hvor kravet gælder.",
                f"{key} is not in force on {day}; choose a date on which it is.",
            )
