from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declared_housing import DATA, a_document, a_form
from register.declarations.actions import content_hash
from register.declarations.forms import read_declaration
from register.declarations.terms import (
    DeductionBase,
    NamedOwner,
    OccupancyRow,
    Season,
    SiteContact,
    Terms,
    Workplace,
    stored_terms,
    terms_document,
)
from standards.facts.problems import FactsError, Problem

HASH_BEFORE_TERMS = "b51283b232083821745f5673efc22752b1bdaf17498ea08524ba53c5540ec3e4"

TOLD: dict[str, Any] = {
    "contact": {"name": "Karin Kontakt", "phone": "12 34 56 78", "email": "karin@example.dk"},
    "owner": {"name": "Ejendomme A/S", "postal_address": "Torvet 1; 4000 Roskilde"},
    "work": {
        "workplaces": [{"name": "Gartneriet", "address": "Markvej 3; 4000 Roskilde"}],
        "client_name": "Storkunden A/S",
        "client_cvr": "10000009",
        "shifts": 2,
        "season": "seasonal",
        "season_text": "maj til oktober",
        "workers": 12,
    },
    "rent": {"deducted": True, "deduction_base": "gross_wage", "deduction_text": "hver måned"},
    "occupancy": [
        {"from_on": "2026-05-01", "to_on": None, "residents": 4},
        {"from_on": "2026-03-01", "to_on": "2026-05-01", "residents": 2},
    ],
}


def problems_of(changes: dict[str, Any], **settings: bool) -> list[Problem]:
    with pytest.raises(FactsError) as refused:
        read_declaration(a_document(changes), data_path=DATA, **settings)
    return list(refused.value.problems)


def test_the_optional_parts_are_read_as_they_are_told() -> None:
    terms = a_form(TOLD).terms
    assert terms.contact == SiteContact(name="Karin Kontakt", phone="12 34 56 78", email="karin@example.dk")
    assert terms.owner == NamedOwner(name="Ejendomme A/S", postal_address="Torvet 1; 4000 Roskilde")
    assert terms.work is not None
    assert terms.work.workplaces == (Workplace(name="Gartneriet", address="Markvej 3; 4000 Roskilde"),)
    assert (terms.work.shifts, terms.work.season, terms.work.workers) == (2, Season.SEASONAL, 12)
    assert terms.rent is not None
    assert terms.rent.deduction_base is DeductionBase.GROSS_WAGE


def test_occupancy_is_kept_in_the_order_of_its_days() -> None:
    assert a_form(TOLD).terms.occupancy == (
        OccupancyRow(from_on=date(2026, 3, 1), to_on=date(2026, 5, 1), residents=2),
        OccupancyRow(from_on=date(2026, 5, 1), to_on=None, residents=4),
    )


def test_a_document_without_the_optional_parts_has_the_hash_it_always_had() -> None:
    empty = {"contact": {}, "owner": {}, "work": {"workplaces": []}, "rent": {}, "occupancy": [], "names": []}
    assert content_hash(a_form()) == content_hash(a_form(empty)) == HASH_BEFORE_TERMS


@pytest.mark.parametrize("part", ["contact", "owner", "work", "rent", "occupancy"])
def test_each_part_counts_as_content(part: str) -> None:
    assert content_hash(a_form({part: TOLD[part]})) != HASH_BEFORE_TERMS


def test_the_day_of_a_change_is_no_content() -> None:
    assert content_hash(a_form({"period.changed_on": "2026-04-01"})) == HASH_BEFORE_TERMS


def test_what_is_stored_is_read_back_as_the_same() -> None:
    terms = a_form(TOLD).terms
    stored = stored_terms(terms_document(terms))
    assert stored == Terms(contact=terms.contact, owner=terms.owner, work=terms.work, rent=terms.rent)


