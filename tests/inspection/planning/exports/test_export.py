import json
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from inspection.enforcement.choosing import VisitReason
from inspection.planning.exports.formats import plan_to_dict, plan_to_geojson, plan_to_ical
from inspection.planning.solving.problem import Problem, StopAfter
from inspection.planning.solving.solver import plan_visits
from inspection.planning.travel import Place
from planning_cases import MONDAY, dwelling, inspector, problem

ASKED = problem(
    dwelling(1, lat=56.2, reason=VisitReason.TIP),
    dwelling(2, lat=56.1, earliest_on=MONDAY.replace(day=31)),
    days=[MONDAY],
)
PLAN = plan_visits(ASKED, stop=StopAfter(iterations=20), seed=1)
REFERENCES = {"d1": "HUS-2026-000123"}
STAMP = datetime(2026, 2, 1, 12, 0, tzinfo=UTC)


def ical(**changes: object) -> str:
    return plan_to_ical(PLAN, **{"inspector_id": "i1", "references": REFERENCES, "stamp": STAMP, **changes})


def test_json_holds_tours_stops_and_what_was_left_out():
    said = json.loads(json.dumps(plan_to_dict(PLAN, ASKED)))
    [tour] = said["tours"]
    assert (tour["on"], tour["inspector_name"]) == ("2026-03-02", "Inspektør 1")
    assert tour["stops"][0]["begin"] == "08:10"
    assert tour["stops"][0]["reason"] == "tip"
    assert said["left_out"] == [{"candidate": "d2", "reason": "notice_not_run", "must_visit": False, "points": 30}]
    assert said["points"] == 30


def test_with_the_score_off_no_points_appear_anywhere():
    assert "points" not in json.dumps(plan_to_dict(PLAN, ASKED, with_points=False))


def test_geojson_goes_out_and_home_with_longitude_first():
    line, point = plan_to_geojson(PLAN, ASKED)["features"]
    assert line["geometry"]["coordinates"] == [[10.21, 56.16], [10.21, 56.2], [10.21, 56.16]]
    assert point["geometry"] == {"type": "Point", "coordinates": [10.21, 56.2]}
    assert point["properties"]["candidate"] == "d1"
    assert json.dumps(plan_to_geojson(PLAN, ASKED))


def events(text: str) -> list[Event]:
    return list(Calendar.from_ical(text).events)


def test_calendar_gives_danish_times_with_their_zone():
    [visit] = events(ical())
    assert visit.start == datetime(2026, 3, 2, 8, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))
    assert visit.end.astimezone(UTC) == datetime(2026, 3, 2, 8, 10, tzinfo=UTC)
    [zone] = Calendar.from_ical(ical()).timezones
    assert zone.tz_name == "Europe/Copenhagen"


def test_calendar_knows_summer_time():
    day = date(2026, 6, 1)
    summer = problem(dwelling(earliest_on=day), days=[day])
    plan = plan_visits(summer, stop=StopAfter(iterations=1), seed=1)
    [visit] = events(plan_to_ical(plan, inspector_id="i1", references=REFERENCES, stamp=STAMP))
    assert visit.start.astimezone(UTC) == datetime(2026, 6, 1, 6, 0, tzinfo=UTC)


def test_the_zone_that_the_calendar_tells_agrees_with_the_one_it_names():
    """A telephone that does not know the zone by name reads it from the calendar."""
    [zone] = Calendar.from_ical(ical()).timezones
    for month in range(1, 13):
        told = datetime(2026, month, 15, 9, 0, tzinfo=zone.to_tz(lookup_tzid=False))
        assert told.utcoffset() == datetime(2026, month, 15, 9, 0, tzinfo=ZoneInfo("Europe/Copenhagen")).utcoffset()


def test_calendar_titles_hold_the_reference_and_nothing_else():
    [visit] = events(ical())
    assert visit["summary"] == "Besøg 1: HUS-2026-000123"
    assert visit["class"] == "CONFIDENTIAL"
    assert set(visit) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "CLASS", "STATUS"}
    for secret in ("Inspektør", "tip", "d1", "56.2"):
        assert secret not in ical()


def test_a_visit_that_is_moved_keeps_its_uid():
    moved = replace(PLAN, tours=tuple(replace(tour, on=date(2026, 3, 5)) for tour in PLAN.tours))
    [before] = events(ical())
    [after] = events(plan_to_ical(moved, inspector_id="i1", references=REFERENCES, stamp=STAMP))
    assert before["uid"] == after["uid"]
    assert before.start != after.start
    [another_plan] = events(ical(series="2026-03-16"))
    assert another_plan["uid"] != before["uid"]


def test_calendar_of_someone_else_is_empty():
    assert events(ical(inspector_id="i2")) == []
    assert ical(inspector_id="i2").startswith("BEGIN:VCALENDAR\r\n")


def test_what_a_reference_holds_comes_back_as_it_was():
    reference = "ø;,\\ " * 30 + "ende"
    text = ical(references={"d1": reference})
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert events(text)[0]["summary"] == f"Besøg 1: {reference}"


def test_visit_without_a_reference_is_an_error_and_not_an_id_in_a_title():
    with pytest.raises(KeyError, match="d1"):
        ical(references={})


def test_two_inspectors_get_their_own_visits():
    both = Problem(
        candidates=[dwelling(n, service_min=400) for n in (1, 2)],
        inspectors=[inspector(1), inspector(2)],
        days=[MONDAY],
    )
    plan = plan_visits(both, stop=StopAfter(iterations=5), seed=1)
    texts = [
        plan_to_ical(plan, inspector_id=who, references={"d1": "A", "d2": "B"}, stamp=STAMP) for who in ("i1", "i2")
    ]
    assert sorted(text.split("SUMMARY:Besøg 1: ")[1][0] for text in texts) == ["A", "B"]


def test_no_file_tells_exactly_where_an_inspector_lives():
    asked = replace(ASKED, inspectors=[inspector(1, lat=56.15678, lon=10.21234, end=Place(56.04321, 10.05678))])
    line, _point = plan_to_geojson(PLAN, asked)["features"]
    assert (line["geometry"]["coordinates"][0], line["geometry"]["coordinates"][-1]) == ([10.21, 56.16], [10.06, 56.04])
    for text in (json.dumps(plan_to_geojson(PLAN, asked)), json.dumps(plan_to_dict(PLAN, asked))):
        assert not any(part in text for part in ("56.15678", "56.157", "56.0432", "10.0567"))
