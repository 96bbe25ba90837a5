"""Claiming, deciding, asking the union: every change of a claim, dated and audited."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.uploads import Upload
from register.accommodations.models import Accommodation
from register.agreements.forms import AskedClaim
from register.agreements.models import AgreementClaim, AgreementEvidence, ClaimState

OPEN = (ClaimState.SUBMITTED, ClaimState.MORE_ASKED)


def claim_exemption(
    session: Session, *, accommodation_id: UUID, asked: AskedClaim, evidence: Upload, by: Actor, at: datetime
) -> AgreementClaim:
    """Claim for one accommodation, or from it for all of its employer's. Nothing changes until it is accepted.

    Raises ``NotFoundError`` for an unknown accommodation and ``NotAllowedError`` for somebody else's.
    """
    accommodation = session.get(Accommodation, accommodation_id)
    if accommodation is None:
        raise NotFoundError("accommodation")
    require(by, Permission.DECLARE, Subject(employer_id=accommodation.employer_id))
    claim = AgreementClaim(
        employer_id=accommodation.employer_id,
        accommodation_id=None if asked.for_all else accommodation.id,
        claimed_at=at,
        claimed_by=by.id,
        **_columns(asked),
    )
    session.add(claim)
    session.flush()
    _trace(session, claim, "agreement.claimed", by=by, at=at, after=asked.document())
    _attach(session, claim, evidence, by=by, at=at)
    return claim


def answer_question(
    session: Session,
    claim_id: UUID,
    *,
    asked: AskedClaim,
    evidence: Upload | None,
    version: int,
    by: Actor,
    at: datetime,
) -> AgreementClaim:
    """Send a claim again after the authority asked for more; what it said before is kept."""
    claim = _locked(session, claim_id, version)
    require(by, Permission.DECLARE, Subject(employer_id=claim.employer_id))
    _demand(claim, ClaimState.MORE_ASKED)
    before = document_of(claim)
    claim.earlier = [*claim.earlier, {**before, "version": claim.version, "replaced_at": at.isoformat()}]
    for name, value in _columns(asked).items():
        setattr(claim, name, value)
    _move(session, claim, ClaimState.SUBMITTED, "agreement.sent_again", by=by, at=at, before=before)
    if evidence is not None:
        _attach(session, claim, evidence, by=by, at=at)
    return claim


def ask_for_more(session: Session, claim_id: UUID, *, note: str, version: int, by: Actor, at: datetime) -> None:
    """Ask the employer for what is missing."""
    claim = _decidable(session, claim_id, version, by, ClaimState.SUBMITTED)
    claim.note = _stated(note)
    _move(session, claim, ClaimState.MORE_ASKED, "agreement.more_asked", by=by, at=at, why=claim.note)


def accept_claim(session: Session, claim_id: UUID, *, version: int, by: Actor, at: datetime) -> None:
    """Accept it: from today, or from its first day if that lies ahead, the act does not apply (§ 2(1))."""
    claim = _decidable(session, claim_id, version, by, ClaimState.SUBMITTED)
    today = danish_date(at)
    if claim.valid_to < today:
        raise DomainError("agreement.expired", "The agreement ended on {day}.", day=claim.valid_to.isoformat())
    claim.in_force_from, claim.in_force_to = max(claim.valid_from, today), claim.valid_to
    _move(session, claim, ClaimState.ACCEPTED, "agreement.accepted", by=by, at=at)


def refuse_claim(session: Session, claim_id: UUID, *, note: str, version: int, by: Actor, at: datetime) -> None:
    """Refuse it, with the reason."""
    claim = _decidable(session, claim_id, version, by, ClaimState.SUBMITTED)
    claim.note = _stated(note)
    _move(session, claim, ClaimState.REFUSED, "agreement.refused", by=by, at=at, why=claim.note)


def ask_union(session: Session, claim_id: UUID, *, note: str, version: int, by: Actor, at: datetime) -> None:
    """Note that the union was asked whether it pursues a matter; the claim stays in force meanwhile."""
    claim = _decidable(session, claim_id, version, by, ClaimState.ACCEPTED)
    claim.union_asked_on, claim.union_answered_on, claim.union_pursues = danish_date(at), None, None
    claim.note = _stated(note)
    _move(session, claim, ClaimState.ACCEPTED, "agreement.union_asked", by=by, at=at, why=claim.note)


def record_union_answer(
    session: Session, claim_id: UUID, *, pursues: bool, note: str, version: int, by: Actor, at: datetime
) -> None:
    """Note the union's answer. Does it not pursue the matter, the act applies again from today (§ 2(3))."""
    claim = _decidable(session, claim_id, version, by, ClaimState.ACCEPTED)
    if claim.union_asked_on is None or claim.union_answered_on is not None:
        raise DomainError("agreement.union_not_asked", "Note first that the union was asked.")
    claim.union_answered_on, claim.union_pursues = danish_date(at), pursues
    claim.note = _stated(note)
    if pursues:
        _move(session, claim, ClaimState.ACCEPTED, "agreement.union_pursues", by=by, at=at, why=claim.note)
        return
    claim.in_force_to = _day_before(at)
    _move(session, claim, ClaimState.UNION_DECLINED, "agreement.union_declined", by=by, at=at, why=claim.note)


