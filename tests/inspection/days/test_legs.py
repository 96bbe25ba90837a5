"""The drives of a day: those of the plan while its order holds, estimates where it does not."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from inspection.days.legs import Halt, home_leg, legs_of
from inspection.planning.travel import Place, Travel, TravelRules

HOME = Place(55.4, 10.4, "0461")
NEAR = Place(55.45, 10.45, "0461")
FAR = Place(55.1, 10.6, "0479")


def halt(starts: int, ends: int, place: Place | None = NEAR, position: int | None = None, travel: int = 0) -> Halt:
    return Halt(starts, ends, place, position, travel, float(travel))


def test_the_figures_of_the_plan_hold_while_its_order_does() -> None:
    legs = legs_of(HOME, [halt(540, 600, position=1, travel=17), halt(660, 720, FAR, position=2, travel=33)])
    assert [leg.travel_min for leg in legs] == [17, 33]
    assert [leg.arrive_min for leg in legs] == [540, 633]
    assert [leg.slack_min for leg in legs] == [0, 27]


def test_where_a_stop_is_gone_or_was_put_in_by_hand_the_drive_is_estimated() -> None:
    estimated = int(TravelRules().between([NEAR], [FAR]).minutes[0, 0])
    gone = legs_of(HOME, [halt(540, 600, position=1, travel=17), halt(660, 720, FAR, position=3, travel=1)])
    by_hand = legs_of(HOME, [halt(540, 600, position=1, travel=17), halt(660, 720, FAR)])
    assert gone[1].travel_min == by_hand[1].travel_min == estimated


def test_what_no_plan_reckoned_goes_by_the_roads_of_plans() -> None:
    class Slow:
        def between(self, starts: Sequence[Place], ends: Sequence[Place]) -> Travel:
            told = TravelRules().between(starts, ends)
            return Travel(told.km, told.minutes * 2)

    halts = [halt(540, 600, position=1, travel=17), halt(660, 720, FAR)]
    quick, slow = legs_of(HOME, halts), legs_of(HOME, halts, Slow())
    assert slow[0].travel_min == quick[0].travel_min == 17
    assert slow[1].travel_min == 2 * (quick[1].travel_min or 0) > 0
    assert home_leg(HOME, halts[-1], Slow())[0] == 2 * (home_leg(HOME, halts[-1])[0] or 0)


def test_a_stop_after_one_by_hand_is_never_taken_for_the_planned_sequence() -> None:
    legs = legs_of(HOME, [halt(500, 520), halt(540, 600, position=1, travel=1)])
    assert legs[1].travel_min == int(TravelRules().between([NEAR], [NEAR]).minutes[0, 0])


def test_a_drive_that_nobody_knows_is_not_invented() -> None:
    legs = legs_of(None, [halt(540, 600), halt(660, 720, None)])
    assert [(leg.travel_min, leg.travel_km) for leg in legs] == [(None, None), (None, None)]
    assert home_leg(HOME, halt(540, 600, None)) == (None, None)


def test_a_stop_that_cannot_be_reached_in_time_says_so() -> None:
    legs = legs_of(HOME, [halt(540, 600, position=1, travel=5), halt(610, 700, FAR, position=2, travel=40)])
    assert legs[1].arrive_min == 640
    assert legs[1].slack_min == -30


@given(st.lists(st.tuples(st.integers(0, 1300), st.integers(1, 120), st.integers(0, 90)), max_size=8))
def test_nobody_is_anywhere_before_the_stop_before_has_ended_and_the_drive_is_done(
    rows: list[tuple[int, int, int]],
) -> None:
    halts = [halt(s, s + d, position=number, travel=t) for number, (s, d, t) in enumerate(rows, start=1)]
    legs = legs_of(HOME, halts)
    assert len(legs) == len(halts)
    for number, leg in enumerate(legs):
        ready = halts[number].starts_min if number == 0 else halts[number - 1].ends_min + (leg.travel_min or 0)
        assert leg.arrive_min == ready
        assert leg.slack_min == halts[number].starts_min - ready
