"""Approval of a pack in the product, on both databases."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from approving import ACT, LAW, LAWYER, SECOND, URL, Approving, hashes_of
from conftest import AT
from husly.kit import audit
from husly.kit.access import PERMISSIONS, Actor, Grant, Permission, Role
from husly.kit.clock import danish_date
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotAllowedError
from register.rules.approvals.actions import Seen, confirm_unchanged, repeatable
from register.rules.approvals.demonstration import approve_packs_for_demonstration
from register.rules.approvals.models import OfficialText, PackApproval, RequirementConfirmation
from register.rules.approvals.queries import approval_of, releases_of
from register.rules.approvals.texts import pasted_bytes
from standards.rules.approval import Standing
from standards.rules.pack import Pack
from standards.rules.release import ReleaseState, refusals_to_cite, release_of


@pytest.fixture
def way(session: Session) -> Approving:
    return Approving(session)


def refused(way: Approving, name: str, *, demo_mode: bool = False) -> list[str]:
    approval = approval_of(way.session, way.pack.id, way.pack.content_hash, demo_mode=demo_mode)
    found = refusals_to_cite(way.pack, f"{way.pack.id}.{name}", as_of=danish_date(AT), approval=approval)
    return [one.code for one in found]


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as error:
        act()
    return error.value.code


def later_content(pack: Pack = ACT) -> Pack:
    """The pack with the text of one rule changed."""
    rows = [one.model_copy(update={"value": 3.0}) if one.short_id == "cap_room" else one for one in pack.requirements]
    return pack.model_copy(update={"requirements": tuple(rows), "version": "0.2"})


def test_a_rule_is_citable_once_a_second_person_has_signed(way: Approving) -> None:
    assert refused(way, "window") == ["requirement_draft"]
    way.confirm("window")
    assert refused(way, "window") == ["requirement_not_countersigned"]
    way.countersign("window")
    assert refused(way, "window") == []
    assert refused(way, "toilet") == ["requirement_draft"]
    release = releases_of(way.session, [ACT], demo_mode=False)[ACT.id]
    assert (release.state, release.approved) == (ReleaseState.PARTLY_APPROVED, 1)


def test_a_whole_pack_is_approved_row_by_row(way: Approving) -> None:
    way.approve("window", "toilet")
    rest = [one.short_id for one in ACT.requirements if one.short_id not in ("window", "toilet")]
    way.approve(*rest)
    assert releases_of(way.session, [ACT], demo_mode=False)[ACT.id].state is ReleaseState.APPROVED


def test_withdrawal_stops_citing_at_once_and_tells_by_whom_and_why(way: Approving) -> None:
    way.approve("window", "toilet")
    (row,) = way.withdraw("window", reason="  § 3 er ændret  ")
    assert (row.withdrawn_by, row.withdrawal_reason) == (SECOND.id, "§ 3 er ændret")
    assert refused(way, "window") == ["approval_withdrawn"]
    assert refused(way, "toilet") == []
    way.withdraw()
    assert refused(way, "toilet") == ["approval_withdrawn"]


def test_a_withdrawn_rule_can_be_signed_again_and_the_old_signature_stays(way: Approving) -> None:
    way.approve("window")
    way.withdraw("window")
    way.confirm("window")
    assert refused(way, "window") == ["requirement_not_countersigned"]
    way.countersign("window")
    assert refused(way, "window") == []
    assert len(way.session.exec(select(RequirementConfirmation)).all()) == 2


@pytest.mark.parametrize(
    "same",
    [LAWYER, Actor("other-account", " LISE lov", (Grant(Role.DECISION_MAKER),))],
    ids=["same account", "same name on another account"],
)
def test_whoever_confirmed_cannot_countersign(way: Approving, same: Actor) -> None:
    way.confirm("window")
    assert code_of(lambda: way.countersign("window", by=same)) == "approval.same_person"
    assert refused(way, "window") == ["requirement_not_countersigned"]


def test_the_database_too_wants_two_persons(way: Approving) -> None:
    (row,) = way.confirm("window")
    with pytest.raises(sa.exc.IntegrityError), way.session.begin_nested():
        way.session.execute(sa.update(RequirementConfirmation).values(countersigned_by=row.confirmed_by))


def test_of_two_lawyers_each_may_countersign_what_the_other_confirmed(way: Approving) -> None:
    other = Actor("other", "Otto Lov", (Grant(Role.LEGAL_REVIEWER),))
    way.confirm("window")
    way.confirm("toilet", by=other)
    assert code_of(lambda: way.countersign("window", "toilet", by=other)) == "approval.same_person"
    way.countersign("window", by=other)
    way.countersign("toilet", by=LAWYER)
    assert refused(way, "window") == refused(way, "toilet") == []


@pytest.mark.parametrize("role", list(Role))
def test_only_lawyers_confirm_and_only_they_and_decision_makers_countersign(way: Approving, role: Role) -> None:
    employer = uuid4() if role is Role.EMPLOYER else None
    person = Actor("somebody", "Nogen", (Grant(role, employer),))
    text = way.text()
    if role is not Role.LEGAL_REVIEWER:
        for act in (lambda: way.text(person), lambda: way.confirm("window", by=person, text=text)):
            with pytest.raises(NotAllowedError):
                act()
    way.confirm("window")
    if role in (Role.LEGAL_REVIEWER, Role.DECISION_MAKER):
        way.countersign("window", by=person)
        way.withdraw("window", by=person)
        return
    for act in (lambda: way.countersign("window", by=person), lambda: way.withdraw("window", by=person)):
        with pytest.raises(NotAllowedError):
            act()
    assert not {Permission.CONFIRM_RULES, Permission.COUNTERSIGN_RULES} & PERMISSIONS[role]


def test_a_decision_maker_of_one_municipality_does_not_sign_for_the_country(way: Approving) -> None:
    local = Actor("local", "Lokal Leder", (Grant(Role.DECISION_MAKER, municipality_code="0461"),))
    way.confirm("window")
    for act in (lambda: way.countersign("window", by=local), lambda: way.withdraw("window", by=local)):
        with pytest.raises(NotAllowedError):
            act()


def test_an_act_on_something_that_is_not_there_changes_nothing_and_says_why(way: Approving) -> None:
    assert code_of(lambda: way.confirm("no_such_rule")) == "approval.nothing_chosen"
    assert code_of(lambda: way.confirm("window", text=uuid4())) == "approval.no_text"
    assert code_of(lambda: way.countersign("window")) == "approval.not_confirmed"
    assert code_of(lambda: way.withdraw("window")) == "approval.nothing_stands"
    way.confirm("window")
    assert code_of(lambda: way.confirm("window", "toilet")) == "approval.already"
    assert code_of(lambda: way.withdraw("window", reason="  ")) == "approval.no_reason"
    way.countersign("window")
    assert code_of(lambda: way.countersign("window")) == "approval.not_confirmed"
    assert refused(way, "toilet") == ["requirement_draft"]


def test_a_page_that_has_changed_meanwhile_is_not_signed(way: Approving) -> None:
    seen = way.seen
    way.confirm("toilet")
    assert code_of(lambda: way.confirm("window", seen=seen)) == "approval.moved_on"
    assert code_of(lambda: way.countersign("toilet", seen=seen)) == "approval.moved_on"
    stale = Seen("0" * 64, way.seen.revision)
    assert code_of(lambda: way.confirm("window", seen=stale)) == "approval.pack_changed"
    assert code_of(lambda: way.countersign("toilet", seen=stale)) == "approval.pack_changed"


@pytest.mark.parametrize("act", ["confirm", "countersign"])
def test_of_two_at_once_one_succeeds(clean_engine: Engine, act: str) -> None:
    other = Actor("other", "Otto Lov", (Grant(Role.LEGAL_REVIEWER),))
    third = Actor("third", "Mette Tredje", (Grant(Role.DECISION_MAKER),))
    with transaction(clean_engine) as session:
        text = Approving(session).text()
        if act == "countersign":
            Approving(session).confirm("window", text=text)
        seen = Approving(session).seen
    together = Barrier(2)

    def one(by: Actor) -> str:
        together.wait(timeout=20)
        try:
            with transaction(clean_engine) as session:
                way = Approving(session)
                if act == "confirm":
                    way.confirm("window", by=by, text=text, seen=seen)
                else:
                    way.countersign("window", by=by, seen=seen)
        except DomainError as error:
            return error.code
        return "done"

    people = (LAWYER, other) if act == "confirm" else (SECOND, third)
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, people)) == ["approval.moved_on", "done"]
    with transaction(clean_engine) as session:
        assert len(session.exec(select(RequirementConfirmation)).all()) == 1


def test_each_act_leaves_an_audit_row(way: Approving) -> None:
    way.approve("window")
    way.withdraw("window", reason="Fejl")
    rows = way.session.exec(select(audit.AuditEvent).where(audit.AuditEvent.object_type == "pack_approval")).all()
    assert [(row.action, row.by_id) for row in sorted(rows, key=lambda row: row.seq)] == [
        ("rules.confirmed", LAWYER.id),
        ("rules.countersigned", SECOND.id),
        ("rules.withdrawn", SECOND.id),
    ]
    told = json.loads(rows[0].details)
    assert told["rules"] == [f"{ACT.id}.window"]
    assert told["content_hash"] == ACT.content_hash
    assert audit.verify(way.session)[1] is None


def test_after_a_change_nothing_carries_over_until_a_person_signs_the_unchanged_rules_again(way: Approving) -> None:
    way.approve("window", "cap_room", "cap")
    way.confirm("toilet")
    later = Approving(way.session, later_content(), AT + timedelta(days=1))
    assert refused(later, "window") == ["requirement_draft"]
    assert set(repeatable(way.session, later.pack)) == set(hashes_of(later.pack, "window"))
    (row,) = confirm_unchanged(way.session, pack=later.pack, seen=later.seen, by=LAWYER, at=later.at)
    assert row.is_repeated
    assert refused(later, "window") == ["requirement_not_countersigned"]
    later.countersign("window")
    assert refused(later, "window") == []
    assert refused(later, "cap") == ["requirement_draft"]
    assert refused(way, "cap") == []
    assert (
        code_of(lambda: confirm_unchanged(way.session, pack=later.pack, seen=later.seen, by=LAWYER, at=later.at))
        == "approval.nothing_chosen"
    )


def test_what_was_withdrawn_earlier_is_not_offered_again(way: Approving) -> None:
    way.approve("window")
    way.withdraw("window")
    assert repeatable(way.session, later_content()) == {}


def test_the_content_that_was_signed_is_kept(way: Approving) -> None:
    way.confirm("window")
    kept = way.session.exec(select(PackApproval)).one()
    assert Pack.model_validate(kept.content).content_hash == kept.content_hash == ACT.content_hash


def test_a_text_is_known_by_its_digest_and_recorded_once(way: Approving) -> None:
    first, second = way.text(), way.text()
    assert first == second
    assert way.text(content=LAW + b"!") != first
    text = way.session.get(OfficialText, first)
    assert text is not None
    assert (text.size_bytes, text.url) == (len(LAW), URL)
    assert text.sha256 == hashlib.sha256(LAW).hexdigest()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "retsinformation.dk",
        "http://retsinformation.dk",
        "https://",
        "https://x",
        "javascript:alert(1)",
        "https://a b.dk",
        "https://a.dk/\nb",
        "https://a.dk/" + "x" * 500,
    ],
)
def test_an_address_that_is_none_is_refused(way: Approving, url: str) -> None:
    assert code_of(lambda: way.text(url=url)) == "text.url"


def test_an_empty_text_and_a_day_to_come_are_refused(way: Approving) -> None:
    assert code_of(lambda: way.text(content=b" \n")) == "text.empty"
    assert code_of(lambda: way.text(on=danish_date(AT) + timedelta(days=1))) == "text.future"


def test_a_pasted_text_has_one_digest_whatever_the_browser_sends() -> None:
    assert pasted_bytes("§ 3.\r\nVindue\r\n") == pasted_bytes("\n§ 3.\nVindue") == "§ 3.\nVindue".encode()


def test_a_demonstration_approval_counts_in_demonstration_mode_only(way: Approving) -> None:
    maker = Actor("maker", "Mads Maker", (Grant(Role.DECISION_MAKER),))
    for _ in range(2):
        approve_packs_for_demonstration(way.session, pack_ids=[ACT.id], by=SECOND, and_by=maker, at=AT)
    assert refused(way, "window", demo_mode=True) == ["demonstration_only"]
    assert refused(way, "window") == ["requirement_draft"]
    assert repeatable(way.session, later_content()) == {}


ACTS = st.lists(st.tuples(st.sampled_from(["confirm", "countersign", "withdraw", "again"]), st.booleans()), max_size=8)


@given(ACTS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_acts_by_one_person_makes_a_rule_citable(session: Session, acts: list[tuple[str, bool]]) -> None:
    almighty = Actor("one", "En Enkelt", tuple(Grant(role) for role in Role if role is not Role.EMPLOYER))
    way = Approving(session)
    with session.begin_nested() as undone:
        for act, both in acts:
            names = ("window", "toilet") if both else ("window",)
            try:
                if act == "again":
                    confirm_unchanged(session, pack=ACT, seen=way.seen, by=almighty, at=AT)
                elif act == "confirm":
                    way.confirm(*names, by=almighty, text=way.text(almighty))
                else:
                    getattr(way, act)(*names, by=almighty)
            except DomainError:
                continue
        approval = approval_of(session, ACT.id, ACT.content_hash, demo_mode=False)
        assert release_of(ACT, approval).approved == 0
        assert Standing.APPROVED not in {standing for _, standing in release_of(ACT, approval).rows}
        undone.rollback()
