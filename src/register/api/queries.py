"""Look-ups of answers."""

from uuid import UUID

from sqlmodel import Session, select

from register.api.models import ApiAnswer


def find_answer(session: Session, *, employer_id: UUID, key: str) -> ApiAnswer | None:
    """What the employer's program was answered under this key."""
    return session.exec(
        select(ApiAnswer).where(ApiAnswer.employer_id == employer_id, ApiAnswer.idempotency_key == key)
    ).one_or_none()
