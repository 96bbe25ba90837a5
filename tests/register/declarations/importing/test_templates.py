import csv
import io
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from command_line import Command
from command_line import husly_command as husly_command
from declared_housing import DATA
from register.declarations.importing.columns import REQUIRED, find_columns
from register.declarations.importing.files import read_candidates
from register.declarations.importing.problems import UnusableFileError
from register.declarations.importing.template_columns import TemplateColumn, template_columns
from register.declarations.importing.templates import csv_template, xlsx_template
from standards.rules.pack import list_packs

PACKS = ("dk-indkvarteringslov-2025", "dk-arbejdsgruppe-2021")


@pytest.fixture
def columns() -> list[TemplateColumn]:
    return template_columns(PACKS)


def test_each_heading_is_read_back_as_its_own_column(columns: list[TemplateColumn]) -> None:
    found = find_columns([column.heading for column in columns])
    assert [one.kind.path for one in found] == [column.path for column in columns]


@pytest.mark.parametrize("pack", list_packs())
def test_each_pack_gives_headings_that_are_read_back(pack: str) -> None:
    columns = template_columns([pack])
    assert [one.kind.path for one in find_columns([column.heading for column in columns])] == [
        column.path for column in columns
    ]


def test_what_must_be_there_is_there(columns: list[TemplateColumn]) -> None:
    assert set(REQUIRED) <= {column.path for column in columns}


def test_only_what_the_packs_ask_for_is_there() -> None:
    few = {column.path for column in template_columns([])}
    assert "dwelling.toilets" not in few
    assert "dwelling.toilets" in {column.path for column in template_columns(PACKS)}


def test_a_local_rule_adds_its_column() -> None:
    assert "dwelling.smoke_alarm" in {column.path for column in template_columns([], {"smoke_alarm"})}
    assert "room.own_shower" in {column.path for column in template_columns([], {"rooms.own_shower"})}


@pytest.mark.parametrize("make", [csv_template, xlsx_template])
def test_an_untouched_template_declares_nothing(columns: list[TemplateColumn], make: object) -> None:
    assert callable(make)
    with pytest.raises(UnusableFileError, match="no rows"):
        read_candidates(make(columns), name="skabelon", limit_mb=5)


def test_the_example_without_its_mark_is_a_declaration_that_is_right(columns: list[TemplateColumn]) -> None:
    text = csv_template(columns).decode("utf-8-sig").replace("# EKSEMPEL: ", "")
    [candidate] = read_candidates(text.encode(), name="boliger.csv", limit_mb=5)
    candidate.read(DATA)
    assert candidate.findings == []
    assert candidate.form is not None
    assert candidate.form.employer.name == "Prøvegartneriet ApS"
    assert candidate.form.facts.rooms[0].beds == 2


def test_the_workbook_holds_the_same_row_as_the_csv(columns: list[TemplateColumn]) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_template(columns)))
    head, example = workbook.get_sheet_by_name("Boliger").to_python()[:2]
    rows = list(csv.reader(io.StringIO(csv_template(columns).decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == head
    assert [str(cell).removesuffix(".0").replace(".", ",") for cell in example if cell != ""] == [
        cell.replace(".", ",") for cell in rows[1] if cell
    ]


def test_choices_yes_and_no_and_dates_have_drop_downs_and_bounds(columns: list[TemplateColumn]) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_template(columns))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        lists = archive.read("xl/sharedStrings.xml").decode()
    kinds = [column.value_kind for column in columns]
    assert sheet.count('type="list"') == kinds.count("bool") + kinds.count("choice")
    assert sheet.count('type="date"') == kinds.count("date")
    assert "ja,nej" in sheet
    assert "Campingvogn" in lists


def test_the_guide_names_every_column_and_what_may_stand_there(columns: list[TemplateColumn]) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_template(columns)))
    rows = workbook.get_sheet_by_name("Vejledning").to_python()
    named = {row[0]: row for row in rows}
    assert {column.heading for column in columns} <= set(named)
    assert named["Boligareal"][4] == "m²"
    assert "Campingvogn" in named["Boligtype"][5]


def test_the_command_writes_both_and_overwrites_only_when_told(husly_command: Command, tmp_path: Path) -> None:
    for name in ("boliger.xlsx", "boliger.csv"):
        made = husly_command("declarations", "template", "--out", tmp_path / name)
        assert made.exit_code == 0, made.output
        assert (tmp_path / name).stat().st_size > 500
    again = husly_command("declarations", "template", "--out", tmp_path / "boliger.csv")
    assert again.exit_code == 1
    assert "--force" in again.output
    assert husly_command("declarations", "template", "--out", tmp_path / "boliger.csv", "--force").exit_code == 0


def test_the_command_refuses_another_kind_of_file_and_a_folder_that_is_not_there(
    husly_command: Command, tmp_path: Path
) -> None:
    other = husly_command("declarations", "template", "--out", tmp_path / "boliger.pdf")
    assert other.exit_code == 2
    assert ".xlsx or .csv" in other.output
    nowhere = husly_command("declarations", "template", "--out", tmp_path / "no" / "boliger.csv")
    assert nowhere.exit_code == 1
    assert "cannot be written" in nowhere.output


def test_a_workbook_with_macros_is_refused_with_what_to_do(columns: list[TemplateColumn]) -> None:
    file = io.BytesIO(xlsx_template(columns))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    for name in ("boliger.xlsm", "boliger.xlsx"):
        with pytest.raises(UnusableFileError, match="without macros"):
            read_candidates(file.getvalue(), name=name, limit_mb=5)
