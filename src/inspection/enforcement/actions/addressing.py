"""Whom a case addresses: the act of 2024 binds the employer, building law the owner (LAW-06, ORD-05)."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.database import model_of
from husly.kit.errors import DomainError
from inspection.authorities.belonging import STATE, authority_of, power_holder
from inspection.enforcement.models import Addressee, LegalBasis
from inspection.letters.powers import may_visit
from register.accommodations.models import Accommodation
from register.employers.numbers import normal_cvr
from register.owners.queries import find_notice_of

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_NUMBER = 200, 400, 40


@dataclass(frozen=True)
class Owner:
    """Whoever owns the dwelling, as letters address him; without a number, Danish or foreign, a person."""

    name: str = ""
    postal_address: str = ""
    cvr_number: str = ""
    foreign_number: str = ""


def addressed(
    session: Session, accommodation: Accommodation, basis: LegalBasis, owner: Owner | None, *, by: Actor
) -> dict[str, Any]:
    """Legal basis, authority and addressee of a case, as its columns.

    Building law is municipal whoever opens the case, and addresses the owner: as given, else as the employer named him.
    Raises ``DomainError`` without a name and an address, or for a wrong CVR number.
    """
    if basis is LegalBasis.EMPLOYEE_HOUSING_ACT:
        return {
            "legal_basis": basis,
            "authority": authority_of(by, at=accommodation.municipality_code),
            "addressee": Addressee.EMPLOYER,
        }
    found = _owner(session, accommodation, owner)
    return {
        "legal_basis": basis,
        "authority": accommodation.municipality_code,
        "addressee": Addressee.OWNER,
        "owner_name": found.name,
        "owner_postal_address": found.postal_address,
        "owner_cvr_number": found.cvr_number,
        "owner_foreign_number": found.foreign_number,
    }


def competent(session: Session, basis: LegalBasis, authority: str, *, at: str) -> str:
    """The authority that may visit on a legal basis in the municipality ``at``: this one where it may, else the one
    that has the power under the model of supervision (CFG-01), else nobody. Whoever is no authority is not asked.
    """
    model = model_of(session)
    may = (one for one in (authority, STATE, at) if may_visit(model, power_holder(one), basis.value))
    return next(may, "") if authority else ""


def require_power(session: Session, basis: LegalBasis, authority: str, *, at: str) -> None:
    """Raise ``DomainError`` for an authority without power on a legal basis: its case could never send a letter."""
    if authority != competent(session, basis, authority, at=at):
        raise DomainError(
            "case.no_power",
            "Your authority has no power on this legal basis here, so it could send no letter in such a case. Open the "
            "case under building law, where you have its owner and a reason, or tell the authority that supervises.",
        )


def _owner(session: Session, accommodation: Accommodation, owner: Owner | None) -> Owner:
    given = owner or Owner()
    name, address = given.name.strip(), given.postal_address.strip()
    if not name and (notice := find_notice_of(session, accommodation.id)) is not None:
        name, address = notice.name, address or notice.postal_address
    if not name or not address:
        raise DomainError(
            "case.owner",
            "Building law binds the owner: write the owner's name and postal address; the employer has named none.",
        )
    if len(name) > LONGEST_NAME or len(address) > LONGEST_ADDRESS:
        raise DomainError("case.owner_long", "The owner's name or address is too long to be meant: shorten it.")
    return Owner(name, address, _cvr(given.cvr_number), foreign_number_of(given.foreign_number))


def foreign_number_of(typed: str) -> str:
    """The number of a firm in its own country, as typed. Raises ``DomainError`` where it is too long to be one."""
    number = " ".join(typed.split())
    if len(number) > LONGEST_NUMBER:
        raise DomainError("case.owner_number", "The owner's number is too long to be meant: shorten it.")
    return number


def _cvr(typed: str) -> str:
    if not typed.strip():
        return ""
    number = normal_cvr(typed)
    if number is None:
        raise DomainError("case.owner_cvr", "{number} is no CVR number: check its eight digits.", number=typed.strip())
    return number
