import pytest
import sqlalchemy as sa
from sqlmodel import Session

from conftest import AT
from husly.kit import audit
from husly.kit.access import SYSTEM


def write_rows(session: Session, count: int) -> None:
    for number in range(count):
        audit.record(session, by=SYSTEM, at=AT, action="test.done", on=("thing", number), after={"n": number})
    session.flush()


def test_an_untouched_trail_holds(session: Session) -> None:
    write_rows(session, 5)
    assert audit.verify(session) == (5, None)


@pytest.mark.parametrize("column", ["action", "by_id", "details", "object_id", "after_digest"])
def test_any_changed_column_is_found_at_its_row(session: Session, column: str) -> None:
    write_rows(session, 5)
    session.execute(sa.text(f"UPDATE audit_event SET {column} = 'forged' WHERE seq = 3"))
    session.expire_all()
    count, broken = audit.verify(session)
    assert count == 2
    assert broken is not None
    assert broken.seq == 3


def test_a_removed_row_is_found(session: Session) -> None:
    write_rows(session, 5)
    session.execute(sa.text("DELETE FROM audit_event WHERE seq = 2"))
    session.expire_all()
    _, broken = audit.verify(session)
    assert broken is not None
    assert "row 2 is missing" in broken.why


def test_rows_cut_off_at_the_end_are_found(session: Session) -> None:
    write_rows(session, 5)
    session.execute(sa.text("DELETE FROM audit_event WHERE seq = 5"))
    session.expire_all()
    _, broken = audit.verify(session)
    assert broken is not None
    assert broken.why == "rows at the end are missing"
