"""Opening a declaration file: the format is told from the content, the suffix only helps to word a refusal."""

from collections.abc import Callable
from pathlib import Path

from register.declarations.importing.candidates import Candidate, listed
from register.declarations.importing.documents import Numbered, read_documents
from register.declarations.importing.problems import UnusableFileError
from register.declarations.importing.rows import read_rows
from register.declarations.importing.tables import Table, decode, is_workbook, read_csv, read_workbook

_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
MB = 1_000_000

Advance = Callable[[int], None]


def read_path(path: Path, *, limit_mb: int) -> bytes:
    """The content of a file, refused unread when it is too large."""
    if path.is_dir():
        raise UnusableFileError(f"{path} er en mappe. Angiv en fil i den.", f"{path} is a folder. Name a file in it.")
    try:
        refuse_too_large(path.stat().st_size, limit_mb=limit_mb)
        with path.open("rb") as file:
            content = file.read(limit_mb * MB + 1)  # a pipe or a device does not know its size
        refuse_too_large(len(content), limit_mb=limit_mb)
        return content
    except FileNotFoundError:
        raise UnusableFileError(
            f"{path} findes ikke. Se efter stavefejl i navnet.", f"{path} does not exist. Check the name."
        ) from None
    except OSError as error:
        raise UnusableFileError(
            f"{path} kan ikke læses: {error.strerror}.", f"{path} cannot be read: {error.strerror}."
        ) from None


def refuse_too_large(size: int, *, limit_mb: int) -> None:
    """Raise ``UnusableFileError`` for more bytes than the setting ``import_max_mb`` allows."""
    if size > limit_mb * MB:
        size_mb = -(-size // MB)
        raise UnusableFileError(
            f"Filen fylder {size_mb} MB; grænsen er {limit_mb} MB. Del den efter arbejdsgiver, eller hæv"
            " import_max_mb.",
            f"The file is {size_mb} MB; the limit is {limit_mb} MB. Divide it by employer, or raise import_max_mb.",
        )


def read_candidates(content: bytes, *, name: str, limit_mb: int, advance: Advance = lambda _: None) -> list[Candidate]:
    """Every declaration of a file. Raises ``UnusableFileError``. ``advance`` is told the number of each row read."""
    found = read_content(content, name=name, limit_mb=limit_mb)
    return _candidates_of(found, advance) if isinstance(found, Table) else listed(iter(found), advance)


def read_content(content: bytes, *, name: str, limit_mb: int) -> Table | list[Numbered]:
    """The rows of a table, or the documents of JSON. Raises ``UnusableFileError``."""
    refuse_too_large(len(content), limit_mb=limit_mb)
    if not content.strip():
        raise UnusableFileError(
            "Filen er tom. Vælg en fil med kolonnenavne i første række.",
            "The file is empty. Choose a file with column names in the first row.",
        )
    if is_workbook(content):
        return read_workbook(content, limit_bytes=limit_mb * MB)
    text = decode(content)
    if text.lstrip().startswith(("{", "[")) or name.lower().endswith((".json", ".jsonl")):
        return read_documents(text)
    try:
        return read_csv(text)
    except UnusableFileError as error:
        if name.lower().endswith(_WORKBOOK_SUFFIXES):
            raise UnusableFileError(
                f"Filen hedder {Path(name).suffix}, men er ikke et regneark. {error.text.da}",
                f"The file is named {Path(name).suffix} but is no workbook. {error.text.en}",
            ) from None
        raise


def count_rows(content: bytes, *, name: str, limit_mb: int) -> int:
    """About how many rows a file has, or declarations where it is JSON. Raises ``UnusableFileError``."""
    found = read_content(content, name=name, limit_mb=limit_mb)
    return found.count if isinstance(found, Table) else len(found)


def _candidates_of(table: Table, advance: Advance) -> list[Candidate]:
    found = read_rows(table, advance)
    if not found:
        raise UnusableFileError(
            "Filen har kolonnenavne, men ingen rækker. Skriv et rum på hver række under navnene.",
            "The file has column names but no rows. Write one room on each row below the names.",
        )
    return found
