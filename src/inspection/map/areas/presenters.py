"""Areas as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from husly.kit.i18n import format_number, ngettext
from husly.kit.i18n import gettext as _
from inspection.map.areas.models import MapArea
from inspection.map.areas.queries import shape_of
from inspection.map.areas.shapes import area_km2
from register.municipalities.table import Municipality


@dataclass(frozen=True)
class AreaRow:
    """One area in the list."""

    id: UUID
    name: str
    what: str
    made_at: datetime


def area_row(stored: MapArea, names: Mapping[str, Municipality]) -> AreaRow:
    """One area in the list."""
    area, parts = shape_of(stored), []
    if area.ring:
        parts.append(_("Drawn, %(size)s km²", size=format_number(area_km2(area.ring), digits=1)))
    parts += [names[code].name if code in names else code for code in area.municipality_codes]
    if area.postcodes:
        count = ngettext("%(num)s postal code", "%(num)s postal codes", len(area.postcodes))
        parts.append(
            f"{count}: {area.postcodes[0]} – {area.postcodes[-1]}"
            if len(area.postcodes) > 1
            else _("Postal code %(code)s", code=area.postcodes[0])
        )
    return AreaRow(stored.id, stored.name, ", ".join(parts), stored.created_at)
