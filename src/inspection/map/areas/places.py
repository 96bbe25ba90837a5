"""Where a place lies that somebody names: an address of the register, a postal code, degrees."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import DomainError
from inspection.map.areas.forms import read_place
from register.dwellings.addresses import address_key
from register.dwellings.models import Dwelling
from register.municipalities.table import Postcode


def find_point(session: Session, text: str, *, known: Mapping[str, Postcode], by: Actor) -> tuple[float, float]:
    """Latitude and longitude. Raises ``DomainError`` for what names no place, or none that the reader may see."""
    place = read_place(text)
    if place is None:
        raise DomainError(
            "area.place",
            "{text} cannot be read as a place: write an address such as Skovvej 3, 5000 Odense C, a postal code, or "
            "latitude and longitude such as 55.40, 10.39.",
            text=text[:80],
        )
    if place.point is not None:
        return place.point
    if not place.street:
        found = known.get(place.postcode)
        point = None if found is None else (found.latitude, found.longitude)
    else:
        point = _of_address(session, place.street, place.house_number, place.postcode, by)
    if point is None or point[0] is None or point[1] is None:
        raise DomainError(
            "area.unknown_place",
            "No place is known for {text}: write an address that the register holds, or a postal code.",
            text=text[:80],
        )
    return point[0], point[1]


def _of_address(
    session: Session, street: str, house_number: str, postcode: str, by: Actor
) -> tuple[float | None, float | None] | None:
    key = address_key(street=street, house_number=house_number, unit="", postcode=postcode)
    scope = within(
        by, Permission.READ_RISK, employer_id=col(Dwelling.id), municipality_code=col(Dwelling.municipality_code)
    )
    statement = select(Dwelling.latitude, Dwelling.longitude).where(
        col(Dwelling.address_key).startswith(key, autoescape=True), col(Dwelling.latitude).is_not(None), scope
    )
    row = session.exec(statement.order_by(col(Dwelling.address_key)).limit(1)).first()
    return None if row is None else (row[0], row[1])
