"""What the page of appeals shows, and its line in the list of a case."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.i18n import format_date, format_moment, ngettext
from husly.kit.i18n import gettext as _
from inspection.appeals.actions import Decided, facts_of, is_suspending
from inspection.appeals.effects import change_words, changed_fields, effect_of
from inspection.appeals.labels import APPELLANTS, BADGES, CHANNELS, EFFECTS, MOVES, STATES, TITLE
from inspection.appeals.models import Appeal, Appellant, Channel, Effect
from inspection.appeals.queries import appealable_letters, list_appeals, list_changes_of
from inspection.appeals.transitions import OPEN_STATES, TABLE, AppealMove, AppealState
from inspection.authorities.belonging import may_act
from inspection.enforcement.labels import LETTERS
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.steps.kinds import Field, Step
from inspection.enforcement.tables import Check, checks_from
from inspection.enforcement.words import in_words
from inspection.letters.models import Letter

WITH_REASON = frozenset(
    {
        AppealMove.MAINTAIN,
        AppealMove.CHANGE_ITSELF,
        AppealMove.ANNUL_ITSELF,
        AppealMove.UPHOLD,
        AppealMove.CHANGE,
        AppealMove.ANNUL,
        AppealMove.REMIT,
        AppealMove.DISMISS,
    }
)
WITH_NEW_DAY = frozenset({AppealMove.CHANGE, AppealMove.CHANGE_ITSELF})
CLOSING = frozenset({AppealMove.ANNUL, AppealMove.ANNUL_ITSELF})


def standing(session: Session, file: CaseFile) -> tuple[str, str, str] | None:
    """Title, status and badge of the appeals of a case; None before anything was decided to appeal against."""
    found = list_appeals(session, file.case.id)
    if not found and not appealable_letters(file):
        return None
    if not found:
        return _(TITLE), "", ""
    state = found[-1].state
    return _(TITLE), _(STATES[state]), BADGES.get(state, "")


@dataclass(frozen=True)
class AppealRow:
    """One appeal with what can be done with it."""

    id: str
    number: int
    state: str
    badge: str
    time: str
    is_late: bool
    pairs: list[tuple[str, str]]
    steps: list[Step]
    changes: list[str]
    """What it did to a decision beside the order."""


class AppealsPage:
    """Every appeal of a case, and the form to receive another."""

    def __init__(self, session: Session, file: CaseFile, *, actor: Actor, today: date) -> None:
        self.session, self.file, self.case, self.actor, self.today = session, file, file.case, actor, today
        self.title = _("Appeals in case %(number)s", number=file.case.case_number)
        self.rows = [self._row(one) for one in reversed(list_appeals(session, file.case.id))]
        self.receive = self._receive()

    def _may(self, permission: Permission) -> bool:
        return may_act(self.case, self.actor, permission)

    def _receive(self) -> Step | None:
        letters = appealable_letters(self.file)
        if not letters or not self._may(Permission.PREPARE_LETTERS):
            return None
        options = tuple((str(one.id), letter_name(one)) for one in letters)
        return Step(
            "receive",
            _("An appeal has come"),
            _("Record the appeal"),
            _(
                "Whether it is in time is counted from the day of delivery and the guidance printed in the letter. "
                "A late appeal is recorded as well: the appeal body decides."
            ),
            (
                Field("letter", _("Against"), "select", options[0][0], options=options),
                Field("appellant", _("Who appeals"), "select", Appellant.ADDRESSEE, options=_options(APPELLANTS)),
                Field("appellant_name", _("Name"), "text", self._party()),
                Field("channel", _("How it came"), "select", Channel.DIGITAL_POST, options=_options(CHANNELS)),
                Field("lodged_on", _("Received on"), "date", self.today.isoformat()),
                Field("grounds", _("What is appealed against and why"), required=False),
            ),
        )

    def _party(self) -> str:
        return self.file.party_name

    def _row(self, appeal: Appeal) -> AppealRow:
        return AppealRow(
            id=str(appeal.id),
            number=appeal.number,
            state=_(STATES[appeal.state]),
            badge=BADGES.get(appeal.state, ""),
            time=time_words(appeal),
            is_late=appeal.days_late > 0,
            pairs=_pairs(appeal, self.file.letter(appeal.letter_id)),
            steps=self._steps(appeal),
            changes=[change_words(one) for one in list_changes_of(self.session, appeal.id)],
        )

    def _steps(self, appeal: Appeal) -> list[Step]:
        if appeal.state not in OPEN_STATES:
            return []
        facts = facts_of(appeal, Decided(self.today, reason="-"), today=self.today)
        lawful = [one for one in checks_from(TABLE, appeal.state, facts) if not _is_of_the_other(one, appeal)]
        letter = self.file.letter(appeal.letter_id)
        effect = [] if appeal.effect is Effect.PRINTED else [self._effect(appeal)]
        return [*(self._step(one, letter) for one in lawful), *effect]

    def _step(self, check: Check[AppealState, AppealMove], letter: Letter) -> Step:
        title, submit = MOVES[check.move]
        unmet = [] if self._may(check.permission) else [_("Only a decision-maker may do this.")]
        main = check.move not in (AppealMove.WITHDRAW, AppealMove.DISMISS)
        return Step(
            check.move.value,
            _(title),
            _(submit),
            effect_of(check.move, letter.kind, case_is_closed=self.case.closed_at is not None),
            self._fields(check.move, letter),
            (*unmet, *(in_words(reason) for reason in check.unmet)),
            main,
        )

    def _fields(self, move: AppealMove, letter: Letter) -> tuple[Field, ...]:
        fields = [Field("on", _("Day"), "date", self.today.isoformat())]
        if move in WITH_REASON:
            fields.append(Field("reason", _("Reasons")))
        if move is AppealMove.SEND:
            fields.append(Field("reference", _("Number at the appeal body"), "text", required=False))
        if move in WITH_NEW_DAY:
            fields += changed_fields(letter.kind)
        if move in CLOSING and self.file.open_contests:
            fields.append(Field("answer", _("Answer to the owner who contests")))
        return tuple(fields)

    def _effect(self, appeal: Appeal) -> Step:
        suspends = is_suspending(appeal)
        unmet = () if self._may(Permission.ISSUE_DECISIONS) else (_("Only a decision-maker may do this."),)
        title = _("Let the decision apply meanwhile") if suspends else _("Let the appeal suspend the decision")
        explanation = (
            _("The deadlines run again from today, with the days that were left.")
            if suspends
            else _("Every deadline stops from the day of the appeal until it is decided.")
        )
        fields = (Field("reason", _("Reasons")), Field("suspends", "", "hidden", "" if suspends else "true"))
        return Step("effect", title, title, explanation, fields, unmet, main=False)


def _is_of_the_other(check: Check[AppealState, AppealMove], appeal: Appeal) -> bool:
    """In time or late is counted: only the step that is true is shown, and none that the register takes itself."""
    return check.move in (AppealMove.CHECK_AGAIN, AppealMove.ACCEPT if appeal.days_late else AppealMove.MARK_LATE)


def _options(labels: dict[Appellant, str] | dict[Channel, str]) -> tuple[tuple[str, str], ...]:
    return tuple((key.value, _(label)) for key, label in labels.items())


def letter_name(letter: Letter) -> str:
    """A letter by its kind and the day it was issued."""
    return f"{_(LETTERS[letter.kind])}, {format_moment(letter.issued_at)}" if letter.issued_at else ""


def time_words(appeal: Appeal) -> str:
    """Whether an appeal came in time, and by which day that is counted."""
    if appeal.due_on is None:
        return _("In time: no day of delivery or no time to appeal is known, so nothing can be late")
    last = format_date(appeal.due_on)
    if not appeal.days_late:
        return _("In time: the last day was %(day)s", day=last)
    late = ngettext("%(num)s day late", "%(num)s days late", appeal.days_late)
    return _("%(late)s: the last day was %(day)s", late=late, day=last)


def _pairs(appeal: Appeal, letter: Letter) -> list[tuple[str, str]]:
    effect = _(EFFECTS[appeal.effect])
    if appeal.effect_reason:
        effect = f"{effect}, {format_date(appeal.effect_on)}: {appeal.effect_reason}"
    rows = [
        (_("Against"), letter_name(letter)),
        (_("Who appeals"), f"{appeal.appellant_name} ({_(APPELLANTS[appeal.appellant])})"),
        (_("Received on"), f"{format_date(appeal.lodged_on)}, {_(CHANNELS[appeal.channel])}"),
        (_("Recorded"), f"{format_moment(appeal.received_at)}, {appeal.received_by_name}"),
        (_("Grounds"), appeal.grounds),
        (_("Stops the decision"), effect),
        (_("Appeal body"), appeal.body),
        (_("Checked"), format_date(appeal.checked_on) if appeal.checked_on else ""),
        (_("Reviewed"), f"{format_date(appeal.reviewed_on)}: {appeal.review}" if appeal.reviewed_on else ""),
        (_("Sent"), " · ".join(part for part in (_day(appeal.sent_on), appeal.sent_reference) if part)),
        (_("Decided"), f"{format_date(appeal.decided_on)}: {appeal.decision}" if appeal.decided_on else ""),
    ]
    return [(label, value) for label, value in rows if value]


def _day(day: date | None) -> str:
    return "" if day is None else format_date(day)
