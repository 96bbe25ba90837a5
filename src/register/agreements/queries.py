"""Reading claims, and which accommodations an accepted one takes out of the act on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.audit import AuditEvent
from husly.kit.errors import NotFoundError
from register.accommodations.models import Accommodation
from register.agreements.models import AgreementClaim, AgreementEvidence, ClaimState
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from standards.rules.issuer import Issuer
from standards.text import Text

BATCH = 500

_COVERS = sa.or_(
    col(AgreementClaim.accommodation_id) == col(Accommodation.id),
    sa.and_(
        col(AgreementClaim.accommodation_id).is_(None),
        col(AgreementClaim.employer_id) == col(Accommodation.employer_id),
    ),
)


@dataclass(frozen=True)
class Exemption:
    """A claim in force over one accommodation, first and last day included; ``covered`` None is every resident."""

    claim_id: UUID
    agreement: str
    parties: tuple[str, ...]
    covered: int | None
    starts_on: date
    ends_on: date

    def is_whole(self, residents: int) -> bool:
        """Whether nobody is left to whom the act applies (SCOPE-07)."""
        return self.covered is None or self.covered >= residents

    @property
    def issuer(self) -> Issuer:
        """The agreement as the engine names it."""
        name = Text(self.agreement, self.agreement)
        return Issuer(kind="agreement", id=f"claim-{self.claim_id}", name=name, parties=self.parties)


@dataclass(frozen=True)
class Claimed:
    """A claim with its employer and, where it concerns one place, that place."""

    claim: AgreementClaim
    employer: Employer
    accommodation: Accommodation | None = None
    dwelling: Dwelling | None = None

    @property
    def municipality_code(self) -> str | None:
        """Whose area it lies in; None for a claim for all of the employer's housing."""
        return None if self.accommodation is None else self.accommodation.municipality_code


def list_exemptions(
    session: Session, accommodation_ids: Sequence[UUID], *, first: date, last: date
) -> dict[UUID, tuple[Exemption, ...]]:
    """Claims in force on any day of a period, by accommodation; the widest coverage first."""
    found: dict[UUID, list[Exemption]] = {}
    for start in range(0, len(accommodation_ids), BATCH):
        statement = (
            sa.select(col(Accommodation.id), AgreementClaim)
            .join(AgreementClaim, _COVERS)
            .where(col(Accommodation.id).in_(accommodation_ids[start : start + BATCH]), *_in_force(first, last))
            .order_by(col(AgreementClaim.in_force_from), col(AgreementClaim.id))
        )
        for accommodation_id, claim in session.execute(statement):
            found.setdefault(accommodation_id, []).append(_exemption(claim))
    return {key: tuple(sorted(ones, key=lambda one: -(one.covered or 10**9))) for key, ones in found.items()}


def find_exemption(session: Session, accommodation_id: UUID, on: date) -> Exemption | None:
    """The claim in force over an accommodation on a day, the one with the widest coverage; None without any."""
    found = list_exemptions(session, [accommodation_id], first=on, last=on).get(accommodation_id, ())
    return found[0] if found else None


def exempt_accommodations(first: date, last: date) -> sa.CompoundSelect[UUID]:
    """Ids of accommodations that one claim takes out of the act on every day of a period.

    A claim for a number of residents counts where it covers everyone declared now (SCOPE-07).
    """
    throughout = _in_force(last, first)
    residents = sa.select(col(Declaration.residents)).where(
        col(Declaration.accommodation_id) == col(AgreementClaim.accommodation_id), col(Declaration.is_current)
    )
    everyone = sa.or_(
        col(AgreementClaim.covered).is_(None),
        col(AgreementClaim.covered) >= residents.correlate(AgreementClaim).scalar_subquery(),
    )
    of_one = sa.select(col(AgreementClaim.accommodation_id)).where(
        col(AgreementClaim.accommodation_id).is_not(None), everyone, *throughout
    )
    of_all = (
        sa.select(col(Accommodation.id))
        .join(AgreementClaim, col(AgreementClaim.employer_id) == col(Accommodation.employer_id))
        .where(col(AgreementClaim.accommodation_id).is_(None), *throughout)
    )
    return sa.union(of_one, of_all)


