"""What each gate before issue asks; an empty answer lets the letter pass."""

import re

from husly.kit.pdf import undrawn
from inspection.enforcement.deadlines import check_notice
from inspection.enforcement.order_demands import heard_or_waived, no_open_access_request, reply_is_considered
from inspection.enforcement.reasons import Reason
from inspection.enforcement.visit_demands import no_suspicion_or_consent
from inspection.letters.blocks import LetterKind
from inspection.letters.contents import Breach, Citation, ComplaintGuidance, NoComplaintReason
from inspection.letters.issue_facts import IssueFacts, demonstration_stands_in, is_reviewed
from inspection.letters.letter import Letter, letter_text, recipient_words, sender_words, words_by_heading
from inspection.letters.powers import powers_of
from inspection.letters.searching import PERSONAL_NUMBER, Search
from standards.rules.release import CitedRule, refusals

Problems = tuple[Reason, ...]

ACT_NAMES = {"employee_housing_act": "lov nr. 1445/2024", "urban_renewal_act": "byfornyelsesloven"}
"""The legal bases as a refusal names them."""

MOST_SIGNS = 20
"""So many signs that cannot be printed are named of one place."""

_DIGEST = re.compile(r"(?<!\w)[0-9a-f]{64}(?!\w)")
"""SHA-256 as papers print it: one of 400 holds ten digits that look like a personal number."""


def unfilled(letter: Letter, _: IssueFacts) -> Problems:
    """Name the letterhead and every placeholder that stands empty or waits for a verified reference."""
    da = "Myndigheden i sagen har intet brevhoved; en administrator skriver det under Myndigheder."
    en = "The authority of the case has no letterhead; an administrator writes it under Authorities."
    unsigned = () if letter.head.sender.name else (Reason("letterhead_missing", "", da, en),)
    empty = (
        Reason("field_missing", "", f"Mangler i brevet: {name}.", f"Missing in the letter: {name}.")
        for name in letter.missing
    )
    return (*unsigned, *_unpayable(letter), *empty, *_unread(letter))


def _unread(letter: Letter) -> Problems:
    """Name the provisions that two persons must read before the letter may cite them, and where they do."""
    if not letter.unread:
        return ()
    named = "; ".join(dict.fromkeys(letter.unread))
    da = (
        f"Ingen har læst i loven, hvilken bestemmelse det er: {named}. En jurist skriver den på siden Bestemmelser "
        "under Brevtekster, og en anden bekræfter. Står en beføjelse ikke på siden, har myndigheden den ikke."
    )
    en = (
        f"Nobody has read in the law which provision it is: {named}. A lawyer writes it on the page Provisions under "
        "Letter texts, and another person confirms. A power that is not on that page is none of this authority's."
    )
    return (Reason("provision_unread", "", da, en),)


def _unpayable(letter: Letter) -> Problems:
    """Name what a fixed penalty lacks where its authority has not written down where it is paid to."""
    if letter.kind is not LetterKind.BOEDEFORELAEG or letter.head.sender.payment.strip():
        return ()
    da = (
        "Bødeforelægget siger ikke, hvor bøden betales til. En administrator skriver konto, FIK eller IBAN for sagens "
        "myndighed under Myndigheder."
    )
    en = (
        "The fixed-penalty notice does not say where the fine is paid to. An administrator writes account, FIK or IBAN "
        "for the authority of the case under Authorities."
    )
    return (Reason("payment_missing", "", da, en),)


def unreadable(letter: Letter, _: IssueFacts) -> Problems:
    """Name the letters and signs that no font of papers holds, where they stand, and what to do."""
    recipient, head = (undrawn(text) for text in (recipient_words(letter), sender_words(letter)))
    found = (
        (recipient, "Modtagerens navn og adresse", "The name and address of the recipient", "", ""),
        (head, "Brevets hoved", "The head of the letter", "", ""),
        *(
            (undrawn(text), *_section(heading), OF_THE_PARTY_DA, OF_THE_PARTY_EN)
            for heading, text in words_by_heading(letter)
        ),
    )
    return tuple(
        Reason(
            "signs_unprintable",
            "",
            f"{da} har tegn, som ingen af brevets skrifttyper har: {_listed(signs)}. "
            f"Skriv med latinske bogstaver.{more_da}",
            f"{en} has signs that no font of letters holds: {_listed(signs)}. Write in Latin letters.{more_en}",
        )
        for signs, da, en, more_da, more_en in found
        if signs
    )


OF_THE_PARTY_DA = (
    " Er det partens egne ord, så skriv dem i oversættelse; et svar på en høring oversættes, hvor det vurderes: "
    "begynd med en linje “Oversættelse: …”."
)
OF_THE_PARTY_EN = (
    " If they are the party's own words, write a translation; an answer to a hearing is translated where it is "
    "considered: begin with a line “Oversættelse: …”."
)


