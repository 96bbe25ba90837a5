"""A prohibition of use for tests: issued to three recipients in a case of the municipality, and delivered to all."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from case_ways import APPROVER, AUTHOR, INSPECTOR, VISIT_DAY, Way, start
from housing import CASE_SETTINGS
from husly.kit.access import Actor
from inspection.enforcement.models import LegalBasis
from inspection.prohibitions.actions import draft_prohibition, move_prohibition
from inspection.prohibitions.issuing import issue_prohibition, note_arrival
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.queries import letters_of
from inspection.prohibitions.transitions import ProhibitionMove
from inspection.prohibitions.wanted import Mortgagee, Wanted

MUNICIPAL = CASE_SETTINGS.model_copy(update={"supervision_model": "municipality", "packs": ("dk-byfornyelse-75",)})
BANK = Mortgagee("Øens Sparekasse A/S", "Torvet 1; 5970 Ærøskøbing", "12345674")


def way_to_prohibition(session: Session) -> Way:
    """A case whose visit found what endangers health."""
    way = start(session, settings=MUNICIPAL)
    way.case.legal_basis, way.case.authority = LegalBasis.URBAN_RENEWAL_ACT, ""  # nobody's yet: the municipality's
    way.notify()
    way.visit()
    way.find(".heating", ".fire")
    return way


def wanted(way: Way, **changes: Any) -> Wanted:
    """The cellar must be left 28 days after the visit; owner, tenants and a bank are told."""
    usual = Wanted(
        danger="skorstenen kan styrte ned gennem loftet",
        move_out_on=way.on(VISIT_DAY + 28),
        owner_name="Ejendomsselskabet Møllen ApS",
        owner_address="Møllevej 2; 5000 Odense C",
        owner_cvr_number="13585628",
        part="kælderen",
        imminent=True,
        replacement="kommunen anviser en bolig og hjælper med flytning",
        rehousing_note="Kommunen har plads til alle på Skolegade 4",
        hearing_waiver_reason="der er fare for liv",
        mortgagees=(BANK,),
    )
    return replace(usual, **changes)


def drafted_prohibition(way: Way, **changes: Any) -> Prohibition:
    """A draft by ``AUTHOR`` on the day of the visit."""
    return draft_prohibition(way.session, way.case.id, wanted=wanted(way, **changes), by=AUTHOR, at=way.at(VISIT_DAY))


def move(
    way: Way,
    made: ProhibitionMove,
    by: Actor = AUTHOR,
    reason: str = "",
    *,
    day: int = VISIT_DAY,
    correction: bool = False,
) -> Prohibition:
    """One move of the prohibition, or of its correction."""
    given = {"reason": reason, "correction": correction, "settings": way.settings, "by": by, "at": way.at(day)}
    return move_prohibition(way.session, way.case.id, made, **given)


def approve(way: Way, *, day: int = VISIT_DAY, correction: bool = False) -> Prohibition:
    """From a draft to approved by a second person."""
    move(way, ProhibitionMove.SETTLE_HEARING, day=day, correction=correction)
    return move(way, ProhibitionMove.APPROVE, APPROVER, day=day, correction=correction)


def issue(way: Way, *, day: int = VISIT_DAY, correction: bool = False) -> Prohibition:
    """From approved to issued: a letter to each recipient."""
    given = {"correction": correction, "settings": way.settings, "at": way.at(day)}
    return issue_prohibition(way.session, way.case.id, by=APPROVER, **given)


def issued_prohibition(way: Way, **changes: Any) -> Prohibition:
    """Drafted, approved and issued on the day of the visit."""
    drafted_prohibition(way, **changes)
    approve(way)
    return issue(way)


def arrive_everywhere(way: Way, prohibition: Prohibition, day: int = VISIT_DAY + 1) -> None:
    """Every recipient has got the letter."""
    for letter in letters_of(way.file, prohibition):
        if letter.delivered_on is None:
            note_arrival(
                way.session,
                way.case.id,
                letter.id,
                delivered_on=way.on(day),
                by=INSPECTOR,
                at=way.at(day),
            )
