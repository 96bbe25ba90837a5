"""Bundles of a case: what they hold, what never, and that they are kept as made."""

import hashlib
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlmodel import Session

from case_ways import APPROVER, INSPECTOR, Way, start
from husly.kit.errors import DomainError, NotFoundError
from inspection.appeals.actions import Received, receive_appeal
from inspection.appeals.models import Appellant, Channel
from inspection.case_file.making import NEVER, answer_with_bundle, get_bundle, make_bundle, read_entries
from inspection.case_file.models import CaseBundle, Purpose
from inspection.case_file.withheld import WITHHELD, withheld_from
from inspection.enforcement import actions
from inspection.letters.models import Letter
from inspection.letters.queries import list_enclosures
from rehousing_made import drafted, issued


@pytest.fixture
def way(session: Session) -> Way:
    return start(session)


def bundle(way: Way, purpose: Purpose, day: int = 40) -> CaseBundle:
    return make_bundle(way.session, way.case.id, purpose, settings=way.settings, by=INSPECTOR, at=way.at(day))


def text_of(made: CaseBundle) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(made.pdf)).pages).split())


def ask(way: Way, day: int = 35) -> None:
    actions.note_access_request(way.session, way.case.id, requested_on=way.on(day), by=INSPECTOR, at=way.at(day))


def test_the_bundle_for_the_appeal_body_holds_every_letter_with_its_page_and_hash(way: Way) -> None:
    way.to_delivered()
    made = bundle(way, Purpose.APPEAL_BODY)
    reader = PdfReader(BytesIO(made.pdf))
    letters = [one for one in way.file.letters if one.pdf is not None]
    assert len(letters) == 3
    assert made.documents == len(reader.outline) - 1
    assert made.sha256 == hashlib.sha256(made.pdf).hexdigest()
    starts = {one.title: reader.get_destination_page_number(one) for one in reader.outline[1:]}
    for number, title, letter in ((1, "Varsel om tilsynsbesøg", letters[0]), (5, "Påbud", letters[2])):
        day = letter.issued_at.strftime("%d.%m.%Y") if letter.issued_at else ""
        page = reader.pages[starts[f"{number}. {title}, {day}"]].extract_text()
        own = PdfReader(BytesIO(letter.pdf or b"")).pages
        assert page.replace(f"Bilag {number}, side 1 af {len(own)}", "").strip() == own[0].extract_text().strip()
        assert str(letter.sha256)[:32] in text_of(made)
        assert str(letter.sha256)[32:] in text_of(made)
    assert "Sagens gang" in text_of(made)


def test_what_was_sent_with_a_letter_is_in_the_bundle_once(way: Way) -> None:
    way.to_delivered()
    letter = issued(way, drafted(way))
    sheets = list_enclosures(way.session, letter.id)
    assert len(sheets) == 2
    made = bundle(way, Purpose.APPEAL_BODY)
    text, titles = text_of(made), [one.title for one in PdfReader(BytesIO(made.pdf)).outline]
    number = next(one.split(".")[0] for one in titles if "Påbud om genhusning" in one)
    for one in sheets:
        assert len([title for title in titles if one.title in title]) == 1
        assert one.sha256[:32] in text
        assert one.sha256[32:] in text
    assert text.count(f"Fulgte med bilag {number}") == 2


def test_no_bundle_tells_why_the_case_was_opened_or_what_was_noted(way: Way) -> None:
    way.to_delivered()
    ask(way)
    for purpose in Purpose:
        text = text_of(bundle(way, purpose))
        assert "Stuen bruges som lager." in text  # the words of a letter are there
        assert way.case.reason not in text


def test_a_confined_letter_and_a_letter_to_others_are_in_no_bundle(way: Way) -> None:
    letter = way.to_delivered()
    before = bundle(way, Purpose.APPEAL_BODY)
    letter.confined = True
    way.session.flush()
    after = bundle(way, Purpose.APPEAL_BODY, day=41)
    assert after.documents == before.documents - 1
    assert str(letter.sha256)[:32] not in text_of(after)
    assert [one.is_inner for one in read_entries(way.session, way.file) if isinstance(one.row, Letter)].count(True) == 1


def test_the_party_reads_neither_the_steps_nor_that_somebody_else_appealed(way: Way) -> None:
    letter = way.to_delivered()
    received = Received(letter.id, Appellant.OTHER, "En nabo", Channel.MAIL, way.on(40), "")
    receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(40))
    ask(way)
    for_party, for_body = text_of(bundle(way, Purpose.ACCESS)), text_of(bundle(way, Purpose.APPEAL_BODY))
    assert "Klage nr. 1 modtaget" not in for_party
    assert "nabo" not in for_party + for_body
    assert len(for_body) > len(for_party)


def test_what_is_left_out_is_said_in_the_same_words_whatever_the_case_holds(way: Way) -> None:
    letter = way.to_delivered()
    ask(way)
    for confined in (False, True):
        letter.confined = confined
        way.session.flush()
        for purpose in Purpose:
            text = text_of(bundle(way, purpose))
            assert text.count(NEVER[:40]) == 1
            assert [one.kind.value in text.split(NEVER[:40])[1][:2000] for one in WITHHELD] == [
                one in withheld_from(purpose) for one in WITHHELD
            ]


def test_a_request_for_access_is_answered_with_its_bundle(way: Way) -> None:
    way.to_delivered()
    with pytest.raises(DomainError) as refused:
        bundle(way, Purpose.ACCESS)
    assert refused.value.code == "access.none_asked"
    ask(way)
    made = bundle(way, Purpose.ACCESS)
    answer_with_bundle(way.session, way.case.id, made.id, by=INSPECTOR, at=way.at(41))
    assert (made.answered_on, way.file.case.access_answered_on) == (way.on(41), way.on(41))
    other = bundle(way, Purpose.APPEAL_BODY)
    with pytest.raises(DomainError):
        answer_with_bundle(way.session, way.case.id, other.id, by=APPROVER, at=way.at(42))


def test_before_any_letter_there_is_nothing_to_bundle_and_no_bundle_of_another_case(way: Way) -> None:
    with pytest.raises(DomainError) as refused:
        bundle(way, Purpose.APPEAL_BODY)
    assert refused.value.code == "case_file.empty"
    with pytest.raises(NotFoundError):
        get_bundle(way.session, way.case.id, way.case.id)
