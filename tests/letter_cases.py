"""Believable letters for tests: one crowded house, from notice of visit to order.

The requirements count as verified and approved here, and the sections on entry, order and penalty are
invented: the tests need a case in which everything a lawyer must confirm has been confirmed.
"""

from dataclasses import replace
from datetime import date, time

from inspection.enforcement.case_facts import CaseFacts, HearingFacts
from inspection.enforcement.deadlines import ComplaintTerm
from inspection.letters.blocks import LetterKind, load_blocks
from inspection.letters.contents import (
    Breach,
    Citation,
    ComplaintGuidance,
    Evidence,
    FindingOrigin,
    Header,
    Hearing,
    HearingHeld,
    Injunction,
    LetterHead,
    NoComplaintReason,
    Property,
    Recipient,
    ReplyPoint,
    Sender,
    VisitNotice,
)
from inspection.letters.issue_facts import IssueFacts, LegalReview
from inspection.letters.references import LegalReference
from standards.rules.approval import Standing
from standards.rules.pack import load_pack

TITLE = "lov nr. 1445 af 10. december 2024 om indkvartering af ansatte"
ACT = LegalReference(TITLE, "", "V")
SECTION_3 = LegalReference(TITLE, "§ 3", "V")
PENALTY = LegalReference(TITLE, "§ 9", "V")
VISIT = date(2026, 3, 16)

SENDER = Sender(
    "arbejdstilsynet",
    "Arbejdstilsynet",
    ("Landskronagade 33", "2100 København Ø"),
    "21481815",
    "70 12 12 88",
    "at@at.dk",
    "at.dk/persondata",
)
HEAD = LetterHead(
    SENDER,
    Recipient(
        "Frugtgården Ærø ApS",
        ("Søbyvej 41", "5985 Søby Ærø"),
        attention="Direktionen",
        cvr_number="13585628",
        p_number="1003388394",
    ),
    Header("2026-0417", date(2026, 3, 2), "Mette Ågård", "Tilsynsførende"),
    Property("Havnegade 12, 5970 Ærøskøbing", "0a3f50b8-5f2c-32b8-e044-0003ba298018", "5512345"),
)


def citation(requirement, **changes):
    return replace(
        Citation(
            requirement_id=f"dk-indkvarteringslov-2025.{requirement}",
            pack_id="dk-indkvarteringslov-2025",
            pack_version="2025.1",
            clause=SECTION_3,
            outcome="breached",
            jurisdiction="DK",
            legal_status="binding",
            standing=Standing.APPROVED,
            governing_on=VISIT,
            valid_from=date(2025, 7, 1),
        ),
        **changes,
    )


def words_of(requirement, pack_id="dk-indkvarteringslov-2025"):
    """What the pack says of a rule that is breached."""
    rule = load_pack(pack_id).requirement(f"{pack_id}.{requirement}", VISIT)
    return {"title": rule.breach.da, "rule": rule.text.da}


CROWDED = Breach(
    **words_of("cap_dwelling"),
    measured="2,67 personer pr. beboelsesrum (8 personer i 3 beboelsesrum, 12 m² pr. person)",
    required="højst 2 personer pr. beboelsesrum",
    shortfall="0,67 person pr. beboelsesrum, svarende til 2 personer",
    citation=citation("cap_dwelling"),
    observed_on=VISIT,
    origin=FindingOrigin.COMPUTED,
    result="Der bor højst 6 personer i boligen, så længe den har 3 beboelsesrum.",
    due_on=date(2026, 5, 29),
    evidence_ids=("B-01", "B-02"),
)
NO_WINDOW = Breach(
    **words_of("window"),
    measured="intet vindue, der kan åbnes",
    required="mindst ét vindue, der kan åbnes",
    citation=citation("window"),
    observed_on=VISIT,
    origin=FindingOrigin.OBSERVED,
    result="Værelse 3 kan udluftes gennem et vindue, der kan åbnes.",
    rooms=("Værelse 3",),
    due_on=date(2026, 5, 8),
    evidence_ids=("B-03",),
)
COLD = Breach(
    **words_of("heating"),
    measured="15,5 °C midt i rummet ved fuld varme",
    required="tilstrækkelig opvarmning",
    citation=citation("heating"),
    observed_on=VISIT,
    origin=FindingOrigin.MEASURED,
    result="Værelse 1 og Værelse 2 kan holdes tilstrækkeligt varme i døgnets 24 timer.",
    rooms=("Værelse 1", "Værelse 2"),
    due_on=date(2026, 4, 24),
    evidence_ids=("B-04",),
)
BREACHES = (CROWDED, NO_WINDOW, COLD)
EVIDENCE = (
    Evidence("B-01", "Plantegning med opmålte rum", VISIT),
    Evidence("B-02", "Optælling af sovepladser i brug", VISIT),
    Evidence("B-03", "Foto af vinduet i Værelse 3", VISIT),
    Evidence("B-04", "Temperaturmåling i Værelse 1 og 2", VISIT),
)
GUIDANCE = ComplaintGuidance(
    "Arbejdsmiljøklagenævnet", "Arbejdstilsynet på at@at.dk", ComplaintTerm(weeks=4), suspensive=True
)

