"""Rule packs in words: the list, and one pack rule by rule."""

from dataclasses import dataclass

from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from register.assessments.releases import release_badge, standing_badge
from register.assessments.wording import (
    CONFIDENCE,
    LEGAL_STATUS,
    SEVERITY,
    STATUS_BADGE,
    clause_of,
    condition_text,
    in_language,
    limit_of,
    validity,
)
from standards.facts.choices import KIND_LABELS
from standards.rules.approval import Standing
from standards.rules.condition import Applies, Span
from standards.rules.pack import Pack
from standards.rules.release import PackRelease, ReleaseState
from standards.rules.requirement import Requirement


@dataclass(frozen=True)
class RuleRow:
    """One requirement."""

    key: str
    text: str
    limit: str
    severity: str
    is_required: bool
    conditions: list[str]
    exceptions: list[str]
    clause: str
    url: str
    confidence: str
    sites: str
    validity: str
    standing: tuple[str, str] | None
    """Badge and word of how far the rule is approved; None where nobody has signed anything."""


BANNERS = {
    ReleaseState.DRAFT: mark(
        "No lawyer has compared these values with the official text. They are shown for information and cannot be "
        "cited in a letter."
    ),
    ReleaseState.PARTLY_APPROVED: mark(
        "Two persons stand by the rules marked as approved. The others are a draft that no letter may cite."
    ),
    ReleaseState.DEMONSTRATION: mark(
        "No lawyer has compared these values with the official text. A demonstration approval stands in, so that the "
        "letters of this demonstration can be seen; it has no effect anywhere else."
    ),
}


LINEAGE_STATUS = {
    "draft": mark("Draft"),
    "lapsed_bill": mark("Bill, lapsed"),
    "enacted_bill": mark("Bill, became this act"),
    "refers_to_pack": mark("Refers to these rules"),
}


@dataclass(frozen=True)
class LineageRow:
    """A text without rules of its own: what the pack grew from, or what refers to it."""

    title: str
    status: str
    dated: str
    reference: str
    url: str


@dataclass(frozen=True)
class PackPage:
    """One pack, and how far it is approved."""

    pack: Pack
    release: PackRelease

    @property
    def title(self) -> str:
        """Its name."""
        return in_language(self.pack.title)

    @property
    def status(self) -> tuple[str, str]:
        """Kind of badge and what kind of text it is."""
        return STATUS_BADGE.get(self.pack.legal_status, ""), _(LEGAL_STATUS[self.pack.legal_status])

    @property
    def release_badge(self) -> tuple[str, str]:
        """Kind of badge and how far it is approved."""
        return release_badge(self.release)

    @property
    def banner(self) -> tuple[str, str, str]:
        """Kind of alert, sentence and heading; the sentence is empty where two persons stand by every rule."""
        kind, heading = self.release_badge
        return kind, _(BANNERS[self.release.state]) if self.release.state in BANNERS else "", heading

    @property
    def validity(self) -> str:
        """When it holds."""
        return validity(self.pack)

    @property
    def supervisor(self) -> str:
        """Who supervises, if the pack says."""
        return in_language(self.pack.supervisor) if self.pack.supervisor else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of its scope."""
        return self.pack.notes.da if in_language(self.pack.title) == self.pack.title.da else self.pack.notes.en

    @property
    def lineage(self) -> list[LineageRow]:
        """The texts it grew from, and those that refer to it."""
        return [
            LineageRow(
                title=in_language(one.title),
                status=_(LINEAGE_STATUS[one.status]),
                dated=format_date(one.dated_on) if one.dated_on else "",
                reference=one.reference,
                url=one.url,
            )
            for one in self.pack.lineage
        ]

    @property
    def conditions(self) -> list[str]:
        """What every rule of the pack presupposes."""
        return conditions_of(self.pack.applies)

    @property
    def rules(self) -> list[RuleRow]:
        """Every requirement."""
        return [self.row_of(requirement) for requirement, _standing in self.release.rows]

    def row_of(self, requirement: Requirement) -> RuleRow:
        """One requirement in words, marked with how far it is approved once anybody has signed anything."""
        standings = dict(self.release.rows)
        marked = not set(standings.values()) <= {Standing.DRAFT, Standing.DEMONSTRATION}
        standing = standings.get(requirement)
        return rule_row(self.pack, requirement, standing_badge(standing) if marked and standing else None)

    @property
    def confidence(self) -> list[tuple[str, str, int]]:
        """Each code that occurs: the code, what it means, how many rules bear it."""
        counts = dict.fromkeys(CONFIDENCE, 0)
        for requirement in self.pack.requirements:
            counts[requirement.confidence] += 1
        return [(code, _(CONFIDENCE[code]), count) for code, count in counts.items() if count]


def rule_row(pack: Pack, requirement: Requirement, standing: tuple[str, str] | None = None) -> RuleRow:
    """Put one requirement into words."""
    return RuleRow(
        key=requirement.short_id,
        text=in_language(requirement.text),
        limit=limit_of(requirement),
        severity=_("One reading of the rule") if requirement.id in pack.variants else _(SEVERITY[requirement.severity]),
        is_required=requirement.severity == "breach",
        conditions=conditions_of(requirement.applies) + _transition(requirement),
        exceptions=[condition_text(condition) for condition in (*requirement.unless, *requirement.unless_room)],
        clause=clause_of(requirement.reference),
        url=requirement.reference.eli_url,
        confidence=requirement.confidence,
        sites=", ".join(requirement.source_sites),
        validity=validity(pack, requirement) if requirement.valid_from or requirement.valid_to else "",
        standing=standing,
    )


def _transition(requirement: Requirement) -> list[str]:
    return [condition_text(requirement.transition.condition)] if requirement.transition else []


def conditions_of(applies: Applies) -> list[str]:
    """What a rule presupposes, in words."""
    found = [condition_text(condition) for condition in applies.when]
    found += [_("Not where it is: %(what)s", what=condition_text(condition)) for condition in applies.outside]
    if "any" not in applies.facility:
        kinds = ", ".join(in_language(KIND_LABELS[kind]) for kind in applies.facility)
        found.append(_("Kind of dwelling: %(kinds)s", kinds=kinds))
    if applies.min_residents is not None:
        found.append(_("At least %(count)s residents", count=applies.min_residents))
    if applies.max_residents is not None:
        found.append(_("At most %(count)s residents", count=applies.max_residents))
    for span, label in (
        (applies.stay_days, _("Length of stay in days")),
        (applies.season_weeks, _("Seasonal work in weeks a year")),
        (applies.room_occupancy, _("Persons in the room")),
    ):
        if span is not None:
            found.append(f"{label}: {_span(span)}")
    if applies.built is not None:
        if applies.built.since:
            found.append(_("Built on %(day)s or later", day=applies.built.since.isoformat()))
        if applies.built.before:
            found.append(_("Built before %(day)s", day=applies.built.before.isoformat()))
    return found


def _span(span: Span) -> str:
    low = "" if span.min is None else f"≥ {span.min:g}"
    high = "" if span.max is None else f"≤ {span.max:g}"
    return " ".join(part for part in (low, high) if part)
