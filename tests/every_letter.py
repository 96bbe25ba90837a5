"""A believable letter of every kind, in both forms of address: the crowded house of ``letter_cases`` from end to end.

Each is written by the same code that writes real letters. ``LETTERS[kind](form)`` gives one.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from husly.kit.calendar import ALWAYS_OPEN
from husly.settings import Settings
from inspection.authorities.letterheads import Letterhead
from inspection.enforcement.models import (
    Addressee,
    Finding,
    FindingKind,
    FindingOutcome,
    InspectionCase,
    LegalBasis,
    Order,
    OrderItem,
    Visit,
)
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import CaseState
from inspection.fines.kinds import FineKind
from inspection.letters.blocks import AddressForm, LetterKind
from inspection.letters.builders import write_hearing, write_injunction, write_visit_notice
from inspection.letters.contents import (
    Breach,
    ComplaintGuidance,
    LetterHead,
    Recipient,
    Sender,
)
from inspection.letters.from_case import Source
from inspection.letters.kinds import type_of
from inspection.letters.kinds.begrundelse_efterfoelgende import write_reasons
from inspection.letters.kinds.beslutning_uvarslet import write_unannounced
from inspection.letters.kinds.fastholdelse import write_upheld
from inspection.letters.kinds.forbud import UseProhibited, write_prohibition
from inspection.letters.kinds.genhusning import write_rehousing
from inspection.letters.kinds.oplysningsanmodning import write_request
from inspection.letters.kinds.strakspaabud import InjunctionAtOnce, Spoken, write_at_once
from inspection.letters.kinds.tilsynsrapport import write_report
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.models import Letter
from inspection.letters.references import LegalReference
from inspection.referrals.cards import CardField, cards
from inspection.referrals.minimising import permitted
from inspection.referrals.writing import Formalities, Forwarding, write_forwarding, write_referral
from letter_cases import BREACHES, EVIDENCE, GUIDANCE, HEAD, HEARING, NOTICE, ORDER, VISIT, citation, words_of
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from rehousing_letters import REHOUSING
from standards.measures.registry import measure_named
from standards.rules.approval import Standing
from standards.rules.pack import load_pack
from visit_letter_cases import REASONS, REPORT, REQUEST, UNANNOUNCED, UPHELD

EUROPE = (
    "Þórður Öxarárfoss, Łukasz Żółć, Ștefan Țepeș, Ģirts Ķirsons, Žąsis Ėglė, Őrsi Űző, Ćaušević Đorđe, "
    "Dvořák Ůlehla, Ľubomír Ŕ, Çağla İşcan Ğ, Ñandú Ô, Ħal Għaxaq, Šķēps, Ŵ Ŷ, ß Ÿ, "
    "Иван Ђорђевић Ї Ў Ъ, Γιώργος Ὀδυσσεύς"
)
"""Names with the letters of Europe's languages."""

PERSON = Recipient("Kirsten Ærenlund Ås", ("Søbyvej 41", "5985 Søby Ærø"), AddressForm.DU)
ISSUED = date(2026, 4, 10)
PROPERTY_LAW = "byfornyelsesloven"
AT_ONCE_GUIDANCE = replace(GUIDANCE, suspensive=False)
SECTION_75 = LegalReference(PROPERTY_LAW, "§ 75", "V")


def head_for(form: AddressForm, *, dated_on: date = ISSUED, head: LetterHead = HEAD) -> LetterHead:
    """The head to the firm, or to the person of the same address."""
    recipient = head.recipient if form is AddressForm.I else PERSON
    return replace(head, recipient=recipient, header=replace(head.header, dated_on=dated_on))


def _notice(form: AddressForm) -> WrittenLetter:
    return write_visit_notice(replace(NOTICE, head=head_for(form, dated_on=date(2026, 3, 2)), facts=DECLARED))


DECLARED = "Der er den 5. januar 2026 anmeldt 8 beboere på adressen. Boligen er i bygningsregistret opført med 96 m²."


def _upheld(form: AddressForm) -> WrittenLetter:
    return write_upheld(replace(UPHELD, head=head_for(form, dated_on=date(2026, 3, 9))), print_unverified=True)


def _unannounced(form: AddressForm) -> WrittenLetter:
    head = head_for(form, dated_on=date(2026, 3, 13))
    return write_unannounced(replace(UNANNOUNCED, head=head, facts=DECLARED), print_unverified=True)


def _report(form: AddressForm) -> WrittenLetter:
    return write_report(replace(REPORT, head=head_for(form, dated_on=date(2026, 3, 18))), print_unverified=True)


