"""The print bundle: a day's paper letters as one PDF in the order of their addresses, with a list to check it by."""

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path

import sqlalchemy as sa
from pypdf import PdfReader, PdfWriter
from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, require, within
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import NotFoundError
from inspection.delivery.models import LetterDelivery, PrintBundle
from inspection.delivery.post import write_whole
from inspection.delivery.queries import of_own_cases
from inspection.delivery.queueing import move_delivery
from inspection.delivery.transitions import Channel, DeliveryMove, DeliveryState
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.models import InspectionCase
from inspection.letters.models import Letter
from inspection.letters.queries import list_enclosures

MOST = 500
"""Letters in one bundle, so that it can be held in memory and carried; what is left goes into the next."""


@dataclass(frozen=True)
class BundledLetter:
    """One line of the list: where in the PDF the letter stands with its enclosures, to whom, its digest as issued."""

    number: int
    first_page: int
    last_page: int
    case_number: str
    kind: str
    name: str
    address: str
    sha256: str
    enclosures: str = ""
    """Digests of what goes with it, on the pages behind it."""


def make_bundle(session: Session, *, by: Actor, at: datetime) -> PrintBundle | None:
    """Put the paper letters that wait into a bundle and mark them as sent today; None when none waits.

    Of two at once the second finds what is left.
    """
    require(by, Permission.PREPARE_LETTERS)
    take_turns(session, "print bundle")
    waiting = _waiting(session, by=by)
    if not waiting:
        return None
    day = danish_date(at)
    made = PrintBundle(
        posted_on=day,
        number=_last_number(session, day) + 1,
        made_at=at,
        made_by=by.id,
        made_by_name=by.name,
        letters=len(waiting),
    )
    session.add(made)
    session.flush()
    for delivery in waiting:
        delivery.bundle_id = made.id
        move_delivery(session, delivery, DeliveryMove.SEND, source="bundle", by=by, at=at, note=made.name)
    details = {"bundle": made.name, "letters": len(waiting)}
    audit.record(session, by=by, at=at, action="post.bundled", on=("print_bundle", made.id), details=details)
    return made


def _waiting(session: Session, *, by: Actor) -> list[LetterDelivery]:
    mine = within(
        by,
        Permission.PREPARE_LETTERS,
        employer_id=sa.null(),
        municipality_code=col(LetterDelivery.municipality_code),
    )
    statement = (
        select(LetterDelivery)
        .where(
            col(LetterDelivery.channel) == Channel.PAPER,
            col(LetterDelivery.state) == DeliveryState.QUEUED,
            col(LetterDelivery.postal_address) != "",
            mine,
            of_own_cases(by),
        )
        .order_by(col(LetterDelivery.queued_at), col(LetterDelivery.id))
        .limit(MOST)
        .with_for_update()
    )
    return list(session.exec(statement))


def _last_number(session: Session, day: object) -> int:
    last = sa.select(sa.func.max(col(PrintBundle.number))).where(col(PrintBundle.posted_on) == day)
    return session.execute(last).scalar_one() or 0


def get_bundle(session: Session, bundle_id: object, *, by: Actor) -> PrintBundle:
    """A bundle whose letters the reader may all read. Raises ``NotFoundError``."""
    found = session.get(PrintBundle, bundle_id)
    mine = within(
        by,
        Permission.PREPARE_LETTERS,
        employer_id=sa.null(),
        municipality_code=col(LetterDelivery.municipality_code),
    )
    others = sa.select(sa.func.count()).where(col(LetterDelivery.bundle_id) == bundle_id, sa.not_(mine))
    if found is None or session.execute(others).scalar_one():
        raise NotFoundError("bundle")
    return found


def note_read(session: Session, bundle: PrintBundle, *, by: Actor, at: datetime) -> None:
    """Write down that each letter of a bundle was read."""
    statement = (
        select(LetterDelivery.letter_id, InspectionCase)
        .join(InspectionCase, col(InspectionCase.id) == col(LetterDelivery.case_id))
        .where(LetterDelivery.bundle_id == bundle.id)
        .order_by(col(LetterDelivery.id))
    )
    for letter_id, case in session.exec(statement):
        trace(session, case, "letter.read", by=by, at=at, details={"letter": letter_id, "bundle": bundle.id})


def bundle_files(session: Session, bundle: PrintBundle) -> tuple[bytes, list[BundledLetter]]:
    """The PDF and its list, made anew: letters in the order of their addresses, each as it was issued."""
    statement = (
        select(LetterDelivery, Letter, InspectionCase.case_number)
        .join(Letter, col(Letter.id) == col(LetterDelivery.letter_id))
        .join(InspectionCase, col(InspectionCase.id) == col(LetterDelivery.case_id))
        .where(LetterDelivery.bundle_id == bundle.id)
    )
    found = sorted(session.exec(statement), key=lambda row: _place(row[0]))
    writer, listed, page = PdfWriter(), [], 1
    for number, (delivery, letter, case_number) in enumerate(found, start=1):
        enclosed = list_enclosures(session, letter.id)
        last = page - 1
        for paper in (letter.pdf or b"", *(one.pdf for one in enclosed)):
            pages = PdfReader(BytesIO(paper))
            writer.append(pages)
            last += len(pages.pages)
        listed.append(
            BundledLetter(
                number,
                page,
                last,
                case_number,
                letter.kind.value,
                delivery.name,
                delivery.postal_address.replace("\n", ", "),
                letter.sha256 or "",
                " ".join(one.sha256 for one in enclosed),
            )
        )
        page = last + 1
    content = BytesIO()
    writer.write(content)
    return content.getvalue(), listed


def _place(delivery: LetterDelivery) -> tuple[str, str, str]:
    """By postal district, which stands in the last line, then street, then name."""
    lines = delivery.postal_address.splitlines()
    return (lines[-1].casefold() if lines else "", " ".join(lines[:-1]).casefold(), f"{delivery.name}{delivery.id}")


def manifest_json(bundle: PrintBundle, pdf: bytes, listed: Sequence[BundledLetter]) -> bytes:
    """The list with the digest of the PDF beside it and of every letter in it."""
    told = {
        "bundle": bundle.name,
        "posted_on": bundle.posted_on.isoformat(),
        "pdf_sha256": hashlib.sha256(pdf).hexdigest(),
        "letters": [asdict(one) for one in listed],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def manifest_csv(listed: Sequence[BundledLetter]) -> bytes:
    """The list as a table; a cell that a spreadsheet would take for a formula is disarmed."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(BundledLetter.__dataclass_fields__)
    for one in listed:
        cells = [str(value) for value in asdict(one).values()]
        writer.writerow(f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in cells)
    return text.getvalue().encode("utf-8-sig")


def write_bundle(session: Session, bundle: PrintBundle, folder: Path) -> list[Path]:
    """Write PDF, CSV and JSON, the JSON last: a printer's clerk that waits for it never sees half a bundle."""
    pdf, listed = bundle_files(session, bundle)
    folder.mkdir(parents=True, exist_ok=True)
    files = {".pdf": pdf, ".csv": manifest_csv(listed), ".json": manifest_json(bundle, pdf, listed)}
    written = []
    for suffix, content in files.items():
        path = folder / f"post-{bundle.name}{suffix}"
        write_whole(path, content)
        written.append(path)
    return written
