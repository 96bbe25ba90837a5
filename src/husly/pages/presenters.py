"""What the front page shows."""

from dataclasses import dataclass

from husly.kit.access import Actor, Permission, may
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark


@dataclass(frozen=True)
class Card:
    """One thing to do."""

    href: str
    title: str
    text: str


_CARDS = (
    (
        Permission.DECLARE,
        "/declarations/new",
        mark("Declare housing"),
        mark("Tell where your workers live, room by room, and see at once what falls short."),
    ),
    (
        Permission.DECLARE,
        "/declarations",
        mark("Your declarations"),
        mark("See what is declared, what was found, and change what has changed."),
    ),
    (
        Permission.DECLARE,
        "/portfolio",
        mark("All your housing"),
        mark("Dwellings, beds, residents and what falls short, added up over your firms."),
    ),
    (
        Permission.GIVE_MANDATES,
        "/mandates",
        mark("Mandates"),
        mark("Let an agent or accountant declare for you, see what they do, and end it at any time."),
    ),
    (
        Permission.READ_RISK,
        "/risk",
        mark("Where to go"),
        mark("Housing ranked by risk, each point with its reason."),
    ),
    (
        Permission.READ_PLANS,
        "/plans",
        mark("Visit plans"),
        mark("A week of visits on a map, with hours, travel and the notice the law demands."),
    ),
    (
        Permission.READ_CASES,
        "/cases",
        mark("Cases"),
        mark("Visits, hearings, orders and what must happen next."),
    ),
    (
        Permission.READ_TIPS,
        "/reports",
        mark("Reports"),
        mark("What residents and others report about housing, shielded from every employer."),
    ),
    (
        Permission.DECIDE_AGREEMENTS,
        "/agreements",
        mark("Collective agreements"),
        mark("Claims that an agreement takes the act's place: accept, refuse, ask the union."),
    ),
    (
        Permission.READ_STANDARDS,
        "/standards",
        mark("Rules"),
        mark("What each set of rules demands, with the clause."),
    ),
    (
        Permission.ADMINISTER,
        "/admin/outbox",
        mark("What could not leave"),
        mark("Letters and mails that could not be delivered, and why; try them again."),
    ),
    (
        Permission.ADMINISTER,
        "/door-sheets",
        mark("Languages of the residents' sheet"),
        mark("Which translations a native speaker has reviewed."),
    ),
)


def start_cards(actor: Actor | None) -> list[Card]:
    """The cards of whoever reads."""
    cards = [Card(href, _(title), _(text)) for permission, href, title, text in _CARDS if may(actor, permission)]
    if actor is not None and not actor.grants:
        cards.append(Card("/mandates", _("Mandates"), _("See for whom you may act, and answer an invitation.")))
    return cards
