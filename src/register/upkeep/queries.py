"""Reading what was told over time of one accommodation: how it stands, what happened, what was known when (R6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Role
from husly.kit.accounts.models import Account, RoleGrant
from husly.kit.audit import AuditEvent
from husly.kit.clock import DANISH_TIME, danish_date
from register.accommodations.models import Accommodation
from register.accommodations.queries import is_declared
from register.agreements.queries import list_claims_of
from register.declarations.models import Declaration
from register.declarations.queries import Declared, list_occupancy, list_rooms, list_versions
from register.upkeep.models import Confirmation, EndTold, Pause
from register.upkeep.pauses import list_pauses

MOST_EVENTS = 200
"""The newest of what happened; a page of more is read by nobody."""


@dataclass(frozen=True)
class Standing:
    """How an accommodation stands between its versions. ``confirmed_on``: last declared or confirmed."""

    pauses: tuple[Pause, ...]
    confirmed_on: date


@dataclass(frozen=True)
class Known:
    """What the register knew on one day about another; ``declared`` None: nothing was declared for that day."""

    declared: Declared | None
    is_unused: bool
    ends_on: date | None


def standing_of(session: Session, declared: Declared) -> Standing:
    """How it stands now."""
    accommodation_id = declared.accommodation.id
    last = select(sa.func.max(col(Confirmation.confirmed_at))).where(
        col(Confirmation.accommodation_id) == accommodation_id
    )
    newest = select(sa.func.max(col(Declaration.submitted_at))).where(
        col(Declaration.accommodation_id) == accommodation_id
    )
    moments = [one for one in (session.exec(last).one(), session.exec(newest).one()) if one is not None]
    return Standing(tuple(list_pauses(session, accommodation_id)), danish_date(max(moments)))


def last_confirmation(session: Session, declaration_id: UUID) -> Confirmation | None:
    """When a version was last said to be still so."""
    made = select(Confirmation).where(col(Confirmation.declaration_id) == declaration_id)
    return session.exec(made.order_by(col(Confirmation.confirmed_at).desc()).limit(1)).first()


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), DANISH_TIME)


def find_end(session: Session, accommodation_id: UUID, on: date) -> date | None:
    """The last day of declared housing that has ended before a day; None where it has not.

    Of housing that nobody declared, nobody has told a last day.
    """
    ends_on = col(Accommodation.ends_on)
    statement = sa.select(ends_on).where(col(Accommodation.id) == accommodation_id, ends_on < on, is_declared())
    return session.execute(statement).scalar_one_or_none()


def known_about(session: Session, declared: Declared, *, known_on: date, about: date) -> Known:
    """What was known by the end of ``known_on`` about the day ``about``.

    A later correction that reaches back changes what is known about that day from then on, never what was known.
    """
    accommodation, until = declared.accommodation, _end_of(known_on)
    statement = (
        select(Declaration)
        .where(
            col(Declaration.accommodation_id) == accommodation.id,
            col(Declaration.submitted_at) < until,
            col(Declaration.valid_from) <= about,
        )
        .order_by(col(Declaration.version).desc())
        .limit(1)
    )
    version = session.exec(statement).first()
    ends_on = _end_known(session, accommodation, until)
    if version is None or about < accommodation.starts_on:
        return Known(None, is_unused=False, ends_on=ends_on)
    found = _whole(session, declared, version)
    pauses = list_pauses(session, accommodation.id, known_at=until)
    return Known(found, any(one.from_on <= about < one.back_on for one in pauses), ends_on)


def _end_known(session: Session, accommodation: Accommodation, until: datetime) -> date | None:
    told = select(EndTold).where(col(EndTold.accommodation_id) == accommodation.id).order_by(col(EndTold.told_at))
    rows = list(session.exec(told))
    known = [one for one in rows if one.told_at < until]
    if known:
        return known[-1].ends_on
    return rows[0].before if rows else accommodation.ends_on


def list_versions_with_rooms(session: Session, declared: Declared) -> list[Declared]:
    """Every version of one accommodation, newest first, each with its rooms."""
    return [_whole(session, declared, one) for one in list_versions(session, declared.accommodation.id)]


def _whole(session: Session, declared: Declared, version: Declaration) -> Declared:
    """A version with all that belongs to it."""
    rooms, occupancy = list_rooms(session, version.id), list_occupancy(session, [version.id])[version.id]
    return Declared(version, declared.accommodation, declared.dwelling, declared.employer, rooms, occupancy)


def list_events(session: Session, declared: Declared, versions: Sequence[Declared]) -> list[AuditEvent]:
    """What was done to an accommodation, its versions and its claims, newest first."""
    ids = [declared.accommodation.id, *(one.declaration.id for one in versions)]
    ids += [one.id for one in list_claims_of(session, declared.accommodation)]
    statement = select(AuditEvent).where(col(AuditEvent.object_id).in_([str(one) for one in ids]))
    return list(session.exec(statement.order_by(col(AuditEvent.seq).desc()).limit(MOST_EVENTS)))


@dataclass(frozen=True)
class People:
    """Names of accounts by id, and which of them work for an authority."""

    names: dict[str, str]
    officers: frozenset[str]


def people_behind(session: Session, actor_ids: set[str]) -> People:
    """Who acted: names of the accounts among the ids, and who of them holds a role of an authority."""
    ids = [found for found in map(account_id_of, actor_ids) if found is not None]
    names = {str(row.id): row.name for row in session.exec(select(Account).where(col(Account.id).in_(ids)))}
    officer = select(RoleGrant.account_id).where(
        col(RoleGrant.account_id).in_(ids), col(RoleGrant.role).not_in([Role.EMPLOYER])
    )
    return People(names, frozenset(str(one) for one in session.exec(officer)))


def account_id_of(text: str) -> UUID | None:
    """The account that a row says has acted; None for commands and the like."""
    try:
        return UUID(text)
    except ValueError:
        return None
