"""Who gets a copy of a letter besides its recipient."""

from sqlmodel import Session

from inspection.delivery.choosing import Addressed
from inspection.delivery.queueing import is_handed_over
from inspection.enforcement.models import Addressee
from inspection.enforcement.queries import CaseFile
from inspection.letters.models import Letter
from inspection.representation.queries import list_representatives


def copies_of(session: Session, file: CaseFile, letter: Letter) -> list[Addressed]:
    """The representatives of the party, where the letter goes to the party.

    None for what goes to others (residents, mortgagees, the police), and for what is handed over at the door, which
    nobody may know of before.
    """
    if not goes_to_party(file, letter) or is_handed_over(letter):
        return []
    return [
        Addressed(one.name, one.postal_address, one.cvr_number, email=one.email)
        for one in list_representatives(session, file.case.id)
    ]


def goes_to_party(file: CaseFile, letter: Letter) -> bool:
    """Whether a letter is to the addressee of the case, and part of its file."""
    if letter.confined:
        return False
    role = (letter.recipient or {}).get("role")
    return letter.recipient is None or (role == Addressee.OWNER.value and file.case.addressee is Addressee.OWNER)
