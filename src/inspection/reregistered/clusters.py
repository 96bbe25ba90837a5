"""Firms that hang together by pairs: clusters, and which come first. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import networkx as nx

from inspection.reregistered.models import FoundPair, PairState
from inspection.reregistered.queries import Past

MOST_SHOWN = 24
"""Firms of one cluster that a page shows; of more it takes those nearest to the one that was asked for."""


@dataclass(frozen=True)
class Cluster:
    """Firms and the pairs among them, the strongest first. ``is_whole`` unless firms were left out."""

    employers: tuple[UUID, ...]
    pairs: tuple[FoundPair, ...]
    is_whole: bool = True

    @property
    def strength(self) -> int:
        """That of its strongest pair."""
        return max((pair.strength for pair in self.pairs), default=0)


def _graph(pairs: Iterable[FoundPair]) -> "nx.Graph":
    graph = nx.Graph()
    for pair in pairs:
        graph.add_edge(pair.first_id, pair.second_id, pair=pair)
    return graph


def find_clusters(
    pairs: Sequence[FoundPair], wanted: PairState | None = None, linked: Collection[frozenset[UUID]] = ()
) -> list[Cluster]:
    """Every cluster, the strongest first: of pairs that are not dismissed, or of dismissed ones alone where wanted.

    With a state only clusters that have a pair in it; firms that are ``linked`` wait for nobody. What is decided stays
    although it is not found any more.
    """
    dismissed = wanted is PairState.DISMISSED
    graph = _graph(pair for pair in pairs if (pair.state is PairState.DISMISSED) is dismissed)
    found = [_cluster(graph, members) for members in nx.connected_components(graph)]
    kept = [one for one in found if wanted is None or any(_stands(pair, linked) is wanted for pair in one.pairs)]
    return sorted(kept, key=lambda one: (-one.strength, one.employers))


def _stands(pair: FoundPair, linked: Collection[frozenset[UUID]]) -> PairState:
    return PairState.CONFIRMED if frozenset((pair.first_id, pair.second_id)) in linked else pair.state


def _cluster(graph: "nx.Graph", members: Collection[UUID], *, is_whole: bool = True) -> Cluster:
    pairs = [data["pair"] for _one, _other, data in graph.subgraph(members).edges(data=True)]
    pairs.sort(key=lambda pair: (-pair.strength, pair.pair_key))
    return Cluster(tuple(sorted(members)), tuple(pairs), is_whole)


def cluster_of(pairs: Sequence[FoundPair], employer_id: UUID) -> Cluster:
    """The cluster of one employer, with dismissed pairs among its firms and those of the employer itself.

    At most ``MOST_SHOWN`` firms, the nearest by the strongest pairs first. An employer without any pair is alone.
    """
    graph = _graph(pair for pair in pairs if pair.state is not PairState.DISMISSED)
    own = [pair for pair in pairs if employer_id in (pair.first_id, pair.second_id)]
    graph.add_node(employer_id)
    near, left = _nearest(graph, employer_id)
    members = {*near, *(end for pair in own for end in (pair.first_id, pair.second_id))}
    inside = [pair for pair in pairs if {pair.first_id, pair.second_id} <= members]
    whole = _graph(inside)
    whole.add_nodes_from(members)
    return _cluster(whole, members, is_whole=not left)


def _nearest(graph: "nx.Graph", start: UUID) -> tuple[set[UUID], bool]:
    """Firms reached from one by the strongest pair each time, and whether others were left out."""
    near = {start}
    while len(near) < MOST_SHOWN:
        ways = [
            (data["pair"].strength, data["pair"].pair_key, other)
            for one, other, data in graph.edges(near, data=True)
            if other not in near
        ]
        if not ways:
            return near, False
        near.add(max(ways)[2])
    return near, len(nx.node_connected_component(graph, start)) > len(near)


def past_of(cluster: Cluster, pasts: Mapping[UUID, Past]) -> tuple[int, int]:
    """Orders and breaches of all its firms together."""
    known = [pasts[one] for one in cluster.employers if one in pasts]
    return sum(len(one.orders) for one in known), sum(one.breaches for one in known)
