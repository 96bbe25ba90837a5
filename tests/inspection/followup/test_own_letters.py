"""An employer who is signed in sees what has reached him, what is ordered and until when; nothing else, not early."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, col, select

from case_ways import INSPECTOR, Way, start
from case_web import Clock, case_web, clock
from housing import CASE_SETTINGS
from husly.kit.access import Actor, Grant, Permission, Role
from husly.kit.accounts.mandates import REACH
from husly.kit.accounts.models import MandateScope
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from husly.kit.errors import NotFoundError
from inspection.enforcement.models import Addressee
from inspection.followup import own_routes
from inspection.followup.own_queries import get_own_letter, list_own_letters, orders_of
from inspection.letters.blocks import LetterKind
from web_client import Web, words

__all__ = ["case_web", "clock"]


def employer(way: Way) -> Actor:
    return Actor("employer", "Anna", (Grant(Role.EMPLOYER, way.case.employer_id),))


def kinds(session: Session, by: Actor) -> list[LetterKind]:
    return [one.letter.kind for one in list_own_letters(session, by=by)]


def test_a_letter_is_seen_once_it_has_arrived_and_not_before(session: Session) -> None:
    way = start(session)
    letter = way.issue(way.draft_notice(), 0)
    assert kinds(session, employer(way)) == []
    with pytest.raises(NotFoundError):
        get_own_letter(session, letter.id, by=employer(way))
    way.arrive(letter, 2)
    assert kinds(session, employer(way)) == [LetterKind.VARSLING]
    assert get_own_letter(session, letter.id, by=employer(way)).letter.pdf is not None


def test_another_employer_an_officer_and_who_only_declares_see_none(session: Session) -> None:
    way = start(session)
    letter = way.to_delivered()
    declaring = Grant(Role.REPRESENTATIVE, way.case.employer_id, only=REACH[MandateScope.EVERYTHING])
    for reader in (Actor("other", "Bo", (Grant(Role.EMPLOYER, uuid4()),)), INSPECTOR, Actor("a", "A", (declaring,))):
        assert kinds(session, reader) == []
        with pytest.raises(NotFoundError):
            get_own_letter(session, letter.id, by=reader)


def test_confined_letters_and_letters_to_others_are_no_part_of_it(session: Session) -> None:
    way = start(session)
    letter = way.to_delivered()
    assert LetterKind.PAABUD in kinds(session, employer(way))
    letter.confined = True
    session.flush()
    assert LetterKind.PAABUD not in kinds(session, employer(way))
    letter.confined, letter.recipient = False, {"name": "Panthaver", "address": "Vej 1"}
    session.flush()
    assert LetterKind.PAABUD not in kinds(session, employer(way))
    letter.recipient = None
    way.case.addressee, way.case.owner_name = Addressee.OWNER, "Ejeren"
    session.flush()
    assert kinds(session, employer(way)) == []


def test_an_order_that_was_taken_back_binds_nobody(session: Session) -> None:
    way = start(session)
    letter = way.to_delivered()
    own = get_own_letter(session, letter.id, by=employer(way))
    assert orders_of(session, [own])[letter.id].is_in_force(own)
    letter.withdrawn_at, letter.withdrawal_reason = way.at(40), "Fejl"
    session.flush()
    assert not orders_of(session, [own])[letter.id].is_in_force(own)


@dataclass
class Told:
    """An order that arrived, as its employer's browser needs it."""

    employer_id: UUID
    letter_id: UUID
    code: str
    reason: str


@pytest.fixture
def told(case_web: Web, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setattr(own_routes, "now", clock.now)
    monkeypatch.setattr(own_routes, "today", clock.today)
    with transaction(case_web.engine) as session:
        way = start(session, settings=CASE_SETTINGS)
        letter = way.to_delivered()
        found = Told(way.case.employer_id, letter.id, letter.choices["report_code"], way.case.reason)
    clock.go_to(40)
    return found


def test_the_page_names_items_deadline_and_code_and_leaves_a_row(case_web: Web, told: Told) -> None:
    case_web.sign_in(Grant(Role.EMPLOYER, told.employer_id))
    case_web.get("/language/en")
    answer = case_web.get("/orders")
    text = words(answer)
    assert "Not reported yet" in text
    assert told.code in answer.text
    assert told.reason not in text
    paper = case_web.get(f"/orders/{told.letter_id}.pdf")
    assert paper.content.startswith(b"%PDF")
    with transaction(case_web.engine) as session:
        actions = set(session.exec(select(AuditEvent.action).where(col(AuditEvent.action).endswith("by_employer"))))
    assert actions == {"orders.read_by_employer", "letter.read_by_employer"}


def test_other_employers_get_404_and_officers_no_page(case_web: Web, told: Told) -> None:
    case_web.sign_in(Grant(Role.EMPLOYER, uuid4()))
    assert case_web.get(f"/orders/{told.letter_id}.pdf").status_code == 404
    assert case_web.get("/orders/nonsense").status_code == 404
    assert told.code not in case_web.get("/orders").text
    case_web.sign_out()
    case_web.sign_in(Grant(Role.INSPECTOR))
    assert case_web.get("/orders").status_code == 403


def test_only_employers_hold_it_by_themselves() -> None:
    assert all(Permission.READ_OWN_LETTERS not in REACH[scope] for scope in (MandateScope.READ, MandateScope.DECLARE))
