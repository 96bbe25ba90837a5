"""The page of a rehousing and the page behind a resident's code, as browsers use them."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlmodel import Session, col, select

from case_ways import start
from case_web import Clock, case_web, clock
from conftest import AT
from husly.kit.access import Grant, Role
from inspection.rehousing import resident_routes, routes
from inspection.rehousing.models import ConfirmedBy, RehousedResident, RehousingOrder, ResidentOutcome
from rehousing_made import delivered
from web_client import Web

__all__ = ["case_web", "clock"]


@pytest.fixture
def order(case_web: Web, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> tuple[str, RehousingOrder, list[str]]:
    """A delivered rehousing order: the case's address, the row, the codes."""
    for module in (routes, resident_routes):
        monkeypatch.setattr(module, "now", clock.now)
        monkeypatch.setattr(module, "today", clock.today)
    with Session(case_web.engine, expire_on_commit=False) as session:
        way = start(session)
        way.to_delivered()
        made = delivered(way)
        codes = list(session.exec(select(RehousedResident.code).order_by(col(RehousedResident.key))))
        session.commit()
    clock.go_to(40)
    return f"/cases/{way.case.id}", made, codes


def test_an_officer_reads_it_and_records_how_it_ended(case_web, order) -> None:
    case, made, codes = order
    case_web.sign_in(Grant(Role.INSPECTOR))
    page = case_web.get(f"{case}/rehousing")
    assert page.status_code == 200
    assert "B-06" in page.text
    assert not any(code in page.text for code in codes)
    assert "/rehousing" in case_web.get(case).text
    told = {
        "order": str(made.id),
        "key": "B-01",
        "outcome": "moved",
        "on": (AT + timedelta(days=40)).date().isoformat(),
    }
    answer = case_web.post(f"{case}/rehousing/settle", told | {"confirmed_by": "inspector", "place": "Ny bolig"})
    assert answer.status_code == 303
    again = case_web.post(f"{case}/rehousing/settle", told | {"confirmed_by": "inspector", "place": "Ny bolig"})
    assert again.status_code == 409
    assert case_web.post(f"{case}/rehousing/finish", {"order": str(made.id)}).status_code == 409
    assert case_web.post(f"{case}/rehousing/nothing", {}).status_code == 404
    sheet = case_web.get(f"{case}/rehousing/{made.id}/sheet.pdf?text=pl&key=B-02")
    assert "B-02" in PdfReader(BytesIO(sheet.content)).pages[0].extract_text()


def test_a_resident_tells_by_code_once_and_nobody_else_is_told_anything(case_web, order) -> None:
    _case, _made, codes = order
    assert case_web.get(f"/rehoused/{codes[0]}?text=pl").status_code == 200
    assert case_web.client.post(f"/rehoused/{codes[0]}", data={"outcome": "moved"}).status_code == 200
    assert case_web.client.post(f"/rehoused/{codes[0]}", data={"outcome": "declined"}).status_code == 409
    assert case_web.client.post(f"/rehoused/{codes[1]}", data={"outcome": "x"}).status_code == 422
    assert case_web.get("/rehoused/ABCDEFGHJKLM").status_code == 404
    with Session(case_web.engine) as session:
        first = session.exec(select(RehousedResident).where(RehousedResident.code == codes[0])).one()
        assert (first.outcome, first.confirmed_by) == (ResidentOutcome.MOVED, ConfirmedBy.RESIDENT)
