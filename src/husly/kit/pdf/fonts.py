"""The fonts that papers embed, copied into the package when it is built."""

import codecs
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from reportlab.lib.fonts import addMapping
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, SUBSETN, TTFont, TTFontFile

from husly.kit.pdf.streams import Written, deflated

FONTS = Path(__file__).parents[2] / "fonts"
REGULAR, BOLD, ITALIC = "NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic"
ARABIC, ARABIC_BOLD = "NotoSansArabic-Regular", "NotoSansArabic-Bold"
SHAPED = " (shaped)"
"""Behind the name of a font whose letters join: the same file, registered apart, since it numbers glyphs of its own."""
USUAL = "".join(chr(sign) for sign in range(32, 127)) + "æøåÆØÅéöäüÖÄÜ§·•–—…’“”»«°²½×"
"""Letters and signs of nearly every letter: a table of each font holds them whether they are used or not."""


class MissingFontsError(Exception):
    """The font files are not there: the package was not built."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The font {path} is missing. Run `make setup`, which copies the fonts into the package.")


class PaperFont(TTFont):
    """A font of which every paper embeds the letters it needs, in tables that hold the usual ones in any case.

    So most papers embed the very same tables, which are made once; and a line of usual letters is written in one step.
    reportlab's own table of letters names U+0000 besides, which PDF/UA-1 forbids.
    """

    def splitString(  # noqa: N802 - reportlab's name
        self, text: str, doc: Any, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        """The codes of the letters, in runs of one table each."""
        own: Any = self
        if doc not in own.state:
            super().splitString(USUAL, doc, encoding)
        try:
            codes, _ = codecs.charmap_encode(text.replace("\u00a0", " "), "strict", _codes(self))
            return [(0, codes)] if codes else []
        except UnicodeEncodeError:
            return list(super().splitString(text, doc, encoding))

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Embed the tables that the paper needs."""
        own: Any = self
        for number, subset in enumerate(own.state[doc].subsets):
            made = _embedded(self, number, tuple(subset))
            file, letters = (doc.Reference(Written(part)).format(doc) for part in (made.file, made.letters))
            about = doc.Reference(Written(b"%s/FontFile2 %s>>" % (made.about, file))).format(doc)
            name = own.getSubsetInternalName(number, doc)[1:]
            font = b"%s/Name/%s/ToUnicode %s/FontDescriptor %s>>" % (made.font, name.encode(), letters, about)
            doc.idToObject["BasicFonts"].dict[name] = doc.Reference(Written(font), name)
        del own.state[doc]


@cache
def _codes(font: PaperFont) -> Any:
    """The codes of the usual letters, as they are in the first table of every paper."""
    paper = Written(b"")  # any object stands for one
    TTFont.splitString(font, USUAL, paper)
    own: Any = font
    return codecs.charmap_build("".join(chr(letter) for letter in own.state[paper].subsets[0]))


@dataclass(frozen=True)
class _Embedded:
    """What a paper holds of one table of a font: file and letters whole, the others up to what they refer to."""

    file: bytes
    letters: bytes
    about: bytes
    font: bytes


@lru_cache(maxsize=64)
def _embedded(font: PaperFont, number: int, subset: tuple[int, ...]) -> _Embedded:
    face: Any = font.face
    name = (SUBSETN(number) + b"+" + face.name + face.subfontNameX).decode("latin1")
    program = face.makeSubset(list(subset))
    flags = face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC
    about = (
        f"<</Type/FontDescriptor/FontName/{name}/Flags {flags}/FontBBox[{fp_str(*face.bbox)}]"
        f"/ItalicAngle {fp_str(face.italicAngle)}/Ascent {fp_str(face.ascent)}/Descent {fp_str(face.descent)}"
        f"/CapHeight {fp_str(face.capHeight)}/StemV {fp_str(face.stemV)}/MissingWidth {fp_str(face.defaultWidth)}"
    )
    widths = " ".join(fp_str(face.getCharWidth(letter)) for letter in subset)
    return _Embedded(
        file=deflated(program, b"/Length1 %d" % len(program)),
        letters=deflated(_letters(name, subset).encode()),
        about=about.encode(),
        font=f"<</Type/Font/Subtype/TrueType/BaseFont/{name}/FirstChar 0/LastChar {len(subset) - 1}"
        f"/Widths[{widths}]".encode(),
    )


def _letters(name: str, subset: tuple[int, ...]) -> str:
    """The table from code to letter, in blocks of at most 100 as the format asks."""
    pairs = [f"<{code:02X}> <{letter:04X}>" for code, letter in enumerate(subset) if letter]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    listed = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        f"{listed}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


@cache
def register_fonts(folder: Path) -> None:
    """Make the fonts of the folder known to reportlab; raise MissingFontsError when one is absent."""
    for name in (REGULAR, BOLD, ITALIC):
        registerFont(PaperFont(name, _file(folder, name)))
    for bold in (0, 1):
        addMapping(REGULAR, bold, 0, BOLD if bold else REGULAR)
        addMapping(REGULAR, bold, 1, BOLD if bold else ITALIC)


@cache
def letters_of(name: str, folder: Path) -> frozenset[str]:
    """Every letter and sign that a font draws. Raises MissingFontsError."""
    return frozenset(map(chr, TTFontFile(str(_file(folder, name))).charToGlyph))


@cache
def shaped_font(name: str, folder: Path) -> str:
    """Make a font known whose letters join, and return the name it is drawn under.

    Every glyph that no letter leads to gets its number here, in the order of the file: else the numbers would follow
    from what was printed before, and equal input would not give equal bytes. Raises MissingFontsError.
    """
    font: Any = PaperFont(f"{name}{SHAPED}", _file(folder, name), shapable=True)
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
