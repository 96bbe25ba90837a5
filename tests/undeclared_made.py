"""Candidates for undeclared housing in tests: a search, lists of firms, addresses heard of and reports."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from conftest import AT
from declared_housing import DATA
from husly.kit.access import SYSTEM
from husly.kit.database import new_id
from inspection.undeclared.actions import find_candidates, import_workers
from inspection.undeclared.models import UndeclaredCandidate
from inspection.undeclared.points import points_in_force
from register.dwellings.addresses import address_key
from register.municipalities.table import postcodes
from register.residents.models import AddressOrigin, Report, ReportKind, TipSource, UnverifiedAddress

TODAY = AT.date()
HEAD = "foreign_number;rut_number;name;sector;street;house_number;postcode;workers;from;to;country\n"


def find(session: Session, *, as_of: date = TODAY, switched_on: bool = True, at: datetime = AT) -> dict[str, Any]:
    """Every candidate by its firm's name or its address, after a search."""
    find_candidates(
        session,
        as_of=as_of,
        points=points_in_force(as_of),
        switched_on=switched_on,
        postcodes=postcodes(DATA),
        commuting_km=75,
        by=SYSTEM,
        at=at,
    )
    rows = session.exec(select(UndeclaredCandidate).execution_options(populate_existing=True))
    return {one.firm_name or one.address: one for one in rows}


def listed(session: Session, *lines: str, as_of: date = TODAY, name: str = "RUT") -> None:
    """Read a list of firms with these lines."""
    content = (HEAD + "\n".join(lines) + "\n").encode()
    import_workers(session, content, register_name=name, as_of=as_of, postcodes=postcodes(DATA), by=SYSTEM, at=AT)


def unverified(
    session: Session, street: str = "Industrivej", origin: AddressOrigin = AddressOrigin.TIP
) -> UnverifiedAddress:
    key = address_key(street=street, house_number="40", unit="", postcode="5220")
    made = UnverifiedAddress(
        address_key=key,
        street=street,
        house_number="40",
        postcode="5220",
        postal_town="Odense SØ",
        municipality_code="0461",
        origin=origin,
        recorded_at=AT - timedelta(days=20),
        recorded_by="o",
    )
    session.add(made)
    session.flush()
    return made


def report(session: Session, days_ago: int, **given: Any) -> Report:
    """A report that came in so many days ago."""
    known: dict[str, Any] = {
        "source": TipSource.UNION,
        "kinds": [ReportKind.OTHER.value],
        "language": "da",
        "received_on": TODAY - timedelta(days=days_ago),
        "follow_hash": str(new_id()),
        "form_hash": str(new_id()),
    } | given
    made = Report(**known)
    session.add(made)
    session.flush()
    return made
