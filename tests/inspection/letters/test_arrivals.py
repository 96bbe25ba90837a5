"""Every kind of letter that left can be noted as arrived through the web, and what follows from the day follows."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from case_ways import APPROVER, AUTHOR, INSPECTOR, VISIT_DAY, start
from case_web import Clock, case_web, clock
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from inspection.delivery.actions import confirm_delivery
from inspection.delivery.models import LetterDelivery
from inspection.enforcement import actions as cases
from inspection.enforcement.models import Hearing, InspectionCase
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.waivers import NoticeWaiverGround
from inspection.fines import actions as fines
from inspection.fines.kinds import FineKind
from inspection.fines.models import Fine
from inspection.fines.transitions import FineState
from inspection.letters.blocks import LetterKind
from inspection.letters.issuing import issue_letter
from inspection.letters.kinds import TYPES
from inspection.letters.kinds.kind import nothing
from inspection.letters.models import Letter
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.transitions import ProhibitionState
from inspection.rehousing.models import RehousingOrder
from inspection.rehousing.transitions import RehousingState
from prohibitions_made import issued_prohibition, way_to_prohibition
from rehousing_made import drafted, issued
from web_client import Web, words

__all__ = ["case_web", "clock"]
K = LetterKind
INSPECTS = Grant(Role.INSPECTOR)
DAY = 95


def _order(session: Session) -> list[Letter]:
    way = start(session)
    way.to_heard()
    order = way.draft_order()
    way.approve()
    return [way.issue(way.file.letter(order.letter_id), 31, APPROVER)]


def _hearing(session: Session) -> list[Letter]:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    return [way.issue(way.draft_hearing(), VISIT_DAY)]


def _has_moved(session: Session, letter: Letter) -> bool:
    """Its deadline has moved where it came after the day that it names, and only then."""
    hearing = session.exec(select(Hearing).where(Hearing.letter_id == letter.id)).one()
    return (hearing.late_until is not None) == (
        letter.delivered_on is not None and letter.delivered_on > hearing.due_on
    )


def _at_once(session: Session) -> list[Letter]:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    order = way.draft_at_once()
    return [way.issue(way.file.letter(order.letter_id), VISIT_DAY, AUTHOR)]


def _rehousing(session: Session) -> list[Letter]:
    way = start(session)
    way.to_delivered()
    return [issued(way, drafted(way))]


def _prohibition(session: Session) -> list[Letter]:
    way = way_to_prohibition(session)
    issued_prohibition(way, mortgagees=())
    return [one for one in way.file.letters if one.kind is K.FORBUD]


def _fine(session: Session) -> list[Letter]:
    way = start(session)
    way.settings = way.settings.model_copy(update={"fine_only_after_order": True, "demo_mode": True})
    way.to_delivered()
    cases.record_silence(session, way.case.id, by=INSPECTOR, at=way.at(85))
    told = {"amount": 1_000, "legal_source": "Bødekatalog", "reason": "Ikke efterkommet", "by": AUTHOR}
    fine = fines.propose_fine(session, way.case.id, kind=FineKind.PER_DAY, settings=way.settings, at=way.at(86), **told)
    who = {"settings": way.settings, "by": APPROVER, "at": way.at(90)}
    letter = fines.approve_fine(session, way.case.id, fine.id, **who)
    return [issue_letter(session, letter.id, **who)]


def _unannounced(session: Session) -> list[Letter]:
    way = start(session)
    ground, who = NoticeWaiverGround.PURPOSE_DEFEATED, {"by": INSPECTOR, "at": way.at(1)}
    reason = {"reason": "senge ellers fjernes", "proportionality_reason": "kun kan ses på stedet"}
    cases.waive_notice(session, way.case.id, ground=ground, **reason, **who)
    letter = way.issue(cases.draft_unannounced_decision(session, way.case.id, **who), 1)
    at = way.at(VISIT_DAY)
    cases.record_visit(
        session, way.case.id, visited_on=way.on(VISIT_DAY), decision_handed_over=True, by=INSPECTOR, at=at
    )
    letter.delivered_on = None  # whoever recorded the visit did not say that it was handed over
    session.flush()
    return [letter]


def _is(table: type, state: object) -> Callable[[Session, Letter], bool]:
    """Whether the row that a letter is about stands at a state."""

    def holds(session: Session, letter: Letter) -> bool:
        about = letter.case_id if table is InspectionCase else letter.about_id
        return bool(session.get_one(table, about).state is state)

    return holds


WITH_CONSEQUENCE: dict[LetterKind, tuple[Callable[[Session], list[Letter]], Callable[[Session, Letter], bool]]] = {
    K.PARTSHOERING: (_hearing, _has_moved),
    K.PAABUD: (_order, _is(InspectionCase, CaseState.ORDER_DELIVERED)),
    K.STRAKSPAABUD: (_at_once, _is(InspectionCase, CaseState.ORDER_DELIVERED)),
    K.GENHUSNING: (_rehousing, _is(RehousingOrder, RehousingState.DELIVERED)),
    K.FORBUD: (_prohibition, _is(Prohibition, ProhibitionState.DELIVERED)),
    K.BOEDEFORELAEG: (_fine, _is(Fine, FineState.DELIVERED)),
    K.BESLUTNING_UVARSLET: (_unannounced, lambda _, letter: letter.delivered_on is not None),
}


def _as_issued(session: Session, kind: LetterKind) -> list[Letter]:
    """A letter of a kind from whose arrival nothing follows but its day, as it lies in the register once issued."""
    way = start(session)
    letter = way.issue(way.draft_notice(), 0)
    if kind is not K.VARSLING:
        pdf = b"%PDF"
        letter = Letter(
            case_id=way.case.id,
            municipality_code=way.case.municipality_code,
            round=1,
            kind=kind,
            pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            content={},
            created_at=way.at(0),
            created_by="x",
            issued_at=way.at(0),
            issued_by_name="Ida",
        )
        session.add(letter)
        session.flush()
    return [letter]


def _letters(session: Session, kind: LetterKind) -> list[Letter]:
    made = WITH_CONSEQUENCE.get(kind)
    return _as_issued(session, kind) if made is None else made[0](session)


def test_every_kind_whose_arrival_has_consequences_is_tried_here() -> None:
    assert {kind for kind, one in TYPES.items() if one.on_delivery is not nothing} == set(WITH_CONSEQUENCE)


@pytest.mark.parametrize("kind", list(TYPES))
def test_each_letter_is_noted_as_arrived_on_its_page_by_whoever_may(
    case_web: Web, clock: Clock, kind: LetterKind
) -> None:
    with transaction(case_web.engine) as session:
        found = [one.id for one in _letters(session, kind)]
    clock.go_to(DAY)
    case_web.sign_in(Grant(Role.STATISTICIAN))
    assert case_web.post(f"/letters/{found[0]}/arrived", {"delivered_on": clock.on(DAY)}).status_code == 403
    case_web.sign_in(Grant(Role.CASEWORKER, municipality_code="0751"))
    assert case_web.post(f"/letters/{found[0]}/arrived", {"delivered_on": clock.on(DAY)}).status_code == 404
    case_web.sign_in(INSPECTS)
    for letter in found:
        assert f'action="/letters/{letter}/arrived"' in case_web.get(f"/letters/{letter}").text
        refused = case_web.post(f"/letters/{letter}/arrived", {"delivered_on": clock.on(DAY + 1)})
        assert refused.status_code == 409
        assert case_web.post(f"/letters/{letter}/arrived", {"delivered_on": clock.on(DAY)}).status_code == 303
        assert f'action="/letters/{letter}/arrived"' not in case_web.get(f"/letters/{letter}").text
    _assert_followed(case_web, kind, found, clock)


def _assert_followed(web: Web, kind: LetterKind, found: list[UUID], clock: Clock) -> None:
    with transaction(web.engine, writing=False) as session:
        for letter in session.exec(select(Letter).where(col(Letter.id).in_(found))):
            assert letter.delivered_on is not None
            assert letter.delivered_on.isoformat() == clock.on(DAY)
            assert kind not in WITH_CONSEQUENCE or WITH_CONSEQUENCE[kind][1](session, letter)


@pytest.mark.parametrize("kind", [one for one in WITH_CONSEQUENCE if one is not K.BESLUTNING_UVARSLET])
def test_what_the_post_tells_has_the_same_consequences(session: Session, kind: LetterKind) -> None:
    letters = _letters(session, kind)
    for letter in letters:
        delivery = session.exec(select(LetterDelivery).where(LetterDelivery.letter_id == letter.id)).one()
        assert letter.issued_at is not None
        arrived = letter.issued_at + timedelta(days=1)
        who = {"by": INSPECTOR, "at": arrived}
        confirm_delivery(session, delivery.id, delivered_on=arrived.date(), note="Kvittering", **who)
        assert letter.delivered_on == arrived.date()
    assert all(WITH_CONSEQUENCE[kind][1](session, letter) for letter in letters)


def test_a_page_says_what_an_impossible_day_is(case_web: Web, clock: Clock) -> None:
    with transaction(case_web.engine) as session:
        letter = _letters(session, K.VARSLING)[0].id
    clock.go_to(1)
    case_web.sign_in(INSPECTS)
    for typed in ("", "x", clock.on(-1), clock.on(2)):
        answer = case_web.post(f"/letters/{letter}/arrived", {"delivered_on": typed})
        assert answer.status_code == 409
        assert "Intet blev gemt" in words(answer) or "Nothing was saved" in words(answer)
