"""What ties employers to things as the register tells it on a day: computed, never copied.

Tips and reports of residents are not read here, nor what owners contest (PRIV-02, PRIV-03).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.accounts.models import Mandate
from husly.kit.clock import DANISH_TIME, danish_date
from inspection.reregistered import normalising as normal
from inspection.reregistered.models import RecordedTrace, TraceList
from inspection.reregistered.traces import Life, Origin, Trace, TraceKind
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.lookups.companies import ACTIVE
from register.lookups.models import Register, RegisterAnswer
from register.owners.models import OwnerNotice

AT_ONCE = 10_000
"""Rows held of a reading at a time."""


def read_lives(session: Session, *, as_of: date, employer_ids: Collection[UUID] | None = None) -> dict[UUID, Life]:
    """When each employer (or each of some) had housing, as known by the end of a day.

    It ended once all housing has, or on the day on which the register of companies told that the firm is closed.
    """
    begins, ends = sa.func.min(col(Accommodation.starts_on)), sa.func.max(col(Accommodation.ends_on))
    is_open = sa.func.sum(sa.case((col(Accommodation.ends_on).is_(None), 1), else_=0))
    statement = (
        sa.select(col(Accommodation.employer_id), begins, ends, is_open)
        .where(col(Accommodation.created_at) < _midnight(as_of), col(Accommodation.starts_on) <= as_of)
        .group_by(col(Accommodation.employer_id))
    )
    if employer_ids is not None:
        statement = statement.where(col(Accommodation.employer_id).in_(employer_ids))
    closed = _closed(session, as_of)
    lives = {}
    for employer_id, began_on, last_on, still in session.execute(statement):
        over = not still and last_on is not None and last_on < as_of
        lives[employer_id] = Life(began_on, last_on if over else closed.get(employer_id))
    return lives


def _closed(session: Session, as_of: date) -> dict[UUID, date]:
    """On which day the register of companies told that a firm is closed."""
    status = col(RegisterAnswer.content)["status"].as_string()
    statement = (
        sa.select(col(Employer.id), col(RegisterAnswer.retrieved_at))
        .join(RegisterAnswer, col(RegisterAnswer.subject) == col(Employer.cvr_number))
        .where(
            col(RegisterAnswer.source) == Register.COMPANY,
            status.not_in(ACTIVE),
            col(RegisterAnswer.retrieved_at) < _midnight(as_of),
        )
    )
    return {employer_id: danish_date(at) for employer_id, at in session.execute(statement)}


def read_traces(session: Session, lives: Mapping[UUID, Life], *, as_of: date) -> Iterator[Trace]:
    """Every trace known by the end of a day."""
    yield from _of_employers(session, lives, as_of)
    yield from _of_housing(session, as_of)
    yield from _of_declarations(session, as_of)
    yield from _of_owners(session, as_of)
    yield from _of_mandates(session, as_of)
    yield from _recorded(session, as_of)


def _midnight(as_of: date) -> datetime:
    return datetime.combine(as_of + timedelta(days=1), time(), DANISH_TIME)


def _rows(session: Session, statement: Any) -> Iterable[Any]:
    return session.execute(statement.execution_options(yield_per=AT_ONCE))


def _of_employers(session: Session, lives: Mapping[UUID, Life], as_of: date) -> Iterator[Trace]:
    """The employer's own particulars, as they stand now: they are its from its beginning to its end."""
    statement = sa.select(
        col(Employer.id),
        col(Employer.created_at),
        col(Employer.contact_phone),
        col(Employer.contact_email),
        col(Employer.postal_address),
    ).where(col(Employer.created_at) < _midnight(as_of))
    for employer_id, created_at, phone, email, address in _rows(session, statement):
        known_on = danish_date(created_at)
        life = lives.get(employer_id, Life(known_on))
        period = (min(life.began_on, known_on), life.ended_on, known_on, Origin.EMPLOYER)
        yield from _contact(employer_id, phone, email, period)
        if address and (key := normal.postal_key(address)):
            yield Trace(employer_id, TraceKind.ADDRESS, key, " ".join(address.split()), *period)


def _contact(
    employer_id: UUID,
    phone: str | None,
    email: str | None,
    period: tuple[date, date | None, date, Origin],
    note: str = "",
) -> Iterator[Trace]:
    if phone and (key := normal.phone_key(phone)):
        yield Trace(employer_id, TraceKind.PHONE, key, normal.phone_mask(key), *period, note)
    if email and (key := normal.email_key(email)):
        yield Trace(employer_id, TraceKind.EMAIL, key, normal.email_mask(key), *period, note)


def _of_housing(session: Session, as_of: date) -> Iterator[Trace]:
    """Where workers are or were housed."""
    statement = (
        sa.select(
            col(Accommodation.employer_id),
            col(Accommodation.starts_on),
            col(Accommodation.ends_on),
            col(Accommodation.created_at),
            col(Dwelling.address_key),
            col(Dwelling.street),
            col(Dwelling.house_number),
            col(Dwelling.unit),
            col(Dwelling.postcode),
            col(Dwelling.postal_town),
        )
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .where(col(Accommodation.created_at) < _midnight(as_of), col(Accommodation.starts_on) <= as_of)
    )
    for employer_id, from_on, to_on, created_at, key, street, number, unit, postcode, town in _rows(session, statement):
        shown = f"{street} {number}{', ' if unit else ''}{unit}, {postcode} {town}"
        known_on = danish_date(created_at)
        yield Trace(employer_id, TraceKind.ADDRESS, key, shown, from_on, to_on, known_on, Origin.HOUSING)


