"""Who represents a party gets a copy of each letter to it, and of nothing else; a copy moves no deadline."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from case_ways import APPROVER, AUTHOR, INSPECTOR, Way, start
from case_web import Clock, case_web, clock, take
from husly.kit.access import Actor, Grant, Role
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotFoundError
from inspection.delivery.actions import confirm_delivery
from inspection.delivery.models import LetterDelivery
from inspection.delivery.queries import list_of_letter
from inspection.letters.models import Letter
from inspection.police import actions as police
from inspection.representation.actions import Represents, end_representative, record_representative
from inspection.representation.models import PartyRepresentative
from inspection.representation.queries import list_representatives
from web_client import Web, words

__all__ = ["case_web", "clock"]
ELSEWHERE = Actor("elsewhere", "Kaj", (Grant(Role.CASEWORKER, municipality_code="0101"),))


def told(way: Way, **changes: str) -> Represents:
    usual = {
        "name": "Advokat Else Ås",
        "postal_address": "Torvet 1\n5970 Ærøskøbing",
        "cvr_number": "13585628",
        "shown_by": "fuldmagt af 2. marts 2026",
    }
    return Represents(since=way.on(0), **(usual | changes))


def represented(way: Way, **changes: str) -> PartyRepresentative:
    return record_representative(way.session, way.case.id, told(way, **changes), by=INSPECTOR, at=way.at(0))


def sent(way: Way, letter: Letter) -> list[LetterDelivery]:
    return list_of_letter(way.session, letter.id)


def test_the_representative_gets_a_copy_by_a_channel_of_its_own_and_it_moves_nothing(session: Session) -> None:
    way = start(session)
    represented(way)
    letter = way.issue(way.draft_notice(), 0)
    first, copy = sent(way, letter)
    assert (first.is_copy, copy.is_copy, copy.name) == (False, True, "Advokat Else Ås")
    day = way.at(1)
    confirm_delivery(session, copy.id, delivered_on=day.date(), note="Kvittering", by=INSPECTOR, at=day)
    assert letter.delivered_on is None
    confirm_delivery(session, first.id, delivered_on=day.date(), note="Kvittering", by=INSPECTOR, at=day)
    assert letter.delivered_on == day.date()


def test_nobody_gets_a_copy_once_it_has_ended_and_what_was_sent_stays(session: Session) -> None:
    way = start(session)
    found = represented(way)
    letter = way.issue(way.draft_notice(), 0)
    with pytest.raises(NotFoundError):
        end_representative(session, way.case.id, found.id, by=ELSEWHERE, at=way.at(1))
    end_representative(session, way.case.id, found.id, by=INSPECTOR, at=way.at(1))
    assert list_representatives(session, way.case.id) == []
    way.arrive(letter, 2)
    way.visit()
    way.find()
    assert len(sent(way, letter)) == 2
    assert len(sent(way, way.send_hearing())) == 1
    with pytest.raises(NotFoundError):
        end_representative(session, way.case.id, found.id, by=INSPECTOR, at=way.at(2))


def test_the_police_and_what_is_handed_over_at_the_door_have_no_copy(session: Session) -> None:
    way = start(session)
    represented(way)
    way.to_delivered()
    way.case.suspicion = True
    session.flush()
    given = police.Reported(
        district="Fyns Politi",
        district_address="Hans Mules Gade 1-3, 5000 Odense C",
        act_from=way.on(30),
        act_to=way.on(33),
        act="Påbuddet er ikke efterkommet",
        provisions="lov nr. 1445",
    )
    report = police.propose_report(session, way.case.id, told=given, by=AUTHOR, at=way.at(34))
    police.approve_report(session, way.case.id, report.id, by=APPROVER, at=way.at(34))
    letter = way.issue(way.file.letter(report.letter_id), 34, APPROVER)
    assert [one.name for one in sent(way, letter)] == ["Fyns Politi"]
    copied = session.exec(select(LetterDelivery).where(LetterDelivery.is_copy)).all()
    assert len(copied) == 3  # notice, hearing, order


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"shown_by": ""},
        {"cvr_number": "13585629"},
        {"cvr_number": "", "postal_address": ""},
        {"email": "nowhere"},
    ],
)
def test_what_lacks_a_name_a_proof_or_a_way_to_reach_it_is_refused(session: Session, changes: dict[str, str]) -> None:
    way = start(session)
    with pytest.raises(DomainError):
        represented(way, **changes)
    with pytest.raises(DomainError):
        record_representative(session, way.case.id, told(way), by=INSPECTOR, at=way.at(0) - timedelta(days=1))
    assert list_representatives(session, way.case.id) == []


def test_it_is_recorded_and_ended_on_the_case_and_shown_before_a_letter_leaves(case_web: Web, clock: Clock) -> None:
    with transaction(case_web.engine) as session:
        way = start(session)
        letter, case = way.draft_notice().id, f"/cases/{way.case.id}"
    case_web.sign_in(Grant(Role.INSPECTOR))
    before = case_web.get(f"/letters/{letter}").text
    form = {
        "representative_name": "Advokat Else Ås",
        "representative_address": "Torvet 1",
        "since": clock.on(0),
        "shown_by": "fuldmagt",
    }
    assert take(case_web, case, "representative", **form).status_code == 303
    assert "Advokat Else Ås" in words(case_web.get(f"/letters/{letter}"))
    seen = before.split('name="seen" value="')[1].split('"')[0]
    assert case_web.post(f"/letters/{letter}/issue", {"confirmed": "yes", "seen": seen}).status_code == 409
    shown = case_web.get(case).text
    found = shown.split('name="representative" value="')[1].split('"')[0]
    assert take(case_web, case, "end-representative", representative=found).status_code == 303
    assert "Advokat Else Ås" not in words(case_web.get(f"/letters/{letter}"))
