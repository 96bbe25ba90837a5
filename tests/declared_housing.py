"""Declarations for tests: one document that is right, and ways to change and submit it."""

from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from conftest import AT
from husly.kit.access import SYSTEM, Actor
from register.declarations.actions import Submitted, submit_declaration
from register.declarations.forms import DeclarationForm, read_declaration
from register.declarations.models import Source
from register.municipalities.boundaries import shipped_boundaries

DATA = Path(__file__).parents[1] / "data"

_DOCUMENT: dict[str, Any] = {
    "employer": {"name": "Prøvegartneriet ApS", "cvr_number": "13585628"},
    "address": {
        "street": "Algade",
        "house_number": "12B",
        "postcode": "4000",
        "latitude": 55.6415,
        "longitude": 12.0803,
    },
    "period": {"starts_on": "2026-03-01"},
    "dwelling": {"kind": "house", "residents": 4, "area_m2": 90, "toilets": 1, "showers": 1, "heating": True},
    "rooms": [
        {"name": "Værelse 1", "use": "bedroom", "area_m2": 14, "residents": 2, "beds": 2},
        {"name": "Værelse 2", "use": "bedroom", "area_m2": 12.5, "residents": 2, "beds": 2},
    ],
}


def a_document(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """The document with changes by path (``{"dwelling.residents": 5}``); None takes a field out."""
    document = deepcopy(_DOCUMENT)
    for path, value in (changes or {}).items():
        part, _, key = path.partition(".")
        if not key:
            document[part] = value
        elif value is None:
            document[part].pop(key, None)
        else:
            document[part][key] = value
    return document


def a_form(changes: dict[str, Any] | None = None) -> DeclarationForm:
    """The document as read."""
    return read_declaration(a_document(changes), data_path=DATA)


def submitted(
    session: Session, changes: dict[str, Any] | None = None, *, by: Actor = SYSTEM, at: datetime = AT
) -> Submitted:
    """The document submitted against the shipped boundaries."""
    return submit_declaration(
        session,
        form=a_form(changes),
        source=Source.FORM,
        by=by,
        at=at,
        boundaries=shipped_boundaries(DATA),
        data_path=DATA,
    )
