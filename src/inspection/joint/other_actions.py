"""Recording visits of other authorities, one by hand or a list at once; each act audited, without who told us."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Permission, Subject, may, require
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.texts import one_line
from inspection.authorities.belonging import authority_of
from inspection.joint.authorities import known_authority
from inspection.joint.models import OtherAuthorityVisit, OtherState, OtherVisitList
from inspection.joint.queries import get_other_visit
from inspection.joint.reading import ReadVisit, read_visits
from register.dwellings.models import Dwelling

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody tells us of another authority's visit."""

    authority: str
    on: date
    told_by: str
    contact: str = ""
    state: OtherState = OtherState.PLANNED


@dataclass(frozen=True)
class Imported:
    """What came of a list: rows recorded, rows known before, rows at addresses outside the register or the area."""

    recorded: int
    known: int
    elsewhere: int


def record_visit(session: Session, dwelling_id: UUID, told: Told, *, by: Actor, at: datetime) -> OtherAuthorityVisit:
    """Write down, for the own authority alone, that another goes, or went, to a dwelling.

    What is known of the same authority and day is changed. Raises ``NotFoundError`` for an unknown dwelling or one
    outside the area, ``DomainError`` for an unknown authority or without who told it.
    """
    dwelling = session.get(Dwelling, dwelling_id)
    if dwelling is None or not _plans_in(by, dwelling.municipality_code):
        raise NotFoundError("dwelling")
    known_authority(told.authority)
    told_by = one_line(told.told_by, 200)
    if not told_by:
        raise DomainError("joint.told_by", "Write who told you of the visit.")
    take_turns(session, "other visits")
    row = _keep(session, dwelling, told, told_by, by=by, at=at)
    session.flush()
    details = {"authority": told.authority, "on": told.on, "state": told.state.value, "dwelling": dwelling_id}
    audit.record(session, by=by, at=at, action="other_visit.recorded", on=("other_visit", row.id), details=details)
    return row


def _plans_in(by: Actor, code: str) -> bool:
    return by is SYSTEM or may(by, Permission.PLAN_VISITS, Subject(municipality_code=code))


def _keep(
    session: Session, dwelling: Dwelling, told: Told, told_by: str, *, by: Actor, at: datetime
) -> OtherAuthorityVisit:
    known = select(OtherAuthorityVisit).where(
        OtherAuthorityVisit.dwelling_id == dwelling.id,
        OtherAuthorityVisit.authority == told.authority,
        OtherAuthorityVisit.visit_on == told.on,
        OtherAuthorityVisit.told_to == authority_of(by, at=dwelling.municipality_code),
    )
    row = session.exec(known).one_or_none() or _made(dwelling, told, told_by, by=by, at=at)
    row.state, row.told_by, row.contact = told.state, told_by, one_line(told.contact, 200)
    session.add(row)
    return row


def _made(dwelling: Dwelling, told: Told, told_by: str, *, by: Actor, at: datetime) -> OtherAuthorityVisit:
    return OtherAuthorityVisit(
        dwelling_id=dwelling.id,
        municipality_code=dwelling.municipality_code,
        authority=told.authority,
        told_to=authority_of(by, at=dwelling.municipality_code),
        visit_on=told.on,
        state=told.state,
        told_by=told_by,
        contact=one_line(told.contact, 200),
        recorded_at=at,
        recorded_by=by.id,
    )


def change_state(session: Session, visit_id: UUID, state: OtherState, *, by: Actor, at: datetime) -> None:
    """Say that another authority's visit was made or is cancelled, or is planned after all."""
    row = get_other_visit(session, visit_id, by=by, to_change=True)
    row.state = state
    session.flush()
    details = {"state": state.value}
    audit.record(session, by=by, at=at, action="other_visit.changed", on=("other_visit", row.id), details=details)


def import_visits(session: Session, content: bytes, *, told_by: str, by: Actor, at: datetime) -> Imported:
    """Read a list whole, or name every bad row.

    Rows at addresses that the register does not know, or outside the actor's area, are counted and not kept: they are
    none of ours. Raises ``DomainError`` for an unusable list, or one that was read before.
    """
    require(by, Permission.PLAN_VISITS)
    told_by = one_line(told_by, 200)
    if not told_by:
        raise DomainError("joint.told_by", "Write who told you of the visit.")
    sha256 = hashlib.sha256(content).hexdigest()
    take_turns(session, "other visits")
    told_to = authority_of(by)
    same = select(OtherVisitList).where(OtherVisitList.sha256 == sha256, OtherVisitList.told_to == told_to)
    if session.exec(same).first() is not None:
        raise DomainError("joint.again", "This file has been read before; nothing was read again.")
    rows = read_visits(content)
    whose: dict[str, Any] = {"told_to": told_to, "imported_at": at, "imported_by": by.id}
    made = OtherVisitList(sha256=sha256, rows=len(rows), recorded=0, **whose)
    session.add(made)
    session.flush()
    imported = _keep_all(session, rows, made, told_by, by=by, at=at)
    made.recorded = imported.recorded
    session.flush()
    details = {"rows": len(rows), **vars(imported)}
    audit.record(
        session, by=by, at=at, action="other_visit.imported", on=("other_visit_list", made.id), details=details
    )
    return imported


def _keep_all(
    session: Session, rows: list[ReadVisit], made: OtherVisitList, told_by: str, *, by: Actor, at: datetime
) -> Imported:
    homes = _dwellings(session, [row.address_key for row in rows])
    known = _known(session, [one.id for one in homes.values()])
    recorded = 0
    elsewhere = 0
    for row in rows:
        home = homes.get(row.address_key)
        if home is None or not _plans_in(by, home.municipality_code):
            elsewhere += 1
            continue
        told = Told(authority=row.authority, on=row.on, told_by=row.told_by, contact=row.contact, state=row.state)
        key = (home.id, row.authority, row.on, authority_of(by, at=home.municipality_code))
        kept = known.get(key)
        if kept is None:
            kept = _made(home, told, row.told_by or told_by, by=by, at=at)
            kept.list_id = made.id
            session.add(kept)
            known[key] = kept
            recorded += 1
        else:
            kept.state = row.state
    return Imported(recorded, len(rows) - recorded - elsewhere, elsewhere)


def _dwellings(session: Session, keys: list[str]) -> dict[str, Dwelling]:
    found: dict[str, Dwelling] = {}
    unique = sorted(set(keys))
    for start in range(0, len(unique), BATCH):
        some = select(Dwelling).where(col(Dwelling.address_key).in_(unique[start : start + BATCH]))
        found |= {one.address_key: one for one in session.exec(some)}
    return found


def _known(session: Session, dwelling_ids: list[UUID]) -> dict[tuple[UUID, str, date, str], OtherAuthorityVisit]:
    """What is known by dwelling, who goes there, on which day, and who was told."""
    found: dict[tuple[UUID, str, date, str], OtherAuthorityVisit] = {}
    for start in range(0, len(dwelling_ids), BATCH):
        ids = dwelling_ids[start : start + BATCH]
        for one in session.exec(select(OtherAuthorityVisit).where(col(OtherAuthorityVisit.dwelling_id).in_(ids))):
            found[one.dwelling_id, one.authority, one.visit_on, one.told_to] = one
    return found
