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
from sqlmodel import SQLModel, func, select

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
from register.residents.models import Report
from register.sheets.actions import door_code
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
    door: str
    draft: str

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

    def report(self, content: bytes) -> tuple[int, str]:
        form = {"do": "report", "kinds": ["damp"], "text": "Koldt"}
        answer = self.web.client.post(self.door, data=form, files={"photos": ("a.jpg", content, "image/jpeg")})
        return answer.status_code, words(answer)

    def tip(self, content: bytes) -> tuple[int, str]:
        form = {"source": "citizen", "kinds": ["damp"], "text": "Koldt", "place": "Algade 12", "postcode": "4000"}
        answer = self.web.client.post("/tip", data=form, files={"photos": ("a.jpg", content, "image/jpeg")})
        return answer.status_code, words(answer)

    def list_of_another_register(self, content: bytes) -> tuple[int, str]:
        path = self.folder / "liste.csv"
        path.write_bytes(content)
        result = self.command("matches", "import", path, "--register", "Prøve")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return 200 if result.exit_code == 0 else 422, result.output


DOORS: dict[str, Callable[[House, bytes], tuple[int, str]]] = {
    "import page": House.page,
    "marked file": House.page_for_marks,
    "import command": House.by_command,
    "API": House.api,
    "evidence": House.evidence,
    "agreement": House.agreement,
    "resident's report": House.report,
    "tip": House.tip,
    "list of another register": House.list_of_another_register,
}


@pytest.fixture
def house(web: Web, tmp_path: Path, husly_command: Command) -> House:
    with transaction(web.engine) as session:
        made = submitted(session).accommodation
        door = f"/h/{door_code(session, made.id, on=today())}?text=en"
    actor = web.sign_in(Grant(Role.EMPLOYER, made.employer_id))
    with transaction(web.engine) as session:
        _, secret = make_token(session, by=actor, employer_id=made.employer_id, name="Test", days=30, at=now())
    draft = str(web.post(f"/declarations/{made.id}/amend").headers["location"])
    return House(web, str(made.id), secret, tmp_path, husly_command, door, draft)


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


BAD_TEXTS: dict[str, str] = {
    "nothing": "",
    "NUL": "a\0b",
    "control characters": "a\x1b[2Jb",
    "emoji": "🏠👩‍🌾" * 40,
    "right to left": "\u202eشركة\u202c",
    "too long": "å" * 50_000,
    "markup": "<script>alert(1)</script>",
    "a formula": "=cmd|' /C calc'!A0",
    "a template": "{{ 1000003*7 }}{% x %}%(x)s",
    "an address elsewhere": "//evil.example/\r\nSet-Cookie: a=b",
    "a number that is none": "1e999",
    "EICAR": EICAR.decode(),
}
"""What people and programs type into any field."""

FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "first page": ("/declarations/new", ("draft", "employer.name", "employer.cvr_number", "address.postcode")),
    "place": ("{draft}/steps/place", ("address.street", "address.postcode", "period.starts_on", "version")),
    "housing": ("{draft}/steps/housing", ("dwelling.residents", "dwelling.kind", "dwelling.area_m2")),
    "rooms": ("{draft}/steps/rooms", ("rooms-0.name", "rooms-0.area_m2", "rooms-0.residents", "rooms-x.name")),
    "an unknown page": ("{draft}/steps/none", ("a",)),
    "judgement": ("/declarations/assess", ("dwelling.residents", "rooms-0.area_m2", "rooms-99999.name")),
    "attestation": ("{draft}/review", ("attest", "signer", "text", "version", "base")),
    "mandate": ("/mandates/new", ("employer", "email", "scope", "valid_from", "valid_to")),
    "invitation": ("/mandates/invitation", ("code", "do", "name", "password")),
    "acceptance": ("/mandates/invitation", ("code", "name", "password", "do=accept")),
    "resident's report": ("{door}", ("kinds", "text", "contact", "once", "do=report")),
    "tip": ("/tip", ("source", "kinds", "text", "contact", "place", "postcode", "door_code")),
    "following": ("/follow", ("code", "text", "do=reply")),
    "token": ("/account/tokens", ("name", "employer", "days")),
}
"""Where a form goes, and the fields that are filled with what is bad; ``name=value`` stays as it is."""


@pytest.mark.parametrize("what", FORMS)
def test_a_form_filled_with_anything_is_answered_in_words(house: House, what: str) -> None:
    path, names = FORMS[what]
    path = path.format(draft=house.draft, door=house.door)
    fixed = dict(name.split("=") for name in names if "=" in name)
    for bad, text in BAD_TEXTS.items():
        answer = house.web.post(path, {name: text for name in names if "=" not in name} | fixed)
        assert answer.status_code < 500, f"{bad}: {answer.text}"
        assert "Traceback" not in answer.text, bad
        assert "<script>alert" not in answer.text, bad
        assert "7000021" not in answer.text, bad
        assert "a=b" not in answer.headers.get("set-cookie", ""), bad


def test_a_photo_of_twenty_megabytes_is_refused_with_the_report_unsent(house: House) -> None:
    status, said = house.report(b"\xff\xd8\xff" + bytes(20_000_001))
    assert status == 422
    assert "20" in said
    with transaction(house.web.engine, writing=False) as session:
        assert session.exec(select(func.count()).select_from(Report)).one() == 0


def test_too_many_rooms_are_refused_in_words_by_the_api_and_by_the_page(house: House) -> None:
    before = held(house.web.engine)
    rooms = [{"use": "bedroom"}] * 10_000
    status, said = house.api(json.dumps(a_document({"rooms": rooms})).encode())
    assert status == 422
    assert "at most 1000 rooms" in said
    fields = {f"rooms-{number}.name": "a" for number in range(900)}
    answer = house.web.post(f"{house.draft}/steps/rooms", fields)
    assert 400 <= answer.status_code < 500
    assert held(house.web.engine) == before


def test_names_that_the_law_does_not_ask_for_are_refused_and_kept_nowhere(house: House) -> None:
    before = held(house.web.engine)
    for names in (["Anna"], "Anna", [None], [{"a": 1}], ["a" * 100_000], [["x"]]):
        status, _ = house.api(json.dumps(a_document({"names": names})).encode())
        assert status == 422, names
    assert held(house.web.engine) == before
