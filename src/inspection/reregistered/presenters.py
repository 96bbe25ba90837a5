"""The pages of re-registered companies: the list of clusters, and one cluster as graph, line of time and tables."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from husly.kit.i18n import format_date, mark, ngettext
from husly.kit.i18n import gettext as _
from husly.kit.web.paging import PAGE_SIZE, Paging
from inspection.reregistered.clusters import Cluster, past_of
from inspection.reregistered.drawing import Box, Drawing, Line, Stretch, Times, draw_narrow, draw_times, draw_wide
from inspection.reregistered.forms import TraceForm
from inspection.reregistered.models import FindRun, FoundPair, PairState, RecordedTrace
from inspection.reregistered.normalising import ALIKE, likeness
from inspection.reregistered.queries import Past
from inspection.reregistered.strengths import load_strengths
from inspection.reregistered.traces import Life
from inspection.reregistered.words import (
    KINDS,
    LEVELS,
    STATES,
    EvidenceRow,
    evidence_row,
    parts_words,
    period,
    prefilled_reason,
    succession_words,
)
from register.employers.models import Employer
from register.portfolio.models import LinkKind

SORTS = {"strength": mark("Strongest traces"), "orders": mark("Most orders")}
LINKS = {
    LinkKind.SUCCESSOR: mark("The second took over from the first"),
    LinkKind.SAME_OWNER: mark("Both have the same owner"),
}
Badge = tuple[str, str]


@dataclass(frozen=True)
class ListFilter:
    """What a reader asks for."""

    state: str = PairState.WAITING
    municipality_code: str = ""
    sort: str = "strength"


@dataclass(frozen=True)
class ClusterRow:
    """One cluster of the list as ready strings."""

    href: str
    names: tuple[str, ...]
    badge: Badge
    points: str
    kinds: str
    orders: str
    state: Badge


@dataclass(frozen=True)
class ListPage:
    """One page of clusters with its filters."""

    clusters: Sequence[Cluster]
    number: int
    employers: Mapping[UUID, Employer]
    pasts: Mapping[UUID, Past]
    linked: Collection[frozenset[UUID]]
    run: FindRun | None
    wanted: ListFilter
    municipalities: Sequence[tuple[str, str]]
    with_points: bool = True
    """False: the installation uses no score, and no points are shown (K9)."""

    @property
    def rows(self) -> list[ClusterRow]:
        """The rows of this page."""
        first = (self.number - 1) * PAGE_SIZE
        return [self._row(one) for one in self.clusters[first : first + PAGE_SIZE]]

    @property
    def paging(self) -> Paging:
        """The other pages."""
        query = {"standing": self.wanted.state, "municipality": self.wanted.municipality_code, "sort": self.wanted.sort}
        return Paging(self.number, len(self.clusters), "/reregistered", query)

    @property
    def states(self) -> list[tuple[str, str]]:
        """States to choose from."""
        return [(state.value, _(text)) for state, (_badge, text) in STATES.items()]

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """Orders to choose from."""
        return [(value, _(text)) for value, text in SORTS.items()]

    @property
    def most_firms(self) -> int:
        """More firms than this make a thing no trace."""
        return load_strengths().most_firms

    def _row(self, cluster: Cluster) -> ClusterRow:
        strongest = cluster.pairs[0]
        kinds = {kind: None for pair in cluster.pairs for kind in pair.parts}
        orders, breaches = past_of(cluster, self.pasts)
        names = sorted(self.employers[one].name for one in cluster.employers if one in self.employers)
        return ClusterRow(
            href=f"/reregistered/{strongest.first_id}",
            names=tuple(names),
            badge=level_badge(strongest.strength),
            points=points_words(strongest.strength) if self.with_points else "",
            kinds=", ".join(_(KINDS[kind]) for kind in kinds),
            orders=past_words(orders, breaches),
            state=state_badge(next((p for p in cluster.pairs if p.state is PairState.WAITING), strongest), self.linked),
        )


def points_words(strength: int) -> str:
    """Points in words."""
    return ngettext("%(num)s point", "%(num)s points", strength)


def past_words(orders: int, breaches: int) -> str:
    """Orders and breaches in words."""
    told = [
        ngettext("%(num)s order", "%(num)s orders", orders),
        ngettext("%(num)s breach", "%(num)s breaches", breaches),
    ]
    return ", ".join(told) if orders or breaches else _("None")


def level_badge(strength: int) -> Badge:
    """How strong a pair is."""
    kind, text = LEVELS[load_strengths().level(strength)]
    return kind, _(text)


def state_badge(pair: FoundPair, linked: Collection[frozenset[UUID]]) -> Badge:
    """How a pair stands; linked firms are linked, whoever did it."""
    if frozenset((pair.first_id, pair.second_id)) in linked:
        return "success", _("Linked")
    if pair.state is PairState.WAITING and pair.came_back:
        return "warning", _("Back with new evidence")
    kind, text = STATES[pair.state]
    return kind, _(text)


@dataclass(frozen=True)
class FirmRow:
    """One firm of a cluster as ready strings, with its bar on the line of time."""

    id: UUID
    name: str
    short: str
    number: str
    days: str
    orders: str
    bar: Stretch
    href: str


@dataclass(frozen=True)
class PairPart:
    """One pair with its evidence and what can be decided."""

    pair: FoundPair
    first: str
    second: str
    badge: Badge
    state: Badge
    is_linked: bool
    names_alike: str
    with_points: bool = True

    @property
    def anchor(self) -> str:
        """Where the graph leads."""
        return f"pair-{self.pair.id}"

    @property
    def rows(self) -> list[EvidenceRow]:
        """Its evidence."""
        return [evidence_row(one, with_points=self.with_points) for one in self.pair.evidence]

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Its points by kind."""
        return parts_words(self.pair.parts)

    @property
    def succession(self) -> str:
        """That one began as the other ended."""
        return succession_words(self.pair.succession_days)

    @property
    def count(self) -> str:
        """How many pieces of evidence."""
        return ngettext("%(num)s trace", "%(num)s traces", len(self.pair.evidence))

    @property
    def points(self) -> str:
        """Its strength."""
        return points_words(self.pair.strength)

    @property
    def reason(self) -> str:
        """The reason that an officer begins with."""
        return prefilled_reason(self.pair.evidence, self.pair.succession_days)

    @property
    def decision(self) -> str:
        """What was decided, by whom and when."""
        if self.pair.decided_at is None:
            return ""
        return f"{self.pair.reason} ({self.pair.decided_by_name}, {format_date(self.pair.decided_at)})"

    @property
    def told(self) -> str:
        """The whole of it for somebody who does not see the line."""
        if not self.with_points:
            return f"{self.first} – {self.second}: {self.count}, {self.state[1].lower()}"
        return _(
            "%(first)s and %(second)s: %(count)s, %(points)s, %(state)s",
            first=self.first,
            second=self.second,
            count=self.count,
            points=self.points,
            state=self.state[1].lower(),
        )


