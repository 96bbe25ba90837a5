"""Reading reports within the reader's scope. Who wrote is never part of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from inspection.tips.settling import settled_addresses
from register.accommodations.models import Accommodation
from register.accommodations.queries import is_declared
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.residents.models import URGENT, Report, ReportMessage, ReportPhoto, ReportState, UnverifiedAddress
from register.residents.queries import list_messages

_WHERE: sa.ColumnElement[Any] = sa.func.coalesce(
    col(Dwelling.municipality_code), col(UnverifiedAddress.municipality_code), col(Report.municipality_code)
)
"""Where a report belongs: where its dwelling lies now, else the address that was found, else as written."""


@dataclass(frozen=True)
class ReportFilter:
    """What a reader of the list asks for; empty means all."""

    state: str = ""
    kind: str = ""
    municipality_code: str = ""
    with_confirmations: bool = False


@dataclass(frozen=True)
class ReportRow:
    """One report of a list: the coded part, the day, and where it is."""

    id: UUID
    kinds: Sequence[str]
    is_confirmation: bool
    received_on: date
    state: ReportState
    dwelling: Dwelling | None
    unverified: UnverifiedAddress | None
    municipality_code: str | None

    @property
    def address(self) -> str:
        """The address, empty where none is known."""
        found = self.dwelling or self.unverified
        return "" if found is None else found.address

    @property
    def is_urgent(self) -> bool:
        """Whether it must be read first."""
        return any(kind in self.kinds for kind in URGENT)


@dataclass(frozen=True)
class Stay:
    """An employer's housing at the dwelling of a report."""

    accommodation: Accommodation
    employer: Employer
    is_declared: bool = True


@dataclass(frozen=True)
class ReportFile:
    """One report with all that belongs to it; photos by their position only."""

    report: Report
    dwelling: Dwelling | None
    unverified: UnverifiedAddress | None
    municipality_code: str | None
    stays: tuple[Stay, ...]
    photos: tuple[int, ...]
    messages: Sequence[ReportMessage]


def _joined() -> sa.Join:
    return sa.outerjoin(Report, Dwelling, col(Dwelling.id) == col(Report.dwelling_id)).outerjoin(
        UnverifiedAddress, col(UnverifiedAddress.id) == col(Report.unverified_id)
    )


def _scoped(by: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    return within(by, permission, employer_id=sa.null(), municipality_code=_WHERE)  # no employer ever sees a report


def _tells(kind: str) -> sa.ColumnElement[bool]:
    return sa.cast(col(Report.kinds), sa.Text).contains(f'"{kind}"', autoescape=True)


def list_reports(
    session: Session, *, by: Actor, wanted: ReportFilter, limit: int = 50, offset: int = 0
) -> tuple[list[ReportRow], int]:
    """Reports within the scope, open and urgent ones first, the newest first; and how many in all."""
    conditions = [_scoped(by, Permission.READ_TIPS), *_conditions(wanted)]
    count = session.execute(sa.select(sa.func.count()).select_from(_joined()).where(*conditions)).scalar_one()
    urgent = sa.or_(*(_tells(kind.value) for kind in sorted(URGENT)))
    statement = (
        sa.select(
            col(Report.id),
            col(Report.kinds),
            col(Report.is_confirmation),
            col(Report.received_on),
            col(Report.state),
            Dwelling,
            UnverifiedAddress,
            _WHERE,
        )
        .select_from(_joined())
        .where(*conditions)
        .order_by(col(Report.state) == ReportState.CLOSED, ~urgent, col(Report.received_on).desc(), col(Report.id))
        .limit(limit)
        .offset(offset)
    )
    return [ReportRow(*row) for row in session.execute(statement)], count


def _conditions(wanted: ReportFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.state:
        conditions.append(col(Report.state) == ReportState(wanted.state))
    if wanted.kind:
        conditions.append(_tells(wanted.kind))
    if wanted.municipality_code:
        conditions.append(_WHERE.in_([wanted.municipality_code]))
    if not wanted.with_confirmations:
        conditions.append(~col(Report.is_confirmation))
    return conditions


def get_report(
    session: Session,
    report_id: UUID,
    *,
    by: Actor,
    permission: Permission = Permission.READ_TIPS,
    to_change: bool = False,
) -> Report:
    """One report within the scope. Raises ``NotFoundError``, also outside the scope."""
    statement = select(Report).select_from(_joined()).where(col(Report.id) == report_id, _scoped(by, permission))
    if to_change:
        statement = statement.with_for_update(of=Report).execution_options(populate_existing=True)
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFoundError("report")
    return found


def get_report_file(session: Session, report_id: UUID, *, by: Actor) -> ReportFile:
    """One report with all that belongs to it. Raises ``NotFoundError``, also outside the scope."""
    report = get_report(session, report_id, by=by)
    dwelling = None if report.dwelling_id is None else session.get(Dwelling, report.dwelling_id)
    unverified = None if report.unverified_id is None else session.get(UnverifiedAddress, report.unverified_id)
    place: Any = dwelling or unverified
    photos = select(ReportPhoto.position).where(ReportPhoto.report_id == report_id).order_by(col(ReportPhoto.position))
    return ReportFile(
        report=report,
        dwelling=dwelling,
        unverified=unverified,
        municipality_code=report.municipality_code if place is None else place.municipality_code,
        stays=() if dwelling is None else list_stays_at(session, dwelling.id),
        photos=tuple(session.exec(photos)),
        messages=list_messages(session, report_id),
    )


def list_stays_at(session: Session, dwelling_id: UUID) -> tuple[Stay, ...]:
    """Whose housing is at a dwelling, declared or put into the register by the authority; the newest first."""
    statement = (
        select(Accommodation, Employer, is_declared())
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        .where(col(Accommodation.dwelling_id) == dwelling_id)
        .order_by(col(Accommodation.starts_on).desc(), col(Accommodation.id))
    )
    return tuple(Stay(*row) for row in session.exec(statement))


def get_photo(session: Session, report_id: UUID, position: int) -> ReportPhoto:
    """One photo of a report that the caller may read. Raises ``NotFoundError``."""
    statement = select(ReportPhoto).where(ReportPhoto.report_id == report_id, ReportPhoto.position == position)
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFoundError("photo")
    return found


def list_unverified(session: Session, *, by: Actor, limit: int, offset: int) -> tuple[list[UnverifiedAddress], int]:
    """Addresses heard of that nobody declared and nobody settled, the newest first; and how many in all."""
    scope = within(
        by,
        Permission.READ_TIPS,
        employer_id=sa.null(),
        municipality_code=col(UnverifiedAddress.municipality_code),
    )
    open_ones = sa.and_(scope, col(UnverifiedAddress.id).not_in(settled_addresses(session)))
    count = session.execute(sa.select(sa.func.count()).select_from(UnverifiedAddress).where(open_ones)).scalar_one()
    statement = select(UnverifiedAddress).where(open_ones).order_by(col(UnverifiedAddress.recorded_at).desc())
    return list(session.exec(statement.limit(limit).offset(offset))), count


def find_unverified(session: Session, address_key: str) -> UnverifiedAddress | None:
    """The address that reports told of and no declaration, where it was heard of before."""
    return session.exec(select(UnverifiedAddress).where(UnverifiedAddress.address_key == address_key)).one_or_none()
