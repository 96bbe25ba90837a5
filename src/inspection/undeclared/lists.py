"""What the imported lists of firms say on a day: the newest list of each register, its rows in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from inspection.undeclared.firms import FirmFacts
from inspection.undeclared.hints import Firm, Place
from inspection.undeclared.models import WorkerList, WorkerRow
from register.dwellings.addresses import address_key
from register.employers.models import Employer


@dataclass(frozen=True)
class Listed:
    """One firm in one register's newest list: all its workers in force on the day, and where they work."""

    firm: Firm
    register_name: str
    as_of: date
    workers: int
    sector_code: str
    rows: tuple[WorkerRow, ...]

    @property
    def main_row(self) -> WorkerRow:
        """Where most of them work."""
        return max(self.rows, key=lambda row: (row.workers, -row.line))


def list_newest(session: Session, *, as_of: date) -> list[WorkerList]:
    """The newest list of each register by the day; of two of one day the one read last."""
    statement = select(WorkerList).where(col(WorkerList.as_of) <= as_of)
    ordered = session.exec(statement.order_by(col(WorkerList.as_of), col(WorkerList.imported_at)))
    return list({one.register_name: one for one in ordered}.values())


def read_listed(session: Session, firms: Mapping[UUID, FirmFacts], *, as_of: date) -> list[Listed]:
    """Firms with workers on the day; a firm known by any of its numbers is the register's own employer."""
    ids = ids_by_number(session)
    found: list[Listed] = []
    for one in list_newest(session, as_of=as_of):
        groups: dict[str, list[WorkerRow]] = {}
        for row in _rows(session, one.id, as_of):
            groups.setdefault(_key(row, ids), []).append(row)
        found += [_listed(one, key, rows, firms) for key, rows in sorted(groups.items())]
    return found


def _rows(session: Session, list_id: UUID, as_of: date) -> Sequence[WorkerRow]:
    in_force = (
        col(WorkerRow.list_id) == list_id,
        col(WorkerRow.workers) > 0,
        col(WorkerRow.from_on) <= as_of,
        sa.or_(col(WorkerRow.to_on).is_(None), col(WorkerRow.to_on) >= as_of),
    )
    return session.exec(select(WorkerRow).where(*in_force).order_by(col(WorkerRow.line))).all()


def ids_by_number(session: Session) -> dict[tuple[str, str], UUID]:
    """Every employer by (``cvr``, ``foreign`` or ``rut``, number)."""
    columns = (col(Employer.cvr_number), col(Employer.foreign_number), col(Employer.rut_number))
    found: dict[tuple[str, str], UUID] = {}
    for employer_id, *numbers in session.execute(sa.select(col(Employer.id), *columns)):
        for kind, number in zip(("cvr", "foreign", "rut"), numbers, strict=True):
            if number:
                found[kind, number] = employer_id
    return found


def _key(row: WorkerRow, ids: Mapping[tuple[str, str], UUID]) -> str:
    for kind, number in (("cvr", row.cvr_number), ("foreign", row.foreign_number), ("rut", row.rut_number)):
        if number and (kind, number) in ids:
            return f"employer:{ids[kind, number]}"
    return f"firm:{row.number}"


def _listed(one: WorkerList, key: str, rows: list[WorkerRow], firms: Mapping[UUID, FirmFacts]) -> Listed:
    kind, _, number = key.partition(":")
    facts = firms[UUID(number)] if kind == "employer" else None
    firm = facts.firm if facts is not None else Firm(key, rows[0].number, rows[0].firm_name, None, None)
    sector = next((row.sector_code for row in rows if row.sector_code), "")
    return Listed(firm, one.register_name, one.as_of, sum(row.workers for row in rows), sector, tuple(rows))


def place_of(row: WorkerRow) -> Place | None:
    """The place of work as an address, where the list has more than its postal code."""
    if not row.street:
        return None
    key = address_key(street=row.street, house_number=row.house_number, unit=row.unit, postcode=row.postcode)
    return Place(key, row.street, row.house_number, row.unit, row.postcode, row.municipality_code)
