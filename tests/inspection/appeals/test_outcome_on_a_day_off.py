"""No outcome of an appeal sets a deadline that ends on a day without work; random steps found one that did."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from case_ways import APPROVER, INSPECTOR, start
from husly.kit.errors import DomainError
from inspection.appeals.actions import Decided, Received, receive_appeal, take_appeal_step
from inspection.appeals.models import Appellant, Channel
from inspection.appeals.transitions import AppealMove


def test_an_order_is_not_changed_to_end_on_a_sunday(session: Session) -> None:
    way = start(session)
    letter = way.to_delivered()
    received = Received(letter.id, Appellant.ADDRESSEE, "Gartneriet", Channel.MAIL, way.on(40), "For kort tid.")
    appeal = receive_appeal(session, way.case.id, received, by=INSPECTOR, at=way.at(40))
    take_appeal_step(
        session, way.case.id, appeal.id, AppealMove.ACCEPT, Decided(way.on(41)), by=INSPECTOR, at=way.at(41)
    )
    sunday = way.on(150) + timedelta(days=6 - way.on(150).weekday())
    longer = Decided(way.on(42), reason="Der er brug for mere tid.", extended_to=sunday)
    with pytest.raises(DomainError) as refused:
        take_appeal_step(session, way.case.id, appeal.id, AppealMove.CHANGE_ITSELF, longer, by=APPROVER, at=way.at(42))
    assert refused.value.code == "order.closed_day"
