"""Traces from the register as of a day, the pairs kept, what people record and decide: on both databases."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from conftest import AT
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.accounts.models import Account, Mandate, MandateEnd, MandateScope
from husly.kit.audit import AuditEvent
from husly.kit.clock import danish_date, now
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from inspection.reregistered.actions import confirm_pair, dismiss_pair, record_trace, withdraw_trace
from inspection.reregistered.clusters import cluster_of, find_clusters
from inspection.reregistered.finding import count_other_keys, keep_found, search_register
from inspection.reregistered.from_register import read_lives, read_traces
from inspection.reregistered.keyed import Seal
from inspection.reregistered.linking import SUCCESSION
from inspection.reregistered.models import FoundPair, PairState, RecordedTrace
from inspection.reregistered.queries import linked_pairs, list_pairs
from inspection.reregistered.traces import Origin, TraceKind
from phoenix_firms import NEW_CVR, OTHER_CVR, PHONE, SECRET, moment, plant, plant_chain
from register.accommodations.models import Accommodation
from register.owners.actions import name_owner
from register.portfolio.actions import end_link, link_employers
from register.portfolio.models import LinkKind, LinkSource
from register.portfolio.queries import linked_to, list_links

IBAN = "DK5000400440116243"
SEAL = Seal(SECRET)
TODAY = danish_date(now())


def find(session: Session) -> list[FoundPair]:
    keep_found(session, search_register(session, as_of=TODAY), by=SYSTEM, at=now())
    return list_pairs(session, by=SYSTEM)


def record(
    session: Session, employer_id: UUID, value: str, kind: TraceKind = TraceKind.ACCOUNT, **changes: Any
) -> RecordedTrace:
    given: dict[str, Any] = {
        "from_on": TODAY - timedelta(days=80),
        "to_on": None,
        "reason": "SKAT",
        "seal": SEAL,
        "by": INSPECTOR,
    }
    return record_trace(session, employer_id, kind=kind, value=value, **{**given, "at": now(), **changes})


INSPECTOR = Actor("inspector", "Ida Inspektør", (Grant(Role.INSPECTOR),))


def test_a_firm_that_goes_on_under_a_new_number_is_found(session: Session) -> None:
    old, new = plant_chain(session)
    plant(session, "Gartneriet Engen", OTHER_CVR, 300, phone="+46 70 174 06 15", number="99")
    [pair] = find(session)
    assert (pair.first_id, pair.second_id, pair.state) == (old, new, PairState.WAITING)
    assert pair.parts == {"phone": 25, "address": 20, SUCCESSION: 15}
    assert pair.succession_days == 12
    assert {one["gap_days"] for one in pair.evidence} == {12}
    assert PHONE not in json.dumps(pair.evidence)


def test_what_was_not_known_on_a_day_is_not_found_as_of_it(session: Session) -> None:
    plant_chain(session)
    assert search_register(session, as_of=moment(89).date()).pairs == []
    assert len(search_register(session, as_of=moment(88).date()).pairs) == 1
    lives = read_lives(session, as_of=moment(101).date())
    assert [one.ended_on for one in lives.values()] == [None]


def test_traces_come_from_versions_owners_and_mandates_each_with_its_paper(session: Session) -> None:
    told = {
        "contact": {"name": "Kim Kontakt", "phone": "+46 70 174 06 25", "email": "Kim@firma.example"},
        "owner": {"name": "Egon Ejer", "postal_address": "Ejervej 1, 5000 Odense C"},
        "work": {"workplaces": [{"address": "Havnen 1, 4000 Roskilde"}], "client_name": "Kunden A/S"},
    }
    employer_id = plant(session, "Vesterlund ApS", NEW_CVR, 300, **told)
    plant(session, "Vesterlund ApS", NEW_CVR, 300, phone="junk")  # a second version, without the contact
    account = Account(email="bo@regnskab.example", name="Bo", password_hash="!", created_at=AT)
    session.add(account)
    session.flush()
    session.add(
        Mandate(
            employer_id=employer_id, employer_name="V", email=account.email, account_id=account.id,
            scope=MandateScope.READ, valid_from=moment(200).date(), given_by="v", given_by_name="V",
            given_at=moment(200), code_hash="x", code_expires_at=AT, accepted_at=moment(199), ended_at=moment(50),
            ended_how=MandateEnd.REVOKED,
        )
    )  # fmt: skip
    session.flush()
    traces = list(read_traces(session, read_lives(session, as_of=TODAY), as_of=TODAY))
    shown = {(one.kind, one.origin): one.shown for one in traces}
    assert shown[TraceKind.OWNER, Origin.DECLARATION] == "E. E."
    assert shown[TraceKind.CLIENT, Origin.DECLARATION] == "Kunden A/S"
    assert shown[TraceKind.EMAIL, Origin.CONTACT] == "k…@firma.example"
    assert shown[TraceKind.WORKPLACE, Origin.DECLARATION] == "Havnen 1, 4000 Roskilde"
    [mandate] = [one for one in traces if one.kind is TraceKind.REPRESENTATIVE]
    assert (mandate.from_on, mandate.to_on) == (moment(200).date(), moment(50).date())
    assert (TraceKind.PHONE, Origin.EMPLOYER) not in shown  # junk is no telephone
    names = {one.shown for one in traces} | {one.key for one in traces}
    assert not any("Kim Kontakt" in name for name in names)


def test_an_owner_named_apart_is_a_trace_until_the_housing_ends(session: Session) -> None:
    home, _next = plant_chain(session)
    accommodation = session.exec(select(Accommodation).where(Accommodation.employer_id == home)).one()
    name_owner(
        session, accommodation_id=accommodation.id, name="Hus ApS", postal_address="Vej 1, 4000 Roskilde",
        by=SYSTEM, at=moment(600),
    )  # fmt: skip
    traces = read_traces(session, read_lives(session, as_of=TODAY), as_of=TODAY)
    [owner] = [one for one in traces if one.origin is Origin.NOTICE]
    assert (owner.shown, owner.to_on) == ("Hus ApS", moment(100).date())


def test_accounts_and_persons_are_kept_as_keyed_hashes_only(session: Session) -> None:
    old, new = plant_chain(session)
    account, person = record(session, old, IBAN), record(session, old, "Bent  Bygge", TraceKind.PERSON)
    record(session, new, "0040 0440116243")
    record(session, new, "bygge BENT", TraceKind.PERSON)
    assert (account.shown, person.shown) == ("DK … 6243", "B. B.")
    [pair] = find(session)
    assert pair.parts == {"account": 50, "person": 25, "phone": 25, "address": 20, SUCCESSION: 15}
    kept = json.dumps([[*row.model_dump(mode="json").values()] for row in session.exec(select(RecordedTrace))])
    kept += json.dumps(pair.evidence) + json.dumps([row.details for row in session.exec(select(AuditEvent))])
    assert all(value not in kept for value in (IBAN, "0440116243", "Bygge", "bygge"))
    assert count_other_keys(session, SEAL.key_of) == 0
    assert count_other_keys(session, Seal(b"another").key_of) == 4


def test_with_another_secret_the_same_account_is_another_hash() -> None:
    one, other = SEAL.seal(TraceKind.ACCOUNT, IBAN), Seal(b"another").seal(TraceKind.ACCOUNT, IBAN)
    assert one is not None
    assert other is not None
    assert one.key_hash != other.key_hash


@pytest.mark.parametrize(
    ("value", "kind", "changes", "code"),
    [
        ("DK5000400440116244", TraceKind.ACCOUNT, {}, "trace.account"),
        ("070761-4285", TraceKind.PERSON, {}, "trace.person"),
        ("Bent 0707614285", TraceKind.PERSON, {}, "trace.person"),
        ("\x00", TraceKind.PERSON, {}, "trace.person"),
        ("+4532123456", TraceKind.PHONE, {}, "trace.person"),
        (IBAN, TraceKind.ACCOUNT, {"reason": " \x00"}, "trace.reason"),
        (IBAN, TraceKind.ACCOUNT, {"to_on": TODAY - timedelta(days=90)}, "trace.days"),
        (IBAN, TraceKind.ACCOUNT, {"from_on": TODAY + timedelta(days=1)}, "trace.days"),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_a_sentence(
    session: Session, value: str, kind: TraceKind, changes: dict[str, object], code: str
) -> None:
    old, _new = plant_chain(session)
    with pytest.raises(DomainError) as refused:
        record(session, old, value, kind, **changes)
    assert refused.value.code == code


def test_one_is_recorded_once_and_can_be_withdrawn_and_recorded_again(session: Session) -> None:
    old, new = plant_chain(session)
    row = record(session, old, IBAN)
    record(session, new, IBAN)
    with pytest.raises(DomainError, match="already"):
        record(session, old, IBAN)
    assert "account" in find(session)[0].parts
    withdraw_trace(session, row.id, by=INSPECTOR, at=now())
    assert "account" not in find(session)[0].parts
    record(session, old, IBAN)
    assert "account" in find(session)[0].parts


def test_confirming_links_the_two_so_that_the_score_sees_them(session: Session) -> None:
    old, new = plant_chain(session)
    [pair] = find(session)
    confirm_pair(session, pair.id, kind=LinkKind.SUCCESSOR, reason=" Samme hus ", by=INSPECTOR, at=now())
    [link] = list_links(session, [old])
    assert (link.employer_a, link.employer_b, link.kind, link.reason) == (old, new, LinkKind.SUCCESSOR, "Samme hus")
    assert linked_to(session, old) == {old, new}
    actions = {row.action for row in session.exec(select(AuditEvent))}
    assert {"reregistered.confirmed", "employer.linked", "reregistered.searched"} <= actions
    with pytest.raises(DomainError, match="linked so already"):
        confirm_pair(session, pair.id, kind=LinkKind.SUCCESSOR, reason="Igen", by=INSPECTOR, at=now())
    end_link(session, link.id, by=INSPECTOR, at=now())
    confirm_pair(session, pair.id, kind=LinkKind.SAME_OWNER, reason="Samme ejer", by=INSPECTOR, at=now())


def test_a_firm_without_a_cvr_number_is_linked_too(session: Session) -> None:
    old, _new = plant_chain(session)
    foreign = {"name": "Firma SIA", "foreign_number": "LV-1", "rut_number": "R1", "contact_phone": PHONE}
    plant(session, "", "", 80, employer=foreign)
    pair = next(one for one in find(session) if one.first_id == old and one.second_id != _new)
    confirm_pair(session, pair.id, kind=LinkKind.SUCCESSOR, reason="Samme hus", by=INSPECTOR, at=now())
    assert pair.second_id in linked_to(session, old)


@pytest.mark.parametrize("kind", [LinkKind.GROUP, LinkKind.AGENCY_CLIENT])
def test_a_pair_takes_no_other_kind_of_link(session: Session, kind: LinkKind) -> None:
    plant_chain(session)
    [pair] = find(session)
    with pytest.raises(DomainError, match="Choose whether"):
        confirm_pair(session, pair.id, kind=kind, reason="x", by=INSPECTOR, at=now())
    with pytest.raises(DomainError, match="reason"):
        dismiss_pair(session, pair.id, reason=" ", by=INSPECTOR, at=now())


def test_a_dismissed_pair_comes_back_only_with_new_evidence(session: Session) -> None:
    old, new = plant_chain(session)
    [pair] = find(session)
    dismiss_pair(session, pair.id, reason="Kun en udlejer", by=INSPECTOR, at=now())
    assert find(session)[0].state is PairState.DISMISSED
    rows = [record(session, one, IBAN) for one in (old, new)]
    [again] = find(session)
    assert (again.id, again.state, again.came_back) == (pair.id, PairState.WAITING, True)
    dismiss_pair(session, pair.id, reason="Fælles konto hos udlejeren", by=INSPECTOR, at=now())
    for row in rows:
        withdraw_trace(session, row.id, by=INSPECTOR, at=now())
    assert find(session)[0].state is PairState.DISMISSED
    assert find_clusters(list_pairs(session, by=SYSTEM)) == []
    assert [one.employers for one in find_clusters(list_pairs(session, by=SYSTEM), PairState.DISMISSED)]


def test_a_pair_that_is_no_longer_found_goes_unless_it_was_decided(session: Session) -> None:
    old, new = plant_chain(session)
    other = plant(session, "Nyt Byg ApS", OTHER_CVR, 60, phone="junk", number="77")
    rows = [record(session, one, IBAN) for one in (old, new, other)]
    by_firms = {(one.first_id, one.second_id): one for one in find(session)}
    assert set(by_firms) == {(old, new), (old, other), (new, other)}
    dismiss_pair(session, by_firms[old, other].id, reason="x", by=INSPECTOR, at=now())
    for row in rows:
        withdraw_trace(session, row.id, by=INSPECTOR, at=now())
    left = {(one.first_id, one.second_id): one.is_found for one in find(session)}
    assert left == {(old, new): True, (old, other): False}


def test_nobody_sees_or_decides_a_pair_outside_the_area_or_without_the_right(session: Session) -> None:
    plant_chain(session)
    [pair] = find(session)
    elsewhere = Actor("e", "E", (Grant(Role.CASEWORKER, municipality_code="0101"),))
    here = Actor("h", "H", (Grant(Role.CASEWORKER, municipality_code="0265"),))
    assert list_pairs(session, by=elsewhere) == []
    assert [one.id for one in list_pairs(session, by=here)] == [pair.id]
    with pytest.raises(NotFoundError):
        dismiss_pair(session, pair.id, reason="x", by=elsewhere, at=now())
    with pytest.raises(NotFoundError):
        record(session, pair.first_id, IBAN, by=elsewhere)
    employer = Actor("a", "A", (Grant(Role.EMPLOYER, pair.first_id),))
    assert list_pairs(session, by=employer) == []
    with pytest.raises(NotAllowedError):
        dismiss_pair(session, pair.id, reason="x", by=employer, at=now())


def test_a_municipality_narrows_the_list(session: Session) -> None:
    plant_chain(session)
    find(session)
    assert list_pairs(session, by=SYSTEM, municipality_code="0265")
    assert list_pairs(session, by=SYSTEM, municipality_code="0101") == []


def test_firms_that_somebody_linked_already_wait_for_nobody(session: Session) -> None:
    old, new = plant_chain(session)
    pairs = find(session)
    assert len(find_clusters(pairs, PairState.WAITING)) == 1
    link_employers(
        session, new, other_id=old, kind=LinkKind.SAME_OWNER, is_second=False, source=LinkSource.CVR, reason="CVR",
        stated_on=TODAY, by=INSPECTOR, at=now(),
    )  # fmt: skip
    linked = linked_pairs(session, [old, new])
    assert find_clusters(pairs, PairState.WAITING, linked) == []
    assert len(find_clusters(pairs, PairState.CONFIRMED, linked)) == 1


def test_a_cluster_hangs_together_by_pairs_that_nobody_dismissed(session: Session) -> None:
    old, new = plant_chain(session)
    third = plant(session, "VL Entreprise ApS", OTHER_CVR, 60, phone="junk", number="77")
    for one in (new, third):
        record(session, one, IBAN)
    pairs = find(session)
    assert set(cluster_of(pairs, old).employers) == {old, new, third}
    [cluster] = find_clusters(pairs)
    assert len(cluster.pairs) == 2
    assert cluster_of([], old).employers == (old,)
    weaker = min(pairs, key=lambda one: one.strength)
    dismiss_pair(session, weaker.id, reason="x", by=INSPECTOR, at=now())
    assert len(find_clusters(list_pairs(session, by=SYSTEM))[0].employers) == 2
