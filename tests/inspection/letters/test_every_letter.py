"""Every kind of letter: what it must hold, how it speaks, what every page bears, how it is kept and bound."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from case_ways import start
from every_letter import EUROPE, LETTERS, SPOKEN, TO_AUTHORITIES, head_for, order_for
from inspection.case_file.joining import Cover, Document, join
from inspection.enforcement.case_facts import CaseFacts
from inspection.letters.blocks import AddressForm, LetterKind, load_blocks
from inspection.letters.builders import write_injunction, write_visit_notice
from inspection.letters.contents import NoComplaintReason
from inspection.letters.courtesy import courtesy_texts, with_courtesy
from inspection.letters.gates import Marking, issue_gates, marking
from inspection.letters.issue_facts import IssueFacts
from inspection.letters.kinds import TYPES
from inspection.letters.layout import letter_pdf
from inspection.letters.letter import LetterScan
from inspection.letters.parts import empty_parts_of
from inspection.letters.reviewing.words import words_of
from letter_cases import BREACHES, GUIDANCE, HEAD, NOTICE, ORDER_FACTS, VISIT, review_of

I, DU = AddressForm.I, AddressForm.DU  # noqa: E741 - the Danish pronoun
K = LetterKind
IDS = [f"{kind}-{form}" for kind, form in SPOKEN]
MARKS = {
    Marking.UNREVIEWED: "UDKAST – skal godkendes af en jurist",
    Marking.NOT_ISSUED: "UDKAST – ikke udstedt",
    Marking.TRIAL: "PRØVE – uden retsvirkning",
}

ALL_ABOUT_THE_VISIT = (
    "mandag den 16. marts 2026 kl. 10.00–13.00",
    "Havnegade 12, 5970 Ærøskøbing",
    "Formålet er at kontrollere",
    "anmeldt 8 beboere",
    "§ 6 i lov nr. 1445",
    "mindre indgribende midler ikke er tilstrækkelige",
    "to tilsynsførende",
    "Vi gennemgår beboelsesrum",
    "viser legitimation",
    "beboere, der ønsker det",
)
ORDERED = (
    "Regel",
    "Lovgrundlag § 3 i lov nr. 1445 af 10. december 2024",
    "Konstateret Intet vindue",
    "Det skal opnås Værelse 3 kan udluftes gennem et vindue, der kan åbnes.",
    "Bevis B-03",
    "Afgørelsen er truffet efter § 7",
    "De afgørende faktiske forhold er følgende",
    "lagt vægt på følgende: Beboernes sundhed",
    "kan det straffes med bøde, jf. § 9",
    "klage til Arbejdsmiljøklagenævnet",
    "senest 4 uger efter, at afgørelsen er modtaget",
    "skriftligt oplyse, hvordan påbuddet er efterkommet",
)
CONTENT: dict[LetterKind, tuple[str, ...]] = {
    K.VARSLING: (*ALL_ABOUT_THE_VISIT, "senest tirsdag den 10. marts 2026", "§ 5, stk. 3"),
    K.FASTHOLDELSE: ("Dagen passer dårligt, fordi høsten er i gang", "af følgende grunde", "§ 5, stk. 3", "§ 6 i lov"),
    K.BESLUTNING_UVARSLET: (
        *ALL_ABOUT_THE_VISIT,
        "fordi senge og beboere ellers kan flyttes før besøget",
        "§ 5, stk. 4, nr. 1",
        "udleveres til",
    ),
    K.TILSYNSRAPPORT: (
        "kl. 10.05–11.40",
        "To tilsynsførende, en tolk",
        "Vist uopfordret",
        "Rum Værelse 3",
        "21,5 °C (målt på stedet)",
        "Foto 1 Vinduet i Værelse 3",
        "1. Intet vindue til det fri, der kan åbnes",
        "Lovgrundlag § 3 i lov nr. 1445",
        "Driftslederen oplyste, at vinduet blev skruet fast",
        "§ 8 i lov om retssikkerhed",
    ),
    K.OPLYSNINGSANMODNING: (
        "Nr. 1 Lejeaftalen om boligen",
        "Vi skal vurdere, hvor mange der må bo i boligen",
        "pligt til at give oplysningerne",
        "senest onsdag den 18. marts 2026",
    ),
    K.PARTSHOERING: (
        "Konstateret Intet vindue",
        "B-03 Foto af vinduet i Værelse 3",
        "Vi overvejer at påbyde",
        "efter § 7 i lov nr. 1445",
        "senest tirsdag den 7. april 2026",
        "træffer vi afgørelse på det foreliggende grundlag",
        "ikke pligt til at give oplysninger",
        "§ 10 i lov om retssikkerhed",
        "ABCD-2345-EFGH-6",
    ),
    K.PAABUD: (
        *ORDERED,
        "Frist 8. maj 2026",
        "Klagen har opsættende virkning",
        "18. marts 2026 sendt sagens oplysninger",
    ),
    K.STRAKSPAABUD: (
        *ORDERED,
        "Frist Straks",
        "skal efterkommes straks af denne grund: der er akut fare for kulilteforgiftning",
        "kl. 11.40: Sluk gasvarmeren",
        "Klagen har ikke opsættende virkning",
        "§ 19, stk. 2, nr. 3",
    ),
    K.BEGRUNDELSE_EFTERFOELGENDE: (
        "Den 16. marts 2026 traf vi mundtligt",
        "Værelse 3 må ikke bruges til at sove i",
        "Afgørelsen er truffet efter § 6",
        "Vinduet i Værelse 3 var skruet fast",
        "Beboernes sikkerhed ved brand",
        "§ 23",
        "klage til Arbejdsmiljøklagenævnet",
    ),
    K.GENHUSNING: (
        "de 3 beboere nedenfor",
        "Gruppe A B-01, B-02",
        "senest den 20. april 2026",
        "skal mindst opfylde kravene",
        "betales af arbejdsgiveren",
        "indtil forholdene på",
        "på et sprog, de forstår",
        "sende os dokumentation",
        "ikke kan bringes i orden straks",
        "genhusning er nødvendig",
        "klage til Arbejdsmiljøklagenævnet",
    ),
    K.FORBUD: (
        "forbyder, at kælderen på",
        "byfornyelseslovens § 76",
        "fraflyttet senest den 8. maj 2026",
        "højst 6 måneder",
        "til ejeren, til beboerne på adressen og til tinglyste panthavere",
        "erstatningsbolig og støtte",
        "§§ 7–9 og 79",
        "klage til Byfornyelsesnævnet",
        "Klagen har ikke opsættende virkning",
    ),
    K.BOEDEFORELAEG: (
        "fra den 30. maj 2026 til den 8. juni 2026",
        "Sted Havnegade 12, 5970 Ærøskøbing",
        "Vi kan forelægge bøden efter lov nr. 1445",
        "straffes efter lov nr. 1445",
        "en bøde på 10.000 kr. for forhold",
        "senest den 6. juli 2026",
        "skyldig",
        "i overtrædelsen og rede til at betale bøden",
        "Så er sagen afsluttet uden retssag",
        "Betales til Reg.nr. 0216, konto 4069 063 123",
        "Skriv ved betalingen sagsnr. 2026-0417",
        "ikke pligt til at udtale",
        "§ 752",
        "sender vi sagen til politiet",
        "Det skulle opnås",
        "Fristen var",
    ),
    K.POLITIANMELDELSE: (
        "anmelder Frugtgården Ærø ApS (CVR-nr. 13585628)",
        "Påbuddet af 10. april 2026 er ikke efterkommet",
        "Tid fra den 30. maj 2026 til den 8. juni 2026",
        "overtrædelse af lov nr. 1445",
        "F1.2 Notat fra besøget",
        "to tilsynsførende",
        "10.000 kr. i bøde",
        "10. april 2026 Påbud med frist",
        "Kontaktperson: Mette Ågård",
    ),
    K.UNDERRETNING: (
        "Havnegade 12, 5970 Ærøskøbing",
        "Der bor for mange",
        "Ni madrasser i to rum",
        "Vores eget besøg",
        "Hvornår 16. marts 2026",
        "Vurder bygningen",
        "forvaltningslovens § 28",
        "fordi kommunen fører tilsyn",
        "kontakt Mette Ågård, telefon 70 12 12 88",
    ),
    K.VIDERESENDELSE: (
        "henvendelse om skimmelsvamp",
        "hører under Ærø Kommune",
        "fordi kommunen fører tilsyn",
        "§ 7, stk. 2",
    ),
    K.AFSLUTNING: ("påbuddet af 10. april 2026", "er bragt i orden", "Vi foretager os ikke mere i sagen"),
}
"""What a kind must say beside head and foot, row by row."""

GUIDED = {
    K.PAABUD,
    K.STRAKSPAABUD,
    K.BEGRUNDELSE_EFTERFOELGENDE,
    K.GENHUSNING,
    K.FORBUD,
}
"""Those that tell how to complain; the operator has decided that decisions to visit do not."""


@cache
def letter_of(kind, form):
    return LETTERS[kind](form)


@cache
def pdf_of(kind, form, mark=Marking.NONE):
    return letter_pdf(letter_of(kind, form), mark)


def pages_of(pdf):
    return [" ".join(one.extract_text().split()) for one in PdfReader(BytesIO(pdf)).pages]


def text_of(pdf):
    return " ".join(pages_of(pdf))


def faults(pdf):
    return [
        f"{profile} {found.rule_id}: {found.message}"
        for profile in ("ua1", "2a")
        for found in page.validate_pdf_bytes(pdf, profile=profile).failures
    ]


def test_all_sixteen_kinds_are_here_and_all_but_the_two_to_others_are_written_in_a_case():
    assert set(LETTERS) == set(CONTENT) == set(K)
    assert set(TYPES) == set(K) - {K.UNDERRETNING, K.VIDERESENDELSE}


@pytest.mark.parametrize(("kind", "form"), SPOKEN, ids=IDS)
def test_it_holds_what_it_must_between_the_common_head_and_foot(kind, form):
    letter, text = letter_of(kind, form), text_of(pdf_of(kind, form))
    assert letter.missing == ()
    assert [part for part in CONTENT[kind] if part not in text] == []
    head = letter.head
    sender, recipient = head.sender, head.recipient
    told = [sender.name, *sender.address_lines, f"CVR-nr. {sender.cvr_number}", sender.phone, sender.email]
    told += [recipient.name, *recipient.address_lines, f"Sagsnr. {head.header.case_number}", head.property.address]
    told += [head.property.dar_id, head.header.caseworker, "Med venlig hilsen", letter.subject]
    if recipient.cvr_number:
        told.append(recipient.cvr_number)
    if kind not in TO_AUTHORITIES:
        told += ["forvaltningslovens § 8", sender.privacy_url]
        told += ["forvaltningslovens § 9"] if kind is not K.BOEDEFORELAEG else []
    assert [part for part in told if part not in text] == []
    assert "forvaltningslovens § 9" not in text or kind is not K.BOEDEFORELAEG  # a penal case is pending
    assert text.count("Klagevejledning") == (kind in GUIDED)


@pytest.mark.parametrize(("kind", "form"), SPOKEN, ids=IDS)
def test_it_speaks_in_one_form_of_address_leaves_no_gap_and_ends_each_sentence_once(kind, form):
    text = text_of(pdf_of(kind, form))
    others = r"\b(I|jer|jeres|Jeres)\b" if form is DU else r"\b([Dd]u|[Dd]ig|[Dd]in|[Dd]it|[Dd]ine)\b"
    assert re.findall(others, text) == []
    assert re.findall(r"\{|\}|\bNone\b|\.\.|,,| ,|jf\. jf\.|:\.", text) == []
    assert re.findall(r"\d{4}-\d\d-\d\d(?!\d)|\b(January|May|June|March)\b", text.replace("DAR", "")) == []


@pytest.mark.parametrize(("kind", "form"), SPOKEN, ids=IDS)
def test_its_pages_bear_what_its_state_asks_and_it_is_accessible_and_can_be_kept(kind, form):
    for mark, words in MARKS.items():
        assert all(words in one for one in pages_of(pdf_of(kind, form, mark)))
    assert not {"UDKAST", "PRØVE"} & set(re.findall(r"\w+", text_of(pdf_of(kind, form))))
    assert faults(pdf_of(kind, form)) == []
    assert letter_pdf(LETTERS[kind](form), Marking.NONE) == pdf_of(kind, form)


@pytest.mark.parametrize(("kind", "form"), SPOKEN, ids=IDS)
def test_every_word_of_it_is_among_those_a_lawyer_approves(kind, form):
    words = words_of(kind)
    assert words is not None
    assert {used.block_id for used in letter_of(kind, form).blocks} <= {block.name for block in words.blocks}


@pytest.mark.parametrize("kind", list(K))
def test_no_kind_borrows_a_text_that_it_has_no_use_for(kind):
    assert len({block.name for block in words_of(kind).blocks}) == len(words_of(kind).blocks)


@pytest.mark.parametrize("kind", list(K))
def test_it_is_a_draft_without_approval_and_a_trial_in_demonstration(kind):
    letter = letter_of(kind, I)
    as_of = letter.head.header.dated_on
    facts = IssueFacts(CaseFacts(as_of=as_of))
    assert marking(letter, facts) is Marking.UNREVIEWED
    assert "G1" in {one.gate for one in issue_gates(letter, facts) if not one.passed}
    signed = replace(facts, review=review_of(kind, demonstration=True))
    assert marking(letter, signed) is Marking.UNREVIEWED
    assert marking(letter, replace(signed, demo_mode=True)) is Marking.TRIAL
    stale = replace(signed.review, demonstration=False, version=load_blocks().versions[kind] - 1)
    assert marking(letter, replace(signed, review=stale)) is Marking.UNREVIEWED


@pytest.mark.parametrize("kind", list(K))
def test_a_missing_address_is_named_and_stops_it(kind):
    letter = letter_of(kind, I)
    head = replace(letter.head, recipient=replace(letter.head.recipient, address_lines=()))
    lacking = tuple(one for one in empty_parts_of(head) if kind not in TO_AUTHORITIES or "CVR" not in one)
    broken = replace(letter, missing=lacking)
    gate = next(one for one in issue_gates(broken, IssueFacts(CaseFacts(as_of=VISIT))) if one.gate == "fields")
    assert [one.da for one in gate.problems] == ["Mangler i brevet: modtagerens adresse (brevhoved)."]
    # What a writer finds empty in the head is what it notes.
    if kind is K.VARSLING:
        assert write_visit_notice(replace(NOTICE, head=head)).missing == broken.missing


@pytest.mark.parametrize("kind", sorted(GUIDED | {K.VARSLING, K.FASTHOLDELSE, K.BESLUTNING_UVARSLET}))
def test_a_decision_without_guidance_on_complaints_stops(kind):
    bare = replace(letter_of(kind, I), complaint=None)
    closed = {one.gate for one in issue_gates(bare, IssueFacts(CaseFacts(as_of=date(2026, 3, 2)))) if not one.passed}
    assert "G8" in closed


@pytest.mark.parametrize("kind", sorted(set(K) - GUIDED - {K.VARSLING, K.FASTHOLDELSE, K.BESLUTNING_UVARSLET}))
def test_what_is_no_decision_or_only_a_relief_needs_none(kind):
    assert "G8" not in {
        one.gate for one in issue_gates(letter_of(kind, I), IssueFacts(CaseFacts(as_of=date(2026, 3, 2))))
    }


def test_closing_and_fine_say_why_they_tell_of_no_complaint():
    assert letter_of(K.AFSLUTNING, I).complaint is NoComplaintReason.FAVOURABLE
    assert letter_of(K.BOEDEFORELAEG, I).complaint is NoComplaintReason.NOT_A_DECISION


def test_a_complaint_about_an_order_at_once_holds_nothing_back():
    letter = letter_of(K.STRAKSPAABUD, I)
    facts = IssueFacts(CaseFacts(as_of=date(2026, 3, 16)))
    problems = {one.gate: one.problems for one in issue_gates(letter, facts)}
    assert problems["G8"] == ()
    held = {one.gate: one.problems for one in issue_gates(replace(letter, complaint=GUIDANCE), facts)}
    assert [one.rule for one in held["G8"]] == ["at_once_is_not_suspended"]


@pytest.mark.parametrize("kind", [K.VARSLING, K.BESLUTNING_UVARSLET])
def test_suspicion_stops_a_visit_and_consent_opens_it(kind):
    def closed(**known):
        facts = IssueFacts(CaseFacts(as_of=date(2026, 3, 2), **known))
        return {one.gate for one in issue_gates(letter_of(kind, I), facts) if not one.passed}

    assert "G7" in closed(suspicion=True)
    assert "G7" not in closed(suspicion=True, written_consent=True)
    assert "G7" not in closed()


def test_three_hundred_breaches_all_stand_in_one_order_that_still_opens_and_is_accessible():
    many = tuple(
        replace(BREACHES[number % 3], title=f"Forhold {number:03d}", evidence_ids=(f"B-{number:03d}",))
        for number in range(1, 301)
    )
    letter = write_injunction(order_for(I, breaches=many))
    pdf = letter_pdf(letter, Marking.NONE)
    text = text_of(pdf)
    assert [number for number in range(1, 301) if f"{number}. Forhold {number:03d}" not in text] == []
    assert text.count("Det skal opnås") == 300
    assert not re.search(r"\d\d[.:]\d\d[.:]\d\d", text)
    assert faults(pdf) == []
    assert [one.gate for one in issue_gates(letter, ORDER_FACTS) if not one.passed] == []


@pytest.mark.parametrize("form", [I, DU])
def test_names_with_every_letter_of_europe_are_printed_as_they_are(form):
    head = head_for(form)
    named = replace(
        head,
        recipient=replace(head.recipient, name=EUROPE),
        header=replace(head.header, caseworker=EUROPE),
    )
    pdf = letter_pdf(write_injunction(replace(order_for(form), head=named)), Marking.NONE)
    text = text_of(pdf)
    assert [word for word in re.split(r"[ ,]+", EUROPE) if word not in text] == []
    assert faults(pdf) == []


@pytest.mark.parametrize("kind", list(K))
def test_its_english_summary_is_a_page_that_says_danish_prevails(kind):
    letter = with_courtesy(letter_of(kind, I))
    pdf = letter_pdf(letter, Marking.TRIAL)
    first = next(one for one in pages_of(pdf) if courtesy_texts().heading in one)
    assert "The Danish letter before it is the one that counts" in first
    assert "Med venlig hilsen" not in first


WITH_A_SQUARE = {
    K.PARTSHOERING: "https://husly.example/reply?code=ABCD-2345-EFGH-6",
    K.PAABUD: "https://husly.example/comply?code=ABCD-2345-EFGH",
    K.STRAKSPAABUD: "https://husly.example/comply?code=ABCD-2345-EFGH",
}


@pytest.mark.parametrize(("kind", "form"), SPOKEN, ids=IDS)
def test_a_letter_with_a_code_has_a_square_of_page_and_code_and_no_other_has_one(kind, form):
    reader = PdfReader(BytesIO(pdf_of(kind, form)))
    links = [note.get_object()["/A"]["/URI"] for one in reader.pages for note in one.get("/Annots", ())]
    assert links == ([WITH_A_SQUARE[kind]] if kind in WITH_A_SQUARE else [])


@pytest.mark.parametrize("page_url", ["Huslys side /comply", "", "javascript:alert(1)"])
def test_without_an_address_of_the_page_there_is_no_square(page_url):
    letter = write_injunction(replace(order_for(I), report_url=page_url), print_unverified=True)
    assert not any(isinstance(one, LetterScan) for one in letter.body)


def test_all_of_them_bound_together_open_with_every_page():
    documents = [Document(letter_of(kind, form).subject, "10. april 2026", pdf_of(kind, form)) for kind, form in SPOKEN]
    cover = Cover(
        authority=HEAD.sender.name,
        title="Aktindsigt, sag 2026-0417",
        running_head="Sag 2026-0417",
        facts=(("Sagsnr.", "2026-0417"),),
        log=(("10. april 2026 kl. 11.00", "Påbud udstedt"),),
        left_out=("Oplysninger om beboere.",),
    )
    joined = join(cover, documents)
    pages = pages_of(joined.content)
    assert len(pages) == joined.pages
    assert len(pages) > len(SPOKEN)
    assert "Påbud om genhusning" in " ".join(pages)


def test_the_order_of_a_real_case_is_accessible_and_a_trial_on_every_page(session):
    way = start(session)
    letter = way.to_delivered()
    assert letter.pdf is not None
    text = text_of(letter.pdf)
    assert "Jeres rettigheder" in text
    assert all("PRØVE" in one for one in pages_of(letter.pdf))
    assert faults(letter.pdf) == []
