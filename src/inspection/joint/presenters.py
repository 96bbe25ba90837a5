"""Joint visits as people read them: the list, the form, one visit with its authorities, warnings at a door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from husly.kit.errors import NotFoundError
from husly.kit.i18n import format_clock, format_date, format_moment, language, ngettext
from husly.kit.i18n import gettext as _
from husly.kit.web.history import HistoryRow
from inspection.enforcement.reasons import Reason
from inspection.joint.actions import facts_of
from inspection.joint.authorities import Basis, authorities, authority_name, choices
from inspection.joint.labels import ANSWERS, MOVES, OTHER_STATES, SHARES, STATES
from inspection.joint.models import JointPartner, JointVisit, OtherAuthorityVisit, OtherState
from inspection.joint.moves import Answer, JointMove, JointState, moves_from
from inspection.joint.nearness import DoorWarning
from inspection.joint.queries import JointFile
from inspection.joint.sharing import Share, seen_by
from inspection.planning.solving.problem import Slot
from register.dwellings.models import Dwelling


@dataclass(frozen=True)
class DoorWarningRow:
    """One warning in words, with the way to join."""

    sentence: str
    offer: str = ""
    """Where joining is offered; empty where the visit is over or nothing can be offered."""


def warning_rows(
    warnings: Sequence[DoorWarning], *, case_id: UUID | None = None, may_plan: bool = True
) -> list[DoorWarningRow]:
    """Warnings at one door in words."""
    return [DoorWarningRow(_warning(one), _offer(one, case_id) if may_plan else "") for one in warnings]


def _offer(one: DoorWarning, case_id: UUID | None) -> str:
    if not one.may_join:
        return ""
    return f"/joint/new?visit={one.visit_id}" + ("" if case_id is None else f"&case={case_id}")


def _warning(one: DoorWarning) -> str:
    who = authority_name(one.authority)
    if one.on is None:
        return _("%(authority)s is to come here. Call that authority before you go.", authority=who)
    said = {"authority": who, "day": format_date(one.on)}
    if not one.is_planned:
        return _("%(authority)s was here on %(day)s.", **said)
    if one.days is None:
        return _("%(authority)s comes here on %(day)s.", **said)
    if one.days == 0:
        return _("%(authority)s comes here on the same day, %(day)s.", **said)
    apart = ngettext("%(num)s day", "%(num)s days", abs(one.days))
    if one.days > 0:
        return _("%(authority)s comes here on %(day)s, %(apart)s after this visit.", apart=apart, **said)
    return _("%(authority)s comes here on %(day)s, %(apart)s before this visit.", apart=apart, **said)


def hours_of(slot: Slot) -> str:
    """Hours on a day in words."""
    return _(
        "%(day)s, %(from_clock)s–%(to_clock)s",
        day=format_date(slot.on),
        from_clock=format_clock(slot.from_min),
        to_clock=format_clock(slot.to_min),
    )


def when_of(visit: JointVisit) -> str:
    """When a joint visit is, in words."""
    if visit.visit_on is None:
        return _("No day yet")
    return hours_of(Slot(visit.visit_on, visit.from_min, visit.to_min))


@dataclass(frozen=True)
class JointRow:
    """One joint visit in the list."""

    id: UUID
    address: str
    when: str
    state: str
    badge: str
    authorities: str


def joint_row(
    visit: JointVisit, dwelling: Dwelling, partners: Sequence[JointPartner], guest: JointPartner | None = None
) -> JointRow:
    """One joint visit in the list; of another authority's what is shared with ours."""
    state, badge = STATES[visit.state]
    if guest is not None:
        invited = GuestPage(JointFile(visit, dwelling, tuple(partners), {}, (), guest))
        names = ", ".join((invited.proposed_by, authority_name(guest.authority)))
        return JointRow(visit.id, invited.address, invited.when, _(state), badge, names)
    names = ", ".join(authority_name(one.authority) for one in partners)
    return JointRow(visit.id, dwelling.address, when_of(visit), _(state), badge, names)


@dataclass(frozen=True)
class OtherRow:
    """One visit of another authority in the list."""

    id: UUID
    address: str
    authority: str
    day: str
    state: str
    badge: str
    told_by: str
    contact: str
    is_planned: bool


def other_row(visit: OtherAuthorityVisit, dwelling: Dwelling) -> OtherRow:
    """One visit of another authority in the list."""
    state, badge = OTHER_STATES[visit.state]
    return OtherRow(
        id=visit.id,
        address=dwelling.address,
        authority=authority_name(visit.authority),
        day=format_date(visit.visit_on),
        state=_(state),
        badge=badge,
        told_by=visit.told_by,
        contact=visit.contact,
        is_planned=visit.state is OtherState.PLANNED,
    )


@dataclass(frozen=True)
class PartnerCard:
    """One authority of a joint visit."""

    partner: JointPartner
    hours: Sequence[str]

    @property
    def name(self) -> str:
        """What it is called."""
        return authority_name(self.partner.authority)

    @property
    def bases(self) -> Sequence[Basis]:
        """The bases that it usually names."""
        known = authorities().get(self.partner.authority)
        return () if known is None else known.bases

    @property
    def alone(self) -> str:
        """What it may do alone."""
        known = authorities().get(self.partner.authority)
        return "" if known is None else known.alone.now

    @property
    def answer(self) -> tuple[str, str]:
        """Colour and words of its answer."""
        if self.partner.is_own:
            return "success", _("Comes along")
        words, badge = ANSWERS[self.partner.answer]
        return badge, _(words)

    @property
    def dates(self) -> str:
        """When it was asked and when it answered."""
        found = []
        if self.partner.invited_on is not None:
            found.append(_("asked %(day)s", day=format_date(self.partner.invited_on)))
        if self.partner.answered_on is not None:
            found.append(_("answered %(day)s", day=format_date(self.partner.answered_on)))
        return ", ".join(found)

    @property
    def sees(self) -> list[str]:
        """What it may see now, in words."""
        one = self.partner
        seen = seen_by(one.shares, one.sharing_basis, one.answer, is_own=one.is_own)
        return [_(SHARES[share]) for share in Share if share in seen]

    @property
    def shares(self) -> list[tuple[str, str, bool]]:
        """(value, words, chosen) of everything that may be shared."""
        return [(one.value, _(words), one.value in self.partner.shares) for one, words in SHARES.items()]

    @property
    def is_asked(self) -> bool:
        """Whether an answer can be recorded."""
        return self.partner.answer in (Answer.INVITED, Answer.ACCEPTED, Answer.DECLINED)