def _section(heading: str) -> tuple[str, str]:
    return (f"Afsnittet “{heading}”", f"The section “{heading}”") if heading else ("Teksten", "The text")


def _listed(signs: str) -> str:
    return " ".join(signs[:MOST_SIGNS]) + (" …" if len(signs) > MOST_SIGNS else "")


def unreviewed(letter: Letter, facts: IssueFacts) -> Problems:
    """Ask for a lawyer's approval of this kind and version."""
    if is_reviewed(letter, facts):
        return ()
    da = f"Ingen jurist har godkendt {letter.kind} i version {letter.version}."
    en = f"No lawyer has approved {letter.kind} in version {letter.version}."
    return (Reason("letter_not_reviewed", "", da, en),)


def uncitable(letter: Letter, facts: IssueFacts) -> Problems:
    """Name pack and requirement of every breach that the release rule keeps out of letters, and why."""
    trial = demonstration_stands_in(letter, facts)
    return tuple(
        Reason(refusal.code, "", refusal.text.da, refusal.text.en)
        for breach in letter.breaches
        for refusal in refusals(_cited(breach.citation), as_of=breach.citation.governing_on, trial=trial)
    )


def _cited(citation: Citation) -> CitedRule:
    return CitedRule(
        requirement_id=citation.requirement_id,
        pack_id=citation.pack_id,
        pack_version=citation.pack_version,
        jurisdiction=citation.jurisdiction,
        legal_status=citation.legal_status,
        valid_from=citation.valid_from,
        valid_to=citation.valid_to,
        standing=citation.standing,
    )


def unassessed(letter: Letter, _: IssueFacts) -> Problems:
    """Name every cited requirement that was not found breached."""
    return tuple(
        Reason(
            "breach_not_established",
            "",
            f"{breach.citation.requirement_id} har udfaldet {breach.citation.outcome}, ikke overtrådt.",
            f"{breach.citation.requirement_id} has the outcome {breach.citation.outcome}, not breached.",
        )
        for breach in letter.breaches
        if breach.citation.outcome != "breached"
    )


def unheard(letter: Letter, facts: IssueFacts) -> Problems:
    """Ask for proof of the hearing and of its consideration, or for a reasoned waiver."""
    demands = (reply_is_considered,) if letter.waives_hearing else (heard_or_waived, reply_is_considered)
    return tuple(demand.reason for demand in demands if not demand.holds(facts.case))


def unnoticed(letter: Letter, facts: IssueFacts) -> Problems:
    """Ask for 14 days' notice or a reasoned waiver, and for a time to object that ends before the visit."""
    if letter.visit_on is None:
        da, en = "Besøget har ingen dag.", "The visit has no day."
        return (Reason("visit_day_missing", "RSL § 5, stk. 2", da, en),)
    notice = check_notice(
        letter.visit_on,
        delivered_on=facts.expected_delivery_on,
        dispatched_on=None if facts.expected_delivery_on else facts.case.as_of,
        waiver=facts.case.notice_waiver,
    )
    problems = () if notice.allowed else (notice.reason,)
    due_on = letter.objection_due_on
    if due_on is not None and facts.case.as_of < due_on < letter.visit_on:
        return problems
    da = "Fristen for indsigelse skal ligge efter i dag og før besøget."
    en = "The deadline for objections must lie after today and before the visit."
    return (*problems, Reason("objection_deadline", "RSL § 5, stk. 3", da, en))


def suspected(letter: Letter, facts: IssueFacts) -> Problems:
    """Stop a visit that would gather evidence of an offence; in a hearing ask for the note on silence."""
    if no_suspicion_or_consent.holds(facts.case):
        return ()
    if letter.kind in (LetterKind.VARSLING, LetterKind.BESLUTNING_UVARSLET):
        return (no_suspicion_or_consent.reason,)
    if letter.has_silence_note:
        return ()
    da = "Der er mistanke om en overtrædelse: brevet skal oplyse om retten til ikke at udtale sig."
    en = "An offence is suspected: the letter must tell of the right to remain silent."
    return (Reason("silence_note_missing", "RSL § 10", da, en),)


