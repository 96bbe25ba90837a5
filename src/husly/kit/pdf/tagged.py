"""A canvas that writes down the structure of what is drawn on it, and saves a paper that anyone can read and keep.

The file is meant to conform to PDF/UA-1 (ISO 14289-1, accessible) and PDF/A-2a (ISO 19005-2, to be kept). reportlab
knows neither; everything here goes through its own objects, so that the file is written once.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFPage, PDFString
from reportlab.pdfgen.canvas import Canvas

from husly.kit.pdf.describing import describe
from husly.kit.pdf.filing import file_of
from husly.kit.pdf.objects import FIRST_ANCHOR, structure_objects
from husly.kit.pdf.streams import Written, deflated
from husly.kit.pdf.structure import Anchor, Mark, Tag

Foot = Callable[[Canvas, int, int], None]
"""Draws what needs to know how many pages there are: the canvas, the number of this one, and of all."""

VERSION = (1, 7)
PRINTED = 4
"""The flag of an annotation that it is printed; PDF/A asks for it."""
LOCKED = 128
FIELD = "Segl"
"""The name of the field for a digital seal."""


class TaggedCanvas(Canvas):
    """What is drawn inside ``tagged`` belongs to an element; everything else must be drawn inside ``artifact``.

    ``root`` is the whole paper, ``before`` its place for what stands above the text: sender, recipient, day.
    """

    _pageNumber: int  # noqa: N815 - what reportlab keeps, and its stubs leave out
    _annotationCount: int  # noqa: N815
    _code: list[str]
    _doc: Any
    _filename: Any

    def __init__(self, *args: Any, root: Tag, before: Tag, foot: Foot, **kwds: Any) -> None:
        super().__init__(*args, **{**kwds, "pdfVersion": VERSION})
        self.root, self.before = root, before
        self._foot = foot
        self._finished: list[dict[str, Any]] = []
        self._owners: list[Tag] = []
        self._depth = 0
        self._rows: list[list[Tag]] = []
        self._anchors: list[Tag] = []
        self._pages: list[Any] = []

    def tagged(self, tag: Tag) -> AbstractContextManager[None]:
        """What is drawn inside is content of the element."""
        number = len(self._owners)
        self._owners.append(tag)
        tag.children.append(Mark(self._pageNumber - 1, number))
        return self._marked(f"/{tag.kind} <</MCID {number}>> BDC")

    def artifact(self, kind: str = "Pagination") -> AbstractContextManager[None]:
        """What is drawn inside is no content: rules, page numbers, what is repeated."""
        return self._marked(f"/Artifact <</Type /{kind}>> BDC")

    @contextmanager
    def _marked(self, begin: str) -> Iterator[None]:
        if self._depth:  # marked content does not nest: the outer mark holds
            yield
            return
        self._depth += 1
        self._code.append(begin)
        try:
            yield
        finally:
            self._code.append("EMC")
            self._depth -= 1

    def link(self, tag: Tag, url: str, rect: tuple[float, float, float, float], words: str) -> None:
        """A link that a screen reader can say, as content of the element."""
        key = len(self._anchors)
        self._anchors.append(tag)
        self.linkURL(url, rect, F=PRINTED, Contents=PDFString(words), StructParent=FIRST_ANCHOR + key)
        tag.children.append(Anchor(f"Annot.NUMBER{self._annotationCount}", self._pageNumber - 1, key))

    def place_for_seal(self, words: str) -> None:
        """A field without extent on this page, in which a seal is put later; ``words`` are what it is called."""
        key = len(self._anchors)
        tag = self.before.add("Form", alternative=words)
        self._anchors.append(tag)
        field = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Widget"),
                "FT": PDFName("Sig"),
                "T": PDFString(FIELD),
                "TU": PDFString(words),
                "Rect": PDFArray([0, 0, 0, 0]),
                "F": PRINTED + LOCKED,
                "StructParent": FIRST_ANCHOR + key,
            }
        )
        self._addAnnotation(field)  # type: ignore[attr-defined]  # the stubs do not know it
        annotation = f"Annot.NUMBER{self._annotationCount}"
        tag.children.append(Anchor(annotation, self._pageNumber - 1, key))
        fields = PDFArray([PDFObjectReference(annotation)])
        self._doc.Catalog.AcroForm = PDFDictionary({"Fields": fields, "SigFlags": 3})

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Keep the page until the number of pages is known."""
        self._rows.append(self._owners)
        self._finished.append(dict(self.__dict__))
        self._owners = []
        self._startPage()  # type: ignore[attr-defined]  # the stubs do not know it

    def save(self) -> None:
        """Draw the foot of every page, then write the file."""
        count, kept = len(self._finished), self._finished
        for number, state in enumerate(kept, start=1):
            self.__dict__.update(state)
            with self.artifact():
                self._foot(self, number, count)
            super().showPage()
        self._finished = []
        self._code = []
        pages = [self._doc.Reference(page).format(self._doc).decode() for page in self._pages]
        structure, elements = structure_objects(self._doc, self.root, pages, self._rows, self._anchors)
        describe(self._doc, structure)
        self._filename.write(file_of(self._doc, self, elements))

    def _setAnnotations(self, page: Any) -> None:  # noqa: N802 - reportlab's name
        super()._setAnnotations(page)  # type: ignore[misc]  # the stubs do not know it
        page.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs", "Group"]
        page.StructParents, page.Tabs = len(self._pages), PDFName("S")
        page.Group = Written(b"<</S/Transparency/CS/DeviceRGB>>")
        page.Contents = Written(deflated(page.stream.encode()))
        self._pages.append(page)
