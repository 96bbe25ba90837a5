"""Laying a line over the head of pages that are already made: which paper of the bundle, which page of it. Pure."""

from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from husly.kit import pdf

NAME = NameObject("/HuslyBilag")


def stamp(writer: PdfWriter, first: int, lines: Sequence[str]) -> None:
    """Lay a line over each page of the writer from ``first`` on; what was on the pages stays as it was."""
    if not lines:
        return
    stamps = PdfReader(BytesIO(pdf.render_stamps(lines)))
    fonts = stamps.pages[0]["/Resources"]["/Font"].clone(writer)  # type: ignore[index]  # a dictionary it always is
    before = _stream(writer, b"q\n")
    for offset, made in enumerate(stamps.pages):
        page = writer.pages[first + offset]
        content = made.get_contents()
        form = _form(writer, b"" if content is None else content.get_data(), made.mediabox, fonts)
        _name_in(page, form)
        after = _stream(writer, b"\nQ\nq %s Do Q\n" % NAME.encode())
        page[NameObject("/Contents")] = ArrayObject([before, *_contents(page), after])


def _stream(writer: PdfWriter, code: bytes) -> IndirectObject:
    made = DecodedStreamObject()
    made.set_data(code)
    return writer._add_object(made)


def _form(writer: PdfWriter, code: bytes, box: PdfObject, fonts: PdfObject) -> IndirectObject:
    made: StreamObject = DecodedStreamObject()
    made.set_data(code)
    made[NameObject("/Type")], made[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    made[NameObject("/BBox")] = box
    made[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    return writer._add_object(made)


def _name_in(page: DictionaryObject, form: IndirectObject) -> None:
    """Name the line among what the page may draw, in dictionaries of its own: others may share them."""
    found = page.get("/Resources")
    resources = DictionaryObject({} if found is None else found.get_object())
    named = resources.get("/XObject")
    drawn = DictionaryObject({} if named is None else named.get_object())
    drawn[NAME] = form
    resources[NameObject("/XObject")] = drawn
    page[NameObject("/Resources")] = resources


def _contents(page: DictionaryObject) -> list[PdfObject]:
    """The references to what is drawn on a page."""
    found = page.raw_get("/Contents") if "/Contents" in page else None
    if found is None:
        return []
    inner = found.get_object()
    return list(inner) if isinstance(inner, ArrayObject) else [found]
