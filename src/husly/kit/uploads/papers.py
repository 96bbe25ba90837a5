"""PDF files: whole, unlocked, and with nothing in them that runs or hides."""

import io
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from husly.kit.errors import DomainError

MOST_OBJECTS = 50_000
"""Parts of one file that are looked through; a real document of 20 MB has some thousands."""

_ACTIVE = frozenset({"/JS", "/JavaScript", "/RichMedia", "/XFA"})
_ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition"})
_ATTACHED = frozenset({"/EmbeddedFiles", "/EF"})
_TAIL_BYTES = 1024


def refuse_unsafe_paper(content: bytes) -> None:
    """Raise ``DomainError`` for a PDF that is cut off, locked, damaged, or holds scripts, programs or other files."""
    if b"%%EOF" not in content[-_TAIL_BYTES:]:
        raise DomainError("upload.cut", "The file is cut off before its end. Save it anew and attach it.")
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise DomainError("upload.locked", "The PDF is locked with a password. Save it without one and attach it.")
        pages = len(reader.pages)
        for part in _dictionaries(reader):
            _refuse_part(part)
    except DomainError:
        raise
    except Exception:  # a file made to break a reader can break it in any way; that is never our fault
        raise _damaged() from None
    if not pages:
        raise _damaged()


def _damaged() -> DomainError:
    return DomainError("upload.paper_damaged", "The PDF is damaged and cannot be opened. Save it anew and attach it.")


def _refuse_part(part: DictionaryObject) -> None:
    keys = part.keys()
    if not _ACTIVE.isdisjoint(keys) or part.get("/S") in _ACTIVE_ACTIONS or part.get("/Subtype") == "/RichMedia":
        raise DomainError(
            "upload.active", "The PDF can run a script or a program. Print it to a new PDF and attach that."
        )
    if (
        not _ATTACHED.isdisjoint(keys)
        or part.get("/Type") == "/EmbeddedFile"
        or part.get("/Subtype") == "/FileAttachment"
    ):
        raise DomainError(
            "upload.attached", "The PDF has other files attached in it. Print it to a new PDF and attach that."
        )


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of the file, also those that nothing refers to. Raises ``DomainError`` for too many."""
    numbers = [(number, generation) for generation, table in reader.xref.items() for number in table]
    numbers += [(number, 0) for number in reader.xref_objStm]
    if len(numbers) > MOST_OBJECTS:
        raise DomainError(
            "upload.too_many_parts", "The PDF has very many parts. Print it to a new PDF and attach that."
        )
    yield from _inside(reader.trailer)
    for number, generation in numbers:
        if number and generation < 65535:
            yield from _inside(reader.get_object(IndirectObject(number, generation, reader)))


def _inside(part: object) -> Iterator[DictionaryObject]:
    """A part and what is written within it; what it only refers to comes by itself."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            yield one
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += list.__iter__(one)
