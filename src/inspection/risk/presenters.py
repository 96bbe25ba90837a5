"""Risk as people read it: groups in words, contributions as sentences, rows of lists and files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from husly.kit.i18n import format_number, language, mark
from husly.kit.i18n import gettext as _
from husly.kit.spreadsheet import defused
from inspection.risk.charts import Segment, segments
from inspection.risk.deviations.presenters import DeviationShown, deviation_shown
from inspection.risk.features.reading import features_of
from inspection.risk.groups import GROUP_NAMES as GROUP_NAMES
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.queries import Ranked
from inspection.risk.scoring import Contribution, score
from inspection.risk.scoring import Score as Explained
from inspection.risk.weights.factors import HIGHEST_SCORE, FactorSource, FactorStatus, Weights
from register.assessments.wording import in_language
from register.municipalities.table import Municipality
from standards.facts.choices import KIND_LABELS

BADGES = {1: "success", 2: "info", 3: "warning", 4: "error"}
"""The colour of each group's badge; the words say the same."""

SOURCE_NAMES = {
    FactorSource.LAW: mark("law"),
    FactorSource.REPORT: mark("report"),
    FactorSource.DATA: mark("the register's own data"),
}
STATUS_NAMES = {
    FactorStatus.INDICATOR: mark("sign named by the source"),
    FactorStatus.CONTEXT: mark("context only"),
    FactorStatus.PROOF: mark("basis of a case in itself"),
}
CSV_COLUMNS = (
    "accommodation_id",
    "address",
    "municipality_code",
    "employer",
    "employer_number",
    "score",
    "risk_group",
    "reasons_da",
    "reasons_en",
)
HEAVIEST = 3


@dataclass(frozen=True)
class Group:
    """One of the four groups, with the scores that fall in it."""

    number: int
    name: str
    lowest: int
    highest: int


@dataclass(frozen=True)
class ScoreShown:
    """One score as it is shown everywhere: the sum, its group, its parts in words and as a bar."""

    total: int
    group: int
    parts: tuple["RiskPart", ...]
    weights_version: str
    limits: tuple[int, int, int]

    @property
    def group_name(self) -> str:
        """The group in words: high risk."""
        return _("%(name)s risk", name=_(GROUP_NAMES[self.group])).capitalize()

    @property
    def badge(self) -> str:
        """The colour of the group; the words say the same."""
        return BADGES[self.group]

    @property
    def highest(self) -> int:
        """The most points there can be."""
        return HIGHEST_SCORE

    @property
    def heaviest(self) -> tuple["RiskPart", ...]:
        """The parts that weigh most."""
        return self.parts[:HEAVIEST]

    @property
    def rest(self) -> tuple[int, int]:
        """How many further parts there are, and their points together."""
        others = self.parts[HEAVIEST:]
        return len(others), sum(part.points for part in others)

    @property
    def bar(self) -> tuple[Segment, ...]:
        """The parts as a bar."""
        return segments([part.points for part in self.parts])

    @property
    def groups(self) -> list[Group]:
        """The four groups, the lowest first."""
        edges = [0, *self.limits, HIGHEST_SCORE + 1]
        return [Group(n, _(GROUP_NAMES[n]), edges[n - 1], edges[n] - 1) for n in GROUP_NAMES]


@dataclass(frozen=True)
class RiskRow:
    """One row of the list."""

    id: UUID
    address: str
    employer: str
    municipality: str
    kind: str
    residents: int | None
    declared_at: Any
    score: int | None = None
    group: int | None = None
    group_name: str = ""
    reasons: tuple[str, ...] = ()
    shown: ScoreShown | None = None
    deviation: DeviationShown | None = None


@dataclass(frozen=True)
class RiskPart:
    """One contribution on the page of a score."""

    sentence: str
    points: int
    max_points: int
    value: str
    source: str
    reference: str
    risk_id: str
    status: str


def explained(one: Ranked, weights: Weights | None) -> Explained | None:
    """The score with its sentences, from what was stored with it and the weights it was made with.

    None without a score, and where those weights are known no more (``weights`` None): then only number and group
    stand, as they were stored.
    """
    return None if one.score is None or weights is None else explained_score(one.score, weights)


def explained_score(stored: RiskScore, weights: Weights) -> Explained:
    """A stored score with its sentences, by the weights of its run."""
    return score(features_of(stored.features), weights)


def shown_score(whole: Explained, weights: Weights) -> ScoreShown:
    """A score ready to show."""
    parts = tuple(risk_part(part) for part in whole.contributions)
    return ScoreShown(whole.total, whole.group, parts, whole.weights_version, weights.group_limits)


