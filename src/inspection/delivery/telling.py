"""Telling a party that something about a deadline was decided: a mail without the matter, to whoever has an address.

The answer itself stands on the page that the code of the letter opens (``/reply``, ``/comply``).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import SYSTEM
from husly.kit.database import sends_links
from husly.kit.mail import Mail, enqueue_mail
from husly.settings import Settings
from inspection.authorities.queries import settings_of
from inspection.delivery.mail_texts import ANSWER_TEXTS, in_both_languages
from inspection.delivery.queueing import email_of
from inspection.enforcement.queries import CaseFile, get_case_file
from inspection.letters.models import Letter
from inspection.representation.copying import goes_to_party
from inspection.representation.queries import list_representatives

MAIL_KIND = "answer-waits"


class AnswerPage(StrEnum):
    """The page on which the code of a letter shows the answer."""

    REPLY = "reply"
    COMPLY = "comply"


def tell_party(session: Session, file: CaseFile, letter: Letter, where: AnswerPage, *, at: datetime) -> int:
    """Queue a mail to each who got the letter and has an address; returns how many, so that nobody is told is seen.

    None where the register has no public address, as its link would lead nowhere.
    """
    if not sends_links(session):
        return 0
    receivers = [role for role, email in _receivers(session, file, letter) if email]
    for role in receivers:
        payload = {"letter": str(letter.id), "to": role, "page": where.value}
        enqueue_mail(session, kind=MAIL_KIND, payload=payload, at=at)
    return len(receivers)


def _receivers(session: Session, file: CaseFile, letter: Letter) -> Iterator[tuple[str, str]]:
    """The party, and whoever represents it: a name for the payload, and the address as it stands now."""
    yield "party", email_of(file, letter)
    if goes_to_party(file, letter):
        for one in list_representatives(session, file.case.id):
            yield str(one.id), one.email


def write_answer_mail(session: Session, payload: Mapping[str, Any], chosen: Settings, _at: datetime) -> Mail | None:
    """The mail in Danish and English; None when its receiver has no address any more, or the register no public one."""
    letter = session.get_one(Letter, UUID(payload["letter"]))
    file = get_case_file(session, letter.case_id, by=SYSTEM)
    email = dict(_receivers(session, file, letter)).get(payload["to"])
    if not email or not chosen.public_url:
        return None
    link = f"{chosen.public_url.rstrip('/')}/{AnswerPage(payload['page']).value}"
    return Mail(email, *in_both_languages(ANSWER_TEXTS, settings_of(session, file.case, chosen), link=link))
