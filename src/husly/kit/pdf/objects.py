"""The structure of a paper as objects of its file (ISO 32000-1, 14.7), written straight since a letter has hundreds."""

from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObjectReference, PDFString, format  # noqa: A004 - reportlab's name

from husly.kit.pdf.streams import Written
from husly.kit.pdf.structure import Anchor, Mark, Tag

FIRST_ANCHOR = 100_000
"""Keys of annotations in the parent tree begin here, behind those of all pages."""


def structure_objects(
    document: Any, root: Tag, pages: Sequence[str], rows: Sequence[Sequence[Tag]], anchors: Sequence[Tag]
) -> tuple[Written, dict[int, bytes]]:
    """The head of the structure, and every element with a number of its own that reportlab leaves out.

    ``pages`` are the references of the pages; ``rows`` the elements of each by number of mark; ``anchors`` those of the
    annotations. What was never drawn is left out.
    """
    root.prune()
    tags = list(root.walk())
    first = document.objectcounter + 1
    document.objectcounter += len(tags)
    names = {tag: f"{number} 0 R" for number, tag in enumerate(tags, start=first)}
    above = Written(b"")
    names_above = document.Reference(above).format(document).decode()
    nums = [f"{key}[{' '.join([names[tag] for tag in row])}]" for key, row in enumerate(rows)]
    nums += [f"{FIRST_ANCHOR + key} {names[tag]}" for key, tag in enumerate(anchors)]
    above.content = f"<</Type/StructTreeRoot/K[{names[root]}]/ParentTree<</Nums[{''.join(nums)}]>>>>".encode()
    return above, {
        number: _element(tag, names, names_above, pages, document).encode("latin1")
        for number, tag in enumerate(tags, start=first)
    }


def _element(tag: Tag, names: dict[Tag, str], above: str, pages: Sequence[str], document: Any) -> str:
    """One element as the file holds it."""
    written = f"<</Type/StructElem/S/{tag.kind}/P {names[tag.parent] if tag.parent else above}"
    page, parts = -1, []
    for child in tag.children:
        if isinstance(child, Tag):
            parts.append(names[child])
        elif isinstance(child, Anchor):
            target = PDFObjectReference(child.annotation).format(document).decode()
            parts.append(f"<</Type/OBJR/Obj {target}/Pg {pages[child.page]}>>")
        else:
            if page < 0:
                page = child.page
                written += f"/Pg {pages[page]}"
            parts.append(str(child.number) if child.page == page else _elsewhere(child, pages))
    if tag.language:
        written += f"/Lang({tag.language})"
    if tag.alternative:
        written += f"/Alt {format(PDFString(tag.alternative), document).decode('latin1')}"
    if tag.scope or tag.span > 1:
        written += _in_table(tag)
    return f"{written}/K[{' '.join(parts)}]>>"


def _elsewhere(mark: Mark, pages: Sequence[str]) -> str:
    """A piece of another page than the one where the element begins."""
    return f"<</Type/MCR/Pg {pages[mark.page]}/MCID {mark.number}>>"


def _in_table(tag: Tag) -> str:
    """Of what the heading of a table is the heading."""
    scope = f"/Scope/{tag.scope}" if tag.scope else ""
    span = f"/ColSpan {tag.span}" if tag.span > 1 else ""
    return f"/A<</O/Table{scope}{span}>>"
