"""The state of the map's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark, ngettext
from husly.kit.web.paging import Paging
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.labels import VISIT_REASONS
from inspection.map.areas.models import MapArea
from inspection.map.areas.shapes import written
from inspection.map.filters import TOLD_APART, LastResult, MapFilters, Visited
from inspection.risk.pages import group_choices, kind_choices
from inspection.risk.presenters import RiskRow
from inspection.risk.queries import Ranked
from register.employers.sectors import SECTIONS
from register.municipalities.areas import municipality_choices
from register.municipalities.drawing import Ground
from register.municipalities.table import Municipality

PAGE_SIZE = 50

VISITED = {
    Visited.NEVER: mark("Never visited"),
    Visited.BEFORE: mark("Last visited longer ago than"),
    Visited.SINCE: mark("Last visited within"),
}
RESULTS = {
    LastResult.BREACH: mark("Breaches found"),
    LastResult.CLEAN: mark("No breach found"),
    LastResult.NONE: mark("No visit with a result"),
}


def brief(row: RiskRow, *, is_hidden: bool) -> dict[str, object]:
    """One dwelling for the window that opens on the map; every text is ready to show."""
    lines = [row.employer, row.kind.capitalize()]
    shown = row.shown
    if is_hidden:
        lines.append(_("You are to visit it: its score is hidden from you until your findings are recorded."))
    if row.deviation is not None:
        lines.append(row.deviation.words)
    head = ""
    if shown is not None:
        points = _("%(points)s of %(highest)s points", points=shown.total, highest=shown.highest)
        head = f"{shown.group_name}: {points}"
    parts = () if shown is None else shown.heaviest
    return {
        "address": row.address,
        "lines": lines,
        "score": head,
        "reasons": [f"{part.sentence} (+{part.points})" for part in parts],
    }


@dataclass(frozen=True)
class ListShown:
    """One page of the list beside the map; ``seen`` is the section it is kept to, empty for everything chosen."""

    found: Sequence[tuple[RiskRow, Ranked]]
    count: int
    number: int
    filters: MapFilters
    seen: str = ""
    with_score: bool = True

    @property
    def heading(self) -> str:
        """How many there are, and of what."""
        if self.seen:
            return ngettext(
                "In this section: %(num)s accommodation", "In this section: %(num)s accommodations", self.count
            )
        return ngettext("%(num)s accommodation", "%(num)s accommodations", self.count)

    @property
    def paging(self) -> Paging:
        """The other pages of the list; the section stays out of their addresses."""
        return Paging(self.number, self.count, "/map", self.filters.query, size=PAGE_SIZE)


@dataclass(frozen=True)
class MapPage:
    """The page of the map."""

    ground: Ground
    filters: MapFilters
    with_groups: bool
    with_reasons: bool
    areas: Sequence[str] | None
    names: Mapping[str, Municipality]
    named: Sequence[MapArea]
    listed: ListShown
    exempt: int = 0
    """How many are not shown because a collective agreement takes the act's place."""
    error: str = ""
    """What is wrong with the area that was asked for."""
    may_name: bool = False
    """Whether the reader may keep areas under a name."""

    @property
    def tiles_address(self) -> str:
        """Where the tiles are read from."""
        return self.filters.address("/map/tiles/{z}/{x}/{y}.mvt")

    @property
    def section_address(self) -> str:
        """Where the list of the section that is seen is read from."""
        return self.filters.address("/map/list")

    @property
    def ring(self) -> str:
        """The border of the area that is shown."""
        return written(self.filters.area.ring)

    @property
    def municipalities(self) -> list[tuple[str, str]]:
        """The municipalities to choose from."""
        return municipality_choices(self.areas, self.names)

    @property
    def groups(self) -> list[tuple[str, str]]:
        """The groups to choose from and to explain; none without a score."""
        return group_choices() if self.with_groups else []

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of dwelling to choose from."""
        return kind_choices()

    @cached_property
    def sectors(self) -> list[tuple[str, str]]:
        """The sections of industry to choose from."""
        return [(letter, f"{letter} {_(name)}") for letter, (_divisions, name) in SECTIONS.items()]

    @property
    def visits(self) -> list[tuple[str, str]]:
        """What can be asked about the last visit."""
        return [(choice.value, _(words)) for choice, words in VISITED.items()]

    @property
    def results(self) -> list[tuple[str, str]]:
        """What the last visit may have given."""
        return [(choice.value, _(words)) for choice, words in RESULTS.items()]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """The reasons that visits are told apart by; none for those who visit, and none by score without one."""
        known = [one for one in TOLD_APART if self.with_groups or one is not VisitReason.SCORE]
        return [(one.value, _(VISIT_REASONS[one])) for one in known] if self.with_reasons else []

    @property
    def named_areas(self) -> list[tuple[str, str]]:
        """The areas that have a name."""
        return [(str(one.id), one.name) for one in self.named]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.filters.query)

    @property
    def has_more(self) -> bool:
        """Whether one of the choices that are folded away is made."""
        chosen = self.filters
        return bool(chosen.sector or chosen.visited or chosen.result or chosen.reason)
