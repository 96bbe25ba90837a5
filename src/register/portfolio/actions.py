"""Linking employers and ending links: by an officer, with a reason, audited."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, require
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.texts import one_line
from register.employers.queries import find_employer_id
from register.portfolio.models import EmployerLink, LinkKind, LinkSource
from register.portfolio.queries import list_links, sees_employer

LONGEST_REASON = 2000


def link_employers(
    session: Session,
    employer_id: UUID,
    *,
    other_cvr: str = "",
    other_id: UUID | None = None,
    kind: LinkKind,
    is_second: bool,
    source: LinkSource,
    reason: str,
    stated_on: date,
    by: Actor,
    at: datetime,
) -> EmployerLink:
    """Link an employer to the one with a CVR number; ``is_second`` when it is the second of the two in ``LinkKind``.

    ``other_id`` names the other where it is known already, such as a firm without a CVR number.

    Raises ``NotFoundError`` for an employer without housing in the officer's area, ``DomainError`` for an unknown
    number, for itself, for a link that is there, without a reason, and for a day to come.
    """
    require(by, Permission.RECORD_VISITS)
    if not sees_employer(session, employer_id, by=by):
        raise NotFoundError("employer")
    reason = one_line(reason, LONGEST_REASON)
    if not reason:
        raise DomainError("link.reason", "Write how it is known that the two belong together.")
    if stated_on > danish_date(at):
        raise DomainError("link.day", "The day lies ahead: write the day on which it was stated.")
    other_id = other_id or find_employer_id(session, other_cvr)
    first, second = _pair(session, employer_id, other_id, kind=kind, is_second=is_second)
    link = EmployerLink(
        employer_a=first,
        employer_b=second,
        kind=kind,
        source=source,
        reason=reason,
        stated_on=stated_on,
        stated_by=by.id,
        stated_by_name=by.name,
        made_at=at,
    )
    session.add(link)
    session.flush()
    details = {"other": first if is_second else second, "kind": kind.value, "source": source.value}
    audit.record(session, by=by, at=at, action="employer.linked", on=("employer", employer_id), details=details)
    return link


def _pair(session: Session, employer_id: UUID, other_id: UUID, *, kind: LinkKind, is_second: bool) -> tuple[UUID, UUID]:
    """The two in the order of the link."""
    if other_id == employer_id:
        raise DomainError("link.self", "This is the employer itself: write the number of the other.")
    pair = (other_id, employer_id) if is_second else (employer_id, other_id)
    known = [{link.employer_a, link.employer_b} for link in list_links(session, [employer_id]) if link.kind is kind]
    if set(pair) in known:
        raise DomainError("link.exists", "The two are linked so already.")
    return pair


def end_link(session: Session, link_id: UUID, *, by: Actor, at: datetime) -> EmployerLink:
    """End a link; its row is kept. Raises ``NotFoundError`` where neither firm houses anybody in the officer's area."""
    require(by, Permission.RECORD_VISITS)
    link = session.get(EmployerLink, link_id, with_for_update=True, populate_existing=True)
    if link is None or not any(sees_employer(session, one, by=by) for one in (link.employer_a, link.employer_b)):
        raise NotFoundError("link")
    if link.ended_on is None:
        link.ended_on, link.ended_by = danish_date(at), by.id
        session.flush()
        audit.record(
            session,
            by=by,
            at=at,
            action="employer.unlinked",
            on=("employer", link.employer_a),
            details={"link": link.id},
        )
    return link
