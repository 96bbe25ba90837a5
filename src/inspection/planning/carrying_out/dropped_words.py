"""Why a visit left its plan, in the reader's language: what kind of dropping it was, and its sentence.

A row keeps the sentence in Danish, as cases do. Those that a rule wrote are read back here; what a person wrote stays
as it was written.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from husly.kit.i18n import format_date, language, mark
from husly.kit.i18n import gettext as _
from inspection.letters.danish import danish_date
from inspection.planning import within_cases as cases
from inspection.planning.carrying_out import dropping
from inspection.planning.models import PlannedVisit


class DropKind(StrEnum):
    """What took a visit out of its plan: a person, an agreement in the act's place, nobody living there, its case."""

    BY_HAND = "by_hand"
    AGREEMENT = "agreement"
    NOT_IN_USE = "not_in_use"
    CASE = "case"
    OTHER = "other"


BADGES = {
    DropKind.BY_HAND: mark("Dropped by a planner"),
    DropKind.AGREEMENT: mark("Not applicable – collective agreement"),
    DropKind.NOT_IN_USE: mark("Not in use"),
    DropKind.CASE: mark("The case has moved on"),
    DropKind.OTHER: mark("Left the plan"),
}

SENTENCES = (
    (
        DropKind.AGREEMENT,
        dropping.BECAUSE,
        mark(
            "A collective agreement instead of the act on the day of the visit: %(agreement)s, %(first)s to %(last)s."
        ),
    ),
    (
        DropKind.NOT_IN_USE,
        dropping.ENDED,
        mark("Moved out before the day of the visit, as the employer told: last day %(last)s."),
    ),
    (
        DropKind.NOT_IN_USE,
        dropping.UNUSED,
        mark("Not in use on the day of the visit, as the employer told: %(first)s to %(last)s."),
    ),
    (DropKind.CASE, cases.CLOSED, mark("Case %(number)s was closed after the plan was made.")),
    (DropKind.CASE, cases.MOVED_ON, mark("Case %(number)s no longer waits for a visit.")),
    (
        DropKind.CASE,
        cases.RUNS,
        mark("In case %(number)s the order's deadline still runs; the revisit can be planned once it has passed."),
    ),
    (DropKind.CASE, cases.OTHERS, mark("Case %(number)s belongs to another authority.")),
    (DropKind.CASE, cases.ANNOUNCED, mark("In case %(number)s another visit is planned or announced already.")),
    (
        DropKind.CASE,
        cases.SUSPECTED,
        mark("In case %(number)s an offence is suspected; a visit must not gather evidence of it."),
    ),
)
"""Every sentence that a rule writes, with its kind and the same in English."""

DAYS = frozenset({"first", "last"})
MONTHS = {danish_date(date(2000, month, 1)).split()[1]: month for month in range(1, 13)}


@dataclass(frozen=True)
class Dropped:
    """One dropping as a page shows it. ``is_danish``: the words stand as they were written, whatever the language."""

    kind: DropKind
    words: str
    is_danish: bool

    @property
    def badge(self) -> str:
        """Its kind in a few words."""
        return _(BADGES[self.kind])


def dropped_of(visit: PlannedVisit) -> Dropped | None:
    """Why a visit left its plan; None while it stands."""
    if visit.dropped_at is None:
        return None
    because = visit.dropped_because
    if visit.dropped_by is not None:
        return Dropped(DropKind.BY_HAND, because, is_danish=True)
    for kind, sentence, words in SENTENCES:
        found = _pattern(sentence).fullmatch(because)
        if found is None:
            continue
        if language() == "da":
            return Dropped(kind, because, is_danish=True)
        values = {name: _shown(text) if name in DAYS else text for name, text in found.groupdict().items()}
        return Dropped(kind, _(words, **values), is_danish=False)
    return Dropped(DropKind.OTHER, because, is_danish=True)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", sentence)
    return re.compile(
        "".join(f"(?P<{part}>.+)" if number % 2 else re.escape(part) for number, part in enumerate(parts))
    )


def _shown(danish: str) -> str:
    """A day of a Danish sentence as the reader writes days; as it stands where it cannot be read."""
    found = re.fullmatch(r"(\d{1,2})\. (\w+) (\d{4})", danish)
    if found is None or found[2] not in MONTHS:
        return danish
    return format_date(date(int(found[3]), MONTHS[found[2]], int(found[1])))
