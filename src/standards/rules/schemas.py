"""JSON Schemas (draft 2020-12) of packs and of facts, made from the classes and the catalogue that read them."""

from collections.abc import Callable
from typing import Any

from standards.facts.catalogue import DWELLING_FACTS, ROOM_FACTS
from standards.facts.choices import KINDS
from standards.facts.fact import EARLIEST_BUILT, LATEST_BUILT, Fact
from standards.facts.parse import MAX_ROOMS
from standards.measures.registry import MEASURES
from standards.rules.pack import Pack

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def pack_schema() -> Schema:
    """Describe a pack file: keys, values, the measures, facts and kinds of dwelling there are.

    What one key demands of another (the unit of the measure, dates that follow) only `husly packs validate` tells.
    """
    schema = Pack.model_json_schema()
    schema["properties"]["x"] = {"description": "Anchors that the file shares between requirements; not read."}
    parts = schema["$defs"]
    for part, told_by_overlays in (
        (schema, "laid_over"),
        (parts["Requirement"], "issuer"),
        (parts["Requirement"], "overlay_hash"),
    ):
        del part["properties"][told_by_overlays]
    del parts["LaidOver"], parts["Issuer"]
    measures = sorted(MEASURES)
    parts["Requirement"]["properties"]["measure"] = {"title": "Measure", "enum": measures}
    parts["Condition"]["properties"]["measure"] = {"title": "Measure", "enum": [*measures, None], "default": None}
    facts = [fact.path for fact in (*DWELLING_FACTS, *ROOM_FACTS)]
    parts["Condition"]["properties"]["fact"] = {"title": "Fact", "enum": [*facts, None], "default": None}
    parts["Applies"]["properties"]["facility"]["items"] = {"enum": ["any", *KINDS]}
    return {"$schema": DIALECT, "title": "Husly rule pack"} | {k: v for k, v in schema.items() if k != "title"}


def facts_schema() -> Schema:
    """Describe a facts document, as `husly assess` reads it. A fact that is absent or null is unknown."""
    return {
        "$schema": DIALECT,
        "title": "Facts about a dwelling",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "key": {"type": ["string", "null"], "description": "Names the dwelling in the answer."},
            "dwelling": _facts(DWELLING_FACTS),
            "rooms": {"type": ["array", "null"], "maxItems": MAX_ROOMS, "items": _facts(ROOM_FACTS)},
        },
    }


def _facts(facts: tuple[Fact, ...]) -> Schema:
    properties = {fact.key: _fact(fact) for fact in facts}
    return {"type": ["object", "null"], "additionalProperties": False, "properties": properties}


def _fact(fact: Fact) -> Schema:
    unit = f" ({fact.unit})" if fact.unit else ""
    named: Schema = {"title": fact.label.en, "description": f"{fact.label.da} / {fact.label.en}{unit}"}
    return named | _FORMS[fact.kind](fact)


def _bounded(fact: Fact, kind: str) -> Schema:
    bounds = {"minimum": fact.low or 0, "maximum": fact.high}
    return {"type": [kind, "null"]} | {name: bound for name, bound in bounds.items() if bound is not None}


def _date(_: Fact) -> Schema:
    years = f"{EARLIEST_BUILT.year} to {LATEST_BUILT.year - 1}"
    return {"type": ["string", "null"], "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "$comment": years}


_FORMS: dict[str, Callable[[Fact], Schema]] = {
    "bool": lambda _: {"type": ["boolean", "null"]},
    "int": lambda fact: _bounded(fact, "integer"),
    "number": lambda fact: _bounded(fact, "number"),
    "text": lambda _: {"type": ["string", "null"], "minLength": 1, "maxLength": 200},
    "date": _date,
    "choice": lambda fact: {"enum": [*fact.choices, None]},
    "list": lambda fact: {"type": ["array", "null"], "items": {"enum": list(fact.choices)}},
}

SCHEMAS: dict[str, Callable[[], Schema]] = {"pack": pack_schema, "facts": facts_schema}
"""What has a schema, by name."""
