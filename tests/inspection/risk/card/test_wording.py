"""Factors in words: every point of a weight set stands on the card, in a sentence without blanks, in both languages."""

import pytest

from husly.kit.i18n import use_language
from inspection.risk.card.wording import advice_for, name_of, point_lines
from inspection.risk.features.names import FEATURE_NAMES
from inspection.risk.weights import delivered_versions, load_weights
from inspection.risk.weights.factors import Factor

FACTORS = load_weights("2026-01").factors
EVERY = [one for version in delivered_versions() for one in load_weights(version).factors]


def factor(key: str) -> Factor:
    return next(one for one in FACTORS if one.key == key)


def told(key: str) -> list[tuple[str, int]]:
    return [(line.text, line.points) for line in point_lines(factor(key))]


@pytest.mark.parametrize("spoken", ["da", "en"])
@pytest.mark.parametrize("one", EVERY, ids=lambda one: f"{one.key}-{one.max_points}")
def test_every_number_of_points_is_told_without_a_blank(one: Factor, spoken: str) -> None:
    use_language(spoken)
    lines = point_lines(one)
    given = {choice.points for choice in one.choices} | {points for _, points in one.steps} | {one.unknown_points}
    assert given - {0} <= {line.points for line in lines}
    assert max(line.points for line in lines) == one.max_points
    assert all("{" not in line.text and line.text[0].isupper() | line.text[0].isdigit() for line in lines)


def test_limits_are_told_as_people_say_them() -> None:
    use_language("en")
    assert told("crowding")[0] == ("More than 4 persons per habitable room.", 9)
    assert told("little_space")[0] == ("Less than 8 m² per person.", 7)
    assert told("previous_breaches")[-1] == ("Breaches found at the employer before: at least 1.", 4)
    assert told("not_visited")[0] == ("Last visited more than 1460 days ago.", 5)
    assert told("missing_facts")[0] == ("More than 50 % of the facts asked for are missing.", 5)


def test_what_gives_the_same_points_shares_a_sentence() -> None:
    use_language("en")
    assert told("kind_of_place")[0] == (
        "The accommodation is a room at the workplace, a vehicle or a building site.",
        12,
    )


def test_a_dwelling_without_any_toilet_is_told_apart() -> None:
    use_language("da")
    assert ("Der er intet toilet.", 5) in told("toilets")


def test_only_what_the_sentence_says_gives_a_line() -> None:
    use_language("en")
    assert told("not_approved_for_habitation") == [
        ("The building is not approved for habitation.", 5),
        ("Whether the building is approved for habitation is unknown.", 2),
    ]


def test_every_delivered_factor_has_a_name_and_advice() -> None:
    assert [one.key for one in EVERY if one.feature not in FEATURE_NAMES] == []
    use_language("en")
    assert name_of(factor("crowding")) == "Persons per habitable room"
    assert advice_for(factor("crowding"), "x").place == "/declarations/x/amend"
    assert advice_for(factor("previous_orders"), "x").place == ""


def test_a_factor_of_a_new_feature_is_named_by_its_weightiest_sentence() -> None:
    use_language("en")
    strange = Factor(**{name: getattr(factor("toilets"), name) for name in Factor.__slots__} | {"feature": "new"})
    assert name_of(strange) == "There is no toilet"
    assert advice_for(strange, "x").place == "/declarations/x/amend"
