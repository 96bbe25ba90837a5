"""Attaching files to declared housing and withdrawing them: nothing is deleted, everything is audited."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, may, require
from husly.kit.errors import DomainError
from husly.kit.uploads import Upload, preview_of
from register.declarations.queries import Declared
from register.evidence.models import DeclarationEvidence
from register.evidence.queries import count_present, find_same, get_file
from register.evidence.wanted import Place

MOST_FILES = 200
"""Files of one accommodation that are not withdrawn: ten rooms take about twenty."""

REASON_LENGTH = 400


def add_evidence(
    session: Session,
    *,
    declared: Declared,
    place: Place,
    places: Collection[Place],
    uploads: Sequence[Upload],
    by: Actor,
    at: datetime,
) -> list[DeclarationEvidence]:
    """Store files under one place of ``places``; the same file there again changes nothing.

    Raises ``NotAllowedError`` for somebody else's housing, ``DomainError`` for an unknown place and for too many files.
    """
    require(by, Permission.DECLARE, Subject(employer_id=declared.employer.id))
    if place not in places:
        raise DomainError("evidence.place", "Choose what the file shows.")
    accommodation_id = declared.accommodation.id
    if count_present(session, accommodation_id) + len(uploads) > MOST_FILES:
        raise DomainError(
            "evidence.too_many",
            "There are already many files; at most {limit}. Withdraw some that show the same.",
            limit=MOST_FILES,
        )
    return [_stored(session, accommodation_id, place, upload, by, at) for upload in uploads]


def _stored(
    session: Session, accommodation_id: UUID, place: Place, upload: Upload, by: Actor, at: datetime
) -> DeclarationEvidence:
    same = find_same(session, accommodation_id, place, upload.sha256)
    if same is not None:
        return same
    item, room = place
    made = DeclarationEvidence(
        accommodation_id=accommodation_id,
        item=item,
        room=room,
        name=upload.name,
        media_type=upload.media_type,
        sha256=upload.sha256,
        size_bytes=len(upload.content),
        content=upload.content,
        preview=preview_of(upload),
        uploaded_at=at,
        uploaded_by=by.id,
    )
    session.add(made)
    session.flush()
    details = {"sha256": upload.sha256, "item": item, "accommodation": accommodation_id}
    audit.record(session, by=by, at=at, action="evidence.added", on=("evidence", made.id), details=details)
    return made


def withdraw_evidence(
    session: Session, file_id: UUID, *, declared: Declared, why: str, by: Actor, at: datetime
) -> None:
    """Mark a file as withdrawn; it stays in the history. Withdrawing it again changes nothing."""
    require(by, Permission.DECLARE, Subject(employer_id=declared.employer.id))
    file = get_file(session, declared.accommodation.id, file_id)
    if file.withdrawn_at is not None:
        return
    file.withdrawn_at, file.withdrawn_by = at, by.id
    file.withdrawn_why = why.replace("\x00", "").strip()[:REASON_LENGTH]
    session.flush()
    details = {"sha256": file.sha256, "item": file.item, "why": file.withdrawn_why}
    audit.record(session, by=by, at=at, action="evidence.withdrawn", on=("evidence", file.id), details=details)


def read_file(session: Session, file_id: UUID, *, declared: Declared, by: Actor, at: datetime) -> DeclarationEvidence:
    """One file with its content. An authority's reading is audited, the employer's own is not."""
    file = get_file(session, declared.accommodation.id, file_id)
    details = {"sha256": file.sha256, "item": file.item, "accommodation": file.accommodation_id}
    _trace_reading(session, declared, "evidence.read", ("evidence", file.id), details, by, at)
    return file


def trace_looking(session: Session, shas: Sequence[str], *, declared: Declared, by: Actor, at: datetime) -> None:
    """Note that an authority looked at the list, which shows pictures in small."""
    if shas:
        on = ("accommodation", declared.accommodation.id)
        _trace_reading(session, declared, "evidence.looked_at", on, {"sha256": list(shas)}, by, at)


def _trace_reading(
    session: Session,
    declared: Declared,
    action: str,
    on: tuple[str, object],
    details: dict[str, object],
    by: Actor,
    at: datetime,
) -> None:
    if not may(by, Permission.DECLARE, Subject(employer_id=declared.employer.id)):
        audit.record(session, by=by, at=at, action=action, on=on, details=details)
