"""Proposing weight sets and deciding on them. Only a person adopts, for days to come, and each move leaves its row."""

import hashlib
import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from inspection.risk.actions import require_score_on
from inspection.risk.weights import delivered_text, delivered_versions, parse_weights
from inspection.risk.weightsets.models import WeightSet, WeightSetOrigin, WeightSetState
from inspection.risk.weightsets.queries import find_stored, has_counted

COUNTRY = Subject()
"""Weights are the whole authority's: a right over one municipality is not enough."""


def propose_weights(
    session: Session,
    text: str,
    *,
    reason: str,
    switched_on: bool,
    by: Actor,
    at: datetime,
    origin: WeightSetOrigin = WeightSetOrigin.BY_HAND,
    evaluation: dict[str, Any] | None = None,
) -> WeightSet:
    """Keep a set (YAML) as a proposal; it counts for nothing until somebody else adopts it.

    Raises WeightsError for a set that cannot be read, naming every problem, and ``DomainError`` for a version that is
    taken or while the score is switched off.
    """
    require(by, Permission.READ_RISK, COUNTRY)
    require_score_on(switched_on)
    weights = parse_weights(text, origin="YAML")
    _check_version(session, weights.version, text)
    proposal = WeightSet(
        version=weights.version,
        origin=origin,
        text=text,
        sha256=_sha256(text),
        author=weights.author,
        reason=_said(reason),
        evaluation=evaluation,
        proposed_by=by.id,
        proposed_by_name=by.name,
        proposed_at=at,
    )
    session.add(proposal)
    session.flush()
    _trace(session, proposal, "proposed", by=by, at=at, origin=origin.value)
    return proposal


def _check_version(session: Session, version: str, text: str) -> None:
    if version in delivered_versions() or re.fullmatch(r"\d{4}-\d{2}", version):
        raise DomainError(
            "weights.delivered_name",
            "Versions such as {version} are kept for sets that come with Husly. Give your set another version.",
            version=version,
        )
    take_turns(session, "risk weights")
    stored = find_stored(session, version)
    if stored is None:
        return
    if stored.sha256 != _sha256(text):
        raise DomainError(
            "weights.version_taken",
            "There is another set with the version {version}. Give yours a version of its own: old runs name theirs.",
            version=version,
        )
    if stored.state in (WeightSetState.PROPOSED, WeightSetState.ADOPTED):
        raise DomainError(
            "weights.known", "This set is here already, as version {version}: look at its page.", version=version
        )


def adopt_weights(
    session: Session,
    proposal_id: UUID,
    *,
    valid_from: date,
    reason: str,
    switched_on: bool,
    by: Actor,
    at: datetime,
) -> WeightSet:
    """Let a proposed set count from a day. Raises ``DomainError``: for the person who proposed it, for a day that has
    passed, without a reason, for one decided already, and while the score is switched off.
    """
    proposal = _open(session, proposal_id)
    _check_adopter(by, valid_from, switched_on=switched_on, at=at)
    if proposal.proposed_by == by.id:
        raise DomainError(
            "weights.second_person", "You proposed this set. Somebody else with the right to adopt must decide on it."
        )
    parse_weights(proposal.text, origin=proposal.version)  # the reader may have become stricter since
    _decide(session, proposal, WeightSetState.ADOPTED, reason=reason, by=by, at=at, valid_from=valid_from)
    _trace(session, proposal, "adopted", by=by, at=at, valid_from=valid_from, why=proposal.decision_reason)
    return proposal


def adopt_again(
    session: Session,
    version: str,
    *,
    valid_from: date,
    reason: str,
    switched_on: bool,
    by: Actor,
    at: datetime,
) -> WeightSet:
    """Go back to a delivered set, or to one that was adopted before. It needs no second person: it has had its own.

    Raises ``DomainError`` as ``adopt_weights`` does, and ``NotFoundError`` for a set that never counted.
    """
    _check_adopter(by, valid_from, switched_on=switched_on, at=at)
    text, origin = _known_before(session, version)
    weights = parse_weights(text, origin=version)
    row = WeightSet(
        version=version,
        origin=origin,
        again=True,
        text=text,
        sha256=_sha256(text),
        author=weights.author,
        reason=weights.reason,
        state=WeightSetState.ADOPTED,
        valid_from=valid_from,
        proposed_by=by.id,
        proposed_by_name=by.name,
        proposed_at=at,
        decided_by=by.id,
        decided_by_name=by.name,
        decided_at=at,
        decision_reason=_said(reason),
    )
    session.add(row)
    session.flush()
    _trace(session, row, "adopted_again", by=by, at=at, valid_from=valid_from, why=row.decision_reason)
    return row


