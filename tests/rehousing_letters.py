"""The rehousing order as a letter, with every payer and both ends, for tests of texts."""

from dataclasses import replace
from datetime import date

from inspection.letters.kinds.genhusning import RehousingContent, write_rehousing
from inspection.letters.references import LegalReference
from letter_cases import ACT, BREACHES, GUIDANCE, HEAD, ORDER, TITLE, VISIT

REHOUSING = RehousingContent(
    head=HEAD,
    visit_on=VISIT,
    act=ACT,
    power=LegalReference(TITLE, "§ 8", "V"),
    groups=(("A", ("B-01", "B-02")), ("B", ("B-03",))),
    from_on=date(2026, 4, 20),
    until_on=None,
    not_feasible="Vinduet skal bestilles",
    necessary="Rummet kan ikke udluftes",
    payer="employer",
    payer_law=LegalReference(TITLE, "§ 8", "V"),
    informed="Et ark er hængt op i boligen",
    proof_due_on=date(2026, 4, 24),
    places=("Nyvej 1, 5970 Ærøskøbing",),
    standard=(("Vindue", "Vinduet skal kunne åbnes."),),
    breaches=BREACHES,
    hearing=ORDER.hearing,
    complaint=GUIDANCE,
)
REHOUSING_LETTERS = tuple(
    write_rehousing(replace(REHOUSING, payer=payer, until_on=until))
    for payer, until in (
        ("employer", None),
        ("owner", date(2026, 9, 1)),
        ("authority", None),
        ("", None),
    )
)
