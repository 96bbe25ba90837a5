"""A stored declaration as the document that declares it: what an amendment starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from register.declarations.forms import EMPLOYER_KEYS
from register.declarations.queries import Declared
from register.declarations.terms import terms_document
from register.dwellings.models import Dwelling, PlacedBy
from register.employers.models import Employer
from standards.facts.known import facts_document


def document_of(declared: Declared, *, names: Sequence[str] = ()) -> dict[str, Any]:
    """The document of one version, parts that were not told left out.

    ``names`` of residents are no part of ``declared``: whoever may read them gets them by ``read_names``, which audits.
    """
    facts = facts_document(declared.facts)
    if "municipality_code" not in declared.declaration.facts:
        facts["dwelling"].pop("municipality_code", None)
    period = {"starts_on": declared.accommodation.starts_on, "ends_on": declared.accommodation.ends_on}
    told = terms_document(replace(declared.terms, names=tuple(names)))
    return {
        "employer": employer_document(declared.employer),
        "address": _address(declared.dwelling),
        "period": {key: value.isoformat() for key, value in period.items() if value is not None},
        "dwelling": facts["dwelling"],
        "rooms": facts["rooms"],
        **told,
    }


def employer_document(employer: Employer) -> dict[str, Any]:
    """An employer as part of a document."""
    return {key: value for key in EMPLOYER_KEYS if (value := getattr(employer, key)) is not None}


def _address(dwelling: Dwelling) -> dict[str, Any]:
    keys = ["street", "house_number", "unit", "postcode", "postal_town", "dar_id"]
    if not dwelling.point_is_approximate:
        keys += ["latitude", "longitude"]
    if dwelling.placed_by is PlacedBy.DECLARED:
        keys.append("municipality_code")
    return {key: value for key in keys if (value := getattr(dwelling, key)) not in (None, "")}


def cut_at(rows: Sequence[Mapping[str, Any]], ends_on: Any) -> list[dict[str, Any]]:
    """Occupancy as in a document, cut after the accommodation's last day; a day that cannot be read cuts nothing."""
    try:
        end = ends_on if isinstance(ends_on, date) else date.fromisoformat(str(ends_on)) if ends_on else None
    except ValueError:
        end = None
    if end is None:
        return [dict(row) for row in rows]
    after = (end + timedelta(days=1)).isoformat()
    there = [dict(row) for row in rows if row["from_on"] < after]
    return [row | {"to_on": min(row["to_on"] or after, after)} for row in there]
