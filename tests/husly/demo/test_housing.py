import statistics
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husly.demo.employers import make_cvr_number, make_employers
from husly.demo.housing import KINDS, make_housing
from register.employers.numbers import normal_cvr
from standards.facts.parse import parse_facts

MANY = 20_000


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311


@given(st.integers())
def test_every_dwelling_is_one_that_the_register_takes(seed: int) -> None:
    dwelling, rooms = make_housing(seeded(seed))
    facts = parse_facts({"dwelling": dwelling, "rooms": rooms})
    assert facts.residents == sum(room.residents or 0 for room in facts.rooms)


def test_the_same_seed_gives_the_same_dwelling() -> None:
    assert make_housing(seeded(7)) == make_housing(seeded(7))


def test_rooms_do_not_share_what_is_changed_in_one() -> None:
    for seed in range(300):
        _, rooms = make_housing(seeded(seed), breach_share=1)
        assert len({id(room) for room in rooms}) == len(rooms)


def test_sizes_have_a_median_of_six_and_a_mean_of_about_twenty_three() -> None:
    rng = seeded(1)
    sizes = [make_housing(rng)[0]["residents"] for _ in range(MANY)]
    assert 5 <= statistics.median(sizes) <= 7
    assert 20 <= statistics.mean(sizes) <= 26


def crowded_or_defect(dwelling: dict[str, object], rooms: list[dict[str, object]]) -> bool:
    habitable = sum(room["use"] in ("bedroom", "living") for room in rooms)
    residents = dwelling["residents"]
    assert isinstance(residents, int)
    rights = ("drinking_water", "wastewater_drain", "protected_damp_cold_heat_noise", "indoor_climate_ok")
    return (
        residents > 2 * habitable
        or any(dwelling.get(key) is False for key in rights)
        or any(room.get(key) is False for room in rooms for key in ("window_openable", "daylight", "heating"))
    )


def test_about_one_dwelling_in_four_breaches_the_act() -> None:
    rng = seeded(2)
    share = sum(crowded_or_defect(*make_housing(rng)) for _ in range(MANY)) / MANY
    assert 0.22 <= share <= 0.30


def test_nothing_is_in_breach_when_none_is_asked_for() -> None:
    rng = seeded(3)
    assert not any(crowded_or_defect(*make_housing(rng, breach_share=0)) for _ in range(2000))


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_chosen_kind_is_made_and_never_larger_than_it_can_be(kind: str) -> None:
    rng = seeded(4)
    for _ in range(200):
        dwelling, _ = make_housing(rng, {kind: 1})
        assert dwelling["kind"] == kind
        assert dwelling["residents"] <= KINDS[kind].most_places


@given(st.integers())
def test_made_up_numbers_pass_the_check(seed: int) -> None:
    number = make_cvr_number(seeded(seed))
    assert normal_cvr(number) == number
    assert number[0] == "9"


def test_every_employer_has_another_number() -> None:
    employers = list(make_employers(seeded(1), 500))
    assert len({employer["cvr_number"] for employer in employers}) == 500
    assert list(make_employers(seeded(1), 3)) == employers[:3]
