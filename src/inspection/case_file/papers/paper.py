"""What a paper of a bundle is, and for whom it is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

from husly.kit import pdf
from husly.kit.clock import danish_date
from inspection.appeals.models import Appeal, Appellant
from inspection.case_file.models import Purpose
from inspection.enforcement.models import Addressee
from inspection.enforcement.queries import CaseFile
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter

Body = Callable[[], Sequence[pdf.Element]]

TO_OTHERS = frozenset({LetterKind.POLITIANMELDELSE, LetterKind.UNDERRETNING, LetterKind.VIDERESENDELSE})
"""Letters to others than the party, confined or not: they may tell who wrote to the authority, or what it suspects."""

DECIDING = frozenset({LetterKind.PAABUD, LetterKind.STRAKSPAABUD, LetterKind.GENHUSNING, LetterKind.FORBUD})


@dataclass(frozen=True)
class Paper:
    """One paper: its place in the order, and what is to be set, the letter as issued, or what was ``frozen`` with one.

    ``body`` is called when the paper is set, so that the pictures of one paper are held at a time.
    """

    at: datetime
    title: str
    body: Body | None = None
    letter: Letter | None = None
    frozen: bytes | None = None
    went_with: UUID | None = None
    """The letter with which it was sent."""

    @property
    def day(self) -> date:
        """Its day in Denmark."""
        return danish_date(self.at)


@dataclass(frozen=True)
class Wanted:
    """For whom a bundle of which case is made, and when. ``print_unverified`` is for demonstrations alone."""

    file: CaseFile
    purpose: Purpose
    at: datetime
    print_unverified: bool = False
    evidence_list: Path | None = None

    @property
    def for_party(self) -> bool:
        """Whether the party reads it."""
        return self.purpose is Purpose.ACCESS

    @property
    def party(self) -> str:
        """Whom the decisions of the case address."""
        return self.file.party_name

    @property
    def is_of_employer(self) -> bool:
        """Whether the party is the employer, so that what he declared is his own."""
        return self.file.case.addressee is Addressee.EMPLOYER

    def shows_letter(self, letter: Letter) -> bool:
        """Whether a letter may be in it: issued, not confined, to the party, or to another in the same matter."""
        if letter.pdf is None or is_inner(letter):
            return False
        return not (self.for_party and self.is_of_others(letter))

    def is_of_others(self, letter: Letter) -> bool:
        """Whether a letter went to somebody else than the party."""
        return letter.recipient is not None and letter.recipient.get("name", "") != self.party

    def shows_appeal(self, appeal: Appeal) -> bool:
        """Whether an appeal may be in it: the party does not read who else appealed."""
        return not (self.for_party and is_of_another(appeal, of_employer=self.is_of_employer))

    def is_decided(self, round_number: int) -> bool:
        """Whether what was weighed in a round has been told to the party, by a decision or the end of the case."""
        told = (one for one in self.file.letters if one.issued_at is not None and one.round == round_number)
        return self.file.case.closed_at is not None or any(one.kind in DECIDING for one in told)


def is_inner(letter: Letter) -> bool:
    """Whether a letter stays out of every bundle."""
    return letter.confined or letter.kind in TO_OTHERS


def is_of_another(appeal: Appeal, *, of_employer: bool) -> bool:
    """Whether neither the party nor its representative appealed."""
    others = {Appellant.OTHER, Appellant.OWNER} if of_employer else {Appellant.OTHER}
    return appeal.appellant in others


def noon(day: date) -> datetime:
    """A moment on a day of which no hour is known."""
    return datetime.combine(day, time(12), UTC)


def short_date(day: date) -> str:
    """A day in figures, as an index has room for it."""
    return day.strftime("%d.%m.%Y")


def in_halves(sha256: str) -> str:
    """A digest with a gap, so that a column can break it."""
    return f"{sha256[:32]} {sha256[32:]}"


def yes_or_no(value: bool | None) -> str:
    """In Danish; empty where nothing is known."""
    return "" if value is None else ("Ja" if value else "Nej")
