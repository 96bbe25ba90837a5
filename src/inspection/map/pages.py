"""The state of the map's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from inspection.risk.pages import group_choices
from inspection.risk.queries import Filters
from register.municipalities.areas import municipality_choices
from register.municipalities.drawing import Ground
from register.municipalities.table import Municipality


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