def covered_by(claim_id: UUID) -> sa.Select[UUID]:
    """Ids of the accommodations that a claim concerns, whatever its state."""
    found = sa.select(col(Accommodation.id)).join(AgreementClaim, _COVERS)
    return found.where(col(AgreementClaim.id) == claim_id)


def find_issuer(session: Session, accommodation_id: UUID, residents: int | None, on: date) -> Issuer | None:
    """The agreement that takes the act's place for so many residents on a day; None where the act applies."""
    exemption = find_exemption(session, accommodation_id, on)
    return None if exemption is None or not exemption.is_whole(residents or 0) else exemption.issuer


def _in_force(first: date, last: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Begun by the last day and not ended before the first; with the two changed about: from first to last."""
    return (col(AgreementClaim.in_force_from) <= last, col(AgreementClaim.in_force_to) >= first)


def _exemption(claim: AgreementClaim) -> Exemption:
    if claim.in_force_from is None or claim.in_force_to is None:
        raise LookupError(f"claim {claim.id} is not in force")
    parties = tuple(claim.parties)
    return Exemption(claim.id, claim.agreement, parties, claim.covered, claim.in_force_from, claim.in_force_to)


def _scoped(by: Actor) -> sa.ColumnElement[bool]:
    return within(
        by,
        Permission.READ_DECLARATIONS,
        employer_id=col(AgreementClaim.employer_id),
        municipality_code=col(Accommodation.municipality_code),
    )


_JOINED = (
    sa.join(AgreementClaim, Employer, col(Employer.id) == col(AgreementClaim.employer_id))
    .outerjoin(Accommodation, col(Accommodation.id) == col(AgreementClaim.accommodation_id))
    .outerjoin(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
)


def list_claims(session: Session, *, by: Actor, limit: int = 50, offset: int = 0) -> tuple[list[Claimed], int]:
    """Claims within the scope, those that wait for the authority first, then the newest; and how many in all."""
    count = session.execute(sa.select(sa.func.count()).select_from(_JOINED).where(_scoped(by))).scalar_one()
    waits = sa.case((col(AgreementClaim.state) == ClaimState.SUBMITTED, 0), else_=1)
    statement = (
        select(AgreementClaim, Employer, Accommodation, Dwelling)
        .select_from(_JOINED)
        .where(_scoped(by))
        .order_by(waits, col(AgreementClaim.claimed_at).desc(), col(AgreementClaim.id))
        .limit(limit)
        .offset(offset)
    )
    return [Claimed(*row) for row in session.exec(statement)], count


def get_claim(session: Session, claim_id: UUID, *, by: Actor) -> Claimed:
    """One claim within the scope. Raises ``NotFoundError``."""
    statement = select(AgreementClaim, Employer, Accommodation, Dwelling).select_from(_JOINED)
    row = session.exec(statement.where(col(AgreementClaim.id) == claim_id, _scoped(by))).one_or_none()
    if row is None:
        raise NotFoundError("agreement claim")
    return Claimed(*row)


def list_claims_of(session: Session, accommodation: Accommodation) -> list[AgreementClaim]:
    """Every claim that concerns an accommodation, the newest first."""
    statement = select(AgreementClaim).join(Accommodation, _COVERS).where(col(Accommodation.id) == accommodation.id)
    return list(session.exec(statement.order_by(col(AgreementClaim.claimed_at).desc(), col(AgreementClaim.id))))


def list_evidence(session: Session, claim_id: UUID) -> list[AgreementEvidence]:
    """The files of a claim, oldest first."""
    statement = select(AgreementEvidence).where(col(AgreementEvidence.claim_id) == claim_id)
    return list(session.exec(statement.order_by(col(AgreementEvidence.uploaded_at), col(AgreementEvidence.id))))


def list_history(session: Session, claim_id: UUID) -> list[AuditEvent]:
    """What was done to a claim, oldest first."""
    statement = select(AuditEvent).where(
        AuditEvent.object_type == "agreement_claim", AuditEvent.object_id == str(claim_id)
    )
    return list(session.exec(statement.order_by(col(AuditEvent.seq))))
