from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.declarations.journey.reading import field_name, iso_date, number_of, read_fields, write_fields
from register.declarations.questions import ASKED, EMPLOYER_FIELDS, ROOM_FIELDS, ROOM_FLAGS
from standards.facts.catalogue import DWELLING_FACT, ROOM_FACT, Fact

words = st.text("abcdefghijæøåé ,.-'<&\"12", min_size=1, max_size=20).map(str.strip).filter(bool)


def values(fact: Fact) -> st.SearchStrategy[Any]:
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "bool": st.booleans(),
        "int": st.integers(0, 2000),
        "number": st.integers(1, 99_999).map(lambda n: n / 100) | st.integers(0, 99_999),
        "text": words,
        "date": st.dates(date(1900, 1, 1), date(2030, 1, 1)).map(date.isoformat),
        "choice": st.sampled_from(fact.choices or ("x",)),
        "list": st.lists(st.sampled_from(fact.choices or ("x",)), unique=True),
    }
    return kinds[fact.kind]


def some(facts: dict[str, Fact], keys: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={key: values(facts[key]) for key in keys})


rooms = some(ROOM_FACT, ROOM_FIELDS + ROOM_FLAGS).filter(lambda room: bool(room.keys() - {"use"}))
days = st.dates(date(1900, 1, 1), date(2030, 1, 1)).map(date.isoformat)
workplaces = st.fixed_dictionaries({"name": words}, optional={"address": words})
periods = st.fixed_dictionaries({"from_on": days, "residents": st.integers(0, 99)}, optional={"to_on": days})
documents = st.fixed_dictionaries(
    {
        "employer": st.fixed_dictionaries({}, optional=dict.fromkeys(EMPLOYER_FIELDS, words)),
        "address": st.fixed_dictionaries({}, optional={"street": words, "postcode": words}),
        "period": st.fixed_dictionaries({}, optional={"starts_on": st.just("2026-03-01")}),
        "contact": st.fixed_dictionaries({}, optional={"name": words, "email": words}),
        "owner": st.fixed_dictionaries({}, optional={"is_employer": st.booleans(), "name": words}),
        "work": st.fixed_dictionaries(
            {}, optional={"shifts": st.integers(1, 4), "workplaces": st.lists(workplaces, min_size=1, max_size=3)}
        ),
        "rent": st.fixed_dictionaries({}, optional={"deducted": st.booleans(), "deduction_text": words}),
        "dwelling": some(DWELLING_FACT, ASKED),
        "rooms": st.lists(rooms, max_size=3),
    },
    optional={
        "occupancy": st.lists(periods, min_size=1, max_size=3),
        "names": st.lists(words, min_size=1, max_size=3),
    },
)


@given(documents)
def test_what_the_pages_show_reads_back_as_the_same_document(document: dict[str, Any]) -> None:
    assert read_fields(write_fields(document)) == document


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1.200", 1200),
        ("1.200,5", 1200.5),
        ("1 200", 1200),
        ("-1", -1),
        ("0", 0),
        ("10000", 10000),
        ("12 kvm", "12 kvm"),
        ("1,2,3", "1,2,3"),
        ("nan", "nan"),
        ("1e9", "1e9"),
        ("٣", "٣"),
        ("9" * 400, "9" * 400),
    ],
)
def test_a_number_is_read_as_danes_write_it_and_anything_else_stays_as_typed(typed: str, number: float | str) -> None:
    assert number_of(typed) == number


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1.3.2026", "2026-03-01"),
        ("01-03-2026", "2026-03-01"),
        ("2026-03-01", "2026-03-01"),
        ("31-02-2026", "31-02-2026"),
        ("i går", "i går"),
    ],
)
def test_a_date_is_read_day_first(typed: str, day: str) -> None:
    assert iso_date(typed) == day


def test_blank_rooms_are_dropped_and_the_rest_keep_their_order() -> None:
    fields = {"rooms-7.name": "C", "rooms-0.name": "A", "rooms-3.use": "bedroom", "rooms-5.area_m2": " "}
    assert read_fields(fields)["rooms"] == [{"name": "A"}, {"name": "C"}]


def test_no_tick_means_not_known_and_none_of_these_means_none() -> None:
    assert "cooking" not in read_fields({})["dwelling"]
    assert read_fields({"dwelling.cooking": "none"})["dwelling"]["cooking"] == []
    assert read_fields({"dwelling.cooking": ["stove", "oven"]})["dwelling"]["cooking"] == ["stove", "oven"]


def test_a_place_in_the_document_names_its_field() -> None:
    assert field_name("rooms[12].area_m2") == "rooms-12.area_m2"
    assert field_name("dwelling.area_m2") == "dwelling.area_m2"


def test_a_period_is_shown_with_its_last_day_and_stored_with_the_day_after() -> None:
    fields = {"occupancy-0.from_on": "1.3.2026", "occupancy-0.to_on": "31.3.2026", "occupancy-0.residents": "4"}
    document = read_fields(fields)
    assert document["occupancy"] == [{"from_on": "2026-03-01", "to_on": "2026-04-01", "residents": 4}]
    assert write_fields(document)["occupancy-0.to_on"] == "2026-03-31"
    assert read_fields({"occupancy-0.to_on": "snart"})["occupancy"] == [{"to_on": "snart"}]
