"""What falls due next over all cases within the reader's scope."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from inspection.authorities.belonging import seen_cases
from inspection.deadlines.from_cases import read_days
from inspection.deadlines.reckoning import deadlines_of_case
from inspection.enforcement.legal_calendar import Deadline
from inspection.enforcement.models import InspectionCase

AT_ONCE = 500
"""Cases read in one go, so that a list of parameters stays short."""


@dataclass(frozen=True)
class Ahead:
    """One deadline that somebody waits for, and its case."""

    case: InspectionCase
    deadline: Deadline


def list_ahead(
    session: Session,
    *,
    by: Actor | None,
    municipality_code: str = "",
    inspector_id: str = "",
) -> list[Ahead]:
    """Every open deadline of open cases, the first due first, those stopped by an appeal last. ``by`` None: all."""
    statement = select(InspectionCase).where(col(InspectionCase.closed_at).is_(None))
    if by is not None:
        statement = statement.where(seen_cases(by))
    if municipality_code:
        statement = statement.where(InspectionCase.municipality_code == municipality_code)
    if inspector_id:
        statement = statement.where(InspectionCase.inspector_id == inspector_id)
    cases = list(session.exec(statement.order_by(col(InspectionCase.case_number))))
    found = [
        Ahead(days.case, deadline)
        for start in range(0, len(cases), AT_ONCE)
        for days in read_days(session, cases[start : start + AT_ONCE])
        for deadline in deadlines_of_case(days)
        if deadline.is_open
    ]
    return sorted(found, key=lambda one: (one.deadline.day or date.max, one.case.case_number, one.deadline.number))
