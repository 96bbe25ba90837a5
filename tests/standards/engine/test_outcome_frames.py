"""Outcomes of many dwellings at once, and that they are those of the full assessment."""

from datetime import date
from random import Random

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from made_up_facts import made_up_facts, pack_of_everything
from standards import (
    Assessment,
    DwellingFacts,
    Outcome,
    Pack,
    RoomFacts,
    assess,
    assess_frames,
    frames_of,
    list_packs,
    load_pack,
    outcome_frames,
)
from standards.engine.assess import assess_many
from standards.engine.outcome import BREACHED, MET, NOT_APPLICABLE, NOT_ASSESSED
from standards.rules.requirement import Basis
from standards.variants.scenario import changed_pack

DAY = date(2026, 3, 1)
ACT = load_pack("dk-indkvarteringslov-2025")
EVERYTHING = pack_of_everything()

DAYS = st.sampled_from([date(2021, 3, 1), DAY])
BASES: st.SearchStrategy[Basis | None] = st.sampled_from([None, "dwelling", "room"])
FEW = settings(max_examples=25, suppress_health_check=list(HealthCheck))


def told(assessment: Assessment) -> dict[str, str]:
    return {row.requirement_id: row.outcome for row in assessment.results} | {"verdict": assessment.verdict}


def read(frame: pl.DataFrame) -> list[dict[str, str]]:
    names = list(Outcome)
    return [{name: names[code] for name, code in row.items() if name != "dwelling"} for row in frame.rows(named=True)]


def made_up(seed: int, count: int) -> list[DwellingFacts]:
    rng = Random(seed)  # noqa: S311 - made-up houses
    return [made_up_facts(rng, key=f"d{number}") for number in range(count)]


def both_ways(many: list[DwellingFacts], pack: Pack, day: date, basis: Basis | None = None) -> None:
    quick = outcome_frames(*frames_of(many), pack, as_of=day, room_cap_basis=basis)
    assert quick["dwelling"].to_list() == [one.key for one in many]
    assert read(quick) == [told(one) for one in assess_many(many, pack, as_of=day, room_cap_basis=basis)]


@FEW
@given(seed=st.integers(0, 2**32), pack=st.sampled_from(list_packs()).map(load_pack), day=DAYS, basis=BASES)
def test_outcomes_are_those_of_the_full_assessment(seed: int, pack: Pack, day: date, basis: Basis | None) -> None:
    both_ways(made_up(seed, 6), pack, day, basis)


@settings(FEW, max_examples=10)
@given(seed=st.integers(0, 2**32))
def test_they_agree_on_every_measure_with_every_kind_of_limit(seed: int) -> None:
    both_ways(made_up(seed, 12), EVERYTHING, DAY)


@pytest.mark.parametrize("pack", [*map(load_pack, list_packs()), EVERYTHING], ids=lambda pack: pack.id)
def test_a_plan_that_streams_comes_to_the_same(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = frames_of(made_up(7, 300))
    at_once = outcome_frames(*frames, pack, as_of=DAY)
    monkeypatch.setattr("standards.engine.judging.MANY_ROOMS", 0)
    assert outcome_frames(*frames, pack, as_of=DAY).equals(at_once)


def test_there_is_one_row_a_dwelling_with_a_column_for_each_requirement() -> None:
    rooms = (RoomFacts(use="bedroom", residents=3, daylight=True, window_openable=True, heating=True),)
    crowded = DwellingFacts(key="b", residents=3, area_m2=30, toilets=1, rooms=rooms)
    found = outcome_frames(*frames_of([crowded, DwellingFacts(key="a")]), ACT, as_of=DAY)
    assert found.columns == ["dwelling", *(rule.id for rule in ACT.requirements), "verdict"]
    columns = [f"{ACT.id}.{name}" for name in ("cap", "toilet", "daylight", "no_hazard")]
    assert found.select("dwelling", *columns, "verdict").rows() == [
        ("b", BREACHED, MET, MET, NOT_ASSESSED, BREACHED),
        ("a", *[NOT_ASSESSED] * 5),
    ]


def test_a_pack_out_of_force_applies_to_nobody() -> None:
    found = outcome_frames(*frames_of([DwellingFacts(toilets=0)]), ACT, as_of=date(2025, 6, 30))
    assert set(found.drop("dwelling").row(0)) == {NOT_APPLICABLE}


def test_rules_that_advise_decide_no_verdict() -> None:
    found = outcome_frames(*frames_of([DwellingFacts(residents=9, habitable_rooms=2, area_m2=40)]), ACT, as_of=DAY)
    assert found.select(f"{ACT.id}.cap_dwelling", "verdict").row(0) == (BREACHED, BREACHED)
    lenient = ACT.model_copy(
        update={"requirements": tuple(rule for rule in ACT.requirements if rule.short_id.startswith("cap_"))}
    )
    frames = frames_of([DwellingFacts(residents=9, habitable_rooms=2, area_m2=40)])
    found = outcome_frames(*frames, lenient, as_of=DAY)
    assert found.select(f"{ACT.id}.cap_dwelling", "verdict").row(0) == (BREACHED, NOT_APPLICABLE)


def test_no_dwellings_give_no_rows() -> None:
    assert outcome_frames(*frames_of([]), ACT, as_of=DAY).height == 0
    assert assess_frames(*frames_of([]), ACT, as_of=DAY).height == 0


def test_rooms_of_other_dwellings_are_left_out() -> None:
    dwellings, _ = frames_of([DwellingFacts(key="a")])
    rooms = pl.DataFrame({"dwelling": ["z"], "use": ["bedroom"], "daylight": [False]})
    found = outcome_frames(dwellings, rooms, ACT, as_of=DAY)
    assert found[f"{ACT.id}.daylight"].to_list() == [NOT_ASSESSED]


@pytest.mark.parametrize("judge", [outcome_frames, assess_frames])
@pytest.mark.parametrize(
    ("columns", "told_of"),
    [
        ({"toilets": [1]}, "dwelling"),
        ({"dwelling": ["a", "a"]}, "same key"),
        ({"dwelling": ["a"], "toilets": ["many"]}, "kind of value"),
        ({"dwelling": ["a"], "internet": ["many"]}, "kind of value"),
    ],
)
def test_frames_of_another_form_are_refused(judge: object, columns: dict[str, list[object]], told_of: str) -> None:
    assert callable(judge)
    with pytest.raises(ValueError, match=told_of):
        judge(pl.DataFrame(columns), pl.DataFrame({"dwelling": ["a"]}), ACT, as_of=DAY)


def test_a_changed_limit_changes_what_is_remembered_of_a_pack() -> None:
    changed = changed_pack(ACT, {"cap": 5.0})
    facts = DwellingFacts(residents=9, habitable_rooms=2, area_m2=40)
    name = "cap_dwelling"
    assert (assess(facts, ACT, as_of=DAY).result(name).outcome, ACT.variants) == (Outcome.BREACHED, changed.variants)
    assert assess(facts, changed, as_of=DAY).result(name).outcome is Outcome.MET
    assert changed.content_hash != ACT.content_hash
    assert changed.requirement(f"{ACT.id}.cap_dwelling").value == 5.0
