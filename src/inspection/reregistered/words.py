"""Pairs and their evidence in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from husly.kit.i18n import format_date, mark, ngettext
from husly.kit.i18n import gettext as _
from inspection.reregistered.documents import day
from inspection.reregistered.linking import SUCCESSION
from inspection.reregistered.models import PairState
from inspection.reregistered.strengths import Level, load_strengths
from inspection.reregistered.traces import Origin, TraceKind

KINDS: dict[str, str] = {
    TraceKind.ACCOUNT: mark("Bank account"),
    TraceKind.PERSON: mark("Person behind the firm"),
    TraceKind.PHONE: mark("Telephone"),
    TraceKind.EMAIL: mark("E-mail"),
    TraceKind.ADDRESS: mark("Address"),
    TraceKind.OWNER: mark("Owner of the dwelling"),
    TraceKind.WORKPLACE: mark("Workplace"),
    TraceKind.CLIENT: mark("Client"),
    TraceKind.REPRESENTATIVE: mark("Holder of a mandate"),
    SUCCESSION: mark("One began as the other ended"),
}
ORIGINS: dict[str, str] = {
    Origin.EMPLOYER: mark("particulars of the firm"),
    Origin.CONTACT: mark("contact on site, declaration %(note)s"),
    Origin.HOUSING: mark("workers housed there"),
    Origin.DECLARATION: mark("declaration %(note)s"),
    Origin.NOTICE: mark("named so that the owner is told"),
    Origin.MANDATE: mark("mandate"),
    Origin.OFFICER: mark("recorded by %(note)s"),
    Origin.LIST: mark("list from %(note)s"),
}
LEVELS: dict[Level, tuple[str, str]] = {
    Level.STRONG: ("error", mark("Strong")),
    Level.MEDIUM: ("warning", mark("Medium")),
    Level.WEAK: ("info", mark("Weak")),
}
STATES: dict[PairState, tuple[str, str]] = {
    PairState.WAITING: ("warning", mark("Waits for a decision")),
    PairState.CONFIRMED: ("success", mark("Confirmed")),
    PairState.DISMISSED: ("", mark("Dismissed")),
}
MOST_ORIGINS = 3
"""Papers named for one piece of evidence; of more it says how many."""


@dataclass(frozen=True)
class EvidenceRow:
    """One piece of evidence as ready strings."""

    kind: str
    shown: str
    first: str
    second: str
    timing: str
    sharing: str
    points: str


def evidence_row(one: Mapping[str, Any], *, with_points: bool = True) -> EvidenceRow:
    """A stored piece of evidence in words; without the score (``with_points``) no points are told."""
    first, second, kind = one["first"], one["second"], KINDS[one["kind"]]
    shown = first["shown"] if first["shown"] == second["shown"] else f"{first['shown']} / {second['shown']}"
    if one["near"]:
        shown = _("%(shown)s (nearly the same)", shown=shown)
    return EvidenceRow(
        kind=_(kind),
        shown=shown,
        first=_held(first),
        second=_held(second),
        timing=timing(one["gap_days"]),
        sharing=_sharing(one, with_points),
        points=str(one["points"]) if with_points else "",
    )


def _held(held: Mapping[str, Any]) -> str:
    origins = [_(ORIGINS[origin], note=note) for origin, note in held["origins"]]
    named = "; ".join(origins[:MOST_ORIGINS])
    if len(origins) > MOST_ORIGINS:
        named += "; " + _("and %(more)s more", more=len(origins) - MOST_ORIGINS)
    known = _("known since %(day)s", day=format_date(day(held["known_on"])))
    return f"{period(held['from_on'], held['to_on'])}. {named[:1].upper()}{named[1:]}, {known}."


def period(from_on: str, to_on: str | None) -> str:
    """From a day to a day."""
    if to_on is None:
        return _("Since %(day)s", day=format_date(day(from_on)))
    return f"{format_date(day(from_on))} – {format_date(day(to_on))}"


def timing(gap_days: int | None) -> str:
    """How the two firms' days with a thing lie to each other."""
    if gap_days is None:
        return _("At the same time")
    if gap_days == 0:
        return _("The same day")
    return ngettext("%(num)s day later", "%(num)s days later", gap_days)


def _sharing(one: Mapping[str, Any], with_points: bool) -> str:
    whole, points = load_strengths().kinds[TraceKind(one["kind"])].points, one["points"]
    few = one["firms"] <= 2
    words = _("Only these two firms") if few else ngettext("%(num)s firm", "%(num)s firms", one["firms"])
    if points == whole or not with_points:
        return words
    return _("%(firms)s: counts %(points)s of %(whole)s points", firms=words, points=points, whole=whole)


def parts_words(parts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The points by kind, the most first."""
    return [(_(KINDS[kind]), points) for kind, points in sorted(parts.items(), key=lambda part: (-part[1], part[0]))]


def succession_words(days: int | None) -> str:
    """That one began as the other ended; empty where it did not."""
    if days is None:
        return ""
    if days < 0:
        return ngettext(
            "The second firm began %(num)s day before the first ended.",
            "The second firm began %(num)s days before the first ended.",
            -days,
        )
    return ngettext(
        "The second firm began %(num)s day after the first ended.",
        "The second firm began %(num)s days after the first ended.",
        days,
    )


def prefilled_reason(evidence: list[Mapping[str, Any]], days: int | None) -> str:
    """What an officer can begin a reason with: the evidence in one sentence."""
    kinds = [KINDS[one["kind"]] for one in evidence[:6]]
    same = ", ".join(f"{_(kind).lower()} {one['first']['shown']}" for kind, one in zip(kinds, evidence, strict=False))
    return " ".join(part for part in (_("The same: %(things)s.", things=same), succession_words(days)) if part)
