"""``husly whatif``."""

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from command_line import Command, husly_command
from housed import ODENSE, SVENDBORG, house
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction

__all__ = ["husly_command"]

ACT = "dk-indkvarteringslov-2025"
TIGHTER = ("whatif", "--pack", ACT, "--set", "cap=1", "--as-of", "2026-03-02")


@pytest.fixture
def register(clean_engine: Engine) -> Engine:
    """A crowded house, a full one and a roomy one."""
    with transaction(clean_engine) as session:
        house(session, place=ODENSE, residents=6, area_m2=60.0)
        house(session, place=ODENSE, residents=4, area_m2=60.0)
        house(session, place=SVENDBORG, residents=2, area_m2=60.0)
    return clean_engine


def test_it_counts_and_saves_nothing_but_the_reading(register: Engine, husly_command: Command) -> None:
    result = husly_command(*TIGHTER)
    assert result.exit_code == 0, result.output
    assert "cap: 2 -> 1" in result.output
    assert "of 3 dwellings of 3 employers" in result.output
    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    assert "Dwellings 1 0" in lines
    assert "Residents 4 0" in lines
    assert "Odense 2 1 50.0% 0 0.0%" in lines
    assert "Nothing is changed in law" in result.output
    with transaction(register, writing=False) as session:
        assert [one.action for one in session.exec(select(AuditEvent))] == ["whatif.read"]


def test_json_has_the_documented_form(register: Engine, husly_command: Command) -> None:
    result = husly_command(*TIGHTER, "--json", "--municipality", "0461", "--room-cap-basis", "dwelling")
    document = json.loads(result.stdout)
    assert document["format"] == "husly.whatif/1"
    assert document["changes"] == [{"key": "cap", "before": 2.0, "after": 1.0}]
    assert document["pack"]["release"] == "draft"
    assert (document["municipality_code"], document["room_cap_basis"]) == ("0461", "dwelling")
    assert (document["dwellings_in_scope"], document["dwellings_read"]) == (2, 2)
    assert document["total"]["newly_failing"] == 1
    assert document["requirements"][f"{ACT}.cap"]["still_failing"] == 1
    assert [one["name"] for one in document["by_municipality"]] == ["Odense"]
    assert [one["name"] for one in document["by_kind"]] == ["House"]


def test_the_changed_requirements_can_be_counted_alone(clean_engine: Engine, husly_command: Command) -> None:
    with transaction(clean_engine) as session:
        house(session, residents=4, area_m2=60.0, facts={"drinking_water": False})
    whole = json.loads(husly_command(*TIGHTER, "--json").stdout)
    alone = json.loads(husly_command(*TIGHTER, "--json", "--alone").stdout)
    assert (whole["total"]["newly_failing"], whole["total"]["still_failing"]) == (0, 1)
    assert (alone["total"]["newly_failing"], alone["total"]["still_failing"]) == (1, 0)
    assert alone["changed_requirements_alone"] is True


def test_files_are_written(register: Engine, husly_command: Command, tmp_path: Path) -> None:
    counts, hit = tmp_path / "counts.csv", tmp_path / "hit.csv"
    assert husly_command(*TIGHTER, "--csv", counts, "--list", hit).exit_code == 0
    with counts.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert rows[0]["group"] == "all"
    assert rows[0]["newly_failing"] == "1"
    with hit.open(encoding="utf-8-sig") as file:
        listed = list(csv.DictReader(file, delimiter=";"))
    assert [(row["municipality_code"], row["residents"], row["after"]) for row in listed] == [("0461", "4", "breached")]
    assert len(listed[0]["accommodation_id"]) == 36


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--pack", "dk-indkvarteringslov", "--set", "cap=3"), "did you mean dk-indkvarteringslov-2025?"),
        (("--pack", ACT, "--set", "cap"), "write REQUIREMENT=VALUE"),
        (("--pack", ACT, "--set", "cap=3", "--set", "cap=4"), "is given twice"),
        (("--pack", ACT, "--set", "cpa=3"), "did you mean cap?"),
        (("--pack", ACT, "--set", "cap=two"), "“two” is not a number"),
        (("--pack", ACT, "--set", "cap=2"), "cap is 2 today as well"),
        (("--pack", ACT, "--set", "cap=-4"), "out of range"),
        (("--pack", ACT, "--set", "heating=1"), "yes-or-no"),
        (("--pack", ACT, "--set", "cap=3", "--as-of", "2019-01-01"), "not in force on 2019-01-01"),
        (("--pack", ACT, "--set", "cap=3", "--municipality", "9999"), "no municipality has this code"),
        (("--pack", ACT, "--set", "cap=3", "--municipality", "0101"), "Nobody is housed there"),
        (("--pack", ACT), "Missing option '--set'"),
    ],
)
def test_a_mistake_ends_with_a_sentence(
    register: Engine, husly_command: Command, arguments: tuple[str, ...], told: str
) -> None:
    result = husly_command("whatif", *arguments)
    assert result.exit_code != 0
    assert told in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_a_file_that_cannot_be_written_is_named(register: Engine, husly_command: Command, tmp_path: Path) -> None:
    result = husly_command(*TIGHTER, "--csv", tmp_path / "nowhere" / "counts.csv")
    assert result.exit_code == 1
    assert "cannot be written" in result.output
