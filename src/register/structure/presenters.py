"""The levels as a page and as a document."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark, ngettext
from register.structure.levels import Level, Node

FORMAT = "husly.structure/1"
LEVELS = {
    Level.EMPLOYER: mark("Employer"),
    Level.SITE: mark("Site"),
    Level.BUILDING: mark("Building"),
    Level.UNIT: mark("Dwelling"),
    Level.ROOM: mark("Room"),
    Level.BED: mark("Bed"),
}

COUNTED = {
    Level.SITE: mark("Sites"),
    Level.BUILDING: mark("Buildings"),
    Level.UNIT: mark("Dwellings"),
    Level.ROOM: mark("Rooms"),
    Level.BED: mark("Beds"),
}


@dataclass(frozen=True)
class StructurePage:
    """The tree of one employer on a day."""

    tree: Node
    as_of: date

    @property
    def json_href(self) -> str:
        """The same for programs."""
        return f"/structure/{self.tree.id}/levels.json"

    @property
    def counts(self) -> list[tuple[str, str]]:
        """How many there are on each level below the employer."""
        found: dict[Level, int] = dict.fromkeys(LEVELS, 0)
        _count(self.tree, found)
        return [(_(label), str(found[level])) for level, label in COUNTED.items()]

    @staticmethod
    def beds(node: Node) -> str:
        """The beds of a node in words; said where some are not told."""
        text = ngettext("%(num)s bed", "%(num)s beds", node.beds)
        return text if node.is_whole else _("%(beds)s, and some not told", beds=text)

    @staticmethod
    def name(node: Node) -> str:
        """What a node is called; a dwelling without floor or door is the whole building."""
        return node.name or (_("The whole building") if node.level is Level.UNIT else _(LEVELS[node.level]))


def _count(node: Node, found: dict[Level, int]) -> None:
    for child in node.children:
        found[child.level] += 1
        _count(child, found)


def document_of(node: Node) -> dict[str, Any]:
    """A node with all below it: level, id, name, beds, whether every bedroom told them."""
    told: dict[str, Any] = {"level": node.level.value, "id": str(node.id), "name": node.name, "beds": node.beds}
    if node.level is not Level.BED:
        told |= {"is_whole": node.is_whole, "children": [document_of(child) for child in node.children]}
    return told
