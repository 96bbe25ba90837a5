"""The list of procedures: each kind of matter with its table of lawful moves and what its states and moves are called.

Adding one is one line in ``PROCEDURES``; page, pictures and documents follow from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from husly.kit.errors import NotFoundError
from husly.kit.i18n import mark
from inspection.appeals import transitions as appeals
from inspection.appeals.labels import STATES as APPEAL_STATES
from inspection.delivery import transitions as delivery
from inspection.enforcement.labels import MOVES, STATES
from inspection.enforcement.tables import Row
from inspection.enforcement.transitions import FOLLOW_UP, HEARING, INSPECTION, ORDER
from inspection.fines import transitions as fines
from inspection.followup import extensions
from inspection.hearings import postponements
from inspection.hearings.labels import REQUESTS
from inspection.police import transitions as police
from inspection.procedures import labels
from inspection.prohibitions import transitions as prohibitions
from inspection.prohibitions.labels import PROHIBITION_MOVES, PROHIBITION_STATES
from inspection.referrals import labels as referral_labels
from inspection.referrals import transitions as referrals
from inspection.rehousing import labels as rehousing_labels
from inspection.rehousing import transitions as rehousing

Table = tuple[Row[Any, Any, Any], ...]


@dataclass(frozen=True)
class Procedure:
    """One kind of matter. ``states`` and ``moves`` give labels; what has none is called by its own name."""

    key: str
    title: str
    rows: Table
    states: Mapping[Any, str] = field(default_factory=dict)
    moves: Mapping[Any, str] = field(default_factory=dict)

    @property
    def states_met(self) -> list[StrEnum]:
        """The states that the table touches, in the order in which their enumeration names them."""
        met = {state for row in self.rows for state in (row.source, row.target)}
        return [state for state in type(self.rows[0].source) if state in met]

    def state_label(self, state: StrEnum) -> str:
        """What a state is called, untranslated."""
        return self.states.get(state) or _spelled(state)

    def move_label(self, move: StrEnum) -> str:
        """What a move is called, untranslated."""
        return self.moves.get(move) or _spelled(move)


def _spelled(name: StrEnum) -> str:
    return name.value.replace("_", " ").capitalize()


PROCEDURES: tuple[Procedure, ...] = (
    Procedure("inspection", mark("Inspection"), INSPECTION, STATES, MOVES),
    Procedure("hearing", mark("Hearing"), HEARING, STATES, MOVES),
    Procedure(
        "postponement", mark("More time for the hearing"), postponements.TABLE, REQUESTS, labels.POSTPONEMENT_MOVES
    ),
    Procedure("order", mark("Order"), ORDER, STATES, MOVES),
    Procedure("prohibition", mark("Prohibition"), prohibitions.TABLE, PROHIBITION_STATES, PROHIBITION_MOVES),
    Procedure("rehousing", mark("Rehousing order"), rehousing.TABLE, rehousing_labels.STATES, rehousing_labels.MOVES),
    Procedure("delivery", mark("Delivery of a letter"), delivery.TABLE, labels.DELIVERY_STATES, labels.DELIVERY_MOVES),
    Procedure("follow-up", mark("Follow-up"), FOLLOW_UP, STATES, MOVES),
    Procedure(
        "extension", mark("More time to comply"), extensions.TABLE, labels.EXTENSION_STATES, labels.EXTENSION_MOVES
    ),
    Procedure("fine", mark("Fine"), fines.TABLE, labels.FINE_STATES, labels.FINE_MOVES),
    Procedure("police-report", mark("Police report"), police.TABLE, labels.REPORT_STATES, labels.REPORT_MOVES),
    Procedure("appeal", mark("Appeal"), appeals.TABLE, APPEAL_STATES, labels.APPEAL_MOVES),
    Procedure("referral", mark("Referral"), referrals.TABLE, referral_labels.STATES, referral_labels.MOVES),
)
"""In the order in which a case meets them."""


def procedure(key: str) -> Procedure:
    """The procedure of a key. Raises ``NotFoundError``."""
    for one in PROCEDURES:
        if one.key == key:
            return one
    raise NotFoundError("procedure")


def is_left_elsewhere(state: StrEnum, but_for: Procedure) -> bool:
    """Whether a state that this procedure does not leave is left by another one of the same matter."""
    return any(row.source is state for one in PROCEDURES if one is not but_for for row in one.rows)
