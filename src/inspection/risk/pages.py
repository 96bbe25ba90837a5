"""The state of the risk pages: what their templates show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from husly.kit.i18n import gettext as _
from husly.kit.i18n import language
from husly.kit.web.paging import Paging
from inspection.enforcement.choosing import BY_HAND, VisitReason
from inspection.enforcement.labels import VISIT_REASONS
from inspection.risk.deviations.presenters import DEVIATIONS, DeviationShown
from inspection.risk.models import RiskRun
from inspection.risk.presenters import GROUP_NAMES, RiskRow, ScoreShown, kind_name, risk_row
from inspection.risk.queries import Filters, Ranked
from inspection.risk.weights.factors import Weights
from register.municipalities.areas import municipality_choices
from register.municipalities.table import Municipality
from standards.facts.choices import KIND_LABELS


def group_choices() -> list[tuple[str, str]]:
    """The four groups, the highest first."""
    return [(str(group), _("%(name)s risk", name=_(GROUP_NAMES[group])).capitalize()) for group in (4, 3, 2, 1)]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of dwelling in the language of the moment."""
    return [(kind, kind_name(kind)) for kind in KIND_LABELS]


@dataclass(frozen=True)
class RiskListPage:
    """One page of the list. ``run`` None: no score is used, or none was made. ``weights`` are those of the run; None
    when they are known no more.
    """

    found: Sequence[Ranked]
    count: int
    number: int
    run: RiskRun | None
    weights: Weights | None
    switched_on: bool
    filters: Filters
    areas: Sequence[str] | None
    names: Mapping[str, Municipality]
    hidden: int = 0
    """How many the reader is to visit, so that their scores are hidden from him."""

    @cached_property
    def rows(self) -> list[RiskRow]:
        """The rows of this page."""
        return [risk_row(one, self.run, self.weights, self.names) for one in self.found]

    @property
    def paging(self) -> Paging:
        """The other pages of the same list."""
        return Paging(self.number, self.count, "/risk", self._query())

    @property
    def map_address(self) -> str:
        """The map with the same filters."""
        query = {key: value for key, value in self._query().items() if key != "kind"}
        return "/map" + (f"?{urlencode(query)}" if query else "")

    @property
    def csv_address(self) -> str:
        """The same list as a file."""
        return "/risk/list.csv" + (f"?{urlencode(self._query())}" if self._query() else "")

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self._query())

    def _query(self) -> dict[str, object]:
        known = {
            "municipality": self.filters.municipality_code,
            "group": self.filters.risk_group,
            "kind": self.filters.kind,
        }
        return {key: value for key, value in known.items() if value}

    @property
    def municipalities(self) -> list[tuple[str, str]]:
        """The municipalities to choose from."""
        return municipality_choices(self.areas, self.names)

    @property
    def groups(self) -> list[tuple[str, str]]:
        """The groups to choose from; none without a score."""
        return group_choices() if self.run is not None else []

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of dwelling to choose from."""
        return kind_choices()


@dataclass(frozen=True)
class RiskPage:
    """The score of one accommodation with its parts; without a score only what is declared."""

    one: Ranked
    run: RiskRun | None
    weights: Weights | None
    switched_on: bool
    names: Mapping[str, Municipality]
    deviations: Sequence[DeviationShown] = ()
    """Every deviation there ever was, the newest first."""
    may_deviate: bool = False
    may_open: bool = False
    today: date | None = None

    @cached_property
    def row(self) -> RiskRow:
        """The head of the page."""
        return risk_row(self.one, self.run, self.weights, self.names)

    @property
    def score(self) -> ScoreShown | None:
        """The score with its parts, most points first; None without one, or where it is hidden."""
        return self.row.shown

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What may be decided otherwise."""
        return [(kind.value, _(text)) for kind, text in DEVIATIONS.items()]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Why a person may open a case here; by score only where there is one to see."""
        codes = [one for one in BY_HAND if one is not VisitReason.SCORE or self.score is not None]
        return [(code.value, _(VISIT_REASONS[code])) for code in codes]

    @property
    def suggested_visit(self) -> str:
        """A day to begin with, which leaves time for the written notice."""
        return "" if self.today is None else (self.today + timedelta(days=21)).isoformat()

    @property
    def other_groups(self) -> list[tuple[str, str]]:
        """The groups that it is not in."""
        return [choice for choice in group_choices() if choice[0] != str(self.row.group)]

    @property
    def suggested_until(self) -> str:
        """A last day to begin with: three months from today."""
        return "" if self.today is None else (self.today + timedelta(days=90)).isoformat()

    @property
    def references_language(self) -> str:
        """References are Danish, as the law is."""
        return "" if language() == "da" else "da"
