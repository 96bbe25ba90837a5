"""The package for the police: the letter and what it rests on, with a list of fingerprints."""

import hashlib
import io
import zipfile
from collections.abc import Sequence

from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from inspection.enforcement.queries import CaseFile
from inspection.letters.models import Letter
from inspection.police.models import PoliceReport

LIST_NAME = "bilagsliste.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def package(file: CaseFile, report: PoliceReport) -> bytes:
    """The report and every letter of the case that is not confined, as one ZIP; equal letters give equal bytes.

    Raises ``DomainError`` before the report has been issued: a draft is no evidence.
    """
    own = None if report.letter_id is None else file.letter(report.letter_id)
    if own is None or own.pdf is None:
        raise DomainError("police.package", "The package is made once the report has been issued.")
    enclosed = [one for one in file.letters if one.pdf is not None and not one.confined and one.withdrawn_at is None]
    parts = [("00-politianmeldelse.pdf", own), *((_name(number, one), one) for number, one in enumerate(enclosed, 1))]
    return _zipped([(LIST_NAME, _listed(parts)), *((name, one.pdf or b"") for name, one in parts)])


def _name(number: int, letter: Letter) -> str:
    day = "" if letter.issued_at is None else f"-{danish_date(letter.issued_at).isoformat()}"
    return f"{number:02d}-{letter.kind.value}{day}.pdf"


def _listed(parts: Sequence[tuple[str, Letter]]) -> bytes:
    lines = ["Bilag til politianmeldelse (SHA-256, filnavn)", ""]
    lines += [f"{hashlib.sha256(one.pdf or b'').hexdigest()}  {name}" for name, one in parts]
    return ("\n".join(lines) + "\n").encode()


def _zipped(parts: Sequence[tuple[str, bytes]]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return written.getvalue()
