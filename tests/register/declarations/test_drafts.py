from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.declarations.drafts import readable_facts


def test_what_can_be_read_is_read_and_the_rest_is_named() -> None:
    facts, problems = readable_facts(
        {
            "dwelling": {"residents": 4, "area_m2": "stor", "toilets": -1},
            "rooms": [{"name": "A", "area_m2": 12}, {"area_m2": 0}],
        }
    )
    assert (facts.residents, facts.area_m2, facts.toilets) == (4, None, None)
    assert [room.area_m2 for room in facts.rooms] == [12, None]
    assert [problem.path for problem in problems] == ["dwelling.area_m2", "dwelling.toilets", "rooms[1].area_m2"]


def test_a_contradiction_leaves_out_the_statement_it_names() -> None:
    facts, problems = readable_facts({"dwelling": {"residents": 2, "toilets": 1}, "rooms": [{"residents": 3}]})
    assert (facts.residents, facts.toilets) == (None, 1)
    assert [problem.code for problem in problems] == ["contradiction"]


def test_too_many_rooms_are_named_and_nothing_else_is_read() -> None:
    facts, problems = readable_facts({"rooms": [{"name": "x"}] * 1001})
    assert facts.rooms == ()
    assert [problem.path for problem in problems] == ["rooms"]


@pytest.mark.parametrize("document", [{}, {"dwelling": {}, "rooms": []}, {"dwelling": None, "rooms": None}])
def test_an_empty_form_has_no_facts_and_no_problems(document: dict[str, Any]) -> None:
    facts, problems = readable_facts(document)
    assert facts.residents is None
    assert problems == ()


scraps = st.text("ab12,.-", max_size=5)
anything = st.none() | st.booleans() | st.integers() | st.floats() | scraps | st.lists(scraps, max_size=3)
keys = st.sampled_from(["residents", "area_m2", "toilets", "cooking", "built_on", "kitchen", "use", "nonsense"])
parts = st.dictionaries(keys, anything, max_size=5)


@given(st.fixed_dictionaries({"dwelling": parts, "rooms": st.lists(parts, max_size=3)}))
def test_nothing_that_can_be_typed_makes_reading_fail(document: dict[str, Any]) -> None:
    facts, _ = readable_facts(document)
    assert len(facts.rooms) in (0, len(document["rooms"]))
