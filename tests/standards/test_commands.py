"""The command `husly assess`."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from standards.commands import assess_command
from standards_cases import good_house


def run(tmp_path: Path, content: object, *options: str) -> Result:
    file = tmp_path / "facts.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return CliRunner().invoke(assess_command, [str(file), *options], env={"COLUMNS": "160"})


def crowded(**dwelling: Any) -> dict[str, Any]:
    house = good_house()
    house["dwelling"] |= {"residents": 9, "habitable_rooms": 5, "area_m2": 96} | dwelling
    house["rooms"] = [room | {"residents": 2} for room in house["rooms"][:4]]
    return house


def test_a_table_tells_outcome_limit_and_clause(tmp_path: Path) -> None:
    shown = run(tmp_path, crowded(toilets=0), "--as-of", "2026-03-01")
    assert shown.exit_code == 0
    assert "UDKAST" in shown.output
    assert "overtrådt" in shown.output
    assert "Højst 10 beboere" in shown.output


def test_the_table_speaks_english_when_asked(tmp_path: Path) -> None:
    shown = run(tmp_path, good_house(), "--language", "en", "--as-of", "2026-03-01")
    assert "DRAFT - not reviewed by a lawyer" in shown.output
    assert "In all, on these facts: met" in shown.output


def test_json_holds_the_whole_assessment(tmp_path: Path) -> None:
    document = json.loads(run(tmp_path, crowded(), "--json", "--as-of", "2026-03-01").output)
    assert document["pack_id"] == "dk-indkvarteringslov-2025"
    assert document["verdict"] == "not_assessed"
    assert len(document["results"]) == 12


def test_several_packs_are_assessed_side_by_side(tmp_path: Path) -> None:
    packs = ["--pack", "dk-arbejdsgruppe-2021", "--pack", "dk-covidbolig-2021"]
    documents = json.loads(run(tmp_path, good_house(), "--json", "--as-of", "2021-03-01", *packs).output)
    assert [one["verdict"] for one in documents] == ["met", "met"]


def test_facts_may_come_through_standard_input() -> None:
    shown = CliRunner().invoke(assess_command, ["-", "--json"], input=json.dumps(good_house()))
    assert json.loads(shown.output)["release"] == "draft"


def test_a_room_may_be_named_with_brackets(tmp_path: Path) -> None:
    house = good_house()
    house["rooms"][0] |= {"name": "[red]Loft[/blue]", "daylight": False}
    shown = run(tmp_path, house, "--as-of", "2026-03-01")
    assert shown.exit_code == 0
    assert "[red]Loft[/blue]" in shown.output


@pytest.mark.parametrize(
    ("content", "options", "told"),
    [
        ("{", (), "not JSON"),
        ("[" * 100_000, (), "nested too deeply"),
        ({"dwelling": {"toilet": 1}}, ("--language", "en"), "did you mean toilets?"),
        ({"dwelling": {"area_m2": -1}}, (), "kan ikke være negativt"),
        ({}, ("--pack", "dk-lov"), "There is no rule pack 'dk-lov'"),
        ({}, ("--as-of", "yesterday"), "write it as 2026-03-01"),
        ({}, ("--room-cap-basis", "house"), "room-cap-basis"),
    ],
)
def test_bad_input_is_answered_without_a_traceback(
    tmp_path: Path, content: object, options: tuple[str, ...], told: str
) -> None:
    shown = run(tmp_path, content, *options)
    assert shown.exit_code in (1, 2)
    assert isinstance(shown.exception, SystemExit)
    assert told in shown.output


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    shown = CliRunner().invoke(assess_command, [str(tmp_path / "none.json")])
    assert shown.exit_code == 1
    assert "none.json: No such file" in shown.output
    assert CliRunner().invoke(assess_command, [str(tmp_path)]).exit_code == 1


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in CliRunner().invoke(assess_command, [str(file)]).output
