"""One PDF of many: a cover with the index, then every document, each reached from the index and the bookmarks. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from husly.kit import pdf
from inspection.case_file.papers.paper import in_halves
from inspection.case_file.stamping import stamp

SCHEME = "bilag:"
"""How a line of the index names its paper, until the page is known to which it leads."""


@dataclass(frozen=True)
class Document:
    """One document of a bundle: what it is called, its day in words, its PDF, and what became of it since."""

    title: str
    day: str
    content: bytes
    note: str = ""


@dataclass(frozen=True)
class Cover:
    """What stands before the documents; every text is Danish, as the documents are."""

    authority: str
    title: str
    running_head: str
    facts: tuple[tuple[str, str], ...]
    log: tuple[tuple[str, str], ...]
    left_out: tuple[pdf.Element, ...]
    log_title: str = "Sagens gang"
    banner: pdf.Banner | None = None


@dataclass(frozen=True)
class Line:
    """A line of the index: the document without its bytes, its pages in the bundle, its hash."""

    title: str
    day: str
    note: str
    sha256: str
    pages: int
    first: int = 0

    @property
    def span(self) -> str:
        """From which page to which."""
        last = self.first + self.pages - 1
        return f"{self.first}" if last == self.first else f"{self.first}–{last}"


@dataclass(frozen=True)
class Joined:
    """A bundle: its bytes, its hash, how many documents and pages."""

    content: bytes
    sha256: str
    documents: int
    pages: int


def join(cover: Cover, documents: Iterable[Document]) -> Joined:
    """Cover, index with page numbers and hashes, and the documents as one PDF with links and bookmarks.

    Documents are taken one at a time. The cover is set twice: its length decides on which page the first one begins.
    """
    writer, lines = PdfWriter(), list[Line]()
    for one in documents:
        lines.append(_append(writer, one))
    before = len(PdfReader(BytesIO(_cover(cover, lines))).pages)
    placed = _placed(lines, before + 1)
    writer.merge(0, BytesIO(_cover(cover, placed)), import_outline=False)
    _mark(writer, placed)
    _lead(writer, before, placed)
    writer.add_metadata({"/Title": cover.title, "/Author": cover.authority})
    writer.root_object[NameObject("/Lang")] = TextStringObject("da-DK")
    out = BytesIO()
    writer.write(out)
    content = out.getvalue()
    return Joined(content, hashlib.sha256(content).hexdigest(), len(lines), len(writer.pages))


def _append(writer: PdfWriter, document: Document) -> Line:
    reader = PdfReader(BytesIO(document.content))
    writer.append(reader, import_outline=False)
    sha256 = hashlib.sha256(document.content).hexdigest()
    return Line(document.title, document.day, document.note, sha256, len(reader.pages))


def _placed(lines: Sequence[Line], first: int) -> list[Line]:
    placed = []
    for one in lines:
        placed.append(replace(one, first=first))
        first += one.pages
    return placed


def _mark(writer: PdfWriter, lines: Sequence[Line]) -> None:
    """Bookmarks, and on every page which paper it belongs to."""
    writer.add_outline_item(title="Forside og bilagsliste", page_number=0)
    stamps = []
    for number, one in enumerate(lines, start=1):
        writer.add_outline_item(title=f"{number}. {one.title}, {one.day}", page_number=one.first - 1)
        stamps += [f"Bilag {number}, side {page} af {one.pages}" for page in range(1, one.pages + 1)]
    if lines:
        stamp(writer, lines[0].first - 1, stamps)


def _lead(writer: PdfWriter, pages: int, lines: Sequence[Line]) -> None:
    """Let each line of the index lead to the first page of its paper."""
    for page in writer.pages[:pages]:
        found = page.get("/Annots")
        for annotation in [] if found is None else found.get_object():
            link = annotation.get_object()
            address = str(link.get("/A", DictionaryObject()).get_object().get("/URI", ""))
            if address.startswith(SCHEME):
                target = writer.pages[lines[int(address.removeprefix(SCHEME)) - 1].first - 1]
                link[NameObject("/Dest")] = ArrayObject([target.indirect_reference, NameObject("/Fit")])
                del link["/A"]


def _cover(cover: Cover, lines: Sequence[Line]) -> bytes:
    body: list[pdf.Element] = [pdf.Pairs(cover.facts), pdf.Heading("Bilag")]
    body += [_index(lines), pdf.Paragraph(ABOUT_INDEX)] if lines else []
    body += [pdf.Heading(cover.log_title), pdf.Pairs(cover.log)] if cover.log else []
    body += [pdf.Heading("Hvad der ikke er med"), *cover.left_out] if cover.left_out else []
    sheet = pdf.Sheet(
        title=cover.title,
        author=cover.authority,
        language="da-DK",
        masthead=cover.authority,
        subject=cover.title,
        body=tuple(body),
        footer=(cover.running_head,),
        page_label="Side {page} af {pages}",
    )
    return pdf.render_sheet(sheet, banner=cover.banner)


ABOUT_INDEX = (
    "Sider er mappens egne. SHA-256 er beregnet af papiret, før det fik mærket “Bilag” øverst; for breve er det præcis "
    "den fil, der blev sendt."
)


def _index(lines: Sequence[Line]) -> pdf.Columns:
    rows = tuple(
        (
            str(number),
            f"{one.title}\n{one.note}" if one.note else one.title,
            one.day,
            one.span,
            in_halves(one.sha256),
        )
        for number, one in enumerate(lines, start=1)
    )
    links = tuple(f"{SCHEME}{number}" for number in range(1, len(lines) + 1))
    return pdf.Columns(("Nr.", "Papir", "Dato", "Sider", "SHA-256"), rows, (10, 42, 21, 17, 67), links)
