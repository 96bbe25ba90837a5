"""One page taken in: rooms added, a clash with another window told, the draft saved, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.audit import digest
from husly.kit.i18n import gettext as _
from register.declarations.journey.actions import save_draft
from register.declarations.journey.judging import Judge
from register.declarations.journey.merging import Typed, merge, part_of, shows_rooms
from register.declarations.journey.models import DeclarationDraft
from register.declarations.journey.problems import field_errors
from register.declarations.journey.reading import MAX_ROOMS, count_rows, rows_at
from register.declarations.journey.rooms import change_rooms, without_room
from register.declarations.journey.sent import Sent, read_sent
from register.declarations.journey.states import section_of
from register.declarations.journey.step_presenters import StepPage
from register.declarations.questions import ROOMS, SectionKey

MORE_ROWS = 3


@dataclass(frozen=True)
class SavedPage:
    """What became of a page: saved, or ``shown`` again with what is to be done about it."""

    sent: Sent
    shown: StepPage | None = None
    focus: str = ""
    address_told: tuple[str, ...] = ()


def keep_page(
    session: Session,
    draft: DeclarationDraft,
    before: StepPage,
    data: Mapping[str, Any],
    *,
    judge: Judge,
    by: Actor,
    at: datetime,
) -> SavedPage:
    """Save what a page says. ``before`` is the page as it was saved last."""
    sent = read_sent(data, before.step)
    typed = merge(draft.document, without_room(data, sent.removed), asked=_changeable(before))
    shown = replace(
        before, document=typed.document, origins=typed.origins, later=_later(draft, before, sent), back=sent.back
    )
    if sent.is_about_rooms:
        return _with_rooms(shown, typed, data, sent)
    if sent.more_rows is not None:
        return _with_rows(shown, data, sent, sent.more_rows)
    if _clashes(before, typed, sent):
        return SavedPage(sent, replace(shown, conflict=True, told=sent.told))
    if len(typed.document.get(ROOMS) or []) > MAX_ROOMS and ROOMS in _changeable(before):
        return SavedPage(sent, replace(shown, errors={ROOMS: _too_many()}))
    save_draft(session, draft, typed.document, later=shown.later, by=by, at=at)
    saved = replace(shown, stored=draft.document, origins=tuple(range(len(draft.document.get(ROOMS) or []))))
    if sent.wish == "later":
        return SavedPage(sent)
    errors = _errors(saved, judge)
    if errors:
        return SavedPage(sent, replace(saved, errors=errors))
    return _told_of_address(saved, draft, sent, judge)


def _changeable(shown: StepPage) -> set[str]:
    asked = set(shown.asked) - shown.fixed
    return asked if shows_rooms(shown.stored) else asked - {ROOMS}


def _later(draft: DeclarationDraft, before: StepPage, sent: Sent) -> list[str]:
    return [key for key in draft.later if key not in before.step.sections] + list(sent.later)


def _with_rooms(shown: StepPage, typed: Typed, data: Mapping[str, Any], sent: Sent) -> SavedPage:
    rooms = change_rooms(typed, data, sent)
    changed = replace(shown, document=rooms.typed.document, origins=rooms.typed.origins, blank_rooms=rooms.blank)
    if rooms.refused:
        return SavedPage(sent, replace(changed, errors={ROOMS: _too_many()}))
    focus = "" if sent.removed is not None else "fieldset.room:last-of-type input:not([type=hidden])"
    return SavedPage(sent, changed, focus)


def _with_rows(shown: StepPage, data: Mapping[str, Any], sent: Sent, path: str) -> SavedPage:
    """A few blank rows more."""
    blank = count_rows(data, path) - len(rows_at(shown.document, path)) + MORE_ROWS
    return SavedPage(sent, replace(shown, blank_rows={path: blank}))


def _too_many() -> str:
    return _("A page takes %(most)s rooms. Tell of more rooms with a file.", most=MAX_ROOMS)


def _clashes(before: StepPage, typed: Typed, sent: Sent) -> bool:
    """Whether the page's answers were saved elsewhere since it was opened, and differ from what is typed."""
    if not sent.seen or sent.seen == before.seen:
        return False
    return part_of(before.stored, before.asked) != part_of(typed.document, before.asked)


def _errors(shown: StepPage, judge: Judge) -> dict[str, str]:
    """What is wrong with this page's sections; what is only missing may be told later where that was ticked."""
    here: set[SectionKey] = set(shown.step.sections)
    found = [
        problem
        for problem in judge.problems(shown.document)
        if (section := section_of(problem.path, shown.needs)) in here
        and not (problem.code == "missing" and section in shown.later)
    ]
    return field_errors(found)


def _told_of_address(shown: StepPage, draft: DeclarationDraft, sent: Sent, judge: Judge) -> SavedPage:
    """Before going on from an address that the register knows, that is said once."""
    warnings = judge.address_warnings(draft, shown.document) if "address" in shown.step.sections else []
    mark_of = digest(warnings)[:16] if warnings else ""
    if warnings and sent.told != mark_of:
        return SavedPage(sent, replace(shown, told=mark_of), address_told=tuple(warnings))
    return SavedPage(sent)
