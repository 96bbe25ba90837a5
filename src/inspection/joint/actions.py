"""Joint visits proposed, agreed, made or given up; what its authorities bring stands in ``partner_actions``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Permission, Subject, may
from husly.kit.clock import DAY_MIN, danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.texts import one_line
from inspection.authorities.belonging import authority_of
from inspection.enforcement.queries import get_case_row
from inspection.joint.authorities import known_authority, own_authority
from inspection.joint.models import LONGEST_WORDS, JointPartner, JointStep, JointVisit
from inspection.joint.moves import JointFacts, JointMove, Part, moves_from
from inspection.joint.queries import JointFile, get_joint, list_open_at
from register.dwellings.models import Dwelling


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A joint visit as it is proposed: with whom, who leads, what for; ``visit_on`` is a wish until it is agreed."""

    purpose: str
    lead: str
    partners: Sequence[str]
    case_id: UUID | None = None
    visit_on: date | None = None
    from_min: int = 9 * 60
    to_min: int = 11 * 60
    service_min: int = 90
    police_action: bool = False


def propose(session: Session, dwelling_id: UUID, proposal: Proposal, *, by: Actor, at: datetime) -> JointVisit:
    """Propose a joint visit at a dwelling. Nobody is asked by that, and no case changes.

    Raises ``NotFoundError`` outside the area or for a case elsewhere, ``DomainError`` for a proposal that lacks
    something or for a second one at the same door.
    """
    dwelling = session.get(Dwelling, dwelling_id)
    if dwelling is None or not _plans_in(by, dwelling.municipality_code):
        raise NotFoundError("dwelling")
    own = own_authority(by)
    keys = list(dict.fromkeys([own, *(known_authority(one) for one in proposal.partners)]))
    purpose = _checked(proposal, keys)
    if proposal.case_id is not None and get_case_row(session, proposal.case_id, by=by).dwelling.id != dwelling_id:
        raise NotFoundError("case")
    take_turns(session, f"joint visits at {dwelling_id}")
    if list_open_at(session, dwelling_id, by=by):
        raise DomainError(
            "joint.exists", "A joint visit is proposed or agreed at this dwelling already. Open that one."
        )
    made = JointVisit(
        authority=authority_of(by, at=dwelling.municipality_code),
        dwelling_id=dwelling_id,
        municipality_code=dwelling.municipality_code,
        case_id=proposal.case_id,
        purpose=purpose,
        service_min=proposal.service_min,
        visit_on=proposal.visit_on,
        from_min=proposal.from_min,
        to_min=proposal.to_min,
        police_action=proposal.police_action,
        proposed_at=at,
        proposed_by=by.id,
    )
    session.add(made)
    session.flush()
    for key in keys:
        session.add(JointPartner(joint_visit_id=made.id, authority=key, leads=key == proposal.lead, is_own=key == own))
    _step(session, made, None, 1, by=by, at=at)
    trace(session, made, "proposed", by=by, at=at, authorities=keys, lead=proposal.lead)
    return made


def _plans_in(by: Actor, code: str) -> bool:
    return by is SYSTEM or may(by, Permission.PLAN_VISITS, Subject(municipality_code=code))


def _checked(proposal: Proposal, keys: Sequence[str]) -> str:
    purpose = one_line(proposal.purpose, LONGEST_WORDS)
    if not purpose:
        raise DomainError("joint.purpose", "Write what the joint visit is for.")
    if len(keys) < 2:
        raise DomainError("joint.partners", "Choose at least one other authority.")
    if proposal.lead not in keys:
        raise DomainError("joint.lead", "The authority that leads must be one of those that come.")
    if not 15 <= proposal.service_min <= 480:
        raise DomainError("joint.service", "A joint visit takes 15 to 480 minutes.")
    if not 0 <= proposal.from_min < proposal.to_min <= DAY_MIN:
        raise DomainError("joint.hours", "The visit must end after it begins, on the same day.")
    return purpose


