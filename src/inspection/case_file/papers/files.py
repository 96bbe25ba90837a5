"""Files that came with a reply, a report or a declaration: a list with fingerprints, and the pictures themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from husly.kit import pdf
from husly.kit.errors import DomainError
from husly.kit.i18n import format_moment
from husly.kit.uploads import PICTURES, Kind
from husly.kit.uploads.pictures import drawn_anew
from inspection.case_file.papers.paper import Paper, Wanted, in_halves
from inspection.followup.models import ReportFile
from inspection.hearings.models import HearingReplyFile
from register.evidence.models import DeclarationEvidence
from register.evidence.wanted import wanted_evidence

LONGEST_PX = 1200
"""The longer side of a picture in a bundle: sharp on paper, and two hundred of them still fit."""

NOT_PRINTED = "Papirer, der ikke er billeder, er ikke trykt her: de kan nævne beboere."

PARTY = "Parten"
DECLARER = "Arbejdsgiveren, med anmeldelsen"


@dataclass(frozen=True)
class FileRow:
    """One file: its name, fingerprint and size, when it came, from whom by role, and how to read it."""

    name: str
    media_type: str
    sha256: str
    size_bytes: int
    at: datetime
    role: str
    read: Callable[[], bytes]
    caption: str = ""


def file_elements(rows: Sequence[FileRow]) -> list[pdf.Element]:
    """The list, then each picture with its name; papers are listed alone, since they may name residents."""
    if not rows:
        return []
    listed = tuple((one.name, format_moment(one.at), one.role, _size(one.size_bytes), in_halves(one.sha256))
                   for one in rows)  # fmt: skip
    body: list[pdf.Element] = [
        pdf.Heading("Filer"),
        pdf.Columns(("Fil", "Modtaget", "Fra", "Størrelse", "SHA-256"), listed, (30, 23, 18, 21, 67)),
    ]
    pictures = [one for one in rows if one.media_type in PICTURES]
    if len(pictures) < len(rows):
        body.append(pdf.Paragraph(NOT_PRINTED))
    return body + [element for one in pictures for element in _shown(one)]


def _shown(row: FileRow) -> list[pdf.Element]:
    heading = pdf.Heading(f"{row.caption}: {row.name}" if row.caption else row.name)
    try:
        drawn = drawn_anew(row.read(), Kind(row.media_type), longest_px=LONGEST_PX, into=Kind.JPEG)[1]
    except DomainError:
        return [heading, pdf.Paragraph("Billedet kan ikke vises.")]
    return [heading, pdf.Picture(drawn, row.caption or row.name)]


def _size(size_bytes: int) -> str:
    return f"{max(1, round(size_bytes / 1000))} kB"


def files_of_replies(session: Session, reply_id: UUID, at: datetime) -> list[FileRow]:
    """What came with one reply in a hearing."""
    table = HearingReplyFile
    return _rows(session, table, col(table.reply_id) == reply_id, col(table.position), at)


def files_of_reports(session: Session, report_id: UUID, at: datetime) -> list[FileRow]:
    """What came with one report about an item of an order."""
    return _rows(session, ReportFile, col(ReportFile.report_id) == report_id, col(ReportFile.name), at)


def _rows(
    session: Session,
    table: type[HearingReplyFile] | type[ReportFile],
    mine: sa.ColumnElement[bool],
    order: Mapped[Any],
    at: datetime,
) -> list[FileRow]:
    size = sa.func.length(col(table.content))
    columns = (col(table.id), col(table.name), col(table.media_type), col(table.sha256), size)
    found = session.execute(sa.select(*columns).where(mine).order_by(order, col(table.id)))
    return [
        FileRow(name, media_type, sha256, size, at, PARTY, partial(_content, session, table, key))
        for key, name, media_type, sha256, size in found
    ]


def _content(session: Session, table: type[HearingReplyFile | ReportFile | DeclarationEvidence], key: UUID) -> bytes:
    found: bytes = session.execute(sa.select(col(table.content)).where(col(table.id) == key)).scalar_one()
    return found


def declared_pictures(session: Session, wanted: Wanted) -> list[Paper]:
    """The photos of the declaration that stand, as one paper; the owner does not get the employer's."""
    if wanted.for_party and not wanted.is_of_employer:
        return []
    rows = _declared_rows(session, wanted)
    if not rows:
        return []
    return [Paper(max(one.at for one in rows), "Fotos fra anmeldelsen", lambda: file_elements(rows))]


def _declared_rows(session: Session, wanted: Wanted) -> list[FileRow]:
    asked = wanted_evidence(wanted.evidence_list)
    table, labels = DeclarationEvidence, {one.key: one.label.da for one in asked if one.is_photo}
    columns = (table.id, table.item, table.room, table.name, table.media_type, table.sha256, table.size_bytes)
    statement = sa.select(*(col(one) for one in columns), col(table.uploaded_at)).where(
        col(table.accommodation_id) == wanted.file.case.accommodation_id,
        col(table.withdrawn_at).is_(None),
        col(table.uploaded_at) <= wanted.at,
        col(table.media_type).in_([one.value for one in PICTURES]),
    )
    found = session.execute(statement.order_by(col(table.uploaded_at), col(table.id)))
    return [
        FileRow(
            name, media_type, sha256, size, at, DECLARER, partial(_content, session, table, key),
            ", ".join(part for part in (labels[item], room) if part),
        )
        for key, item, room, name, media_type, sha256, size, at in found
        if item in labels
    ]  # fmt: skip
