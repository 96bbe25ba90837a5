"""A stored declaration as the document that declares it: what an amendment starts from."""

from typing import Any

from register.declarations.forms import EMPLOYER_KEYS
from register.declarations.queries import Declared
from register.dwellings.models import Dwelling, PlacedBy
from register.employers.models import Employer
from standards.facts.known import facts_document


def document_of(declared: Declared) -> dict[str, Any]:
    """The document of one version."""
    facts = facts_document(declared.facts)
    if "municipality_code" not in declared.declaration.facts:
        facts["dwelling"].pop("municipality_code", None)
    period = {"starts_on": declared.accommodation.starts_on, "ends_on": declared.accommodation.ends_on}
    return {
        "employer": employer_document(declared.employer),
        "address": _address(declared.dwelling),
        "period": {key: value.isoformat() for key, value in period.items() if value is not None},
        "dwelling": facts["dwelling"],
        "rooms": facts["rooms"],
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
