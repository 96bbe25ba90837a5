"""Reading drafts within the reader's scope, and the signed words of a version."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from register.accommodations.models import Accommodation
from register.declarations.journey.models import Attestation, DeclarationDraft
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.employers.numbers import normal_cvr


def _seen_by(by: Actor) -> sa.ColumnElement[bool]:
    """Everybody who declares for the employer; before the employer is known, whoever began the draft."""
    own = within(
        by, Permission.DECLARE, employer_id=col(DeclarationDraft.employer_id), municipality_code=sa.literal(None)
    )
    begun = sa.and_(col(DeclarationDraft.by) == by.id, col(DeclarationDraft.employer_id).is_(None))
    return sa.or_(begun, sa.and_(col(DeclarationDraft.employer_id).is_not(None), own))


def get_draft(session: Session, draft_id: UUID, *, by: Actor, to_change: bool = False) -> DeclarationDraft:
    """One draft, submitted or not. ``to_change`` holds it until the transaction ends. Raises ``NotFoundError``."""
    found = find_draft(session, draft_id, by=by, to_change=to_change)
    if found is None:
        raise NotFoundError("draft")
    return found


def find_draft(session: Session, draft_id: UUID, *, by: Actor, to_change: bool = False) -> DeclarationDraft | None:
    """The same, or None."""
    statement = select(DeclarationDraft).where(DeclarationDraft.id == draft_id, _seen_by(by))
    if to_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.exec(statement).one_or_none()


def list_drafts(session: Session, *, by: Actor, limit: int = 100) -> list[DeclarationDraft]:
    """Drafts that wait to be finished, the last changed first."""
    statement = select(DeclarationDraft).where(_seen_by(by), col(DeclarationDraft.submitted_at).is_(None))
    return list(session.exec(statement.order_by(col(DeclarationDraft.changed_at).desc()).limit(limit)))


def find_amendment(session: Session, accommodation_id: UUID, *, by: Actor) -> DeclarationDraft | None:
    """The change of a declaration that is begun and not submitted, the last changed where there are several."""
    statement = select(DeclarationDraft).where(
        _seen_by(by),
        col(DeclarationDraft.submitted_at).is_(None),
        DeclarationDraft.accommodation_id == accommodation_id,
    )
    return session.exec(statement.order_by(col(DeclarationDraft.changed_at).desc()).limit(1)).first()


def find_own_employer(session: Session, document: dict[str, object], *, by: Actor) -> UUID | None:
    """The employer that a document names by its number, where the actor declares for that employer."""
    part = document.get("employer")
    told = part if isinstance(part, dict) else {}
    cvr, foreign = normal_cvr(str(told.get("cvr_number") or "")), str(told.get("foreign_number") or "")
    named = col(Employer.cvr_number) == cvr if cvr else col(Employer.foreign_number) == foreign
    if not cvr and not foreign:
        return None
    own = within(by, Permission.DECLARE, employer_id=col(Employer.id), municipality_code=sa.literal(None))
    return session.exec(select(Employer.id).where(named, own)).first()


def get_submitted(session: Session, draft: DeclarationDraft) -> tuple[UUID, int]:
    """The accommodation and the version that a submitted draft became. Raises ``NotFoundError``."""
    statement = select(Declaration.accommodation_id, Declaration.version).where(Declaration.id == draft.declaration_id)
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFoundError("declaration")
    return found[0], found[1]


def find_attestation(session: Session, declaration_id: UUID) -> Attestation | None:
    """What was signed for one version; None for what came by file or program."""
    return session.exec(select(Attestation).where(Attestation.declaration_id == declaration_id)).one_or_none()


def list_later(session: Session, declaration_id: UUID) -> tuple[str, ...]:
    """The sections that the employer said to tell of later when this version was submitted."""
    statement = select(DeclarationDraft.later).where(DeclarationDraft.declaration_id == declaration_id)
    told = session.exec(statement.order_by(col(DeclarationDraft.submitted_at).desc()).limit(1)).first()
    return tuple(told or ())


def current_version(session: Session, accommodation_id: UUID) -> int | None:
    """The number of the version in force."""
    statement = select(Declaration.version).where(
        Declaration.accommodation_id == accommodation_id, col(Declaration.is_current)
    )
    return session.exec(statement).first()


def list_addresses_of(session: Session, accommodation_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Where these accommodations are."""
    statement = (
        select(Accommodation.id, Dwelling)
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .where(col(Accommodation.id).in_(accommodation_ids))
    )
    return {found_id: dwelling.address for found_id, dwelling in session.exec(statement)}
