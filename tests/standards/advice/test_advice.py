"""The cheapest way to comply: found, told in plain words, and always tried before it is given."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standards import DwellingFacts, Outcome, Pack, RoomFacts, assess, lawful_capacity, load_pack
from standards.advice.advise import Guidance, advise
from standards.advice.costs import costs
from standards_packs import AREA, BEDS, LIVING, SHOWERS, TOILETS, pack_of, rule

DAY = date(2026, 3, 1)
ACT = load_pack("dk-indkvarteringslov-2025")
PROPOSAL = load_pack("dk-arbejdsgruppe-2021")


def bedroom(name: str, residents: int, **more: object) -> RoomFacts:
    return RoomFacts(**{"name": name, "use": "bedroom", "residents": residents} | more)  # type: ignore[arg-type]


def plans(guidance: Guidance) -> list[str]:
    return [plan.sentence.da for plan in guidance.plans]


def test_a_toilet_more_is_the_alternative_to_fewer_residents() -> None:
    found = advise(DwellingFacts(residents=8, toilets=1), pack_of(TOILETS), as_of=DAY)
    assert plans(found) == ["Tre færre beboere i alt.", "Et toilet mere giver plads til 10."]
    assert [plan.sentence.en for plan in found.plans] == [
        "Three fewer residents in all.",
        "One more toilet gives room for 10.",
    ]


def test_whoever_is_too_many_in_a_room_moves_to_where_there_is_space() -> None:
    rooms = (bedroom("Værelse 1", 1, area_m2=12.0), bedroom("Værelse 3", 4, area_m2=12.0))
    found = advise(DwellingFacts(residents=5, rooms=rooms), pack_of(AREA), as_of=DAY)
    assert plans(found) == ["Flyt 1 beboer fra Værelse 3 til Værelse 1."]


def test_where_there_is_no_space_the_room_that_is_too_full_is_named() -> None:
    rooms = (bedroom("Værelse 1", 3, area_m2=12.0), bedroom("Værelse 3", 5, area_m2=12.0))
    found = advise(DwellingFacts(residents=8, rooms=rooms), pack_of(AREA), as_of=DAY)
    assert plans(found) == ["To færre beboere i Værelse 3."]


def test_several_breaches_are_cured_by_one_plan() -> None:
    rooms = (bedroom("Værelse 1", 1, area_m2=16.0), bedroom("Værelse 3", 5, area_m2=16.0))
    facts = DwellingFacts(residents=6, toilets=1, rooms=rooms)
    found = advise(facts, pack_of(AREA, TOILETS), as_of=DAY)
    assert plans(found) == [
        "Én beboer færre i Værelse 3.",
        "Flyt 1 beboer fra Værelse 3 til Værelse 1; et toilet mere. Så er der plads til 8.",
    ]
    assert [way.sentence.da for way in found.for_rule("test.wc")] == [
        "Én beboer færre i alt.",
        "Et toilet mere giver plads til 10.",
    ]


def test_a_living_room_is_given_its_size_and_beds_their_room() -> None:
    rooms = (bedroom("Øst", 4, beds=3), RoomFacts(use="living", area_m2=8.0, residents=0))
    found = advise(DwellingFacts(residents=4, rooms=rooms), pack_of(LIVING), as_of=DAY)
    assert "Et opholdsrum på 8 m² mere giver plads til 4." in plans(found)
    found = advise(DwellingFacts(residents=4, rooms=rooms), pack_of(BEDS), as_of=DAY)
    assert plans(found) == ["Én beboer færre i Øst.", "En seng mere i Øst giver plads til 4."]


def test_what_only_has_to_be_so_is_told_as_the_result_to_be_achieved() -> None:
    facts = DwellingFacts(residents=1, drinking_water=False, not_hazardous=False)
    (plan,) = advise(facts, ACT, as_of=DAY).plans
    assert plan.sentence.da == (
        "Beboerne bor et sted, der ikke er til fare for deres sundhed; "
        "beboerne har godt drikkevand i tilstrækkelig mængde."
    )
    assert set(plan.cures) == {f"{ACT.id}.no_hazard", f"{ACT.id}.drinking_water"}


def test_a_microwave_is_no_way_to_cook_and_the_cure_is_a_hot_meal() -> None:
    facts = DwellingFacts(residents=1, cooking=("microwave",))
    (plan,) = advise(facts, PROPOSAL, as_of=DAY).plans
    assert plan.steps[0].text == PROPOSAL.requirement(f"{PROPOSAL.id}.hot_meal").remedy


def test_advice_on_a_cap_open_to_two_readings_holds_in_both() -> None:
    rooms = (bedroom("A", 3), bedroom("B", 1), RoomFacts(use="living", residents=0))
    facts = DwellingFacts(residents=4, area_m2=40, rooms=rooms)
    found = advise(facts, ACT, as_of=DAY)
    assert found.plans == ()
    assert [way.sentence.da for way in found.for_rule(f"{ACT.id}.cap")] == ["Flyt 1 beboer fra A til B."]


def test_too_many_everywhere_asks_for_fewer_residents_or_more_rooms() -> None:
    facts = DwellingFacts(residents=6, area_m2=84, rooms=(bedroom("A", 3), bedroom("B", 3)))
    assert plans(advise(facts, ACT, as_of=DAY)) == [
        "Én beboer færre i A; én beboer færre i B.",
        "Et beboelsesrum mere; flyt 1 beboer fra A til det nye rum; flyt 1 beboer fra B til det nye rum. "
        "Så er der plads til 6.",
    ]


def test_those_no_room_tells_of_may_leave_and_take_nobody_in() -> None:
    rooms = (bedroom("A", 3, area_m2=8.0), bedroom("B", 1, area_m2=8.0))
    facts = DwellingFacts(residents=8, toilets=1, rooms=rooms)
    found = advise(facts, pack_of(AREA, TOILETS), as_of=DAY)
    assert plans(found)[0] == "Tre færre beboere i alt."
    assert found.plans[0].after.residents == 5
    assert [room.residents for room in found.plans[0].after.rooms] == [2, 1]


def test_nothing_is_advised_where_nothing_is_broken() -> None:
    assert advise(DwellingFacts(residents=2, toilets=1), pack_of(TOILETS), as_of=DAY) == Guidance()


def test_a_measured_figure_that_is_wrong_is_told_as_the_result_to_be_achieved() -> None:
    distance = rule("distance", "general.distance_between_persons_m", ">=", 1.0, "m")
    assert plans(advise(DwellingFacts(distance_between_persons_m=0.5), pack_of(distance), as_of=DAY)) == [
        "Sådan skal det være."
    ]


def test_a_breach_that_nothing_known_can_cure_is_named_and_no_advice_invented() -> None:
    nobody_fits = rule("table", "dwelling.area_per_person_m2", ">=", 20.0, "m2/person")
    found = advise(DwellingFacts(residents=2, area_m2=15.0), pack_of(nobody_fits), as_of=DAY)
    assert (found.plans, found.open_breaches) == ((), ("test.table",))


def test_the_scale_orders_moving_before_leaving_before_furniture_before_fixtures_before_building() -> None:
    kinds = ("move", "fewer", "furniture", "fixture", "building")
    weights = [costs().weigh([(kind, amount)]) for kind, amount in zip(kinds, (9, 8, 7, 2, 1), strict=True)]
    assert weights == sorted(weights)


PACKS = st.sampled_from([pack_of(AREA, TOILETS, SHOWERS, BEDS), pack_of(LIVING, TOILETS, AREA), ACT, PROPOSAL])
FEW = settings(max_examples=12, suppress_health_check=list(HealthCheck))


@st.composite
def crowded(draw: st.DrawFn) -> DwellingFacts:
    """A dwelling with too many people more often than not, and some flags that are wrong."""
    flag = st.sampled_from([None, True, True, False])
    rooms = draw(
        st.lists(
            st.builds(
                RoomFacts,
                use=st.just("bedroom"),
                area_m2=st.sampled_from([8.0, 12.0, 16.0]),
                residents=st.integers(0, 5),
                beds=st.integers(0, 4),
                daylight=flag,
                chair=flag,
            ),
            min_size=1,
            max_size=4,
        )
    )
    common = RoomFacts(use="living", area_m2=draw(st.sampled_from([6.0, 20.0])), residents=0)
    return DwellingFacts(
        rooms=(*rooms, common),
        residents=sum(room.residents or 0 for room in rooms),
        area_m2=draw(st.sampled_from([None, 60.0, 150.0])),
        toilets=draw(st.integers(0, 2)),
        showers=draw(st.integers(0, 2)),
        drinking_water=draw(flag),
        internet=draw(flag),
        cooking=draw(st.sampled_from([None, ("microwave",), ("stove",)])),
    )


@FEW
@given(facts=crowded(), pack=PACKS)
def test_every_piece_of_advice_cures_what_it_is_for_and_breaks_nothing_else(facts: DwellingFacts, pack: Pack) -> None:
    before = {row.requirement_id for row in assess(facts, pack, as_of=DAY).breaches()}
    found = advise(facts, pack, as_of=DAY)
    alone = [way for _, ways in found.by_rule for way in ways]
    for way in (*found.plans, *alone):
        judged = assess(way.after, pack, as_of=DAY)
        after = {row.requirement_id for row in judged.breaches()}
        assert way.steps
        assert not after - before
        assert not after & set(way.cures)
        assert all(judged.result(one).reason != "reading_open" for one in way.cures)
    for plan in found.plans:
        assert set(plan.cures) == before
    assert [plan.cost for plan in found.plans] == sorted(plan.cost for plan in found.plans)


@FEW
@given(facts=crowded(), pack=PACKS)
def test_where_nothing_is_bought_nobody_leaves_who_could_stay(facts: DwellingFacts, pack: Pack) -> None:
    for plan in advise(facts, pack, as_of=DAY).plans:
        if {step.kind for step in plan.steps} <= {"move", "fewer"}:
            gone = replace(plan.after, residents=(plan.after.residents or 0) + 1)
            assert (lawful_capacity(facts, pack, as_of=DAY).safe or 0) < (gone.residents or 0) or (
                plan.after.residents == facts.residents
            )


@pytest.mark.parametrize("pack", [ACT, PROPOSAL], ids=["act", "proposal"])
def test_ten_rooms_and_forty_people_are_advised_too(pack: Pack) -> None:
    rooms = tuple(bedroom(f"Værelse {n}", 4, area_m2=16.0, daylight=False) for n in range(1, 11))
    facts = DwellingFacts(residents=40, area_m2=200, toilets=2, showers=2, rooms=rooms)
    found = advise(facts, pack, as_of=DAY)
    assert found.plans
    assert assess(found.plans[0].after, pack, as_of=DAY).verdict is not Outcome.BREACHED
