"""Reading what was attached; lists leave the content in the database."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from husly.kit.errors import NotFoundError
from register.evidence.models import DeclarationEvidence
from register.evidence.wanted import Place

_IS_PRESENT = col(DeclarationEvidence.withdrawn_at).is_(None)


def list_files(session: Session, accommodation_id: UUID) -> list[DeclarationEvidence]:
    """Every file of an accommodation, withdrawn ones too, oldest first; without content, with previews."""
    statement = (
        select(DeclarationEvidence)
        .where(DeclarationEvidence.accommodation_id == accommodation_id)
        .options(defer(DeclarationEvidence.content, raiseload=True))  # type: ignore[arg-type]  # a column to SQLAlchemy
        .order_by(col(DeclarationEvidence.uploaded_at), col(DeclarationEvidence.id))
    )
    return list(session.exec(statement))


def list_present(session: Session, accommodation_id: UUID) -> set[Place]:
    """What is shown by some file that is not withdrawn."""
    statement = sa.select(col(DeclarationEvidence.item), col(DeclarationEvidence.room)).where(
        col(DeclarationEvidence.accommodation_id) == accommodation_id, _IS_PRESENT
    )
    return {(item, room) for item, room in session.execute(statement)}


def count_present(session: Session, accommodation_id: UUID) -> int:
    """How many files are not withdrawn."""
    statement = sa.select(sa.func.count()).where(
        col(DeclarationEvidence.accommodation_id) == accommodation_id, _IS_PRESENT
    )
    return int(session.execute(statement).scalar_one())


def find_same(session: Session, accommodation_id: UUID, place: Place, sha256: str) -> DeclarationEvidence | None:
    """The same file at the same place, unless it was withdrawn."""
    item, room = place
    statement = select(DeclarationEvidence).where(
        DeclarationEvidence.accommodation_id == accommodation_id,
        DeclarationEvidence.item == item,
        DeclarationEvidence.room == room,
        DeclarationEvidence.sha256 == sha256,
        _IS_PRESENT,
    )
    return session.exec(statement).first()


def get_file(session: Session, accommodation_id: UUID, file_id: UUID) -> DeclarationEvidence:
    """One file of an accommodation that the reader may see. Raises ``NotFoundError``."""
    found = session.get(DeclarationEvidence, file_id)
    if found is None or found.accommodation_id != accommodation_id:
        raise NotFoundError("evidence")
    return found
