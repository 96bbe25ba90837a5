"""The description of the interface for programs in OpenAPI 3.1, made from the same tables that the validation uses."""

from collections.abc import Iterable
from typing import Any

from register.api.term_schemas import term_schemas
from register.declarations.forms import ADDRESS_KEYS, EMPLOYER_KEYS, PERIOD_KEYS
from standards.facts.catalogue import DWELLING_FACTS, ROOM_FACTS
from standards.facts.fact import Fact

_TYPES: dict[str, dict[str, Any]] = {
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "number": {"type": "number"},
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "choice": {"type": "string"},
}
_PROBLEM_TYPE = "application/problem+json"


def openapi() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Husly: declarations",
            "version": "1",
            "description": "Declare employer-provided housing from a program. A request is taken whole or not at all.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "paths": {"/api/v1/declarations": {"post": _declare()}},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Declaration": _declaration(),
                "Taken": _taken(),
                "Problem": _problem(),
            },
        },
    }


def _declare() -> dict[str, Any]:
    many = {"type": "array", "items": _ref("Declaration"), "minItems": 1, "maxItems": 500}
    wrapped = _object({"declarations": many}, required=["declarations"])
    problem = {"content": {_PROBLEM_TYPE: {"schema": _ref("Problem")}}}
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "schema": {"type": "string", "minLength": 1, "maxLength": 100},
        "description": "The same key with the same content gives the first answer again, for 30 days.",
    }
    return {
        "operationId": "declare",
        "summary": "Declare up to 500 accommodations; the same content again changes nothing.",
        "security": [{"token": []}],
        "parameters": [key],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"oneOf": [wrapped, many, _ref("Declaration")]}}},
        },
        "responses": {
            "200": {
                "description": "Every declaration was taken, in the order sent.",
                "content": {
                    "application/json": {"schema": _object({"declarations": {"type": "array", "items": _ref("Taken")}})}
                },
            },
            "400": {"description": "The Idempotency-Key cannot be used.", **problem},
            "401": {"description": "No token, or one that is unknown, expired or revoked.", **problem},
            "403": {"description": "Another employer than the token's.", **problem},
            "409": {"description": "The key was used for another content, or no municipality was found.", **problem},
            "413": {"description": "More than 5 MB.", **problem},
            "422": {"description": "Nothing was taken; problems says what is wrong and where.", **problem},
            "429": {"description": "Too many requests; Retry-After says how many seconds to wait.", **problem},
        },
    }


def _declaration() -> dict[str, Any]:
    degrees = {key: {"type": "number"} for key in ("latitude", "longitude")}
    day = {"type": ["string", "null"], "format": "date"}
    return _object(
        {
            "employer": _object({key: {"type": "string"} for key in EMPLOYER_KEYS}, required=["name"]),
            "address": _object(
                {key: {"type": "string"} for key in ADDRESS_KEYS} | degrees,
                required=["street", "house_number", "postcode"],
            ),
            "period": _object(dict.fromkeys(PERIOD_KEYS, day), required=["starts_on"]),
            "dwelling": _object(_facts(DWELLING_FACTS), required=["residents"]),
            "rooms": {"type": "array", "items": _object(_facts(ROOM_FACTS))},
            **term_schemas(),
        },
        required=["employer", "address", "period", "dwelling"],
    )


def _facts(facts: Iterable[Fact]) -> dict[str, Any]:
    return {fact.key: _fact(fact) for fact in facts}


def _fact(fact: Fact) -> dict[str, Any]:
    described = f"{fact.label.en} ({fact.label.da})" + (f", {fact.unit}" if fact.unit else "")
    if fact.kind == "list":
        return {
            "type": ["array", "null"],
            "items": {"type": "string", "enum": list(fact.choices)},
            "description": described,
        }
    schema = dict(_TYPES[fact.kind])
    schema["type"] = [schema["type"], "null"]
    bounds = {"minimum": fact.low, "maximum": fact.high}
    schema |= {name: bound for name, bound in bounds.items() if bound is not None}
    if fact.choices:
        schema["enum"] = [*fact.choices, None]
    return {**schema, "description": described}


def _taken() -> dict[str, Any]:
    return _object(
        {
            "outcome": {"type": "string", "enum": ["new", "new_version", "unchanged"]},
            "receipt_number": {"type": "string"},
            "accommodation_id": {"type": "string", "format": "uuid"},
            "version": {"type": "integer"},
            "municipality_code": {"type": "string"},
            "is_approximate_place": {"type": "boolean", "description": "Without coordinates: placed by postal code."},
        }
    )


def _problem() -> dict[str, Any]:
    one = _object({"path": {"type": "string"}, "value": {}, "da": {"type": "string"}, "en": {"type": "string"}})
    return {
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "properties": {
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "code": {"type": "string"},
            "problems": {"type": "array", "items": one},
        },
    }


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": required} if required else {})


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
