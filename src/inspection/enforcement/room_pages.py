"""What the page of a room beside a case shows, and how each of its forms is answered.

A form that is refused gives its page back with the reason and with everything that was typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, page, redirect
from husly.kit.web.errors import translated
from inspection.authorities.belonging import is_own, may_act
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.steps.kinds import Step
from inspection.enforcement.tables import Check
from inspection.enforcement.words import in_words


@dataclass(frozen=True)
class Card:
    """One matter of a room: its name, how it stands, what is known, where to read on, and what can be done."""

    title: str
    status: str = ""
    badge: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class RoomPage:
    """A whole room: what it is for, its cards, and the steps that open a new matter."""

    file: CaseFile
    title: str
    lead: str
    cards: tuple[Card, ...]
    nothing: str
    steps: tuple[Step, ...] = ()
    notes: tuple[Card, ...] = ()
    key: str = ""
    """The end of its address, with which a refused step finds back to it."""


def unmet_of(check: Check[Any, Any], actor: Actor, file: CaseFile) -> tuple[str, ...]:
    """What keeps the reader from a move of a table, as whole sentences."""
    reasons = [in_words(reason) for reason in check.unmet]
    if not may_act(file.case, actor, check.permission):
        reasons.insert(0, _("Only a decision-maker may do this."))
    return tuple(reasons)


@dataclass(frozen=True)
class Refusal:
    """A form that was refused: why, which form of the page it was, and what was typed into it."""

    reason: str = ""
    step: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    """Which rule refused it."""

    def __bool__(self) -> bool:
        """Whether anything was refused."""
        return bool(self.reason)

    @property
    def status_code(self) -> int:
        """With which the page is answered."""
        return 409 if self else 200

    def kept(self, step: str, hidden: Mapping[str, str] | None = None) -> Mapping[str, str]:
        """What was typed into one form of the page, which has these hidden fields; nothing for another form."""
        same = all(self.typed.get(name) == value for name, value in (hidden or {}).items())
        return self.typed if self and step == self.step and same else {}

    def of(self, step: Step) -> Mapping[str, str]:
        """What was typed into the form of a step; of several alike the one with the same hidden fields."""
        return self.kept(step.key, {one.name: one.value for one in step.fields if one.kind == "hidden"})


NOT_REFUSED = Refusal()
"""Of a page that is only read."""


def show_room(request: AnyRequest, shown: RoomPage, refusal: Refusal = NOT_REFUSED) -> Template:
    """The page of a room; without its steps for whoever works for another authority."""
    if not is_own(shown.file.case, request.user):
        without = tuple(replace(card, steps=()) for card in shown.cards)
        shown = replace(shown, cards=without, steps=())
    return page(request, "cases/room.html", status_code=refusal.status_code, shown=shown, refusal=refusal)


def answered(
    session: Session,
    act: Callable[[], str | None],
    show: Callable[[Refusal], Template],
    *,
    to: str,
    step: str = "",
    typed: Mapping[str, str] | None = None,
) -> Redirect | Template:
    """Do what a form asks and go on to ``to`` (or where ``act`` says); or show the page with what was refused."""
    try:
        return redirect(act() or to)
    except DomainError as error:
        session.rollback()
        return show(Refusal(translated(error), step, dict(typed or {}), error.code))
