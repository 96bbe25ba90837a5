"""Sections of the Danish industry code DB07 (NACE Rev. 2): which one a sector code lies in, and what it is called."""

from husly.kit.i18n import mark

SECTIONS: dict[str, tuple[range, str]] = {
    "A": (range(1, 4), mark("Agriculture, forestry and fishing")),
    "B": (range(5, 10), mark("Mining and quarrying")),
    "C": (range(10, 34), mark("Manufacturing")),
    "D": (range(35, 36), mark("Energy supply")),
    "E": (range(36, 40), mark("Water supply and waste")),
    "F": (range(41, 44), mark("Construction")),
    "G": (range(45, 48), mark("Wholesale and retail trade")),
    "H": (range(49, 54), mark("Transport and storage")),
    "I": (range(55, 57), mark("Hotels and restaurants")),
    "J": (range(58, 64), mark("Information and communication")),
    "K": (range(64, 67), mark("Finance and insurance")),
    "L": (range(68, 69), mark("Real estate")),
    "M": (range(69, 76), mark("Professional and technical services")),
    "N": (range(77, 83), mark("Administrative services, cleaning and agency work")),
    "O": (range(84, 85), mark("Public administration")),
    "P": (range(85, 86), mark("Education")),
    "Q": (range(86, 89), mark("Health and social work")),
    "R": (range(90, 94), mark("Arts, entertainment and recreation")),
    "S": (range(94, 97), mark("Other services")),
    "T": (range(97, 99), mark("Private households with employees")),
    "U": (range(99, 100), mark("International organisations")),
}
"""Letter of each section: the divisions (first two digits) in it, and its name."""

_OF_DIVISION = {division: letter for letter, (divisions, _) in SECTIONS.items() for division in divisions}


def section_of(sector_code: str | None) -> str:
    """The letter of the section that a sector code lies in; empty when there is no code, or none that is known."""
    digits = (sector_code or "").replace(".", "")[:2]
    return _OF_DIVISION.get(int(digits), "") if digits.isdecimal() and len(digits) == 2 else ""
