"""What each button of a meeting's page does with the fields sent along, and where on the page to go on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.errors import NotFoundError
from husly.kit.i18n import gettext as _
from inspection.joint.forms import Fields
from inspection.joint.other_routes import dwelling_in
from inspection.meetings import actions, deciding
from inspection.meetings.models import ActionState, ItemReason
from inspection.meetings.receiving import Receiver


@dataclass(frozen=True)
class Doing:
    """One button pressed: by whom, when, on which meeting; ``names`` are municipalities by code."""

    session: Session
    meeting_id: UUID
    fields: Fields
    by: Actor
    at: datetime
    names: Mapping[str, str]

    def row(self, name: str) -> UUID:
        """The item or action that a form is about. Raises ``NotFoundError``."""
        found = self.fields.identifier(name)
        if found is None:
            raise NotFoundError(name)
        return found

    def long(self, name: str) -> str:
        """A text of several lines as typed."""
        return (self.fields.values.get(name) or [""])[0].replace("\x00", "")


def _put_on(doing: Doing) -> str:
    """A proposal, or a dwelling by its address."""
    fields, subject = doing.fields, doing.fields.raw("subject")
    reason = fields.raw("reason")
    if not subject:
        dwelling = dwelling_in(doing.session, fields, by=doing.by)
        if dwelling is None:
            return ""
        subject, reason = actions.subject_at(dwelling), ""
    made = actions.add_item(
        doing.session,
        doing.meeting_id,
        subject,
        reason=ItemReason(reason) if reason in list(ItemReason) else ItemReason.BY_HAND,
        names=doing.names,
        by=doing.by,
        at=doing.at,
    )
    return f"#item-{made.id}"


def _item(doing: Doing) -> str:
    item_id = doing.row("item")
    text = actions.ItemText(
        questions=doing.long(f"questions-{item_id}"),
        legal_basis=doing.fields.text(f"legal_basis-{item_id}"),
        shown_to=doing.fields.many(f"shown_to-{item_id}"),
        decided=doing.long(f"decided-{item_id}"),
    )
    if text.shown_to and not text.legal_basis:
        doing.fields.errors[f"legal_basis-{item_id}"] = _(
            "Write the legal basis on which the authorities are shown this item."
        )
    if not doing.fields.errors:
        actions.set_item(doing.session, doing.meeting_id, item_id, text, by=doing.by, at=doing.at)
    return f"#item-{item_id}"


def _take_off(doing: Doing) -> str:
    actions.remove_item(doing.session, doing.meeting_id, doing.row("item"), by=doing.by, at=doing.at)
    return ""


def _action(doing: Doing) -> str:
    item_id, fields = doing.row("item"), doing.fields
    authority = fields.authority(f"who-{item_id}")
    what = fields.text(f"what-{item_id}", missing=_("Write what is to be done."))
    due_on = fields.day(f"due_on-{item_id}")
    if not fields.errors:
        given = {"authority": authority, "what": what, "by": doing.by, "at": doing.at}
        deciding.add_action(doing.session, doing.meeting_id, item_id, due_on=due_on, **given)  # type: ignore[arg-type]
    return f"#item-{item_id}"


def _progress(doing: Doing) -> str:
    action_id, fields = doing.row("action"), doing.fields
    state = fields.raw("state")
    if state not in list(ActionState):
        raise NotFoundError("state")
    progress = fields.text(f"progress-{action_id}")
    if state == ActionState.DROPPED and not progress:
        fields.errors[f"progress-{action_id}"] = _("Write why it is dropped.")
    if not fields.errors:
        given = {"state": ActionState(state), "progress": progress}
        deciding.move_action(doing.session, action_id, **given, by=doing.by, at=doing.at)  # type: ignore[arg-type]
    return f"#action-{action_id}"


def _participant(doing: Doing) -> str:
    authority, code = doing.fields.authority("authority"), doing.fields.raw("municipality")
    people = doing.fields.text("people")
    if authority == "municipality" and code not in doing.names:
        doing.fields.errors["municipality"] = _("Choose which municipality takes part.")
    if not doing.fields.errors:
        receiver = Receiver(authority, code if authority == "municipality" else "")
        deciding.set_participant(doing.session, doing.meeting_id, receiver, people=people, by=doing.by, at=doing.at)
    return "#participants"


def _minutes(doing: Doing) -> str:
    deciding.write_minutes(doing.session, doing.meeting_id, doing.long("minutes"), by=doing.by, at=doing.at)
    return "#minutes-heading"


def _close(doing: Doing) -> str:
    deciding.close_meeting(doing.session, doing.meeting_id, by=doing.by, at=doing.at)
    return ""


STEPS: Mapping[str, Callable[[Doing], str]] = {
    "put-on": _put_on,
    "item": _item,
    "take-off": _take_off,
    "action": _action,
    "progress": _progress,
    "participant": _participant,
    "minutes": _minutes,
    "close": _close,
}
