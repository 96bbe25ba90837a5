"""The words of demands that several tables make, each of facts of its own."""

from inspection.enforcement.demands import demand

guides_complaints = demand(
    "FVL § 25",
    "V*",
    da="Klagevejledningen er ikke fuldstændig. En administrator skriver den for sagens myndighed under Myndigheder; "
    "skriv derefter udkastet på ny.",
    en="The complaint guidance is not complete. An administrator writes it for the authority of the case under "
    "Authorities; then write the draft anew.",
)
"""Before a decision leaves."""

answers_access = demand(
    "FVL § 11",
    "M",
    da="Parten har bedt om aktindsigt; afgørelsen venter, til den er besvaret.",
    en="The party has asked for access to documents; the decision waits until that is answered.",
)
"""Before a decision leaves."""

answers_time = demand(
    "FVL § 21",
    "V",
    da="Parten har bedt om mere tid; giv en ny frist, eller afslå med et nummer og en begrundelse.",
    en="The party has asked for more time: grant a new deadline, or refuse on a number with the reason.",
)
"""Before the hearing ends, and before anything is decided without it."""

waits_for_order = demand(
    "",
    "",
    da="Fristen i påbuddet løber endnu, eller en klage har opsættende virkning. "
    "Vent, til fristen er udløbet, eller klagen er afgjort.",
    en="The deadline of the order runs, or a complaint suspends it. "
    "Wait until the deadline has passed, or the complaint is decided.",
)
"""Before anything rests on an order that was not obeyed (A2, U2)."""
