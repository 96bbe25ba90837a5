"""The sister case: one visit, two addressees, each with a hearing and an order of his own (LAW-06, ORD-05)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.errors import DomainError
from inspection.authorities.belonging import is_own, require_own
from inspection.enforcement.actions.addressing import Owner, addressed, competent
from inspection.enforcement.actions.opening import case_on, next_case_number
from inspection.enforcement.actions.steps import add_move, is_closed, moved_on, open_file, trace
from inspection.enforcement.models import (
    Addressee,
    Finding,
    FindingOutcome,
    InspectionCase,
    LegalBasis,
    Visit,
)
from inspection.enforcement.queries import BEFORE_VISIT, CaseFile
from inspection.enforcement.transitions import CaseState, Move, permission_of
from inspection.letters.powers import packs_of
from register.accommodations.models import Accommodation

OTHER_BASIS = {
    Addressee.EMPLOYER: LegalBasis.URBAN_RENEWAL_ACT,
    Addressee.OWNER: LegalBasis.EMPLOYEE_HOUSING_ACT,
}
"""The legal basis on which the other one answers."""

_OF_THE_VISIT = {
    "id",
    "case_id",
    "round",
    "planned_visit_id",
    "hearing_waiver_ground",
    "hearing_waiver_reason",
}
"""What a copied visit does not take over: keys, the plan that sent it, and whether the first addressee was heard."""


def open_sister(
    session: Session, case_id: UUID, *, owner: Owner | None = None, by: Actor, at: datetime
) -> InspectionCase:
    """Open the case with the other addressee from a visited case: same visit and findings, a hearing of its own.

    Findings of rules that bind the other one are copied; where none of them is a breach, the sister stands at the visit
    and its findings are recorded against those rules. ``owner`` as in ``addressed``. The authority of either case may
    open it: what one saw on the visit is the other's to act on, and the case belongs to whoever has the power. Raises
    ``DomainError`` without a breach in the first case, or where there is a sister already.
    """
    permission = permission_of(Move.RECORD_FINDINGS)
    file = open_file(session, case_id, by=by, permission=permission, others_too=True)
    require_sister_possible(file)
    case = file.case
    accommodation = session.get_one(Accommodation, case.accommodation_id)
    basis = OTHER_BASIS[case.addressee]
    binding = _binding(file, basis)
    whom = addressed(session, accommodation, basis, owner, by=by)
    whom["authority"] = competent(session, basis, whom["authority"], at=case.municipality_code)
    sister = case_on(
        accommodation,
        case_number=next_case_number(session, at),
        **whom,
        sister_of_id=case.id,
        reason=case.reason,
        state=CaseState.FINDINGS_RECORDED if binding else CaseState.VISITED,
        inspector_id=case.inspector_id,
        suspicion=case.suspicion,
        opened_at=at,
        opened_by=by.id,
    )
    if not is_own(case, by, permission):
        require_own(sister, by, permission)
    session.add(sister)
    session.flush()
    _copy(session, file, sister, binding)
    add_move(session, sister, None, None, 1, by=by, at=at, note=case.case_number)
    trace(session, sister, "case.opened", by=by, at=at, details={"sister_of": case.id})
    trace(session, case, "case.sister_opened", by=by, at=at, details={"sister": sister.id})
    return sister


def require_sister_possible(file: CaseFile) -> None:
    """Raise ``DomainError`` unless a sister case can be opened: visited, a breach found, none there yet."""
    if file.sister is not None:
        raise DomainError(
            "case.sister",
            "The case with the other addressee is open already: {number}.",
            number=file.sister.case_number,
        )
    if file.case.state in (CaseState.UNDER_REVIEW, CaseState.VISITED, *BEFORE_VISIT) or is_closed(file.case.state):
        raise moved_on()
    if not any(one.outcome is FindingOutcome.BREACHED for one in file.findings):
        raise DomainError("case.sister_breach", "No breach was found on the visit, so nobody else can answer for one.")


def _binding(file: CaseFile, basis: LegalBasis) -> list[Finding]:
    """The findings of rules that bind the other addressee; none where none of them is a breach."""
    found = [one for one in file.findings if one.pack_id in packs_of(basis.value)]
    return found if any(one.outcome is FindingOutcome.BREACHED for one in found) else []


def _copy(session: Session, file: CaseFile, sister: InspectionCase, binding: list[Finding]) -> None:
    visit = file.visit.model_dump(exclude=_OF_THE_VISIT)
    session.add(Visit(case_id=sister.id, round=1, **visit))
    for number, one in enumerate(binding, start=1):
        copied = one.model_dump(exclude={"id", "case_id", "round", "number"})
        session.add(Finding(case_id=sister.id, round=1, number=number, **copied))
    session.flush()
