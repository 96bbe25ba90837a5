from collections.abc import Sequence
from typing import Any

from declared_housing import DATA, a_document
from register.declarations.forms import read_declaration
from register.declarations.journey.states import Needs, SectionState, in_the_way, section_of, standings
from register.declarations.questions import SECTIONS, STEPS
from standards.facts.problems import FactsError, Problem

NEEDS = Needs()


def problems_of(document: dict[str, Any]) -> tuple[Problem, ...]:
    try:
        read_declaration(document, data_path=DATA)
    except FactsError as error:
        return error.problems
    return ()


def states(document: dict[str, Any], *, later: Sequence[str] = (), needs: Needs = NEEDS) -> dict[str, SectionState]:
    found = standings(document, problems_of(document), later=later, needs=needs)
    return {one.key: one.state for one in found}


def test_nothing_is_begun_in_an_empty_draft() -> None:
    assert set(states({}).values()) == {SectionState.NOT_BEGUN}


def test_a_section_is_begun_then_complete() -> None:
    assert states({"address": {"street": "Algade"}})["address"] is SectionState.BEGUN
    whole = {"street": "Algade", "house_number": "1", "postcode": "4000"}
    assert states({"address": whole, "owner": {"is_employer": True}})["address"] is SectionState.COMPLETE


def test_one_of_two_ways_to_answer_is_enough() -> None:
    told = {"name": "A", "foreign_number": "X1", "contact_name": "B", "contact_phone": "1"}
    assert states({"employer": told})["employer"] is SectionState.COMPLETE


def test_to_be_told_later_counts_only_while_something_is_missing() -> None:
    document = a_document()
    assert states(document, later=["work"])["work"] is SectionState.LATER
    assert states(document, later=["residents"])["residents"] is SectionState.COMPLETE


def test_a_wrong_answer_shows_above_all_else() -> None:
    document = a_document({"dwelling.toilets": -1})
    assert states(document, later=["facilities"])["facilities"] is SectionState.ERRORS


def test_what_the_rules_read_is_needed_and_a_claim_is_not() -> None:
    document = a_document()
    for room in document["rooms"]:
        room.pop("beds")
    assert states(document)["rooms"] is SectionState.COMPLETE
    assert states(document, needs=Needs(rules=frozenset({"rooms.own_toilet"})))["rooms"] is SectionState.COMPLETE
    assert states(document, needs=Needs(rules=frozenset({"rooms.beds"})))["rooms"] is SectionState.BEGUN


def test_a_kitchen_without_residents_is_no_bedroom_without_residents() -> None:
    document = a_document()
    document["rooms"].append({"name": "Køkken", "use": "kitchen"})
    assert states(document)["rooms"] is SectionState.COMPLETE
    document["rooms"].append({"name": "Værelse 3", "use": "bedroom", "area_m2": 9})
    assert states(document)["rooms"] is SectionState.BEGUN


def test_every_question_stands_in_one_section_on_one_page() -> None:
    asked = [path for section in SECTIONS for path in section.asked]
    assert len(asked) == len(set(asked))
    assert [key for step in STEPS for key in step.sections] == [section.key for section in SECTIONS]


def test_a_place_belongs_to_the_section_that_asks_for_it() -> None:
    places = {
        "rooms[3].area_m2": "rooms",
        "occupancy[0].to_on": "residents",
        "work.workplaces[1].name": "work",
        "rent.deduction_base": "work",
        "owner.name": "address",
        "owner": "address",
        "contact.email": "employer",
        "dwelling.max_person_sign": "dwelling",
        "names[2]": "residents",
    }
    assert {path: section_of(path, NEEDS) for path in places} == places


def test_without_required_answers_nothing_can_be_submitted() -> None:
    assert in_the_way(a_document(), (), NEEDS) == {}
    lacking = in_the_way({}, problems_of({}), NEEDS)
    assert {"employer", "address", "dwelling", "residents"} <= set(lacking)
