from dataclasses import replace
from datetime import date
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from register.lookups.doubts import Doubt, DoubtKind, Housed, find_doubts, folded, is_near

DAY = date(2026, 3, 2)


def housed(**given: object) -> Housed:
    one = Housed(
        accommodation_id=uuid4(),
        dwelling_id=uuid4(),
        employer_id=uuid4(),
        street="Nørregade",
        house_number="12",
        unit="",
        postcode="5000",
        address="Nørregade 12, 5000 Odense C",
        starts_on=date(2026, 1, 1),
        ends_on=None,
        residents=4,
        beds=4,
    )
    return replace(one, **given)  # type: ignore[arg-type]


def kinds(*all_housed: Housed) -> list[DoubtKind]:
    return [doubt.kind for doubt in find_doubts(all_housed, as_of=DAY)]


def test_spellings_of_one_street_fold_to_the_same() -> None:
    assert folded("Østre Allé") == folded("OESTRE ALL.")
    assert folded("Skov v.") == folded("skov vej")
    assert folded("Aabyvej") == folded("Åbyvej")


@given(st.text(), st.text())
def test_folding_is_stable_and_nearness_has_no_direction(one: str, other: str) -> None:
    assert folded(one.upper()).isascii()
    assert is_near((one, ""), (other, "")) == is_near((other, ""), (one, ""))
    assert is_near((one, ""), (one, ""))


def test_two_spellings_at_one_number_and_postcode_are_a_doubt() -> None:
    assert kinds(housed(), housed(street="Nørregadee")) == [DoubtKind.NEAR_ADDRESS]
    assert kinds(housed(), housed(unit="1. tv")) == [DoubtKind.NEAR_ADDRESS]


def test_other_numbers_flats_streets_and_postcodes_are_no_doubt() -> None:
    assert kinds(housed(), housed(house_number="12A")) == []
    assert kinds(housed(unit="1. tv"), housed(unit="1. th")) == []
    assert kinds(housed(), housed(street="Søndergade")) == []
    assert kinds(housed(), housed(postcode="5200")) == []


def test_several_employers_are_a_doubt_only_on_days_they_share() -> None:
    here = uuid4()
    first = housed(dwelling_id=here, ends_on=date(2026, 3, 31))
    assert kinds(first, housed(dwelling_id=here, starts_on=date(2026, 3, 31))) == [DoubtKind.SEVERAL_EMPLOYERS]
    assert kinds(first, housed(dwelling_id=here, starts_on=date(2026, 4, 1))) == []
    assert kinds(first, housed(dwelling_id=here, employer_id=first.employer_id)) == []


def test_more_persons_than_beds_are_a_doubt_and_unknown_beds_are_not() -> None:
    crowded = housed(residents=5)
    assert find_doubts([crowded], as_of=DAY) == [Doubt(DoubtKind.MORE_PERSONS_THAN_BEDS, (crowded,))]
    assert kinds(housed(residents=5, beds=None)) == []
    assert kinds(housed(residents=5, ends_on=date(2026, 3, 1))) == []