def sentence(part: Contribution) -> str:
    """The contribution in the language of the moment."""
    return part.da if language() == "da" else part.en


def kind_name(kind: str) -> str:
    """A kind of dwelling in the language of the moment; the key itself when it is not in the catalogue."""
    label = KIND_LABELS.get(kind)
    return in_language(label) if label else kind or _("not stated")


def risk_row(one: Ranked, run: RiskRun | None, weights: Weights | None, names: Mapping[str, Municipality]) -> RiskRow:
    """A row of the list; without a run nothing about any score is in it, without its weights no reasons."""
    declared = one.declaration
    whole = None if run is None else explained(one, weights)
    stored = None if run is None else one.score
    code = one.accommodation.municipality_code
    return RiskRow(
        id=one.accommodation.id,
        address=one.dwelling.address,
        employer=one.employer.name,
        municipality=names[code].name if code in names else code,
        kind=kind_name("" if declared is None else declared.kind),
        residents=None if declared is None else declared.residents,
        declared_at=None if declared is None else declared.submitted_at,
        score=None if stored is None else stored.score,
        group=None if stored is None else stored.risk_group,
        group_name="" if stored is None else _(GROUP_NAMES[stored.risk_group]),
        reasons=() if whole is None else tuple(sentence(part) for part in whole.contributions[:HEAVIEST]),
        shown=None if whole is None or weights is None else shown_score(whole, weights),
        deviation=None if whole is None or one.deviation is None else deviation_shown(one.deviation),
    )


def risk_part(part: Contribution) -> RiskPart:
    """A contribution on the page of a score."""
    return RiskPart(
        sentence=sentence(part),
        points=part.points,
        max_points=part.max_points,
        value=_value(part),
        source=_(SOURCE_NAMES[part.source]),
        reference=part.reference,
        risk_id=part.risk_id,
        status=_(STATUS_NAMES[part.status]),
    )


def _value(part: Contribution) -> str:
    value = part.value
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return kind_name(value)
    if value == float("inf"):
        return _("none at all")
    return f"{round(value * 100)} %" if part.key == "missing_facts" else format_number(value)


def printed(place: int, one: Ranked, weights: Weights, names: Mapping[str, Municipality]) -> str:
    """One accommodation of the top as text for a terminal, in English."""
    whole = explained(one, weights)
    if whole is None:
        return ""
    code = one.accommodation.municipality_code
    where = names[code].name if code in names else code
    head = f"{place:>4}. {whole.total:>3} points ({GROUP_NAMES[whole.group]})  {one.dwelling.address}, {where}"
    lines = [head, f"      {one.employer.name} ({one.employer.number})"]
    lines += [f"      {part.points:>+3}  {part.en}" for part in whole.contributions]
    return "\n".join(lines)


def csv_row(one: Ranked, whole: Explained | None) -> list[object]:
    """One accommodation as a row of ``CSV_COLUMNS``; a text that a spreadsheet would take for a formula is defused."""
    parts = () if whole is None else whole.contributions
    row: list[object] = [
        one.accommodation.id,
        one.dwelling.address,
        one.accommodation.municipality_code,
        one.employer.name,
        one.employer.number,
        None if whole is None else whole.total,
        None if whole is None else whole.group,
        " ".join(f"{part.da} (+{part.points})" for part in parts),
        " ".join(f"{part.en} (+{part.points})" for part in parts),
    ]
    return defused(row)


def document_of(run: RiskRun, ranked: list[Ranked], weights: Weights) -> dict[str, Any]:
    """The run and its top as plain values for JSON."""
    return {
        "run": {
            "id": str(run.id),
            "as_of": run.as_of.isoformat(),
            "weights_version": run.weights_version,
            "accommodations": run.accommodations,
        },
        "top": [_document(one, explained(one, weights)) for one in ranked],
    }


def _document(one: Ranked, whole: Explained | None) -> dict[str, Any]:
    parts = () if whole is None else whole.contributions
    return {
        "accommodation_id": str(one.accommodation.id),
        "address": one.dwelling.address,
        "municipality_code": one.accommodation.municipality_code,
        "employer": one.employer.name,
        "score": None if whole is None else whole.total,
        "risk_group": None if whole is None else whole.group,
        "contributions": [
            {
                "key": part.key,
                "points": part.points,
                "value": None if part.value == float("inf") else part.value,
                "source": part.source.value,
                "reference": part.reference,
                "da": part.da,
                "en": part.en,
            }
            for part in parts
        ],
    }