ROW = {"from_on": "2026-04-01", "to_on": "2026-05-01", "residents": 2}


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"contact": {"email": "karin"}}, "contact.email", "format"),
        ({"contact": {"phone": "1" * 41}}, "contact.phone", "too_long"),
        ({"contact": "Karin"}, "contact", "wrong_type"),
        ({"contact": {"nmae": "Karin"}}, "contact.nmae", "unknown_key"),
        ({"owner": {"name": "Ejer"}}, "owner.postal_address", "missing"),
        ({"owner": {"is_employer": False}}, "owner.name", "missing"),
        ({"owner": {"is_employer": True, "name": "Ejer"}}, "owner.name", "contradiction"),
        ({"owner": {"is_employer": "ja"}}, "owner.is_employer", "wrong_type"),
        ({"work": {"client_cvr": "13585627"}}, "work.client_cvr", "check_digit"),
        ({"work": {"shifts": 5}}, "work.shifts", "implausible"),
        ({"work": {"shifts": 1.5}}, "work.shifts", "wrong_type"),
        ({"work": {"shifts": float("nan")}}, "work.shifts", "wrong_type"),
        ({"work": {"workers": -1}}, "work.workers", "implausible"),
        ({"work": {"season": "summer"}}, "work.season", "unknown_choice"),
        ({"work": {"season": ["seasonal"]}}, "work.season", "unknown_choice"),
        ({"work": {"workplaces": [{}] * 21}}, "work.workplaces", "too_many"),
        ({"work": {"workplaces": [{"name": "A"}, {"nmae": "B"}]}}, "work.workplaces[1].nmae", "unknown_key"),
        ({"work": {"workplaces": ["A"]}}, "work.workplaces[0]", "wrong_type"),
        ({"rent": {"deduction_base": "wage"}}, "rent.deduction_base", "unknown_choice"),
        ({"rent": {"deducted": False, "deduction_base": "net_wage"}}, "rent.deduction_base", "contradiction"),
        ({"occupancy": {"2026": 3}}, "occupancy", "wrong_type"),
        ({"occupancy": [ROW] * 101}, "occupancy", "too_many"),
        ({"occupancy": [{**ROW, "from_on": None}]}, "occupancy[0].from_on", "missing"),
        ({"occupancy": [{**ROW, "residents": None}]}, "occupancy[0].residents", "missing"),
        ({"occupancy": [{**ROW, "to_on": "x"}]}, "occupancy[0].to_on", "wrong_type"),
        ({"occupancy": [{**ROW, "to_on": "2026-04-01"}]}, "occupancy[0].to_on", "order"),
        ({"occupancy": [{**ROW, "from_on": "2026-02-28"}]}, "occupancy[0].from_on", "outside"),
        ({"occupancy": [ROW], "period.ends_on": "2026-04-29"}, "occupancy[0].to_on", "outside"),
        ({"occupancy": [ROW, {**ROW, "from_on": "2026-04-30"}]}, "occupancy[1].from_on", "overlap"),
        ({"occupancy": [{**ROW, "residents": 5}]}, "occupancy[0].residents", "contradiction"),
        ({"period.changed_on": "2026-02-28"}, "period.changed_on", "order"),
        ({"period.changed_on": "2026-07-01", "period.ends_on": "2026-06-30"}, "period.changed_on", "order"),
        ({"period.changed_on": "i går"}, "period.changed_on", "wrong_type"),
    ],
)
def test_a_wrong_part_is_refused_where_it_is_wrong(changes: dict[str, Any], path: str, code: str) -> None:
    found = problems_of(changes)
    assert (path, code) in [(problem.path, problem.code) for problem in found]
    assert all(problem.message.da and problem.message.en for problem in found)


def test_a_period_may_last_to_the_end_of_the_last_day() -> None:
    form = a_form({"occupancy": [ROW], "period.ends_on": "2026-04-30"})
    assert form.terms.occupancy[0].to_on == date(2026, 5, 1)


def test_names_are_refused_where_the_register_does_not_ask_and_are_not_repeated() -> None:
    (problem,) = problems_of({"names": ["Jan Kowalski"]})
    assert (problem.path, problem.code, problem.value) == ("names", "not_asked", None)
    assert "does not ask" in problem.message.en


def test_names_are_read_where_the_law_asks() -> None:
    document = a_document({"names": [" Jan  Kowalski", "Ион"]})
    assert read_declaration(document, data_path=DATA, names_asked=True).terms.names == ("Jan Kowalski", "Ион")


@pytest.mark.parametrize(
    ("names", "path"), [("Jan", "names"), ([7], "names[0]"), (["", "A"], "names[0]"), (["A"] * 5, "names")]
)
def test_wrong_names_are_refused_without_repeating_them(names: Any, path: str) -> None:
    (problem,) = problems_of({"names": names}, names_asked=True)
    assert (problem.path, problem.value) == (path, None)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("2026-03-02"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(TOLD["work"])), inner),
    max_leaves=8,
)


@given(part=st.sampled_from([*TOLD, "names"]), value=_JSON, asked=st.booleans())
def test_whatever_a_part_holds_it_is_read_or_refused_in_words(part: str, value: Any, asked: bool) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        read_declaration(a_document({part: value}), data_path=DATA, names_asked=asked)
    except FactsError as refused:
        problems = refused.problems
    assert all(problem.path and problem.message.da and problem.message.en for problem in problems)