def unguided(letter: Letter, _: IssueFacts) -> Problems:
    """Ask a decision for complete complaint guidance, or for a lawyer's decision that it carries none."""
    complaint = letter.complaint
    if complaint is NoComplaintReason.LAWYER_DECIDED_NONE:
        return ()
    if isinstance(complaint, ComplaintGuidance) and complaint.is_complete:
        return _suspending(letter, complaint)
    da = (
        "Klagevejledningen mangler. En administrator skriver instans, modtager, frist og virkning, eller juristens "
        "beslutning, for sagens myndighed under Myndigheder; skriv derefter udkastet på ny."
    )
    en = (
        "The complaint guidance is missing. An administrator writes body, recipient, time and effect, or the lawyer's "
        "decision, for the authority of the case under Authorities; then write the draft anew."
    )
    return (Reason("complaint_guidance_missing", "FVL § 25", da, en),)


def _suspending(letter: Letter, complaint: ComplaintGuidance) -> Problems:
    """Refuse guidance by which a complaint would hold an order at once back: then it would not be one at once."""
    if letter.kind is not LetterKind.STRAKSPAABUD or not complaint.suspensive:
        return ()
    da = "En klage over et strakspåbud har ikke opsættende virkning. Ret klagevejledningen."
    en = "A complaint about an order at once has no suspensive effect. Correct the complaint guidance."
    return (Reason("at_once_is_not_suspended", "", da, en),)


def unresolved(letter: Letter, facts: IssueFacts) -> Problems:
    """Ask every breach for result, deadline and evidence, and the letter for a breach."""
    if not letter.breaches:
        return (Reason("no_breach_cited", "", "Brevet har ingen overtrædelser.", "The letter has no breach."),)
    return tuple(_incomplete(breach) for breach in letter.breaches if not _is_complete(breach, facts))


def _is_complete(breach: Breach, facts: IssueFacts) -> bool:
    has_deadline = breach.at_once or (breach.due_on is not None and breach.due_on > facts.case.as_of)
    return bool(breach.result.strip() and has_deadline and any(breach.evidence_ids))


def _incomplete(breach: Breach) -> Reason:
    return Reason(
        "breach_incomplete",
        "FVL § 24",
        f"“{breach.title}” mangler resultat, en frist i fremtiden eller bevis.",
        f"“{breach.title}” lacks a result, a deadline in the future or evidence.",
    )


def indiscreet(letter: Letter, facts: IssueFacts) -> Problems:
    """Search the text for residents' names and statements and for personal numbers."""
    text = " ".join(letter_text(letter).casefold().split())
    found = Search(facts.protected_terms).found_in(text)
    if not found and not PERSONAL_NUMBER.search(_typed(text, letter, facts)):
        return ()
    # The reason does not repeat what was found: it may be shown to many and logged.
    da = "Brevet indeholder en beskyttet oplysning: navn, udtalelse eller personnummer. Skriv teksten om."
    en = "The letter holds a protected detail: a name, a statement or a personal number. Rewrite the text."
    return (Reason("protected_detail", "", da, en),)


def _typed(text: str, letter: Letter, facts: IssueFacts) -> str:
    """The text without digests, and without the account and the numbers of firms that the letter names by right."""
    to, payment = letter.head.recipient, " ".join(letter.head.sender.payment.split())
    known = {to.p_number, to.cvr_number, to.rut_number, to.foreign_number, payment} | facts.known_numbers
    for number in sorted(filter(None, known), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(number.casefold())}(?!\w)", "#", text)
    return _DIGEST.sub("#", text)


def on_hold(_: Letter, facts: IssueFacts) -> Problems:
    """Let no adverse decision leave while a request for access is open."""
    return () if no_open_access_request.holds(facts.case) else (no_open_access_request.reason,)


def unauthorised(letter: Letter, facts: IssueFacts) -> Problems:
    """Ask for the authority's power under every pack that the letter cites, and on its legal basis where none is."""
    if facts.model == "none":
        da = "Ingen myndighed fører tilsyn efter opsætningen; der kan ikke træffes afgørelser."
        en = "No authority supervises by the configuration; nothing can be decided."
        return (Reason("no_supervision", "", da, en),)
    authority = letter.head.sender
    stands_in = demonstration_stands_in(letter, facts)
    granted = powers_of(
        facts.powers, model=facts.model, authority=authority.authority, kind=letter.kind, unverified=stands_in
    )
    if not letter.breaches:
        return () if any(one.basis == facts.basis for one in granted) else (_powerless(letter, ACT_NAMES[facts.basis]),)
    cited = (breach.citation for breach in letter.breaches)
    lacking = dict.fromkeys(
        one.pack_id
        for one in cited
        if not any(power.pack == one.pack_id and power.covers(one.requirement_id) for power in granted)
    )
    return tuple(_powerless(letter, pack) for pack in lacking)


def _powerless(letter: Letter, under: str) -> Reason:
    name = letter.head.sender.name
    da = f"{name} har ikke beføjelse til {letter.kind} efter {under}."
    en = f"{name} has no power of {letter.kind} under {under}."
    return Reason("power_missing", "", da, en)
