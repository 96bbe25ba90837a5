"""Numbers with their units, as Danes write them."""

UNIT_WORDS = {
    "person/room": "personer pr. beboelsesrum",
    "person": "personer",
    "m2/person": "m² pr. person",
    "m2": "m²",
    "m3/person": "m³ pr. person",
    "m": "m",
    "person/unit": "personer pr. stk.",
    "day": "dage",
}


def unit_words(unit: str) -> str:
    """A unit of the standards as Danes write it."""
    return UNIT_WORDS.get(unit, unit)


def number_words(number: float) -> str:
    """A number with a decimal comma and no superfluous zeros."""
    return f"{round(number, 3):g}".replace(".", ",")


def amount_words(number: float, unit: str) -> str:
    """A number and its unit in words: “1 person pr. beboelsesrum”, “13,5 m²”."""
    if round(number, 3) == 1:
        unit = unit.replace("personer", "person").replace("dage", "dag")
    return f"{number_words(number)} {unit}".strip()
