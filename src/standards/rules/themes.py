"""What rules are about: a handful of themes, by the first word of the measure's key."""

from collections.abc import Iterable

from standards.rules.requirement import Requirement
from standards.text import Text

THEMES: dict[str, tuple[Text, tuple[str, ...]]] = {
    "people": (Text("Plads og antal beboere", "Space and number of residents"), ("dwelling", "room")),
    "sleeping": (Text("Soverum", "Bedrooms"), ("sleep",)),
    "living": (Text("Ophold og spisning", "Living and dining"), ("living", "dining")),
    "sanitary": (Text("Toilet og bad", "Toilet and bath"), ("san",)),
    "kitchen": (Text("Køkken", "Kitchen"), ("kitchen",)),
    "laundry": (Text("Tøjvask", "Laundry"), ("laundry",)),
    "water": (Text("Vand og affald", "Water and waste"), ("water", "waste")),
    "climate": (Text("Indeklima, lys og varme", "Indoor climate, light and heat"), ("env",)),
    "fire": (Text("Brand og sikkerhed", "Fire and safety"), ("fire",)),
    "health": (Text("Sundhed og isolation", "Health and isolation"), ("health", "isolation")),
    "general": (Text("Boligen og stedet", "The dwelling and the site"), ("general", "use", "net")),
    "papers": (
        Text("Papirer, information og husleje", "Papers, information and rent"),
        ("doc", "info", "contract", "rent"),
    ),
}
"""Key, name, and the first words of measures; in the order in which a reader meets them."""

OTHER = Text("Andet", "Other")

_THEME_OF = {word: theme for theme, (_, words) in THEMES.items() for word in words}


def theme_of(measure: str) -> str:
    """Name the theme of a measure by its key; `other` for a word that no theme claims."""
    return _THEME_OF.get(measure.partition(".")[0], "other")


def theme_label(theme: str) -> Text:
    """Name a theme for people."""
    return THEMES[theme][0] if theme in THEMES else OTHER


def by_theme(requirements: Iterable[Requirement]) -> dict[str, list[Requirement]]:
    """Group requirements by theme, in the order of the themes; within one, as they come."""
    grouped: dict[str, list[Requirement]] = {theme: [] for theme in (*THEMES, "other")}
    for requirement in requirements:
        grouped[theme_of(requirement.measure)].append(requirement)
    return {theme: members for theme, members in grouped.items() if members}
