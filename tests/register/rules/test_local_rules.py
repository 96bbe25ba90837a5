"""Setting a local value: written, tried, approved by a second person, followed, withdrawn."""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session

from conftest import AT
from husly.kit.access import Actor, Grant, Role
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from local_rules_made import (
    ACT,
    APPROVER,
    ODENSE,
    ROSKILDE,
    STARTS,
    WRITER,
    a_draft,
    a_local_form,
    approved,
    asked_for,
    tried,
)
from register.municipalities.table import Municipality
from register.rules import actions
from register.rules.forms import own_measures, read_local_rule
from register.rules.models import LocalRule, LocalRuleState
from register.rules.queries import (
    facts_of_local_rules,
    find_issued,
    get_local_rule,
    list_history,
    list_local_rules,
    local_packs,
    packs_for,
)
from standards.rules.pack import Pack, load_pack

BOTH = Actor("both", "Bo Begge", (Grant(Role.ADMINISTRATOR), Grant(Role.DECISION_MAKER)))
NAMES = {ODENSE: Municipality(ODENSE, "Odense", "1083", "Syddanmark")}


def in_odense(session: Session, on: date) -> Pack:
    (pack,) = packs_for(session, [ACT], municipality_code=ODENSE, as_of=on)
    return pack


def cap(session: Session, on: date) -> float:
    return in_odense(session, on).requirement(f"{ACT}.cap", on).limit


def refused(code: str) -> AbstractContextManager[object]:
    return pytest.raises(DomainError, check=lambda error: error.code == code)


def test_an_approved_value_holds_in_its_municipality_from_its_day(session: Session) -> None:
    approved(session)
    assert (cap(session, STARTS - timedelta(days=1)), cap(session, STARTS)) == (2.0, 1.5)
    assert packs_for(session, [ACT], municipality_code=ROSKILDE, as_of=STARTS) == [load_pack(ACT)]
    assert packs_for(session, [ACT], municipality_code=None, as_of=STARTS) == [load_pack(ACT)]


@pytest.mark.parametrize("state", ["draft", "tested"])
def test_nothing_holds_before_it_is_approved(session: Session, state: str) -> None:
    rule = a_draft(session) if state == "draft" else tried(session)
    assert rule.state.value == state
    assert cap(session, STARTS) == 2.0


def test_the_cases_are_kept_with_the_value(session: Session) -> None:
    rule = tried(session)
    assert rule.state is LocalRuleState.TESTED
    assert rule.report is not None
    assert {one["shows"] for one in rule.report["cases"]} == {
        "clearly met",
        "just met",
        "just breached",
        "fact missing",
    }
    assert all(one["passed"] for one in rule.report["cases"])
    assert rule.report["others"] == []
    assert rule.report["shipped"] > 20


def test_a_value_that_no_dwelling_can_meet_stays_a_draft(session: Session) -> None:
    rule = tried(session, value="0")
    assert rule.state is LocalRuleState.DRAFT
    assert rule.report is not None
    assert not rule.report["passed"]
    with refused("local_rule.not_tried"):
        actions.approve_local_rule(session, rule.id, version=rule.version, compared=True, by=APPROVER, at=AT)


@pytest.mark.parametrize("value", ["2", "2,5"])
def test_a_value_that_is_not_stricter_is_refused_with_the_national_one(session: Session, value: str) -> None:
    with pytest.raises(DomainError, match="at most 2 persons per habitable room") as caught:
        a_draft(session, value=value)
    assert caught.value.code == "local_rule.not_stricter"
    assert "højst 2 personer" in str(caught.value.params["da"])


def test_a_value_cannot_begin_in_the_past(session: Session) -> None:
    with refused("local_rule.in_the_past"):
        a_draft(session, valid_from="2026-03-01")
    rule = tried(session)
    with refused("local_rule.in_the_past"):
        actions.approve_local_rule(
            session, rule.id, version=rule.version, compared=True, by=APPROVER, at=AT + timedelta(days=60)
        )


def test_whoever_wrote_it_cannot_approve_it_even_with_the_right_to(session: Session) -> None:
    rule = tried(session, by=BOTH)
    with refused("local_rule.second_person"):
        actions.approve_local_rule(session, rule.id, version=rule.version, compared=True, by=BOTH, at=AT)


