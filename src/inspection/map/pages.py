"""The state of the map's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from husly.kit.i18n import gettext as _
from inspection.map.geojson import OFFICIAL_ATTRIBUTION, SHIPPED_ATTRIBUTION
from inspection.risk.pages import group_choices, municipality_choices
from inspection.risk.queries import Filters
from register.municipalities.models import BoundarySet
from register.municipalities.table import Municipality


@dataclass(frozen=True)
class Ground:
    """What every map stands on: the municipalities and where they come from."""

    newest: BoundarySet | None

    @property
    def key(self) -> str:
        """Names the boundaries in force, so that browsers may keep them."""
        return "shipped" if self.newest is None else self.newest.sha256[:12]

    @property
    def address(self) -> str:
        """Where the municipalities are read from."""
        return f"/map/municipalities.geojson?v={self.key}"

    @property
    def attribution(self) -> str:
        """Whom the boundaries come from, and what they are not."""
        return _(SHIPPED_ATTRIBUTION if self.newest is None else OFFICIAL_ATTRIBUTION)


@dataclass(frozen=True)
class MapPage:
    """The page of the map."""

    ground: Ground
    filters: Filters
    with_groups: bool
    areas: Sequence[str] | None
    names: Mapping[str, Municipality]

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
