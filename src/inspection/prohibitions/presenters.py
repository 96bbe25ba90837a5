"""What the page of a prohibition shows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from husly.kit.access import Actor
from husly.kit.i18n import format_date, format_moment, mark
from husly.kit.i18n import gettext as _
from inspection.authorities.belonging import may_act
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.steps import Field
from inspection.enforcement.tables import checks_from
from inspection.enforcement.words import in_words
from inspection.prohibitions.labels import PROHIBITION_MOVES, PROHIBITION_STATES, ROLES
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.queries import BEFORE_ISSUE, letters_of
from inspection.prohibitions.transitions import (
    BY_APPEAL,
    TABLE,
    ProhibitionFacts,
    ProhibitionMove,
    ProhibitionState,
    latest_move_out,
    reason_is_given,
)

LINES = 3
"""How many mortgagees the form has room for."""


@dataclass(frozen=True)
class MoveForm:
    """One move with what it lacks; ``asks`` a reason."""

    key: str
    title: str
    unmet: tuple[str, ...]
    asks: bool


@dataclass(frozen=True)
class LetterLine:
    """One recipient's letter."""

    who: str
    name: str
    href: str
    status: str
    letter_id: str
    may_arrive: bool


class ProhibitionPage:
    """A prohibition: what it says, what may be done, who has its letter; or the form of a new one."""

    def __init__(
        self,
        file: CaseFile,
        prohibition: Prohibition | None,
        facts: ProhibitionFacts | None,
        *,
        actor: Actor,
        today: date,
        may_correct: bool = False,
    ) -> None:
        self.is_correction = (
            prohibition is not None and prohibition.state in BEFORE_ISSUE and bool(prohibition.corrects_id)
        )
        self.prefix = "correction-" if self.is_correction else ""
        self.correct_fields = _correct_fields(file, prohibition, today) if may_correct and prohibition else ()
        self.file, self.case, self.prohibition, self.today = file, file.case, prohibition, today
        self.title = _("Prohibition of use, case %(number)s", number=file.case.case_number)
        self.state = _(PROHIBITION_STATES[prohibition.state]) if prohibition else ""
        self.may_write = prohibition is None or prohibition.state is ProhibitionState.DRAFTED
        self.fields = _fields(file, prohibition, today) if self.may_write else ()
        self.moves = [] if prohibition is None or facts is None else _moves(file, prohibition, facts, actor)
        self.rows = [] if prohibition is None else _rows(prohibition)
        self.letters = [] if prohibition is None else _letters(file, prohibition)
        self.history = [] if prohibition is None else _history(prohibition)


def _moves(file: CaseFile, prohibition: Prohibition, facts: ProhibitionFacts, actor: Actor) -> list[MoveForm]:
    found = []
    for check in checks_from(TABLE, prohibition.state, facts):
        if check.move is ProhibitionMove.CORRECT or check.move in BY_APPEAL:
            continue  # issuing the corrected one makes the one, an appeal the others
        asks = reason_is_given.reason in check.unmet
        unmet = [in_words(one) for one in check.unmet if one is not reason_is_given.reason]
        if not may_act(file.case, actor, check.permission):
            unmet.append(_("Only a decision-maker may do this."))
        found.append(MoveForm(check.move.value, _(PROHIBITION_MOVES[check.move]), tuple(unmet), asks))
    return found


def _rows(prohibition: Prohibition) -> list[tuple[str, str]]:
    corrected = [
        (_("What was wrong"), prohibition.correction_wrong),
        (_("What holds now"), prohibition.correction_holds),
    ]
    return [
        *(corrected if prohibition.corrects_id else ()),
        (_("What may not be lived in"), prohibition.part or _("The whole building")),
        (_("Danger"), prohibition.danger),
        (_("Imminent danger"), _("Yes") if prohibition.imminent else _("No")),
        (_("To be left by"), format_date(prohibition.move_out_on)),
        (_("Replacement dwelling and support"), prohibition.replacement or "–"),
        (_("Rehousing"), prohibition.rehousing_note or prohibition.rehousing_override or "–"),
        (_("Hearing left out because"), prohibition.hearing_waiver_reason or "–"),
        (_("Written by"), prohibition.drafted_by_name),
        (_("Approved by"), prohibition.approved_by_name or _("Nobody yet")),
    ]


def _letters(file: CaseFile, prohibition: Prohibition) -> list[LetterLine]:
    lines = []
    for letter in letters_of(file, prohibition):
        given = letter.recipient or {}
        role = given["role"]
        status = _("Draft") if letter.issued_at is None else _("Issued")
        if letter.delivered_on is not None:
            status = _("Arrived %(day)s", day=format_date(letter.delivered_on))
        lines.append(
            LetterLine(
                _(ROLES[role]),
                given["name"],
                f"/letters/{letter.id}",
                status,
                str(letter.id),
                letter.issued_at is not None and letter.delivered_on is None,
            )
        )
    return lines


