import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from declaration_files import ROW, a_dwelling, as_csv, as_xlsx, rows
from declared_housing import a_document
from register.declarations.importing.candidates import Candidate
from register.declarations.importing.files import read_candidates, read_path
from register.declarations.importing.problems import UnusableFileError


def read(content: bytes, name: str = "boliger.csv") -> list[Candidate]:
    return read_candidates(content, name=name, limit_mb=5)


def refused(content: bytes, name: str = "boliger.csv") -> str:
    with pytest.raises(UnusableFileError) as error:
        read(content, name)
    return error.value.text.en


RIGHT = as_csv(a_dwelling())
EXPECTED = read(RIGHT)[0].document


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_and_encodings_read_alike(delimiter: str, encoding: str) -> None:
    (candidate,) = read(as_csv(a_dwelling(), delimiter=delimiter, encoding=encoding))
    assert candidate.document == EXPECTED
    assert candidate.rows == [2, 3]


def test_what_is_read_is_the_document_of_one_dwelling() -> None:
    assert EXPECTED["employer"] == {"name": "Prøvegartneriet ApS", "cvr_number": "13585628"}
    assert EXPECTED["period"] == {"starts_on": date(2026, 3, 1)}
    assert EXPECTED["dwelling"] == {"kind": "house", "residents": 4, "area_m2": 90.5, "smoke_alarm": True}
    assert [room["area_m2"] for room in EXPECTED["rooms"]] == [14, 12.5]


def test_a_workbook_with_numbers_and_dates_reads_like_the_csv() -> None:
    cells = {"CVR-nummer": 13585628, "Postnummer": 4000, "Fra": date(2026, 3, 1), "Beboere": 4, "Boligareal": 90.5}
    table = a_dwelling(**cells, Breddegrad=55.6415, Længdegrad=12.0803, Røgalarm=True)
    (candidate,) = read(as_xlsx(table), "boliger.xlsx")
    assert candidate.document == EXPECTED


def test_the_sheet_with_known_columns_is_found_among_others() -> None:
    assert read(as_xlsx(a_dwelling(), sheets_before=("Vejledning",)))[0].document == EXPECTED


def test_the_content_decides_whatever_the_file_is_called() -> None:
    assert read(RIGHT, "boliger.xlsx")[0].document == EXPECTED
    assert read(as_xlsx(a_dwelling()), "boliger.csv")[0].document == EXPECTED


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"declarations": [a_document(), a_document()]}, indent=1),
        json.dumps([a_document(), a_document()]),
        json.dumps(a_document()) + "\n" + json.dumps(a_document()) + "\n",
        "\ufeff" + json.dumps([a_document(), a_document()]),
    ],
)
def test_json_as_a_list_in_an_object_or_a_line_each(text: str) -> None:
    assert [(found.document, found.rows) for found in read(text.encode())] == [(a_document(), [1]), (a_document(), [2])]


def test_rows_of_one_dwelling_may_repeat_leave_empty_or_stand_apart() -> None:
    table = a_dwelling()
    blank = [
        table[0],
        dict.fromkeys(ROW, "") | {key: table[1][key] for key in ("Rum", "Rumbrug", "Rumareal", "Rumbeboere")},
    ]
    half_blank = [table[0], table[1] | {"Boligareal": "", "Røgalarm": ""}]
    other = rows({"Husnummer": "14"})
    apart = [table[0], *other, table[1]]
    assert read(as_csv(blank))[0].document == EXPECTED
    assert read(as_csv(half_blank))[0].document == EXPECTED
    assert [(found.rows, len(found.document["rooms"])) for found in read(as_csv(apart))] == [([2, 4], 2), ([3], 1)]


def test_two_spellings_of_one_address_are_one_accommodation() -> None:
    table = a_dwelling()
    table[1] |= {"Vejnavn": "ALGADE", "Husnummer": "12 b", "CVR-nummer": "DK 13 58 56 28"}
    (candidate,) = read(as_csv(table))
    assert candidate.findings == []
    assert len(candidate.document["rooms"]) == 2


def test_row_numbers_are_those_of_a_spreadsheet() -> None:
    empty = dict.fromkeys(ROW, "")
    noted = a_dwelling()[0] | {"Rum": "Værelse\n2"}
    table = [empty, noted, empty, a_dwelling()[1]]
    assert read(as_csv(table))[0].rows == [3, 5]
    assert read(as_xlsx(table))[0].rows == [3, 5]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"  \r\n \n", "The file is empty"),
        (b";;;\n;;;\n", "The file is empty"),
        (b"13585628;Algade;12B\n", "first row must hold column names"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "neither text nor a workbook (line 2"),
        (bytes(range(1, 256)) * 4, "neither text nor a workbook"),
        (RIGHT.replace(b"Algade", b"Al\x00gade", 1), "NUL character (byte 0) on line 2"),
        (RIGHT + b'"not closed', "Look for a quotation mark that is not closed"),
        (RIGHT.split(b"\r\n", 1)[0], "column names but no rows"),
        (b'{"declarations": [\n {"employer": oops}]}', "line 2, column 15"),
        (b'[{"a": 1, "a": 2}]', "stands twice"),
        (b'[{"a": NaN}]', "NaN"),
        (b"[" * 100_000, "nested far too deep"),
        (b'{"declarations": []}', "holds no declarations"),
        (b'{"declarations": 5}', "list of declarations was expected"),
        (b'{"a": 1}\n{"b": oops}\n', "line 2, column 7"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_what_to_do(content: bytes, says: str) -> None:
    assert says in refused(content)


def test_json_by_name_only_is_refused_as_json() -> None:
    assert "line 1, column 1" in refused(b"hello", "boliger.json")


def test_a_truncated_workbook_is_refused() -> None:
    whole = as_xlsx(a_dwelling())
    for share in (0.1, 0.5, 0.9, 0.99):
        assert "damaged" in refused(whole[: int(len(whole) * share)], "boliger.xlsx")


def test_a_damaged_workbook_never_ends_in_a_traceback() -> None:
    whole = bytearray(as_xlsx(a_dwelling()))
    for place in range(40, len(whole), 97):
        broken = whole.copy()
        broken[place : place + 4] = b"\xff\xff\xff\xff"
        try:
            read(bytes(broken), "boliger.xlsx")
        except UnusableFileError as error:
            assert error.text.en  # noqa: PT017


def test_a_workbook_by_name_only_says_so() -> None:
    assert "is named .xlsx but is no workbook" in refused(b"hello", "boliger.xlsx")


def test_an_empty_workbook_is_refused() -> None:
    assert "workbook is empty" in refused(as_xlsx([]), "boliger.xlsx")


def test_a_workbook_with_a_cell_in_the_far_corner_is_refused_unopened() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, list(ROW))
        sheet.write(1_048_575, 16_383, "here")
    assert "far away" in refused(file.getvalue())


def test_a_workbook_that_unpacks_to_hundreds_of_megabytes_is_refused_unopened() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 101_000_000)
    assert "too large when unpacked" in refused(file.getvalue())


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "damaged" in refused(file.getvalue())


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(UnusableFileError, match=r"200 MB; the limit is 50 MB.*raise import_max_mb"):
        read_path(path, limit_mb=50)


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnusableFileError, match="is a folder"):
        read_path(tmp_path, limit_mb=50)
    with pytest.raises(UnusableFileError, match="does not exist"):
        read_path(tmp_path / "none.csv", limit_mb=50)
