"""What was declared about a case's housing on a day, held against the rules in force then."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from inspection.enforcement.models import InspectionCase, LegalBasis
from inspection.letters.powers import packs_of
from register.agreements.queries import find_issuer
from register.declarations.queries import facts_of, find_standing, list_rooms
from register.rules.queries import packs_for
from standards.engine.assess import assess
from standards.engine.assessment import Assessment
from standards.rules.issuer import Issuer
from standards.rules.pack import Pack
from standards.rules.release import is_law_here
from standards.variants.agreement import ACT, under_agreement


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


def binding_packs(pack_ids: Sequence[str], basis: LegalBasis) -> tuple[str, ...]:
    """The packs whose rules bind the addressee of a case: those configured, without what only another act demands.

    Building law is never configured for employers: a case with an owner brings it along (LAW-06, ORD-05).
    """
    own = packs_of(basis.value)
    others = {pack for other in LegalBasis if other is not basis for pack in packs_of(other.value)} - own
    brought = sorted(own) if basis is LegalBasis.URBAN_RENEWAL_ACT else ()
    return tuple(dict.fromkeys((*brought, *(one for one in pack_ids if one not in others))))


def declared_assessments(
    session: Session, case: InspectionCase, *, on: date, pack_ids: Sequence[str]
) -> tuple[Assessment, ...]:
    """The declaration that stood on a day against each governing pack that binds the case's addressee.

    Empty when nothing was ever declared.
    """
    declaration = find_standing(session, case.accommodation_id, on)
    if declaration is None:
        return ()
    facts = facts_of(declaration, list_rooms(session, declaration.id))
    bound = binding_packs(pack_ids, case.legal_basis)
    packs = governing_packs(session, bound, on, municipality_code=case.municipality_code)
    agreement = governing_agreement(session, case, on)
    found = [(pack, assess(facts, pack, as_of=on)) for pack in packs]
    return tuple(
        assessment if agreement is None or pack.id != ACT else under_agreement(assessment, agreement)
        for pack, assessment in found
    )


def governing_agreement(session: Session, case: InspectionCase, on: date) -> Issuer | None:
    """The collective agreement that covers every resident on a day, so that the act does not apply (§ 2)."""
    declaration = find_standing(session, case.accommodation_id, on)
    return None if declaration is None else find_issuer(session, case.accommodation_id, declaration.residents, on)
