"""Two people press at the same time: one move, and a clear message to the other."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from case_ways import APPROVER, INSPECTOR, Way, start
from housing import CASE_SETTINGS
from husly.kit.access import Actor, Grant, Role
from husly.kit.database import transaction
from husly.kit.errors import DomainError
from husly.kit.outbox import OutboxMessage
from inspection.enforcement.actions import approve_order
from inspection.enforcement.actions.steps import facts_at, take
from inspection.enforcement.models import CaseMove, InspectionCase
from inspection.enforcement.transitions import CaseState, Move
from inspection.letters.issuing import issue_letter
from inspection.letters.models import Letter

OTHER_APPROVER = Actor("other", "Mette Anden", (Grant(Role.DECISION_MAKER),))


def test_a_move_from_a_state_that_is_gone_changes_nothing(session: Session) -> None:
    way = start(session)
    stale = replace(way.file, case=InspectionCase(**way.case.model_dump()))
    facts = replace(facts_at(way.file, way.at(0)), closure_reason="x", closure_code="other")
    way.notify()
    count = len(way.file.moves)
    with pytest.raises(DomainError) as error:
        take(
            session,
            stale,
            Move.CLOSE,
            replace(facts, closure_reason="x", closure_code="other"),
            by=INSPECTOR,
            at=way.at(1),
        )
    assert error.value.code == "case.moved_on"
    assert way.case.state is CaseState.NOTIFIED
    assert len(way.file.moves) == count


def both(engine: Engine, way: Way, act: str, letter_id: UUID) -> list[str]:
    """Let two approvers act in two transactions at once; gives each one's outcome."""
    together = Barrier(2)

    def one(by: Actor) -> str:
        together.wait(timeout=20)
        try:
            with transaction(engine) as session:
                if act == "approve":
                    approve_order(session, way.case.id, by=by, at=way.at(30))
                else:
                    issue_letter(session, letter_id, settings=CASE_SETTINGS, by=by, at=way.at(31))
        except DomainError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, (APPROVER, OTHER_APPROVER)))


@pytest.mark.parametrize(
    ("act", "refused", "move"),
    [("approve", "case.moved_on", Move.APPROVE_ORDER), ("issue", "letter.issued", Move.ISSUE_ORDER)],
)
def test_of_two_at_once_one_succeeds(clean_engine: Engine, act: str, refused: str, move: Move) -> None:
    with transaction(clean_engine) as session:
        way = start(session)
        way.to_heard()
        letter_id = way.draft_order().letter_id
        if act == "issue":
            way.approve()
    assert both(clean_engine, way, act, letter_id) == sorted([refused, "done"])
    with transaction(clean_engine) as session:
        moves = session.exec(select(CaseMove).where(CaseMove.move == move)).all()
        assert len(moves) == 1
        issued = session.exec(select(Letter).where(Letter.id == letter_id, col(Letter.issued_at).is_not(None))).all()
        messages = [row.payload["letter_id"] for row in session.exec(select(OutboxMessage))]
        assert messages.count(str(letter_id)) == len(issued) == (1 if act == "issue" else 0)
