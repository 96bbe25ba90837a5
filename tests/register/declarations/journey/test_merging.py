from typing import Any

from register.declarations.journey.merging import merge, seen_mark
from register.declarations.journey.states import Needs
from register.declarations.questions import STEP

HOUSING = Needs().asked_on(STEP["housing"])
WORK = Needs().asked_on(STEP["work"])

STORED: dict[str, Any] = {
    "employer": {"name": "A", "sector_code": "410000"},
    "address": {"street": "Testvej", "latitude": 55.0},
    "period": {"starts_on": "2026-03-01", "ends_on": "2026-09-01"},
    "dwelling": {"max_person_sign": True, "toilets": 2, "area_m2": 90.0, "residents": 4},
    "rooms": [{"name": "A", "area_m2": 10.0, "bunk_tiers": 2}, {"name": "B", "bed_width_cm": 90.0}],
    "work": {"client_name": "Bygherren", "workplaces": [{"name": "Havnen"}]},
}


def test_only_what_the_page_asked_for_changes() -> None:
    typed = merge(STORED, {"dwelling.residents": "3", "period.starts_on": "2026-03-01"}, asked=HOUSING).document
    assert typed["dwelling"] == {"max_person_sign": True, "toilets": 2, "residents": 3}
    assert typed["period"] == {"starts_on": "2026-03-01"}
    assert typed["rooms"] == []
    assert {part: typed[part] for part in ("employer", "address", "work")} == {
        part: STORED[part] for part in ("employer", "address", "work")
    }


def test_a_room_keeps_what_the_page_does_not_ask_wherever_it_stands() -> None:
    fields = {"rooms-0.name": "B", "rooms-0.from": "1", "rooms-1.name": "Ny", "rooms-2.name": "C", "rooms-2.from": "77"}
    typed = merge(STORED, fields, asked=HOUSING)
    assert typed.document["rooms"] == [{"name": "B", "bed_width_cm": 90.0}, {"name": "Ny"}, {"name": "C"}]
    assert typed.origins == (1, None, 77)


def test_an_answer_that_may_not_change_stays() -> None:
    asked = set(HOUSING) - {"period.starts_on"}
    typed = merge(STORED, {"period.starts_on": "2027-01-01"}, asked=asked).document
    assert typed["period"] == {"starts_on": "2026-03-01"}


def test_parts_that_were_emptied_go_and_rows_are_taken_in_order() -> None:
    emptied = merge(STORED, {}, asked=WORK).document
    assert "work" not in emptied
    rows = {"work.workplaces-3.name": "B", "work.workplaces-0.address": "Kaj 1", "work.workplaces-1.name": " "}
    assert merge(STORED, rows, asked=WORK).document["work"]["workplaces"] == [{"address": "Kaj 1"}, {"name": "B"}]


def test_what_was_stored_is_not_touched() -> None:
    before = repr(STORED)
    merge(STORED, {"rooms-0.name": "X", "rooms-0.from": "0"}, asked=HOUSING)
    assert repr(STORED) == before


def test_the_mark_of_a_page_tells_its_own_answers_from_others() -> None:
    other_page = {**STORED, "employer": {"name": "B"}}
    same_page = {**STORED, "rooms": []}
    assert seen_mark(STORED, HOUSING) == seen_mark(other_page, HOUSING)
    assert seen_mark(STORED, HOUSING) != seen_mark(same_page, HOUSING)
