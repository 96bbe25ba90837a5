"""Numbers with their units as Danish letters write them, whatever the language of the page."""

from husly.kit.i18n import format_number
from standards.text import unit_label


def unit_words(unit: str) -> str:
    """A unit of the standards in Danish."""
    return unit_label(unit, "da")


def number_words(number: float) -> str:
    """A number with a decimal comma and no superfluous zeros."""
    return format_number(number, 3, locale="da")


def amount_words(number: float, unit: str) -> str:
    """A number and its unit in words: “1 person pr. beboelsesrum”, “13,5 m²”."""
    if round(number, 3) == 1:
        unit = unit.replace("personer", "person").replace("dage", "dag")
    return f"{number_words(number)} {unit}".strip()
