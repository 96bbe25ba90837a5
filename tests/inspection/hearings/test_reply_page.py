"""The page behind the code of a hearing: right code, wrong code, locked, late, decided, somebody else's."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from case_ways import APPROVER, INSPECTOR, VISIT_DAY, Way, start
from case_web import Clock, case_web, clock, ids_of, take
from husly.kit.access import Grant, Role
from husly.kit.codes import plain
from husly.kit.database import transaction
from husly.kit.errors import DomainError
from husly.kit.web.limits import Tries
from inspection.enforcement import actions
from inspection.enforcement.models import Hearing, InspectionCase
from inspection.enforcement.transitions import CaseState
from inspection.hearings import reply_routes
from inspection.hearings import routes as room_routes
from inspection.hearings.actions import open_by_code, reply_by_code
from inspection.hearings.models import HearingPoint, HearingReply, Postponement
from inspection.hearings.postponements import PostponementState
from inspection.hearings.queries import find_by_code
from inspection.hearings.replies import Said
from inspection.letters.models import Letter
from uploads_made import a_paper, a_photo
from web_client import Web, words

__all__ = ["case_web", "clock"]
CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]")


@pytest.fixture
def page_clock(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(reply_routes, "now", clock.now)
    monkeypatch.setattr(reply_routes, "today", clock.today)
    monkeypatch.setattr(room_routes, "now", clock.now)
    return clock


@pytest.fixture
def web(case_web: Web, page_clock: Clock) -> Web:
    case_web.client.app.state.tries = Tries()
    return case_web


def code_in(letter: Letter) -> str:
    """The code as it stands in the letter that was sent."""
    text = "\n".join(one.extract_text() for one in PdfReader(BytesIO(letter.pdf or b"")).pages)
    found = CODE.search(text)
    assert found, text
    return found[0]


def heard(session: Session) -> tuple[Way, str]:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    return way, code_in(way.send_hearing())


@pytest.fixture
def sent(clean_engine: Engine) -> tuple[Way, str]:
    with transaction(clean_engine) as session:
        way, code = heard(session)
    return way, code


def ask(web: Web, code: str, **fields: str):
    return web.post("/reply", {"code": code, **{name.replace("__", "."): value for name, value in fields.items()}})


def test_the_page_asks_for_a_code_and_shows_nothing_without_one(web: Web) -> None:
    answer = web.get("/reply")
    assert answer.status_code == 200
    assert "Svar" in answer.text or "hearing" in answer.text
    assert ask(web, "").status_code == 422


def test_wrong_and_unknown_codes_get_the_same_answer_and_five_lock_even_the_right_one(
    web: Web, sent: tuple[Way, str], page_clock: Clock
) -> None:
    _, code = sent
    page_clock.go_to(VISIT_DAY + 2)
    answers = [ask(web, wrong) for wrong in ("x", "ABCD-2345-EFGH-6", plain(code)[:-1], "Æ" * 50, "' or 1=1")]
    assert {answer.status_code for answer in answers} == {422}
    assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}) == 1
    locked = ask(web, code)
    assert locked.status_code == 429
    assert "Too many wrong codes" in locked.text or "For mange forkerte koder" in locked.text
    assert "Havnegade" not in locked.text
    page_clock.at = page_clock.at.replace(minute=16)
    assert ask(web, code).status_code == 200


def test_the_code_is_kept_as_a_hash_only(session: Session) -> None:
    way, code = heard(session)
    hearing = way.file.hearing
    assert hearing is not None
    assert hearing.code_hash not in (None, code, plain(code))
    assert plain(code) not in str(way.file.letter(hearing.letter_id).choices)
    assert find_by_code(session, code.lower().replace("-", " ")) == hearing


def test_the_party_answers_point_by_point_and_gets_a_receipt(
    web: Web, sent: tuple[Way, str], page_clock: Clock
) -> None:
    way, code = sent
    page_clock.go_to(VISIT_DAY + 2)
    shown = ask(web, code)
    points = ids_of(shown, "point")
    assert len(points) == 2
    for text in ("Ida Inspektør", "Mange beboere pr. rum"):  # who, and why this dwelling: nothing of it
        assert text not in shown.text
    form = {"code": code, "do": "answer", f"point.{points[0]}": "Stuen tæller med.", "general": "Vi er i gang."}
    answer = web.post("/reply", form)
    number = f"{way.case.case_number}-1-S1"
    assert answer.status_code == 200
    assert number in answer.text
    again = web.post("/reply", form)  # the button pressed twice
    assert number in again.text
    with transaction(web.engine) as session:
        assert len(session.exec(select(HearingReply)).all()) == 1
        kept = session.exec(select(HearingPoint)).all()
        assert sorted(point.text for point in kept) == ["Stuen tæller med.", "Vi er i gang."]
        assert [point.about[:4] for point in kept if point.finding_id] == ["Nr. "]


def test_an_empty_answer_and_a_point_of_another_case_are_refused(
    web: Web, sent: tuple[Way, str], page_clock: Clock
) -> None:
    _, code = sent
    page_clock.go_to(VISIT_DAY + 2)
    assert ask(web, code, do="answer").status_code == 422
    strange = {"code": code, "do": "answer", f"point.{uuid4()}": "x"}
    assert web.post("/reply", strange).status_code == 422
    assert web.post("/reply", {"code": code, "do": "answer", "point.no": "x"}).status_code == 422
    long = web.post("/reply", {"code": code, "do": "answer", "general": "x" * 5001})
    assert long.status_code == 422
    with transaction(web.engine) as session:
        assert session.exec(select(HearingReply)).all() == []


def test_files_come_with_an_answer_and_a_program_does_not(web: Web, sent: tuple[Way, str], page_clock: Clock) -> None:
    way, code = sent
    page_clock.go_to(VISIT_DAY + 2)
    web.get("/reply")
    token = {"_csrf_token": str(web.client.cookies["husly_form"])}
    form = {"code": code, "do": "answer", "general": "Se bilag.", **token}
    bad = web.client.post("/reply", data=form, files=[("files", ("x.pdf", b"MZ not a paper"))])
    assert bad.status_code == 422
    files = [("files", ("plan.pdf", a_paper())), ("files", ("foto.jpg", a_photo()))]
    assert web.client.post("/reply", data=form, files=files).status_code == 200
    web.sign_in(Grant(Role.INSPECTOR))
    room = web.get(f"/cases/{way.case.id}/hearing")
    assert "plan.pdf" in room.text
    links = re.findall(r'href="(/cases/[^"]+/files/[^"]+)"', room.text)
    assert len(links) == 2
    got = web.get(links[0])
    assert got.headers["content-disposition"].startswith("attachment")
    assert web.get(links[0].rsplit("/", 1)[0] + f"/{uuid4()}").status_code == 404
    web.sign_out()
    assert web.get(links[0]).status_code == 303


def test_a_file_of_an_earlier_round_is_listed_and_read_once_a_revisit_has_begun(
    web: Web, sent: tuple[Way, str], page_clock: Clock
) -> None:
    way, code = sent
    page_clock.go_to(VISIT_DAY + 2)
    web.get("/reply")
    form = {"code": code, "do": "answer", "general": "Se bilag.", "_csrf_token": web.client.cookies["husly_form"]}
    assert web.client.post("/reply", data=form, files=[("files", ("plan.pdf", a_paper()))]).status_code == 200
    with transaction(web.engine) as session:
        session.get_one(InspectionCase, way.case.id).round = 2
    web.sign_in(Grant(Role.INSPECTOR))
    room = web.get(f"/cases/{way.case.id}/hearing")
    assert "plan.pdf" in words(room)
    (link,) = re.findall(r'href="(/cases/[^"]+/files/[^"]+)"', room.text)
    assert web.get(link).status_code == 200


def test_more_time_is_asked_for_decided_and_seen_by_the_party(
    web: Web, sent: tuple[Way, str], page_clock: Clock
) -> None:
    way, code = sent
    page_clock.go_to(VISIT_DAY + 2)
    assert ask(web, code, do="time", reason="").status_code == 422
    assert ask(web, code, do="time", reason="Vores revisor er på ferie.").status_code == 200
    web.sign_in(Grant(Role.DECISION_MAKER))
    case = f"/cases/{way.case.id}"
    request_id = re.search(r'name="request_id" value="([^"]+)"', web.get(case).text)[1]
    assert take(web, case, "conclude").status_code == 409
    refused = take(web, case, "decide-time", request_id=request_id, decision="refuse", ground="", reason="")
    assert refused.status_code == 409
    sunday = take(web, case, "decide-time", request_id=request_id, decision="grant", until="2026-05-03")
    assert "arbejdsdag" in words(sunday)
    given = take(web, case, "decide-time", request_id=request_id, decision="grant", until="2026-05-04")
    assert given.status_code == 303
    assert (
        take(web, case, "decide-time", request_id=request_id, decision="grant", until="2026-05-05").status_code == 409
    )
    web.sign_out()
    assert "4. maj 2026" in words(ask(web, code))
    with transaction(web.engine) as session:
        assert session.exec(select(Postponement)).one().state is PostponementState.GRANTED
        assert session.exec(select(Hearing)).one().postponed_to.isoformat() == "2026-05-04"


def test_a_late_reply_is_taken_and_marked_until_the_decision_is_made(
    web: Web, sent: tuple[Way, str], page_clock: Clock
) -> None:
    way, code = sent
    with transaction(web.engine) as session:
        way.session = session
        actions.conclude_hearing(session, way.case.id, by=INSPECTOR, at=way.at(41))
        order = actions.draft_order(
            session,
            way.case.id,
            due_on={finding.id: way.on(80) for finding in way.file.findings},
            report_due_on=way.on(83),
            settings=way.settings,
            by=INSPECTOR,
            at=way.at(42),
        )
    page_clock.go_to(43)
    late = ask(web, code, do="answer", general="Beklager, vi så først brevet nu.")
    assert late.status_code == 200
    assert late.text.count("badge-warning") >= 2  # the deadline has passed, and the receipt says that it came late
    with transaction(web.engine) as session:
        way.session = session
        assert session.exec(select(HearingReply)).one().is_late
        with pytest.raises(DomainError) as error:
            actions.approve_order(session, way.case.id, by=APPROVER, at=way.at(43))
        assert error.value.code == "reply_is_considered"
    with transaction(web.engine) as session:
        way.session = session
        actions.consider_reply(session, way.case.id, consideration="Ændrer intet.", by=INSPECTOR, at=way.at(43))
        actions.approve_order(session, way.case.id, by=APPROVER, at=way.at(43))
        way.issue(way.file.letter(order.letter_id), 44, APPROVER)
    page_clock.go_to(45)
    closed = ask(web, code, do="answer", general="Endnu en bemærkning.")
    assert closed.status_code == 422
    assert "<textarea" not in closed.text
    with transaction(web.engine) as session:
        assert len(session.exec(select(HearingReply)).all()) == 1


def test_one_code_opens_one_hearing_only(session: Session) -> None:
    way, code = heard(session)
    hearing = find_by_code(session, code)
    assert hearing is not None
    assert open_by_code(session, hearing, lock=False).case.id == way.case.id
    other = Hearing(
        case_id=way.case.id, round=9, letter_id=hearing.letter_id, due_on=hearing.due_on, code_hash="0" * 64
    )
    session.add(other)
    session.flush()
    with pytest.raises(DomainError) as error:
        open_by_code(session, other, lock=False)
    assert error.value.code == "hearing.decided"


def test_the_code_of_a_closed_case_is_answered_as_a_wrong_one(
    web: Web, sent: tuple[Way, str], page_clock: Clock
) -> None:
    way, code = sent
    page_clock.go_to(VISIT_DAY + 2)
    assert ask(web, code).status_code == 200
    with transaction(web.engine) as session:
        case = session.get_one(InspectionCase, way.case.id)
        case.state, case.closed_at = CaseState.CLOSED, way.at(VISIT_DAY + 2)
    closed = ask(web, code)
    assert closed.status_code == 422
    assert words(closed) == words(ask(web, "ABCD-2345-EFGH-6"))
    assert ask(web, code, do="answer", general="Endnu et ord.").status_code == 422
    assert way.case.case_number not in closed.text


def test_two_replies_at_once_are_both_kept_with_numbers_of_their_own(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        way, code = heard(session)
    together = Barrier(2)

    def one(text: str) -> str:
        together.wait(timeout=20)
        with transaction(clean_engine) as session:
            hearing = find_by_code(session, code)
            assert hearing is not None
            return reply_by_code(session, hearing, Said(general=text), at=way.at(VISIT_DAY + 2)).receipt[-2:]

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, ("Den ene.", "Den anden."))) == ["S1", "S2"]
    with transaction(clean_engine) as session:
        assert "Den ene." in session.exec(select(Hearing)).one().reply
        assert "Den anden." in session.exec(select(Hearing)).one().reply


def test_the_room_shows_information_that_came(web: Web, sent: tuple[Way, str], page_clock: Clock) -> None:
    way, _ = sent
    day = VISIT_DAY + 2
    with transaction(web.engine) as session:
        way.session = session
        asked = {"asked": "Lejeaftalen", "why": "Vi vurderer boligen.", "by_duty": False, "due_on": way.on(50)}
        letter = actions.draft_information_request(session, way.case.id, **asked, by=INSPECTOR, at=way.at(day))
        way.issue(letter, day)
    page_clock.go_to(day + 1)
    web.sign_in(Grant(Role.INSPECTOR))
    case = f"/cases/{way.case.id}"
    come = {"letter_id": str(letter.id), "received_on": page_clock.on(day + 1), "text": "Aftalen er vedlagt."}
    assert take(web, case, "information-reply", **come).status_code == 303
    assert "Aftalen er vedlagt." in words(web.get(f"{case}/hearing"))
    assert take(web, case, "information-reply", **{**come, "letter_id": str(uuid4())}).status_code == 404
