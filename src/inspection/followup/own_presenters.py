"""An employer's own page of orders and deadlines: what is ordered and until when, and every letter that came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from inspection.enforcement.labels import LETTERS
from inspection.enforcement.models import Hearing, OrderItem
from inspection.enforcement.running_dues import running_dues
from inspection.followup.actions import RUNNING
from inspection.followup.own_queries import OwnLetter, OwnOrder, hearings_of, list_own_letters, orders_of
from inspection.followup.presenters import due_words
from inspection.letters.blocks import LetterKind

MENU = mark("Orders and deadlines")
DUES = {
    "answer": mark("Answer by %(day)s"),
    "pay": mark("Pay by %(day)s"),
    "rehouse": mark("Offer other housing by %(day)s"),
    "proof": mark("Send proof by %(day)s"),
    "move_out": mark("Vacated by %(day)s"),
    "report": mark("Report by %(day)s"),
}
"""Days that a letter names, by their name in its content."""
COMMENT, VISIT, OBJECT = mark("Comment by %(day)s"), mark("Visit on %(day)s"), mark("Object by %(day)s")


@dataclass(frozen=True)
class OwnItem:
    """One thing that is ordered."""

    number: int
    title: str
    result: str
    due: str
    status: str
    badge: str


@dataclass(frozen=True)
class OwnOrderCard:
    """An order in force."""

    title: str
    place: str
    came: str
    href: str
    items: tuple[OwnItem, ...]
    code: str
    """With which it is reported on; empty where nothing is open."""


@dataclass(frozen=True)
class OwnLetterRow:
    """A letter that came, with the days it names."""

    title: str
    place: str
    came: str
    href: str
    dues: tuple[str, ...]
    over: str


@dataclass(frozen=True)
class OwnPage:
    """Orders in force, and every letter."""

    title: str
    orders: tuple[OwnOrderCard, ...]
    letters: tuple[OwnLetterRow, ...]


def own_page(session: Session, *, by: Actor, today: date) -> OwnPage:
    """The page of whoever is signed in for an employer."""
    letters = list_own_letters(session, by=by)
    orders, hearings = orders_of(session, letters), hearings_of(session, letters)
    in_force = [
        _order(one, orders[one.letter.id], today)
        for one in letters
        if one.letter.id in orders and orders[one.letter.id].is_in_force(one) and not orders[one.letter.id].is_met
    ]
    return OwnPage(_(MENU), tuple(in_force), tuple(_row(one, orders, hearings, today) for one in letters))


def _place(own: OwnLetter) -> str:
    return _("%(address)s, case %(number)s", address=own.dwelling.address, number=own.case.case_number)


def _came(own: OwnLetter) -> str:
    return "" if own.letter.delivered_on is None else format_date(own.letter.delivered_on)


def _order(own: OwnLetter, order: OwnOrder, today: date) -> OwnOrderCard:
    dues = running_dues(order.items, order.changes)
    open_ones = own.case.state in RUNNING and order.order.round == own.case.round
    return OwnOrderCard(
        _(LETTERS[own.letter.kind]),
        _place(own),
        _came(own),
        f"/orders/{own.letter.id}.pdf",
        tuple(_item(one, order, dues[one.id], today) for one in order.items),
        str(own.letter.choices.get("report_code") or "") if open_ones else "",
    )


def _item(item: OrderItem, order: OwnOrder, due: date | None, today: date) -> OwnItem:
    if item.complied:
        badge, status = "success", _("Accepted")
    elif item.id in order.waiting:
        badge, status = "info", _("Reported; the authority looks at it")
    elif due is not None and due < today:
        badge, status = "error", _("The deadline has passed")
    else:
        badge, status = "warning", _("Not reported yet")
    return OwnItem(item.position, order.titles[item.id], item.result, due_words(item, due), status, badge)


def _row(
    own: OwnLetter, orders: Mapping[UUID, OwnOrder], hearings: Mapping[UUID, Hearing], today: date
) -> OwnLetterRow:
    letter, order = own.letter, orders.get(own.letter.id)
    over = ""
    if letter.withdrawn_at is not None or (order is not None and not order.is_in_force(own)):
        over = _("No longer in force")
    elif own.case.closed_at is not None:
        over = _("The case is closed")
    met = order is not None and order.is_met
    ahead = [] if over or met else _dues(own, hearings.get(letter.id))
    dues = tuple(_(words, day=format_date(day)) for words, day in ahead if day >= today)
    return OwnLetterRow(_(LETTERS[letter.kind]), _place(own), _came(own), f"/orders/{letter.id}.pdf", dues, over)


def _dues(own: OwnLetter, hearing: Hearing | None) -> list[tuple[str, date]]:
    """The days that bind the reader of a letter, each with its words."""
    content, letter = own.letter.content or {}, own.letter
    if hearing is not None:
        return [(COMMENT, hearing.runs_until)]
    days = [(DUES[name], date.fromisoformat(value)) for name, value in content.get("told") or () if name in DUES]
    if letter.kind is LetterKind.VARSLING:
        named = ((VISIT, content.get("visit_on")), (OBJECT, content.get("objection_due_on")))
        days += [(words, date.fromisoformat(value)) for words, value in named if value]
    return days
