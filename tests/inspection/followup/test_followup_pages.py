"""The page behind the code of an order, and the rooms of a case, as a browser meets them."""

import io
from datetime import timedelta
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlmodel import select

from case_ways import Way, start
from case_web import Clock, case_web, clock, take
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.transitions import CaseState
from inspection.followup import routes
from inspection.followup.models import ExtensionRequest, ItemReport
from web_client import Web, words

__all__ = ["case_web", "clock"]


@pytest.fixture(autouse=True)
def rooms_at(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rooms tell the same time as the case."""
    monkeypatch.setattr(routes, "now", clock.now)
    monkeypatch.setattr(routes, "today", clock.today)


def delivered(web: Web) -> tuple[Way, str, str]:
    """A case with an order that arrived, its code, and the id of its first item."""
    with transaction(web.engine) as session:
        way = start(session)
        way.to_delivered()
        file = way.file
        return way, file.letter(file.order.letter_id).choices["report_code"], str(file.items[0].id)


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(written, "JPEG")
    return written.getvalue()


def send(web: Web, files: dict[str, Any] | None = None, **fields: str) -> httpx.Response:
    parts: dict[str, Any] = {name: (None, value) for name, value in fields.items()}
    return web.post("/comply", files=parts | (files or {}))


def test_the_code_shows_items_and_deadlines_and_nothing_else(case_web: Web, clock: Clock) -> None:
    way, code, _ = delivered(case_web)
    clock.go_to(40)
    text = words(send(case_web, code=code))
    assert way.case.case_number in text
    assert way.case.reason not in text


def test_a_report_with_a_photo_reaches_the_officer(case_web: Web, clock: Clock) -> None:
    way, code, item = delivered(case_web)
    clock.go_to(50)
    fields = {"do": "report", "item": item, "done": "Sengene er flyttet.", "done_on": way.on(49).isoformat()}
    answer = send(case_web, {"file_1": ("gade 7.jpg", picture(), "image/jpeg")}, code=code, **fields)
    assert answer.status_code == 200
    with transaction(case_web.engine, writing=False) as session:
        assert session.get_one(InspectionCase, way.case.id).state is CaseState.COMPLIANCE_REPORTED
    case_web.sign_in(Grant(Role.INSPECTOR))
    page = case_web.get(f"/cases/{way.case.id}/follow-up").text
    assert "Sengene er flyttet." in page
    link = page.split("/follow-up/files/")[1].split('"')[0]
    sent = case_web.get(f"/cases/{way.case.id}/follow-up/files/{link}")
    assert sent.headers["content-type"] == "image/jpeg"
    assert "attachment" in sent.headers["content-disposition"]


def test_wrong_codes_are_refused_and_after_five_the_right_one_too(case_web: Web, clock: Clock) -> None:
    _way, code, _ = delivered(case_web)
    clock.go_to(40)
    for _ in range(5):
        assert send(case_web, code="ABCD-2345-EFGH").status_code == 422
    closed = send(case_web, code=code)
    assert closed.status_code == 429
    assert "Too many wrong codes" in closed.text or "For mange forkerte koder" in closed.text
    clock.at += timedelta(minutes=16)
    assert send(case_web, code=code).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "report", "done": "", "done_on": "2026-04-01"},
        {"do": "report", "done": "x", "done_on": "i går"},
        {"do": "report", "done": "x", "done_on": "2099-01-01"},
        {"do": "extension", "until": "2020-01-01", "reason": "x"},
        {"do": "extension", "until": "", "reason": "x"},
    ],
)
def test_wrong_input_is_told_and_changes_nothing(case_web: Web, clock: Clock, fields: dict[str, str]) -> None:
    way, code, item = delivered(case_web)
    clock.go_to(50)
    assert send(case_web, code=code, item=item, **fields).status_code == 422
    with transaction(case_web.engine, writing=False) as session:
        assert session.get_one(InspectionCase, way.case.id).state is CaseState.ORDER_DELIVERED


@pytest.mark.parametrize("room", ["follow-up", "fines", "police"])
@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.STATISTICIAN])
def test_no_employer_reads_a_room_of_a_case(case_web: Web, room: str, role: Role) -> None:
    way, _, _ = delivered(case_web)
    case_web.sign_in(Grant(role, way.case.employer_id if role is Role.EMPLOYER else None))
    assert case_web.get(f"/cases/{way.case.id}/{room}").status_code == 403


def test_a_fine_is_proposed_on_its_page(case_web: Web, clock: Clock) -> None:
    way, _, _ = delivered(case_web)
    clock.go_to(85)
    case_web.sign_in(Grant(Role.INSPECTOR))
    page = f"/cases/{way.case.id}"
    answer = take(case_web, page, "fine-propose", kind="per_day", amount="1000", legal_source="Katalog", reason="Intet")
    assert answer.headers["location"] == f"{page}/fines"
    assert "1.000 kr." in case_web.get(f"{page}/fines").text
    assert (
        take(case_web, page, "fine-propose", kind="fixed", amount="1e9", legal_source="x", reason="x").status_code
        == 409
    )


def test_a_text_that_is_too_long_is_refused_and_kept_and_never_cut(case_web: Web, clock: Clock) -> None:
    _way, code, item = delivered(case_web)
    clock.go_to(50)
    long = "x" * 4001
    sent = [
        send(case_web, code=code, do="report", item=item, done=long, done_on=clock.on(50)),
        send(case_web, code=code, do="extension", until=clock.on(100), reason=long),
    ]
    for answer in sent:
        assert answer.status_code == 422
        assert long in answer.text
        assert "4000" in words(answer)
    with transaction(case_web.engine, writing=False) as session:
        assert session.exec(select(ItemReport)).all() == []
        assert session.exec(select(ExtensionRequest)).all() == []


def test_lines_of_a_text_count_as_the_browser_counts_them(case_web: Web, clock: Clock) -> None:
    _way, code, item = delivered(case_web)
    clock.go_to(50)
    lines = "\r\n".join(["x" * 39] * 100)
    assert send(case_web, code=code, do="report", item=item, done=lines, done_on=clock.on(50)).status_code == 200
    with transaction(case_web.engine, writing=False) as session:
        assert session.exec(select(ItemReport)).one().done == lines.replace("\r\n", "\n")
