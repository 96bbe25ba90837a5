"""The list of rule packs: by country, narrowed down by word, country and kind of text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from husly.kit.i18n import format_number, language, ngettext
from husly.kit.i18n import gettext as _
from register.assessments.wording import LEGAL_STATUS
from register.rules.presenters import PackPage
from standards.rules.jurisdictions import country_name, country_of, home_first, is_home, jurisdiction_name
from standards.rules.pack import Pack
from standards.text import Language


@dataclass(frozen=True)
class PackFilter:
    """What the reader asked for; empty: everything."""

    search: str = ""
    country: str = ""
    status: str = ""

    def takes(self, pack: Pack) -> bool:
        """Whether a pack belongs in the narrowed list."""
        place = jurisdiction_name(pack.jurisdiction, page_language())
        text = f"{pack.id} {pack.title.da} {pack.title.en} {place}".casefold()
        return (
            all(word in text for word in self.search.casefold().split())
            and self.country in ("", country_of(pack.jurisdiction))
            and self.status in ("", pack.legal_status)
        )


@dataclass(frozen=True)
class PackRow:
    """One pack in the list."""

    page: PackPage
    part: str
    sureness: str
    is_used: bool


@dataclass(frozen=True)
class Country:
    """The packs of one country."""

    name: str
    remark: str
    rows: list[PackRow]


@dataclass(frozen=True)
class PackList:
    """The list; `used` are the packs by which declared housing is judged here."""

    pages: Sequence[PackPage]
    used: tuple[str, ...]
    wanted: PackFilter

    @property
    def packs(self) -> list[Pack]:
        """Every pack there is."""
        return [one.pack for one in self.pages]

    @cached_property
    def found(self) -> list[Pack]:
        """The packs that the reader asked for, home first, then by country."""
        taken = [pack for pack in self.packs if self.wanted.takes(pack)]
        return sorted(taken, key=self._order)

    @property
    def countries(self) -> list[Country]:
        """The packs found, by country."""
        grouped: dict[str, list[Pack]] = {}
        for pack in self.found:
            grouped.setdefault(country_of(pack.jurisdiction), []).append(pack)
        return [Country(_name(code), _remark(code), [*self._rows(packs)]) for code, packs in grouped.items()]

    @property
    def country_choices(self) -> list[tuple[str, str]]:
        """Every country that has a pack, with its name."""
        codes = {country_of(pack.jurisdiction) for pack in self.packs}
        return [(code, _name(code)) for code in sorted(codes, key=lambda code: home_first(code, page_language()))]

    @property
    def status_choices(self) -> list[tuple[str, str]]:
        """Every kind of text that occurs."""
        kinds = {pack.legal_status for pack in self.packs}
        return [(kind, _(label)) for kind, label in LEGAL_STATUS.items() if kind in kinds]

    @property
    def count(self) -> str:
        """How many packs are shown, and how many rules they hold."""
        packs = ngettext("%(num)s rule pack", "%(num)s rule packs", len(self.found))
        rules = ngettext("%(num)s rule", "%(num)s rules", sum(len(pack.requirements) for pack in self.found))
        return f"{packs}, {rules}"

    @property
    def is_narrowed(self) -> bool:
        """Whether not everything is shown."""
        return self.wanted != PackFilter()

    def _order(self, pack: Pack) -> tuple[object, ...]:
        place = self.used.index(pack.id) if pack.id in self.used else len(self.used)
        return (*home_first(pack.jurisdiction, page_language()), place, pack.jurisdiction, pack.id)

    def _rows(self, packs: Sequence[Pack]) -> Iterator[PackRow]:
        pages = {one.pack.id: one for one in self.pages}
        for pack in packs:
            part = jurisdiction_name(pack.jurisdiction, page_language()).partition(", ")[2]
            yield PackRow(pages[pack.id], part, _sureness(pack), pack.id in self.used)


def page_language() -> Language:
    """The language of the moment, as the standards name it."""
    return "da" if language() == "da" else "en"


def _name(code: str) -> str:
    return country_name(code, page_language())


def _remark(code: str) -> str:
    return "" if is_home(code) else _("For comparison only, never law here")


def _sureness(pack: Pack) -> str:
    read = Counter(rule.confidence for rule in pack.requirements)["V"]
    shown, every = format_number(read, 0), format_number(len(pack.requirements), 0)
    return _("%(read)s of %(every)s read in the text itself", read=shown, every=every)
