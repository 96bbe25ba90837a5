"""A stored plan's tours as GeoJSON for its map."""

from collections.abc import Sequence
from typing import Any

from inspection.planning.models import DutyStation
from inspection.planning.presenters import PlanPage
from inspection.planning.queries import Stop
from inspection.planning.tour_presenters import StopRow, TourCard


def tours_document(shown: PlanPage) -> dict[str, Any]:
    """Lines for tours, as the crow flies, points for starts and for numbered stops; longitude first (RFC 7946).

    Visits that were dropped are in no line.
    """
    stops = {stop.visit.id: stop for stop in shown.stops}
    stations = {station.id: station for station in shown.stations}
    features = []
    for tour in shown.tours:
        standing = [row for row in tour.stops if row.stands]
        if standing:
            features += _tour(tour, stations[tour.station_id], standing, [stops[row.id] for row in standing])
    return {"type": "FeatureCollection", "features": features}


def _tour(tour: TourCard, station: DutyStation, rows: Sequence[StopRow], stops: Sequence[Stop]) -> list[dict[str, Any]]:
    about = {"day": tour.day.isoformat(), "station": str(tour.station_id), "colour": tour.colour}
    # to about a kilometre: it may be a colleague's home
    home = [round(station.longitude, 2), round(station.latitude, 2)]
    places = [_position(stop) for stop in stops]
    line = _feature("LineString", [home, *places, home], {**about, "what": "tour"})
    start = _feature("Point", home, {**about, "what": "start"})
    points = [
        _feature("Point", place, {**about, "what": "stop", "id": str(row.id), "number": str(row.number)})
        for place, row in zip(places, rows, strict=True)
    ]
    return [line, start, *points]


def _position(stop: Stop) -> list[float]:
    """A dwelling is only planned with a point."""
    return [round(stop.dwelling.longitude or 0.0, 5), round(stop.dwelling.latitude or 0.0, 5)]


def _feature(kind: str, coordinates: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}
