"""Deliveries as people read them: the lists of the post, and one delivery with its history."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from husly.kit.i18n import format_date, format_moment
from husly.kit.i18n import gettext as _
from husly.kit.web.paging import Paging
from husly.settings import Settings
from inspection.delivery.choosing import Addressed, can_reach, channel_for
from inspection.delivery.labels import CHANNELS, MOVES, SOURCES, STATES, TABS
from inspection.delivery.models import DeliveryEvent, LetterDelivery, PrintBundle
from inspection.delivery.problems import problem_in_words
from inspection.delivery.queries import Sent, Which
from inspection.delivery.queueing import addressed_of
from inspection.delivery.transitions import TABLE, Channel, DeliveryMove, DeliveryState
from inspection.enforcement.labels import LETTERS


@dataclass(frozen=True)
class DeliveryRow:
    """One delivery in a list."""

    href: str
    case_href: str
    case_number: str
    letter: str
    recipient: str
    channel: str
    badge: str
    state: str
    day: str
    problem: str


def delivery_row(sent: Sent) -> DeliveryRow:
    """One delivery in words."""
    one = sent.delivery
    badge, word = STATES[one.state]
    return DeliveryRow(
        href=f"/post/{one.id}",
        case_href=f"/cases/{one.case_id}",
        case_number=sent.case_number,
        letter=_(LETTERS[sent.kind]),
        recipient=one.name,
        channel=_(CHANNELS[one.channel]),
        badge=badge,
        state=_(word),
        day=_day(one),
        problem=problem_in_words(one.problem),
    )


def _day(one: LetterDelivery) -> str:
    if one.delivered_on is not None:
        return format_date(one.delivered_on)
    return format_moment(one.sent_at or one.queued_at)


@dataclass(frozen=True)
class PostPage:
    """One part of the deliveries within the reader's area."""

    found: Sequence[Sent]
    counts: Mapping[Which, int]
    which: Which
    number: int
    bundles: Sequence[PrintBundle]
    on_paper: int

    @property
    def rows(self) -> list[DeliveryRow]:
        """The deliveries of this page."""
        return [delivery_row(one) for one in self.found]

    @property
    def tabs(self) -> list[tuple[str, str, int, bool]]:
        """Address, word, count, whether it is this one."""
        return [
            (f"/post?which={which}", _(word), self.counts[which], which is self.which) for which, word in TABS.items()
        ]

    @property
    def paging(self) -> Paging:
        """Links to the other pages of this part."""
        return Paging(self.number, self.counts[self.which], "/post", {"which": self.which})


@dataclass(frozen=True)
class EventRow:
    """One line of a delivery's history."""

    at: str
    what: str
    who: str
    note: str
    proof: str


class DeliveryPage:
    """One delivery: where it stands, what can be done, what happened."""

    def __init__(
        self,
        delivery: LetterDelivery,
        events: Sequence[DeliveryEvent],
        letter: str,
        case_number: str,
        settings: Settings,
    ) -> None:
        self.delivery, self.case_number, self.letter = delivery, case_number, letter
        self.badge, word = STATES[delivery.state]
        self.state = _(word)
        open_moves = {row.move for row in TABLE if row.source is delivery.state}
        self.can_arrive = bool(open_moves & {DeliveryMove.CONFIRM, DeliveryMove.PROVE})
        self.can_return = DeliveryMove.RETURN in open_moves
        self.can_send_again = DeliveryMove.SEND_AGAIN in open_moves
        self.must_explain = delivery.state is DeliveryState.SENT
        self.channels = [(one.value, _(word), one is delivery.channel) for one, word in CHANNELS.items()]
        self.facts = _facts(delivery)
        self.events = [_event_row(one) for one in events]
        self.unreachable = not can_reach(delivery.channel, addressed_of(delivery), settings)


def _facts(one: LetterDelivery) -> list[tuple[str, str]]:
    told = [
        (_("Recipient"), _("%(name)s (copy)", name=one.name) if one.is_copy else one.name),
        (_("Postal address"), one.postal_address.replace("\n", ", ") or _("Not known")),
        (_("CVR number"), one.cvr_number),
        (_("E-mail"), one.email),
        (_("Channel"), _(CHANNELS[one.channel])),
        (_("Sent"), format_moment(one.sent_at) if one.sent_at else ""),
        (_("Delivered"), format_date(one.delivered_on) if one.delivered_on else ""),
        (_("What is wrong"), problem_in_words(one.problem)),
    ]
    return [(label, value) for label, value in told if value]


def _event_row(event: DeliveryEvent) -> EventRow:
    what = f"{_(MOVES[event.move])} – {_(CHANNELS[event.channel])}"
    proof = f"/post/proofs/{event.id}" if event.proof is not None else ""
    who = f"{event.by_name}, {_(SOURCES.get(event.source, event.source))}"
    return EventRow(format_moment(event.at), what, who, problem_in_words(event.note), proof)


@dataclass(frozen=True)
class Ahead:
    """To whom a draft would go, by which channel, in which language, with what (M3)."""

    name: str
    address: str
    channel: str
    language: str
    attachments: str
    warning: str = ""
    is_handed_over: bool = False
    copies: str = ""
    """Who gets a copy besides the recipient."""

    @property
    def digest(self) -> str:
        """What was on the screen, so that nobody confirms a recipient that has changed meanwhile."""
        told = "\n".join((self.name, self.address, self.channel, self.language, self.attachments, self.copies))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Labels and values."""
        told = [
            (_("Recipient"), self.name),
            (_("Sent to"), self.address),
            (_("Channel"), self.channel),
            (_("Language"), self.language),
            (_("With it"), self.attachments),
            (_("Copy to"), self.copies),
        ]
        return [(label, value) for label, value in told if value]


def ahead_of(
    to: Addressed,
    settings: Settings,
    *,
    handed_over: bool,
    file_name: str,
    copies: Sequence[Addressed] = (),
    enclosed: Sequence[str] = (),
) -> Ahead:
    """What the page of a draft shows before it is issued."""
    channel = channel_for(to, settings)
    reached = {
        Channel.DIGITAL_POST: f"CVR {to.cvr_number}",
        Channel.MAIL: to.email,
    }.get(channel, to.postal_address.replace("\n", ", "))
    warning = ""
    if not handed_over and not can_reach(channel, to, settings):
        warning = _("The postal address is missing: the letter would wait in the failure queue.")
    return Ahead(
        name=to.name,
        address="" if handed_over else reached,
        channel=_("Handed over in person, never sent") if handed_over else _(CHANNELS[channel]),
        language=_("Danish"),
        attachments=_("The letter (%(file)s) with %(what)s", file=file_name, what="; ".join(enclosed))
        if enclosed
        else _("The letter alone (%(file)s)", file=file_name),
        warning=warning,
        is_handed_over=handed_over,
        copies="; ".join(f"{one.name} ({_(CHANNELS[channel_for(one, settings)])})" for one in copies),
    )


@dataclass(frozen=True)
class LetterDeliveries:
    """The deliveries of an issued letter as its page lists them."""

    rows: Sequence[tuple[str, str, str, str]]
    """Address of the delivery, recipient, badge, words."""

    @classmethod
    def of(cls, found: Sequence[LetterDelivery]) -> "LetterDeliveries":
        """In words."""
        rows = []
        for one in found:
            badge, word = STATES[one.state]
            rows.append((f"/post/{one.id}", f"{one.name}, {_(CHANNELS[one.channel])}", badge, _(word)))
        return cls(rows)
