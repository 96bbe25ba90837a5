"""Which day's text of a pack governs: of the observation, of the inspection's start, of the building."""

from datetime import date
from typing import Any

import polars as pl
import pytest
import yaml

from standards import (
    Outcome,
    Pack,
    PackError,
    assess,
    assess_frames,
    find_verdicts,
    frames_of,
    outcome_frames,
    parse_facts,
    read_pack,
)
from standards.engine.assess import assess_many
from standards.engine.governing import Dates, day_for, text_day

OBSERVED = date(2026, 7, 1)
CHANGE = date(2026, 6, 23)


def pack_by(governing_date: str, **more: Any) -> Pack:
    """At most 6 to a toilet until 22 June 2026, at most 5 from the day after."""
    rule = {
        "id": "xx-test.toilet",
        "measure": "san.persons_per_toilet",
        "op": "<=",
        "unit": "person/unit",
        "severity": "breach",
        "reference": {"title": "Act", "section": "§ 1"},
        "confidence": "V",
        "source_sites": ["example.org"],
        "text": {"da": "Regel", "en": "Rule"},
    }
    versions = [rule | {"value": 6.0, "valid_to": CHANGE}, rule | {"value": 5.0, "valid_from": CHANGE} | more]
    head = {"id": "xx-test", "title": {"da": "Prøve", "en": "Test"}, "jurisdiction": "XX", "version": "1"}
    document = head | {"legal_status": "binding", "release": "draft", "requirements": versions}
    return read_pack(yaml.safe_dump(document | {"governing_date": governing_date}), origin="test.yaml")


def house(**dwelling: Any) -> Any:
    return parse_facts({"dwelling": {"residents": 6, "toilets": 1} | dwelling, "rooms": []})


@pytest.mark.parametrize(("started_on", "required"), [(date(2026, 6, 22), 6.0), (date(2026, 6, 23), 5.0), (None, 5.0)])
def test_an_inspection_that_began_before_a_change_keeps_its_rules(started_on: date | None, required: float) -> None:
    pack = pack_by("inspection_start")
    day = day_for(pack, Dates(OBSERVED, inspection_started_on=started_on))
    assert assess(house(), pack, as_of=day).results[0].required == required
    assert day_for(pack_by("observation"), Dates(OBSERVED, inspection_started_on=started_on)) == OBSERVED


def test_a_declaration_may_govern() -> None:
    dates = Dates(OBSERVED, declared_on=date(2026, 1, 1))
    assert day_for(pack_by("declaration"), dates) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("governing_date", "fact"),
    [
        ("construction", "built_on"),
        ("first_use", "first_used_on"),
        ("permit", "permit_applied_on"),
        ("licence", "licence_granted_on"),
    ],
)
def test_a_date_of_the_dwelling_may_govern(governing_date: str, fact: str) -> None:
    pack = pack_by(governing_date)
    old, new, unknown = house(**{fact: "1980-01-01"}), house(**{fact: CHANGE.isoformat()}), house()
    found = assess_many([old, new, unknown, old], pack, as_of=OBSERVED)
    assert [one.verdict for one in found] == [Outcome.MET, Outcome.BREACHED, Outcome.BREACHED, Outcome.MET]
    assert [one.as_of for one in found] == [date(1980, 1, 1), CHANGE, OBSERVED, date(1980, 1, 1)]
    assert find_verdicts([old, new, unknown], pack, as_of=OBSERVED) == [one.verdict for one in found[:3]]


def test_frames_are_judged_each_by_its_own_text_in_their_order() -> None:
    pack = pack_by("construction")
    houses = [house(built_on="2026-06-30"), house(built_on="1980-01-01"), house(), house(built_on="1900-01-01")]
    frames = frames_of(houses)
    wide = outcome_frames(*frames, pack, as_of=OBSERVED)
    assert wide["dwelling"].to_list() == ["0", "1", "2", "3"]
    assert wide["verdict"].to_list() == [3, 1, 3, 1]
    long = assess_frames(*frames, pack, as_of=OBSERVED)
    assert long["outcome"].cast(pl.String).to_list() == ["breached", "met", "breached", "met"]
    assert long["required"].to_list() == [5.0, 6.0, 5.0, 6.0]
    nobody = outcome_frames(*frames_of([]), pack, as_of=OBSERVED)
    assert (nobody.height, nobody.columns) == (0, wide.columns)


def test_a_building_older_than_the_rules_is_outside_them() -> None:
    pack = pack_by("construction").model_copy(update={"valid_from": date(2018, 1, 1)})
    assert assess(house(built_on="1975-01-01"), pack, as_of=OBSERVED).results[0].reason == "outside_validity"


def test_one_day_stands_for_all_days_with_the_same_text() -> None:
    pack = pack_by("construction")
    assert pack.changes == (CHANGE,)
    assert text_day(pack, date(1900, 1, 1)) == text_day(pack, date(2026, 6, 22)) == date(2026, 6, 22)
    assert text_day(pack, CHANGE) == text_day(pack, OBSERVED) == CHANGE


def test_a_transition_and_a_date_of_the_dwelling_do_not_go_together() -> None:
    transition = {"existing_before": date(2026, 1, 1), "until": date(2030, 1, 1)}
    with pytest.raises(PackError, match="goes by the day of the observation"):
        pack_by("construction", transition=transition)