def _request(form: AddressForm) -> WrittenLetter:
    return write_request(replace(REQUEST, head=head_for(form, dated_on=date(2026, 3, 4))), print_unverified=True)


def _hearing(form: AddressForm) -> WrittenLetter:
    reaction = f"påbyde {'dig' if form is AddressForm.DU else 'jer'} at bringe forholdene nedenfor i orden"
    told = {"contemplated_reaction": reaction, "reply_page": "https://husly.example/reply", "suspicion": True}
    head = head_for(form, dated_on=date(2026, 3, 18))
    return write_hearing(replace(HEARING, head=head, reply_code="ABCD2345EFGH6", **told), print_unverified=True)


def order_for(form: AddressForm, **changes: Any) -> Any:
    """The order, spoken to a firm or to a person."""
    reply = ORDER.hearing.reply[0]
    hearing = replace(ORDER.hearing, reply=(replace(reply, point="En ny varmepumpe er bestilt til den 15. april."),))
    return replace(
        ORDER,
        head=head_for(form),
        hearing=hearing,
        report_code="ABCD-2345-EFGH",
        report_url="https://husly.example/comply",
        **changes,
    )


def _order(form: AddressForm) -> WrittenLetter:
    return write_injunction(order_for(form), print_unverified=True)


def _at_once(form: AddressForm) -> WrittenLetter:
    breaches = tuple(replace(one, at_once=True) for one in BREACHES[1:])
    head = head_for(form, dated_on=VISIT)
    order = replace(order_for(form, breaches=breaches, complaint=AT_ONCE_GUIDANCE), head=head)
    content = InjunctionAtOnce(
        order=replace(order, report_due_on=date(2026, 3, 18)),
        danger_reason="der er akut fare for kulilteforgiftning",
        waiver_reason="der er akut fare for beboernes liv",
        oral=Spoken(datetime(2026, 3, 16, 10, 40, tzinfo=UTC), "Sluk gasvarmeren, og luft ud nu"),
    )
    return write_at_once(content, print_unverified=True)


def _later_reasons(form: AddressForm) -> WrittenLetter:
    return write_reasons(replace(REASONS, head=head_for(form, dated_on=date(2026, 3, 25))), print_unverified=True)


def _rehousing(form: AddressForm) -> WrittenLetter:
    return write_rehousing(
        replace(REHOUSING, head=head_for(form), hearing=order_for(form).hearing), print_unverified=True
    )


def _prohibition(form: AddressForm) -> WrittenLetter:
    breaches = tuple(_municipal(one) for one in BREACHES[1:])
    content = UseProhibited(
        head=municipal_head(head_for(form)),
        part="kælderen",
        visit_on=VISIT,
        move_out_on=date(2026, 5, 8),
        imminent=True,
        danger="skorstenen kan styrte ned gennem loftet",
        considerations="hensynet til beboernes liv vejer tungere end ejerens økonomi",
        breaches=breaches,
        evidence=EVIDENCE[2:],
        hearing=order_for(form).hearing,
        replacement="kommunen anviser en bolig og hjælper med flytning",
        rehousing="kommunen har plads til alle på Skolegade 4",
        complaint=ComplaintGuidance("Byfornyelsesnævnet", "Ærø Kommune", GUIDANCE.term, suspensive=False),
    )
    return write_prohibition(content, print_unverified=True)


def municipal_head(head: LetterHead) -> LetterHead:
    """The same head with the municipality as sender, whose power a prohibition is."""
    sender = Sender(
        "municipality",
        "Ærø Kommune",
        ("Statene 2", "5970 Ærøskøbing"),
        "28856075",
        "63 52 50 00",
        "post@aeroe.example",
        "aeroe.example/persondata",
    )
    return replace(head, sender=sender)


def _municipal(breach: Breach) -> Breach:
    name, pack_id = breach.citation.requirement_id.rpartition(".")[2], "dk-byfornyelse-75"
    cited = citation(name, requirement_id=f"{pack_id}.{name}", pack_id=pack_id, clause=SECTION_75)
    return replace(breach, citation=replace(cited, valid_from=date(2021, 4, 27)), **words_of(name, pack_id))


def _closed(form: AddressForm) -> WrittenLetter:
    return _of_case(LetterKind.AFSLUTNING, form, date(2026, 6, 12), {})


