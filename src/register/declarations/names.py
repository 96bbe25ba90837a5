"""The residents' names: kept apart from everything else, read for a stated purpose, every reading written down."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Permission, Subject, may, require
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, ResidentName
from register.declarations.queries import Declared


class NamePurpose(StrEnum):
    """What names may be read for."""

    CORRECT = "correct"
    COMPARE = "compare"
    REHOUSE = "rehouse"
    FILE_ACCESS = "file_access"


PURPOSES = {
    NamePurpose.CORRECT: mark("To correct the declaration"),
    NamePurpose.COMPARE: mark("To compare with who lives there"),
    NamePurpose.REHOUSE: mark("To rehouse residents"),
    NamePurpose.FILE_ACCESS: mark("To answer a request for access to a file"),
}


_NAMES = (
    select(ResidentName.name)
    .join(Declaration, col(Declaration.id) == col(ResidentName.declaration_id))
    .join(Accommodation, col(Accommodation.id) == col(Declaration.accommodation_id))
)


def has_names(session: Session, declared: Declared) -> bool:
    """Whether a version holds names; tells nothing of them."""
    wanted = select(ResidentName.position).where(ResidentName.declaration_id == declared.declaration.id).limit(1)
    return session.exec(wanted).first() is not None


def may_read_names(by: Actor, declared: Declared) -> bool:
    """Whether somebody may read the names of this accommodation's residents."""
    subject = Subject(declared.employer.id, declared.accommodation.municipality_code)
    return by is SYSTEM or may(by, Permission.READ_RESIDENT_NAMES, subject)


def names_in_force(session: Session, accommodation_id: UUID) -> tuple[str, ...]:
    """The names of the version in force, to go into the next one unseen: whoever shows names calls ``read_names``."""
    wanted = (
        select(ResidentName.name)
        .join(Declaration, col(Declaration.id) == col(ResidentName.declaration_id))
        .where(Declaration.accommodation_id == accommodation_id, col(Declaration.is_current))
    )
    return tuple(session.exec(wanted.order_by(col(ResidentName.position))))


def names_at_dwelling(session: Session, dwelling_id: UUID) -> frozenset[str]:
    """Every name that any version of any employer there holds, for a search only: nobody is shown one of them."""
    return frozenset(session.exec(_NAMES.where(Accommodation.dwelling_id == dwelling_id)))


def names_in(session: Session, municipality_code: str) -> frozenset[str]:
    """The same of every dwelling in a municipality; of the whole country where none is named."""
    here = Accommodation.municipality_code == municipality_code
    return frozenset(session.exec(_NAMES.where(here) if municipality_code else _NAMES))


def read_names(session: Session, declared: Declared, *, purpose: str, by: Actor, at: datetime) -> tuple[str, ...]:
    """The names of one version, in the order given. The audit row tells who, when and what for; never a name.

    Raises ``NotAllowedError`` for others than the employer and who decides cases, ``DomainError`` without a purpose
    (a ``NamePurpose``: the audit trail holds no free text about persons).
    """
    subject = Subject(declared.employer.id, declared.accommodation.municipality_code)
    require(by, Permission.READ_RESIDENT_NAMES, subject)
    if purpose not in list(NamePurpose):
        raise DomainError("names.no_purpose", "Choose what you need the names for.")
    wanted = select(ResidentName).where(ResidentName.declaration_id == declared.declaration.id)
    names = tuple(row.name for row in session.exec(wanted.order_by(col(ResidentName.position))))
    audit.record(
        session,
        by=by,
        at=at,
        action="resident_names.read",
        on=("declaration", declared.declaration.id),
        details={"purpose": purpose, "names": len(names)},
    )
    return names
