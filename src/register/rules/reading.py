"""One pack as a lawyer reads it: by theme, each rule in the version of a day, with its other versions."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from husly.kit.i18n import ngettext
from register.assessments.wording import clause_of, in_language, limit_of, validity
from register.rules.presenters import PackPage, RuleRow
from standards.rules.pack import Pack
from standards.rules.requirement import Requirement
from standards.rules.themes import by_theme, theme_label


@dataclass(frozen=True)
class OtherVersion:
    """Another version of a rule: when it holds, what it demands, where it stands."""

    validity: str
    limit: str
    text: str
    clause: str


@dataclass(frozen=True)
class ReadRule:
    """One rule with its other versions.

    `limit` is empty where the text of the rule says it all; `not_in_force`: on the day chosen no version holds.
    """

    row: RuleRow
    limit: str
    versions: list[OtherVersion]
    not_in_force: bool


@dataclass(frozen=True)
class Theme:
    """The rules about one thing."""

    key: str
    heading: str
    rules: list[ReadRule]


@dataclass(frozen=True)
class PackReading:
    """The rules of a pack, narrowed down by words, on a day (None: today, or the last version there was)."""

    page: PackPage
    today: date
    words: str = ""
    on: date | None = None
    only_required: bool = False

    @property
    def pack(self) -> Pack:
        """The pack that is read."""
        return self.page.pack

    @cached_property
    def themes(self) -> list[Theme]:
        """The rules found, by theme."""
        grouped = by_theme(rule for rule in self.pack.in_force(self.on or self.today) if self._takes(rule))
        return [
            Theme(key, in_language(theme_label(key)), [self._read(rule) for rule in rules])
            for key, rules in grouped.items()
        ]

    @property
    def count(self) -> str:
        """How many rules are shown."""
        shown = sum(len(theme.rules) for theme in self.themes)
        return ngettext("%(num)s rule", "%(num)s rules", shown)

    @property
    def is_narrowed(self) -> bool:
        """Whether not everything is shown, or not as of today."""
        return bool(self.words) or self.on is not None or self.only_required

    @property
    def has_versions(self) -> bool:
        """Whether a rule changes with time, so that a day makes a difference."""
        dated = any(rule.valid_from or rule.valid_to for rule in self.pack.requirements)
        return dated or self.pack.valid_to is not None

    @property
    def compare_address(self) -> str:
        """The page that lays this pack beside another."""
        return f"/standards/compare?{urlencode({'b': self.pack.id})}"

    def _takes(self, rule: Requirement) -> bool:
        if self.only_required and rule.severity != "breach":
            return False
        if self.on is not None and not self.pack.is_valid(rule, self.on):
            return False
        texts = (rule.short_id, rule.measure, rule.text.da, rule.text.en, rule.reference.section, limit_of(rule))
        searched = " ".join(texts).casefold()
        return all(word in searched for word in self.words.casefold().split())

    def _read(self, rule: Requirement) -> ReadRule:
        others = [one for one in self.pack.requirements if one.id == rule.id and one is not rule]
        row = self.page.row_of(rule)
        versions = [_version(self.pack, one) for one in others]
        held = self.pack.is_valid(rule, self.on or self.today)
        if not held or versions:
            row = replace(row, validity=validity(self.pack, rule))
        return ReadRule(row, "" if rule.value is True else row.limit, versions, not held)


def _version(pack: Pack, one: Requirement) -> OtherVersion:
    return OtherVersion(validity(pack, one), limit_of(one), in_language(one.text), clause_of(one.reference))
