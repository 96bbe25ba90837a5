"""The table of lawful moves of a referral: from a draft to an end with a reason (REF-01, REF-02, REF-07).

That an acknowledgement is overdue is no state: it follows from the day (``is_overdue``), and every move of a sent
referral stays open.
"""

from dataclasses import dataclass
from enum import StrEnum

from husly.kit.access import Permission
from inspection.enforcement.demands import demand
from inspection.enforcement.tables import Row


class ReferralState(StrEnum):
    """Where a referral stands."""

    DRAFTED = "drafted"
    REFUSED = "refused"
    """It was decided not to tell them, with the reason."""
    DECIDED = "decided"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    FOLLOWED_UP = "followed_up"
    RETURNED = "returned"
    """The receiver sent it back."""
    CLOSED = "closed"


class ReferralMove(StrEnum):
    """What brings a referral from one state to another."""

    DECIDE = "decide"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    RETURN = "return"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"


@dataclass(frozen=True)
class ReferralFacts:
    """What is known of a referral when a move is asked for; a text is True where it says something."""

    has_address: bool = False
    address_is_validated: bool = False
    in_right_municipality: bool = False
    has_receiver_contact: bool = False
    has_sender_contact: bool = False
    has_employer_contact: bool = False
    """Name, telephone and e-mail; or the card does not allow them; or it is said why the employer is unknown."""
    has_reason: bool = False
    has_request: bool = False
    has_observation: bool = False
    has_basis: bool = False
    has_necessity: bool = False
    has_purpose: bool = False
    asks_for_decision_maker: bool = False
    is_decision_maker: bool = False
    child_is_flagged: bool = True
    """Where a child is concerned, the municipality is told as well, or is the receiver (REF-13, REF-15)."""
    has_words: bool = False
    """The reason or the outcome that the move itself asks for."""


@demand("", "", da="Skriv boligens adresse.", en="Write the address of the dwelling.")
def address_is_there(facts: ReferralFacts) -> bool:
    """REF-01."""
    return facts.has_address


@demand(
    "",
    "",
    da="Adressen er ikke bekræftet. Sammenlign den med adresseregistret, og sæt kryds ved det i udkastet.",
    en="The address is not validated. Compare it with the address register and tick so in the draft.",
)
def address_is_validated(facts: ReferralFacts) -> bool:
    """REF-01: municipalities could not act without."""
    return facts.address_is_validated


@demand(
    "",
    "",
    da="Boligen ligger i en anden kommune end modtagerens. Lav et nyt udkast til den rigtige kommune.",
    en="The dwelling lies in another municipality than the receiver's. Make a new draft to the right one.",
)
def goes_to_right_municipality(facts: ReferralFacts) -> bool:
    """A municipality acts in its own area only."""
    return facts.in_right_municipality


@demand(
    "",
    "",
    da="Modtageren mangler en kontakt med adresse, telefon og e-mail. En administrator skriver den i kontaktlisten.",
    en="The receiver has no contact with address, telephone and e-mail. An administrator adds it to the contacts.",
)
def receiver_has_contact(facts: ReferralFacts) -> bool:
    """REF-01, REF-10."""
    return facts.has_receiver_contact


@demand(
    "",
    "",
    da="Skriv, hvem hos os modtageren kan kontakte: navn, telefon og e-mail.",
    en="Write whom the receiver can reach here: name, telephone and e-mail.",
)
def sender_has_contact(facts: ReferralFacts) -> bool:
    """REF-01."""
    return facts.has_sender_contact


@demand(
    "",
    "",
    da="Skriv arbejdsgiverens kontakt (navn, telefon og e-mail), eller hvorfor den ikke kendes.",
    en="Write the employer's contact (name, telephone and e-mail), or why it is unknown.",
)
def employer_has_contact(facts: ReferralFacts) -> bool:
    """REF-01."""
    return facts.has_employer_contact


@demand("", "", da="Vælg en grund. Ved “andet” skal den beskrives.", en="Choose a reason; describe it for “other”.")
def reason_is_coded(facts: ReferralFacts) -> bool:
    """REF-01."""
    return facts.has_reason


@demand("", "", da="Skriv, hvad modtageren skal gøre.", en="Write what the receiver is asked to do.")
def request_is_there(facts: ReferralFacts) -> bool:
    """REF-01, REF-10."""
    return facts.has_request


@demand("", "", da="Skriv, hvad der er set, og hvornår.", en="Write what was seen, and when.")
def observation_is_there(facts: ReferralFacts) -> bool:
    """letters.md: observed facts, source and date."""
    return facts.has_observation


