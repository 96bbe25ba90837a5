"""The commands `husly packs ...`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from standards import list_packs, load_pack
from standards.pack_commands import packs_group
from standards.rules.pack import PACKS

PROPOSAL = "dk-arbejdsgruppe-2021"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(packs_group, [str(one) for one in arguments], env={"COLUMNS": "200"})


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    path = tmp_path / "newer.yaml"
    text = (PACKS / f"{PROPOSAL}.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace('version: "0.2"', 'version: "0.3"').replace("value: 5.0", "value: 4.0"), "utf-8")
    return path


def test_the_list_names_every_pack_with_status_and_sureness() -> None:
    shown = run("list", "--language", "en")
    assert shown.exit_code == 0
    assert all(pack_id in shown.output for pack_id in list_packs())
    assert "Denmark" in shown.output
    assert "law in force · 2025-07-01 – · draft" in shown.output
    assert "P:4 V*:8" in shown.output


def test_the_list_narrows_down_by_kind_country_and_word() -> None:
    only = json.loads(run("list", "--json", "--country", "dk", "--status", "expired", "--search", "smitte").output)
    assert [one["id"] for one in only] == ["dk-covidbolig-2021"]
    assert only[0]["hash"] == load_pack("dk-covidbolig-2021").content_hash
    assert json.loads(run("list", "--json", "--country", "ZZ").output) == []


def test_a_pack_is_shown_rule_by_rule_with_its_clause() -> None:
    shown = run("show", PROPOSAL, "--language", "en").output
    for rule in load_pack(PROPOSAL).requirements:
        assert f"{rule.short_id}: " in shown
    assert "toilet_ratio: ≤ 5 persons per unit (preferably 4)" in shown
    assert "bedroom_area: no figure set" in shown
    assert "Except: Each resident has an own toilet" in shown
    assert "DRAFT" in shown


def test_a_day_picks_the_rules_in_force() -> None:
    covid = "dk-covidbolig-2021"
    assert json.loads(run("show", covid, "--json", "--as-of", "2026-03-01").output)["requirements"] == []
    assert len(json.loads(run("show", covid, "--json", "--as-of", "2021-03-01").output)["requirements"]) == 17


def test_files_are_validated_one_by_one(newer: Path, tmp_path: Path) -> None:
    assert "in order (dk-arbejdsgruppe-2021 0.3, 28 rules, draft)" in run("validate", newer).output
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(newer.read_text("utf-8").replace("severity: breach", "severty: breach", 1), "utf-8")
    shown = run("validate", newer, wrong, tmp_path / "none.yaml")
    assert shown.exit_code == 1
    assert "in order" in shown.output
    assert f"{wrong}:48: requirements[0].severty (dk-arbejdsgruppe-2021.core): unknown key; did you" in shown.output
    assert "missing; add it" not in shown.output
    assert "none.yaml: No such file or directory; give the path" in shown.output
    assert "2 of 3 cannot be used" in shown.output


def test_the_cases_of_every_pack_come_out() -> None:
    shown = run("test")
    assert shown.exit_code == 0, shown.output
    assert all(f"{pack_id}: " in shown.output for pack_id in list_packs())


def test_a_draft_of_a_pack_is_tried_on_the_cases_and_what_differs_is_told(newer: Path) -> None:
    shown = run("test", newer)
    assert shown.exit_code == 1
    assert "toilet_ratio, " in shown.output
    assert "expected met, found breached" in shown.output
    assert "to look at" in shown.output


def test_two_versions_are_compared(newer: Path) -> None:
    shown = run("diff", PROPOSAL, newer, "--language", "en").output
    assert "version: 0.2 → 0.3" in shown
    assert "changed: toilet_ratio (Persons per toilet): ≤ 5" in shown
    assert "0 added, 0 removed, 2 changed" in shown
    document = json.loads(run("diff", PROPOSAL, newer, "--json").output)
    assert {row["before"].rpartition(".")[2] for row in document["rules"]} == {"toilet_ratio", "shower_ratio"}


def test_two_packs_are_compared_by_what_they_measure() -> None:
    shown = run("diff", "dk-covidbolig-2021", PROPOSAL, "--language", "en").output
    assert "only in dk-covidbolig-2021: bed (Own bed): yes → –" in shown


def test_measures_are_listed_with_their_formula() -> None:
    shown = run("measures", "toilet", "--language", "en").output
    assert "san.toilet_access (dwelling, flag): Access to a toilet\n    toilets >= 1" in shown
    assert [one["key"] for one in json.loads(run("measures", "san.toilet_access", "--json").output)] == [
        "san.toilet_access"
    ]


@pytest.mark.parametrize("name", ["pack", "facts"])
def test_a_schema_is_printed(name: str) -> None:
    assert json.loads(run("schema", name).output)["$schema"].startswith("https://json-schema.org/")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("show", "dk-arbejdsgruppe-2022"), "did you mean dk-arbejdsgruppe-2021?"),
        (("show", PROPOSAL, "--as-of", "soon"), "write it as 2026-03-01"),
        (("diff", PROPOSAL, "none.yaml"), "none.yaml: No such file"),
        (("test", "dk-lov"), "There is no rule pack"),
        (("schema", "letter"), "is not one of 'pack', 'facts'"),
        (("list", "--status", "law"), "is not one of"),
        (("validate",), "Missing argument"),
    ],
)
def test_bad_input_is_answered_without_a_traceback(arguments: tuple[str, ...], told: str) -> None:
    shown = run(*arguments)
    assert shown.exit_code in (1, 2)
    assert isinstance(shown.exception, SystemExit)
    assert told in shown.output