def test_neither_can_who_wrote_an_earlier_version_of_it(session: Session) -> None:
    rule = a_draft(session, by=BOTH)
    rule = actions.change_draft(session, rule.id, asked=asked_for(value="1"), version=rule.version, by=WRITER, at=AT)
    rule = actions.try_local_rule(session, rule.id, version=rule.version, by=WRITER, at=AT)
    with refused("local_rule.second_person"):
        actions.approve_local_rule(session, rule.id, version=rule.version, compared=True, by=BOTH, at=AT)


def test_it_is_not_approved_without_having_been_compared_with_its_text(session: Session) -> None:
    rule = tried(session)
    with refused("local_rule.not_compared"):
        actions.approve_local_rule(session, rule.id, version=rule.version, compared=False, by=APPROVER, at=AT)


def test_a_change_must_be_tried_again(session: Session) -> None:
    rule = tried(session)
    changed = actions.change_draft(session, rule.id, asked=asked_for(value="1"), version=rule.version, by=WRITER, at=AT)
    assert (changed.state, changed.report, changed.value) == (LocalRuleState.DRAFT, None, 1.0)
    with refused("local_rule.not_tried"):
        actions.approve_local_rule(session, rule.id, version=changed.version, compared=True, by=APPROVER, at=AT)


def test_a_draft_stays_with_its_issuer(session: Session) -> None:
    rule = a_draft(session)
    with refused("local_rule.other_issuer"):
        actions.change_draft(session, rule.id, asked=asked_for(issuer=ROSKILDE), version=rule.version, by=WRITER, at=AT)


def test_a_pack_that_changed_since_must_be_tried_again(session: Session) -> None:
    rule = tried(session)
    rule.report = {**(rule.report or {}), "base_hash": "0" * 64}
    session.flush()
    with refused("local_rule.changed_since"):
        actions.approve_local_rule(session, rule.id, version=rule.version, compared=True, by=APPROVER, at=AT)


def test_sent_back_it_is_a_draft_with_the_reason(session: Session) -> None:
    rule = tried(session)
    back = actions.send_back(session, rule.id, version=rule.version, note="Forkert punkt.", by=APPROVER, at=AT)
    assert (back.state, back.note) == (LocalRuleState.DRAFT, "Forkert punkt.")
    with refused("local_rule.unexplained"):
        actions.send_back(session, rule.id, version=back.version, note=" ", by=APPROVER, at=AT)


def test_of_two_at_once_one_wins_and_the_other_is_told(session: Session) -> None:
    rule = tried(session)
    seen = rule.version
    actions.approve_local_rule(session, rule.id, version=seen, compared=True, by=APPROVER, at=AT)
    with refused("local_rule.decided"):
        actions.approve_local_rule(session, rule.id, version=seen, compared=True, by=APPROVER, at=AT)
    with refused("local_rule.changed"):
        actions.withdraw_local_rule(session, rule.id, version=seen, note="Fejl.", by=APPROVER, at=AT)


def test_who_decides_on_an_old_page_is_told_that_it_changed(session: Session) -> None:
    rule = tried(session)
    seen = rule.version
    rule = actions.change_draft(session, rule.id, asked=asked_for(value="1"), version=seen, by=WRITER, at=AT)
    actions.try_local_rule(session, rule.id, version=rule.version, by=WRITER, at=AT)
    with refused("local_rule.changed"):
        actions.approve_local_rule(session, rule.id, version=seen, compared=True, by=APPROVER, at=AT)


def test_the_next_value_takes_over_on_its_day(session: Session) -> None:
    first, second = approved(session), approved(session, value="1", valid_from="2026-06-01")
    session.refresh(first)
    assert (first.state, first.ended_on) == (LocalRuleState.SUPERSEDED, date(2026, 6, 1))
    assert second.state is LocalRuleState.APPROVED
    assert [cap(session, day) for day in (STARTS, date(2026, 5, 31), date(2026, 6, 1))] == [1.5, 1.5, 1.0]


