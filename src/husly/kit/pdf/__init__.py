"""Letters as PDF: what a page holds (`document`) and how it is set (`render_letter`)."""

from husly.kit.pdf.document import (
    Banner,
    Bullets,
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

__all__ = [
    "FONTS",
    "Banner",
    "Bullets",
    "Document",
    "Element",
    "Heading",
    "MissingFontsError",
    "NumberedItem",
    "Pairs",
    "Paragraph",
    "SignOff",
    "render_letter",
]
