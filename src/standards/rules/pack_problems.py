"""What is wrong with a pack file, told for the person who wrote it: file, line, key, and what to do."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from standards.rules.yaml_text import Place, YamlText

_TAGS = {"bool", "date", "float", "int", "str"}
_QUOTES = "put it in quotes (YAML reads NO, yes and on as true or false, and 1.0 as a number)"
_REMEDIES: tuple[tuple[str, str], ...] = (
    (r"is not in the pack", "name a requirement of this pack"),
    (r"needs the address of its text", "write reference: {title: ..., section: ..., eli_url: https://...}"),
    (r"unit '.*', but .* is in ('.*')", r"write unit: \1"),
    (r"'(.*)' does not fit", "choose an operator that fits the measure (see docs/how-to/add-a-pack.md)"),
    (r"must start with (\S+)", r"write id: \1<name>"),
    (r"^unknown measure (?!.*did you mean)", "see `husly packs measures`"),
    (r"valid on the same day", "end the earlier one (valid_to) on the day the later one begins"),
    (r"nothing is valid", "let the later one begin (valid_from) on the day the earlier one ends (valid_to)"),
)


class PackError(ValueError):
    """A pack cannot be used; the message names the file, the requirement and the reason.

    `problems` holds every reason where a text was read.
    """

    def __init__(self, message: str, problems: "tuple[PackProblem, ...]" = ()) -> None:
        self.problems = problems
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One thing to correct. `key` is written as in the file: `requirements[2].unit`; empty: the file as a whole."""

    origin: str
    line: int
    key: str
    requirement: str
    message: str

    @property
    def sentence(self) -> str:
        """Say it in one line: file, line, key, what is wrong, what to do."""
        where = f"{self.key} ({self.requirement})" if self.requirement else self.key
        return f"{self.origin}:{self.line}: " + (f"{where}: {self.message}" if where else self.message)


def refused(problems: tuple[PackProblem, ...]) -> PackError:
    """Make the error that names every problem."""
    return PackError("\n".join(problem.sentence for problem in problems), problems)


def problems_in(error: ValidationError, text: YamlText, model: type[BaseModel], origin: str) -> list[PackProblem]:
    """Turn what pydantic says of a document into problems with their lines, each place told once."""
    found: dict[Place, PackProblem] = {}
    for one in error.errors():
        if one["type"] == "too_short" and one["input"]:
            continue  # only because its parts were refused, each by name
        place = _place(one, text.document)
        found.setdefault(place, _problem(one, place, text, model, origin))
    meant = {
        (place[:-1], one.message.rpartition(" ")[2]) for place, one in found.items() if "did you mean" in one.message
    }
    kept = [one for place, one in found.items() if not (place and (place[:-1], f"{place[-1]}?") in meant)]
    return sorted(kept, key=lambda problem: problem.line)


def _problem(one: ErrorDetails, place: Place, text: YamlText, model: type[BaseModel], origin: str) -> PackProblem:
    message = _message(one, place, model)
    row = _row(place, text.document)
    return PackProblem(origin, text.line_of(place), _key(place), str(row.get("id", "")) if row else "", message)


def _place(one: ErrorDetails, document: Mapping[str, Any]) -> Place:
    """Where it stands: without the tags of unions; for a rule between keys, the key that the message names."""
    loc = one["loc"]
    is_named = one["type"] in ("missing", "extra_forbidden", "unexpected_keyword_argument")
    while not is_named and loc and isinstance(loc[-1], str) and (loc[-1] in _TAGS or "[" in loc[-1]):
        loc = loc[:-1]
    if one["type"] != "value_error":
        return loc
    message = str(one["msg"]).removeprefix("Value error, ")
    if not loc:
        loc = _requirement_named(message, document)
    part = _at(loc, document)
    named = [word for word in re.findall(r"[a-z_]+", message) if isinstance(part, Mapping) and word in part]
    if "(eli_url)" in message:
        named = ["reference"]
    elif "needs a remedy" in message:
        named = ["remedy"]
    elif "does not fit" in message and "value" not in named and isinstance(part, Mapping) and "op" in part:
        named = ["op"]
    return (*loc, named[0]) if named else loc


