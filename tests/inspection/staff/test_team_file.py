"""A file of inspectors: everything that can be said of them, and every mistake by its place."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from inspection.planning.solving.problem import Window
from inspection.planning.stations import inspector_of
from inspection.staff.places import Gazetteer
from inspection.staff.profile import Away
from inspection.staff.skills import skill_names
from inspection.staff.team_file import FIELDS, Member, TeamFileError, read_team
from register.municipalities.boundaries import shipped_boundaries

DATA = Path(__file__).parents[3] / "data"
LOOK = Gazetteer(shipped_boundaries(DATA), DATA)
DWELLING = "00000000-0000-4000-8000-000000000001"
WHOLE = {
    "name": "Bo Berg",
    "place": "5000 Odense C",
    "hours": {"mon": "08:00-15:30", "thu": "10-18"},
    "absent": ["2026-03-17", "2026-03-19/2026-03-20"],
    "end": {"latitude": 56.157, "longitude": 10.21},
    "region": ["Odense", "0479"],
    "skills": ["fire_safety", "Structural safety"],
    "languages": ["da", "polsk"],
    "authority": "Arbejdstilsynet",
    "conflicts": ["CVR 12345678", DWELLING],
}
ROW = {
    "name": "Bo Berg",
    "place": "5000",
    "mon": "08:00-15:30",
    "thu": "10:00–18:00",
    "absent": "2026-03-17, 2026-03-19/2026-03-20",
    "end": "56.157 10.210",
    "region": "Odense|0479",
    "skills": "fire_safety,structural",
    "languages": "da,pl",
    "authority": "Arbejdstilsynet",
    "conflicts": f"12345678,{DWELLING}",
}


def read(path: Path, document: Any) -> list[Member]:
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return read_team(path, look=LOOK, skills=skill_names())


def problems(path: Path, document: Any) -> tuple[str, ...]:
    with pytest.raises(TeamFileError) as error:
        read(path, document)
    return error.value.problems


def table(*rows: dict[str, str]) -> str:
    columns = list(rows[0])
    return "\n".join([";".join(columns), *(";".join(row.get(key, "") for key in columns) for row in rows)])


def test_a_file_says_all_that_a_plan_can_know(tmp_path: Path) -> None:
    [as_json] = read(tmp_path / "team.json", [WHOLE])
    [as_table] = read(tmp_path / "team.csv", table(ROW))
    assert as_json.profile == as_table.profile
    told = as_json.profile
    assert told.hours == (Window(0, 480, 930), Window(3, 600, 1080))
    assert told.away == (
        Away(date(2026, 3, 17), date(2026, 3, 17)),
        Away(date(2026, 3, 19), date(2026, 3, 20)),
    )
    assert told.end is not None
    assert told.end.municipality_code == "0751"
    assert told.region == {"0461", "0479"}
    assert told.skills == {"fire_safety", "structural"}
    assert told.languages == {"da", "pl"}
    assert (told.employers, told.dwellings) == ({"12345678"}, {UUID(DWELLING)})
    days = [date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 19)]
    known = inspector_of(as_json.station, told, days=days)
    assert known.absent_on == set(days[1:])
    assert (known.authority, known.municipality_code) == ("Arbejdstilsynet", "0461")
    assert not as_json.station.active


def test_without_weekdays_the_day_counts_on_every_planned_day(tmp_path: Path) -> None:
    [one] = read(tmp_path / "team.json", [{"name": "Bo", "place": "5000", "day_start": "09:00"}])
    assert one.profile.hours is None
    assert one.station.day_start_min == 540


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": ""}, "name is missing"),
        ({"place": "56.0, 6.0"}, "place: 56.0, 6.0 is at sea"),
        ({"place": None}, "latitude must be a number of degrees"),
        ({"end": {"latitude": 55.4}}, "end: longitude must be a number"),
        ({"end": "Gotham"}, "end: No town is called Gotham"),
        ({"hours": {"mon": "15:30-08:00"}}, "mon ends at 08:00, before it begins"),
        ({"hours": {"monday": "08:00-15:30"}}, "hours: monday is no weekday; use mon, tue"),
        ({"hours": "08:00-15:30"}, "hours must be an object"),
        ({"hours": {"mon": "all day"}}, "mon must be hours such as 08:00-15:30, not all day"),
        ({"absent": ["2026-03-20/2026-03-17"]}, "ends before it begins"),
        ({"absent": ["easter"]}, "absent: easter is no day; write 2026-03-17"),
        ({"region": ["Gotham"]}, "region: No municipality is called Gotham"),
        ({"skills": ["flying"]}, "skills: flying is not on the list; use electricity"),
        ({"languages": ["klingonsk?"]}, "languages: klingonsk? is no language"),
        ({"conflicts": ["Jensen"]}, "conflicts: Jensen is neither a CVR number"),
        ({"day_end": "late"}, "day_end must be a time such as 08:00, not late"),
        ({"salary": 1}, "there is no field salary; use name"),
        ({"name": "Bo\x00"}, "name holds characters that no text can hold"),
        ({"authority": "\ud800"}, "authority holds characters that no text can hold"),
        ({"place": {"latitude": 10**400, "longitude": 10}}, "is at sea or outside Denmark"),
        ({"place": {"latitude": float("nan"), "longitude": float("nan")}}, "is at sea or outside Denmark"),
    ],
)
def test_each_mistake_is_named_with_who_and_what_to_write(
    tmp_path: Path, changes: dict[str, Any], expected: str
) -> None:
    [found] = problems(tmp_path / "team.json", [{"name": "Ida", "place": "5000"}, WHOLE | changes])[:1]
    assert found.startswith("entry 2")
    assert expected in found


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path / "team.csv", table(ROW | {"mon": "x", "region": "Gotham"}, ROW | {"name": "", "end": "1"})
    )
    assert [one.partition(":")[0] for one in found] == ["row 2 (Bo Berg)", "row 2 (Bo Berg)", "row 3", "row 3"]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("", "is empty"),
        ("navn;sted\nBo;5000", "no column is called navn, sted"),
        ('name;place\n"Bo;5000', "quotation mark"),
        ("name;place\n", "1 to 50 inspectors, not 0"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, document: str, expected: str) -> None:
    assert expected in " ".join(problems(tmp_path / "team.csv", document))


def test_two_of_one_name_are_refused_for_nobody_could_tell_them_apart(tmp_path: Path) -> None:
    twins = [WHOLE, WHOLE | {"name": " bo  berg", "place": "8000"}, WHOLE | {"name": "Bo Berg, Aarhus"}]
    (told,) = problems(tmp_path / "team.json", twins)
    assert told.startswith("entry 2 ( bo  berg): entry 1 has the same name")


def test_a_number_that_fills_pages_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "team.json"
    file.write_text(f'[{{"name": "Bo", "latitude": {"9" * 5000}, "longitude": 10}}]')
    with pytest.raises(TeamFileError, match="far too long"):
        read_team(file, look=LOOK, skills=skill_names())


def test_a_workbook_is_read_as_a_table(tmp_path: Path) -> None:
    file = tmp_path / "team.xlsx"
    with Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(ROW))
        sheet.write_row(1, 0, list(ROW.values()))
        sheet.write_number(1, list(ROW).index("place"), 5000)
    [one] = read_team(file, look=LOOK, skills=skill_names())
    assert one.profile.hours == (Window(0, 480, 930), Window(3, 600, 1080))
    assert one.station.municipality_code == "0461"


values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.lists(st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), values, max_size=8) | values, max_size=4)
)
def test_whatever_stands_in_a_file_it_is_read_or_explained(
    tmp_path_factory: pytest.TempPathFactory, document: list[Any]
) -> None:
    file = tmp_path_factory.mktemp("team") / "team.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    try:
        members = read_team(file, look=LOOK, skills=skill_names())
    except TeamFileError as error:
        assert error.problems  # noqa: PT017 - either outcome is right
    else:
        assert len(members) == len(document)
