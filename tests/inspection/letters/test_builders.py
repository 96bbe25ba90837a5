from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from inspection.enforcement.deadlines import ComplaintTerm
from inspection.enforcement.waivers import (
    HearingWaiver,
    HearingWaiverGround,
    NoticeWaiver,
    NoticeWaiverGround,
)
from inspection.letters import builders, contents, letter
from inspection.letters.blocks import AddressForm, LetterKind, load_blocks
from inspection.letters.builders import write_hearing, write_injunction, write_visit_notice
from inspection.letters.contents import ComplaintGuidance, EarlierNotice, HearingHeld
from inspection.letters.courtesy import with_courtesy
from inspection.letters.letter import LetterItem, LetterParagraph, letter_text
from inspection.letters.references import LegalReference, load_references
from inspection.letters.standard import STANDARD_BLOCKS, standard_facts, who_comes
from letter_cases import ACT, COLD, CROWDED, HEAD, HEARING, NOTICE, ORDER
from rehousing_letters import REHOUSING_LETTERS
from visit_letter_cases import visit_letters

WRITTEN = {
    LetterKind.VARSLING: write_visit_notice(NOTICE),
    LetterKind.PARTSHOERING: write_hearing(HEARING),
    LetterKind.PAABUD: write_injunction(ORDER),
}


def to_person(content):
    return replace(content, head=replace(HEAD, recipient=replace(HEAD.recipient, form=AddressForm.DU)))


@pytest.mark.parametrize("kind", sorted(WRITTEN))
def test_a_complete_letter_misses_nothing_and_leaves_no_placeholder(kind):
    assert WRITTEN[kind].kind is kind
    assert WRITTEN[kind].missing == ()
    assert "{" not in letter_text(WRITTEN[kind])


def test_a_notice_of_visit_says_what_the_law_wants():
    text = letter_text(WRITTEN[LetterKind.VARSLING])
    for part in (
        "mandag den 16. marts 2026 kl. 10.00–13.00",
        "Havnegade 12, 5970 Ærøskøbing",
        "I har ret til at lade jer repræsentere",
        "Formålet er at kontrollere",
        "8 ansatte er indkvarteret",
        "Retsgrundlaget er § 6 i lov nr. 1445",
        "mindre indgribende midler ikke er tilstrækkelige, fordi",
        "senest tirsdag den 10. marts 2026",
        "viser legitimation",
    ):
        assert part in text


def test_an_order_names_the_prohibition_that_may_follow_only_where_its_sender_has_that_power():
    told = "kan vi også forbyde, at boligen eller en del af den bruges til beboelse"
    for may_prohibit in (False, True):
        letter = write_injunction(replace(ORDER, may_prohibit=may_prohibit))
        text = letter_text(letter)
        assert (told in text) is may_prohibit
        assert ("jf. byfornyelseslovens § 76" in text) is may_prohibit
        assert "kan det straffes med bøde" in text
        english = " ".join(letter_text(with_courtesy(letter)).split())
        assert ("We may then also forbid the use of the dwelling" in english) is may_prohibit


def test_a_hearing_says_what_is_contemplated_until_when_and_what_silence_means():
    text = letter_text(WRITTEN[LetterKind.PARTSHOERING])
    assert "Vi overvejer at give jer et påbud" in text
    assert "senest tirsdag den 7. april 2026" in text
    assert "træffer vi afgørelse på det foreliggende grundlag" in text
    assert "Påtænkt frist: 29. maj 2026" in text
    assert "B-04: Temperaturmåling i Værelse 1 og 2, 16. marts 2026" in text


def test_every_breach_of_an_order_has_rule_clause_observation_requirement_result_deadline_and_evidence():
    items = [one for one in WRITTEN[LetterKind.PAABUD].body if isinstance(one, LetterItem)]
    assert [one.number for one in items] == [1, 2, 3]
    rows = dict(items[0].rows)
    assert rows["Regel"] == CROWDED.rule
    assert rows["Lovgrundlag"].endswith("om indkvartering af ansatte, som gældende den 16. marts 2026")
    assert rows["Konstateret"].startswith("2,67 personer pr. beboelsesrum")
    assert "beregnet den 16. marts 2026" in rows["Konstateret"]
    assert rows["Krav"] == "Højst 2 personer pr. beboelsesrum"
    assert rows["Afvigelse"].startswith("0,67 person")
    assert rows["Det skal opnås"] == CROWDED.result
    assert (rows["Frist"], rows["Bevis"]) == ("29. maj 2026", "B-01, B-02")
    assert "målt den 16. marts 2026, Værelse 1, Værelse 2" in dict(items[2].rows)["Konstateret"]


def test_an_order_at_once_says_so_instead_of_a_date():
    order = replace(ORDER, breaches=(replace(COLD, due_on=None, at_once=True),))
    assert "Frist: Straks" in letter_text(write_injunction(order))


