"""Claims under a collective agreement for tests: the form, a file, and the ways to a claim in force."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from conftest import AT
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.uploads import Scanner, Upload, read_upload
from register.agreements.actions import accept_claim, claim_exemption
from register.agreements.forms import ClaimForm, read_claim
from register.agreements.models import AgreementClaim
from uploads_made import a_paper

PDF = a_paper()
CHIEF = Actor(id="chief", name="Dorte Afgørelse", grants=(Grant(Role.DECISION_MAKER),))


def the_claim(**changes: str) -> dict[str, str]:
    """The form filled in right, with changes."""
    return {
        "place": "this",
        "agreement": "Gartnerioverenskomsten 2026",
        "parties": "GLS-A\n3F",
        "nationwide": "yes",
        "workers": "Timelønnede i gartneriet",
        "who": "all",
        "covered": "",
        "valid_from": "2026-01-01",
        "valid_to": "2026-03-31",
    } | changes


def the_file(content: bytes = PDF, name: str = "overenskomst.pdf") -> Upload:
    """A file as read."""
    return read_upload(name, content, scanner=Scanner())


def claimed(session: Session, accommodation_id: UUID, *, by: Actor = SYSTEM, **changes: str) -> AgreementClaim:
    """A claim that awaits its decision."""
    asked, errors = read_claim(ClaimForm(**the_claim(**changes)))
    assert asked is not None, errors
    return claim_exemption(session, accommodation_id=accommodation_id, asked=asked, evidence=the_file(), by=by, at=AT)


def in_force(session: Session, accommodation_id: UUID, *, at: datetime = AT, **changes: Any) -> AgreementClaim:
    """A claim accepted at a moment."""
    claim = claimed(session, accommodation_id, **changes)
    accept_claim(session, claim.id, version=claim.version, by=CHIEF, at=at)
    return claim


LAST = date(2026, 3, 31)
