"""What a conflict of interest is about, as somebody wrote it: an employer's number, or the address of a dwelling."""

import re
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.errors import DomainError
from register.dwellings.models import Dwelling
from register.employers.models import Employer

_CVR = re.compile(r"(?:CVR[-\s.:]*)?(\d{2}\s?\d{2}\s?\d{2}\s?\d{2})", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?P<street>.+?)\s+(?P<number>\d+\s?[A-Za-z]?)\s*(?:,\s*(?P<unit>[^,]+?))?\s*,?\s+(?P<postcode>\d{4})\b.*"
)


def find_about(session: Session, text: str) -> tuple[UUID | None, UUID | None]:
    """The employer or the dwelling that is meant: one of the two ids. Raises ``DomainError``."""
    text = " ".join(text.split())
    number = _CVR.fullmatch(text)
    if number is not None:
        cvr = number.group(1).replace(" ", "")
        found = session.exec(select(Employer.id).where(Employer.cvr_number == cvr)).first()
        if found is None:
            raise DomainError("conflict.employer", "No employer with CVR number {cvr} is known here.", cvr=cvr)
        return found, None
    return None, _dwelling(session, text)


def _dwelling(session: Session, text: str) -> UUID:
    read = _ADDRESS.fullmatch(text)
    if read is None:
        raise DomainError(
            "conflict.address",
            "Write a CVR number of eight digits, or an address with its postal code such as Ærøvej 7, 5000.",
        )
    number, unit = read["number"].replace(" ", ""), read["unit"]
    statement = select(Dwelling).where(
        col(Dwelling.postcode) == read["postcode"],
        col(Dwelling.house_number).in_({number, number.upper(), number.lower()}),
    )
    rows = [one for one in session.exec(statement) if one.street.casefold() == read["street"].casefold()]
    rows = [one for one in rows if unit is None or (one.unit or "").casefold() == unit.casefold()]
    if not rows:
        raise DomainError("conflict.dwelling", "No dwelling is known at {text}.", text=text)
    if len(rows) > 1:
        raise DomainError(
            "conflict.dwellings",
            "There are {count} dwellings at {text}: write the unit too.",
            count=len(rows),
            text=text,
        )
    return rows[0].id
