"""As much of JSON Schema as the schemas of the standards use; an unknown keyword fails the test that meets it."""

import datetime
import re
from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
}
_TALK = {"$schema", "$defs", "title", "description", "default", "$comment", "format"}


def misfits(schema: dict[str, Any], value: Any) -> list[str]:
    """Say where a document does not fit a schema; empty: it does."""
    return list(_misfits(schema, plain(value), schema, "$"))


def plain(value: Any) -> Any:
    """A document read from YAML as JSON would hold it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def _misfits(schema: dict[str, Any], value: Any, root: dict[str, Any], where: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from _misfits(root["$defs"][schema["$ref"].rpartition("/")[2]], value, root, where)
    for keyword, demand in schema.items():
        if keyword not in _TALK and keyword not in ("$ref", "additionalProperties"):
            yield from _CHECKS[keyword](demand, value, root, where)
    if isinstance(value, dict) and schema.get("additionalProperties") is False:
        yield from (f"{where}.{key}: unknown" for key in value if key not in schema.get("properties", {}))


def _is(kind: str, value: Any) -> bool:
    if kind in ("number", "integer"):
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and (kind == "number" or whole)
    return isinstance(value, _TYPES[kind])


def _type(demand: Any, value: Any, root: Any, where: str) -> Iterator[str]:
    kinds = demand if isinstance(demand, list) else [demand]
    if not any(_is(kind, value) for kind in kinds):
        yield f"{where}: {value!r} is no {' or '.join(kinds)}"


def _properties(demand: Any, value: Any, root: Any, where: str) -> Iterator[str]:
    for key, inner in demand.items() if isinstance(value, dict) else ():
        if key in value:
            yield from _misfits(inner, value[key], root, f"{where}.{key}")


def _items(demand: Any, value: Any, root: Any, where: str) -> Iterator[str]:
    for number, inner in enumerate(value if isinstance(value, list) else ()):
        yield from _misfits(demand, inner, root, f"{where}[{number}]")


def _any_of(demand: Any, value: Any, root: Any, where: str) -> Iterator[str]:
    if all(list(_misfits(inner, value, root, where)) for inner in demand):
        yield f"{where}: {value!r} fits none"


def _required(demand: Any, value: Any, root: Any, where: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{where}.{key}: missing" for key in demand if key not in value)


def _test(fits: Any, kinds: tuple[type, ...]) -> Any:
    def check(demand: Any, value: Any, root: Any, where: str) -> Iterator[str]:
        if isinstance(value, kinds) and not isinstance(value, bool) and not fits(value, demand):
            yield f"{where}: {value!r} against {demand!r}"

    return check


def _same(value: Any, demand: Any) -> bool:
    return bool(value == demand and type(value) is type(demand))


def _enum(demand: Any, value: Any, root: Any, where: str) -> Iterator[str]:
    if not any(_same(value, one) for one in demand):
        yield f"{where}: {value!r} is not listed"


_CHECKS: dict[str, Any] = {
    "type": _type,
    "properties": _properties,
    "items": _items,
    "anyOf": _any_of,
    "required": _required,
    "enum": _enum,
    "const": lambda demand, value, root, where: _enum([demand], value, root, where),
    "pattern": _test(lambda value, demand: re.search(demand, value), (str,)),
    "minLength": _test(lambda value, demand: len(value) >= demand, (str,)),
    "maxLength": _test(lambda value, demand: len(value) <= demand, (str,)),
    "minItems": _test(lambda value, demand: len(value) >= demand, (list,)),
    "maxItems": _test(lambda value, demand: len(value) <= demand, (list,)),
    "minimum": _test(lambda value, demand: value >= demand, (int, float)),
    "maximum": _test(lambda value, demand: value <= demand, (int, float)),
    "exclusiveMinimum": _test(lambda value, demand: value > demand, (int, float)),
}
