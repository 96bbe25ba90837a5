"""Who would get a case: the rule by itself."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inspection.planning.solving.problem import Inspector, Window
from inspection.planning.travel import Place
from inspection.staff.suggesting import LOAD_DAYS, CaseNeed, Weights, rank, simulate

MONDAY = date(2026, 3, 2)
ODENSE = Place(55.396, 10.388, "0461")
BO = Inspector(id="bo", name="Bo", lat=55.4, lon=10.4, region=frozenset({"0461"}))
IDA = Inspector(id="ida", name="Ida", lat=55.4, lon=10.4, region=frozenset({"0751"}), skills=frozenset({"farms"}))
NEED = CaseNeed(id="c1", opened_on=MONDAY, visit_on=MONDAY, place=ODENSE)


def first(need: CaseNeed, *team: Inspector, **loads: int) -> str:
    return rank(need, team, loads, Weights())[0].inspector_id


def test_region_comes_first() -> None:
    assert first(replace(NEED, skills=frozenset({"farms"})), BO, IDA) == "bo"


def test_skills_and_languages_decide_among_those_of_the_region() -> None:
    knows = replace(BO, id="zoe", skills=frozenset({"farms"}), languages=frozenset({"pl"}))
    assert first(NEED, BO, knows) == "bo"
    assert first(replace(NEED, skills=frozenset({"farms"})), BO, knows) == "zoe"
    assert first(replace(NEED, languages=frozenset({"pl", "ro"})), BO, knows) == "zoe"


def test_whoever_has_least_to_do_gets_it_when_all_else_is_equal() -> None:
    assert first(NEED, BO, replace(BO, id="zoe"), bo=1) == "zoe"


def test_whoever_is_away_off_or_conflicted_is_not_even_ranked() -> None:
    for team, need in (
        ([replace(BO, absent_on=frozenset({MONDAY}))], NEED),
        ([replace(BO, hours=(Window(1),))], NEED),
        ([BO], replace(NEED, barred=frozenset({"bo"}))),
    ):
        assert rank(need, team, {}, Weights()) == []


def test_cases_are_spread_and_old_ones_weigh_no_more() -> None:
    twins = [BO, replace(BO, id="zoe")]
    needs = [replace(NEED, id=f"c{number}") for number in range(10)]
    given_to = list(simulate(needs, twins, Weights()).values())
    assert given_to.count("bo") == given_to.count("zoe") == 5
    later = MONDAY + timedelta(days=LOAD_DAYS + 1)
    busy = [replace(NEED, id="a"), replace(NEED, id="b", opened_on=later, visit_on=later)]
    assert simulate(busy, twins, Weights()) == {"a": "bo", "b": "bo"}


@given(
    st.lists(st.tuples(st.integers(0, 60), st.frozensets(st.sampled_from(["bo", "ida"]))), max_size=20),
    st.builds(Weights, **dict.fromkeys(("region", "skills", "languages", "load", "distance"), st.integers(0, 1000))),
)
def test_no_weights_give_a_case_to_somebody_conflicted(
    cases: list[tuple[int, frozenset[str]]], weights: Weights
) -> None:
    needs = [
        replace(NEED, id=f"c{number}", opened_on=MONDAY + timedelta(days=days), barred=barred)
        for number, (days, barred) in enumerate(cases)
    ]
    given_to = simulate(needs, [BO, IDA], weights)
    assert all(given_to.get(one.id) not in one.barred for one in needs)
    assert given_to.keys() == {one.id for one in needs if len(one.barred) < 2}
    assert given_to == simulate(list(reversed(needs)), [BO, IDA], weights)
