"""Believable letters around a visit, on the crowded house of ``letter_cases``."""

from dataclasses import replace
from datetime import date

from inspection.enforcement.waivers import NoticeWaiver, NoticeWaiverGround
from inspection.letters.builders import write_hearing
from inspection.letters.contents import FindingOrigin, NoComplaintReason
from inspection.letters.kinds.begrundelse_efterfoelgende import LaterReasons, write_reasons
from inspection.letters.kinds.beslutning_uvarslet import write_unannounced
from inspection.letters.kinds.fastholdelse import Upheld, write_upheld
from inspection.letters.kinds.oplysningsanmodning import InformationRequest, write_request
from inspection.letters.kinds.tilsynsrapport import Observed, VisitReport, write_report
from inspection.letters.references import LegalReference
from letter_cases import EVIDENCE, GUIDANCE, HEAD, HEARING, NO_WINDOW, NOTICE, TITLE, VISIT

SECTION_6 = LegalReference(TITLE, "§ 6", "V")
UPHELD = Upheld(
    head=HEAD,
    visit_on=VISIT,
    received_on=date(2026, 3, 6),
    objection="Dagen passer dårligt, fordi høsten er i gang.",
    reasons="Et besøg uden for sæsonen ville ikke vise, hvor mange der bor i boligen",
    proportionality_reason="rummenes størrelse og brug kun kan konstateres på stedet",
    legal_basis=SECTION_6,
    complaint=NoComplaintReason.LAWYER_DECIDED_NONE,
)
UNANNOUNCED = replace(
    NOTICE, waiver=NoticeWaiver(NoticeWaiverGround.PURPOSE_DEFEATED, "senge og beboere ellers kan flyttes før besøget")
)
REPORT = VisitReport(
    head=HEAD,
    visited_on=VISIT,
    hours="10.05–11.40",
    participants="to tilsynsførende, en tolk, virksomhedens driftsleder",
    identification_shown=True,
    announced=True,
    breaches=(NO_WINDOW,),
    others=(Observed("Kan opvarmes", "21,5 °C", FindingOrigin.MEASURED, ()),),
    evidence=EVIDENCE[:1],
    photos=("Vinduet i Værelse 3, set indefra",),
    remarks="Driftslederen oplyste, at vinduet blev skruet fast i vinter",
)
REQUEST = InformationRequest(
    head=HEAD,
    asked=("Lejeaftalen om boligen", "Antal sovepladser i brug i marts"),
    why="Vi skal vurdere, hvor mange der må bo i boligen",
    due_on=date(2026, 3, 18),
    duty=SECTION_6,
)
REASONS = LaterReasons(
    head=HEAD,
    decided_on=VISIT,
    decision="Værelse 3 må ikke bruges til at sove i, før vinduet kan åbnes",
    requested_on=date(2026, 3, 20),
    facts="Vinduet i Værelse 3 var skruet fast",
    considerations="Beboernes sikkerhed ved brand",
    legal_basis=SECTION_6,
    complaint=GUIDANCE,
)


def visit_letters():
    """Each letter, also in the forms that say something else."""
    return [
        write_upheld(UPHELD),
        write_unannounced(UNANNOUNCED),
        write_report(REPORT, print_unverified=True),
        write_report(replace(REPORT, breaches=(), evidence=(), photos=(), remarks="")),
        write_request(REQUEST),
        write_request(replace(REQUEST, duty=None)),
        write_request(replace(REQUEST, suspicion=True), print_unverified=True),
        write_reasons(REASONS, print_unverified=True),
        hearing_by_code(),
    ]


def hearing_by_code():
    """A hearing that can be answered with its code."""
    return write_hearing(replace(HEARING, reply_page="https://husly.example/reply", reply_code="ABCD2345EFGH6"))
