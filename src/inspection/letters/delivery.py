"""The outbox channel of letters: a PDF and what the post room must know, in a folder."""

import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.clock import now
from husly.kit.outbox import OutboxMessage
from inspection.enforcement.models import InspectionCase
from inspection.letters.models import Letter
from register.employers.models import Employer

CHANNEL = "letter"


def deliver_letter(session: Session, message: OutboxMessage, outbox_path: Path) -> str:
    """Write an issued letter to the post room's folder; doing it twice leaves the same two files.

    Names are ``<case number>-<kind>-<letter id>.pdf`` and ``.json``: no personal data. The JSON comes last, so a
    post room that waits for it never sees half a letter. Marks the letter as dispatched. Returns a line for the log.
    """
    letter = session.get(Letter, UUID(message.payload["letter_id"]))
    if letter is None or letter.pdf is None:
        raise LookupError(f"letter {message.payload['letter_id']} is not issued")
    case = session.get(InspectionCase, letter.case_id)
    if case is None:
        raise LookupError(f"case {letter.case_id} is missing")
    outbox_path.mkdir(parents=True, exist_ok=True)
    stem = f"{case.case_number}-{letter.kind.value}-{letter.id}"
    _write(outbox_path / f"{stem}.pdf", letter.pdf)
    _write(outbox_path / f"{stem}.json", _slip(letter, case, session.get(Employer, case.employer_id), f"{stem}.pdf"))
    if letter.dispatched_at is None:
        letter.dispatched_at = now()  # the true moment: days of notice may be counted from it
    return f"letter {letter.kind.value} {case.case_number} -> {stem}.pdf"


def _slip(letter: Letter, case: InspectionCase, employer: Employer | None, file_name: str) -> bytes:
    slip: dict[str, Any] = {
        "letter_id": str(letter.id),
        "case_number": case.case_number,
        "kind": letter.kind.value,
        "file": file_name,
        "sha256": letter.sha256,
        "banner": letter.banner,
        "issued_at": None if letter.issued_at is None else letter.issued_at.isoformat(),
        "recipient_cvr_number": None if employer is None else employer.cvr_number,
        "recipient_rut_number": None if employer is None else employer.rut_number,
    }
    return (json.dumps(slip, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _write(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a reader sees the whole file or none."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
