"""Letters and sheets as PDF: what a page holds and how it is set (`render_letter`, `render_sheet`)."""

from husly.kit.pdf.document import (
    Banner,
    Bullets,
    Columns,
    Document,
    Element,
    Heading,
    NumberedItem,
    Pairs,
    Paragraph,
    SignOff,
)
from husly.kit.pdf.fonts import FONTS, MissingFontsError
from husly.kit.pdf.render import render_letter
from husly.kit.pdf.sheet import Code, Sheet, render_sheet

__all__ = [
    "FONTS",
    "Banner",
    "Bullets",
    "Code",
    "Columns",
    "Document",
    "Element",
    "Heading",
    "MissingFontsError",
    "NumberedItem",
    "Pairs",
    "Paragraph",
    "Sheet",
    "SignOff",
    "render_letter",
    "render_sheet",
]
