"""Assessments as plain documents: for storing, for files, for other programs. The form is stable.

A document may hold more than an assessment (`capacity`, `advice`); reading one back leaves the rest aside.
"""

from dataclasses import fields
from datetime import date
from typing import Any

from standards.advice.advise import Advice, Guidance
from standards.capacity.lawful import Capacity
from standards.engine.assessment import Assessment, ExceptionFinding, Result
from standards.engine.outcome import Outcome
from standards.rules.issuer import Issuer
from standards.rules.requirement import Reference
from standards.text import Text

FORMAT = "husly-assessment/1"


def to_json(assessment: Assessment) -> dict[str, Any]:
    """Write an assessment as a document of plain values (dates as text, lists for tuples)."""
    return {"format": FORMAT} | {field.name: _plain(getattr(assessment, field.name)) for field in fields(Assessment)}


def from_json(document: dict[str, Any]) -> Assessment:
    """Read what `to_json` wrote. Raises ValueError for a document of another form."""
    if document.get("format") != FORMAT:
        raise ValueError(f"Not an assessment of the form {FORMAT}: {document.get('format')!r}")
    try:
        parts = {field.name: document[field.name] for field in fields(Assessment) if field.name != "overlays"}
        parts["overlays"] = tuple(document.get("overlays", ()))  # documents written before there were any lack it
        parts["results"] = tuple(_result(row) for row in parts["results"])
        parts["as_of"] = date.fromisoformat(parts["as_of"])
        parts["verdict"] = Outcome(parts["verdict"])
        parts["pack_title"] = Text(**parts["pack_title"])
        return Assessment(**parts)
    except (KeyError, TypeError) as error:
        raise ValueError(f"The assessment is incomplete: {error}") from error


def capacity_document(capacity: Capacity) -> dict[str, Any]:
    """Write a capacity: the number, what binds it, each rule, each room, and the strict reading if there is one."""
    return {
        "basis": capacity.basis,
        "persons": capacity.persons,
        "complete": capacity.complete,
        "binding": list(capacity.binding),
        "sentence": _plain(capacity.sentence),
        "constraints": [
            {"requirement_id": one.requirement_id, "persons": one.persons, "missing": list(one.missing)}
            for one in capacity.constraints
        ],
        "rooms": [
            {"place": one.place, "name": one.name, "persons": one.persons, "binding": list(one.binding)}
            for one in capacity.rooms
        ],
        "strict": None if capacity.strict is None else capacity_document(capacity.strict),
    }


def guidance_document(guidance: Guidance) -> dict[str, Any]:
    """Write advice: the ways to cure every breach, those for each rule alone, and the breaches without a way."""
    return {
        "plans": [_advice(plan) for plan in guidance.plans],
        "by_rule": {rule: [_advice(way) for way in ways] for rule, ways in guidance.by_rule},
        "open_breaches": list(guidance.open_breaches),
    }


def _advice(advice: Advice) -> dict[str, Any]:
    return {
        "sentence": _plain(advice.sentence),
        "steps": [{"kind": step.kind, "amount": step.amount, "text": _plain(step.text)} for step in advice.steps],
        "cures": list(advice.cures),
        "room_for": advice.room_for,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Text | Result | ExceptionFinding):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Reference | Issuer):
        return value.model_dump(mode="json")
    if isinstance(value, Outcome):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _result(row: dict[str, Any]) -> Result:
    parts = row | {name: tuple(row[name]) for name in ("lacking", "rooms", "missing")}
    parts |= {name: Text(**row[name]) for name in ("label", "text", "remedy")}
    parts |= {name: _date(row[name]) for name in ("valid_from", "valid_to")}
    parts["unmet"] = Text(**row["unmet"]) if row.get("unmet") else None
    required, issuer = row["required"], row.get("issuer")
    return Result(
        **parts
        | {
            "outcome": Outcome(row["outcome"]),
            "required": tuple(required) if isinstance(required, list) else required,
            "reference": Reference(**row["reference"]),
            "issuer": None if issuer is None else Issuer.model_validate(issuer),
            "exceptions": tuple(ExceptionFinding(**one | {"text": Text(**one["text"])}) for one in row["exceptions"]),
        }
    )


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
