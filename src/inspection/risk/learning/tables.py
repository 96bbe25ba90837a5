"""Reading a table of past visits from a file as it comes: CSV in any common dress, also packed, or Parquet."""

import csv
import gzip
import io
import zlib
from collections import Counter
from pathlib import Path

import polars as pl

MOST_BYTES = 2 * 1024**3
"""A packed file may unfold to so much at most."""

MISSING = ("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "?", ".", "unknown", "ukendt", "missing")
"""Texts that stand for no value, whatever their case."""

SEPARATORS = ",;\t|"


class TableError(ValueError):
    """A table that cannot be used: says what is wrong, where, and what to do."""


def read_table(path: Path) -> pl.DataFrame:
    """The table in a file: texts trimmed, with null for what stands for no value; Parquet keeps its types.

    CSV may be packed (.gz), separated by comma, semicolon, tab or bar, in UTF-8 or Windows-1252. Raises ``TableError``.
    """
    try:
        frame = _parquet(path) if path.suffix.lower() in (".parquet", ".pq") else _csv(path)
    except OSError as problem:
        raise TableError(f"{path} cannot be read: {problem.strerror or problem}.") from None
    if frame.is_empty():
        raise TableError(f"{path} has no rows below its heading.")
    return frame.with_columns(_cleaned(frame[name]) for name in frame.columns)


def _parquet(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(path)
    except pl.exceptions.PolarsError as problem:
        raise TableError(f"{path} is no Parquet file that can be read: {problem}") from None
    nested = [name for name, kind in frame.schema.items() if kind.is_nested() or kind == pl.Binary]
    return frame.drop(nested)


def _csv(path: Path) -> pl.DataFrame:
    text = _decoded(_bytes(path))
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    names = [name.strip() for name in next(csv.reader([first.rstrip("\r")], delimiter=separator), [])]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice or "" in names:
        wrong = f"columns named twice: {', '.join(map(repr, twice))}" if twice else "a column without a name"
        raise TableError(f"{path}: the first line must name each column once; it has {wrong}.")
    try:
        frame = pl.read_csv(io.BytesIO(text.encode()), separator=separator, infer_schema=False)
    except pl.exceptions.PolarsError as problem:
        told = str(problem).splitlines()[0]
        raise TableError(f"{path} is no table with the same columns in each row: {told}") from None
    return frame.rename(dict(zip(frame.columns, names, strict=True)))


def _bytes(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise TableError(f"{path} ends in .gz but cannot be unpacked; it may be cut off.") from None
    if len(content) > MOST_BYTES:
        raise TableError(f"{path} is larger than {MOST_BYTES // 1024**3} GiB unpacked; take fewer rows or columns.")
    if not content.strip():
        raise TableError(f"{path} is empty.")
    if b"\x00" in content[:4096]:
        raise TableError(f"{path} is not a text file; save the table as CSV or Parquet.")
    return content


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _cleaned(column: pl.Series) -> pl.Series:
    if column.dtype in (pl.Categorical, pl.Enum):
        column = column.cast(pl.String)
    if column.dtype != pl.String:
        return column
    trimmed = column.str.strip_chars()
    return trimmed.set(trimmed.str.to_lowercase().is_in(MISSING), None)
