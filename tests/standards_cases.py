"""The house of the cases, for tests of the standards."""

from typing import Any

from standards.casework.cases import read_document


def good_house(pack_id: str = "dk-arbejdsgruppe-2021") -> dict[str, Any]:
    """Give the facts document of the house that is in order."""
    document = read_document(pack_id)
    return {"dwelling": dict(document["dwelling"]), "rooms": [dict(room) for room in document["rooms"]]}