def _known_before(session: Session, version: str) -> tuple[str, WeightSetOrigin]:
    if version in delivered_versions():
        return delivered_text(version), WeightSetOrigin.DELIVERED
    stored = find_stored(session, version)
    if stored is None or not has_counted(session, version):
        raise NotFoundError("weight set")
    return stored.text, stored.origin


def _check_adopter(by: Actor, valid_from: date, *, switched_on: bool, at: datetime) -> None:
    require(by, Permission.ADOPT_WEIGHTS, COUNTRY)
    if by is SYSTEM:
        raise DomainError("weights.no_person", "A weight set is adopted by a person, on its page.")
    require_score_on(switched_on)
    today = danish_date(at)
    if valid_from < today:
        raise DomainError(
            "weights.in_the_past",
            "A set cannot count for days that have passed: it begins on {today} at the earliest.",
            today=today.isoformat(),
        )


def reject_weights(session: Session, proposal_id: UUID, *, reason: str, by: Actor, at: datetime) -> WeightSet:
    """Turn a proposal down, saying why; it stays on its page. Raises ``DomainError``."""
    proposal = _open(session, proposal_id)
    require(by, Permission.ADOPT_WEIGHTS, COUNTRY)
    if proposal.proposed_by == by.id:
        raise DomainError("weights.own", "You proposed this set. Withdraw it instead of rejecting it.")
    _decide(session, proposal, WeightSetState.REJECTED, reason=reason, by=by, at=at)
    _trace(session, proposal, "rejected", by=by, at=at, why=proposal.decision_reason)
    return proposal


def withdraw_proposal(session: Session, proposal_id: UUID, *, reason: str, by: Actor, at: datetime) -> WeightSet:
    """Take one's own proposal back before anybody decided. Raises ``DomainError``."""
    proposal = _open(session, proposal_id)
    require(by, Permission.READ_RISK, COUNTRY)
    if proposal.proposed_by != by.id:
        raise DomainError("weights.not_own", "Only whoever proposed a set can withdraw it.")
    _decide(session, proposal, WeightSetState.WITHDRAWN, reason=reason, by=by, at=at)
    _trace(session, proposal, "withdrawn", by=by, at=at, why=proposal.decision_reason)
    return proposal


def _open(session: Session, proposal_id: UUID) -> WeightSet:
    proposal = session.get(WeightSet, proposal_id)
    if proposal is None:
        raise NotFoundError("weight set")
    return proposal


def _decide(
    session: Session,
    proposal: WeightSet,
    state: WeightSetState,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    valid_from: date | None = None,
) -> None:
    """Write the decision in one statement, if nobody decided meanwhile: of two at once one wins."""
    decision = {"decided_by": by.id, "decided_by_name": by.name, "decided_at": at, "decision_reason": _said(reason)}
    moved = session.execute(
        sa.update(WeightSet)
        .where(col(WeightSet.id) == proposal.id, col(WeightSet.state) == WeightSetState.PROPOSED)
        .values(state=state, valid_from=valid_from, **decision)
        .returning(col(WeightSet.id))
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if moved is None:
        raise DomainError("weights.decided", "Somebody has decided on this set already. Look at its page again.")
    session.refresh(proposal)


def _said(reason: str) -> str:
    reason = reason.replace("\x00", "").strip()
    if not 3 <= len(reason) <= 2000:
        raise DomainError("weights.unexplained", "Write why, in 3 to 2000 characters.")
    return reason


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _trace(session: Session, row: WeightSet, what: str, *, by: Actor, at: datetime, **details: object) -> None:
    told = {"version": row.version, "sha256": row.sha256, **details}
    on = ("risk_weight_set", row.id)
    audit.record(session, by=by, at=at, action=f"risk_weights.{what}", on=on, after=row.sha256, details=told)
