"""What a file is, by its content; and in words what it is not."""

from collections.abc import Callable, Collection
from enum import StrEnum

from husly.kit.errors import DomainError

HEAD_BYTES = 1024
"""So far into a file its kind is looked for."""


class Kind(StrEnum):
    """A kind of file that can be taken, by its media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"

    @property
    def suffix(self) -> str:
        """How a name of that kind ends."""
        return {"application/pdf": "pdf", "image/jpeg": "jpg"}.get(self.value, self.value.partition("/")[2])


PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
EVIDENCE = PICTURES | {Kind.PDF}

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", Kind.PDF),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
)


def kind_of(content: bytes, *, wanted: Collection[Kind]) -> Kind:
    """The kind of a file among those wanted. Raises ``DomainError`` that says what it is instead, and what to do."""
    found = _told(content)
    if found is not None and found in wanted:
        return found
    if found is Kind.PDF:
        raise DomainError("upload.no_picture", "The file is a PDF, not a picture. Attach a photo as JPG or PNG.")
    for is_it, code, message in _REFUSED:
        if is_it(content):
            raise DomainError(code, message)
    if Kind.PDF in wanted:
        raise DomainError("upload.kind", "The file is no PDF, JPG, PNG or WebP. Save it as PDF and attach it.")
    raise DomainError("upload.kind_picture", "The file is no JPG, PNG or WebP. Attach a photo.")


def _told(content: bytes) -> Kind | None:
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind.WEBP
    return next((kind for start, kind in _STARTS if content.startswith(start)), None)


def _is_markup(content: bytes) -> bool:
    head = content[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<?xml", b"<svg", b"<!doctype", b"<html")) or b"<svg" in head or b"<script" in head


def _has_macros(content: bytes) -> bool:
    return _is_package(content) and b"vbaproject" in content.lower()


def _is_package(content: bytes) -> bool:
    """A ZIP, which Word and Excel files are, or their older container."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))


def _is_phone_picture(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"hevc")


def _is_program(content: bytes) -> bool:
    return content.startswith((b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe"))


_REFUSED: tuple[tuple[Callable[[bytes], bool], str, str], ...] = (
    (
        _is_markup,
        "upload.markup",
        "The file is SVG or a web page, which can hold scripts. Save it as PDF, JPG or PNG and attach that.",
    ),
    (
        _has_macros,
        "upload.macros",
        "The document holds macros, which are not accepted. Save it as PDF and attach that.",
    ),
    (
        _is_package,
        "upload.document",
        "The file is a document of Word or Excel, or a ZIP. Save what it shows as PDF and attach that.",
    ),
    (
        _is_phone_picture,
        "upload.heic",
        "The picture is HEIC or AVIF. Send it as JPG: take it anew with the phone set to “most compatible”.",
    ),
    (_is_program, "upload.program", "The file is a program. Attach a photo or a PDF."),
)
"""What people send by mistake or malice: how it is told, the code, and the sentence."""
