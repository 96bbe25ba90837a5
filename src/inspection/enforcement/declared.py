"""What was declared about a case's housing on a day, held against the rules in force then."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from inspection.enforcement.models import InspectionCase
from register.declarations.queries import facts_of, find_standing, list_rooms
from register.rules.queries import packs_for
from standards.assess import assess
from standards.assessment import Assessment
from standards.pack import Pack
from standards.release import is_law_here


def governing_packs(session: Session, pack_ids: Sequence[str], on: date, *, municipality_code: str) -> tuple[Pack, ...]:
    """The packs of Danish law in force on a day, with the local values in force there that day.

    Proposals, norms and foreign law are never law in a case.
    """
    packs = packs_for(session, pack_ids, municipality_code=municipality_code, as_of=on)
    return tuple(
        pack
        for pack in packs
        if is_law_here(pack.jurisdiction, pack.legal_status)
        and any(pack.is_valid(one, on) for one in pack.requirements)
    )


def declared_assessments(
    session: Session, case: InspectionCase, *, on: date, pack_ids: Sequence[str]
) -> tuple[Assessment, ...]:
    """The declaration that stood on a day against each governing pack; empty when nothing was ever declared."""
    declaration = find_standing(session, case.accommodation_id, on)
    if declaration is None:
        return ()
    facts = facts_of(declaration, list_rooms(session, declaration.id))
    packs = governing_packs(session, pack_ids, on, municipality_code=case.municipality_code)
    return tuple(assess(facts, pack, as_of=on) for pack in packs)
