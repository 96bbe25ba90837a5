"""Declarations as JSON: ``{"declarations": [...]}``, a list, one document, or one document a line."""

import json
from collections.abc import Iterator
from typing import Any

from register.declarations.importing.problems import UnusableFileError

Numbered = tuple[int, Any]


def read_documents(text: str) -> list[Numbered]:
    """Documents with their numbers: place in the list, or line. Raises with line and column where the JSON breaks."""
    try:
        return list(_numbered(_load(text)))
    except json.JSONDecodeError as error:
        lines = list(_lines(text))
        if len(lines) > 1 and _is_whole(lines[0][1]):
            return [(number, _line(number, line)) for number, line in lines]
        raise _broken(error.lineno, error.colno, error.msg) from None
    except RecursionError:
        raise UnusableFileError(
            "JSON-filen er indlejret alt for dybt. Brug opbygningen i vejledningen.",
            "The JSON file is nested far too deep. Use the layout of the guide.",
        ) from None
    except ValueError as error:
        raise _broken(1, 1, str(error)) from None


def _load(text: str) -> Any:
    return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_object)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        doubled = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {doubled!r} stands twice in one object")
    return found


def _numbered(value: Any) -> Iterator[Numbered]:
    if isinstance(value, dict) and "declarations" in value:
        others = sorted(set(value) - {"declarations"})
        if others:
            raise ValueError(f"beside “declarations” nothing may stand: {', '.join(others)}")
        value = value["declarations"]
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        raise ValueError("a list of declarations was expected")
    if not value:
        raise UnusableFileError("Filen har ingen anmeldelser.", "The file holds no declarations.")
    yield from enumerate(value, start=1)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _is_whole(line: str) -> bool:
    try:
        return isinstance(_load(line), dict)
    except (ValueError, RecursionError):
        return False


def _line(number: int, line: str) -> Any:
    try:
        return _load(line)
    except json.JSONDecodeError as error:
        raise _broken(number, error.colno, error.msg) from None
    except (ValueError, RecursionError) as error:
        raise _broken(number, 1, str(error)) from None


def _broken(line: int, column: int, why: str) -> UnusableFileError:
    return UnusableFileError(
        f"JSON kan ikke læses på linje {line}, kolonne {column}: {why}. Ret stedet, og prøv igen.",
        f"The JSON cannot be read at line {line}, column {column}: {why}. Correct the place and try again.",
    )
