"""What the authorities of a joint visit bring: role, basis, people, hours, answers, and what is shared with each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.texts import one_line
from inspection.joint.actions import trace
from inspection.joint.authorities import CMM, known_authority
from inspection.joint.models import LONGEST_WORDS, JointPartner, JointSlot
from inspection.joint.moves import Answer, JointState
from inspection.joint.queries import JointFile, get_joint
from inspection.joint.sharing import Share, read_shares
from inspection.planning.solving.problem import Slot

PROPOSED = (JointState.PROPOSED,)
BEFORE_DONE = (JointState.PROPOSED, JointState.AGREED)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What one authority brings, and what may be shown to it."""

    role: str = ""
    legal_basis: str = ""
    contact: str = ""
    people: int = 1
    own_case: str = ""
    shares: Sequence[str] = ()
    sharing_basis: str = ""


def _open_file(
    session: Session, joint_id: UUID, *, by: Actor, states: Sequence[JointState], to_answer: bool = False
) -> JointFile:
    file = get_joint(session, joint_id, by=by, to_change=not to_answer, to_answer=to_answer)
    if file.visit.state not in states:
        raise DomainError("joint.settled", "This cannot be changed any more as the joint visit stands.")
    return file


def add_partner(session: Session, joint_id: UUID, authority: str, *, by: Actor, at: datetime) -> JointPartner:
    """Bring in another authority; it is not asked by that."""
    file = _open_file(session, joint_id, by=by, states=PROPOSED)
    if known_authority(authority) in {one.authority for one in file.partners}:
        raise DomainError("joint.authority", "That authority is in already.")
    made = JointPartner(joint_visit_id=joint_id, authority=authority)
    session.add(made)
    session.flush()
    trace(session, file.visit, "partner_added", by=by, at=at, authority=authority)
    return made


def set_terms(session: Session, joint_id: UUID, partner_id: UUID, terms: Terms, *, by: Actor, at: datetime) -> None:
    """Write down role, legal basis, people and what is shared; role and basis stand once the visit is agreed."""
    file = _open_file(session, joint_id, by=by, states=BEFORE_DONE)
    partner = file.partner(partner_id)
    if not 1 <= terms.people <= 30:
        raise DomainError("joint.people", "Between 1 and 30 people come from one authority.")
    basis = one_line(terms.sharing_basis, LONGEST_WORDS)
    shares = list(Share) if partner.is_own else read_shares(terms.shares, basis)
    role, legal_basis = one_line(terms.role, LONGEST_WORDS), one_line(terms.legal_basis, LONGEST_WORDS)
    if (
        file.visit.state is JointState.AGREED
        and (not role or not legal_basis)
        and partner.answer is not Answer.DECLINED
    ):
        raise DomainError("joint.terms", "The visit is agreed: role and legal basis cannot be taken away.")
    before = {"shares": partner.shares, "people": partner.people}
    partner.role, partner.legal_basis, partner.people = role, legal_basis, terms.people
    partner.contact, partner.own_case = one_line(terms.contact, 200), one_line(terms.own_case, 60)
    partner.shares, partner.sharing_basis = [one.value for one in shares], basis
    session.add(partner)
    session.flush()
    after = {"shares": partner.shares, "people": partner.people}
    details = {"authority": partner.authority, "shares": partner.shares, "before": before, "people": after["people"]}
    trace(session, file.visit, "terms_set", by=by, at=at, **details)


def set_lead(session: Session, joint_id: UUID, partner_id: UUID, *, by: Actor, at: datetime) -> None:
    """Choose the authority that leads; there is one."""
    file = _open_file(session, joint_id, by=by, states=PROPOSED)
    lead = file.partner(partner_id)
    for one in file.partners:
        one.leads = one.id == lead.id
        session.add(one)
    session.flush()
    trace(session, file.visit, "lead_set", by=by, at=at, authority=lead.authority)


