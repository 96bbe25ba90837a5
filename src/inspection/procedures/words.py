"""A procedure in the language of the moment: its rows as words, its picture."""

from dataclasses import dataclass
from typing import Any

from husly.kit.access import PERMISSIONS, Permission, Role
from husly.kit.i18n import gettext as _
from husly.kit.i18n import language, mark
from inspection.enforcement.demands import Demand
from inspection.enforcement.tables import Row
from inspection.procedures.drawing import Edge, Node, Picture
from inspection.procedures.registry import Procedure, is_left_elsewhere

ROLES: dict[Role, str] = {
    Role.INSPECTOR: mark("Inspector"),
    Role.CASEWORKER: mark("Municipal caseworker"),
    Role.DECISION_MAKER: mark("Decision-maker"),
    Role.ADMINISTRATOR: mark("Administrator"),
    Role.STATISTICIAN: mark("Statistician"),
    Role.LEGAL_REVIEWER: mark("Legal reviewer"),
}
"""Whoever works for an authority, as tables of moves name them."""


@dataclass(frozen=True)
class DemandWords:
    """What the law demands before a move: as the sentence that is shown where it is not met, and its provision.

    ``confidence`` as in ``Demand``; provision and confidence are empty for a rule of the house.
    """

    text: str
    law: str
    confidence: str


@dataclass(frozen=True)
class MoveWords:
    """One row of a table, ready to read."""

    source: str
    move: str
    target: str
    permission: str
    roles: str
    second_person: bool
    demands: tuple[DemandWords, ...]


def rows_in_words(one: Procedure) -> list[MoveWords]:
    """Every row of a procedure in the order of its table."""
    return [
        MoveWords(
            source=_(one.state_label(row.source)),
            move=_(one.move_label(row.move)),
            target=_(one.state_label(row.target)),
            permission=row.permission.value,
            roles=", ".join(roles_with(row.permission)),
            second_person=row.second_person,
            demands=tuple(_demand(demand) for demand in row.demands),
        )
        for row in one.rows
    ]


def roles_with(permission: Permission) -> list[str]:
    """Who of an authority holds a permission."""
    return [_(label) for role, label in ROLES.items() if permission in PERMISSIONS[role]]


def _demand(demand: Demand[Any]) -> DemandWords:
    reason = demand.reason
    return DemandWords(reason.da if language() == "da" else reason.en, reason.law, demand.confidence)


def picture(one: Procedure) -> str:
    """The procedure drawn (SVG)."""
    left = {row.source for row in one.rows}
    nodes = []
    for state in one.states_met:
        goes_on = state not in left and is_left_elsewhere(state, one)
        nodes.append(Node(state.value, _(one.state_label(state)), state not in left and not goes_on, goes_on))
    return Picture(_(one.title), nodes, [_edge(one, row) for row in one.rows]).svg()


def _edge(one: Procedure, row: Row[Any, Any, Any]) -> Edge:
    label = _(one.move_label(row.move))
    if row.second_person:
        label = _("%(move)s (second person)", move=label)
    return Edge(row.source.value, row.target.value, label, row.permission is Permission.ISSUE_DECISIONS)