def facts_of(file: JointFile, *, as_of: date, reason: str = "", **wanted: Any) -> JointFacts:
    """What the demands look at; ``wanted`` are day and hours that are asked for instead of those kept."""
    visit = file.visit
    kept = {"visit_on": visit.visit_on, "from_min": visit.from_min, "to_min": visit.to_min}
    parts = tuple(
        Part(
            authority=one.authority,
            role=one.role,
            legal_basis=one.legal_basis,
            answer=one.answer,
            leads=one.leads,
            is_own=one.is_own,
        )
        for one in file.partners
    )
    return JointFacts(
        as_of=as_of,
        parts=parts,
        common=file.common,
        police_action=visit.police_action,
        cmm_told_on=visit.cmm_told_on,
        reason=reason,
        **(kept | wanted),
    )


def agree(
    session: Session, joint_id: UUID, *, visit_on: date, from_min: int, to_min: int, by: Actor, at: datetime
) -> None:
    """Agree on a day and hours with all who come. Raises ``DomainError`` with the first demand that is not met."""
    file = get_joint(session, joint_id, by=by, to_change=True)
    wanted: dict[str, Any] = {"visit_on": visit_on, "from_min": from_min, "to_min": to_min}
    _take(session, file, JointMove.AGREE, facts_of(file, as_of=danish_date(at), **wanted), by=by, at=at, wanted=wanted)


def reopen(session: Session, joint_id: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Take back what was agreed, with a reason, to find another day."""
    _move(session, joint_id, JointMove.REOPEN, reason, by=by, at=at)


def carry_out(session: Session, joint_id: UUID, *, by: Actor, at: datetime) -> None:
    """Say that it was made; each authority records its findings in its own case."""
    _move(session, joint_id, JointMove.CARRY_OUT, "", by=by, at=at)


def cancel(session: Session, joint_id: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Give it up, with a reason; our own case goes on as it stands."""
    _move(session, joint_id, JointMove.CANCEL, reason, by=by, at=at)


def _move(session: Session, joint_id: UUID, move: JointMove, reason: str, *, by: Actor, at: datetime) -> None:
    file = get_joint(session, joint_id, by=by, to_change=True)
    reason = one_line(reason, LONGEST_WORDS)
    _take(session, file, move, facts_of(file, as_of=danish_date(at), reason=reason), by=by, at=at)


def _take(
    session: Session,
    file: JointFile,
    move: JointMove,
    facts: JointFacts,
    *,
    by: Actor,
    at: datetime,
    wanted: dict[str, Any] | None = None,
) -> None:
    check = next((one for one in moves_from(file.visit.state, facts) if one.move is move), None)
    if check is None:
        raise DomainError("joint.state", "The joint visit has been moved on meanwhile. Load the page again.")
    if check.unmet:
        first = check.unmet[0]
        raise DomainError(f"joint.{first.rule}", first.en, da=first.da, en=first.en, law=first.law)
    file.visit.sqlmodel_update({**(wanted or {}), "state": check.target})
    session.add(file.visit)
    _step(session, file.visit, move, len(file.steps) + 1, words=facts.reason, by=by, at=at)
    trace(session, file.visit, move.value, by=by, at=at, state=check.target.value)


def _step(
    session: Session,
    visit: JointVisit,
    move: JointMove | None,
    position: int,
    *,
    words: str = "",
    by: Actor,
    at: datetime,
) -> None:
    who: dict[str, Any] = {"by_id": by.id, "by_name": by.name, "at": at}
    session.add(
        JointStep(joint_visit_id=visit.id, position=position, move=move, target=visit.state, words=words, **who)
    )
    session.flush()


def trace(session: Session, visit: JointVisit, what: str, *, by: Actor, at: datetime, **details: Any) -> None:
    """The audit row of something done to a joint visit; no contact, no role, no reason stands in it."""
    audit.record(session, by=by, at=at, action=f"joint_visit.{what}", on=("joint_visit", visit.id), details=details)


def note_reading(session: Session, visit: JointVisit, *, by: Actor, at: datetime) -> None:
    """Write down that somebody read a joint visit: planned visits are secret."""
    trace(session, visit, "read", by=by, at=at)
