"""Numbers that letters of a case bear at their head: the property, the workplace, a foreign owner."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from inspection.enforcement.actions.addressing import foreign_number_of
from inspection.enforcement.actions.steps import open_file, trace
from inspection.enforcement.models import Addressee

LONGEST_BFE, P_DIGITS = 9, 10
NO_BFE = "case.bfe_number", mark("{number} is no BFE number: it has up to nine digits.")
NO_P_NUMBER = "case.p_number", mark("{number} is no P-number: it has ten digits.")


@dataclass(frozen=True)
class HeadNumbers:
    """The property (*BFE-nummer*), the employer's production unit (*P-nummer*), the owner's number in his own country.

    Empty: not known.
    """

    bfe_number: str = ""
    p_number: str = ""
    owner_foreign_number: str = ""


def record_numbers(session: Session, case_id: UUID, told: HeadNumbers, *, by: Actor, at: datetime) -> None:
    """Record what letters name from now on; those issued stay. Raises ``DomainError`` for what is no such number."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    case, dwelling = file.case, file.dwelling
    if case.closed_at is not None:
        raise DomainError("case.closed", "The case is closed.")
    dwelling.bfe_number = _digits(told.bfe_number, fewest=1, most=LONGEST_BFE, refused=NO_BFE) or None
    if case.addressee is Addressee.OWNER:
        case.owner_foreign_number = foreign_number_of(told.owner_foreign_number)
    else:
        case.employer_p_number = _digits(told.p_number, fewest=P_DIGITS, most=P_DIGITS, refused=NO_P_NUMBER)
    session.add(dwelling)
    session.flush()
    trace(session, case, "case.numbers", by=by, at=at, details={"bfe_number": dwelling.bfe_number or ""})


def _digits(typed: str, *, fewest: int, most: int, refused: tuple[str, str]) -> str:
    """A number of so many digits, or nothing; ``refused`` is the code and the message of the error."""
    number = "".join(typed.split())
    if number and not (number.isascii() and number.isdigit() and fewest <= len(number) <= most):
        raise DomainError(*refused, number=typed.strip())
    return number
