"""Over a breach stands what was found, in letters and on pages; the name of a rule says what is demanded."""

import pytest
from sqlmodel import Session

from case_ways import INSPECTOR, Way, start
from husly.kit.database import transaction
from inspection.enforcement.headings import heading_of
from inspection.enforcement.models import FindingOutcome
from inspection.hearings.presenters import duties_in
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterItem, letter_text
from inspection.letters.models import Letter
from inspection.letters.rendering import write_draft
from prohibitions_made import issued_prohibition, way_to_prohibition
from rehousing_made import drafted
from standards.measures.registry import measure_named
from standards.rules.pack import list_packs, load_pack
from web_client import Web, web, words

__all__ = ["web"]

CITED = [pack_id for pack_id in list_packs() if pack_id.startswith("dk-")]
"""The packs of Danish supervision: what a letter may cite one day, and the proposal that housing is held against."""
FOUND = {"cap": "For mange personer pr. beboelsesrum", "window": "Intet vindue til det fri, der kan åbnes"}


def written(way: Way, letter: Letter, day: int = 21) -> WrittenLetter:
    return write_draft(way.session, way.file, letter, settings=way.settings, as_of=way.on(day)).written


def items_of(letter: WrittenLetter) -> list[str]:
    return [one.title for one in letter.body if isinstance(one, LetterItem)]


def found(session: Session) -> Way:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    return way


@pytest.mark.parametrize("pack_id", CITED)
def test_every_rule_of_danish_supervision_says_what_is_found_where_it_is_breached(pack_id: str) -> None:
    for rule in load_pack(pack_id).requirements:
        label = measure_named(rule.measure).label
        assert rule.breach.da, rule.id
        assert rule.breach.da.casefold() != label.da.casefold(), rule.id
        assert rule.breach.en.casefold() != label.en.casefold(), rule.id
        assert len(rule.breach.da) <= 90, rule.id
        assert not any(sign.isdigit() for sign in rule.breach.da), f"{rule.id}: an overlay may tighten the limit"
        assert not rule.breach.da.endswith("."), rule.id


def test_a_finding_keeps_the_name_of_its_rule_and_is_headed_by_what_was_found(session: Session) -> None:
    way = found(session)
    headed = {one.requirement_id.rpartition(".")[2]: heading_of(one) for one in way.file.findings}
    assert {name: headed[name] for name in FOUND} == FOUND
    assert headed["heating"] == "Kan opvarmes"  # met
    names = {one.requirement_id.rpartition(".")[2]: one.title for one in way.file.findings}
    assert names["window"] == "Vindue, der kan åbnes"


@pytest.mark.parametrize("changed", [{"requirement_id": "odense.window_height"}, {"pack_id": "dk-gone-2019"}])
def test_a_breach_without_words_is_said_not_to_be_met(session: Session, changed: dict[str, str]) -> None:
    way = found(session)
    window = next(one for one in way.file.findings if one.title == "Vindue, der kan åbnes")
    for key, value in changed.items():
        setattr(window, key, value)
    assert heading_of(window) == "Ikke opfyldt: Vindue, der kan åbnes"
    window.outcome = FindingOutcome.MET
    assert heading_of(window) == "Vindue, der kan åbnes"


def test_report_hearing_and_order_say_what_was_found(session: Session) -> None:
    way = found(session)
    for letter in (way.report(), way.send_hearing()):
        assert items_of(written(way, letter)) == list(FOUND.values())
    way.answer()
    drafted_order = way.draft_order()
    order = written(way, way.file.letter(drafted_order.letter_id), 31)
    assert items_of(order) == list(FOUND.values())
    assert "Notat fra besøget om “Intet vindue til det fri, der kan åbnes”" in letter_text(order)
    assert [one.title for one in order.breaches] == list(FOUND.values())


def test_a_report_keeps_the_names_of_the_rules_that_are_met(session: Session) -> None:
    way = found(session)
    assert "\nKan opvarmes: " in letter_text(written(way, way.report()))


def test_a_prohibition_says_what_was_found(session: Session) -> None:
    way = way_to_prohibition(session)
    issued_prohibition(way)
    letters = [one for one in way.file.letters if one.kind == "forbud"]
    assert len(letters) == 3
    for letter in letters:
        assert items_of(written(way, letter)) == [
            "Rummet kan ikke opvarmes tilstrækkeligt",
            "Boligen er ikke forsvarlig ved brand",
        ]


def test_a_rehousing_order_tells_what_was_found_and_what_the_other_housing_must_meet(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    rehousing = drafted(way)
    text = letter_text(written(way, way.file.letter(rehousing.letter_id), 34))
    assert "1) For mange personer pr. beboelsesrum: " in text
    assert "Nr. 2: Intet vindue til det fri, der kan åbnes: § 3" in text
    assert "\nVindue, der kan åbnes: Rummene skal have vindue" in text


def test_whoever_answers_a_hearing_reads_what_was_found(session: Session) -> None:
    assert [one.fact.title for one in duties_in(found(session).file)] == list(FOUND.values())


def test_the_page_of_the_case_says_what_was_found(web: Web) -> None:
    with transaction(web.engine) as session:
        way = found(session)
        case_id = way.case.id
    web.sign_in(*INSPECTOR.grants)
    page = words(web.get(f"/cases/{case_id}"))
    assert "Intet vindue til det fri, der kan åbnes" in page
    assert "Kan opvarmes" in page
