"""What changed from one weight set to the next."""

from dataclasses import replace
from datetime import date

from inspection.risk.card.versions import versions
from inspection.risk.weights import load_weights

FIRST = load_weights("2026-01")
LATER = replace(FIRST, version="2027-01", valid_from=date(2027, 1, 1))


def test_the_first_version_changes_nothing() -> None:
    (only,) = versions([FIRST])
    assert only.is_first
    assert only.changes == ()


def test_new_gone_and_other_points_are_told_the_newest_version_first() -> None:
    toilets = next(one for one in FIRST.factors if one.key == "toilets")
    heavier = replace(toilets, steps=((5.0, 7),))
    other = [heavier if one.key == "toilets" else one for one in FIRST.factors if one.key != "crowding"]
    new = replace(toilets, key="showers")
    newest, first = versions([replace(LATER, factors=(*other, new)), FIRST])
    assert first.is_first
    told = {change.factor.key: (change.before, change.after) for change in newest.changes}
    assert told == {"showers": (None, 5), "toilets": (5, 7), "crowding": (9, None)}


def test_other_words_for_the_same_points_are_no_change() -> None:
    reworded = tuple(replace(one, en="Otherwise said.") for one in FIRST.factors)
    newest, _ = versions([FIRST, replace(LATER, factors=reworded)])
    assert newest.changes == ()
    assert not newest.groups_changed


def test_other_limits_of_the_groups_are_told() -> None:
    newest, _ = versions([FIRST, replace(LATER, group_limits=(10, 20, 30))])
    assert newest.groups_changed
