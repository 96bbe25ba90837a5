"""Writing the file: every object behind the other, and where each begins (ISO 32000-1, 7.5)."""

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFImageXObject, format  # noqa: A004 - reportlab's name

from husly.kit.pdf.streams import KeptPicture

_HEADER = b"%%PDF-%d.%d\n%%\223\214\213\236\n"


def file_of(document: Any, canvas: Any, straight: dict[int, bytes]) -> bytes:
    """The file of a document of reportlab; ``straight`` holds the objects that it does not know, by their number.

    Writing an object may give numbers to more. reportlab's own writing asks of each object what no paper needs.
    """
    for font in document.delayedFonts:
        font.addObjects(document)
    document.info.invariant = document.invariant
    document.info.digest(document.signature)
    root, info = (document.Reference(one) for one in (document.Catalog, document.info))
    document.Outlines.prepare(document, canvas)
    if document.Outlines.ready < 0:
        document.Catalog.Outlines = None
    parts, places = [_HEADER % document._pdfVersion], []
    place, number = len(parts[0]), 1
    while number <= document.objectcounter:
        content = straight.get(number)
        if content is None:
            made = document.idToObject[document.numberToId[number]]
            kept = KeptPicture(made) if isinstance(made, PDFImageXObject) else made
            content = format(kept, document, toplevel=1)
        part = b"%d 0 obj\n%s\nendobj\n" % (number, content)
        parts.append(part)
        places.append(place)
        place += len(part)
        number += 1
    parts += [b"xref\n0 %d\n0000000000 65535 f \n" % number, *(b"%010d 00000 n \n" % one for one in places)]
    ends = number, root.format(document), info.format(document), document.ID(), place
    parts.append(b"trailer\n<</Size %d/Root %s/Info %s/ID%s>>\nstartxref\n%d\n%%%%EOF\n" % ends)
    return b"".join(parts)
