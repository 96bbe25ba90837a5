"""What the pages of joint visits send, read field by field; each answer that will not do has its own sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from husly.kit.clock import DAY_MIN, read_clock, read_day
from husly.kit.i18n import gettext as _
from husly.kit.texts import one_line
from husly.kit.web import AnyRequest
from inspection.joint.actions import Proposal
from inspection.joint.authorities import authorities
from inspection.joint.models import LONGEST_WORDS, OtherState
from inspection.joint.other_actions import Told
from inspection.joint.partner_actions import Terms
from inspection.planning.solving.problem import Slot

Value = TypeVar("Value")


@dataclass
class Fields:
    """A posted form. Reading a field that will not do leaves a sentence in ``errors`` and gives a stand-in."""

    values: Mapping[str, Sequence[str]]
    errors: dict[str, str] = field(default_factory=dict)

    def raw(self, name: str) -> str:
        """The field as typed, on one line."""
        return one_line((self.values.get(name) or [""])[0])

    def many(self, name: str) -> list[str]:
        """Every value of a field that may be chosen several times."""
        return [one_line(one) for one in self.values.get(name, ())]

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, to show it again."""
        return {name: self.raw(name) for name in self.values}

    def text(self, name: str, *, missing: str = "", most: int = LONGEST_WORDS) -> str:
        """A text; ``missing`` is the sentence where it may not be empty."""
        text = self.raw(name)
        if missing and not text:
            self.errors[name] = missing
        if len(text) > most:
            self.errors[name] = _("Shorten this to %(most)s characters.", most=most)
        return text

    def day(self, name: str) -> date:
        """A day."""
        found = read_day(self.raw(name))
        if found is None:
            self.errors[name] = _("Write a date such as 2026-03-17.")
        return found or date.min

    def clock(self, name: str) -> int:
        """A time of day in minutes after midnight."""
        found = read_clock(self.raw(name))
        if found is None or found >= DAY_MIN:
            self.errors[name] = _("Write the time as hours and minutes, such as 09:30.")
            return 0
        return found

    def hours(self, first: str, last: str) -> tuple[int, int]:
        """From and to on one day."""
        from_min, to_min = self.clock(first), self.clock(last)
        if first not in self.errors and last not in self.errors and from_min >= to_min:
            self.errors[last] = _("The end must lie after the beginning.")
        return from_min, to_min

    def whole(self, name: str, low: int, high: int) -> int:
        """A whole number within bounds."""
        text = self.raw(name)
        if text.isascii() and text.isdecimal() and len(text) < 6 and low <= int(text) <= high:
            return int(text)
        self.errors[name] = _("Write a whole number from %(low)s to %(high)s.", low=low, high=high)
        return low

    def authority(self, name: str) -> str:
        """The key of an authority."""
        key = self.raw(name)
        if key not in authorities():
            self.errors[name] = _("Choose an authority from the list.")
        return key

    def flag(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.raw(name) == "true"

    def identifier(self, name: str) -> UUID | None:
        """The id of a row, where it is one."""
        try:
            return UUID(self.raw(name))
        except ValueError:
            return None


async def provide_fields(request: AnyRequest) -> Fields:
    """The posted fields, without the token against forgery."""
    form = await request.form()
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if name != "_csrf_token" and isinstance(value, str):
            found.setdefault(name.replace("\x00", ""), []).append(value)
    return Fields(found)


def read_proposal(fields: Fields) -> Proposal:
    """A joint visit as proposed; look at ``fields.errors`` before using it."""
    partners = fields.many("partners")
    if not partners or any(one not in authorities() for one in partners):
        fields.errors["partners"] = _("Choose at least one other authority.")
    visit_on = None
    if fields.raw("visit_on"):
        visit_on = fields.day("visit_on")
    from_min, to_min = fields.hours("from", "to")
    return Proposal(
        purpose=fields.text("purpose", missing=_("Write what the joint visit is for.")),
        lead=fields.authority("lead"),
        partners=partners,
        case_id=fields.identifier("case"),
        visit_on=visit_on,
        from_min=from_min,
        to_min=to_min,
        service_min=fields.whole("service_min", 15, 480),
        police_action=fields.flag("police_action"),
    )


def read_terms(fields: Fields, suffix: str) -> Terms:
    """What one authority brings; its fields end in ``suffix``."""
    return Terms(
        role=fields.text(f"role{suffix}"),
        legal_basis=fields.text(f"legal_basis{suffix}"),
        contact=fields.text(f"contact{suffix}", most=200),
        people=fields.whole(f"people{suffix}", 1, 30),
        own_case=fields.text(f"own_case{suffix}", most=60),
        shares=fields.many(f"shares{suffix}"),
        sharing_basis=fields.text(f"sharing_basis{suffix}"),
    )


def read_slot(fields: Fields, suffix: str) -> Slot | None:
    """Hours in which an authority can come; None where they will not do."""
    on = fields.day(f"slot_on{suffix}")
    from_min, to_min = fields.hours(f"slot_from{suffix}", f"slot_to{suffix}")
    return None if fields.errors else Slot(on, from_min, to_min)


def read_told(fields: Fields) -> Told:
    """A visit of another authority as told; look at ``fields.errors`` before using it."""
    state = fields.raw("state")
    return Told(
        authority=fields.authority("authority"),
        on=fields.day("visit_on"),
        told_by=fields.text("told_by", missing=_("Write who told you of the visit."), most=200),
        contact=fields.text("contact", most=200),
        state=OtherState(state) if state in list(OtherState) else OtherState.PLANNED,
    )