def _fine(form: AddressForm) -> WrittenLetter:
    choices = {
        "fine_kind": FineKind.PER_DAY.value,
        "amount": 1_000,
        "payment_days": 28,
        "legal_source": "Anklagemyndighedens bødekatalog, afsnit 4.2",
        "reason": "Påbuddet af 10. april 2026 er ikke efterkommet",
    }
    return _of_case(LetterKind.BOEDEFORELAEG, form, date(2026, 6, 8), choices)


def _police(form: AddressForm) -> WrittenLetter:
    choices = {
        "act_from": "2026-05-30",
        "act_to": "2026-06-08",
        "act": "Påbuddet af 10. april 2026 er ikke efterkommet",
        "provisions": "lov nr. 1445 af 10. december 2024, § 9",
        "witnesses": "to tilsynsførende",
        "proposed_fine": 10_000,
        "fine_source": "Anklagemyndighedens bødekatalog, afsnit 4.2",
        "contact": "Mette Ågård",
    }
    district = {"name": "Fyns Politi", "address": "Hans Mules Gade 1-3; 5000 Odense C", "form": "i"}
    return _of_case(LetterKind.POLITIANMELDELSE, form, date(2026, 6, 9), choices, recipient=district)


def _of_case(
    kind: LetterKind, form: AddressForm, on: date, choices: dict[str, Any], recipient: dict[str, str] | None = None
) -> WrittenLetter:
    """A letter written from a whole case file, which is in no database."""
    file, order_letter = case_file(form, on)
    letter = Letter(
        case_id=file.case.id,
        municipality_code="0492",
        round=1,
        kind=kind,
        recipient=recipient,
        choices={"caseworker": "Mette Ågård", **choices},
        created_at=datetime.combine(on, datetime.min.time(), UTC),
        created_by="author",
    )
    source = Source(
        replace(file, letters=(order_letter, letter)), SETTINGS, on, lambda _: Standing.APPROVED, LETTERHEAD
    )
    return type_of(kind).write(source, letter, True)


SETTINGS = Settings(demo_mode=False, supervision_model="state", public_url="https://husly.example")
LETTERHEAD = Letterhead(
    name="Arbejdstilsynet",
    postal_address="Landskronagade 33; 2100 København Ø",
    cvr_number="21481815",
    phone="70 12 12 88",
    email="at@at.dk",
    privacy_url="at.dk/persondata",
    signature_title="Tilsynsførende",
    payment="Reg.nr. 0216, konto 4069 063 123",
)


def case_file(form: AddressForm, on: date) -> tuple[CaseFile, Letter]:
    """The case of the order of ``letter_cases``, its deadline passed; to the owner where a person is spoken to."""
    dwelling = Dwelling(
        street="Havnegade", house_number="12", postcode="5970", postal_town="Ærøskøbing", dar_id=HEAD.property.dar_id
    )
    employer = Employer(
        name=HEAD.recipient.name, postal_address="Søbyvej 41; 5985 Søby Ærø", cvr_number=HEAD.recipient.cvr_number
    )
    case = InspectionCase(
        case_number="2026-0417",
        dwelling_id=dwelling.id,
        employer_id=employer.id,
        legal_basis=LegalBasis.EMPLOYEE_HOUSING_ACT,
        addressee=Addressee.EMPLOYER if form is AddressForm.I else Addressee.OWNER,
        owner_name=PERSON.name,
        owner_postal_address="; ".join(PERSON.address_lines),
        state=CaseState.COMPLIED,
        opened_at=datetime(2026, 2, 20, tzinfo=UTC),
    )
    visit = Visit(case_id=case.id, round=1, visit_on=VISIT, from_min=600, to_min=780, visited_on=VISIT)
    issued = datetime(2026, 4, 10, 9, tzinfo=UTC)
    letter = Letter(
        case_id=case.id, round=1, kind=LetterKind.PAABUD, created_at=issued, issued_at=issued, sha256="ab" * 32
    )
    order = Order(case_id=case.id, round=1, letter_id=letter.id, considerations="")
    findings = tuple(_finding(case, number, one) for number, one in enumerate(BREACHES, 1))
    items = tuple(
        OrderItem(order_id=order.id, finding_id=one.id, position=number, result=breach.result, due_on=breach.due_on)
        for number, (one, breach) in enumerate(zip(findings, BREACHES, strict=True), 1)
    )
    file = CaseFile(
        case=case,
        planned=visit,
        dwelling=dwelling,
        employer=employer,
        moves=(),
        findings=findings,
        letters=(letter,),
        hearing=None,
        order=order,
        items=items,
        follow_up=None,
        follows_up_order=False,
        calendar=ALWAYS_OPEN,
    )
    return file, letter


