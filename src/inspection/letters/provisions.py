"""The provisions that letters cite: which there are, and which an operator's two persons have read in the law."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from husly.settings import SupervisionModel
from inspection.letters.from_case import ACTS
from inspection.letters.models import ProvisionReading
from inspection.letters.powers import PURPOSES, load_powers
from inspection.letters.references import LegalReference, shipped_references


@dataclass(frozen=True)
class Provision:
    """A power by its purpose, or a provision that a text refers to: as shipped, with how sure the project is of it."""

    key: str
    reference: LegalReference
    authority: str = ""
    purpose: str = ""


def provisions_of(model: SupervisionModel) -> list[Provision]:
    """Every power that letters rest on under a model of supervision, then the provisions that texts refer to."""
    acts, order = {basis.value: title for basis, title in ACTS.items()}, list(PURPOSES)
    known = [one for one in load_powers() if one.basis in acts and one.reaction in PURPOSES and model in one.models]
    powers = {
        one.key: Provision(
            one.key, LegalReference(acts[one.basis], one.section, one.confidence), one.authority, one.reaction
        )
        for one in sorted(known, key=lambda one: (one.basis, one.authority, order.index(one.reaction)))
    }
    return [*powers.values(), *(Provision(key, one) for key, one in sorted(shipped_references().items()))]


def sections_read(session: Session) -> dict[str, str]:
    """The sections that two persons have read and nobody has withdrawn, by the key of power or provision."""
    statement = select(ProvisionReading).where(
        col(ProvisionReading.confirmed_by).is_not(None), col(ProvisionReading.withdrawn_at).is_(None)
    )
    return {one.key: one.section for one in session.exec(statement)}
