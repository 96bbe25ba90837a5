"""The code by which the addressee of an order reports on it without an account."""

from uuid import UUID

from sqlmodel import Session, select

from husly.kit.codes import code_hash, grouped, random_code
from inspection.followup.models import ReportCode

CODE_LENGTH, GROUP = 12, 4
"""Sixty random bits, as in letters to owners."""


def give_code(session: Session, order_id: UUID) -> str:
    """Make the code of an order and return it as it is printed; an earlier one of it ends.

    Only its fingerprint is stored beside the letter.
    """
    code = grouped(random_code(CODE_LENGTH), GROUP)
    session.merge(ReportCode(order_id=order_id, code_hash=code_hash(code)))
    session.flush()
    return code


def move_code(session: Session, order_id: UUID, corrected_id: UUID) -> None:
    """Let the code of an order open the corrected one, which keeps it; whoever holds either letter gets there."""
    found = session.get(ReportCode, order_id)
    if found is not None:
        kept = found.code_hash
        session.delete(found)
        session.flush()
        session.add(ReportCode(order_id=corrected_id, code_hash=kept))
        session.flush()


def order_of_code(session: Session, typed: str) -> UUID | None:
    """The order that a code opens; None for a wrong one."""
    statement = select(ReportCode.order_id).where(ReportCode.code_hash == code_hash(typed))
    return session.exec(statement).one_or_none()
