import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import Session

from conftest import AT
from declaration_files import OTHER_EMPLOYER, Row, a_dwelling, as_csv, as_xlsx
from declared_housing import DATA
from husly.kit.access import SYSTEM
from register.declarations.importing.actions import import_declarations
from register.declarations.importing.files import read_candidates
from register.declarations.importing.marking import MarkedFile, marked_file
from register.declarations.importing.report import Outcome, Report
from register.municipalities.boundaries import shipped_boundaries

Take = Callable[..., Report]
MIXED = [*a_dwelling(), *a_dwelling(Husnummer="14", Rumareal="0"), *a_dwelling(Husnummer="16")]
"""Three dwellings of one employer, the second with a mistake on its first row; rows 2-3, 4-5 and 6-7."""


@pytest.fixture
def take(session: Session) -> Take:
    def taken(content: bytes, *, name: str = "boliger.csv", partial: bool = False, dry_run: bool = False) -> Report:
        return import_declarations(
            session,
            candidates=read_candidates(content, name=name, limit_mb=5),
            by=SYSTEM,
            at=AT,
            boundaries=shipped_boundaries(DATA),
            data_path=DATA,
            dry_run=dry_run,
            partial=partial,
        )

    return taken


def marked(content: bytes, report: Report, *, name: str = "boliger.csv") -> MarkedFile:
    return marked_file(content, report, name=name, limit_mb=5, language="da")


def table_of(file: MarkedFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))


def test_by_choice_what_is_right_is_taken_beside_what_is_not(take: Take) -> None:
    whole = take(as_csv(MIXED), dry_run=True)
    assert (whole.totals[Outcome.NEW], whole.totals[Outcome.REFUSED]) == (0, 3)
    partial = take(as_csv(MIXED), partial=True)
    assert (partial.totals[Outcome.NEW], partial.totals[Outcome.REFUSED]) == (2, 1)
    assert {line.finding.row for line in partial.refused} == {4, 5}


def test_the_rest_of_a_dwelling_falls_with_its_wrong_row(take: Take) -> None:
    [_, other] = take(as_csv(MIXED), partial=True).refused
    assert other.finding.row == 5
    assert "boligens øvrige rækker" in other.finding.reason.da


def test_a_corrected_file_adds_only_what_was_missing(take: Take) -> None:
    take(as_csv(MIXED), partial=True)
    right: list[Row] = [row | {"Rumareal": "12"} if row["Rumareal"] == "0" else row for row in MIXED]
    again = take(as_csv(right), partial=True)
    assert (again.totals[Outcome.NEW], again.totals[Outcome.UNCHANGED]) == (1, 2)


def test_of_two_that_contradict_each_other_neither_is_taken(take: Take) -> None:
    content = as_csv([*a_dwelling(), *a_dwelling(Husnummer="14", Arbejdsgiver="Et andet navn ApS")])
    report = take(content, partial=True)
    assert report.totals[Outcome.REFUSED] == 2
    assert report.totals[Outcome.NEW] == 0


def test_another_employer_is_taken_whatever_the_choice(take: Take) -> None:
    report = take(as_csv([*MIXED, *a_dwelling(**OTHER_EMPLOYER, Husnummer="20")]))
    assert (report.totals[Outcome.NEW], report.totals[Outcome.REFUSED]) == (1, 3)


def test_a_marked_csv_has_the_same_rows_and_says_what_to_do_beside_them(take: Take) -> None:
    content = as_csv(MIXED)
    file = marked(content, take(content, partial=True, dry_run=True))
    rows = table_of(file)
    before = list(csv.reader(io.StringIO(content.decode()), delimiter=";"))
    assert file.name == "husly-fejl.csv"
    assert [row[:-1] for row in rows] == before
    assert rows[0][-1] == "# Fejl"
    assert rows[3][-1].startswith("Rumareal: ")
    assert [bool(row[-1]) for row in rows[1:]] == [False, False, True, True, False, False]


def test_a_marked_file_is_sent_again_as_it_is_and_marked_anew(take: Take) -> None:
    content = as_csv(MIXED)
    first = marked(content, take(content, partial=True, dry_run=True))
    report = take(first.content, partial=True)
    assert (report.totals[Outcome.NEW], report.totals[Outcome.REFUSED]) == (2, 1)
    again = marked(first.content, report)
    assert table_of(again)[0].count("# Fejl") == 1


def test_a_marked_workbook_keeps_rows_values_and_empty_rows_and_colours_the_wrong_cell(take: Take) -> None:
    content = as_xlsx(MIXED)
    report = take(content, name="boliger.xlsx", partial=True, dry_run=True)
    file = marked(content, report, name="boliger.xlsx")
    given = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    back = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert file.name == "husly-fejl.xlsx"
    assert [row[:-1] for row in back] == given
    assert "Rumareal: " in str(back[3][-1])
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    column = chr(ord("A") + list(MIXED[0]).index("Rumareal"))
    right, wrong = (sheet.split(f'<c r="{column}{row}" ')[1].split(">")[0] for row in (2, 4))
    assert right != wrong
    assert take(file.content, name="boliger.xlsx", partial=True).totals[Outcome.NEW] == 2


def test_a_workbook_with_lines_above_the_header_keeps_its_row_numbers(take: Take, tmp_path: Path) -> None:
    content = b"\n\n" + as_csv(MIXED)
    report = take(content, partial=True, dry_run=True)
    rows = table_of(marked(content, report))
    assert rows[2][-1] == "# Fejl"
    [wrong, _] = report.refused
    assert rows[wrong.finding.row - 1][-1].startswith("Rumareal: ")


def test_no_text_of_the_file_becomes_a_formula(take: Take) -> None:
    changes = {"Rum": "=HYPERLINK(1)", "Rumareal": "0"}
    content = as_csv(a_dwelling(**changes))
    rows = table_of(marked(content, take(content, dry_run=True)))
    assert not any(cell.startswith("=") for row in rows for cell in row)
    workbook = as_xlsx([row | {"Rum": "'=1+1"} for row in a_dwelling(Rumareal="0")])
    file = marked(workbook, take(workbook, name="b.xlsx", dry_run=True), name="b.xlsx")
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()


def test_json_gives_the_report_as_a_table(take: Take) -> None:
    content = b'[{"employer": {"name": "X"}}]'
    file = marked(content, take(content, name="x.json", dry_run=True), name="x.json")
    assert table_of(file)[0][0] == "Række"
    assert len(table_of(file)) > 2
