"""Files to download."""

from pathlib import PurePath

from litestar import Response

_KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
}


def download(content: bytes, name: str) -> Response[bytes]:
    """The content as a file; ``name`` is of our own making: ASCII letters, with one of the known suffixes."""
    kind = _KINDS[PurePath(name).suffix]
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
