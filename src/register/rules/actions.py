"""Setting a local value: written, tried, approved by a second person, sent back, withdrawn. Each leaves its row."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.database import new_id, take_turns
from husly.kit.errors import DomainError
from register.rules.forms import LocalRuleAsked
from register.rules.models import LocalRule, LocalRuleState
from register.rules.overlays import overlay_of, try_out
from register.rules.queries import UNDECIDED, get_local_rule, list_rivals
from standards.rules.pack import Pack, load_pack
from standards.variants.fitting import misfits, without_effect


def draft_local_rule(session: Session, *, asked: LocalRuleAsked, pack_id: str, by: Actor, at: datetime) -> LocalRule:
    """Write down a value that is to hold. Raises ``DomainError`` for one that is laxer, or that begins in the past."""
    require(by, Permission.DRAFT_LOCAL_RULES, Subject(municipality_code=asked.issuer.municipality_code))
    pack = load_pack(pack_id)
    rule = LocalRule(id=new_id(), base_pack_id=pack.id, base_hash=pack.content_hash, **_written(asked, by, at))
    rule.writers = [by.id]
    _check(rule, pack, danish_date(at))
    session.add(rule)
    session.flush()
    _trace(session, rule, "local_rule.drafted", by=by, at=at, after=_content(rule))
    return rule


def change_draft(
    session: Session, rule_id: UUID, *, asked: LocalRuleAsked, version: int, by: Actor, at: datetime
) -> LocalRule:
    """Write a draft anew, for the same issuer; what was tried must be tried again. Raises ``DomainError``."""
    rule = _undecided(session, rule_id, Permission.DRAFT_LOCAL_RULES, by)
    if (asked.issuer.kind, asked.issuer.id) != (rule.issuer_kind, rule.issuer_id):
        raise DomainError("local_rule.other_issuer", "A draft stays with its issuer. Make a new one for another.")
    pack, before = load_pack(rule.base_pack_id), _content(rule)
    fields = _written(asked, by, at)
    _check(LocalRule(id=rule.id, base_pack_id=pack.id, base_hash=pack.content_hash, **fields), pack, danish_date(at))
    writers = sorted({*rule.writers, by.id})
    fields |= {"base_hash": pack.content_hash, "writers": writers, "report": None, "tested_at": None}
    _move(session, rule, version, UNDECIDED, state=LocalRuleState.DRAFT, **fields)
    _trace(session, rule, "local_rule.changed", by=by, at=at, before=before, after=_content(rule))
    return rule


def _written(asked: LocalRuleAsked, by: Actor, at: datetime) -> dict[str, Any]:
    issuer, target = asked.issuer, asked.target
    return {
        "issuer_kind": issuer.kind,
        "issuer_id": issuer.id,
        "issuer_name": issuer.name,
        "parties": list(issuer.parties),
        "municipality_code": issuer.municipality_code,
        "requirement_id": target.requirement_id,
        "measure": target.measure,
        "op": target.op,
        "unit": target.unit,
        "value": asked.value,
        "reference_title": asked.reference_title,
        "reference_section": asked.reference_section,
        "reference_url": asked.reference_url,
        "reason": asked.reason,
        "valid_from": asked.valid_from,
        "valid_to": asked.valid_to,
        "drafted_by": by.id,
        "drafted_by_name": by.name,
        "drafted_at": at,
    }


def _check(rule: LocalRule, pack: Pack, today: date) -> None:
    """A value must fit its pack, demand more than the pack does, and burden nobody for days that have passed."""
    overlay = overlay_of(rule)
    if problems := misfits(pack, overlay):
        raise DomainError(
            "local_rule.unfit", "The value does not fit the pack: {problems}", problems="; ".join(problems)
        )
    if found := without_effect(pack, overlay):
        raise DomainError("local_rule.not_stricter", found[0].text.en, da=found[0].text.da)
    _check_start(rule, today)


def _check_start(rule: LocalRule, today: date) -> None:
    if rule.valid_from < today:
        raise DomainError(
            "local_rule.in_the_past",
            "A value cannot hold for days that have passed: it begins on {today} at the earliest.",
            today=today.isoformat(),
        )


def try_local_rule(session: Session, rule_id: UUID, *, version: int, by: Actor, at: datetime) -> LocalRule:
    """Run the cases. If all come out right the value awaits approval; otherwise it stays a draft, with the report."""
    rule = _undecided(session, rule_id, Permission.DRAFT_LOCAL_RULES, by)
    pack = load_pack(rule.base_pack_id)
    _check(rule, pack, danish_date(at))
    report = try_out(pack, overlay_of(rule))
    state = LocalRuleState.TESTED if report["passed"] else LocalRuleState.DRAFT
    tried = {"report": report, "tested_at": at, "base_hash": pack.content_hash, "note": ""}
    _move(session, rule, version, UNDECIDED, state=state, **tried)
    _trace(session, rule, "local_rule.tried", by=by, at=at, passed=report["passed"], cases=len(report["cases"]))
    return rule


def approve_local_rule(
    session: Session, rule_id: UUID, *, version: int, compared: bool, by: Actor, at: datetime
) -> LocalRule:
    """Put a tried value into force from its day; the issuer's value before it ends there.

    Raises ``DomainError``: whoever wrote it may not approve it, nor without having compared it with its text; nor a
    value whose pack changed since it was tried, that begins in the past, or that runs into a later one.
    """
    rule = _undecided(session, rule_id, Permission.APPROVE_LOCAL_RULES, by)
    _check_approver(rule, by, compared=compared)
    take_turns(session, f"local rule {rule.issuer_kind.value} {rule.issuer_id}")
    pack, overlay = load_pack(rule.base_pack_id), overlay_of(rule)
    _check_tried(rule, pack, overlay.content_hash)
    _check_start(rule, danish_date(at))
    _supersede(session, rule, by=by, at=at)
    approval = {"approved_by": by.id, "approved_by_name": by.name, "approved_at": at}
    _move(
        session,
        rule,
        version,
        (LocalRuleState.TESTED,),
        state=LocalRuleState.APPROVED,
        content_hash=overlay.content_hash,
        **approval,
    )
    _trace(session, rule, "local_rule.approved", by=by, at=at, content=overlay.content_hash)
    return rule


def _check_approver(rule: LocalRule, by: Actor, *, compared: bool) -> None:
    if by.id in rule.writers:
        raise DomainError(
            "local_rule.second_person", "You wrote this value. Somebody else with the right to approve must approve it."
        )
    if not compared:
        raise DomainError(
            "local_rule.not_compared", "Confirm that you have compared the value with the text of the decision."
        )


def _check_tried(rule: LocalRule, pack: Pack, content: str) -> None:
    report = rule.report
    if rule.state is not LocalRuleState.TESTED or report is None or not report["passed"]:
        raise DomainError(
            "local_rule.not_tried", "The cases have not been run, or not all came out right. Run them first."
        )
    if report["base_hash"] != pack.content_hash or report["overlay_hash"] != content:
        raise DomainError(
            "local_rule.changed_since", "The pack or the value has changed since the cases were run. Run them again."
        )


def _supersede(session: Session, rule: LocalRule, *, by: Actor, at: datetime) -> None:
    for other in list_rivals(session, rule):
        if other.valid_to is not None and other.valid_to <= rule.valid_from:
            continue
        if other.valid_from >= rule.valid_from:
            if rule.valid_to is not None and rule.valid_to <= other.valid_from:
                continue
            raise DomainError(
                "local_rule.later",
                "A value of the same issuer for this rule is approved from {day}. Withdraw it first, or end this one "
                "before that day.",
                day=other.valid_from.isoformat(),
            )
        changed = {"state": LocalRuleState.SUPERSEDED, "ended_on": rule.valid_from}
        _move(session, other, other.version, (LocalRuleState.APPROVED,), **changed)
        _trace(
            session, other, "local_rule.superseded", by=by, at=at, ended_on=rule.valid_from, followed_by=str(rule.id)
        )


def send_back(session: Session, rule_id: UUID, *, version: int, note: str, by: Actor, at: datetime) -> LocalRule:
    """Give a tried value back to whoever wrote it, saying why."""
    rule = _undecided(session, rule_id, Permission.APPROVE_LOCAL_RULES, by)
    note = _said(note)
    _move(session, rule, version, (LocalRuleState.TESTED,), state=LocalRuleState.DRAFT, note=note)
    _trace(session, rule, "local_rule.sent_back", by=by, at=at, why=note)
    return rule


def discard_draft(session: Session, rule_id: UUID, *, version: int, by: Actor, at: datetime) -> LocalRule:
    """Throw away a value that never held; it stays on its page."""
    rule = _undecided(session, rule_id, Permission.DRAFT_LOCAL_RULES, by)
    _move(session, rule, version, UNDECIDED, state=LocalRuleState.WITHDRAWN)
    _trace(session, rule, "local_rule.discarded", by=by, at=at)
    return rule


def withdraw_local_rule(
    session: Session, rule_id: UUID, *, version: int, note: str, by: Actor, at: datetime
) -> LocalRule:
    """End an approved value from today; what it demanded before today stays, but no letter cites it any more."""
    rule = get_local_rule(session, rule_id, by=by)
    require(by, Permission.APPROVE_LOCAL_RULES, Subject(municipality_code=rule.municipality_code))
    note, ended_on = _said(note), danish_date(at)
    state, wanted = LocalRuleState.WITHDRAWN, (LocalRuleState.APPROVED,)
    _move(session, rule, version, wanted, state=state, ended_on=ended_on, note=note)
    _trace(session, rule, "local_rule.withdrawn", by=by, at=at, ended_on=ended_on, why=note)
    return rule


def _said(note: str) -> str:
    note = note.replace("\x00", "").strip()
    if not 3 <= len(note) <= 2000:
        raise DomainError("local_rule.unexplained", "Write why, in 3 to 2000 characters.")
    return note


def _undecided(session: Session, rule_id: UUID, permission: Permission, by: Actor) -> LocalRule:
    rule = get_local_rule(session, rule_id, by=by)
    require(by, permission, Subject(municipality_code=rule.municipality_code))
    if rule.state not in UNDECIDED:
        raise DomainError("local_rule.decided", "The value has been approved or withdrawn already.")
    return rule


def _move(session: Session, rule: LocalRule, version: int, states: tuple[LocalRuleState, ...], **values: Any) -> None:
    """Change a value in one statement, if nobody changed it since it was shown: of two at once one wins."""
    moved = session.execute(
        sa.update(LocalRule)
        .where(col(LocalRule.id) == rule.id, col(LocalRule.version) == version, col(LocalRule.state).in_(states))
        .values(version=version + 1, **values)
        .returning(col(LocalRule.id))
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if moved is None:
        raise DomainError(
            "local_rule.changed",
            "Somebody else changed this value meanwhile. Look at it again before you decide.",
        )
    session.refresh(rule)


def _content(rule: LocalRule) -> str:
    return overlay_of(rule).content_hash


def _trace(
    session: Session,
    rule: LocalRule,
    action: str,
    *,
    by: Actor,
    at: datetime,
    before: object = None,
    after: object = None,
    **details: Any,
) -> None:
    on = ("local_rule", rule.id)
    audit.record(session, by=by, at=at, action=action, on=on, before=before, after=after, details=details)
