"""Reading a list of another register, and what a person decides about a row. The register itself is never changed."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.errors import DomainError
from husly.kit.texts import one_line
from register.matches.models import MatchState, OtherList, OtherRow
from register.matches.proposing import propose
from register.matches.queries import find_list, get_row, known_by_postcode
from register.matches.reading import read_list
from register.municipalities.table import Postcode

DECIDED = (MatchState.LINKED, MatchState.DISMISSED)


def import_list(
    session: Session,
    content: bytes,
    *,
    register_name: str,
    postcodes: Mapping[str, Postcode],
    by: Actor,
    at: datetime,
) -> tuple[OtherList, Counter[MatchState]]:
    """Read a list whole, or name what is wrong; each row gets a proposal and no more.

    Raises ``DomainError`` for an unusable list, or one that was read before.
    """
    require(by, Permission.ADMINISTER)
    register_name = one_line(register_name)
    if not register_name or len(register_name) > 120:
        raise DomainError("match.name", "Name the register that the list comes from, in at most 120 characters.")
    sha256 = hashlib.sha256(content).hexdigest()
    if find_list(session, sha256) is not None:
        raise DomainError("match.again", "This file has been read before; nothing was read again.")
    rows = read_list(content, postcodes=postcodes)
    made = OtherList(register_name=register_name, sha256=sha256, rows=len(rows), imported_at=at, imported_by=by.id)
    session.add(made)
    session.flush()
    known = known_by_postcode(session, sorted({row.postcode for row in rows}))
    counts: Counter[MatchState] = Counter()
    for row in rows:
        found = propose(row, known.get(row.postcode, ()))
        counts[found.state] += 1
        ids = [str(one) for one in found.dwelling_ids]
        session.add(OtherRow(list_id=made.id, state=found.state, rule=found.rule, candidates=ids, **asdict(row)))
    session.flush()
    details = {"register": register_name, "rows": len(rows)}
    audit.record(session, by=by, at=at, action="match.imported", on=("other_list", made.id), details=details)
    return made, counts


def link_row(session: Session, row_id: UUID, *, dwelling_id: UUID, by: Actor, at: datetime) -> OtherRow:
    """Say that a row is one of the proposed dwellings. Raises ``DomainError`` for any other, or when it is decided."""
    row = _open_row(session, row_id, by=by)
    if str(dwelling_id) not in row.candidates:
        raise DomainError("match.candidate", "Choose one of the proposed dwellings.")
    row.dwelling_id = dwelling_id
    return _decide(session, row, MatchState.LINKED, by=by, at=at)


def dismiss_row(session: Session, row_id: UUID, *, by: Actor, at: datetime) -> OtherRow:
    """Say that a row is none of ours."""
    return _decide(session, _open_row(session, row_id, by=by), MatchState.DISMISSED, by=by, at=at)


def _open_row(session: Session, row_id: UUID, *, by: Actor) -> OtherRow:
    row = get_row(session, row_id, by=by)
    require(by, Permission.RECORD_VISITS, Subject(municipality_code=row.municipality_code))
    if row.state in DECIDED:
        raise DomainError("match.decided", "Somebody has decided this row meanwhile.")
    return row


def _decide(session: Session, row: OtherRow, state: MatchState, *, by: Actor, at: datetime) -> OtherRow:
    row.state, row.decided_at, row.decided_by = state, at, by.id
    session.flush()
    details = {"dwelling": row.dwelling_id, "rule": row.rule.value, "list": row.list_id}
    audit.record(session, by=by, at=at, action=f"match.{state.value}", on=("other_row", row.id), details=details)
    return row