def _of_declarations(session: Session, as_of: date) -> Iterator[Trace]:
    """What each version of each declaration names: contact on site, owner, workplaces, client."""
    statement = (
        sa.select(
            col(Declaration.accommodation_id),
            col(Accommodation.employer_id),
            col(Accommodation.ends_on),
            col(Declaration.valid_from),
            col(Declaration.submitted_at),
            col(Declaration.receipt_number),
            col(Declaration.terms),
        )
        .join(Accommodation, col(Accommodation.id) == col(Declaration.accommodation_id))
        .where(col(Declaration.submitted_at) < _midnight(as_of), col(Declaration.valid_from) <= as_of)
        .order_by(col(Declaration.accommodation_id), col(Declaration.version))
    )
    for _id, versions in groupby(_rows(session, statement), key=itemgetter(0)):
        told = list(versions)
        for row, after in zip(told, [*told[1:], None], strict=True):
            if row.terms:
                to_on = row.ends_on if after is None else max(after.valid_from, row.valid_from)
                to_on = None if to_on is None else max(to_on, row.valid_from)
                yield from _of_terms(
                    row.employer_id,
                    row.terms,
                    row.receipt_number,
                    (row.valid_from, to_on, danish_date(row.submitted_at)),
                )


def _of_terms(
    employer_id: UUID, terms: Mapping[str, Any], receipt: str, days: tuple[date, date | None, date]
) -> Iterator[Trace]:
    contact, owner, work = (terms.get(part) or {} for part in ("contact", "owner", "work"))
    yield from _contact(employer_id, contact.get("phone"), contact.get("email"), (*days, Origin.CONTACT), receipt)
    if (name := owner.get("name")) and not owner.get("is_employer") and (key := normal.name_key(name)):
        key = f"{key}|{normal.postal_key(owner.get('postal_address') or '')}"
        yield Trace(employer_id, TraceKind.OWNER, key, normal.name_mask(name), *days, Origin.DECLARATION, receipt)
    for place in work.get("workplaces") or ():
        name, address = place.get("name") or "", place.get("address") or ""
        if key := normal.postal_key(address) or normal.name_key(name):
            shown = address or normal.name_mask(name)
            yield Trace(employer_id, TraceKind.WORKPLACE, key, shown, *days, Origin.DECLARATION, receipt)
    name, cvr = work.get("client_name") or "", work.get("client_cvr") or ""
    if key := cvr or normal.name_key(name):
        shown = normal.name_mask(name) if name else f"CVR {cvr}"
        yield Trace(employer_id, TraceKind.CLIENT, key, shown, *days, Origin.DECLARATION, receipt)


def _of_owners(session: Session, as_of: date) -> Iterator[Trace]:
    """Owners named apart from a declaration, so that they are told."""
    statement = (
        sa.select(
            col(Accommodation.employer_id),
            col(OwnerNotice.name),
            col(OwnerNotice.postal_address),
            col(OwnerNotice.named_at),
            col(OwnerNotice.ended_at),
            col(Accommodation.ends_on),
        )
        .join(Accommodation, col(Accommodation.id) == col(OwnerNotice.accommodation_id))
        .where(col(OwnerNotice.named_at) < _midnight(as_of))
    )
    for employer_id, name, address, named_at, ended_at, ends_on in _rows(session, statement):
        if key := normal.name_key(name):
            named_on = danish_date(named_at)
            last = [day for day in (ends_on, None if ended_at is None else danish_date(ended_at)) if day is not None]
            to_on = max(min(last), named_on) if last else None
            key, shown = f"{key}|{normal.postal_key(address)}", normal.name_mask(name)
            yield Trace(employer_id, TraceKind.OWNER, key, shown, named_on, to_on, named_on, Origin.NOTICE)


def _of_mandates(session: Session, as_of: date) -> Iterator[Trace]:
    """Who acts or acted for an employer by a mandate that was accepted."""
    statement = sa.select(
        col(Mandate.employer_id),
        col(Mandate.account_id),
        col(Mandate.email),
        col(Mandate.valid_from),
        col(Mandate.valid_to),
        col(Mandate.accepted_at),
        col(Mandate.ended_at),
    ).where(col(Mandate.accepted_at) < _midnight(as_of))
    for employer_id, account_id, email, from_on, to_on, accepted_at, ended_at in _rows(session, statement):
        last = [day for day in (to_on, None if ended_at is None else danish_date(ended_at)) if day is not None]
        until = max(min(last), from_on) if last else None
        shown, known_on = normal.email_mask(email), danish_date(accepted_at)
        key = str(account_id)
        yield Trace(employer_id, TraceKind.REPRESENTATIVE, key, shown, from_on, until, known_on, Origin.MANDATE)


def _recorded(session: Session, as_of: date) -> Iterator[Trace]:
    """Accounts and persons that officers recorded or lists named, unless withdrawn."""
    withdrawn_at = col(RecordedTrace.withdrawn_at)
    statement = (
        sa.select(RecordedTrace, col(TraceList.register_name))
        .outerjoin(TraceList, col(TraceList.id) == col(RecordedTrace.list_id))
        .where(
            col(RecordedTrace.recorded_at) < _midnight(as_of),
            sa.or_(withdrawn_at.is_(None), withdrawn_at >= _midnight(as_of)),
        )
    )
    for row, register_name in _rows(session, statement):
        yield Trace(
            row.employer_id,
            row.kind,
            row.key_hash,
            row.shown,
            row.from_on,
            row.to_on,
            danish_date(row.recorded_at),
            Origin.OFFICER if row.list_id is None else Origin.LIST,
            register_name or row.recorded_by_name,
        )
