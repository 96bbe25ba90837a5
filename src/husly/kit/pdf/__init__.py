"""Letters and sheets as PDF: what a page holds and how it is set (`render_letter`, `render_sheet`)."""

from husly.kit.pdf.document import (
    Annex,
    Banner,
    Bullets,
    Columns,
    Document,
    Element,
    Foreign,
    Heading,
    NumberedItem,
    Pairs,
    Paragraph,
    Picture,
    Scan,
    SignOff,
    Text,
)
from husly.kit.pdf.fonts import FONTS, MissingFontsError
from husly.kit.pdf.render import render_letter
from husly.kit.pdf.scripts import undrawn
from husly.kit.pdf.sheet import Code, Sheet, render_sheet
from husly.kit.pdf.stamps import render_stamps

__all__ = [
    "FONTS",
    "Annex",
    "Banner",
    "Bullets",
    "Code",
    "Columns",
    "Document",
    "Element",
    "Foreign",
    "Heading",
    "MissingFontsError",
    "NumberedItem",
    "Pairs",
    "Paragraph",
    "Picture",
    "Scan",
    "Sheet",
    "SignOff",
    "Text",
    "render_letter",
    "render_sheet",
    "render_stamps",
    "undrawn",
]
