import gzip

import polars as pl
import pytest

from inspection.risk.learning.outcomes import OutcomeError, read_outcome
from inspection.risk.learning.tables import TableError, read_table

ROWS = "breach;area;by\nja;12,5;Århus\nnej; n/a ;Køge\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.csv", ROWS.encode()),
        ("marked.csv", b"\xef\xbb\xbf" + ROWS.encode()),
        ("old.csv", ROWS.encode("cp1252")),
        ("windows.csv", ROWS.replace("\n", "\r\n").encode()),
        ("packed.csv.gz", gzip.compress(ROWS.encode(), mtime=0)),
        ("tabs.csv", ROWS.replace(";", "\t").encode()),
    ],
)
def test_a_table_is_read_in_any_common_dress(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert read_table(path).rows() == [("ja", "12,5", "Århus"), ("nej", None, "Køge")]


def test_parquet_keeps_its_types(tmp_path):
    frame = pl.DataFrame({"breach": [True, False], "area": [12.5, None], "kind": ["NA", "house"]})
    frame.write_parquet(tmp_path / "t.parquet")
    assert read_table(tmp_path / "t.parquet").rows() == [(True, 12.5, None), (False, None, "house")]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", b"", "is empty"),
        ("heading.csv", b"a,b\n", "no rows"),
        ("twice.csv", b"a,a\n1,2\n", "columns named twice: 'a'"),
        ("unnamed.csv", b"a,\n1,2\n", "a column without a name"),
        ("ragged.csv", b"a,b\n1,2\n1,2,3\n", "no table with the same columns"),
        ("cut.csv.gz", gzip.compress(ROWS.encode() * 50, mtime=0)[:60], "cannot be unpacked"),
        ("lie.csv.gz", ROWS.encode(), "cannot be unpacked"),
        ("book.csv", b"PK\x03\x04\x00\x00", "not a text file"),
        ("lie.parquet", b"no such thing", "no Parquet file"),
    ],
)
def test_what_is_no_table_is_told_plainly(tmp_path, name, content, told):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(TableError, match=told):
        read_table(path)


@pytest.mark.parametrize(
    "written",
    [["1", "0", None], ["Yes", "no", None], ["JA", "Nej", None], ["Fail", "Pass", None], ["1.0", "0.0", None]],
)
def test_an_outcome_is_read_as_people_write_it(written):
    assert read_outcome(pl.Series("y", written)).to_list() == [True, False, None]


def test_an_outcome_that_is_not_plain_is_asked_about():
    column = pl.Series("y", ["A", "B", "B"])
    with pytest.raises(OutcomeError, match=r"it holds 'a', 'b'\. Name the value that means a breach with --positive"):
        read_outcome(column)
    assert read_outcome(column, positive="A").to_list() == [True, False, False]
    with pytest.raises(OutcomeError, match="'C' is not among"):
        read_outcome(column, positive="C")
    with pytest.raises(OutcomeError, match="is empty"):
        read_outcome(pl.Series("y", [None], dtype=pl.String))
