"""What each button of a joint visit's page does with the fields sent along."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.errors import NotFoundError
from husly.kit.i18n import gettext as _
from inspection.joint import actions, partner_actions
from inspection.joint.forms import Fields, read_slot, read_terms


@dataclass(frozen=True)
class Doing:
    """One button pressed: by whom, when, on which joint visit."""

    session: Session
    joint_id: UUID
    fields: Fields
    by: Actor
    at: datetime

    @property
    def partner_id(self) -> UUID:
        """The authority that a form is about. Raises ``NotFoundError``."""
        found = self.fields.identifier("partner")
        if found is None:
            raise NotFoundError("partner")
        return found

    @property
    def suffix(self) -> str:
        """What the fields of that authority end in, so that a page holds one form for each."""
        return f"-{self.partner_id}"


def _add_partner(doing: Doing) -> None:
    authority = doing.fields.authority("authority")
    if not doing.fields.errors:
        partner_actions.add_partner(doing.session, doing.joint_id, authority, by=doing.by, at=doing.at)


def _terms(doing: Doing) -> None:
    terms = read_terms(doing.fields, doing.suffix)
    if not doing.fields.errors:
        partner_actions.set_terms(doing.session, doing.joint_id, doing.partner_id, terms, by=doing.by, at=doing.at)


def _lead(doing: Doing) -> None:
    partner_actions.set_lead(doing.session, doing.joint_id, doing.partner_id, by=doing.by, at=doing.at)


def _invite(doing: Doing) -> None:
    on = doing.fields.day(f"invited_on{doing.suffix}")
    if not doing.fields.errors:
        partner_actions.invite(doing.session, doing.joint_id, doing.partner_id, on=on, by=doing.by, at=doing.at)


def _answer(doing: Doing) -> None:
    fields, name = doing.fields, f"answer{doing.suffix}"
    on, words = fields.day(f"answered_on{doing.suffix}"), fields.text(f"answer_words{doing.suffix}")
    if fields.raw(name) not in ("yes", "no"):
        fields.errors[name] = _("Choose yes or no.")
    if fields.errors:
        return
    partner_actions.record_answer(
        doing.session,
        doing.joint_id,
        doing.partner_id,
        accepts=fields.raw(name) == "yes",
        on=on,
        words=words,
        by=doing.by,
        at=doing.at,
    )


def _slot(doing: Doing) -> None:
    slot = read_slot(doing.fields, doing.suffix)
    if slot is not None:
        partner_actions.add_slot(doing.session, doing.joint_id, doing.partner_id, slot, by=doing.by, at=doing.at)


def _cmm(doing: Doing) -> None:
    on = doing.fields.day("cmm_on")
    how = doing.fields.text("cmm_how", missing=_("Write how the centre was told, such as by telephone."))
    if not doing.fields.errors:
        partner_actions.tell_cmm(doing.session, doing.joint_id, on=on, how=how, by=doing.by, at=doing.at)


def _police(doing: Doing) -> None:
    planned = doing.fields.flag("police_action")
    partner_actions.plan_police_action(doing.session, doing.joint_id, planned, by=doing.by, at=doing.at)


def _agree(doing: Doing) -> None:
    on = doing.fields.day("visit_on")
    from_min, to_min = doing.fields.hours("from", "to")
    if not doing.fields.errors:
        actions.agree(
            doing.session, doing.joint_id, visit_on=on, from_min=from_min, to_min=to_min, by=doing.by, at=doing.at
        )


def _reopen(doing: Doing) -> None:
    reason = doing.fields.text("reopen_reason", missing=_("Write why."))
    if not doing.fields.errors:
        actions.reopen(doing.session, doing.joint_id, reason=reason, by=doing.by, at=doing.at)


def _cancel(doing: Doing) -> None:
    reason = doing.fields.text("cancel_reason", missing=_("Write why."))
    if not doing.fields.errors:
        actions.cancel(doing.session, doing.joint_id, reason=reason, by=doing.by, at=doing.at)


def _done(doing: Doing) -> None:
    actions.carry_out(doing.session, doing.joint_id, by=doing.by, at=doing.at)


STEPS: Mapping[str, Callable[[Doing], None]] = {
    "partner": _add_partner,
    "terms": _terms,
    "lead": _lead,
    "invite": _invite,
    "answer": _answer,
    "slot": _slot,
    "cmm": _cmm,
    "police": _police,
    "agree": _agree,
    "reopen": _reopen,
    "done": _done,
    "cancel": _cancel,
}
