"""Making the notice of an owner: the code, the letter in the outbox; and the owners that declarations name."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit import outbox
from husly.kit.access import Actor
from husly.kit.audit import Act
from husly.kit.codes import code_hash, grouped, random_code
from husly.kit.mail import enqueue_mail
from register.declarations.terms import NamedOwner
from register.owners.models import OwnerNotice

CHANNEL = "owner"
MAIL_KIND = "owner"
CODE_LENGTH = 12


def make_notice(
    session: Session, accommodation_id: UUID, *, name: str, postal_address: str, email: str, by: Actor, at: datetime
) -> OwnerNotice:
    """Write the notice with its code, queue letter and, where an address is known, mail; the caller audits."""
    code = random_code(CODE_LENGTH)
    notice = OwnerNotice(
        accommodation_id=accommodation_id,
        name=name,
        postal_address=postal_address,
        email=email or None,
        code=grouped(code, 4),
        code_hash=code_hash(code),
        named_at=at,
        named_by=by.id,
    )
    session.add(notice)
    session.flush()
    payload = {"notice_id": str(notice.id)}
    outbox.enqueue(session, channel=CHANNEL, payload=payload, at=at)
    if email:
        enqueue_mail(session, kind=MAIL_KIND, payload=payload, at=at)
    return notice


def name_owners(session: Session, named: Mapping[UUID, NamedOwner], *, by: Actor, at: datetime) -> list[Act]:
    """Name the owners that declarations tell of, by accommodation; returns what to audit.

    The same owner again changes nothing, another ends the first one's code; so does an employer who says to own the
    dwelling. That the employer may declare there was checked before.
    """
    if not named:
        return []
    standing = select(OwnerNotice).where(
        col(OwnerNotice.accommodation_id).in_(named), col(OwnerNotice.ended_at).is_(None)
    )
    before = {notice.accommodation_id: notice for notice in session.exec(standing)}
    acts: list[Act] = []
    for accommodation_id, owner in named.items():
        acts += _name(session, accommodation_id, owner, before.get(accommodation_id), by=by, at=at)
    return acts


def _name(
    session: Session, accommodation_id: UUID, owner: NamedOwner, before: OwnerNotice | None, *, by: Actor, at: datetime
) -> list[Act]:
    on = ("accommodation", accommodation_id)
    name, address, email = (" ".join((text or "").split()) for text in (owner.name, owner.postal_address, owner.email))
    if before is not None and (before.name, before.postal_address) == (name, address):
        before.email = email or None
        return []
    if before is not None:
        before.ended_at, before.code = at, None
    if owner.is_employer:
        return [] if before is None else [Act("owner.ended", on)]
    make_notice(session, accommodation_id, name=name, postal_address=address, email=email, by=by, at=at)
    return [Act("owner.named", on)]
