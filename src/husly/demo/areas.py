"""Named areas of the demonstration: one drawn, one of municipalities."""

from datetime import datetime, timedelta

from sqlmodel import Session

from husly.kit.access import Actor
from inspection.map.areas.actions import name_area
from inspection.map.areas.shapes import Area, checked_ring

TRIANGLE = [(9.25, 55.42), (9.62, 55.35), (9.92, 55.5), (9.86, 55.78), (9.45, 55.82), (9.05, 55.66)]
"""Around Vejle, Kolding and Fredericia."""

WEST_OF_COPENHAGEN = ("0153", "0161", "0163", "0165", "0169", "0175", "0183", "0187")


def load_areas(session: Session, *, by: Actor, at: datetime) -> None:
    """Two areas of the authority of the whole country."""
    drawn = Area(ring=checked_ring(TRIANGLE))
    suburbs = Area(municipality_codes=WEST_OF_COPENHAGEN)
    for name, area, days in (("Trekantområdet", drawn, 30), ("Vestegnen", suburbs, 12)):
        name_area(session, name=name, area=area, municipality_code=None, by=by, at=at - timedelta(days=days))
