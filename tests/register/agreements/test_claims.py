"""A claim from its form to its end: who may do what, and on which days the act gives way."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from agreements_made import CHIEF, LAST, claimed, in_force, the_claim
from conftest import AT
from declared_housing import submitted
from husly.kit import audit
from husly.kit.access import Actor, Grant, Role
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from register.agreements import actions
from register.agreements.forms import ClaimForm, read_claim
from register.agreements.models import ClaimState
from register.agreements.queries import (
    exempt_accommodations,
    find_exemption,
    get_claim,
    list_claims,
    list_evidence,
    list_history,
)

TODAY = AT.date()
ODENSE_CHIEF = Actor(id="odense", name="Odense", grants=(Grant(Role.DECISION_MAKER, municipality_code="0461"),))


def employer_of(employer_id: object) -> Actor:
    return Actor(id="owner", name="Anna", grants=(Grant(Role.EMPLOYER, employer_id=employer_id),))  # type: ignore[arg-type]


def test_a_claim_changes_nothing_until_it_is_accepted(session: Session) -> None:
    home = submitted(session).accommodation
    claim = claimed(session, home.id)
    assert find_exemption(session, home.id, TODAY) is None
    actions.accept_claim(session, claim.id, version=1, by=CHIEF, at=AT)
    found = find_exemption(session, home.id, TODAY)
    assert found is not None
    assert (found.agreement, found.parties) == ("Gartnerioverenskomsten 2026", ("GLS-A", "3F"))


def test_it_holds_from_the_decision_to_its_last_day_and_not_the_day_after(session: Session) -> None:
    home = submitted(session).accommodation
    in_force(session, home.id)
    days = {day: find_exemption(session, home.id, day) is not None for day in (TODAY - timedelta(1), TODAY, LAST)}
    assert days == {TODAY - timedelta(1): False, TODAY: True, LAST: True}
    assert find_exemption(session, home.id, LAST + timedelta(1)) is None


def test_a_claim_for_all_housing_covers_every_place_of_that_employer_only(session: Session) -> None:
    first = submitted(session).accommodation
    second = submitted(session, {"address.house_number": "14"}).accommodation
    other = submitted(session, {"employer.cvr_number": None, "employer.foreign_number": "DE 1"}).accommodation
    in_force(session, first.id, place="all")
    found = [find_exemption(session, one.id, TODAY) is not None for one in (first, second, other)]
    assert found == [True, True, False]
    assert set(session.execute(exempt_accommodations(TODAY, TODAY)).scalars()) == {first.id, second.id}


@pytest.mark.parametrize(("covered", "whole"), [("3", False), ("4", True), ("9", True)])
def test_whoever_is_not_covered_stays_under_the_act(session: Session, covered: str, whole: bool) -> None:
    home = submitted(session).accommodation  # four residents
    in_force(session, home.id, who="some", covered=covered)
    found = find_exemption(session, home.id, TODAY)
    assert found is not None
    assert found.is_whole(4) is whole
    assert (home.id in session.execute(exempt_accommodations(TODAY, TODAY)).scalars().all()) is whole


def test_the_act_applies_again_on_the_day_the_union_does_not_pursue(session: Session) -> None:
    home = submitted(session).accommodation
    claim = in_force(session, home.id)
    later = AT + timedelta(days=5)
    actions.ask_union(session, claim.id, note="Skimmel set udefra", version=2, by=CHIEF, at=later)
    assert find_exemption(session, home.id, later.date()) is not None
    answered = later + timedelta(days=2)
    actions.record_union_answer(session, claim.id, pursues=False, note="Brev fra 3F", version=3, by=CHIEF, at=answered)
    assert find_exemption(session, home.id, answered.date()) is None
    assert find_exemption(session, home.id, answered.date() - timedelta(1)) is not None
    assert claim.state is ClaimState.UNION_DECLINED


def test_a_union_that_pursues_leaves_the_agreement_in_force(session: Session) -> None:
    home = submitted(session).accommodation
    claim = in_force(session, home.id)
    actions.ask_union(session, claim.id, note="Skimmel", version=2, by=CHIEF, at=AT)
    actions.record_union_answer(session, claim.id, pursues=True, note="Fagretlig sag", version=3, by=CHIEF, at=AT)
    assert find_exemption(session, home.id, TODAY) is not None
    assert claim.union_pursues is True


def test_nobody_answers_for_a_union_that_was_not_asked(session: Session) -> None:
    claim = in_force(session, submitted(session).accommodation.id)
    with pytest.raises(DomainError, match="union was asked"):
        actions.record_union_answer(session, claim.id, pursues=False, note="?", version=2, by=CHIEF, at=AT)


def test_a_withdrawn_claim_ends_at_once(session: Session) -> None:
    home = submitted(session).accommodation
    claim = in_force(session, home.id)
    actions.withdraw_claim(session, claim.id, version=2, by=employer_of(home.employer_id), at=AT)
    assert find_exemption(session, home.id, TODAY) is None


def test_an_answer_keeps_what_was_said_before(session: Session) -> None:
    home = submitted(session).accommodation
    claim, mine = claimed(session, home.id), employer_of(home.employer_id)
    actions.ask_for_more(session, claim.id, note="Hvem er dækket?", version=1, by=CHIEF, at=AT)
    asked, _ = read_claim(ClaimForm(**the_claim(workers="Kun væksthuset")))
    assert asked is not None
    actions.answer_question(session, claim.id, asked=asked, evidence=None, version=2, by=mine, at=AT)
    assert (claim.state, claim.workers) == (ClaimState.SUBMITTED, "Kun væksthuset")
    assert [one["workers"] for one in claim.earlier] == ["Timelønnede i gartneriet"]
    acts = [one.action.partition(".")[2] for one in list_history(session, claim.id)]
    assert acts == ["claimed", "evidence_added", "more_asked", "sent_again"]
    assert audit.verify(session)[1] is None


def test_the_file_is_kept_with_its_fingerprint(session: Session) -> None:
    claim = claimed(session, submitted(session).accommodation.id)
    (file,) = list_evidence(session, claim.id)
    assert (len(file.sha256), file.size_bytes) == (64, len(file.content))


def test_a_decision_on_what_has_changed_meanwhile_is_refused(session: Session) -> None:
    claim = claimed(session, submitted(session).accommodation.id)
    actions.ask_for_more(session, claim.id, note="Mere", version=1, by=CHIEF, at=AT)
    with pytest.raises(DomainError, match="changed"):
        actions.accept_claim(session, claim.id, version=1, by=CHIEF, at=AT)
    with pytest.raises(DomainError, match="as it stands now"):
        actions.accept_claim(session, claim.id, version=2, by=CHIEF, at=AT)


def test_an_agreement_that_has_ended_cannot_be_accepted(session: Session) -> None:
    claim = claimed(session, submitted(session).accommodation.id, valid_to="2026-02-28")
    with pytest.raises(DomainError, match="ended"):
        actions.accept_claim(session, claim.id, version=1, by=CHIEF, at=AT)


def test_a_refusal_needs_its_reason(session: Session) -> None:
    claim = claimed(session, submitted(session).accommodation.id)
    with pytest.raises(DomainError, match="reason"):
        actions.refuse_claim(session, claim.id, note="  ", version=1, by=CHIEF, at=AT)


def test_nobody_decides_outside_the_area_or_claims_for_another(session: Session) -> None:
    home = submitted(session).accommodation  # in Roskilde
    claim = claimed(session, home.id)
    for stranger in (
        ODENSE_CHIEF,
        employer_of(home.employer_id),
        Actor(id="i", name="I", grants=(Grant(Role.INSPECTOR),)),
    ):
        with pytest.raises(NotAllowedError):
            actions.accept_claim(session, claim.id, version=1, by=stranger, at=AT)
    with pytest.raises(NotAllowedError):
        claimed(session, home.id, by=employer_of(uuid4()))
    with pytest.raises(NotFoundError):
        get_claim(session, claim.id, by=employer_of(uuid4()))
    assert list_claims(session, by=ODENSE_CHIEF) == ([], 0)
    assert list_claims(session, by=CHIEF)[1] == 1


def test_a_form_that_says_too_little_names_every_field() -> None:
    asked, errors = read_claim(ClaimForm(parties="3F", who="some", covered="0", valid_from="i går"))
    assert asked is None
    assert set(errors) == {"agreement", "parties", "nationwide", "workers", "covered", "valid_from", "valid_to"}


def test_a_number_of_covered_residents_is_of_one_dwelling() -> None:
    _, errors = read_claim(ClaimForm(**the_claim(place="all", who="some", covered="3")))
    assert set(errors) == {"covered"}


@given(st.dictionaries(st.sampled_from(sorted(the_claim())), st.text()))
def test_whatever_is_typed_is_a_claim_or_an_answer(changes: dict[str, str]) -> None:
    asked, errors = read_claim(ClaimForm(**the_claim(**changes)))
    assert (asked is None) == bool(errors)
    assert asked is None or (len(asked.parties) >= 2 and asked.valid_from <= asked.valid_to <= date(2100, 12, 31))
