"""A plan in other programs' words: JSON, GeoJSON for a map, iCalendar for an inspector's calendar."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from inspection.planning.plan import Plan, Tour, TourStop
from inspection.planning.problem import Candidate, Inspector, Problem

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
FOLD_BYTES = 75


def clock(minutes: int) -> str:
    """Minutes after midnight as HH:MM."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def plan_to_dict(plan: Plan, problem: Problem, *, with_points: bool = True) -> dict[str, Any]:
    """The plan as JSON values. `with_points=False` leaves out all points, for an authority that has
    switched the score off.
    """
    names = {one.id: one.name for one in problem.inspectors}
    points = {"points": plan.prize} if with_points else {}
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
                "depart": clock(tour.depart_min),
                "return": clock(tour.return_min),
                "travel_min": tour.travel_min,
                "travel_km": tour.travel_km,
                "stops": [_stop(number, stop, with_points) for number, stop in enumerate(tour.stops, 1)],
            }
            for tour in plan.tours
        ],
        "left_out": [
            {"candidate": one.candidate_id, "reason": one.reason.value, "must_visit": one.must_visit}
            | ({"points": one.prize} if with_points else {})
            for one in plan.left_out
        ],
    }


def plan_to_geojson(plan: Plan, problem: Problem) -> dict[str, Any]:
    """A FeatureCollection (RFC 7946, longitude first): a line for each tour, a point for each stop. Lines
    are as the crow flies.
    """
    candidates = {one.id: one for one in problem.candidates}
    inspectors = {one.id: one for one in problem.inspectors}
    features = []
    for tour in plan.tours:
        home = inspectors[tour.inspector_id]
        stops = [candidates[stop.candidate_id] for stop in tour.stops]
        line = [_position(home), *map(_position, stops), _position(home)]
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
) -> str:
    """One inspector's visits as an iCalendar text (RFC 5545).

    `references` gives the public number that stands for each candidate id; titles hold nothing else, for
    calendars are synchronised to telephones: no address, no employer, no resident, no reason and no score.
    Events are marked confidential, because planned visits are hidden from all who take no part (PLAN-03).
    `stamp` is an aware moment. Raises KeyError for a visit without a reference.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Husly//Visit plan//DA", "CALSCALE:GREGORIAN"]
    for tour in plan.tours:
        if tour.inspector_id == inspector_id:
            lines += _events(tour, references, stamp)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _fold(line))


def _stop(number: int, stop: TourStop, with_points: bool) -> dict[str, Any]:
    said = {
        "order": number,
        "candidate": stop.candidate_id,
        "arrive": clock(stop.arrive_min),
        "begin": clock(stop.begin_min),
        "end": clock(stop.end_min),
        "travel_min": stop.travel_min,
        "travel_km": stop.travel_km,
        "reason": stop.reason.value,
    }
    return said | ({"points": stop.prize} if with_points else {})


def _position(one: Candidate | Inspector) -> list[float]:
    return [round(one.lon, 6), round(one.lat, 6)]


def _feature(kind: str, coordinates: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }


def _events(tour: Tour, references: Mapping[str, str], stamp: datetime) -> Iterator[str]:
    for number, stop in enumerate(tour.stops, 1):
        reference = _escaped(references[stop.candidate_id])
        yield from (
            "BEGIN:VEVENT",
            f"UID:{tour.on.isoformat()}-{_escaped(stop.candidate_id)}@husly",
            f"DTSTAMP:{_utc(stamp)}",
            f"DTSTART:{_utc(_moment(tour.on, stop.begin_min))}",
            f"DTEND:{_utc(_moment(tour.on, stop.end_min))}",
            f"SUMMARY:Besøg {number}: {reference}",
            "CLASS:CONFIDENTIAL",
            "END:VEVENT",
        )


def _moment(on: date, minutes: int) -> datetime:
    """A moment of the planned day by the clock on the wall, also when summer time begins that night."""
    next_day, minute = divmod(minutes, 24 * 60)
    day = on + timedelta(days=next_day)
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=COPENHAGEN)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(text.split())


def _fold(line: str) -> Iterator[str]:
    """Lines of at most 75 bytes, broken between characters; continuations begin with a space."""
    part = ""
    for character in line:
        if len((part + character).encode()) > FOLD_BYTES:
            yield part
            part = " "
        part += character
    yield part
