"""The fonts that letters embed, copied into the package when it is built."""

from functools import cache
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).parents[2] / "fonts"
REGULAR, BOLD, ITALIC = "NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic"


class MissingFontsError(Exception):
    """The font files are not there: the package was not built."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The font {path} is missing. Run `make setup`, which copies the fonts into the package.")


@cache
def register_fonts(folder: Path) -> None:
    """Make the fonts of the folder known to reportlab; raise MissingFontsError when one is absent."""
    for name in (REGULAR, BOLD, ITALIC):
        path = folder / f"{name}.ttf"
        if not path.is_file():
            raise MissingFontsError(path)
        registerFont(TTFont(name, path))
    for bold in (0, 1):
        addMapping(REGULAR, bold, 0, BOLD if bold else REGULAR)
        addMapping(REGULAR, bold, 1, BOLD if bold else ITALIC)
