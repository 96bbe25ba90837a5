"""The mail that asks an employer to declare: guidance in Danish and English, nothing of why it was sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.mail import Mail
from husly.settings import Settings
from inspection.undeclared.models import CandidateState, UndeclaredCandidate
from register.employers.models import Employer

MAIL_KIND = "undeclared_ask"

SUBJECT = "Husly: anmeldelse af boliger til medarbejdere / declaring housing for employees"

_TEXT = """UDKAST – vejledende tekst, ikke en afgørelse

Til {employer}

Stiller I bolig til rådighed for jeres medarbejdere i Danmark, eller sørger I for, at de får en, kan boligen anmeldes
i Husly{site}. Det gælder også boliger, som en anden ejer, og boliger, der kun bruges en tid.

Er alle jeres boliger anmeldt, eller stiller I ingen til rådighed, skal I ikke gøre noget. Spørg os gerne, hvis I er i
tvivl.

DRAFT – guidance, no decision

If you provide housing to your employees in Denmark, or see to it that they get some, it can be declared in Husly{site}.
This includes housing that others own and housing used for a time only.

If all your housing is declared, or you provide none, you need not do anything. If in doubt, ask us.

{authority}
"""


def ask_text(employer_name: str, chosen: Settings) -> str:
    """The text of the mail, to be used in a letter too."""
    site = chosen.public_url.rstrip("/")
    contact = ", ".join(one for one in (chosen.authority_name, chosen.authority_phone, chosen.authority_email) if one)
    return _TEXT.format(employer=employer_name, site=f" ({site})" if site else "", authority=contact)


def write_ask(
    session: Session,
    payload: Mapping[str, Any],
    chosen: Settings,
    at: datetime,  # noqa: ARG001 - writers are called alike
) -> Mail | None:
    """The mail of one candidate; None where it was dismissed or declared meanwhile, or no address is known any more."""
    row = session.get(UndeclaredCandidate, UUID(payload["candidate_id"]))
    if row is None or row.employer_id is None or row.state in (CandidateState.DISMISSED, CandidateState.DECLARED):
        return None
    employer = session.get_one(Employer, row.employer_id)
    if not employer.contact_email:
        return None
    return Mail(employer.contact_email, SUBJECT, ask_text(employer.name, chosen))
