"""What a paper's own structure says, read back out of its bytes."""

from io import BytesIO

from pypdf import PdfReader


def structure_of(pdf):
    """The kinds of elements in the order of reading, by depth first."""

    def walk(element):
        element = element.get_object()
        if isinstance(element, dict) and "/S" in element:
            yield str(element["/S"]), element
            for child in element.get("/K", []):
                yield from walk(child)

    root = PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    return [found for child in root["/K"] for found in walk(child)]


def lines_of(pdf):
    """Of each page, every piece of text with the place where it begins: x, y, words, in points from the lower left."""
    pages = []
    for page in PdfReader(BytesIO(pdf)).pages:
        found = []

        def note(text, of_page, of_text, *rest, found=found):
            if text.strip():
                found.append((of_page[4] + of_text[4], of_page[5] + of_text[5], text.strip()))

        page.extract_text(visitor_text=note)
        pages.append(found)
    return pages