NOTICE = VisitNotice(
    head=HEAD,
    visit_on=VISIT,
    starts_at=time(10),
    ends_at=time(13),
    act=ACT,
    facts=(
        "I har den 5. januar 2026 anmeldt, at 8 ansatte er indkvarteret på adressen. Boligen er i "
        "bygningsregistret opført med 3 beboelsesrum og 96 m²."
    ),
    legal_basis=LegalReference(TITLE, "§ 6", "V"),
    proportionality_reason="rummenes størrelse, indretning og brug kun kan konstateres på stedet",
    objection_due_on=date(2026, 3, 10),
    who_comes="to tilsynsførende",
    scope="beboelsesrum, køkken, bad og toilet, opvarmning, udluftning og brandforhold",
    complaint=NoComplaintReason.LAWYER_DECIDED_NONE,
)
HEARING = Hearing(
    head=replace(HEAD, header=replace(HEAD.header, dated_on=date(2026, 3, 18))),
    visit_on=VISIT,
    contemplated_reaction="give jer et påbud om at bringe de nedenstående forhold i orden",
    legal_basis=LegalReference(TITLE, "§ 7", "V"),
    breaches=BREACHES,
    due_on=date(2026, 4, 7),
    evidence=EVIDENCE,
)
ORDER = Injunction(
    head=replace(HEAD, header=replace(HEAD.header, dated_on=date(2026, 4, 10))),
    visit_on=VISIT,
    legal_basis=LegalReference(TITLE, "§ 7", "V"),
    breaches=BREACHES,
    decisive_facts=(
        "Boligen har 3 beboelsesrum, og der var 8 sovepladser i brug. Vinduet i Værelse 3 var skruet fast. "
        "Varmeanlægget kunne ikke holde Værelse 1 og Værelse 2 varme."
    ),
    main_considerations="Beboernes sundhed vejer tungere end hensynet til en uændret drift i sæsonen.",
    hearing=HearingHeld(
        date(2026, 3, 18),
        date(2026, 4, 7),
        (
            ReplyPoint(
                "I oplyser, at en ny varmepumpe er bestilt til levering den 15. april.",
                "Vi har lagt vægt på det, da vi satte fristen for opvarmning til den 24. april.",
            ),
        ),
    ),
    report_due_on=date(2026, 6, 5),
    penalty=PENALTY,
    evidence=EVIDENCE,
    complaint=GUIDANCE,
)


def review_of(kind, *, demonstration=False):
    return LegalReview(kind, load_blocks().versions[kind], "Advokat Lise Bro", date(2026, 1, 15), demonstration)


NOTICE_FACTS = IssueFacts(
    CaseFacts(as_of=date(2026, 3, 2)),
    review=review_of(LetterKind.VARSLING),
    expected_delivery_on=date(2026, 3, 2),
)
HEARING_ISSUE_FACTS = IssueFacts(CaseFacts(as_of=date(2026, 3, 18)), review=review_of(LetterKind.PARTSHOERING))
ORDER_FACTS = IssueFacts(
    CaseFacts(
        as_of=date(2026, 4, 10),
        visit_on=VISIT,
        hearing=HearingFacts(
            date(2026, 3, 18),
            date(2026, 4, 7),
            delivered_on=date(2026, 3, 18),
            replied_on=date(2026, 4, 1),
            reply_considered=True,
        ),
    ),
    review=review_of(LetterKind.PAABUD),
)
