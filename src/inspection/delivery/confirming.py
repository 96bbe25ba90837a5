"""Recipient, channel, language and attachments are shown before a letter leaves, and confirmed by a person (M3)."""

from collections.abc import Sequence

from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.errors import DomainError
from husly.settings import Settings
from inspection.authorities.queries import settings_of
from inspection.delivery.presenters import Ahead, ahead_of
from inspection.delivery.queueing import addressed, is_handed_over
from inspection.enforcement.queries import CaseFile
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.models import Letter
from inspection.representation.copying import copies_of


class IssueForm(BaseModel):
    """What the button that issues a letter sends: the tick, and the digest of what was on the screen."""

    confirmed: str = ""
    seen: str = ""


def shown_ahead(
    session: Session,
    file: CaseFile,
    letter: Letter,
    written: WrittenLetter,
    settings: Settings,
    *,
    enclosed: Sequence[str] = (),
) -> Ahead:
    """To whom the draft would go, and how."""
    return ahead_of(
        addressed(file, letter, written.head.recipient),
        settings_of(session, file.case, settings),
        handed_over=is_handed_over(letter),
        file_name=f"{file.case.case_number}-{letter.kind.value}.pdf",
        copies=copies_of(session, file, letter),
        enclosed=enclosed,
    )


def confirmed_ahead(form: IssueForm, ahead: Ahead) -> dict[str, str]:
    """What was confirmed, for the audit trail. Raises ``DomainError`` without a tick, or when it has changed."""
    if not form.confirmed:
        raise DomainError(
            "letter.confirmed", "Confirm recipient, channel, language and attachments before the letter is issued."
        )
    if form.seen and form.seen != ahead.digest:
        raise DomainError(
            "letter.recipient_changed", "Recipient or channel have changed since you opened the page. Look again."
        )
    # The recipient's name stands in the frozen letter; the trail holds the digest of what was on the screen.
    return {
        "channel": ahead.channel,
        "language": ahead.language,
        "attachments": ahead.attachments,
        "seen": ahead.digest,
    }
