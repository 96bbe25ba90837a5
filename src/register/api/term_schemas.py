"""The optional parts of a declaration document as JSON Schemas, bounds and lists as the validation has them."""

from collections.abc import Sequence
from typing import Any

from register.declarations.terms import DeductionBase, Season
from register.declarations.terms_reading import (
    CONTACT_KEYS,
    MOST_NAMES,
    MOST_PERIODS,
    MOST_RESIDENTS,
    MOST_SHIFTS,
    MOST_WORKERS,
    MOST_WORKPLACES,
    OCCUPANCY_KEYS,
    OWNER_KEYS,
    RENT_KEYS,
    WORK_KEYS,
    WORKPLACE_KEYS,
)

_TEXT: dict[str, Any] = {"type": ["string", "null"]}
_FLAG: dict[str, Any] = {"type": ["boolean", "null"]}
_DAY: dict[str, Any] = {"type": ["string", "null"], "format": "date"}


def term_schemas() -> dict[str, Any]:
    """The schema of each part, by its key."""
    return {
        "contact": _part("Contact person on site (kontakt på stedet).", CONTACT_KEYS),
        "owner": _part(
            "Whose the dwelling is (ejer). Unless the employer owns it, name and postal_address are required, and the "
            "owner is told.",
            OWNER_KEYS,
            is_employer=_FLAG,
        ),
        "work": _work(),
        "rent": _part(
            "Whether rent is deducted from wages; the amounts are facts of the dwelling.",
            RENT_KEYS,
            deducted=_FLAG,
            deduction_base=_one_of([one.value for one in DeductionBase]),
        ),
        "occupancy": _occupancy(),
        "names": {
            "type": ["array", "null"],
            "items": {"type": "string", "minLength": 1, "maxLength": 200},
            "maxItems": MOST_NAMES,
            "description": "Residents' names; refused unless this register asks for them.",
        },
    }


def _work() -> dict[str, Any]:
    workplace = _part("A workplace (arbejdssted).", WORKPLACE_KEYS)
    return _part(
        "Where the residents work, for whom (hvervgiver), in how many shifts.",
        WORK_KEYS,
        workplaces={"type": ["array", "null"], "items": workplace, "maxItems": MOST_WORKPLACES},
        shifts=_whole(1, MOST_SHIFTS),
        season=_one_of([one.value for one in Season]),
        workers=_whole(0, MOST_WORKERS) | {"description": "All workers of this employer in Denmark."},
    )


def _occupancy() -> dict[str, Any]:
    residents = {"type": "integer", "minimum": 0, "maximum": MOST_RESIDENTS}
    row = _part("", OCCUPANCY_KEYS, from_on=_DAY, to_on=_DAY, residents=residents)
    return {
        "type": ["array", "null"],
        "items": row | {"type": "object", "required": ["from_on", "residents"]},
        "maxItems": MOST_PERIODS,
        "description": "Residents by date, from_on included, to_on not; no two rows overlap. On days between rows "
        "nobody lives there. No row has more than dwelling.residents, the most at one time.",
    }


def _part(description: str, keys: Sequence[str], **otherwise: Any) -> dict[str, Any]:
    described = {"description": description} if description else {}
    return {
        "type": ["object", "null"],
        "properties": {key: otherwise.get(key, _TEXT) for key in keys},
        "additionalProperties": False,
    } | described


def _whole(low: int, high: int) -> dict[str, Any]:
    return {"type": ["integer", "null"], "minimum": low, "maximum": high}


def _one_of(choices: Sequence[str]) -> dict[str, Any]:
    return {"type": ["string", "null"], "enum": [*choices, None]}
