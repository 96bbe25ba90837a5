"""What each step of an appeal does to the decision it is against, in words, and what an outcome may change."""

from datetime import date
from typing import Any

from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from inspection.appeals.models import AppealChange, ChangeKind
from inspection.appeals.transitions import AppealMove
from inspection.enforcement.steps.kinds import Field
from inspection.letters.blocks import LetterKind

_ORDERS = (LetterKind.PAABUD, LetterKind.STRAKSPAABUD)

TAKEN_AWAY: dict[LetterKind, str] = {
    LetterKind.GENHUSNING: mark("The rehousing order is withdrawn; a new one can be written."),
    LetterKind.FORBUD: mark(
        "The prohibition is withdrawn: a letter that says so is drafted for each recipient; a new one can be written."
    ),
    LetterKind.BOEDEFORELAEG: mark("The fine is withdrawn."),
}
"""What an annulment or a remittal does to a decision beside the order."""

DAYS: dict[LetterKind, str] = {
    LetterKind.PAABUD: mark("New deadline for the whole order"),
    LetterKind.STRAKSPAABUD: mark("New deadline for the whole order"),
    LetterKind.GENHUSNING: mark("New day from which the residents are rehoused"),
    LetterKind.FORBUD: mark("New day by which the housing must be left"),
}

COLUMNS: dict[str, str] = {
    "from_on": mark("Rehoused from"),
    "until_on": mark("Rehoused until"),
    "proof_due_on": mark("Proof of rehousing by"),
    "move_out_on": mark("To be left by"),
    "part": mark("Part of the building"),
    "issued_total": mark("Fine in kroner"),
}
"""What the columns are called that an outcome changes."""


def effect_of(move: AppealMove, kind: LetterKind, *, case_is_closed: bool) -> str:
    """What follows of a step, before anyone presses."""
    match move:
        case AppealMove.ANNUL | AppealMove.ANNUL_ITSELF | AppealMove.REMIT if kind in TAKEN_AWAY:
            return _(TAKEN_AWAY[kind])
        case AppealMove.ANNUL | AppealMove.ANNUL_ITSELF if case_is_closed:
            return _("An order is withdrawn. The case is closed and stays closed, now with the code “order withdrawn”.")
        case AppealMove.REMIT if case_is_closed:
            return _(
                "An order is withdrawn. The case is closed and stays closed, now with the code “order withdrawn”; "
                "to decide anew, open a new case."
            )
        case AppealMove.ANNUL | AppealMove.ANNUL_ITSELF:
            return _("An order is withdrawn and the case closed.")
        case AppealMove.REMIT:
            return _("An order is withdrawn; the case stands as heard again, for a new order or a new visit.")
        case AppealMove.CHANGE | AppealMove.CHANGE_ITSELF if kind in TAKEN_AWAY:
            return _("What you fill in applies at once; what you leave empty stays as it is.")
        case AppealMove.CHANGE | AppealMove.CHANGE_ITSELF:
            return _("A new deadline applies at once. Other changes need a corrected letter.")
        case AppealMove.UPHOLD | AppealMove.DISMISS | AppealMove.WITHDRAW:
            return _("The deadlines run again from today, with the days that were left.")
        case AppealMove.MARK_LATE:
            return _("A late appeal is sent on as well; the appeal body decides whether it tries it.")
        case _:
            return ""


def changed_fields(kind: LetterKind) -> list[Field]:
    """What an outcome may change in a decision of a kind."""
    fields = []
    if kind in DAYS:
        fields.append(Field("extended_to", _(DAYS[kind]), "date", required=False))
    if kind is LetterKind.GENHUSNING:
        fields += [
            Field("until_on", _("New last day of rehousing"), "date", required=False),
            Field("proof_due_on", _("New day of the proof"), "date", required=False),
            Field(
                "released",
                _("Groups of residents that it no longer covers"),
                "text",
                hint=_("For example B, C."),
                required=False,
            ),
        ]
    if kind is LetterKind.FORBUD:
        fields.append(Field("part", _("Narrowed to this part of the building"), "text", required=False))
    if kind is LetterKind.BOEDEFORELAEG:
        fields.append(Field("amount", _("New amount in kroner"), "number", required=False))
    return fields


def change_words(change: AppealChange) -> str:
    """One thing that an appeal did, as a sentence without its full stop."""
    if change.kind is ChangeKind.HELD and change.until is None:
        return _("Held back from %(day)s", day=format_date(change.since))
    if change.kind is ChangeKind.HELD and change.until is not None:
        return _("Held back from %(day)s to %(until)s", day=format_date(change.since), until=format_date(change.until))
    named = [name for name in COLUMNS if name in change.after]
    return "; ".join(
        _(
            "%(what)s: %(before)s → %(after)s",
            what=_(COLUMNS[name]),
            before=_value(change.before.get(name)),
            after=_value(change.after[name]),
        )
        for name in named
    )


def _value(value: Any) -> str:
    """A day as people write it, an amount as it is; a dash for nothing."""
    if value in (None, ""):
        return "–"
    try:
        return format_date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
