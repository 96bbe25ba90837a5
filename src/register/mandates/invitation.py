"""The invitation that tells of a mandate: its text, and how it leaves the house."""

from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from husly.kit.accounts.models import Mandate
from husly.kit.outbox import OutboxMessage

CHANNEL = "mandate"

_TEXT = """Til / To: {email}
Emne / Subject: Fuldmagt i Husly / Mandate in Husly

{employer} har givet dig fuldmagt i Husly, registret over boliger som arbejdsgivere stiller til rådighed.
Du siger ja eller nej på Huslys side /mandates/invitation med denne kode:

    {code}

Koden gælder til og med {day}. Kender du ikke {employer}, skal du ikke gøre noget.

{employer} has given you a mandate in Husly, the register of employer-provided housing.
Accept or decline on the page /mandates/invitation of Husly with the code above, which holds until {day}.
If you do not know {employer}, do nothing.
"""


def invitation_text(mandate: Mandate) -> str:
    """The mail of one offer."""
    return _TEXT.format(
        email=mandate.email,
        employer=mandate.employer_name,
        code=mandate.code,
        day=mandate.code_expires_at.date().isoformat(),
    )


def deliver_invitation(session: Session, message: OutboxMessage, outbox_path: Path) -> str:
    """Write the invitation to the outbox folder; the code is forgotten once it is written.

    Names are ``mandate-<id>.txt``: no personal data. Twice leaves the same file.
    """
    mandate = session.get(Mandate, UUID(message.payload["mandate_id"]))
    if mandate is None:
        raise LookupError(f"mandate {message.payload['mandate_id']} is missing")
    if mandate.code is None:
        return f"mandate {mandate.id}: already told, or answered"
    file = f"mandate-{mandate.id}.txt"
    outbox_path.mkdir(parents=True, exist_ok=True)
    part = outbox_path / f".{file}.part"
    part.write_text(invitation_text(mandate), encoding="utf-8")
    part.replace(outbox_path / file)
    mandate.code = None
    return f"mandate {mandate.id} -> {file}"
