"""The addressee of an order, known by the code of his letter alone."""

from sqlmodel import Session

from husly.kit.access import SYSTEM, Actor
from husly.kit.errors import NotFoundError
from inspection.enforcement.queries import CaseFile, get_case_file, lock_case, with_order
from inspection.followup.queries import order_in_force

ADDRESSEE = Actor(id="addressee", name="Påbuddets modtager")
"""Whoever holds the code of an order."""


def file_of_code(session: Session, code: str) -> CaseFile:
    """The case file behind a code, locked, for this room's own use: its pages show items and deadlines, nothing else.

    Its order is the one that prints the code, of whichever round.

    Raises ``NotFoundError`` for a wrong code, and for one of an order that is over.
    """
    order = order_in_force(session, code)
    if order is None:
        raise NotFoundError("code")
    lock_case(session, order.case_id)
    file = get_case_file(session, order.case_id, by=SYSTEM)
    return file if file.order is not None and file.order.id == order.id else with_order(session, file, order)
