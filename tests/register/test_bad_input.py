"""Whatever a person or a program sends, at every door: an answer in words, never a fault, nothing half-written."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel

from agreements_made import the_claim
from command_line import Command
from command_line import husly_command as husly_command
from declaration_files import ROW, a_dwelling, as_csv, as_xlsx
from declared_housing import a_document, submitted
from husly.kit.access import Grant, Role
from husly.kit.accounts.tokens import make_token
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.uploads import EICAR
from uploads_made import NO_EVIDENCE
from web_client import Web, words

TRACES = {"audit_event", "account", "role_grant", "sign_in", "api_token", "outbox_message"}
"""Tables that people's coming and going fill; nothing that is sent may leave anything in another."""

DEEP = 200_000


def a_workbook(*parts: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return written.getvalue()


def a_workbook_with(name: str, content: bytes) -> bytes:
    """A right workbook with one part more."""
    written = io.BytesIO(as_xlsx(a_dwelling()))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return written.getvalue()


BAD: dict[str, bytes] = {name: content for name, (content, _) in NO_EVIDENCE.items()} | {
    "a workbook with macros": a_workbook_with("xl/vbaProject.bin", b"x"),
    "an old workbook with macros": b"\xd0\xcf\x11\xe0" + bytes(600) + "_VBA_PROJECT".encode("utf-16-le"),
    "a zip bomb": a_workbook(("xl/worksheets/sheet1.xml", bytes(1_100_000_000 // 10) * 10)),
    "a zip in a zip": a_workbook(("a.zip", a_workbook(("b.txt", b"b")))),
    "half a workbook": as_xlsx(a_dwelling())[:2000],
    "NUL in a table": as_csv(a_dwelling(Vejnavn="Al\0gade")),
    "control characters in a table": as_csv(a_dwelling(Vejnavn="Al\x1bgade")),
    "EICAR in a table": as_csv(a_dwelling()) + EICAR,
    "a table without columns": b"a;b;c\n1;2;3\n",
    "an open quotation mark": as_csv(a_dwelling()) + b'"open;',
    "endless columns": b";" * 300_000,
    "a very long field": as_csv(a_dwelling(Vejnavn="a" * 200_000)),
    "a formula for a number": as_csv(a_dwelling(Beboere="=1+1")),
    "a number that is none": as_csv(a_dwelling(Boligareal="1e999", Beboere="NaN")),
    "a day that is none": as_csv(a_dwelling(Fra="99-99-9999")),
    "JSON too deep": b"[" * DEEP + b"]" * DEEP,
    "JSON with a number too large": b'{"dwelling": {"residents": 1' + b"0" * 5000 + b"}}",
    "JSON with NaN": b'{"dwelling": {"residents": NaN, "area_m2": Infinity}}',
    "JSON of nothing": b"[null, 1, [], {}]",
    "JSON cut off": b'{"declarations": [{',
    "JSON with half a character": json.dumps(
        a_document({"employer.name": "\ud800", "address.street": "\udfff"})
    ).encode(),
    "JSON with NUL": json.dumps(a_document({"address.street": "Al\0gade"})).encode(),
    "JSON with a very long field": json.dumps(a_document({"address.street": "a" * 200_000})).encode(),
    "JSON of other shapes": json.dumps(a_document({"rooms": {"a": 1}, "employer": [], "period": "x"})).encode(),
    "bytes that are no text": bytes(range(128, 160)) * 50,
}
"""What people and programs send by mistake or malice."""


@dataclass
class House:
    """A web site with an employer signed in, and the doors to send things to."""

    web: Web
    accommodation: str
    secret: str
    folder: Path
    command: Command

    def page(self, content: bytes) -> tuple[int, str]:
        answer = self.web.post("/declarations/import", {}, files={"file": ("boliger.csv", content)})
        return answer.status_code, words(answer)

    def page_for_marks(self, content: bytes) -> tuple[int, str]:
        answer = self.web.post("/declarations/import/marked", {"partial": "yes"}, files={"file": ("b.xlsx", content)})
        return answer.status_code, answer.text

    def by_command(self, content: bytes) -> tuple[int, str]:
        path = self.folder / "boliger.csv"
        path.write_bytes(content)
        result = self.command("declarations", "import", path)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return {0: 200, 1: 422, 2: 422}[result.exit_code], result.output

    def api(self, content: bytes) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        answer = self.web.client.post("/api/v1/declarations", content=content, headers=headers)
        return answer.status_code, answer.text

    def evidence(self, content: bytes) -> tuple[int, str]:
        files = {"files": ("a.pdf", content, "application/pdf")}
        answer = self.web.post(f"/evidence/{self.accommodation}", {"place": "other|"}, files=files)
        return answer.status_code, words(answer)

    def agreement(self, content: bytes) -> tuple[int, str]:
        form = the_claim(valid_to=(today() + timedelta(days=30)).isoformat())
        files = {"evidence": ("a.pdf", content, "application/pdf")}
        answer = self.web.post(f"/agreements/new/{self.accommodation}", form, files=files)
        return answer.status_code, words(answer)


DOORS: dict[str, Callable[[House, bytes], tuple[int, str]]] = {
    "import page": House.page,
    "marked file": House.page_for_marks,
    "import command": House.by_command,
    "API": House.api,
    "evidence": House.evidence,
    "agreement": House.agreement,
}


@pytest.fixture
def house(web: Web, tmp_path: Path, husly_command: Command) -> House:
    with transaction(web.engine) as session:
        made = submitted(session).accommodation
    actor = web.sign_in(Grant(Role.EMPLOYER, made.employer_id))
    with transaction(web.engine) as session:
        _, secret = make_token(session, by=actor, employer_id=made.employer_id, name="Test", days=30, at=now())
    return House(web, str(made.id), secret, tmp_path, husly_command)


def held(engine: Engine) -> dict[str, int]:
    """How many rows each table holds."""
    with engine.connect() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in SQLModel.metadata.sorted_tables
            if table.name not in TRACES
        }


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_answered_in_words_and_leaves_nothing(house: House, what: str) -> None:
    before = held(house.web.engine)
    for door, send in DOORS.items():
        status, said = send(house, BAD[what])
        assert status < 500, f"{door}: {said}"
        assert said.strip(), door
        assert "Traceback" not in said, door
        assert held(house.web.engine) == before, door


@pytest.mark.parametrize("what", ["nothing", "the EICAR file", "a document with macros", "bytes that are no text"])
def test_what_cannot_be_used_at_all_is_an_error_at_every_door(house: House, what: str) -> None:
    for door, send in DOORS.items():
        status, said = send(house, BAD[what])
        assert 400 <= status < 500, f"{door}: {said}"


ODD: dict[str, dict[str, Any]] = {
    "emoji": {"employer.name": "Gartneriet 🌷👩‍🌾 ApS", "address.street": "Algade 🏠"},
    "right to left": {"employer.name": "شركة الزهور", "address.street": "רחוב הפרחים"},
    "every script": {"employer.name": "Ижица Öçşğı 株式会社 ไทย"},
    "a formula": {"employer.name": "=HYPERLINK(1)", "address.street": "@SUM(A1)"},
    "markup": {"employer.name": "<script>alert(1)</script>", "address.street": "'; DROP TABLE declaration; --"},
    "a thousand rooms": {
        "dwelling.residents": 1000,
        "dwelling.area_m2": 9500,
        "rooms": [
            {"name": f"Værelse {number}", "use": "bedroom", "area_m2": 9, "residents": 1} for number in range(1000)
        ],
    },
}
"""What is unusual and right."""


@pytest.mark.parametrize("what", ODD)
def test_what_is_unusual_and_right_is_taken_and_can_be_read(house: House, what: str) -> None:
    status, said = house.api(json.dumps(a_document(ODD[what])).encode())
    assert status == 200, said
    page = house.web.get(f"/declarations/{house.accommodation}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert house.web.get("/declarations").status_code == 200


def test_a_name_that_reads_backwards_is_refused_or_shown_in_the_open(house: House) -> None:
    """A direction mark can make a name look like another: reports show that it is there."""
    status, said = house.api(json.dumps(a_document({"employer.cvr_number": "1358\u202e5628"})).encode())
    assert status == 422
    assert "\u202e" not in said


@pytest.mark.parametrize("start", "=+-@\t")
def test_a_file_given_back_holds_no_formula(house: House, start: str) -> None:
    row = ROW | {"Vejnavn": f"{start}cmd|' /C calc'!A0", "Beboere": "0,5"}
    _, text = house.page_for_marks(as_csv([row]))
    assert "cmd|" in text
    cells = [cell.strip('"') for line in text.splitlines() for cell in line.lstrip("\ufeff").split(";")]
    assert [cell for cell in cells if "cmd|" in cell and not cell.startswith("'")] == []
