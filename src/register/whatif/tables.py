"""Tables of a what-if: what each group and each column is called, as rows for files and as a JSON document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from register.assessments.wording import in_language
from register.employers.sectors import SECTIONS
from register.municipalities.table import Municipality
from register.whatif.judging import Judged
from register.whatif.scenarios import Asked
from register.whatif.tallies import COUNTS, FEWEST_EMPLOYERS, GROUPS, OTHER, Tally, alone, tallies, total
from standards.facts.choices import KIND_LABELS
from standards.rules.requirement import Value

FORMAT = "husly.whatif/1"
NOTICE = "Nothing is changed in law or in the register. The pack is a draft that no lawyer has compared with the text."

GROUP_NAMES = {
    "municipality": mark("Municipality"),
    "sector": mark("Sector"),
    "kind": mark("Kind of dwelling"),
}
COUNT_NAMES = {
    "dwellings": mark("Dwellings"),
    "newly_failing": mark("Newly failing"),
    "still_failing": mark("Still failing"),
    "newly_passing": mark("Newly passing"),
    "still_passing": mark("Still passing"),
    "failing_now_open": mark("Failed, now facts are missing"),
    "not_assessed": mark("Not judged: facts are missing"),
    "no_longer_failing": mark("No longer failing"),
    "rooms_newly_failing": mark("Rooms newly failing"),
    "rooms_no_longer_failing": mark("Rooms no longer failing"),
    "residents_newly_failing": mark("Residents in newly failing"),
    "residents_no_longer_failing": mark("Residents in no longer failing"),
    "employers": mark("Employers"),
    "employers_newly_failing": mark("Employers newly failing"),
    "employers_no_longer_failing": mark("Employers no longer failing"),
}


@dataclass(frozen=True)
class Outcome:
    """A scenario and what came out, as far as the reader may see it; `alone` counts the changed requirements only."""

    asked: Asked
    judged: Judged
    all_shown: bool
    names: Mapping[str, Municipality]
    alone: bool = False

    @cached_property
    def rows(self) -> pl.DataFrame:
        """The rows that are counted."""
        return alone(self.judged.rows, self.asked.scenario.requirements) if self.alone else self.judged.rows

    @property
    def exempt(self) -> int:
        """Accommodations counted nowhere because of a collective agreement; 0 where so few could be recognised."""
        found = self.judged.exempt
        return found if self.all_shown or found >= FEWEST_EMPLOYERS else 0

    @property
    def total(self) -> Tally | None:
        """Everything together; None when it may not be shown."""
        return total(self.rows, all_shown=self.all_shown)

    def by(self, group: str) -> list[Tally]:
        """The groups, the largest effect first."""
        return tallies(self.rows, group, all_shown=self.all_shown)

    def requirements(self) -> Iterator[tuple[str, Tally | None]]:
        """Each changed requirement with how dwellings moved in it alone."""
        for key in self.asked.scenario.requirements:
            yield key, total(alone(self.judged.rows, [key]), all_shown=self.all_shown)

    def name_of(self, group: str, key: str) -> str:
        """What a group is called in the language of the moment."""
        if key == OTHER:
            return _("Others, each too small to be shown")
        if group == "municipality" and key in self.names:
            return self.names[key].name
        if group == "sector" and key in SECTIONS:
            return _(SECTIONS[key][1])
        if group == "kind" and key in KIND_LABELS:
            return in_language(KIND_LABELS[key])
        return _("Not known")


def header() -> list[str]:
    """The first row of files; keys rather than words, for those who calculate with them."""
    return ["group", "key", "name", *COUNTS, "share_newly_failing", "share_no_longer_failing"]


def rows_of(outcome: Outcome) -> Iterator[list[Any]]:
    """The rows of files: everything, then group by group."""
    if (whole := outcome.total) is not None:
        yield _row("all", "", _("All"), whole)
    for group in GROUPS:
        for one in outcome.by(group):
            yield _row(group, one.key, outcome.name_of(group, one.key), one)


def _row(group: str, key: str, name: str, one: Tally) -> list[Any]:
    shares = [round(one.share(count), 6) for count in ("newly_failing", "no_longer_failing")]
    return [group, key, name, *one.counts.values(), *shares]


def document_of(outcome: Outcome) -> dict[str, Any]:
    """The whole as JSON; the form is described in docs/how-to/what-if.md and changes only with its version."""
    asked, judged = outcome.asked, outcome.judged
    pack = asked.scenario.pack
    whole = outcome.total
    return {
        "format": FORMAT,
        "notice": NOTICE,
        "pack": {"id": pack.id, "version": pack.version, "hash": pack.content_hash, "release": pack.release},
        "as_of": asked.as_of.isoformat(),
        "municipality_code": asked.municipality_code or None,
        "room_cap_basis": asked.scenario.room_cap_basis,
        "changes": [
            {"key": one.key, "before": _plain(one.before), "after": _plain(one.after)} for one in asked.changes
        ],
        "changed_requirements_alone": outcome.alone,
        "dwellings_in_scope": judged.places_in_scope,
        "dwellings_read": judged.places,
        "total": None if whole is None else whole.counts,
        "requirements": {key: None if one is None else one.counts for key, one in outcome.requirements()},
        **{f"by_{group}": [_named(outcome, group, one) for one in outcome.by(group)] for group in GROUPS},
    }


def _named(outcome: Outcome, group: str, one: Tally) -> dict[str, Any]:
    return {"key": one.key, "name": outcome.name_of(group, one.key), **one.counts}


def _plain(value: Value | None) -> Any:
    return list(value) if isinstance(value, tuple) else value
