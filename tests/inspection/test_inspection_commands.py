"""``husly risk score``, ``husly plan`` and ``husly stations`` from the outside, on both databases."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar
from sqlalchemy.engine import Engine
from sqlmodel import select

from housed import ODENSE, SVENDBORG, house
from husly.cli import main
from husly.kit.clock import today
from husly.kit.database import transaction
from husly.settings import settings
from inspection.days.reference import short_reference
from inspection.planning import commands
from inspection.planning.models import PlannedVisit
from inspection.planning.offering.period import first_lawful_day
from inspection.risk.models import RiskRun

Husly = Callable[..., Result]


@pytest.fixture
def run(clean_engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Husly]:
    """The command on a register with three dwellings."""
    monkeypatch.setenv("HUSLY_DATABASE_URL", database_url)
    settings.cache_clear()
    with transaction(clean_engine) as session:
        house(session, place=ODENSE, kind="container", residents=20, facts={"toilets": 0}, street="Ærøvej")
        house(session, place=("0461", 55.42, 10.4), street="Engvej")
        house(session, place=SVENDBORG, street="Fjordvej")
    yield lambda *arguments: CliRunner().invoke(main, [str(one) for one in arguments])
    settings.cache_clear()


def test_the_top_is_printed_with_its_reasons(run: Husly) -> None:
    result = run("risk", "score", "--top", 1)
    assert result.exit_code == 0, result.output
    assert "Ærøvej" in result.stdout
    assert "+3  There is no toilet." in result.stdout
    assert "Fjordvej" not in result.stdout
    assert "3 accommodations scored" in result.stdout


def test_the_top_comes_as_json_and_as_a_table(run: Husly, tmp_path: Path) -> None:
    document = json.loads(run("risk", "score", "--json").stdout)
    assert document["run"]["accommodations"] == 3
    top = document["top"][0]
    assert sum(part["points"] for part in top["contributions"]) == top["score"]
    file = tmp_path / "top.csv"
    assert run("risk", "score", "--csv", file).exit_code == 0
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter=";"))
    assert rows[0]["address"].startswith("Ærøvej")
    assert len(rows) == 3


def test_a_day_to_come_cannot_be_scored(run: Husly) -> None:
    result = run("risk", "score", "--as-of", (today() + timedelta(days=1)).isoformat())
    assert result.exit_code == 2
    assert "lies in the future" in result.output


def test_nothing_is_scored_while_the_score_is_off(
    run: Husly, clean_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUSLY_RISK_SCORE", "false")
    settings.cache_clear()
    result = run("risk", "score")
    assert result.exit_code == 1
    assert "switched off" in result.output
    with transaction(clean_engine, writing=False) as session:
        assert session.exec(select(RiskRun)).all() == []
    planned = run("plan", "--inspectors", 3, "--seconds", 0.05, "--json")
    assert planned.exit_code == 0, planned.output
    assert "points" not in planned.stdout
    assert json.loads(planned.stdout)["visits"] == 3
    assert "risk" not in run("plan", "--inspectors", 3, "--seconds", 0.05).stdout


def test_a_plan_prints_tours_and_what_was_left_out(run: Husly) -> None:
    assert run("risk", "score").exit_code == 0
    result = run("plan", "--inspectors", 3, "--seconds", 0.05)
    assert result.exit_code == 0, result.output
    assert "3 visits" in result.stdout
    assert "Inspektør 3 (Odense C)" in result.stdout
    assert "Ærøvej 7, 5000 Odense C (Odense)" in result.stdout
    assert "Nothing was left out." in result.stdout


def test_a_plan_is_kept_when_asked(run: Husly, clean_engine: Engine) -> None:
    run("risk", "score")
    assert run("stations", "add", "Ida", "--latitude", 55.4, "--longitude", 10.4).exit_code == 0
    assert "Ida: 55.4000, 10.4000 (0461)" in run("stations", "list").stdout
    result = run("plan", "--seconds", 0.05, "--save")
    assert result.exit_code == 0, result.output
    assert "/plans/" in result.stderr
    with transaction(clean_engine, writing=False) as session:
        assert len(session.exec(select(PlannedVisit)).all()) == 3


def test_each_inspector_gets_a_calendar_without_address_name_or_id(
    run: Husly, tmp_path: Path, clean_engine: Engine
) -> None:
    run("risk", "score")
    folder = tmp_path / "calendars"
    result = run("plan", "--inspectors", 3, "--seconds", 0.05, "--save", "--ics", folder)
    files = sorted(folder.iterdir())
    assert [line.partition(": ")[0] for line in result.stdout.split("\n") if line] == [str(one) for one in files]
    calendars = [Calendar.from_ical(one.read_bytes()) for one in files]
    assert len({str(one["x-wr-calname"]) for one in calendars}) == len(files)
    titles = {str(event["summary"]).partition(": ")[2] for one in calendars for event in one.events}
    with transaction(clean_engine, writing=False) as session:
        visits = session.exec(select(PlannedVisit)).all()
    assert titles == {short_reference(one.id) for one in visits}
    text = "".join(one.read_text(encoding="utf-8") for one in files)
    for word in ("Ærøvej", "Engvej", "Jensen", *(str(one.accommodation_id)[:8].upper() for one in visits)):
        assert word not in text


def test_tours_come_as_geojson(run: Husly) -> None:
    run("risk", "score")
    document = json.loads(run("plan", "--inspectors", 3, "--seconds", 0.05, "--geojson").stdout)
    points = [one for one in document["features"] if one["geometry"]["type"] == "Point"]
    assert len(points) == 3


def test_inspectors_may_come_from_a_file(run: Husly, tmp_path: Path) -> None:
    run("risk", "score")
    file = tmp_path / "inspectors.json"
    file.write_text(json.dumps([{"name": "Bo", "latitude": 55.4, "longitude": 10.4, "day_start": "09:00"}]))
    result = run("plan", "--inspectors", file, "--seconds", 0.05)
    assert result.exit_code == 0, result.output
    assert "Bo  09:" in result.stdout


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{", "is no JSON"),
        ('{"name": "Bo"}', "must hold a list"),
        ("[]", "1 to 50 inspectors"),
        ("[3]", "entry 1: write an object"),
        ('[{"latitude": 55.4, "longitude": 10.4}]', "name is missing"),
        ('[{"name": "Bo", "latitude": "x", "longitude": 10.4}]', "latitude must be a number"),
        ('[{"name": "Bo", "latitude": 48.8, "longitude": 2.3}]', "is at sea or outside Denmark"),
        ('[{"name": "Bo", "latitude": 55.4, "longitude": 10.4, "day_start": "8"}]', "day_start must be a time"),
        (
            '[{"name": "Bo", "latitude": 55.4, "longitude": 10.4, "day_start": "16:00"}]',
            "day_start must come before day_end",
        ),
    ],
)
def test_a_file_that_will_not_do_is_explained(run: Husly, tmp_path: Path, entry: str, expected: str) -> None:
    run("risk", "score")
    file = tmp_path / "inspectors.json"
    file.write_text(entry)
    result = run("plan", "--inspectors", file)
    assert result.exit_code == 1
    assert expected in result.output


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--inspectors", 0), "1 to 50 inspectors, not 0"),
        (("--inspectors", 51), "1 to 50 inspectors, not 51"),
        (("--inspectors", 1, "--days", 29), "1 to 28 days, not 29"),
        (("--inspectors", 1, "--from", today().isoformat()), first_lawful_day(today(), 1).isoformat()),
        (("--inspectors", 1, "--from", "soon"), "does not match the format"),
        (("--inspectors", "nobody.json"), "nobody.json cannot be read: No such file"),
        (("--inspectors", "9" * 200), "cannot be read: No such file"),
        (("--inspectors", "-9"), "1 to 50 inspectors, not -9"),
        (("--inspectors", ""), "cannot be read: Is a directory"),
        (("--inspectors", 1, "--seconds", "nan"), "nan is no number of seconds"),
        (("--inspectors", 1, "--as-of", "9999-12-31"), "write one from 1990-01-01 to 2099-12-31"),
        (("--inspectors", 1, "--from", "0001-01-01"), "write one from 1990-01-01 to 2099-12-31"),
        ((), "There are no duty stations"),
        (("--json", "--ics", "calendars"), "Choose one of"),
        (("--inspectors", 1, "--ics", __file__), "is a file"),
    ],
)
def test_what_cannot_be_planned_is_said(run: Husly, arguments: tuple[object, ...], expected: str) -> None:
    run("risk", "score")
    result = run("plan", *arguments)
    assert result.exit_code in (1, 2)
    assert expected in " ".join(result.output.split())
    assert "Traceback" not in result.output


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_what_is_due_is_asked_for_a_day_that_is_meant(run: Husly, day: str) -> None:
    result = run("due", "--as-of", day)
    assert result.exit_code == 2
    assert "write one from 1990-01-01 to 2099-12-31" in " ".join(result.output.split())


def test_a_plan_needs_a_score_first(run: Husly) -> None:
    result = run("plan", "--inspectors", 1)
    assert result.exit_code == 1
    assert "husly risk score" in result.output


def test_more_inspectors_than_stations_are_refused(run: Husly) -> None:
    run("risk", "score")
    run("stations", "add", "Ida", "--latitude", 55.4, "--longitude", 10.4)
    assert "There are 1 active duty stations, not 2" in run("plan", "--inspectors", 2).output


def test_a_station_outside_the_country_is_refused(run: Husly) -> None:
    result = run("stations", "add", "Ida", "--latitude", 10.4, "--longitude", 55.4)
    assert result.exit_code == 1
    assert "not in Denmark" in result.output


def test_every_problem_of_a_file_is_told_at_once(run: Husly, tmp_path: Path) -> None:
    run("risk", "score")
    file = tmp_path / "inspectors.csv"
    file.write_text("name;place;mon;region\nBo;5000;15:00-08:00;Odense\n;0001;;Gotham\n", encoding="utf-8")
    result = run("plan", "--inspectors", file, "--seconds", 0.05)
    assert result.exit_code == 1
    for expected in ("row 2 (Bo): mon ends at 08:00", "row 3: name is missing", "postal code 0001", "Gotham"):
        assert expected in result.output
    assert result.stdout == ""


def test_inspectors_of_a_file_keep_their_conflicts_hours_and_days_away(run: Husly, tmp_path: Path) -> None:
    run("risk", "score")
    first = first_lawful_day(today(), 1)
    dwellings = [one["candidate"] for one in planned_stops(run, ["--inspectors", 1])]
    assert dwellings
    file = tmp_path / "inspectors.json"
    away = f"{first.isoformat()}/{(first + timedelta(days=6)).isoformat()}"
    file.write_text(json.dumps([{"name": "Bo", "place": "5000", "absent": away}]))
    assert planned_stops(run, ["--inspectors", file]) == []
    file.write_text(json.dumps([{"name": "Bo", "place": "5000", "hours": {}}]))
    result = run("plan", "--inspectors", file, "--seconds", 0.05)
    assert "Bo has no hours and gets no visits." in result.stderr
    assert "0 visits" in result.stdout


def planned_stops(run: Husly, arguments: list[object]) -> list[dict[str, str]]:
    result = run("plan", *arguments, "--days", 7, "--seconds", 0.05, "--json")
    assert result.exit_code == 0, result.output
    return [stop for tour in json.loads(result.stdout)["tours"] for stop in tour["stops"]]


def test_a_period_of_holidays_alone_is_refused_with_its_days(run: Husly) -> None:
    run("risk", "score")
    start = first_lawful_day(today(), 1)
    saturday = start + timedelta(days=(5 - start.weekday()) % 7)
    result = run("plan", "--inspectors", 1, "--from", saturday.isoformat(), "--days", 2)
    assert result.exit_code == 1
    assert "no working day" in result.output


def test_whoever_interrupts_keeps_nothing_half_written(
    run: Husly, clean_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("risk", "score")

    def interrupted(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "save_plan", interrupted)
    result = run("plan", "--inspectors", 2, "--seconds", 0.05, "--save")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Traceback" not in result.output
    with transaction(clean_engine, writing=False) as session:
        assert session.exec(select(PlannedVisit)).all() == []
