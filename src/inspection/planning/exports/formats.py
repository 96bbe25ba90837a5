"""A plan in other programs' words: JSON, GeoJSON for a map, iCalendar for an inspector's calendar."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from husly.kit.clock import write_clock
from inspection.planning.exports.calendars import CalendarVisit, calendar_text
from inspection.planning.solving.plan import Plan, Remark, TourStop
from inspection.planning.solving.problem import Candidate, Problem
from inspection.planning.travel import Place


def plan_to_dict(plan: Plan, problem: Problem, *, with_points: bool = True) -> dict[str, Any]:
    """The plan as JSON values. `with_points=False` leaves out all points, for an authority that has
    switched the score off.
    """
    names = {one.id: one.name for one in problem.inspectors}
    points = {"points": plan.prize} if with_points else {}
    announced = {one.id: one.announced for one in problem.candidates}
    return {
        "days": [day.isoformat() for day in problem.days],
        "seed": plan.seed,
        "visits": plan.visit_count,
        **points,
        "tours": [
            {
                "inspector": tour.inspector_id,
                "inspector_name": names[tour.inspector_id],
                "on": tour.on.isoformat(),
                "depart": write_clock(tour.depart_min),
                "return": write_clock(tour.return_min),
                "travel_min": tour.travel_min,
                "travel_km": tour.travel_km,
                "stops": [
                    _stop(number, stop, with_points) | {"announced": announced[stop.candidate_id]}
                    for number, stop in enumerate(tour.stops, 1)
                ],
            }
            for tour in plan.tours
        ],
        "left_out": [
            {"candidate": one.candidate_id, "reason": one.reason.value, "must_visit": one.must_visit}
            | ({"points": one.prize} if with_points else {})
            for one in plan.left_out
        ],
        "remarks": [_remark(one) for one in plan.remarks],
    }


def _remark(one: Remark) -> dict[str, Any]:
    """What applies of a remark."""
    said = {
        "kind": one.kind.value,
        "candidate": one.candidate_id,
        "inspector": one.inspector_id,
        "authority": one.authority,
        "on": "" if one.on is None else one.on.isoformat(),
    }
    return {key: value for key, value in said.items() if value}


def plan_to_geojson(plan: Plan, problem: Problem) -> dict[str, Any]:
    """A FeatureCollection (RFC 7946, longitude first): a line for each tour, a point for each stop. Lines
    are as the crow flies; they begin and end within about a kilometre of where the inspector does.
    """
    candidates = {one.id: one for one in problem.candidates}
    inspectors = {one.id: one for one in problem.inspectors}
    features = []
    for tour in plan.tours:
        home = inspectors[tour.inspector_id]
        stops = [candidates[stop.candidate_id] for stop in tour.stops]
        line = [_base(home.starts_at), *map(_position, stops), _base(home.ends_at)]
        about = {"inspector": tour.inspector_id, "on": tour.on.isoformat()}
        features.append(_feature("LineString", line, {**about, "travel_km": tour.travel_km}))
        for number, (stop, one) in enumerate(zip(tour.stops, stops, strict=True), 1):
            said = {**about, **_stop(number, stop, with_points=False)}
            features.append(_feature("Point", _position(one), said))
    return {"type": "FeatureCollection", "features": features}


def plan_to_ical(
    plan: Plan,
    *,
    inspector_id: str,
    references: Mapping[str, str],
    stamp: datetime,
    series: str = "",
    name: str = "Tilsynsbesøg",
) -> str:
    """One inspector's visits as an iCalendar text (see ``calendars`` for what it never holds).

    `references` gives the public number that stands for each candidate id. `series` tells plans apart: the same
    series, inspector and candidate keep their UID when the visit is moved. `stamp` is an aware moment, `name` what the
    calendar is called. Raises KeyError for a visit without a reference.
    """
    visits = [
        CalendarVisit(
            key=f"{series}|{inspector_id}|{stop.candidate_id}",
            on=tour.on,
            begin_min=stop.begin_min,
            end_min=stop.end_min,
            title=f"Besøg {number}: {references[stop.candidate_id]}",
        )
        for tour in plan.tours
        if tour.inspector_id == inspector_id
        for number, stop in enumerate(tour.stops, 1)
    ]
    return calendar_text(visits, stamp=stamp, name=name)


def _stop(number: int, stop: TourStop, with_points: bool) -> dict[str, Any]:
    said = {
        "order": number,
        "candidate": stop.candidate_id,
        "arrive": write_clock(stop.arrive_min),
        "begin": write_clock(stop.begin_min),
        "end": write_clock(stop.end_min),
        "travel_min": stop.travel_min,
        "travel_km": stop.travel_km,
        "reason": stop.reason.value,
        "companions": list(stop.companions),
        "leads": stop.leads,
        "interpreter": stop.interpreter,
        "locked": stop.locked,
    }
    return said | ({"points": stop.prize} if with_points else {})


def _base(place: Place) -> list[float]:
    """Where a day begins or ends, to about a kilometre: it may be somebody's home, and files travel."""
    return [round(place.lon, 2), round(place.lat, 2)]


def _position(one: Candidate) -> list[float]:
    return [round(one.lon, 6), round(one.lat, 6)]


def _feature(kind: str, coordinates: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }
