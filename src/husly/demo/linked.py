"""Linked employers of the demonstration, one of them closed by the register of companies."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from register.employers.models import Employer
from register.lookups.models import AnswerState, Register, RegisterAnswer
from register.portfolio.actions import link_employers
from register.portfolio.models import LinkKind, LinkSource

REASONS = (
    (LinkKind.AGENCY_CLIENT, LinkSource.OFFICER, "Oplyst af driftslederen ved besøg; de ansatte er udlejet."),
    (
        LinkKind.SUCCESSOR,
        LinkSource.CVR,
        "Samme kontaktperson og telefonnummer; ny virksomhed to uger efter konkursen.",
    ),
)


def load_links(session: Session, employers: Sequence[UUID], *, by: Actor, at: datetime) -> None:
    """Link the first employer to each of the others, as many as there are reasons; the last of them is closed."""
    firms = [session.get_one(Employer, one) for one in employers]
    for other, (kind, source, reason) in zip(firms[1:], REASONS, strict=False):
        link_employers(
            session,
            firms[0].id,
            other_cvr=other.cvr_number or "",
            kind=kind,
            is_second=kind is LinkKind.SUCCESSOR,
            source=source,
            reason=reason,
            stated_on=danish_date(at) - timedelta(days=20),
            by=by,
            at=at - timedelta(days=19),
        )
    if len(firms) > len(REASONS):
        session.add(_closed(firms[-1], at))


def _closed(firm: Employer, at: datetime) -> RegisterAnswer:
    return RegisterAnswer(
        source=Register.COMPANY,
        subject=firm.cvr_number or "",
        state=AnswerState.FOUND,
        provider="demo",
        content={"name": firm.name, "status": "UNDERKONKURS", "address": firm.postal_address or ""},
        asked_at=at,
        retrieved_at=at,
        due_at=at + timedelta(days=30),
    )
