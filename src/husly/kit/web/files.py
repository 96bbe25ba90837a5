"""Files that a page gives: to download, or to read in the browser; and what a form sent."""

from pathlib import PurePath
from urllib.parse import quote

from litestar import Response
from litestar.datastructures import UploadFile

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


def attachment(content: bytes, *, name: str, media_type: str) -> Response[bytes]:
    """A file that somebody sent, as a download that no browser opens, guesses at or runs."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)


def content_of(file: UploadFile | None) -> tuple[str, bytes]:
    """Name and content of what a form sent, empty for nothing; the server's temporary file is gone afterwards."""
    if file is None:
        return "", b""
    with file.file as opened:
        return file.filename, opened.read()
