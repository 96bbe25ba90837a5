"""Hours that all have, visits that lie near, and what may be shared: properties of the rules."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husly.kit.errors import DomainError
from inspection.joint.authorities import AuthoritiesError, authorities, parse_authorities
from inspection.joint.moves import Answer
from inspection.joint.nearness import NEAR_DAYS, Seen, near
from inspection.joint.sharing import NEEDS_BASIS, Share, read_shares, seen_by
from inspection.joint.slots import common_slots, holds, merged
from inspection.planning.solving.problem import Slot

DAY = date(2026, 3, 2)
ID = UUID(int=1)
slots = st.lists(
    st.builds(
        lambda add, start, length: Slot(DAY + timedelta(days=add), start * 15, (start + length) * 15),
        st.integers(0, 3),
        st.integers(0, 60),
        st.integers(1, 30),
    ),
    max_size=5,
)
offers = st.dictionaries(st.sampled_from(["police", "tax", "cmm"]), slots, min_size=1)


def minutes(found: list[Slot] | tuple[Slot, ...]) -> set[tuple[date, int]]:
    return {(one.on, minute) for one in found for minute in range(one.from_min, one.to_min, 15)}


@given(offers)
def test_common_hours_are_exactly_those_that_everybody_has(of_each: dict[str, list[Slot]]) -> None:
    wanted = set.intersection(*(minutes(one) for one in of_each.values()))
    assert minutes(common_slots(of_each)) == wanted


@given(offers, st.integers(1, 240))
def test_common_hours_hold_the_visit_and_do_not_touch(of_each: dict[str, list[Slot]], service_min: int) -> None:
    found = common_slots(of_each, service_min=service_min)
    assert all(one.to_min - one.from_min >= service_min for one in found)
    assert merged(found) == found
    assert all(holds(found, one.on, one.from_min, one.from_min + service_min) for one in found)


@given(st.lists(st.integers(-90, 90), max_size=8), st.sets(st.sampled_from(["tax", "police"])))
def test_a_visit_within_thirty_days_is_told_and_no_other(apart: list[int], joined: set[str]) -> None:
    visits = [
        Seen(id=ID, dwelling_id=ID, authority="tax", on=DAY + timedelta(days=days), is_planned=days >= 0)
        for days in apart
    ]
    told = near(visits, DAY, as_of=DAY, joined=joined)
    wanted = [days for days in apart if abs(days) <= NEAR_DAYS and not ("tax" in joined and days >= 0)]
    assert sorted(one.days for one in told) == sorted(wanted)
    assert all(one.may_join == (one.days >= 0) for one in told)
    assert [abs(one.days) for one in told] == sorted(abs(one.days) for one in told)


@given(st.sets(st.sampled_from(Share)), st.sampled_from(["", "Forvaltningslovens § 28"]), st.sampled_from(Answer))
def test_findings_are_never_seen_without_a_basis_nor_by_who_does_not_come(
    shares: set[Share], basis: str, answer: Answer
) -> None:
    seen = seen_by({one.value for one in shares}, basis, answer, is_own=False)
    assert seen <= shares
    if not basis:
        assert not seen & NEEDS_BASIS
        if shares & NEEDS_BASIS:
            with pytest.raises(DomainError):
                read_shares({one.value for one in shares}, basis)
    if answer is Answer.DECLINED:
        assert seen == frozenset()


def test_the_delivered_authorities_are_whole_and_a_wrong_list_names_its_fault() -> None:
    known = authorities()
    assert {"labour_inspectorate", "tax", "police", "municipality", "food", "fire_service", "cmm"} <= set(known)
    assert {one.key for one in known.values() if one.daily} == {"labour_inspectorate", "tax", "police"}
    for text, said in (
        ("authorities: [{key: police}]", "daily|da|en|bases"),
        ("authorities: 3", "list.yaml"),
        ("authorities: []", "missing: cmm"),
    ):
        with pytest.raises(AuthoritiesError, match=said):
            parse_authorities(text, origin="list.yaml")