def _finding(case: InspectionCase, number: int, breach: Breach) -> Finding:
    cited = breach.citation
    rule = load_pack(cited.pack_id).requirement(cited.requirement_id, VISIT)
    return Finding(
        case_id=case.id,
        round=1,
        number=number,
        requirement_id=cited.requirement_id,
        pack_id=cited.pack_id,
        pack_version=cited.pack_version,
        pack_hash="",
        legal_status=cited.legal_status,
        confidence="V",
        valid_from=cited.valid_from,
        title=measure_named(rule.measure).label.da,
        rule=breach.rule,
        required=breach.required,
        remedy=breach.result,
        clause_title=cited.clause.title,
        clause_section=cited.clause.section,
        outcome=FindingOutcome.BREACHED,
        kind=FindingKind(breach.origin.value),
        measured_text=breach.measured,
        shortfall=breach.shortfall,
        rooms=list(breach.rooms),
        note="",
        observed_on=VISIT,
    )


def _referral(_: AddressForm) -> WrittenLetter:
    told = {
        CardField.ADDRESS: HEAD.property.address,
        CardField.ADDRESS_ID: HEAD.property.dar_id,
        CardField.REASON: "Der bor for mange i forhold til pladsen",
        CardField.OBSERVED: "Ni madrasser i to rum",
        CardField.OBSERVED_ON: "16. marts 2026",
        CardField.ORIGIN: "Vores eget besøg",
        CardField.PLAN: "Der er ingen indkvarteringsplan",
        CardField.RESIDENTS: "8",
        CardField.EMPLOYER: HEAD.recipient.name,
        CardField.EMPLOYER_NUMBER: HEAD.recipient.cvr_number,
        CardField.EMPLOYER_CONTACT: "Hanne Hansen, 66 00 00 00",
        CardField.NECESSITY: "kommunen fører tilsyn med bygningen",
        CardField.REQUEST: "Vurder bygningen, og skriv, hvad I gør",
    }
    form = Formalities(
        sender=HEAD.sender,
        recipient=Recipient("Ærø Kommune", ("Statene 2", "5970 Ærøskøbing"), attention="Teknik og Miljø"),
        number="U-2026-0001",
        dated_on=date(2026, 3, 17),
        contact_name="Mette Ågård",
        contact_phone="70 12 12 88",
        contact_email="meaa@at.dk",
        basis="fvl_28",
        due_on=date(2026, 3, 31),
        reply_at="https://husly.example/referral/ABCD-EFGH-JKLM",
    )
    return write_referral(permitted(cards()["municipality"], told), form, print_unverified=True)


def _forwarded(form: AddressForm) -> WrittenLetter:
    head = head_for(form, dated_on=date(2026, 3, 17))
    told = Forwarding(
        head=head,
        subject="skimmelsvamp i en lejebolig",
        receiver_name="Ærø Kommune",
        received_on=date(2026, 3, 16),
        forwarded_on=date(2026, 3, 17),
        why="kommunen fører tilsyn med lejeboliger",
    )
    return write_forwarding(told, print_unverified=True)


LETTERS: dict[LetterKind, Callable[[AddressForm], WrittenLetter]] = {
    LetterKind.VARSLING: _notice,
    LetterKind.FASTHOLDELSE: _upheld,
    LetterKind.BESLUTNING_UVARSLET: _unannounced,
    LetterKind.TILSYNSRAPPORT: _report,
    LetterKind.OPLYSNINGSANMODNING: _request,
    LetterKind.PARTSHOERING: _hearing,
    LetterKind.PAABUD: _order,
    LetterKind.STRAKSPAABUD: _at_once,
    LetterKind.BEGRUNDELSE_EFTERFOELGENDE: _later_reasons,
    LetterKind.GENHUSNING: _rehousing,
    LetterKind.FORBUD: _prohibition,
    LetterKind.BOEDEFORELAEG: _fine,
    LetterKind.POLITIANMELDELSE: _police,
    LetterKind.UNDERRETNING: _referral,
    LetterKind.VIDERESENDELSE: _forwarded,
    LetterKind.AFSLUTNING: _closed,
}
TO_AUTHORITIES = frozenset({LetterKind.POLITIANMELDELSE, LetterKind.UNDERRETNING})
"""Letters to authorities, which are always spoken to as "I"."""
SPOKEN = [
    (kind, form) for kind in LETTERS for form in ((AddressForm.I,) if kind in TO_AUTHORITIES else tuple(AddressForm))
]
"""Every kind in every form of address that it can have."""