@demand(
    "forvaltningslovens §§ 27, 28 og 31",
    "M",
    da="Vælg det retsgrundlag, som oplysningerne videregives efter.",
    en="Choose the legal basis on which the data are passed on.",
)
def basis_is_named(facts: ReferralFacts) -> bool:
    """REF-07: refused without a basis."""
    return facts.has_basis


@demand(
    "forvaltningslovens § 28",
    "M",
    da="Begrund, hvorfor modtageren har brug for netop disse oplysninger.",
    en="Give the reason why the receiver needs exactly these data.",
)
def necessity_is_reasoned(facts: ReferralFacts) -> bool:
    """REF-07."""
    return facts.has_necessity


@demand("", "", da="Skriv formålet med at videregive oplysningerne.", en="Write the purpose of passing the data on.")
def purpose_is_there(facts: ReferralFacts) -> bool:
    """REF-07."""
    return facts.has_purpose


@demand(
    "",
    "",
    da="Dette kan kun besluttes af en, der træffer afgørelser: det sker aldrig automatisk.",
    en="Only a decision-maker can decide this: it never happens automatically.",
)
def decision_maker_decides(facts: ReferralFacts) -> bool:
    """PRIV-06, and concerns of trafficking."""
    return facts.is_decision_maker or not facts.asks_for_decision_maker


@demand(
    "",
    "",
    da="Et barn kan være berørt. Kontakt boligens kommune, og skriv dagen, før andre underrettes.",
    en="A child may be concerned. Contact the municipality of the dwelling and record the day before telling others.",
)
def child_is_flagged(facts: ReferralFacts) -> bool:
    """REF-13, REF-15."""
    return facts.child_is_flagged


@demand("", "", da="Skriv begrundelsen eller resultatet.", en="Write the reason or the outcome.")
def words_are_there(facts: ReferralFacts) -> bool:
    """REF-02: nothing ends in silence."""
    return facts.has_words


_S, _M, _P = ReferralState, ReferralMove, Permission
_SENDABLE = (
    address_is_there,
    address_is_validated,
    goes_to_right_municipality,
    receiver_has_contact,
    sender_has_contact,
    employer_has_contact,
    reason_is_coded,
    request_is_there,
    observation_is_there,
    basis_is_named,
    necessity_is_reasoned,
)
_DECIDED = (*_SENDABLE, purpose_is_there, decision_maker_decides, child_is_flagged)
_WORDS = (words_are_there,)

STATES, MOVES = ReferralState, ReferralMove
TABLE: tuple[Row[ReferralState, ReferralMove, ReferralFacts], ...] = (
    Row(_M.DECIDE, _S.DRAFTED, _S.DECIDED, _P.SEND_REFERRALS, _DECIDED),
    Row(_M.REFUSE, _S.DRAFTED, _S.REFUSED, _P.SEND_REFERRALS, _WORDS),
    Row(_M.SEND, _S.DECIDED, _S.SENT, _P.SEND_REFERRALS, (*_SENDABLE, child_is_flagged)),
    Row(_M.TAKE_BACK, _S.DECIDED, _S.DRAFTED, _P.SEND_REFERRALS, _WORDS),
    Row(_M.ACKNOWLEDGE, _S.SENT, _S.ACKNOWLEDGED, _P.SEND_REFERRALS, _WORDS),
    Row(_M.RETURN, _S.SENT, _S.RETURNED, _P.SEND_REFERRALS, _WORDS),
    Row(_M.RETURN, _S.ACKNOWLEDGED, _S.RETURNED, _P.SEND_REFERRALS, _WORDS),
    Row(_M.FOLLOW_UP, _S.ACKNOWLEDGED, _S.FOLLOWED_UP, _P.SEND_REFERRALS, _WORDS),
    Row(_M.CLOSE, _S.SENT, _S.CLOSED, _P.SEND_REFERRALS, _WORDS),
    Row(_M.CLOSE, _S.ACKNOWLEDGED, _S.CLOSED, _P.SEND_REFERRALS, _WORDS),
    Row(_M.CLOSE, _S.FOLLOWED_UP, _S.CLOSED, _P.SEND_REFERRALS, _WORDS),
    Row(_M.CLOSE, _S.RETURNED, _S.CLOSED, _P.SEND_REFERRALS, _WORDS),
)
"""Every move there is; the receiver's own answer by code is ``acknowledge`` too."""
