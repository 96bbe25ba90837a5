"""The fonts that papers embed, copied into the package when it is built."""

from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).parents[2] / "fonts"
REGULAR, BOLD, ITALIC = "NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic"
ARABIC, ARABIC_BOLD = "NotoSansArabic-Regular", "NotoSansArabic-Bold"
SHAPED = " (shaped)"
"""Behind the name of a font whose letters join: the same file, registered apart, since it numbers glyphs of its own."""


class MissingFontsError(Exception):
    """The font files are not there: the package was not built."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The font {path} is missing. Run `make setup`, which copies the fonts into the package.")


@cache
def register_fonts(folder: Path) -> None:
    """Make the fonts of the folder known to reportlab; raise MissingFontsError when one is absent."""
    for name in (REGULAR, BOLD, ITALIC):
        registerFont(TTFont(name, _file(folder, name)))
    for bold in (0, 1):
        addMapping(REGULAR, bold, 0, BOLD if bold else REGULAR)
        addMapping(REGULAR, bold, 1, BOLD if bold else ITALIC)


@cache
def shaped_font(name: str, folder: Path) -> str:
    """Make a font known whose letters join, and return the name it is drawn under.

    Every glyph that no letter leads to gets its number here, in the order of the file: else the numbers would follow
    from what was printed before, and equal input would not give equal bytes. Raises MissingFontsError.
    """
    font: Any = TTFont(f"{name}{SHAPED}", _file(folder, name), shapable=True)
    registerFont(font)
    drawn = font.hbFont()
    for glyph in range(drawn.face.glyph_count):
        if glyph not in font.face.glyphToChar:
            font.hbAddPrivate(drawn.glyph_to_string(glyph), glyph, drawn.get_glyph_h_advance(glyph))
    return str(font.fontName)


def _file(folder: Path, name: str) -> Path:
    path = folder / f"{name}.ttf"
    if not path.is_file():
        raise MissingFontsError(path)
    return path