def test_a_value_cannot_run_into_a_later_one(session: Session) -> None:
    approved(session, value="1", valid_from="2026-06-01")
    with refused("local_rule.later"):
        approved(session)
    ending = approved(session, value="1,25", valid_to="2026-06-01")
    assert ending.state is LocalRuleState.APPROVED
    assert [cap(session, day) for day in (STARTS, date(2026, 6, 1))] == [1.25, 1.0]


def test_withdrawn_it_ends_that_day_and_cannot_be_cited(session: Session) -> None:
    rule = approved(session)
    later = datetime(2026, 5, 10, 9, 0, tzinfo=AT.tzinfo)
    actions.withdraw_local_rule(session, rule.id, version=rule.version, note="Hjemmel savnes.", by=APPROVER, at=later)
    assert [cap(session, date(2026, 5, day)) for day in (9, 10)] == [1.5, 2.0]
    found = find_issued(session, str(rule.content_hash))
    assert found is not None
    assert found.state is LocalRuleState.WITHDRAWN


def test_one_that_was_followed_can_still_be_cited(session: Session) -> None:
    first = approved(session)
    approved(session, value="1", valid_from="2026-06-01")
    assert find_issued(session, str(first.content_hash)) == first


def test_a_discarded_draft_never_held(session: Session) -> None:
    rule = tried(session)
    actions.discard_draft(session, rule.id, version=rule.version, by=WRITER, at=AT)
    assert rule.state is LocalRuleState.WITHDRAWN
    assert cap(session, STARTS) == 2.0
    with refused("local_rule.decided"):
        actions.try_local_rule(session, rule.id, version=rule.version, by=WRITER, at=AT)


def test_a_rule_of_its_own_stands_beside_the_packs(session: Session) -> None:
    rule = approved(session, rule="own:san.persons_per_toilet", value="4")
    (own,) = (one for one in in_odense(session, STARTS).requirements if one.issuer is not None)
    assert (own.measure, own.op, own.limit, own.severity) == ("san.persons_per_toilet", "<=", 4.0, "breach")
    assert own.overlay_hash == rule.content_hash
    assert "toilets" in facts_of_local_rules(session, STARTS)
    assert facts_of_local_rules(session, STARTS - timedelta(days=1)) == frozenset()


def test_a_rule_without_a_number_is_kept_or_not(session: Session) -> None:
    approved(session, rule="own:net.internet", value="")
    (own,) = (one for one in in_odense(session, STARTS).requirements if one.issuer is not None)
    assert (own.op, own.value) == ("is", True)


def test_the_value_of_an_agreement_holds_for_whom_it_covers_only(session: Session) -> None:
    approved(
        session,
        issuer="agreement",
        agreement_id="gartneri-2026",
        agreement_name="Gartnerioverenskomsten",
        agreement_parties="Arbejdsgiverne\nForbundet",
        value="1",
    )
    assert cap(session, STARTS) == 2.0
    (covered,) = packs_for(session, [ACT], municipality_code=ODENSE, as_of=STARTS, agreements=["gartneri-2026"])
    issuer = covered.requirement(f"{ACT}.cap", STARTS).issuer
    assert issuer is not None
    assert (issuer.kind, issuer.parties) == ("agreement", ("Arbejdsgiverne", "Forbundet"))


def test_many_dwellings_are_told_apart_by_municipality_with_one_reading(session: Session) -> None:
    approved(session)
    packs = local_packs(session, [ACT], as_of=STARTS)
    assert packs.of(ODENSE) == [in_odense(session, STARTS)]
    assert packs.of(ROSKILDE) == packs.of(None) == [load_pack(ACT)]


def test_a_value_whose_rule_left_the_pack_is_without_effect(session: Session) -> None:
    rule = approved(session)
    rule.requirement_id = f"{ACT}.no_longer_there"
    session.flush()
    assert in_odense(session, STARTS) == load_pack(ACT)


