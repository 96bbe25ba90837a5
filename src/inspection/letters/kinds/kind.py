"""What a kind of letter is: who may issue it, what writes it, when it may leave, and what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.settings import Settings
from inspection.enforcement.queries import CaseFile
from inspection.letters.blocks import LetterKind
from inspection.letters.enclosures import Encloses, nothing_with_it
from inspection.letters.from_case import Source
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.models import Letter


@dataclass(frozen=True)
class Leaving:
    """A letter on its way: the open case file it belongs to, who acts and when; the settings when it is issued."""

    session: Session
    file: CaseFile
    letter: Letter
    by: Actor
    at: datetime
    settings: Settings | None = None


def nothing(_: Leaving) -> None:
    """Nothing follows."""


@dataclass(frozen=True)
class LetterType:
    """One kind of letter.

    ``write`` makes its words from the case and what the author chose; its last argument prints references that no
    lawyer has verified, for demonstration only. ``may_leave`` raises ``DomainError`` where the procedure has no place
    for it now; the gates were asked before. ``prepare`` may then change what the author chose, and the letter is
    written anew (a code that only the letter tells). ``on_issue`` moves the case on, in the same transaction;
    ``on_delivery`` likewise when it has arrived, ``on_correction`` when the day of that was wrong. With
    ``second_person`` another than its author approves it before it leaves. ``encloses`` gives the papers that go with
    it, named in its text.
    """

    kind: LetterKind
    permission: Permission
    write: Callable[[Source, Letter, bool], WrittenLetter]
    may_leave: Callable[[Leaving], None] = nothing
    on_issue: Callable[[Leaving], None] = nothing
    on_delivery: Callable[[Leaving], None] = nothing
    on_correction: Callable[[Leaving], None] = nothing
    second_person: bool = False
    prepare: Callable[[Leaving], None] = nothing
    encloses: Encloses = nothing_with_it
