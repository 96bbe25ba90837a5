"""Reading a facts document: good ones become facts, bad ones are told what to correct, all at once."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards import FactsError, Problem, Text, facts_document, parse_facts
from standards_cases import good_house


def problems(document: object) -> dict[str, str]:
    with pytest.raises(FactsError) as raised:
        parse_facts(document)
    return {problem.path: problem.code for problem in raised.value.problems}


def test_a_document_becomes_facts_and_back() -> None:
    facts = parse_facts({"key": "A", **good_house()})
    assert facts.cooking == ("stove", "oven")
    assert facts.rooms[0].area_m2 == 12.0
    assert parse_facts(json.loads(json.dumps(facts_document(facts)))) == facts


def test_absent_and_null_are_both_unknown() -> None:
    assert parse_facts({"dwelling": {"residents": None}}) == parse_facts({})


@pytest.mark.parametrize(
    ("dwelling", "path", "code"),
    [
        ({"toilet": 1}, "dwelling.toilet", "unknown_key"),
        ({"residents": "8"}, "dwelling.residents", "wrong_type"),
        ({"residents": True}, "dwelling.residents", "wrong_type"),
        ({"residents": 2.5}, "dwelling.residents", "wrong_type"),
        ({"residents": -1}, "dwelling.residents", "negative"),
        ({"residents": 10**400}, "dwelling.residents", "implausible"),
        ({"area_m2": 0}, "dwelling.area_m2", "implausible"),
        ({"area_m2": float("nan")}, "dwelling.area_m2", "wrong_type"),
        ({"heating": "yes"}, "dwelling.heating", "wrong_type"),
        ({"heating": 1}, "dwelling.heating", "wrong_type"),
        ({"kind": "huse"}, "dwelling.kind", "unknown_choice"),
        ({"cooking": "stove"}, "dwelling.cooking", "wrong_type"),
        ({"cooking": ["fire"]}, "dwelling.cooking", "unknown_choice"),
        ({"cooking": [["stove"]]}, "dwelling.cooking", "unknown_choice"),
        ({"built_on": "1975"}, "dwelling.built_on", "wrong_type"),
        ({"built_on": "0001-01-01"}, "dwelling.built_on", "implausible"),
        ({"municipality_code": "101"}, "dwelling.municipality_code", "implausible"),
        ({"residents": 8, "area_m2": 3}, "dwelling.area_m2", "implausible"),
    ],
)
def test_each_slip_is_named_where_it_is(dwelling: dict[str, Any], path: str, code: str) -> None:
    assert problems({"dwelling": dwelling}) == {path: code}


@pytest.mark.parametrize(
    ("document", "path", "code"),
    [
        ([], "document", "wrong_type"),
        (None, "document", "wrong_type"),
        ({"rooms": {}}, "rooms", "wrong_type"),
        ({"rooms": [1]}, "rooms[0]", "wrong_type"),
        ({"rooms": [{}, {"area_m2": 10_000}]}, "rooms[1].area_m2", "implausible"),
        ({"rooms": [{"ceiling_m": 240}]}, "rooms[0].ceiling_m", "implausible"),
        ({"key": 7}, "key", "wrong_type"),
        ({"dweling": {}}, "dweling", "unknown_key"),
        ({"dwelling": {"residents": 400}, "rooms": [{}, {}]}, "dwelling.residents", "implausible"),
        ({"dwelling": {"residents": 2}, "rooms": [{"residents": 3}]}, "dwelling.residents", "contradiction"),
        ({"dwelling": {"toilets": 0}, "rooms": [{"own_toilet": True}]}, "dwelling.toilets", "contradiction"),
        (
            {"dwelling": {"habitable_rooms": 1}, "rooms": [{"use": "bedroom"}, {"use": "living"}]},
            "dwelling.habitable_rooms",
            "contradiction",
        ),
    ],
)
def test_what_cannot_be_is_refused(document: object, path: str, code: str) -> None:
    assert problems(document) == {path: code}


def test_all_problems_are_told_together_with_the_nearest_name() -> None:
    with pytest.raises(FactsError) as raised:
        parse_facts({"dwelling": {"resident": 8, "area_m2": "96"}, "rooms": [{"beds": -1}]})
    sentences = str(raised.value).splitlines()
    assert len(sentences) == 3
    assert sentences[0] == "dwelling.resident = 8: unknown key; did you mean residents?"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["dwelling", "rooms", "residents", "use", "x"]), inner)
    ),
    max_leaves=8,
)


@given(document=JSON)
def test_nothing_but_facts_or_named_problems_ever_comes_out(document: object) -> None:
    found: tuple[Problem, ...] = ()
    try:
        parse_facts(document)
    except FactsError as error:
        found = error.problems or (Problem("", None, "", Text("", "")),)
    assert all(one.path and one.message.da and one.message.en for one in found)
