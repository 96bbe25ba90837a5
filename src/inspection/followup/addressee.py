"""The addressee of an order, known by the code of his letter alone."""

from sqlmodel import Session

from husly.kit.access import Actor, Grant, Permission, Role
from husly.kit.errors import NotFoundError
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import CaseFile, get_case_file, lock_case
from inspection.followup.queries import case_of_code

ADDRESSEE = Actor(id="addressee", name="Påbuddets modtager")
"""Whoever holds the code of an order."""


def file_of_code(session: Session, code: str) -> CaseFile:
    """The case file behind a code, locked, for this room's own use: its pages show items and deadlines, nothing else.

    Raises ``NotFoundError`` for a wrong code, and for one of an order that is over.
    """
    case_id = case_of_code(session, code)
    if case_id is None:
        raise NotFoundError("code")
    lock_case(session, case_id)
    case = session.get_one(InspectionCase, case_id)
    reader = Grant(Role.INSPECTOR, municipality_code=case.municipality_code, only=frozenset({Permission.READ_CASES}))
    return get_case_file(session, case_id, by=Actor(ADDRESSEE.id, ADDRESSEE.name, (reader,)))
