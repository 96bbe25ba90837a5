"""A prohibition that was issued is corrected by another, linked letter by letter; until then the first stands."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlmodel import Session

from case_ways import APPROVER, AUTHOR, INSPECTOR, VISIT_DAY, Way
from case_web import Clock, case_web, clock
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from husly.kit.errors import DomainError
from inspection.letters.issuing import record_delivery
from inspection.letters.models import Letter
from inspection.prohibitions.actions import edit_prohibition
from inspection.prohibitions.corrections import draft_correction
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.queries import letters_of, pending_correction, standing_prohibition
from inspection.prohibitions.transitions import ProhibitionMove, ProhibitionState
from prohibitions_made import BANK, approve, issue, issued_prohibition, move, wanted, way_to_prohibition
from web_client import Web

__all__ = ["case_web", "clock"]
M = ProhibitionMove


def issued(session: Session) -> tuple[Way, Prohibition]:
    way = way_to_prohibition(session)
    return way, issued_prohibition(way)


def lead(way: Way, day: int = VISIT_DAY + 2) -> Prohibition:
    """A correction from its draft to issued."""
    approve(way, correction=True, day=day)
    return issue(way, correction=True, day=day)


def correct(way: Way, day: int = VISIT_DAY + 2, **changes: Any) -> Prohibition:
    told = {"wrong": "kun kælderen er farlig, ikke stuen", "holds": "forbuddet gælder kælderen og loftet"}
    changed = wanted(way, part="kælderen og loftet", **changes)
    return draft_correction(way.session, way.case.id, **told, wanted=changed, by=AUTHOR, at=way.at(day))


def text_of(letter: Letter) -> str:
    pages = PdfReader(BytesIO(letter.pdf or b"")).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_first_stands_until_the_correction_is_issued_and_then_ends_with_its_letters(session: Session) -> None:
    way, first = issued(session)
    made = correct(way)
    assert standing_prohibition(session, way.case.id) == first
    assert pending_correction(session, way.case.id) == made
    lead(way)
    assert (first.state, made.state) == (ProhibitionState.WITHDRAWN, ProhibitionState.ISSUED)
    assert standing_prohibition(session, way.case.id) == made
    assert pending_correction(session, way.case.id) is None
    before, after = letters_of(way.file, first), letters_of(way.file, made)
    assert [one.supersedes_id for one in after] == [one.id for one in before]
    assert all(one.withdrawn_at == way.at(VISIT_DAY + 2) for one in before)
    for letter in after:
        text = text_of(letter)
        assert "Forbud mod beboelse: rettelse" in text
        assert "Dette brev retter vores afgørelse af 23. marts 2026" in text
        assert "forbyder, at kælderen og loftet" in text
        assert "Prøveklagenævnet" in text


def test_it_is_delivered_with_its_last_letter(session: Session) -> None:
    way, _ = issued(session)
    correct(way)
    made = lead(way)
    day = VISIT_DAY + 3
    for letter in letters_of(way.file, made):
        assert made.state is ProhibitionState.ISSUED
        record_delivery(session, letter.id, delivered_on=way.on(day), by=INSPECTOR, at=way.at(day))
    assert made.state is ProhibitionState.DELIVERED


def test_whoever_gets_no_corrected_letter_is_told_that_the_first_has_ended(session: Session) -> None:
    way, first = issued(session)
    correct(way, mortgagees=())
    lead(way)
    (told,) = [one for one in way.file.letters if "withdrawal" in one.choices]
    assert (told.recipient or {})["name"] == BANK.name
    way.issue(told, VISIT_DAY + 2, APPROVER)
    assert "kun kælderen er farlig" in text_of(told)
    assert first.state is ProhibitionState.WITHDRAWN


def test_its_author_cannot_approve_it_and_there_is_one_at_a_time(session: Session) -> None:
    way, first = issued(session)
    correct(way)
    with pytest.raises(DomainError) as error:
        correct(way)
    assert error.value.code == "prohibition.correction"
    move(way, M.SETTLE_HEARING, AUTHOR, correction=True)
    with pytest.raises(DomainError) as error:
        move(way, M.APPROVE, AUTHOR, correction=True)
    assert error.value.code == "second_person_acts"
    move(way, M.SEND_BACK, AUTHOR, "Nej", correction=True)
    changed = wanted(way, part="loftet")
    edit_prohibition(session, way.case.id, wanted=changed, correction=True, by=AUTHOR, at=way.at(VISIT_DAY))
    move(way, M.DROP, AUTHOR, "Unødvendig", correction=True)
    assert first.state is ProhibitionState.ISSUED
    assert pending_correction(session, way.case.id) is None
    with pytest.raises(DomainError) as error:
        move(way, M.CORRECT, APPROVER, "x")
    assert error.value.code == "prohibition.correct"


def test_a_first_that_ended_meanwhile_is_not_corrected(session: Session) -> None:
    way, first = issued(session)
    made = correct(way)
    move(way, M.WITHDRAW, APPROVER, "Muret om", day=VISIT_DAY + 2)
    with pytest.raises(DomainError) as error:
        lead(way)
    assert error.value.code == "step.moved_on"
    assert first.state is ProhibitionState.WITHDRAWN
    assert made.corrects_id == first.id


def test_the_page_writes_a_correction_beside_the_prohibition(case_web: Web, clock: Clock) -> None:
    with transaction(case_web.engine) as session:
        way, _ = issued(session)
        case = f"/cases/{way.case.id}/prohibition"
    clock.go_to(VISIT_DAY)
    case_web.sign_in(Grant(Role.INSPECTOR))
    shown = case_web.get(case).text
    assert f'action="{case}/write-correction"' in shown
    assert f'action="{case}/correct"' not in shown
    form = {
        "danger": "skorstenen kan styrte ned",
        "owner_name": "Møllen ApS",
        "owner_address": "Møllevej 2; 5000 Odense C",
        "replacement": "kommunen anviser en bolig",
        "rehousing_note": "Der er plads.",
        "hearing_waiver_reason": "fare",
        "part": "loftet",
        "move_out_on": "2027-02-01",
    }
    lacking = case_web.post(f"{case}/write-correction", form)
    assert lacking.status_code == 409
    assert "loftet" in lacking.text
    told = {"wrong": "det var loftet", "holds": "loftet er farligt"}
    assert case_web.post(f"{case}/write-correction", form | told).status_code == 303
    shown = case_web.get(case).text
    assert "det var loftet" in shown
    assert f'action="{case}/write-correction"' not in shown
    ids = [part.split('"')[0] for part in shown.split(' id="')[1:]]
    assert len(set(ids)) == len(ids)
    assert case_web.post(f"{case}/settle_hearing", {"correction": "true"}).status_code == 303