def test_an_administrator_of_one_municipality_writes_for_that_one_only(session: Session) -> None:
    local = Actor("local", "Lis Lokal", (Grant(Role.ADMINISTRATOR, municipality_code=ODENSE),))
    assert a_draft(session, by=local).municipality_code == ODENSE
    with pytest.raises(NotAllowedError):
        a_draft(session, by=local, issuer=ROSKILDE)
    with pytest.raises(NotAllowedError):
        a_draft(
            session,
            by=local,
            issuer="agreement",
            agreement_id="gartneri-2026",
            agreement_name="Gartnerioverenskomsten",
            agreement_parties="A\nB",
        )


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.INSPECTOR, Role.DECISION_MAKER])
def test_others_do_not_write(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        a_draft(session, by=Actor("x", "X", (Grant(role),)))


def test_who_decides_elsewhere_neither_sees_nor_approves_a_draft(session: Session) -> None:
    elsewhere = Actor("e", "E", (Grant(Role.DECISION_MAKER, municipality_code=ROSKILDE),))
    rule = tried(session)
    with pytest.raises(NotFoundError):
        actions.approve_local_rule(session, rule.id, version=rule.version, compared=True, by=elsewhere, at=AT)
    assert list_local_rules(session, by=elsewhere, limit=9, offset=0) == ([], 0)


def test_what_was_approved_is_public_and_drafts_are_not(session: Session) -> None:
    reader = Actor("r", "R", (Grant(Role.STATISTICIAN),))
    issued = approved(session)
    draft = a_draft(session, rule="own:san.persons_per_toilet", value="4")
    assert list_local_rules(session, by=reader, limit=9, offset=0) == ([issued], 1)
    with pytest.raises(NotFoundError):
        get_local_rule(session, draft.id, by=reader)
    assert list_local_rules(session, by=WRITER, limit=9, offset=0) == ([draft, issued], 2)


def test_every_step_leaves_its_row(session: Session) -> None:
    rule = approved(session)
    actions.withdraw_local_rule(session, rule.id, version=rule.version, note="Fejl.", by=APPROVER, at=AT)
    history = list_history(session, rule.id)
    assert [one.action.removeprefix("local_rule.") for one in history] == ["drafted", "tried", "approved", "withdrawn"]
    assert [one.by_name for one in history] == [WRITER.name, WRITER.name, APPROVER.name, APPROVER.name]


def test_two_transactions_cannot_both_approve(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        rule = tried(session)
    with transaction(clean_engine) as session:
        actions.approve_local_rule(session, rule.id, version=rule.version, compared=True, by=APPROVER, at=AT)
    with transaction(clean_engine) as session, refused("local_rule.decided"):
        actions.approve_local_rule(session, rule.id, version=rule.version, compared=True, by=APPROVER, at=AT)
    with transaction(clean_engine) as session:
        assert session.get_one(LocalRule, rule.id).version == rule.version + 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rule": f"{ACT}.toilet"}, "rule"),
        ({"rule": f"{ACT}.cap_room"}, "rule"),
        ({"rule": "own:sleep.furniture"}, "rule"),
        ({"rule": "nothing"}, "rule"),
        ({"issuer": ""}, "issuer"),
        ({"issuer": "9999"}, "issuer"),
        ({"value": "-1"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": "٣"}, "value"),
        ({"value": "1e9"}, "value"),
        ({"value": ""}, "value"),
        ({"reference_title": " "}, "reference_title"),
        ({"reference_section": ""}, "reference_section"),
        ({"reference_url": "http://odense.example/x"}, "reference_url"),
        ({"reference_url": "javascript:alert(1)"}, "reference_url"),
        ({"reason": "x" * 5000}, "reason"),
        ({"valid_from": "i morgen"}, "valid_from"),
        ({"valid_to": "2026-04-01"}, "valid_to"),
        ({"issuer": "agreement", "agreement_id": "A B"}, "agreement_id"),
    ],
)
def test_a_form_that_will_not_do_names_the_field(changes: dict[str, str], field: str) -> None:
    asked, errors = read_local_rule(a_local_form(**changes), load_pack(ACT), NAMES)
    assert asked is None
    assert field in errors


def test_every_measure_offered_can_be_read_as_a_rule_of_its_own() -> None:
    for key in own_measures():
        asked, errors = read_local_rule(a_local_form(rule=f"own:{key}", value="4"), load_pack(ACT), NAMES)
        assert (asked is None, errors) == (False, {}), key
