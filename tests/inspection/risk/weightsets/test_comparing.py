"""Two weight sets side by side."""

from dataclasses import replace

import polars as pl

from inspection.risk.weights import load_weights
from inspection.risk.weights.factors import Weights
from inspection.risk.weightsets.comparing import compare, points_table
from inspection.risk.weightsets.effects import features_frame, moves_of

WEIGHTS = load_weights("2026-01")


def changed(key: str, **fields: object) -> Weights:
    """The delivered set with one factor otherwise."""
    factors = tuple(replace(one, **fields) if one.key == key else one for one in WEIGHTS.factors)  # type: ignore[arg-type]
    return replace(WEIGHTS, version="other", factors=factors)


def test_a_set_does_not_differ_from_itself() -> None:
    assert not any(one.changes for one in compare(WEIGHTS, WEIGHTS))


def test_only_the_changed_points_are_told() -> None:
    (told,) = [one for one in compare(WEIGHTS, changed("toilets", unknown_points=4)) if one.changes]
    assert told.key == "toilets"
    assert [(one.value, one.before, one.after) for one in told.points if one.changes] == [(None, 2, 4)]
    assert not told.rereads


def test_a_limit_that_moves_is_told_on_both_sides() -> None:
    (told,) = [one for one in compare(WEIGHTS, changed("toilets", steps=((10, 5), (9, 4), (5, 2)))) if one.changes]
    assert [(one.value, one.before, one.after) for one in told.points if one.changes] == [(9, None, 4), (8, 4, None)]


def test_a_factor_that_is_gone_stands_last_and_an_added_one_has_no_before() -> None:
    fewer = replace(WEIGHTS, factors=WEIGHTS.factors[1:])
    gone = compare(WEIGHTS, fewer)[-1]
    assert (gone.key, gone.max_before, gone.max_after, gone.changes) == ("kind_of_place", 12, 0, True)
    assert compare(fewer, WEIGHTS)[0].before is None


def test_other_words_are_a_change() -> None:
    (told,) = [one for one in compare(WEIGHTS, changed("toilets", da="Noget andet {value}.")) if one.changes]
    assert told.rereads


def test_the_weightiest_value_stands_first_and_not_knowing_last() -> None:
    table = points_table(next(one for one in WEIGHTS.factors if one.key == "kind_of_place"))
    assert list(table.values())[:-1] == sorted(list(table.values())[:-1], reverse=True)
    assert list(table)[-1] is None


def test_moves_between_groups_are_counted_both_ways() -> None:
    frame = features_frame([{}, {"kind": "container", "persons_per_toilet": "inf"}])
    assert frame["persons_per_toilet"].to_list() == [None, float("inf")]
    lower = replace(WEIGHTS, group_limits=(90, 95, 100))
    moves = moves_of(frame, WEIGHTS, lower, of=2)
    assert (moves.up, moves.down, moves.read, moves.of) == (0, 2, 2, 2)
    back = moves_of(frame, lower, WEIGHTS, of=2)
    assert (back.up, back.down) == (2, 0)


def test_no_accommodations_make_no_moves() -> None:
    assert moves_of(features_frame([]), WEIGHTS, WEIGHTS, of=0).read == 0
    assert isinstance(features_frame([]), pl.DataFrame)
