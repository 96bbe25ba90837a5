"""Everything that happened in a case, in order, with who and when; and what of it a bundle may hold.

What a bundle holds is a list of what goes in, never the file with something crossed out: the reason for which a case
was opened, tips, residents, referrals, confined letters and internal notes have no way into it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inspection.appeals.models import Appeal
from inspection.case_file.papers.paper import Wanted, is_inner
from inspection.enforcement.models import CaseMove, Hearing
from inspection.enforcement.transitions import Move
from inspection.letters.models import Letter


class EntryKind(StrEnum):
    """What an entry of a case file is."""

    MOVE = "move"
    LETTER_OUT = "letter_out"
    REPLY_IN = "reply_in"
    APPEAL_IN = "appeal_in"


@dataclass(frozen=True)
class Entry:
    """One thing that happened: a move, a letter sent, a reply or an appeal that came.

    ``row`` is what it is read from. ``is_inner`` keeps it out of every bundle.
    """

    at: datetime
    kind: EntryKind
    who: str
    row: CaseMove | Letter | Hearing | Appeal
    is_inner: bool = False


def entries_of(
    moves: Iterable[CaseMove], letters: Iterable[Letter], hearings: Iterable[tuple[Hearing, datetime]],
    appeals: Iterable[Appeal],
) -> list[Entry]:  # fmt: skip
    """The case file in order of time. A hearing comes with the moment at which its reply counts as received."""
    found = [
        Entry(one.at, EntryKind.MOVE, one.by_name, one, is_inner=one.move is Move.REPORT_TO_POLICE) for one in moves
    ]
    for letter in letters:
        if letter.issued_at is not None:
            who = letter.issued_by_name or ""
            found.append(Entry(letter.issued_at, EntryKind.LETTER_OUT, who, letter, is_inner=is_inner(letter)))
    found += [Entry(at, EntryKind.REPLY_IN, "", hearing) for hearing, at in hearings]
    found += [Entry(one.received_at, EntryKind.APPEAL_IN, one.received_by_name, one) for one in appeals]
    return sorted(found, key=lambda one: one.at)


def of_bundle(found: Sequence[Entry], wanted: Wanted) -> list[Entry]:
    """What of it the log of a bundle tells.

    The steps of the case stay with the authority and the appeal body: their days and order could tell that somebody
    complained (PRIV-02).
    """
    return [one for one in found if not one.is_inner and _is_shown(one, wanted)]


def _is_shown(entry: Entry, wanted: Wanted) -> bool:
    match entry.row:
        case Letter():
            return wanted.shows_letter(entry.row)
        case Appeal():
            return wanted.shows_appeal(entry.row)
        case CaseMove():
            return not wanted.for_party
    return True