@dataclass(frozen=True)
class GuestPage:
    """A joint visit of another authority, as the one that is asked along sees it: its own part, and what is shared."""

    file: JointFile
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""

    @property
    def card(self) -> PartnerCard:
        """The reader's own part."""
        guest = self._guest
        return PartnerCard(guest, [hours_of(slot) for slot in self.file.slots.get(guest.id, ())])

    @property
    def _guest(self) -> JointPartner:
        if self.file.guest is None:
            raise NotFoundError("partner")
        return self.file.guest

    @property
    def state(self) -> tuple[str, str]:
        """Colour and words."""
        words, badge = STATES[self.file.visit.state]
        return badge, _(words)

    @property
    def proposed_by(self) -> str:
        """The authority to call."""
        return next((authority_name(one.authority) for one in self.file.partners if one.is_own), "–")

    @property
    def _knows_where(self) -> bool:
        one = self._guest
        return Share.PLACE_AND_TIME in seen_by(one.shares, one.sharing_basis, one.answer, is_own=False)

    @property
    def address(self) -> str:
        """Where it is, if that is shared."""
        return self.file.dwelling.address if self._knows_where else _("The address is not shared")

    @property
    def when(self) -> str:
        """When it is, if that is shared."""
        return when_of(self.file.visit) if self._knows_where else "–"

    @property
    def may_answer(self) -> bool:
        """Whether an answer is still asked for."""
        return self.file.visit.state is JointState.PROPOSED


@dataclass(frozen=True)
class StepShown:
    """One move as the page offers it, with what it lacks."""

    move: str
    unmet: Sequence[str]


@dataclass(frozen=True)
class JointPage:
    """One joint visit."""

    file: JointFile
    today: date
    warnings: Sequence[DoorWarningRow] = ()
    case_number: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""

    @property
    def visit(self) -> JointVisit:
        """The visit itself."""
        return self.file.visit

    @property
    def state(self) -> tuple[str, str]:
        """Colour and words."""
        words, badge = STATES[self.visit.state]
        return badge, _(words)

    @property
    def when(self) -> str:
        """When it is."""
        return when_of(self.visit)

    @property
    def is_proposed(self) -> bool:
        """Whether authorities, hours and answers can still be changed."""
        return self.visit.state is JointState.PROPOSED

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.visit.state in (JointState.PROPOSED, JointState.AGREED)

    @property
    def cards(self) -> list[PartnerCard]:
        """Its authorities, the lead first."""
        slots = self.file.slots
        return [PartnerCard(one, [hours_of(slot) for slot in slots.get(one.id, ())]) for one in self.file.partners]

    @property
    def lead(self) -> str:
        """Who leads."""
        return next((authority_name(one.authority) for one in self.file.partners if one.leads), "–")

    @property
    def common(self) -> list[str] | None:
        """The hours that all who come have; None where nobody gave any."""
        found = self.file.common
        return None if found is None else [hours_of(slot) for slot in found]

    @property
    def cmm_told(self) -> str:
        """When and how the centre against trafficking was told; empty where it was not."""
        if self.visit.cmm_told_on is None:
            return ""
        return f"{format_date(self.visit.cmm_told_on)}: {self.visit.cmm_told_how}"

    @property
    def further(self) -> list[tuple[str, str]]:
        """Authorities that can still be brought in."""
        return choices(but=[one.authority for one in self.file.partners])

    @property
    def steps(self) -> dict[str, StepShown]:
        """The moves that leave its state. Reason, day and hours are asked for where the button is."""
        facts = facts_of(self.file, as_of=self.today, reason="-")
        asked = ("day_is_set", "all_can", "says_why")
        return {
            check.move.value: StepShown(
                check.move.value, [_sentence(one) for one in check.unmet if one.rule not in asked]
            )
            for check in moves_from(self.visit.state, facts)
        }

    @property
    def wish(self) -> tuple[str, str, str]:
        """Day and hours to agree on, as typed or wished for."""
        visit = self.visit
        day = "" if visit.visit_on is None else visit.visit_on.isoformat()
        usual = (day, format_clock(visit.from_min), format_clock(visit.to_min))
        names = ("visit_on", "from", "to")
        return tuple(self.typed.get(name, value) for name, value in zip(names, usual, strict=True))  # type: ignore[return-value]

    @property
    def history(self) -> list[HistoryRow]:
        """What was done, by whom and when."""
        return [
            HistoryRow(_(MOVES[one.move]), one.by_name, format_moment(one.at), one.words)
            for one in reversed(self.file.steps)
        ]

    def moves(self, name: str) -> StepShown | None:
        """One move, where it leaves the state."""
        return self.steps.get(JointMove(name).value)


def _sentence(reason: Reason) -> str:
    said = reason.en if language() == "en" else reason.da
    return f"{said} ({reason.law})" if reason.law else said