def test_an_order_answers_each_point_of_the_reply_and_tells_how_to_complain():
    text = letter_text(WRITTEN[LetterKind.PAABUD])
    assert "Bemærkning: I oplyser, at en ny varmepumpe er bestilt" in text
    assert "Vores vurdering: Vi har lagt vægt på det" in text
    assert "I kan klage til Arbejdsmiljøklagenævnet." in text
    assert "senest 4 uger efter, at afgørelsen er modtaget. Klagen har opsættende virkning." in text


def test_the_effect_and_the_time_of_a_complaint_come_from_the_guidance():
    guidance = ComplaintGuidance("Nævnet", "Nævnet", ComplaintTerm(days=10), suspensive=False)
    text = letter_text(write_injunction(replace(ORDER, complaint=guidance)))
    assert "senest 10 dage efter" in text
    assert "har ikke opsættende virkning" in text


def test_an_order_without_reply_says_that_none_came():
    silent = replace(ORDER, hearing=HearingHeld(HEARING.head.header.dated_on, HEARING.due_on))
    assert "Fristen var den 7. april 2026. Vi har ikke modtaget et svar." in letter_text(write_injunction(silent))


def test_a_waived_hearing_is_explained_with_its_ground():
    waiver = HearingWaiver(HearingWaiverGround.CLEARLY_UNPROBLEMATIC, "I selv har oplyst alle forhold")
    text = letter_text(write_injunction(replace(ORDER, hearing=waiver)))
    assert "fordi I selv har oplyst alle forhold, jf. forvaltningslovens § 19, stk. 2, nr. 1." in text


def test_a_case_that_is_taken_up_again_on_request_says_so_in_the_decision():
    waiver = HearingWaiver(HearingWaiverGround.REOPENABLE, "sagen kan genoptages")
    text = letter_text(write_injunction(replace(ORDER, hearing=waiver)))
    assert "fordi sagen kan genoptages, jf. forvaltningslovens § 20." in text
    assert "genoptager vi sagen, når I beder om det" in text
    assert "genoptager" not in letter_text(write_injunction(ORDER))


def test_a_hearing_waived_on_an_unverified_provision_is_not_printed_with_it():
    waiver = HearingWaiver(HearingWaiverGround.OVERRIDING_INTEREST, "gasvarmeren lækker")
    order = replace(ORDER, hearing=waiver)
    written = write_injunction(order)
    assert any(name.startswith("hjemmel (hoering_undladt") for name in written.missing)
    assert "jf. {hjemmel}" in letter_text(written)
    assert "nr. 3" in letter_text(write_injunction(order, print_unverified=True))


def test_a_short_notice_prints_its_ground_and_reason():
    waiver = NoticeWaiver(NoticeWaiverGround.PURPOSE_DEFEATED, "beboerne flyttes, når et besøg varsles")
    text = letter_text(write_visit_notice(replace(NOTICE, waiver=waiver)))
    assert "fordi beboerne flyttes, når et besøg varsles, jf. retssikkerhedslovens § 5, stk. 4, nr. 1." in text


def test_suspicion_puts_the_note_on_silence_into_a_hearing_with_its_unverified_section_held_back():
    written = write_hearing(replace(HEARING, suspicion=True))
    assert written.has_silence_note
    assert "I har ikke pligt til at give oplysninger" in letter_text(written)
    assert [name for name in written.missing if "§ 10" in name]


def test_the_first_mention_of_an_act_carries_its_full_title_and_later_ones_the_short():
    text = letter_text(WRITTEN[LetterKind.VARSLING])
    full = "§ 2 i lov om retssikkerhed ved forvaltningens anvendelse af tvangsindgreb og oplysningspligter"
    assert text.count(full) == 1
    assert text.index(full) < text.index("retssikkerhedslovens § 5, stk. 3")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"facts": " "}, "fakta (grundlag)"),
        ({"proportionality_reason": ""}, "begrundelse (proportionalitet)"),
        ({"who_comes": ""}, "titler (hvem_og_hvad)"),
        ({"head": replace(HEAD, header=replace(HEAD.header, case_number=""))}, "sagsnr. (brevhoved)"),
        ({"head": replace(HEAD, recipient=replace(HEAD.recipient, name=""))}, "modtager (brevhoved)"),
    ],
)
def test_what_a_notice_lacks_is_named(change, named):
    assert named in write_visit_notice(replace(NOTICE, **change)).missing


def test_an_unverified_basis_leaves_its_placeholder_and_is_named_with_its_confidence():
    notice = replace(NOTICE, legal_basis=LegalReference(ACT.title, "§ 6", "M"))
    written = write_visit_notice(notice)
    assert "Retsgrundlaget er {hjemmel}." in letter_text(written)
    assert any("§ 6" in name and "kilde M" in name for name in written.missing)
    assert "§ 6 i lov nr. 1445" in letter_text(write_visit_notice(notice, print_unverified=True))


