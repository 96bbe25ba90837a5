"""A pack with a slip is refused with file, line, key and remedy; nothing that is written can do worse than that."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from standards import PackError, read_pack
from standards.rules.pack import PACKS
from standards.rules.yaml_text import MAX_DEPTH, MAX_NODES, YamlTextError, read_yaml

TEXT = """\
id: xx-test
title: {da: "Prøve", en: "Test"}
jurisdiction: DK
legal_status: binding
release: draft
version: "1"
requirements:
  - id: xx-test.toilet
    measure: san.persons_per_toilet
    op: "<="
    value: 5
    unit: person/unit
    severity: breach
    reference: {title: "Act", section: "§ 1", eli_url: "https://example.org/eli/1"}
    valid_from: 2020-01-01
    valid_to: 2022-01-01
    confidence: V
    source_sites: [example.org]
    text: {da: "Regel", en: "Rule"}
    remedy: {da: "Resultat", en: "Result"}
"""
LATER = TEXT[TEXT.index("  - id") :].replace("2022-01-01", "2030-01-01").replace("value: 5", "value: 4")


def refusal(text: str) -> str:
    with pytest.raises(PackError) as raised:
        read_pack(text, origin="xx-test.yaml")
    return str(raised.value)


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new)


def test_the_text_that_the_slips_are_made_in_is_sound() -> None:
    assert read_pack(TEXT + LATER.replace("2020-01-01", "2022-01-01"), origin="xx-test.yaml").id == "xx-test"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "severity: breach",
            "severty: breach",
            "13: requirements[0].severty (xx-test.toilet): unknown key; did you mean",
        ),
        (
            "severity: breach",
            "severity: fatal",
            "13: requirements[0].severity (xx-test.toilet): 'fatal' is not known",
        ),
        ("    severity: breach\n", "", "8: requirements[0].severity (xx-test.toilet): missing; add it"),
        (
            "san.persons_per_toilet",
            "san.persons_per_toilets",
            "9: requirements[0].measure (xx-test.toilet): unkn",
        ),
        ("unit: person/unit", "unit: m2", "; write unit: 'person/unit'"),
        ("unit: person/unit", "unit: m2", "12: requirements[0].unit (xx-test.toilet)"),
        ('op: "<="', 'op: ">="', "10: requirements[0].op (xx-test.toilet)"),
        ("value: 5", 'value: "5"', "11: requirements[0].value (xx-test.toilet): '5': write"),
        ("value: 5", "value: five", "11: requirements[0].value (xx-test.toilet): 'five': write"),
        ("value: 5", "value: .nan", "11: requirements[0].value (xx-test.toilet)"),
        ("value: 5", "value: .inf", "11: requirements[0].value (xx-test.toilet)"),
        (', eli_url: "https://example.org/eli/1"', "", "14: requirements[0].reference (xx-test.toilet)"),
        (', eli_url: "https://example.org/eli/1"', "", "write reference: {title: ..., section: ..., eli_url: https://"),
        ('section: "§ 1", ', "", "14: requirements[0].reference.section (xx-test.toilet): missing; add it"),
        ('{title: "Act", section', '{titel: "Act", section', "unknown key; did you mean title?"),
        (
            "valid_from: 2020-01-01",
            "valid_from: soon",
            "15: requirements[0].valid_from (xx-test.toilet): 'soon' is",
        ),
        ("valid_from: 2020-01-01", "valid_from: 2020-13-01", "a value cannot be read"),
        ("valid_to: 2022-01-01", "valid_to: 2019-01-01", "16: requirements[0].valid_to (xx-test.toilet)"),
        ("jurisdiction: DK", "jurisdiction: NO", "3: jurisdiction: False is no text; put it in quotes"),
        ('version: "1"', "version: 1.0", "6: version: 1.0 is no text; put it in quotes"),
        ('en: "Test"', "eng: Test", "did you mean en?"),
        ("id: xx-test\n", "id: XX Test\n", "1: id: 'XX Test' is not of the right form"),
        (
            "xx-test.toilet",
            "yy.toilet",
            "the id must start with xx-test.; write id: xx-test.<name>",
        ),
        ("[example.org]", "[]", "18: requirements[0].source_sites (xx-test.toilet): empty; write at least one"),
        ("[example.org]", "example.org", "write a list"),
        ("    value: 5\n", "    value: 5\n    value: 6\n", "12: value: the key stands here and on line 11; remove one"),
        ("    value: 5\n", "\tvalue: 5\n", "11: a tab; indent with spaces"),
        ("release: draft", "release: approved", "5: release: 'approved' is not known; write one of 'draft'"),
        ("value: 5", "value: !!python/object/apply:os.system [ls]", "11: not readable as YAML"),
        ('"Act"', '"Act', "not readable as YAML"),
        ("value: 5", "value: *limit", "11: not readable as YAML"),
        ("value: 5", "value: &limit [*limit]", "*limit stands inside itself; write the part out"),
        ("requirements:", "---\nrequirements:", "not readable as YAML"),
        ("requirements:", "? [a, b]\n: 1\nrequirements:", "7: a key is a single word"),
    ],
)
def test_each_slip_is_told_with_line_key_and_remedy(old: str, new: str, told: str) -> None:
    assert told in refusal(changed(old, new))
    assert refusal(changed(old, new)).startswith("xx-test.yaml:")


def test_versions_that_overlap_or_leave_a_gap_are_refused_on_the_later_one() -> None:
    overlap = refusal(TEXT + LATER.replace("2020-01-01", "2021-12-31"))
    assert "two versions are valid on the same day (2021-12-31); end the earlier one (valid_to)" in overlap
    gap = refusal(TEXT + LATER.replace("2020-01-01", "2022-01-02"))
    assert "nothing is valid from 2022-01-01 until 2022-01-02; let the later one begin" in gap
    assert gap.startswith("xx-test.yaml:21: requirements[1]")


def test_every_slip_is_told_at_once_in_the_order_of_the_file() -> None:
    told = refusal(changed("severity: breach", "severity: fatal").replace("release: draft", "release: done"))
    assert [line.split(":")[1] for line in told.splitlines()] == ["5", "13"]


def test_a_value_that_came_through_an_alias_is_told_where_it_stands() -> None:
    text = changed('reference: {title: "Act",', "reference: {<<: *act,") + 'x: {act: &act {title: ""}}\n'
    moved = text.replace("requirements:", 'x: {act: &act {title: ""}}\nrequirements:', 1).rpartition("x: {act")[0]
    assert "xx-test.yaml:7: requirements[0].reference.title (xx-test.toilet): empty" in refusal(moved)


def test_aliases_that_explode_are_refused_before_they_are_built() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    told = refusal("\n".join(rows))
    assert f"more than {MAX_NODES:,} values with aliases written out" in told


def test_merged_mappings_that_explode_are_refused_too() -> None:
    rows = ["a0: &a0 {k: v}"] + [f"a{n}: &a{n} {{b: *a{n - 1}, c: *a{n - 1}}}" for n in range(1, 40)]
    assert "aliases written out" in refusal("\n".join(rows))


def test_depth_and_size_have_bounds() -> None:
    assert f"nested deeper than {MAX_DEPTH} levels" in refusal("[" * 10_000)
    assert "larger than 2 MB" in refusal("# " + "x" * 2_000_001)


@pytest.mark.parametrize("text", ["", "# nothing", "- a", "1", "null", "\x00", "\ud800", "{", "a: b: c", "%", "&a"])
def test_a_text_that_is_no_pack_is_refused_with_its_name(text: str) -> None:
    assert refusal(text).startswith("xx-test.yaml:")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    refused = ""
    try:
        read_yaml(text)
    except YamlTextError as error:
        refused = str(error)
    assert re.match(r"$|[1-9]\d*: .", refused)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.sampled_from(["id", "title", "jurisdiction", "version", "notes", "applies", "requirements", "valid_from"]),
    values,
)
def test_any_value_of_a_key_of_the_pack_is_read_or_refused(key: str, value: object) -> None:
    _read_or_refused(yaml.safe_load(TEXT) | {key: value})


@given(st.sampled_from([*yaml.safe_load(TEXT)["requirements"][0], "applies", "unless", "table", "best"]), values)
def test_any_value_of_a_key_of_a_requirement_is_read_or_refused(key: str, value: object) -> None:
    document = yaml.safe_load(TEXT)
    document["requirements"][0][key] = value
    _read_or_refused(document)


def _read_or_refused(document: object) -> None:
    refused: list[str] = []
    try:
        read_pack(yaml.safe_dump(document), origin="fuzz.yaml")
    except PackError as error:
        refused = [problem.sentence for problem in error.problems] or ["nothing is told"]
    assert all(re.match(r"fuzz.yaml:[1-9]\d*: .", line) for line in refused)


@pytest.mark.parametrize("path", sorted(PACKS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_pack_that_is_shipped_stays_far_within_the_bounds(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text) < 500_000
    assert read_yaml(text).document["id"] == path.stem
