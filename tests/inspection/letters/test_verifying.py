"""The nightly check of frozen letters: once a day, a difference is kept, audited and told."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, select

from case_ways import INSPECTOR, start
from husly.kit.audit import AuditEvent
from inspection.delivery.ahead import post_warnings
from inspection.letters.models import Letter
from inspection.letters.verifying import verify_letters


def test_a_difference_is_found_once_a_day_audited_and_told(session: Session) -> None:
    way = start(session)
    way.notify()
    fine = verify_letters(session, at=way.at(3))
    assert fine is not None
    assert (fine.letters, fine.altered) == (1, [])
    assert verify_letters(session, at=way.at(3) + timedelta(hours=1)) is None
    assert post_warnings(session, INSPECTOR) == []
    session.execute(sa.update(Letter).values(pdf=b"%PDF-forged"))
    session.expire_all()
    found = verify_letters(session, at=way.at(4))
    assert found is not None
    assert len(found.altered) == 1
    assert "letters.altered" in {event.action for event in session.exec(select(AuditEvent))}
    assert [one.href for one in post_warnings(session, INSPECTOR)] == ["/cases"]
    assert post_warnings(session, None) == []
