"""Files that a page gives: to download, or to read in the browser."""

from pathlib import PurePath

from litestar import Response

_KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
}


PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""The browser's own PDF reader styles itself inline; nothing of the paper can run."""


def download(content: bytes, name: str) -> Response[bytes]:
    """The content as a file; ``name`` is of our own making: ASCII letters, with one of the known suffixes."""
    kind = _KINDS[PurePath(name).suffix]
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def inline_pdf(content: bytes, name: str) -> Response[bytes]:
    """A paper to read in the browser; ``name`` is of our own making, without the suffix."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Content-Security-Policy": PDF_POLICY}
    return Response(content, media_type="application/pdf", headers=headers)
