"""What whoever followed a link is shown: the letter, or the list of it and what goes with it."""

from litestar import Response
from litestar.response import Template

from husly.kit.web import AnyRequest, page
from husly.kit.web.files import inline_pdf
from inspection.delivery.links import Opened


def opened_papers(
    request: AnyRequest, opened: Opened, code: str, *, number: str, document: str
) -> Template | Response[bytes]:
    """The letter, or, where papers go with it, the list of all of them and then the one that is asked for."""
    if not opened.enclosures:
        return inline_pdf(opened.pdf, opened.name)
    papers = [(opened.pdf, opened.name)]
    papers += [(pdf, f"{opened.name}-bilag-{place}") for place, (_title, pdf) in enumerate(opened.enclosures, 1)]
    if document in map(str, range(len(papers))):
        return inline_pdf(*papers[int(document)])
    titles = [title for title, _pdf in opened.enclosures]
    return page(request, "delivery/read.html", code=code[:40], refused="", titles=titles, number=number[:40])