def withdraw_claim(session: Session, claim_id: UUID, *, version: int, by: Actor, at: datetime) -> None:
    """The employer takes it back; one in force ends, and the act applies from today."""
    claim = _locked(session, claim_id, version)
    require(by, Permission.DECLARE, Subject(employer_id=claim.employer_id))
    _demand(claim, *OPEN, ClaimState.ACCEPTED)
    if claim.in_force_to is not None:
        claim.in_force_to = min(claim.in_force_to, _day_before(at))
    _move(session, claim, ClaimState.WITHDRAWN, "agreement.withdrawn", by=by, at=at)


def document_of(claim: AgreementClaim) -> dict[str, object]:
    """What a claim says, as ``AskedClaim.document``."""
    columns = ("agreement", "parties", "workers", "covered")
    days = {"valid_from": claim.valid_from.isoformat(), "valid_to": claim.valid_to.isoformat()}
    return {name: getattr(claim, name) for name in columns} | days


def _columns(asked: AskedClaim) -> dict[str, Any]:
    return {
        "agreement": asked.agreement,
        "parties": list(asked.parties),
        "workers": asked.workers,
        "covered": asked.covered,
        "valid_from": asked.valid_from,
        "valid_to": asked.valid_to,
    }


def _day_before(at: datetime) -> date:
    return danish_date(at) - timedelta(days=1)


def _locked(session: Session, claim_id: UUID, version: int) -> AgreementClaim:
    """The claim, held until the transaction ends. Raises ``DomainError`` where another has changed it meanwhile."""
    claim = session.get(AgreementClaim, claim_id, with_for_update=True, populate_existing=True)
    if claim is None:
        raise NotFoundError("agreement claim")
    if claim.version != version:
        raise DomainError("agreement.changed", "The claim has changed since you opened it. Open it again.")
    return claim


def _decidable(session: Session, claim_id: UUID, version: int, by: Actor, state: ClaimState) -> AgreementClaim:
    claim = _locked(session, claim_id, version)
    place = None if claim.accommodation_id is None else session.get(Accommodation, claim.accommodation_id)
    code = None if place is None else place.municipality_code
    require(by, Permission.DECIDE_AGREEMENTS, Subject(municipality_code=code))
    _demand(claim, state)
    return claim


def _demand(claim: AgreementClaim, *states: ClaimState) -> None:
    if claim.state not in states:
        raise DomainError("agreement.state", "This cannot be done with the claim as it stands now.")


def _stated(note: str) -> str:
    if not note.strip():
        raise DomainError("agreement.note", "Write the reason.")
    return note.strip()[:4000]


def _move(
    session: Session,
    claim: AgreementClaim,
    state: ClaimState,
    action: str,
    *,
    by: Actor,
    at: datetime,
    before: Mapping[str, object] | None = None,
    why: str = "",
) -> None:
    claim.state = state
    claim.version += 1
    session.flush()
    details = {"version": claim.version, "why": why} if why else {"version": claim.version}
    _trace(session, claim, action, by=by, at=at, before=before, after=document_of(claim), details=details)


def _attach(session: Session, claim: AgreementClaim, evidence: Upload, *, by: Actor, at: datetime) -> None:
    session.add(
        AgreementEvidence(
            claim_id=claim.id,
            name=evidence.name,
            media_type=evidence.media_type,
            sha256=evidence.sha256,
            size_bytes=len(evidence.content),
            content=evidence.content,
            uploaded_at=at,
            uploaded_by=by.id,
        )
    )
    session.flush()
    _trace(session, claim, "agreement.evidence_added", by=by, at=at, details={"sha256": evidence.sha256})


def _trace(session: Session, claim: AgreementClaim, action: str, *, by: Actor, at: datetime, **given: Any) -> None:
    audit.record(session, by=by, at=at, action=action, on=("agreement_claim", claim.id), **given)


def record_reading(session: Session, evidence: AgreementEvidence, *, by: Actor, at: datetime) -> None:
    """Note that somebody read a file of a claim."""
    details = {"sha256": evidence.sha256}
    audit.record(session, by=by, at=at, action="agreement.evidence_read", on=("evidence", evidence.id), details=details)