def _requirement_named(message: str, document: Mapping[str, Any]) -> Place:
    name = message.partition(":")[0]
    rows = document.get("requirements")
    places = [
        number
        for number, row in enumerate(rows if isinstance(rows, list) else ())
        if isinstance(row, Mapping) and row.get("id") == name
    ]
    return ("requirements", places[-1]) if places else ()


def _at(place: Place, document: Any) -> Any:
    part = document
    for step in place:
        try:
            part = part[step]
        except (KeyError, IndexError, TypeError):
            return None
    return part


def _row(place: Place, document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    row = _at(place[:2], document) if len(place) >= 2 and place[0] == "requirements" else None
    return row if isinstance(row, Mapping) else None


def _key(place: Place) -> str:
    named = (part if isinstance(part, int) or part.isprintable() else repr(part) for part in place)
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in named).removeprefix(".")


def _message(one: ErrorDetails, place: Place, model: type[BaseModel]) -> str:
    kind, value = one["type"], one.get("input")
    shown = repr(value) if len(repr(value)) <= 40 else repr(value)[:37] + "..."
    plain = {
        "missing": "missing; add it",
        "string_type": f"{shown} is no text; {_QUOTES}",
        "string_too_short": "empty; write it",
        "too_short": "empty; write at least one",
        "finite_number": f"{shown} is no number; write one such as 5 or 7.5",
    }
    if kind in plain:
        return plain[kind]
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return _unknown_key(place, model)
    if kind == "value_error":
        return _with_remedy(str(one["msg"]).removeprefix("Value error, "))
    if kind == "literal_error":
        return f"{shown} is not known; write one of {one.get('ctx', {}).get('expected', '')}"
    if kind == "string_pattern_mismatch":
        return f"{shown} is not of the right form; it must match {one.get('ctx', {}).get('pattern', '')}"
    if kind.startswith(("date", "datetime")):
        return f"{shown} is no date; write it as 2026-03-01"
    return f"{shown}: {_wanted(kind)}"


def _wanted(kind: str) -> str:
    """What to write, by the kind of value that pydantic asked for."""
    wanted = {
        "float": "write a number such as 5 or 7.5, without quotes",
        "int": "write a whole number, without quotes",
        "bool": "write true or false, a number or a list, as the measure demands",
        "tuple": "write a list [..., ...]",
        "model": "write a mapping of keys {...: ...}",
        "dataclass": "write the text in both languages {da: ..., en: ...}",
        "greater": "write a larger number",
    }
    return next((text for start, text in wanted.items() if kind.startswith(start)), "correct it")


def _with_remedy(message: str) -> str:
    for pattern, remedy in _REMEDIES:
        match = re.search(pattern, message)
        if match:
            return f"{message}; {match.expand(remedy)}"
    return message


def _unknown_key(place: Place, model: type[BaseModel]) -> str:
    known = list(_names(model, place[:-1]))
    near = get_close_matches(str(place[-1]), known, n=1)
    return f"unknown key; did you mean {near[0]}?" if near else f"unknown key; remove it (known: {', '.join(known)})"


def _names(model: type[Any], place: Place) -> Iterator[str]:
    """Field names of the class that stands at a place of the document."""
    current: type[Any] = model
    for part in place:
        if isinstance(part, str) and issubclass(current, BaseModel) and part in current.model_fields:
            inner = _class_in(current.model_fields[part].annotation)
            if inner is None:
                return
            current = inner
    if issubclass(current, BaseModel):
        yield from current.model_fields
    elif dataclasses.is_dataclass(current):
        yield from (field.name for field in dataclasses.fields(current))


def _class_in(annotation: Any) -> type[Any] | None:
    if isinstance(annotation, type) and (issubclass(annotation, BaseModel) or dataclasses.is_dataclass(annotation)):
        return annotation
    return next((found for one in get_args(annotation) if (found := _class_in(one)) is not None), None)
