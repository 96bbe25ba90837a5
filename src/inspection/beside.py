"""What stands beside the main road of a case, each with a page of its own: appeals, fines, referrals and the like."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.i18n import gettext as _
from inspection.appeals import presenters as appeals
from inspection.authorities.belonging import is_seen
from inspection.case_file.labels import TITLE as CASE_FILE
from inspection.deadlines.presenters import TITLE as DEADLINES
from inspection.enforcement.labels import STATES
from inspection.enforcement.models import Addressee, LegalBasis
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.room_pages import RoomPage
from inspection.enforcement.steps.kinds import Offer
from inspection.fines import presenters as fines
from inspection.followup import presenters as followup
from inspection.hearings.standing import hearing_standing
from inspection.police import presenters as police
from inspection.prohibitions.labels import PROHIBITION_STATES
from inspection.prohibitions.queries import standing_prohibition
from inspection.referrals.room import referrals_of
from inspection.rehousing.room import rehousing_stands


@dataclass(frozen=True)
class Beside:
    """One such room of a case: its name in the reader's language, its page ("": not his to read), how it stands."""

    title: str
    href: str
    status: str = ""
    badge: str = ""


def sister_room(_session: Session, file: CaseFile, actor: Actor) -> Beside | None:
    """The case about the same visit with the other addressee."""
    sister = file.sister
    subject = Subject(municipality_code=file.case.municipality_code)
    if sister is None or not may(actor, Permission.READ_CASES, subject):
        return None
    title = _("The case with the owner") if sister.addressee is Addressee.OWNER else _("The case with the employer")
    if not is_seen(sister, actor):
        return Beside(f"{title}: {sister.case_number}", "")
    return Beside(f"{title}: {sister.case_number}", f"/cases/{sister.id}", _(STATES[sister.state]))


def prohibition_room(session: Session, file: CaseFile, _actor: Actor) -> Beside | None:
    """The prohibition of use, under the only act that knows one."""
    if file.case.legal_basis is not LegalBasis.URBAN_RENEWAL_ACT:
        return None
    standing = standing_prohibition(session, file.case.id)
    status = "" if standing is None else _(PROHIBITION_STATES[standing.state])
    return Beside(_("Prohibition of use"), f"/cases/{file.case.id}/prohibition", status)


Room = Callable[[Session, CaseFile, Actor], Beside | None]
"""Says how a room stands in a case; None where the reader has nothing to do with it."""


def _appeals(session: Session, file: CaseFile, _actor: Actor) -> Beside | None:
    found = appeals.standing(session, file)
    return None if found is None else Beside(found[0], f"/cases/{file.case.id}/appeals", *found[1:])


def _deadlines(_session: Session, file: CaseFile, _actor: Actor) -> Beside:
    return Beside(_(DEADLINES), f"/cases/{file.case.id}/deadlines")


def _file(_session: Session, file: CaseFile, _actor: Actor) -> Beside:
    return Beside(_(CASE_FILE), f"/cases/{file.case.id}/file")


def _referrals(session: Session, file: CaseFile, actor: Actor) -> Beside | None:
    found = referrals_of(session, file, actor)
    return None if found is None else Beside(*found)


def _hearing(session: Session, file: CaseFile, actor: Actor) -> Beside | None:  # noqa: ARG001 - rooms are asked alike
    standing = hearing_standing(file)
    if standing is None:
        return None
    return Beside(_("Hearing: what must be heard, replies, more time"), f"/cases/{file.case.id}/hearing", *standing)


def _followup(session: Session, file: CaseFile, _: Actor) -> Beside | None:
    found = followup.standing(session, file)
    return None if found is None else Beside(*found)


def _fines(session: Session, file: CaseFile, _: Actor) -> Beside:
    return Beside(*fines.standing(session, file))


def _police(session: Session, file: CaseFile, _: Actor) -> Beside:
    return Beside(*police.standing(session, file))


def _rehousing(session: Session, file: CaseFile, actor: Actor) -> Beside | None:  # noqa: ARG001 - whoever reads the case
    found = rehousing_stands(session, file)
    return None if found is None else Beside(found[0], f"/cases/{file.case.id}/rehousing", *found[1:])


def _fines_page(session: Session, offer: Offer) -> RoomPage:
    return fines.fines_page(session, offer.file, actor=offer.actor, settings=offer.settings, as_of=offer.as_of)


rooms_with_steps: dict[str, Callable[[Session, Offer], RoomPage]] = {
    "fines": _fines_page,
    "police": police.police_page,
    "follow-up": followup.followup_page,
}
"""The rooms whose steps are those of the case, by the end of their address: a refused step gives its own page back."""

ROOMS: tuple[Room, ...] = (
    _hearing,
    _followup,
    _rehousing,
    prohibition_room,
    _appeals,
    _fines,
    _police,
    _referrals,
    sister_room,
    _deadlines,
    _file,
)
"""In the order in which the page of a case shows them, where they stand alike."""

WAITING = ("error", "warning")
"""The badges of what somebody should look at."""


def rooms_of(session: Session, file: CaseFile, actor: Actor) -> list[Beside]:
    """What the page of a case links to: what waits for somebody first, then what has begun, then the rest."""
    found = [beside for room in ROOMS if (beside := room(session, file, actor)) is not None]
    return sorted(found, key=lambda one: 0 if one.badge in WAITING else 1 if one.status else 2)
