"""What a step is: a form, its legal demands, and the call that carries it out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.database import calendar_of
from husly.kit.i18n import gettext as _
from husly.settings import Settings
from inspection.authorities.belonging import is_own, may_act
from inspection.enforcement.case_facts import CaseFacts
from inspection.enforcement.forms import StepForm, lawful_deadline
from inspection.enforcement.from_register import case_facts
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import CaseState, Move, moves_from, permission_of
from inspection.enforcement.words import in_words


@dataclass(frozen=True)
class Field:
    """One field of a step's form; ``kind`` is text, textarea, date, time, number, select, checkbox or hidden."""

    name: str
    label: str
    kind: str = "textarea"
    value: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Step:
    """One thing that can be done with a case. ``unmet`` holds whole sentences; empty means it may be done now.

    ``main`` steps lead the case on; the others are folded away. A step with ``href`` has a page of its own;
    ``read`` links to what should be read first; ``instead`` to the police reports, where the rule against gathering
    evidence of an offence (RSL § 9) closes the step.
    """

    key: str
    title: str
    submit: str
    explanation: str = ""
    fields: tuple[Field, ...] = ()
    unmet: tuple[str, ...] = ()
    main: bool = True
    href: str = ""
    read: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Offer:
    """What decides which steps a page offers: the case, the reader, the day."""

    file: CaseFile
    facts: CaseFacts
    actor: Actor
    settings: Settings
    as_of: date

    @property
    def is_own(self) -> bool:
        """Whether the reader works for the authority of the case; others have no step in it."""
        return is_own(self.file.case, self.actor)

    @property
    def state(self) -> CaseState:
        """Where the case stands."""
        return self.file.case.state

    def unmet(self, move: Move | None, facts: CaseFacts, permission: Permission | None = None) -> tuple[str, ...]:
        """What keeps the reader from a move once the form has given what it gives.

        Who may make a move stands in the table; ``permission`` is asked for where a step moves no case (None).
        """
        needed = permission if move is None else permission_of(move)
        reasons: list[str] = []
        if needed is not None and not may_act(self.file.case, self.actor, needed):
            reasons.append(_("Only a decision-maker may do this."))
        for check in moves_from(self.state, facts):
            if check.move is move:
                reasons += [in_words(reason) for reason in check.unmet]
        return tuple(reasons)


def offer_for(file: CaseFile, *, actor: Actor, settings: Settings, as_of: date) -> Offer:
    """The offer of a case to a reader on a day."""
    return Offer(file, case_facts(file, as_of), actor, settings, as_of)


@dataclass(frozen=True)
class Running:
    """A step being carried out."""

    session: Session
    case_id: UUID
    form: StepForm
    settings: Settings
    by: Actor
    at: datetime
    who: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "who", {"by": self.by, "at": self.at})

    def deadline(self, name: str) -> date:
        """A day of the form on which a deadline may end. Raises ``DomainError`` for one without work."""
        return lawful_deadline(self.form.day(name), calendar_of(self.session))


def answer_fields(offer: Offer) -> tuple[Field, ...]:
    """The answer to the owner, where he contests and nobody has answered."""
    if not offer.facts.open_contests:
        return ()
    hint = _("The owner reads it on his page with the code of his letter. Write nothing about residents.")
    return (Field("answer", _("Answer to the owner who contests"), hint=hint),)


Run = Callable[[Running], str | None]
