"""The agenda that one receiving authority gets, as a page and as a paper: what it may see and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from husly.kit import pdf
from husly.kit.i18n import format_date, language
from husly.kit.i18n import gettext as _
from inspection.joint.authorities import authority_name
from inspection.meetings.facts import stored_facts
from inspection.meetings.labels import ACTIONS
from inspection.meetings.models import MeetingAction, MeetingItem
from inspection.meetings.queries import MeetingFile, openness_of
from inspection.meetings.receiving import Receiver, may_see


@dataclass(frozen=True)
class ActionLine:
    """Who does what until when, and how far it is."""

    who: str
    what: str
    due: str
    state: str
    badge: str
    progress: str


def action_line(action: MeetingAction) -> ActionLine:
    """One action in words."""
    state, badge = ACTIONS[action.state]
    return ActionLine(
        authority_name(action.authority), action.what, format_date(action.due_on), _(state), badge, action.progress
    )


@dataclass(frozen=True)
class AgendaItem:
    """One item as the receiver may read it."""

    number: int
    title: str
    facts: Sequence[str]
    questions: str
    decided: str
    legal_basis: str
    actions: Sequence[ActionLine]


@dataclass(frozen=True)
class Agenda:
    """What one authority gets of a meeting."""

    receiver: Receiver
    receiver_name: str
    day: str
    place: str
    items: Sequence[AgendaItem]
    carried: Sequence[tuple[str, ActionLine]]
    """(what it is about, action) of actions that earlier meetings left open."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that it may see."""
        return not self.items and not self.carried


def receiver_name(receiver: Receiver, names: Mapping[str, str]) -> str:
    """What a receiver is called; a municipality by its own name."""
    if receiver.municipality_code:
        return _("%(name)s Municipality", name=names.get(receiver.municipality_code, receiver.municipality_code))
    return authority_name(receiver.authority)


def seen_items(file: MeetingFile, receiver: Receiver) -> list[MeetingItem]:
    """The items of a meeting that an authority may see."""
    return [one for one in file.items if may_see(receiver, openness_of(one))]


def agenda_for(file: MeetingFile, receiver: Receiver, *, names: Mapping[str, str]) -> Agenda:
    """What one authority may be given. Our minutes, reasons and other authorities' items are never part of it."""
    items = [
        AgendaItem(
            number=number,
            title=one.title,
            facts=[fact.sentence for fact in stored_facts(one.facts) if fact.is_for(receiver.authority)],
            questions=one.questions,
            decided=one.decided,
            legal_basis=one.legal_basis,
            actions=[action_line(action) for action in file.actions_of(one.id)],
        )
        for number, one in enumerate(seen_items(file, receiver), start=1)
    ]
    carried = [
        (one.item.title, action_line(one.action)) for one in file.carried if may_see(receiver, openness_of(one.item))
    ]
    day, place = format_date(file.meeting.held_on), file.meeting.place
    return Agenda(receiver, receiver_name(receiver, names), day, place, items, carried)


def agenda_pdf(agenda: Agenda, *, sender: str) -> bytes:
    """The paper in the language of the moment."""
    return pdf.render_sheet(agenda_sheet(agenda, sender=sender), banner=_banner(agenda))


def _banner(agenda: Agenda) -> pdf.Banner:
    return pdf.Banner(_("IN CONFIDENCE"), _("IN CONFIDENCE – for %(name)s alone", name=agenda.receiver_name))


def agenda_sheet(agenda: Agenda, *, sender: str) -> pdf.Sheet:
    """The paper before it is set."""
    title = _("Case meeting on %(day)s", day=agenda.day)
    return pdf.Sheet(
        title=f"{title}, {agenda.receiver_name}",
        author=sender,
        language="da-DK" if language() == "da" else "en-GB",
        masthead=title,
        subject=_("Agenda for %(name)s", name=agenda.receiver_name),
        body=tuple(_body(agenda)),
        footer=(
            _("From %(name)s. Each item names the legal basis on which it is shared.", name=sender),
            _("Do not pass it on. It says nothing of who reported anything or who lives there."),
        ),
        page_label=_("Page {page} of {pages}"),
    )


def _body(agenda: Agenda) -> list[pdf.Element]:
    body: list[pdf.Element] = [pdf.Paragraph(agenda.place)] if agenda.place else []
    if agenda.carried:
        body += [pdf.Heading(_("From earlier meetings")), _table([action for _title, action in agenda.carried])]
    for item in agenda.items:
        body.append(pdf.Heading(f"{item.number}. {item.title}"))
        body.append(pdf.Bullets(tuple(item.facts)))
        rows = (
            (_("Questions"), item.questions),
            (_("What was decided"), item.decided),
            (_("Legal basis for sharing"), item.legal_basis),
        )
        body.append(pdf.Pairs(tuple((label, text) for label, text in rows if text)))
        if item.actions:
            body.append(_table(item.actions))
    return body


def _table(actions: Sequence[ActionLine]) -> pdf.Columns:
    rows = tuple((one.who, one.what, one.due, one.state) for one in actions)
    return pdf.Columns((_("Who"), _("What"), _("Until"), _("State")), rows, (2.4, 4, 2, 1.4))
