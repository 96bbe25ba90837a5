"""The state of the map's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from husly.kit.i18n import gettext as _
from inspection.risk.pages import group_choices
from inspection.risk.presenters import RiskRow
from inspection.risk.queries import Filters
from register.municipalities.areas import municipality_choices
from register.municipalities.drawing import Ground
from register.municipalities.table import Municipality


def brief(row: RiskRow, *, is_hidden: bool) -> dict[str, object]:
    """One dwelling for the window that opens on the map; every text is ready to show."""
    lines = [row.employer, row.kind.capitalize()]
    shown = row.shown
    if is_hidden:
        lines.append(_("You are to visit it: its score is hidden from you until your findings are recorded."))
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
class MapPage:
    """The page of the map."""

    ground: Ground
    filters: Filters
    with_groups: bool
    areas: Sequence[str] | None
    names: Mapping[str, Municipality]
    exempt: int = 0
    """How many are not shown because a collective agreement takes the act's place."""

    @property
    def query(self) -> str:
        """The filters as they stand in an address."""
        known = {"municipality": self.filters.municipality_code, "group": self.filters.risk_group}
        return urlencode({key: value for key, value in known.items() if value})

    @property
    def dwellings_address(self) -> str:
        """Where the points are read from."""
        return "/map/dwellings.geojson" + (f"?{self.query}" if self.query else "")

    @property
    def list_address(self) -> str:
        """The same as a table."""
        return "/risk" + (f"?{self.query}" if self.query else "")

    @property
    def municipalities(self) -> list[tuple[str, str]]:
        """The municipalities to choose from."""
        return municipality_choices(self.areas, self.names)

    @property
    def groups(self) -> list[tuple[str, str]]:
        """The groups to choose from and to explain; none without a score."""
        return group_choices() if self.with_groups else []
