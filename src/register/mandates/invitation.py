"""The mail that tells of a mandate: in Danish and English, since nobody knows yet what its receiver reads."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.accounts.models import Mandate
from husly.kit.clock import danish_date
from husly.kit.mail import Mail
from husly.settings import Settings

MAIL_KIND = "mandate"

SUBJECT = "Fuldmagt i Husly / Mandate in Husly"

_TEXT = """{employer} har givet dig fuldmagt i Husly, registret over boliger som arbejdsgivere stiller til rådighed.
Du siger ja eller nej på {page} med denne kode:

    {code}

Koden gælder til og med {day}. Kender du ikke {employer}, skal du ikke gøre noget.

{employer} has given you a mandate in Husly, the register of employer-provided housing.
Accept or decline on {page} with the code above, which holds until {day}.
If you do not know {employer}, do nothing.
"""


def write_invitation(session: Session, payload: Mapping[str, Any], chosen: Settings, at: datetime) -> Mail | None:
    """The mail of one offer; None when it is answered or ended, or too old. Its code is forgotten once it has left."""
    mandate = session.get(Mandate, UUID(payload["mandate_id"]))
    if mandate is None or mandate.code is None or at >= mandate.code_expires_at:
        return None

    def forget() -> None:
        mandate.code = None

    body = _TEXT.format(
        employer=mandate.employer_name,
        page=f"{(chosen.public_url or '').rstrip('/')}/mandates/invitation",
        code=mandate.code,
        day=danish_date(mandate.code_expires_at).isoformat(),
    )
    return Mail(mandate.email, SUBJECT, body, on_sent=forget)