def invite(session: Session, joint_id: UUID, partner_id: UUID, *, on: date, by: Actor, at: datetime) -> None:
    """Record that an authority was asked on a day; Husly itself sends nothing. For CMM that is being told, too."""
    file = _open_file(session, joint_id, by=by, states=PROPOSED)
    partner = _other(file, partner_id)
    _check_day(on, at)
    partner.answer, partner.invited_on, partner.answered_on, partner.answer_words = Answer.INVITED, on, None, ""
    session.add(partner)
    session.flush()
    trace(session, file.visit, "partner_invited", by=by, at=at, authority=partner.authority, invited_on=on)
    if partner.authority == CMM and file.visit.cmm_told_on is None:
        _tell(session, file, on, "Spurgt, om centret vil være med.", by=by, at=at)


def record_answer(
    session: Session,
    joint_id: UUID,
    partner_id: UUID,
    *,
    accepts: bool,
    on: date,
    words: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Record what an authority answered and when. A no to an agreed visit takes its place; reopen it to plan anew.

    An authority of this register that is asked along answers for itself, and for nobody else.
    """
    file = _open_file(session, joint_id, by=by, states=PROPOSED, to_answer=True)
    partner = _other(file, partner_id)
    if file.guest is not None and file.guest.id != partner.id:
        raise NotFoundError("partner")
    if partner.invited_on is None:
        raise DomainError("joint.not_asked", "Record first when the authority was asked.")
    _check_day(on, at)
    if on < partner.invited_on:
        raise DomainError("joint.day", "An answer cannot come before the question.")
    partner.answer = Answer.ACCEPTED if accepts else Answer.DECLINED
    partner.answered_on, partner.answer_words = on, one_line(words, LONGEST_WORDS)
    session.add(partner)
    session.flush()
    details = {"authority": partner.authority, "answer": partner.answer.value, "answered_on": on}
    trace(session, file.visit, "partner_answered", by=by, at=at, **details)


def _other(file: JointFile, partner_id: UUID) -> JointPartner:
    partner = file.partner(partner_id)
    if partner.is_own:
        raise DomainError("joint.own", "Your own authority is not asked: it comes.")
    return partner


def _check_day(on: date, at: datetime) -> None:
    if on > danish_date(at):
        raise DomainError("joint.day", "That day has not come yet. Write when it happened.")


def add_slot(session: Session, joint_id: UUID, partner_id: UUID, slot: Slot, *, by: Actor, at: datetime) -> None:
    """Record hours in which an authority can come."""
    file = _open_file(session, joint_id, by=by, states=PROPOSED)
    partner = file.partner(partner_id)
    if slot.on < danish_date(at):
        raise DomainError("joint.slot", "That day has passed; choose a later one.")
    if slot in file.slots.get(partner.id, ()):
        raise DomainError("joint.slot", "Those hours are recorded already.")
    session.add(JointSlot(partner_id=partner.id, slot_on=slot.on, from_min=slot.from_min, to_min=slot.to_min))
    session.flush()
    trace(session, file.visit, "slot_added", by=by, at=at, authority=partner.authority, on=slot.on)


def tell_cmm(session: Session, joint_id: UUID, *, on: date, how: str, by: Actor, at: datetime) -> None:
    """Record that the centre against human trafficking was told of the planned visit, when and how."""
    file = _open_file(session, joint_id, by=by, states=PROPOSED)
    how = one_line(how, LONGEST_WORDS)
    if not how:
        raise DomainError("joint.cmm_how", "Write how the centre was told, such as by telephone.")
    if on > danish_date(at):
        raise DomainError("joint.cmm_on", "That day has not come yet. Write when it happened.")
    _tell(session, file, on, how, by=by, at=at)


def _tell(session: Session, file: JointFile, on: date, how: str, *, by: Actor, at: datetime) -> None:
    file.visit.cmm_told_on, file.visit.cmm_told_how = on, how
    session.add(file.visit)
    session.flush()
    trace(session, file.visit, "cmm_told", by=by, at=at, told_on=on)


def plan_police_action(session: Session, joint_id: UUID, planned: bool, *, by: Actor, at: datetime) -> None:
    """Say whether the police plan an action of their own at the visit."""
    file = _open_file(session, joint_id, by=by, states=PROPOSED)
    file.visit.police_action = planned
    session.add(file.visit)
    session.flush()
    trace(session, file.visit, "police_action", by=by, at=at, planned=planned)
