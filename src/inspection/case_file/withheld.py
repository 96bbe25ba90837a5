"""What no bundle holds, by kind, with the reason and the provision: the same list in every bundle (PRIV-02, PRIV-13).

The list must not tell whether a case holds any of it, so it never depends on the case. The sections are from general
expertise (confidence M) and printed for demonstration alone until a lawyer has read them.
"""

from dataclasses import dataclass
from enum import StrEnum

from inspection.case_file.models import Purpose
from inspection.letters.references import LegalReference
from standards.text import Text


class WithheldKind(StrEnum):
    """A kind of paper or detail that is kept back; the code that an answer names."""

    RESIDENTS = "B1"
    SOURCES = "B2"
    REFERRALS = "B3"
    CONFINED = "B4"
    POLICE = "B5"
    INTERNAL = "B6"
    OTHERS = "B7"
    ATTACHED = "B8"


@dataclass(frozen=True)
class Withheld:
    """One line: what is kept back, why, by which provision, and in which bundles."""

    kind: WithheldKind
    what: Text
    why: Text
    section: str
    purposes: frozenset[Purpose] = frozenset(Purpose)

    def clause(self, *, print_unverified: bool) -> str:
        """The provision in words; a dash where there is none, and no section that nobody has verified."""
        if not self.section:
            return "–"
        law = LegalReference("forvaltningsloven", self.section, CONFIDENCE, genitive="forvaltningslovens")
        return law.text(first=False) if law.is_printable or print_unverified else UNVERIFIED


CONFIDENCE = "M"
UNVERIFIED = "{hjemmel} (ikke bekræftet endnu)"

_K = WithheldKind
_PRIVATE = "§\u00a015\u00a0b"
_INTERESTS = Text("Af hensyn til andre private og offentlige interesser", "For other private and public interests")

# fmt: off
WITHHELD: tuple[Withheld, ...] = (
    Withheld(_K.RESIDENTS,
             Text("Navne på beboere, beboeres udtalelser, lister over beboere og personnumre",
                  "Names of residents, what residents said, lists of residents and personal numbers"),
             Text("Af hensyn til beboerne", "To protect the residents"), _PRIVATE),
    Withheld(_K.SOURCES,
             Text("Henvendelser, og hvem de eventuelt kommer fra", "Reports, and whom they may come from"),
             Text("Af hensyn til kilderne", "To protect the sources"), _PRIVATE),
    Withheld(_K.REFERRALS,
             Text("Underretninger til og fra andre myndigheder", "Referrals to and from other authorities"),
             _INTERESTS, _PRIVATE),
    Withheld(_K.CONFINED, Text("Fortrolige breve", "Confined letters"), _INTERESTS, _PRIVATE),
    Withheld(_K.POLICE, Text("Anmeldelser til politiet", "Reports to the police"),
             Text("De hører til en straffesag", "They belong to a criminal case"), "§\u00a018"),
    Withheld(_K.INTERNAL,
             Text("Interne arbejdsdokumenter, udkast, noter og hvorfor en bolig er valgt ud",
                  "Internal working papers, drafts, notes, and why a dwelling was chosen"),
             Text("De er myndighedens egne", "They are the authority's own"), "§\u00a012"),
    Withheld(_K.OTHERS,
             Text("Breve og klager, der kun vedrører andre end parten, og sagens øvrige skridt",
                  "Letters and appeals of others than the party, and the other steps of the case"),
             Text("Af hensyn til andre private", "To protect others"), _PRIVATE, frozenset({Purpose.ACCESS})),
    Withheld(_K.ATTACHED,
             Text("Vedhæftede papirer, der ikke er billeder: de er opført med fingeraftryk",
                  "Attached papers that are no pictures: they are listed with their digest"),
             Text("De kan nævne beboere; de gennemgås og udleveres for sig selv",
                  "They may name residents; they are read through and handed out by themselves"), ""),
)
# fmt: on


def withheld_from(purpose: Purpose) -> tuple[Withheld, ...]:
    """The lines of the bundles of one purpose."""
    return tuple(one for one in WITHHELD if purpose in one.purposes)