@dataclass(frozen=True)
class GraphEdge:
    """A line of the graph with the pair that it stands for."""

    line: Line
    part: PairPart


@dataclass(frozen=True)
class ClusterPage:
    """One cluster: firms, pairs, what was recorded, and what the reader may do."""

    employer: Employer
    cluster: Cluster
    employers: Mapping[UUID, Employer]
    lives: Mapping[UUID, Life]
    pasts: Mapping[UUID, Past]
    linked: Collection[frozenset[UUID]]
    recorded: Sequence[RecordedTrace]
    as_of: date
    may_decide: bool
    run: FindRun | None
    form: TraceForm = field(default_factory=TraceForm)
    errors: Mapping[str, str] = field(default_factory=dict)
    with_points: bool = True
    """False: the installation uses no score, and no points are shown (K9)."""

    @property
    def href(self) -> str:
        """This page."""
        return f"/reregistered/{self.employer.id}"

    @cached_property
    def order(self) -> list[UUID]:
        """The firms, the oldest first."""
        ids = [one for one in self.cluster.employers if one in self.employers]
        return sorted(ids, key=lambda one: (self._life(one).began_on, str(one)))

    def _life(self, one: UUID) -> Life:
        return self.lives.get(one, Life(self.as_of))

    @cached_property
    def times(self) -> Times:
        """When the firms were active."""
        lives = {}
        for one in self.order:
            life = self._life(one)
            lives[one] = (life.began_on, life.ended_on, self.pasts.get(one, Past()).orders)
        return draw_times(lives, as_of=self.as_of)

    @cached_property
    def firms(self) -> dict[UUID, FirmRow]:
        """The firms in words."""
        return {one: self._firm(one) for one in self.order}

    def _firm(self, one: UUID) -> FirmRow:
        employer, life, past = self.employers[one], self._life(one), self.pasts.get(one, Past())
        return FirmRow(
            id=one,
            name=employer.name,
            short=employer.name if len(employer.name) <= 24 else f"{employer.name[:23]}…",
            number=employer.number,
            days=period(life.began_on.isoformat(), None if life.ended_on is None else life.ended_on.isoformat()),
            orders=past_words(len(past.orders), past.breaches),
            bar=self.times.bars[one],
            href=f"/employers/{one}",
        )

    def years_of(self, row: FirmRow) -> str:
        """A firm's first and last year, for the graph."""
        life = self._life(row.id)
        first, last = life.began_on.year, None if life.ended_on is None else life.ended_on.year
        if last is None:
            return _("Since %(day)s", day=first)
        return str(first) if first == last else f"{first} – {last}"

    def orders_of(self, row: FirmRow) -> str:
        """A firm's orders, for the graph."""
        return ngettext("%(num)s order", "%(num)s orders", len(self.pasts.get(row.id, Past()).orders))

    @cached_property
    def parts(self) -> list[PairPart]:
        """The pairs in words, the strongest first."""
        return [self._part(pair) for pair in self.cluster.pairs]

    def _part(self, pair: FoundPair) -> PairPart:
        first, second = self.employers[pair.first_id].name, self.employers[pair.second_id].name
        alike = likeness(first, second)
        return PairPart(
            pair=pair,
            first=first,
            second=second,
            badge=level_badge(pair.strength),
            state=state_badge(pair, self.linked),
            is_linked=frozenset((pair.first_id, pair.second_id)) in self.linked,
            names_alike=_("The names are alike to %(percent)s %%; that counts no points.", percent=alike)
            if alike >= ALIKE
            else "",
            with_points=self.with_points,
        )

    @cached_property
    def wide(self) -> Drawing:
        """The graph for wide screens."""
        return draw_wide(self.order, [(one.first_id, one.second_id) for one in self.cluster.pairs])

    @cached_property
    def narrow(self) -> Drawing:
        """The graph for a phone."""
        return draw_narrow(self.order, [(one.first_id, one.second_id) for one in self.cluster.pairs])

    def edges(self, drawing: Drawing) -> list[GraphEdge]:
        """The lines of a drawing with their pairs."""
        return [GraphEdge(line, part) for line, part in zip(drawing.lines, self.parts, strict=True)]

    def nodes(self, drawing: Drawing) -> list[tuple[Box, FirmRow]]:
        """The boxes of a drawing with their firms."""
        return [(drawing.boxes[one], self.firms[one]) for one in self.order]

    @property
    def link_kinds(self) -> list[tuple[str, str]]:
        """How two firms can belong together."""
        return [(kind.value, _(text)) for kind, text in LINKS.items()]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What can be recorded."""
        return [(kind, _(KINDS[kind])) for kind in ("account", "person")]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The firms to record something of."""
        return [(str(one.id), f"{one.name} ({one.number})") for one in self.firms.values()]

    @property
    def kept(self) -> list[tuple[RecordedTrace, str, str, str]]:
        """What was recorded: the row, whose, what, on which days."""
        return [
            (
                row,
                self.employers[row.employer_id].name,
                f"{_(KINDS[row.kind])} {row.shown}",
                period(row.from_on.isoformat(), None if row.to_on is None else row.to_on.isoformat()),
            )
            for row in self.recorded
        ]
