import json
from datetime import UTC, date, datetime

import pytest

from inspection.enforcement.choosing import VisitReason
from inspection.planning.export import plan_to_dict, plan_to_geojson, plan_to_ical
from inspection.planning.problem import Problem, StopAfter
from inspection.planning.solver import plan_visits
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
    assert line["geometry"]["coordinates"] == [[10.21, 56.157], [10.21, 56.2], [10.21, 56.157]]
    assert point["geometry"] == {"type": "Point", "coordinates": [10.21, 56.2]}
    assert point["properties"]["candidate"] == "d1"
    assert json.dumps(plan_to_geojson(PLAN, ASKED))


def test_calendar_gives_danish_times_in_utc():
    assert "DTSTART:20260302T071000Z\r\n" in ical()
    assert "DTEND:20260302T081000Z\r\n" in ical()


def test_calendar_knows_summer_time():
    day = date(2026, 6, 1)
    summer = problem(dwelling(earliest_on=day), days=[day])
    plan = plan_visits(summer, stop=StopAfter(iterations=1), seed=1)
    assert "DTSTART:20260601T060000Z" in plan_to_ical(plan, inspector_id="i1", references=REFERENCES, stamp=STAMP)


def test_calendar_titles_hold_the_reference_and_nothing_else():
    titles = [line for line in ical().split("\r\n") if line.startswith(("SUMMARY", "DESCRIPTION", "LOCATION"))]
    assert titles == ["SUMMARY:Besøg 1: HUS-2026-000123"]
    assert "CLASS:CONFIDENTIAL" in ical()
    assert "Inspektør" not in ical()
    assert "tip" not in ical()


def test_calendar_of_someone_else_is_empty():
    assert "VEVENT" not in ical(inspector_id="i2")
    assert ical(inspector_id="i2").startswith("BEGIN:VCALENDAR\r\n")


def test_calendar_lines_are_at_most_75_bytes_and_escaped():
    text = ical(references={"d1": "ø;,\\\n" * 30})
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\\;\\,\\\\" in text.replace("\r\n ", "")


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
