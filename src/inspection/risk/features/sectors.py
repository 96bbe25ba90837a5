"""Sectors in which the report of September 2021 saw exploited workers; a mere prior (RISK-36).

Prefixes of DB07 sector codes (dots left out). From that one source only: the lists of other countries are not mixed in.
"""

RISK_SECTORS = (
    "01",  # agriculture, horticulture
    "02",  # forestry
    "03",  # fishing
    "101",  # meat
    "33",  # repair and installation of machines
    "41",  # construction
    "42",
    "43",
    "4932",  # taxis
    "4939",  # other passenger transport
    "494",  # haulage
    "532",  # courier and delivery
    "56",  # restaurants
    "62",  # IT
    "812",  # cleaning
    "813",  # gardening
    "8891",  # childcare
    "97",  # domestic work
)


def listed_sector(sector_code: str | None) -> str | None:
    """The entry of the list that a sector code falls under; None when it is on none, or no code is known."""
    plain = (sector_code or "").replace(".", "")
    return next((prefix for prefix in RISK_SECTORS if plain.startswith(prefix)), None)


def is_risk_sector(sector_code: str | None) -> bool | None:
    """Whether a sector code is on the list; None when no code is known."""
    return None if not sector_code else listed_sector(sector_code) is not None
