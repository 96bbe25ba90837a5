"""Lists of accounts and persons: as CSV and XLSX, long, twice, and wrong in every way."""

from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
import xlsxwriter
from sqlmodel import Session, select

from command_line import Command
from command_line import husly_command as husly_command
from conftest import AT
from husly.kit.access import SYSTEM
from husly.kit.database import open_engine, transaction
from husly.kit.errors import DomainError, NotAllowedError
from husly.settings import Settings
from inspection.reregistered.actions import Imported, import_traces
from inspection.reregistered.keyed import Seal
from inspection.reregistered.models import RecordedTrace
from phoenix_firms import NEW_CVR, OLD_CVR, SECRET, plant_chain
from register.declarations.importing.problems import UnusableFileError

SEAL = Seal(SECRET)
IBAN = "DK5000400440116243"
LIST = f"""employer;kind;value;from;to
DK {OLD_CVR};account;{IBAN};2024-01-01;2025-01-01
{NEW_CVR};konto;0040 0440116243;;
{NEW_CVR};person;Bent Bygge;2025-02-01;
99999999;person;Nobody Here;;
"""


def read(session: Session, text: str | bytes) -> Imported:
    content = text if isinstance(text, bytes) else text.encode()
    return import_traces(session, content, register_name="SKAT", seal=SEAL, by=SYSTEM, at=AT)


def a_workbook(rows: list[list[object]]) -> bytes:
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return written.getvalue()


def test_a_list_is_recorded_for_the_firms_of_the_register(session: Session) -> None:
    plant_chain(session)
    assert read(session, LIST) == Imported(recorded=3, known=0, unknown=1)
    rows = session.exec(select(RecordedTrace)).all()
    assert len({row.key_hash for row in rows if row.kind == "account"}) == 1
    assert {row.reason for row in rows} == {"SKAT"}


def test_the_same_file_is_not_read_twice_and_the_same_row_not_kept_twice(session: Session) -> None:
    plant_chain(session)
    read(session, LIST)
    with pytest.raises(DomainError, match="read before"):
        read(session, LIST)
    assert read(session, LIST + "\n") == Imported(recorded=0, known=3, unknown=1)


def test_a_workbook_is_read_as_a_csv(session: Session) -> None:
    plant_chain(session)
    rows: list[list[object]] = [["Employer", "Kind", "Value"], [int(OLD_CVR), "account", IBAN], ["", "", ""]]
    assert read(session, a_workbook(rows)) == Imported(recorded=1, known=0, unknown=0)


def test_fifty_thousand_rows_are_read_at_once(session: Session) -> None:
    plant_chain(session)
    rows = "".join(f"{NEW_CVR};person;Person {number:05};;\n" for number in range(50_000))
    assert read(session, "employer;kind;value;from;to\n" + rows).recorded == 50_000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "heading lacks employer, kind, value"),
        ("employer;kind;value\n", "no rows"),
        ("employer;art;value\n1;2;3\n", "heading lacks kind"),
        (f"employer;kind;value\n{OLD_CVR};account;DK5000400440116244\n", "line 2: value is no account"),
        (f"employer;kind;value\n{OLD_CVR};person;070761-4285\n", "line 2: value is no name of a person"),
        (f"employer;kind;value\n{OLD_CVR};telefon;12345678\n", "line 2: kind is neither account nor person"),
        (f"employer;kind;value\n;account;{IBAN}\n", "line 2: employer is missing"),
        (f"employer;kind;value;from\n{OLD_CVR};account;{IBAN};1. maj\n", "line 2: from is no day"),
        (f"employer;kind;value;from;to\n{OLD_CVR};account;{IBAN};2025-02-01;2025-01-01\n", "to lies before from"),
        ('employer;kind;value\n"1;2;3\n', "cannot be read"),
        ("employer;kind;value\n" + f"{OLD_CVR};account;1\n" * 30, "; ..."),
    ],
)
def test_a_wrong_list_is_refused_whole_by_line_and_never_by_value(session: Session, text: str, told: str) -> None:
    plant_chain(session)
    with pytest.raises(DomainError) as refused:
        read(session, text)
    assert told in str(refused.value)
    assert "070761" not in str(refused.value)
    assert "6244" not in str(refused.value)
    assert session.exec(select(RecordedTrace)).all() == []


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"PK\x03\x04broken", a_workbook([[]])])
def test_what_is_no_list_is_refused_with_a_sentence(session: Session, content: bytes) -> None:
    with pytest.raises((DomainError, UnusableFileError)):
        read(session, content)


def test_recording_needs_a_lasting_secret() -> None:
    with pytest.raises(DomainError, match="HUSLY_SECRET_KEY"):
        Seal.of(Settings())
    assert Seal.of(Settings(secret_key="only-for-tests-only-for-tests-only")).key_of


def test_only_the_operator_imports(session: Session, inspector: object) -> None:
    with pytest.raises(NotAllowedError):
        import_traces(session, LIST.encode(), register_name="SKAT", seal=SEAL, by=inspector, at=AT)  # type: ignore[arg-type]


def plant_for(url: str) -> tuple[UUID, UUID]:
    engine = open_engine(url)
    with transaction(engine) as session:
        planted = plant_chain(session)
    engine.dispose()
    return planted


def test_the_commands_import_and_find(
    husly_command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clean_engine: object
) -> None:
    plant_for(clean_engine.url.render_as_string(hide_password=False))  # type: ignore[attr-defined]
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    refused = husly_command("reregistered", "import", path, "--register", "SKAT")
    assert refused.exit_code == 1
    assert "HUSLY_SECRET_KEY" in refused.output
    monkeypatch.setenv("HUSLY_SECRET_KEY", "only-for-tests-only-for-tests-only")
    from husly.settings import settings

    settings.cache_clear()
    imported = husly_command("reregistered", "import", path, "--register", "SKAT")
    assert imported.exit_code == 0, imported.output
    assert "recorded                3" in imported.output
    again = husly_command("reregistered", "import", path, "--register", "SKAT")
    assert (again.exit_code, "read before" in again.output) == (1, True)
    found = husly_command("reregistered", "find")
    assert "Vesterlund Montage ApS (13585628) -> Vesterlund Byg ApS (88146328): account 50" in found.output
    assert "1 pairs of 2 firms" in found.output
    past = husly_command("reregistered", "find", "--as-of", "2020-01-01", "--json")
    assert '"pairs": []' in past.output
    assert husly_command("reregistered", "find", "--as-of", "2199-01-01").exit_code == 2
    (tmp_path / "none.csv").write_bytes(b"\x00\x01")
    assert "NUL" in husly_command("reregistered", "import", tmp_path / "none.csv", "--register", "SKAT").output
