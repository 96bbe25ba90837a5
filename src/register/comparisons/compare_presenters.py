"""Two packs, or one pack on two days, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from husly.kit.i18n import format_date
from husly.kit.i18n import gettext as _
from register.assessments.wording import in_language
from register.rules.list_presenters import page_language
from register.rules.presenters import PackPage, RuleRow, rule_row
from standards.rules.jurisdictions import home_first, jurisdiction_name
from standards.rules.pack import Pack
from standards.rules.themes import theme_label, theme_of
from standards.variants.difference import Difference, Kind, Pairing, difference


@dataclass(frozen=True)
class Side:
    """One of the two: a pack, as a whole (None) or as it stands on a day."""

    name: str
    page: PackPage
    on: date | None

    @property
    def pack(self) -> Pack:
        """The pack as a whole."""
        return self.page.pack

    @property
    def in_force(self) -> Pack:
        """The pack with the rules that hold on the day."""
        if self.on is None:
            return self.pack
        rules = tuple(rule for rule in self.pack.in_force(self.on) if self.pack.is_valid(rule, self.on))
        return self.pack.model_copy(update={"requirements": rules})

    @property
    def heading(self) -> str:
        """What stands over its column."""
        title = in_language(self.pack.title)
        return title if self.on is None else f"{title}, {format_date(self.on)}"


@dataclass(frozen=True)
class Row:
    """One rule beside another; the words say how they stand to each other."""

    label: str
    kind: Kind
    verdict: str
    before: RuleRow | None
    after: RuleRow | None
    stricter: str | None

    @property
    def differs(self) -> bool:
        """Whether the two demand different things."""
        return self.kind != "same"


@dataclass(frozen=True)
class ThemeRows:
    """The rows about one thing."""

    heading: str
    rows: list[Row]


@dataclass(frozen=True)
class ComparePage:
    """The comparison; without `differences_only` rules that are alike are shown too."""

    before: Side
    after: Side
    packs: Sequence[Pack]
    differences_only: bool

    @cached_property
    def found(self) -> Difference:
        """The difference of the two as they stand on their days."""
        return difference(self.before.in_force, self.after.in_force)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Every pack with its place and title, home first."""
        spoken = page_language()
        packs = sorted(self.packs, key=lambda pack: (*home_first(pack.jurisdiction, spoken), pack.id))
        return [(one.id, f"{jurisdiction_name(one.jurisdiction, spoken)}: {in_language(one.title)}") for one in packs]

    @property
    def counts(self) -> list[tuple[int, str]]:
        """How many rules stand how to each other."""
        named = {
            "same": _("demand the same"),
            "changed": _("differ"),
            "removed": _("only in the first"),
            "added": _("only in the second"),
        }
        kinds: tuple[Kind, ...] = ("changed", "removed", "added", "same")
        counted = {kind: sum(_kind(one) == kind for one in self.found.pairings) for kind in kinds}
        return [(counted[kind], named[kind]) for kind in kinds]

    @property
    def themes(self) -> list[ThemeRows]:
        """The rows, by theme."""
        grouped: dict[str, list[Row]] = {}
        for one in self.found.pairings:
            if not self.differences_only or _kind(one) != "same":
                grouped.setdefault(theme_of(one.measure), []).append(self._row(one))
        return [ThemeRows(in_language(theme_label(key)), rows) for key, rows in grouped.items()]

    def _row(self, one: Pairing) -> Row:
        kind = _kind(one)
        words = {
            "same": _("Same demand"),
            "changed": _("Differs"),
            "removed": _("Only in the first"),
            "added": _("Only in the second"),
        }
        return Row(
            label=in_language(one.label),
            kind=kind,
            verdict=words[kind],
            before=rule_row(self.before.pack, one.before) if one.before else None,
            after=rule_row(self.after.pack, one.after) if one.after else None,
            stricter=one.stricter,
        )


def _kind(one: Pairing) -> Kind:
    """How they stand in what they demand: wording and place in the law make no difference here."""
    return "same" if one.kind == "changed" and not one.limit_differs else one.kind
