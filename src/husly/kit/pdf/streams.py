"""Objects of a file that are written once, as bytes; streams end as PDF/A wants them (ISO 19005-2, 6.1.7.1)."""

from base64 import a85decode
from typing import Any
from zlib import compress

from reportlab.pdfbase.pdfdoc import PDFObject

_END = b"\r\nendstream"
"""Both signs of a line end: compressed data may end in one of them, which a reader would count to the line end."""


class Written(PDFObject):
    """An object that is bytes already; reportlab gives it its number."""

    __RefOnly__ = 1

    def __init__(self, content: bytes) -> None:
        self.content = content

    def format(self, document: Any) -> bytes:  # noqa: ARG002 - reportlab's shape
        """The bytes."""
        return self.content


def plain_stream(content: bytes, entries: bytes) -> bytes:
    """A stream that nothing is done to, as search engines and archives want what a file says of itself."""
    return b"<<%s/Length %d>>\nstream\n%s%s" % (entries, len(content), content, _END)


def deflated(content: bytes, entries: bytes = b"") -> bytes:
    """A stream that is compressed."""
    return plain_stream(compress(content), entries + b"/Filter/FlateDecode")


class KeptPicture(PDFObject):
    """A picture that may be kept, its bytes as they are: reportlab writes them in letters, a quarter longer."""

    __RefOnly__ = 1

    def __init__(self, made: Any) -> None:
        self.made = made
        if made._filters[0] == "ASCII85Decode":
            letters: str | bytes = made.streamContent
            plain = letters.encode() if isinstance(letters, str) else letters
            made.streamContent, made._filters = a85decode(plain.strip().removesuffix(b"~>")), made._filters[1:]

    def format(self, document: Any) -> bytes:
        """The picture, well ended."""
        written: bytes = self.made.format(document)
        return written.removesuffix(b"endstream\n") + _END