def _history(prohibition: Prohibition) -> list[tuple[str, str, str, str]]:
    names = {move.value: text for move, text in PROHIBITION_MOVES.items()}
    names["changed"] = mark("Changed after an appeal")
    return [
        (_(names.get(one["what"], "Drafted")), format_moment(datetime.fromisoformat(one["at"])), one["by"], one["why"])
        for one in reversed(prohibition.history)
    ]


def _correct_fields(file: CaseFile, prohibition: Prohibition, today: date) -> tuple[Field, ...]:
    """What was wrong, what holds, and the whole prohibition anew."""
    hint = _("Every recipient reads it.")
    return (
        Field("wrong", _("What was wrong"), hint=hint),
        Field("holds", _("What holds now"), hint=hint),
        *_fields(file, prohibition, today),
    )


def _fields(file: CaseFile, prohibition: Prohibition | None, today: date) -> tuple[Field, ...]:
    known, case = prohibition, file.case
    latest = format_date(latest_move_out(today, imminent=True))
    owner = {} if known is None else next(one for one in known.recipients if one["role"] == "owner")
    day = file.calendar.on_or_after(today + timedelta(days=28)) if known is None else known.move_out_on

    def text(name: str) -> str:
        return "" if known is None else str(getattr(known, name))

    return (
        Field(
            "part",
            _("Part of the building or rooms"),
            "text",
            text("part"),
            _("Empty: the whole building. For example “kælderen”."),
            required=False,
        ),
        Field(
            "imminent",
            _("The danger is imminent"),
            "checkbox",
            "true" if known is not None and known.imminent else "",
            required=False,
        ),
        Field("danger", _("The danger to health or life"), value=text("danger"), hint=_("Every recipient reads it.")),
        Field("considerations", _("Main considerations"), value=text("considerations"), required=False),
        Field(
            "move_out_on",
            _("To be left by"),
            "date",
            day.isoformat(),
            _("At imminent danger no later than %(day)s, otherwise within 15 years.", day=latest),
        ),
        Field(
            "replacement",
            _("What the residents are told of a replacement dwelling and support"),
            value=text("replacement"),
            hint=_("Every recipient reads it: write no address to which residents move."),
            required=False,
        ),
        Field(
            "rehousing_note",
            _("How the residents are rehoused"),
            value=text("rehousing_note"),
            hint=_(
                "Only the residents' letter holds it. Owner and mortgagees read that the municipality takes care of it."
            ),
            required=False,
        ),
        Field(
            "rehousing_override",
            _("Or why the prohibition goes ahead without"),
            value=text("rehousing_override"),
            hint=_("Stays in the case; no letter holds it."),
            required=False,
        ),
        Field(
            "hearing_waiver_reason",
            _("Why nobody was heard first (FVL § 19, stk. 2, nr. 3)"),
            value=text("hearing_waiver_reason"),
            hint=_("Leave it empty only where the owner was heard about a prohibition."),
            required=False,
        ),
        Field("owner_name", _("Owner: name"), "text", owner.get("name", case.owner_name)),
        Field("owner_address", _("Owner: postal address"), "text", owner.get("address", case.owner_postal_address)),
        Field(
            "owner_cvr_number",
            _("Owner: CVR number"),
            "text",
            owner.get("cvr_number", case.owner_cvr_number),
            required=False,
        ),
        Field(
            "owner_foreign_number",
            _("Owner, a firm without a CVR number: its number in its own country"),
            "text",
            owner.get("foreign_number", case.owner_foreign_number),
            required=False,
        ),
        *_mortgagee_fields(known),
    )


def _mortgagee_fields(known: Prohibition | None) -> list[Field]:
    given = [] if known is None else [one for one in known.recipients if one["role"] == "mortgagee"]
    fields = []
    for place in range(max(LINES, len(given))):
        one, number = (given[place] if place < len(given) else {}), place + 1
        names = (
            ("name", _("Mortgagee %(number)s: name", number=number)),
            ("address", _("Mortgagee %(number)s: postal address", number=number)),
            ("cvr_number", _("Mortgagee %(number)s: CVR number", number=number)),
            ("foreign_number", _("Mortgagee %(number)s: number in its own country", number=number)),
        )
        fields += [
            Field(f"mortgagee_{part}.{place}", label, "text", one.get(part, ""), required=False)
            for part, label in names
        ]
    return fields
