"""The command `husly assess`."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from standards import Outcome, assess, list_packs, load_pack, parse_facts
from standards.commands import CHUNK, assess_command
from standards.measures.registry import measure_named
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
        ("{", (), "ikke JSON"),
        ("[" * 100_000, ("--language", "en"), "nested too deeply"),
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
    shown = assess_files(tmp_path / "none.json")
    assert shown.exit_code == 1
    assert "none.json: No such file or directory; give the path" in shown.output


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in assess_files(file).output


def assess_files(*arguments: object, text: str | bytes | None = None) -> Result:
    options = ["--language", "en", "--as-of", "2026-03-01"]
    return CliRunner().invoke(assess_command, [*map(str, arguments), *options], input=text)


def lines_of(*documents: object) -> str:
    return "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in documents)


def test_a_folder_is_read_file_by_file_and_one_that_is_wrong_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "a.json").write_text(json.dumps(good_house()), encoding="utf-8")
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    (tmp_path / "more" / "c.json").write_text(json.dumps(crowded(toilets=0) | {"key": "C"}), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not read", encoding="utf-8")
    shown = assess_files(tmp_path)
    assert shown.exit_code == 1
    assert shown.stdout.splitlines() == [
        f"{tmp_path}/a.json: dk-indkvarteringslov-2025: met",
        f"{tmp_path}/more/c.json: C, dk-indkvarteringslov-2025: breached; breached: toilet; 1 facts missing",
    ]
    assert f"{tmp_path}/b.json: not JSON" in shown.stderr
    assert "Error: 1 of 3 refused" in shown.stderr


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert "the folder holds no .json files" in assess_files(tmp_path).output


def test_json_lines_from_standard_input_are_answered_line_by_line() -> None:
    text = lines_of(good_house() | {"key": "A"}, "", {"dwelling": {"toilets": -1}}, "not json", good_house())
    shown = assess_files("-", "--json", text=text)
    assert shown.exit_code == 1
    answers = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [(one["source"], one["format"]) for one in answers] == [
        ("stdin:1", "husly-assessment/1"),
        ("stdin:3", "husly-refusal/1"),
        ("stdin:4", "husly-refusal/1"),
        ("stdin:5", "husly-assessment/1"),
    ]
    assert [answers[0]["dwelling_key"], answers[3]["dwelling_key"]] == ["A", None]
    assert answers[1]["problems"][0]["path"] == "dwelling.toilets"
    assert "2 of 4 refused" in shown.stderr


def test_every_pack_asked_for_answers_each_line() -> None:
    packs = ["--pack", "dk-arbejdsgruppe-2021", "--pack", "dk-covidbolig-2021"]
    shown = assess_files("-", *packs, text=lines_of(good_house(), good_house()))
    assert [line.split(": ")[1] for line in shown.stdout.splitlines()] == [
        "dk-arbejdsgruppe-2021",
        "dk-covidbolig-2021",
        "dk-arbejdsgruppe-2021",
        "dk-covidbolig-2021",
    ]
    assert shown.exit_code == 0


def test_more_documents_than_are_held_at_a_time_come_out_in_their_order() -> None:
    count = CHUNK + 3
    text = lines_of(*({"key": str(number), "dwelling": {"toilets": number % 2}} for number in range(count)))
    answers = [json.loads(line) for line in assess_files("-", "--json", text=text).stdout.splitlines()]
    assert [one["dwelling_key"] for one in answers] == [str(number) for number in range(count)]
    assert [one["verdict"] for one in answers[-2:]] == [
        "breached" if number % 2 == 0 else "not_assessed" for number in range(count - 2, count)
    ]


def test_the_same_key_twice_is_two_answers() -> None:
    text = lines_of(good_house() | {"key": "A"}, crowded(toilets=0) | {"key": "A"})
    answers = [json.loads(line) for line in assess_files("-", "--json", text=text).stdout.splitlines()]
    assert [one["verdict"] for one in answers] == ["met", "breached"]


def test_one_line_is_one_document_unless_lines_are_asked_for(tmp_path: Path) -> None:
    one = lines_of(good_house())
    assert json.loads(assess_files("-", "--json", text=one).stdout)["verdict"] == "met"
    assert json.loads(assess_files("-", "--json", "--lines", text=one).stdout)["source"] == "stdin:1"
    file = tmp_path / "one.jsonl"
    file.write_text(one, encoding="utf-8")
    assert json.loads(assess_files(file, "--json").stdout)["source"] == f"{file}:1"


def test_a_document_over_many_lines_is_read_as_one() -> None:
    assert assess_files("-", "--json", text=json.dumps(good_house(), indent=2)).exit_code == 0


def test_nothing_at_all_is_told() -> None:
    assert "not JSON" in assess_files("-", text="").output
    assert "There is no document" in assess_files("-", "--lines", text="\n\n").output


ROOM = {"name": "A", "use": "bedroom", "area_m2": 12, "residents": 1}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"dwelling": {"toilets": 0, "toilets": 5}}', "toilets stands twice; remove one of the two"),
        ('{"dwelling": {"area_m2": NaN}}', "write a number"),
        ('{"dwelling": {"area_m2": -Infinity}}', "write a number"),
        ('{"dwelling": {"area_m2": 1e999}}', "write a number"),
        ('{"dwelling": {"residents": ' + "9" * 5000 + "}}", "a number is too long"),
        ('{"dwelling": {"residents": -1}}', "the number cannot be negative"),
        (json.dumps({"rooms": [ROOM] * 10_000}), "at most 1000 rooms a dwelling"),
        ("[{}]", "write an object"),
        ("NaN", "write an object"),
        (json.dumps({"key": "x" * 5_000_001}), "larger than 5 MB; one dwelling each"),
    ],
)
def test_facts_that_cannot_be_are_refused_with_what_to_do(text: str, told: str) -> None:
    shown = assess_files("-", text=text)
    assert shown.exit_code == 1
    assert told in shown.output
    many = assess_files("-", "--lines", text=text + "\n{}")
    assert many.exit_code == 1
    assert told in many.stderr
    assert len(many.stdout.splitlines()) == 1


@pytest.mark.parametrize("document", [{}, {"dwelling": None, "rooms": None}, {"dwelling": {"residents": None}}])
def test_nothing_is_met_on_facts_that_nobody_knows(document: dict[str, Any]) -> None:
    for pack_id in list_packs():
        found = assess(parse_facts(document), load_pack(pack_id), as_of=date(2026, 3, 1))
        assert Outcome.MET not in {one.outcome for one in found.results if one.counted}


def test_a_dwelling_without_rooms_meets_no_rule_about_rooms() -> None:
    house = good_house() | {"rooms": []}
    for pack_id in list_packs():
        found = assess(parse_facts(house), load_pack(pack_id), as_of=date(2026, 3, 1))
        for one in found.results:
            if measure_named(one.measure).level == "room" and not (one.reason or "").startswith("exception:"):
                assert one.outcome in (Outcome.NOT_ASSESSED, Outcome.NOT_APPLICABLE), one.requirement_id


def test_a_dwelling_where_nobody_lives_is_overcrowded_by_nobody() -> None:
    rooms = [ROOM | {"residents": 0, "beds": 0}]
    facts = parse_facts({"dwelling": {"residents": 0, "habitable_rooms": 1, "area_m2": 40}, "rooms": rooms})
    cap = assess(facts, load_pack("dk-indkvarteringslov-2025"), as_of=date(2026, 3, 1)).result("cap_dwelling")
    assert (cap.outcome, cap.measured) == (Outcome.MET, 0.0)
