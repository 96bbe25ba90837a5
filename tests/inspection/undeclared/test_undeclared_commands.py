"""``husly undeclared``: a list of any size, every bad row named, nothing doubled; the weightiest printed."""

import json
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy.engine import Engine
from sqlmodel import select

from command_line import Command
from command_line import husly_command as husly_command
from husly.kit.database import transaction
from inspection.undeclared.models import UndeclaredCandidate
from undeclared_made import HEAD

MANY = 3_000


def written(path: Path, *lines: str) -> Path:
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(husly_command: Command, file: Path, day: str = "2026-03-01") -> tuple[int, str]:
    made = husly_command("undeclared", "import", file, "--register", "RUT", "--as-of", day)
    return made.exit_code, made.output


def kept(engine: Engine) -> int:
    with transaction(engine) as session:
        return len(session.exec(select(UndeclaredCandidate.id)).all())


def test_a_long_list_is_read_once_and_its_firms_are_found(
    husly_command: Command, clean_engine: Engine, tmp_path: Path
) -> None:
    lines = [f"F-{number};;Firma {number};;;;5000;{number % 40 + 1};2026-01-01;;" for number in range(MANY)]
    file = written(tmp_path / "rut.csv", *lines)
    code, said = read(husly_command, file)
    assert (code, f"{MANY:,} rows of RUT as of 2026-03-01 read." in said) == (0, True), said
    code, said = read(husly_command, file)
    assert (code, "read before" in said) == (1, True)
    found = husly_command("undeclared", "find", "--as-of", "2026-03-02", "--top", "3", "--json")
    document = json.loads(found.stdout)
    assert (found.exit_code, document["found"], len(document["top"])) == (0, MANY, 3)
    assert document["top"][0]["points"] == max(one["points"] for one in document["top"])
    assert document["top"][0]["hints"][0]["origin"] == "RUT"
    then = husly_command("undeclared", "find", "--as-of", "2026-03-02", "--top", "1")
    assert "Nothing was kept" in then.output
    assert kept(clean_engine) == 0
    plain = husly_command("undeclared", "find", "--top", "1")
    assert kept(clean_engine) == MANY
    assert "without a known bed" in plain.output
    assert f"{MANY} candidates" in plain.output


def test_every_bad_row_is_named_and_nothing_is_read(husly_command: Command, tmp_path: Path) -> None:
    lines = [f"F-{number};;Firma;;;;0000;1;2026-01-01;;" for number in range(30)]
    code, said = read(husly_command, written(tmp_path / "rut.csv", *lines))
    assert code == 1
    assert all(f"line {number}: postcode 0000 is not Danish" in said for number in range(2, 32))
    assert "0 candidates" in husly_command("undeclared", "find").output


def test_without_the_score_nothing_of_it_is_printed(
    husly_command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUSLY_RISK_SCORE", "false")
    read(husly_command, written(tmp_path / "rut.csv", "F-1;;Firma;;;;5000;4;2026-01-01;;"))
    found = husly_command("undeclared", "find", "--json")
    assert "points" not in found.output
    assert json.loads(found.stdout)["top"][0]["firm_name"] == "Firma"


def test_a_day_to_come_or_no_day_is_refused(husly_command: Command, tmp_path: Path) -> None:
    assert "lies in the future" in husly_command("undeclared", "find", "--as-of", "2099-01-01").output
    assert (
        "day to come"
        in read(husly_command, written(tmp_path / "r.csv", "F;;X;;;;5000;1;2026-01-01;;"), "2099-01-01")[1]
    )
    assert "in force on 2020-01-01" in husly_command("undeclared", "find", "--as-of", "2020-01-01").output


def test_a_workbook_with_danish_headings_is_read_with_its_days_and_numbers(
    husly_command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "rut.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["CVR", "Virksomhed", "Branche", "Postnummer", "Medarbejdere", "Fra", "Land"])
        sheet.write_row(1, 0, [13585628, "Prøvegartneriet", 11300, 5000, 7])
        sheet.write_datetime(1, 5, datetime(2026, 1, 1), day)  # noqa: DTZ001 - a workbook knows no time zone
        sheet.write(1, 6, "Langtborte")
    code, said = read(husly_command, file)
    assert (code, "1 rows of RUT" in said) == (0, True), said
    found = json.loads(husly_command("undeclared", "find", "--json").stdout)["top"][0]
    assert (found["firm_number"], found["hints"][0]["words"]["workers"]) == ("13585628", 7)