def test_an_order_without_penalty_hearing_or_result_names_all_three():
    broken = replace(ORDER, penalty=None, hearing=None, breaches=(replace(CROWDED, result="", evidence_ids=()),))
    assert set(write_injunction(broken).missing) >= {
        "straffebestemmelse (foelge)",
        "dato (hoert_uden_svar)",
        "resultat (forhold 1)",
        "bevis (forhold 1)",
    }


@pytest.mark.parametrize(
    ("write", "content"),
    [(write_visit_notice, NOTICE), (write_hearing, HEARING), (write_injunction, ORDER)],
)
def test_a_letter_keeps_one_form_of_address_throughout(write, content):
    company = " ".join(one.text for one in write(content).body if isinstance(one, LetterParagraph))
    person_letter = write(to_person(replace(content, **_plain_texts(content))))
    person = " ".join(one.text for one in person_letter.body if isinstance(one, LetterParagraph) and one.block_id)
    assert not {"du", "dig", "din", "dit", "dine"} & set(company.casefold().replace(".", " ").split())
    assert not {"jer", "jeres"} & set(person.casefold().replace(".", " ").replace(",", " ").split())
    assert " I " not in person
    assert "du har ret" in person.casefold()


def _plain_texts(content):
    """Facts of the case without any pronoun, so that only the blocks speak."""
    return {
        name: "tekst"
        for name in ("facts", "contemplated_reaction", "decisive_facts")
        if name in {one.name for one in fields(content)}
    }


def test_blocks_hold_no_section_number_of_their_own_and_are_all_drafts():
    for block in load_blocks().blocks.values():
        assert block.status == "draft"
        assert block.version >= 1
        for text in block.texts.values():
            assert "§" not in text


def test_every_block_is_used_by_some_letter_and_every_reference_by_some_block_or_ground():
    waived = write_injunction(
        replace(ORDER, hearing=HearingWaiver(HearingWaiverGround.STATUTORY_DEADLINE, "fristen udløber"))
    )
    silent = write_injunction(replace(ORDER, hearing=HearingHeld(HEARING.due_on, HEARING.due_on)))
    short = write_visit_notice(
        replace(NOTICE, waiver=NoticeWaiver(NoticeWaiverGround.IMMEDIATE_EXECUTION, "der er fare"))
    )
    suspected = write_hearing(replace(HEARING, suspicion=True))
    moved = write_visit_notice(replace(NOTICE, replaces=EarlierNotice(date(2026, 2, 20), date(2026, 3, 9))))
    letters = [*WRITTEN.values(), *REHOUSING_LETTERS, waived, silent, short, suspected, moved, *visit_letters()]
    used = {use.block_id for written in letters for use in written.blocks}
    assert not used & STANDARD_BLOCKS
    rooms = Path(builders.__file__).parents[1]  # the rooms beside the letters use blocks too
    source = "".join(path.read_text("utf-8") for path in rooms.rglob("*.py"))
    assert {name for name in set(load_blocks().blocks) - used if f'"{name}"' not in source} == set()


def test_a_notice_of_another_day_withdraws_the_earlier_one_before_it_says_anything_else():
    moved = write_visit_notice(replace(NOTICE, replaces=EarlierNotice(date(2026, 2, 20), date(2026, 3, 9))))
    assert moved.body[0].text == (
        "Vores varsel af 20. februar 2026 om besøg mandag den 9. marts 2026 gælder ikke længere. "
        "Dette brev træder i stedet."
    )
    assert moved.body[1:] == WRITTEN[LetterKind.VARSLING].body


def test_who_comes_is_told_by_title_and_authority():
    assert who_comes(1) == "en tilsynsførende"
    assert who_comes(2, interpreter=True) == "to tilsynsførende og en tolk"
    assert who_comes(7, partners=("A", "B", "C")) == "7 tilsynsførende sammen med medarbejdere fra A, B og C"


def test_the_standard_words_follow_from_what_the_party_knows_and_from_nothing_else():
    for declared in (True, False):
        for follows_up in (True, False):
            words = standard_facts("Vej 1", declared=declared, follows_up_order=follows_up)
            assert "Vej 1" in words
            for telling in ("tip", "henvendelse", "anmelder ", "klage", "score", "risiko", "lod", "udvalgt", "beboer"):
                assert telling not in words.lower()


def test_references_have_a_known_confidence():
    assert {one.confidence for one in load_references().values()} <= {"V", "V*", "P", "M"}


def test_no_record_of_a_letter_has_a_place_for_residents_or_tips():
    forbidden = ("resident", "occupant", "tip", "informant", "witness", "statement", "cpr", "nationality")
    for module in (contents, letter):
        for record in vars(module).values():
            if isinstance(record, type) and is_dataclass(record):
                names = [one.name for one in fields(record)]
                assert not [name for name in names for word in forbidden if word in name]
