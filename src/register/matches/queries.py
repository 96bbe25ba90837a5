"""Reading lists of other registers and their rows within the reader's area."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from register.dwellings.models import Dwelling
from register.matches.models import MatchState, OtherList, OtherRow
from register.matches.proposing import Known

BATCH = 500


@dataclass(frozen=True)
class MatchFilter:
    """What a reader asks for."""

    state: str = ""
    list_id: UUID | None = None


def _scoped(by: Actor) -> sa.ColumnElement[bool]:
    return within(by, Permission.READ_CASES, employer_id=sa.null(), municipality_code=col(OtherRow.municipality_code))


def find_list(session: Session, sha256: str) -> OtherList | None:
    """The list that was read from exactly this file."""
    return session.exec(select(OtherList).where(OtherList.sha256 == sha256)).one_or_none()


def known_by_postcode(session: Session, postcodes: Sequence[str]) -> dict[str, list[Known]]:
    """Our dwellings of some postal codes."""
    found: dict[str, list[Known]] = defaultdict(list)
    for start in range(0, len(postcodes), BATCH):
        part = postcodes[start : start + BATCH]
        statement = sa.select(
            col(Dwelling.postcode),
            col(Dwelling.id),
            col(Dwelling.address_key),
            col(Dwelling.dar_id),
            col(Dwelling.street),
            col(Dwelling.house_number),
            col(Dwelling.unit),
        ).where(col(Dwelling.postcode).in_(part))
        for postcode, *rest in session.execute(statement):
            found[postcode].append(Known(*rest))
    return found


def list_rows(
    session: Session, *, by: Actor, wanted: MatchFilter, limit: int = 50, offset: int = 0
) -> tuple[list[tuple[OtherRow, OtherList]], int]:
    """Rows within the reader's area, those that wait for a person first; and how many there are."""
    conditions = [_scoped(by)]
    if wanted.state:
        conditions.append(col(OtherRow.state) == MatchState(wanted.state))
    if wanted.list_id is not None:
        conditions.append(col(OtherRow.list_id) == wanted.list_id)
    count = session.execute(sa.select(sa.func.count()).select_from(OtherRow).where(*conditions)).scalar_one()
    order = {MatchState.MATCHED: 0, MatchState.AMBIGUOUS: 1, MatchState.UNMATCHED: 2}
    waits = sa.case(*((col(OtherRow.state) == state, place) for state, place in order.items()), else_=3)
    statement = (
        select(OtherRow, OtherList)
        .join(OtherList, col(OtherList.id) == col(OtherRow.list_id))
        .where(*conditions)
        .order_by(waits, col(OtherList.imported_at).desc(), col(OtherRow.line), col(OtherRow.id))
        .limit(limit)
        .offset(offset)
    )
    return [(row[0], row[1]) for row in session.exec(statement)], count


def count_states(session: Session, *, by: Actor) -> dict[MatchState, int]:
    """How many rows stand where, within the reader's area."""
    statement = sa.select(col(OtherRow.state), sa.func.count()).where(_scoped(by)).group_by(col(OtherRow.state))
    return {row[0]: row[1] for row in session.execute(statement)}


def get_row(session: Session, row_id: UUID, *, by: Actor) -> OtherRow:
    """One row, held until the transaction ends. Raises ``NotFoundError`` outside the area."""
    statement = select(OtherRow).where(col(OtherRow.id) == row_id, _scoped(by)).with_for_update()
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFoundError("row")
    return found


def addresses_of(session: Session, dwelling_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The addresses of dwellings."""
    found = session.exec(select(Dwelling).where(col(Dwelling.id).in_(dwelling_ids)))
    return {one.id: one.address for one in found}
