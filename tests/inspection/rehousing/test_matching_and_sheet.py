"""Groups stay whole wherever they are placed; the residents' sheet is one page in every language and tells no more."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from husly.kit import pdf
from inspection.enforcement.models import Addressee
from inspection.letters.resident_sheets import Housing, dated
from inspection.rehousing.matching import FARTHEST_KM, FreePlace, Group, Relation, fits, in_order, shared_out
from inspection.rehousing.models import Payer
from inspection.rehousing.rehousing_facts import RehousingFacts, RehousingPower
from inspection.rehousing.sheet import Rehousing, rehousing_sheet
from inspection.rehousing.texts import LANGUAGES, rehousing_words
from inspection.rehousing.transitions import OVER, TABLE, RehousingMove, RehousingState
from register.sheets.door import Contact
from register.sheets.door_texts import door_texts

SHEET = Rehousing(
    housing=Housing(
        address="Møllevangen 12, 5000 Odense C",
        number="2026-0001",
        contact=Contact("Prøvetilsynet", "70 00 00 00", "post@tilsyn.example"),
        help_name="Hjælpelinjen",
        help_phone="00 00 00 00",
    ),
    addressee=Addressee.EMPLOYER,
    from_on=date(2026, 4, 11),
    until_on=None,
    payer=Payer.EMPLOYER,
    key="B-03",
    code="ABCD-EFGH-JKLM",
    url="https://husly.example/rehoused/ABCDEFGHJKLM",
)
PLACES = st.lists(
    st.builds(
        FreePlace,
        dwelling_id=st.uuids(version=4),
        address=st.just("Vej 1"),
        relation=st.sampled_from(Relation),
        employer=st.just("X"),
        free=st.integers(-2, 9),
        distance_km=st.floats(0, 60),
    ),
    max_size=6,
    unique_by=lambda one: one.dwelling_id,
)
GROUPS = st.lists(st.integers(1, 9), min_size=1, max_size=5).map(
    lambda sizes: [Group("ABCDE"[place], size) for place, size in enumerate(sizes)]
)


@settings(max_examples=60)
@given(places=PLACES, groups=GROUPS)
def test_no_group_is_split_no_place_overfilled_and_nobody_sent_too_far(places, groups):
    given_to, unplaced = shared_out(places, groups)
    free = {one.dwelling_id: one for one in places}
    sizes = {one.label: one.persons for one in groups}
    placed = [label for labels in given_to.values() for label in labels]
    assert sorted([*placed, *unplaced]) == sorted(sizes)
    for dwelling, labels in given_to.items():
        assert sum(sizes[label] for label in labels) <= free[dwelling].free
        assert free[dwelling].distance_km <= FARTHEST_KM
    for one in fits(places, groups):
        assert one.groups
        assert all(sizes[label] <= one.place.free for label in one.groups)


def test_the_employers_own_place_comes_before_a_nearer_one():
    def place(number, relation, km):
        return FreePlace(UUID(int=number), "Vej 1", relation, "X", 2, km)

    found = in_order([place(1, Relation.OTHER, 1), place(2, Relation.SAME_EMPLOYER, 20), place(3, Relation.OTHER, 31)])
    assert [one.dwelling_id.int for one in found] == [2, 1]


def test_no_rehousing_is_issued_that_nobody_approved_and_none_ends_with_anybody_open():
    bare = RehousingFacts(as_of=date(2026, 4, 1), power=RehousingPower.YES)
    issue = [row for row in TABLE if row.move is RehousingMove.ISSUE]
    finish = [row for row in TABLE if row.target is RehousingState.DONE]
    for row in (*issue, *finish):
        assert any(not demand.holds(bare) for demand in row.demands)
    assert all(row.source is RehousingState.APPROVED for row in issue)
    assert not [row for row in TABLE if row.source in OVER]
    assert [row.move for row in TABLE if row.second_person] == [RehousingMove.APPROVE]


@pytest.mark.parametrize("language", [one.language for one in door_texts()])
def test_the_sheet_is_one_page_in_every_language(language):
    words = rehousing_words(language)
    content = pdf.render_sheet(rehousing_sheet(SHEET, words), banner=None)
    assert len(PdfReader(BytesIO(content)).pages) == 1
    other = rehousing_sheet(SHEET, words)
    assert "{" not in str(other.body)


@pytest.mark.parametrize("language", [path.stem for path in LANGUAGES.glob("*.yaml")])
def test_the_sheet_says_who_must_offer_and_who_pays_in_every_language(language):
    words = rehousing_words(language)
    assert not words.lacking
    offers, pays = words.text.offer, words.text.pays
    assert len(set(offers.values())) == len(Addressee)
    assert len(set(pays.values())) == len(Payer)
    for addressee, payer in product(Addressee, (*Payer, None)):
        body = rehousing_sheet(replace(SHEET, addressee=addressee, payer=payer), words).body
        offered = [one for one in Addressee if pdf.Paragraph(dated(offers[one], words.door, SHEET.from_on)) in body]
        assert offered == [addressee]
        (told,) = (one.items for one in body if isinstance(one, pdf.Bullets))
        assert [one for one in Payer if pays[one] in told] == [one for one in Payer if one is payer]


def test_at_least_ten_languages_are_whole():
    whole = [path.stem for path in LANGUAGES.glob("*.yaml") if not rehousing_words(path.stem).lacking]
    assert len(whole) >= 10


def test_the_sheet_to_hang_up_carries_no_key():
    hung = replace(SHEET, key="", code="", url="")
    sheet = rehousing_sheet(hung, rehousing_words("en"))
    assert sheet.code is None
    assert sheet.facts == ()
    assert "B-03" not in str(sheet.body)
