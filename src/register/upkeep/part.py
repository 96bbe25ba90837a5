"""What the page of a declaration says of time: not in use, ended, told late, confirmed when."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from husly.kit.clock import danish_date
from husly.kit.i18n import format_date, ngettext
from husly.kit.i18n import gettext as _
from register.declarations.models import Declaration
from register.declarations.queries import Declared
from register.upkeep.duties import Duties, days_late, reconfirm_due_on
from register.upkeep.models import Pause
from register.upkeep.queries import Standing

ASKED_BEFORE_DAYS = 30
"""So long before the day is the employer asked to confirm."""


@dataclass(frozen=True)
class PauseRow:
    """One pause now or to come, and the button that ends it."""

    id: UUID
    text: str
    button: str


@dataclass(frozen=True)
class UpkeepPart:
    """How one accommodation stands over time, on the page of its declaration."""

    declared: Declared
    standing: Standing
    duties: Duties
    today: date
    is_own: bool

    @property
    def href(self) -> str:
        """The page of the accommodation."""
        return f"/declarations/{self.declared.accommodation.id}"

    @property
    def version(self) -> int:
        """The version that is shown, and that a confirmation would be of."""
        return self.declared.declaration.version

    @property
    def has_ended(self) -> bool:
        """Whether the last day is over."""
        ends_on = self.declared.accommodation.ends_on
        return ends_on is not None and ends_on < self.today

    @property
    def badges(self) -> list[tuple[str, str]]:
        """The state in words: ended, not in use, late."""
        return [one for one in (state_badge(self.declared, self._pause_now(), self.today), self._late()) if one]

    def _pause_now(self) -> date | None:
        """The day on which it is back in use; None while it is in use."""
        return next((one.back_on for one in self.standing.pauses if one.from_on <= self.today < one.back_on), None)

    def _late(self) -> tuple[str, str] | None:
        text = late_words(self.declared.declaration, self.duties)
        return ("warning", text) if text else None

    @property
    def late_text(self) -> str:
        """What was late and what it means; empty for one told in time."""
        if self._late() is None:
            return ""
        declaration = self.declared.declaration
        days = {"changed": format_date(declaration.valid_from), "told": format_date(declaration.submitted_at)}
        words = [_("Changed on %(changed)s, told on %(told)s.", **days)]
        if self.duties.day_kind == "working":
            words.append(_("Only working days count."))
        if not self.duties.is_law:
            words.append(_("Declaring is voluntary. That it came late has no consequence."))
        return " ".join(words)

    @property
    def pauses(self) -> list[PauseRow]:
        """The pauses that are not over."""
        return [self._row(one) for one in self.standing.pauses if one.back_on > self.today]

    def _row(self, pause: Pause) -> PauseRow:
        button = _("Back in use today") if pause.from_on < self.today else _("Take back")
        return PauseRow(pause.id, pause_words(pause.from_on, pause.back_on), button)

    @property
    def due_on(self) -> date | None:
        """When the declaration must be confirmed again; None for one that has ended, or where nobody asks."""
        return None if self.has_ended else reconfirm_due_on(self.standing.confirmed_on, self.duties)

    @property
    def confirmed_line(self) -> str:
        """When it was last declared or confirmed, and when it must be again."""
        last = format_date(self.standing.confirmed_on)
        if self.due_on is None:
            return _("Last declared or confirmed on %(last)s.", last=last)
        due = format_date(self.due_on)
        return _("Last declared or confirmed on %(last)s. To be confirmed again by %(due)s.", last=last, due=due)

    @property
    def asks(self) -> tuple[str, str] | None:
        """The question whether all is still so, from 30 days before the day: kind of alert and words."""
        due_on = self.due_on
        if due_on is None or self.today < due_on - timedelta(days=ASKED_BEFORE_DAYS):
            return None
        if self.today > due_on:
            days = (self.today - due_on).days
            return "warning", ngettext(
                "The confirmation is %(num)s day overdue.", "The confirmation is %(num)s days overdue.", days
            )
        return "info", _("Is everything still so? Confirm it by %(due)s.", due=format_date(due_on))

    @property
    def may_confirm(self) -> bool:
        """Whether the reader can confirm this version now."""
        return self.is_own and self.declared.declaration.is_current and not self.has_ended


def pause_words(from_on: date, back_on: date) -> str:
    """A pause in words."""
    first, back = format_date(from_on), format_date(back_on)
    return _("Not in use from %(first)s; back in use on %(back)s", first=first, back=back)


def state_badge(declared: Declared, back_on: date | None, today: date) -> tuple[str, str] | None:
    """What a list says of an accommodation's state; None where it is simply in use. ``back_on`` while not in use."""
    accommodation = declared.accommodation
    if accommodation.ends_on is not None and accommodation.ends_on < today:
        return "", _("Ended on %(day)s", day=format_date(accommodation.ends_on))
    if back_on is not None:
        return "info", _("Not in use until %(day)s", day=format_date(back_on))
    return None


def late_words(declaration: Declaration, duties: Duties) -> str:
    """By how much a change was told too late (D6); empty in time.

    A first declaration is never late here: the housing may be older than the register.
    """
    if declaration.version == 1:
        return ""
    late = days_late(declaration.valid_from, danish_date(declaration.submitted_at), duties)
    return ngettext("%(num)s day late", "%(num)s days late", late) if late else ""
