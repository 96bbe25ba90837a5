"""The hearing of the party (*partshøring*), FVL § 19."""

from datetime import date

from husly.kit.access import Permission
from husly.kit.clock import danish_date
from inspection.enforcement.actions.steps import require_state, trace
from inspection.enforcement.hearing_days import late_until, promised_until
from inspection.enforcement.models import Hearing
from inspection.enforcement.transitions import CaseState
from inspection.hearings.actions import new_reply_code, set_reply_code
from inspection.letters.blocks import LetterKind
from inspection.letters.builders import write_hearing
from inspection.letters.enclosures import report_of_visit
from inspection.letters.from_case import Source, hearing_content
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.models import Letter


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    return write_hearing(hearing_content(source, letter), print_unverified=print_unverified)


def _may_leave(leaving: Leaving) -> None:
    require_state(leaving.file, CaseState.FINDINGS_RECORDED)


def _prepare(leaving: Leaving) -> None:
    choices = leaving.letter.choices
    due_on = promised_until(choices, leaves_on=danish_date(leaving.at), calendar=leaving.file.calendar)
    leaving.letter.choices = {**choices, "due_on": due_on.isoformat(), "reply_code": new_reply_code()}


def _on_issue(leaving: Leaving) -> None:
    case, letter = leaving.file.case, leaving.letter
    due_on = date.fromisoformat(letter.choices["due_on"])
    hearing = Hearing(case_id=case.id, round=case.round, letter_id=letter.id, due_on=due_on)
    set_reply_code(hearing, letter.choices["reply_code"])
    # From here on only the letter itself tells the code.
    letter.choices = {key: value for key, value in letter.choices.items() if key != "reply_code"}
    leaving.session.add(hearing)
    leaving.session.flush()


def _count_from_delivery(leaving: Leaving) -> None:
    """A letter that came late moves the deadline: the party has at least the shortest usual time from then.

    Counted anew where another day of delivery takes the place of a wrong one.
    """
    file, letter = leaving.file, leaving.letter
    hearing = file.hearing
    if hearing is None or hearing.letter_id != letter.id or letter.delivered_on is None:
        return
    if file.case.state is not CaseState.FINDINGS_RECORDED:
        return  # it was answered before anybody noted that it came
    came_on = letter.delivered_on
    until = late_until(letter.choices, due_on=hearing.due_on, delivered_on=came_on, calendar=file.calendar)
    if until != hearing.late_until:
        hearing.late_until = until
        leaving.session.flush()
        moved = {"until": until, "came_on": came_on}
        trace(leaving.session, file.case, "case.hearing_came_late", by=leaving.by, at=leaving.at, details=moved)


TYPE = LetterType(
    LetterKind.PARTSHOERING,
    Permission.PREPARE_LETTERS,
    _write,
    _may_leave,
    _on_issue,
    on_delivery=_count_from_delivery,
    on_correction=_count_from_delivery,
    prepare=_prepare,
    encloses=report_of_visit,
)
