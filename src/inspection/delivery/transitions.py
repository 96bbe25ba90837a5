"""The states of a delivery and the lawful moves between them.

A letter is delivered when it has become available to its recipient; for Digital Post that is when it lies in the
mailbox (confidence M: the act on Digital Post, section 10). Read therefore counts as delivered.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from husly.kit.access import Permission
from inspection.enforcement.demands import demand
from inspection.enforcement.tables import Row


class Channel(StrEnum):
    """How a letter travels."""

    FOLDER = "folder"
    """A PDF with its slip in the folder of a post room that the operator runs."""
    DIGITAL_POST = "digital_post"
    """A MeMo file for whoever hands messages over to Digital Post."""
    MAIL = "mail"
    """A mail that says that a letter waits, with a link; for those without Digital Post."""
    PAPER = "paper"
    """The day's print bundle."""


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    """It could not leave; a person must act."""
    RETURNED = "returned"
    """It left and came back: refused, exempt, unknown at the address."""


class DeliveryMove(StrEnum):
    """What happens to a delivery."""

    SEND = "send"
    GIVE_UP = "give_up"
    CONFIRM = "confirm"
    PROVE = "prove"
    READ = "read"
    RETURN = "return"
    SEND_AGAIN = "send_again"


@dataclass(frozen=True)
class DeliveryFacts:
    """What the demands of a move ask about."""

    issued_on: date
    today: date
    delivered_on: date | None = None
    note: str = ""
    link_ran_out: bool = False
    reachable: bool = True
    """Whether the channel has what it needs: an address, a CVR number, an e-mail address."""


@demand(
    "",
    "",
    da="Leveringsdagen skal ligge mellem udstedelsen og i dag.",
    en="The day of delivery must lie between the day of issue and today.",
)
def delivery_day_is_possible(facts: DeliveryFacts) -> bool:
    """Nothing arrives before it is issued, or tomorrow."""
    return facts.delivered_on is not None and facts.issued_on <= facts.delivered_on <= facts.today


@demand(
    "",
    "",
    da="Skriv, hvad der viser det: kvittering, underskrift eller årsag.",
    en="Write what shows it: a receipt, a signature or the reason.",
)
def it_is_shown(facts: DeliveryFacts) -> bool:
    """Whoever disputes a delivery later must meet more than a tick."""
    return bool(facts.note.strip())


@demand(
    "",
    "",
    da="Kanalen mangler det, den skal bruge: postadresse, gyldigt CVR-nummer eller e-mailadresse.",
    en="The channel lacks what it needs: a postal address, a valid CVR number or an e-mail address.",
)
def recipient_is_reachable(facts: DeliveryFacts) -> bool:
    """A letter sent again into the void would fail again."""
    return facts.reachable


@demand(
    "",
    "",
    da="Linket i mailen kan stadig åbnes.",
    en="The link of the mail can still be opened.",
)
def link_has_run_out(facts: DeliveryFacts) -> bool:
    """A mail counts as delivered only when its letter is opened: unopened it is none, and a person must act."""
    return facts.link_ran_out


_S, _M, _P = DeliveryState, DeliveryMove, Permission.PREPARE_LETTERS
_DAY, _SHOWN, _REACHABLE = delivery_day_is_possible, it_is_shown, recipient_is_reachable
_RAN_OUT = link_has_run_out

STATES, MOVES = DeliveryState, DeliveryMove

TABLE: tuple[Row[DeliveryState, DeliveryMove, DeliveryFacts], ...] = (
    Row(_M.SEND, _S.QUEUED, _S.SENT, _P),
    Row(_M.GIVE_UP, _S.QUEUED, _S.FAILED, _P),
    Row(_M.PROVE, _S.QUEUED, _S.DELIVERED, _P, (_DAY, _SHOWN)),
    Row(_M.SEND_AGAIN, _S.QUEUED, _S.QUEUED, _P, (_REACHABLE,)),
    Row(_M.GIVE_UP, _S.SENT, _S.FAILED, _P, (_RAN_OUT,)),
    Row(_M.CONFIRM, _S.SENT, _S.DELIVERED, _P, (_DAY,)),
    Row(_M.PROVE, _S.SENT, _S.DELIVERED, _P, (_DAY, _SHOWN)),
    Row(_M.READ, _S.SENT, _S.READ, _P, (_DAY,)),
    Row(_M.RETURN, _S.SENT, _S.RETURNED, _P, (_SHOWN,)),
    Row(_M.SEND_AGAIN, _S.SENT, _S.QUEUED, _P, (_REACHABLE, _SHOWN)),
    Row(_M.READ, _S.DELIVERED, _S.READ, _P, (_DAY,)),
    Row(_M.PROVE, _S.FAILED, _S.DELIVERED, _P, (_DAY, _SHOWN)),
    Row(_M.SEND_AGAIN, _S.FAILED, _S.QUEUED, _P, (_REACHABLE,)),
    Row(_M.PROVE, _S.RETURNED, _S.DELIVERED, _P, (_DAY, _SHOWN)),
    Row(_M.SEND_AGAIN, _S.RETURNED, _S.QUEUED, _P, (_REACHABLE,)),
)
"""Read by a person and by the actions alike; what is in no row cannot be done."""

ARRIVED = frozenset({DeliveryState.DELIVERED, DeliveryState.READ})
TROUBLED = frozenset({DeliveryState.FAILED, DeliveryState.RETURNED})
"""A person must act; no case closes meanwhile (M2)."""
