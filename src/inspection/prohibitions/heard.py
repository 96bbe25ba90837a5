"""Whether the hearing of a case heard the owner about a prohibition: what it contemplated, and whom it addressed."""

from collections.abc import Mapping
from typing import Any

from inspection.enforcement.models import Addressee
from inspection.enforcement.queries import CaseFile
from inspection.hearings.reactions import Reaction, reactions_of


def prohibition_contemplated(file: CaseFile) -> bool:
    """Whether the hearing of the round told that a prohibition is contemplated."""
    if file.hearing is None:
        return False
    choices = file.letter(file.hearing.letter_id).choices
    return Reaction.PROHIBITION in reactions_of(choices.get("reactions", ()))


def is_party(file: CaseFile, recipient: Mapping[str, Any]) -> bool:
    """Whether the owner that a prohibition addresses is the party of the case, whom its hearing addressed.

    By the CVR number where both have one, otherwise by the name.
    """
    if recipient.get("role") != Addressee.OWNER.value:
        return False
    case, employer = file.case, file.employer
    if case.addressee is Addressee.OWNER:
        name, number = case.owner_name, case.owner_cvr_number
    else:
        name, number = employer.name, employer.cvr_number or ""
    given = str(recipient.get("cvr_number") or "")
    if number and given:
        return number == given
    return case.addressee is Addressee.OWNER and _plain(name) == _plain(str(recipient.get("name") or ""))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
