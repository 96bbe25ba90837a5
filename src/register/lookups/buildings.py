"""What the register of buildings and dwellings (BBR) says of an address, over Datafordeler's GraphQL."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from husly.settings import Settings
from register.lookups.asking import Asking, RegisterError

CURRENT = frozenset({"6", "7"})
"""Status of a unit that exists; the others are plans and history (codes not verified)."""

QUERY = """query Units($address: String!, $at: DafDateTime!) {
  BBR_Enhed(first: 20, virkningstid: $at, registreringstid: $at, where: {adresseIdentificerer: {eq: $address}}) {
    nodes {
      id_lokalId status enh020EnhedensAnvendelse enh024KondemneretBoligenhed enh026EnhedensSamledeAreal
      enh027ArealTilBeboelse enh031AntalVaerelser enh065AntalVandskylledeToiletter enh066AntalBadevaerelser
    }
  }
}"""


@dataclass(frozen=True)
class BuildingFound:
    """The units at one address together: area for habitation in m², counts, and whether any is condemned.

    None: the register does not say.
    """

    units: int
    area_m2: float | None
    rooms: int | None
    toilets: int | None
    bathrooms: int | None
    is_condemned: bool
    use_code: str | None

    @property
    def document(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def find_building(dar_id: str, chosen: Settings, asking: Asking, *, at: datetime) -> BuildingFound | None:
    """Look up the units at an address of the register. Raises ``RegisterError``; None: no unit that exists."""
    # The key stands in the query, where Datafordeler wants it; the address is never logged or stored with it.
    url = f"{chosen.bbr_url}?{urlencode({'apiKey': chosen.datafordeler_key.get_secret_value()})}"
    body = {"query": QUERY, "variables": {"address": dar_id, "at": at.strftime("%Y-%m-%dT%H:%M:%SZ")}}
    answer = asking.fetch(url, body=body)
    try:
        nodes = answer["data"]["BBR_Enhed"]["nodes"]
        units = [node for node in nodes if str(node.get("status")) in CURRENT]
        return _together(units) if units else None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise RegisterError("the register of buildings answered in an unknown form") from None


def _together(units: list[dict[str, Any]]) -> BuildingFound:
    use = units[0].get("enh020EnhedensAnvendelse")
    areas = [
        unit.get("enh027ArealTilBeboelse") or unit.get("enh026EnhedensSamledeAreal")  # 0: not for habitation
        for unit in units
    ]
    return BuildingFound(
        units=len(units),
        area_m2=_sum(areas),
        rooms=_count([unit.get("enh031AntalVaerelser") for unit in units]),
        toilets=_count([unit.get("enh065AntalVandskylledeToiletter") for unit in units]),
        bathrooms=_count([unit.get("enh066AntalBadevaerelser") for unit in units]),
        is_condemned=any(str(unit.get("enh024KondemneretBoligenhed") or "0") not in ("0", "N") for unit in units),
        use_code=None if use is None else str(use),
    )


def _sum(values: list[Any]) -> float | None:
    known = [float(value) for value in values if value is not None]
    return sum(known) if known else None


def _count(values: list[Any]) -> int | None:
    total = _sum(values)
    return None if total is None else int(total)


def building_in(content: dict[str, Any]) -> BuildingFound:
    """An answer as it was stored."""
    return BuildingFound(**content)
