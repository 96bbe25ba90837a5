"""The numbers at the head of letters: property, workplace, and a foreign firm that owns the dwelling."""

import pytest
from sqlmodel import Session

from case_ways import AUTHOR, Way, start
from case_web import Clock, case_web, clock, take
from husly.kit.access import Actor, Grant, Role
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotFoundError
from inspection.enforcement.actions.numbers import HeadNumbers, record_numbers
from inspection.enforcement.models import Addressee
from inspection.letters.blocks import AddressForm
from inspection.letters.layout import letter_document
from inspection.letters.letter import Letter
from inspection.letters.rendering import write_draft
from inspection.prohibitions.queries import letters_of
from inspection.prohibitions.wanted import Mortgagee
from prohibitions_made import approve, drafted_prohibition, issue, way_to_prohibition
from web_client import Web

__all__ = ["case_web", "clock"]  # fixtures of this file
ELSEWHERE = Actor("elsewhere", "Kaj", (Grant(Role.CASEWORKER, municipality_code="0101"),))


def notice(way: Way) -> Letter:
    draft = way.draft_notice()
    return write_draft(way.session, way.file, draft, settings=way.settings, as_of=way.on(0)).written


def record(way: Way, **told: str) -> None:
    record_numbers(way.session, way.case.id, HeadNumbers(**told), by=AUTHOR, at=way.at(0))


def test_property_and_workplace_stand_at_the_head_once_they_are_recorded(session: Session) -> None:
    way = start(session)
    assert notice(way).head.property.bfe_number == ""
    record(way, bfe_number="551 2345", p_number="1003388394")
    document = letter_document(notice(way))
    assert ("P-nr.", "1003388394") in document.margin
    assert "BFE-nr. 5512345" in str(document.body[0])


@pytest.mark.parametrize("told", [{"bfe_number": "12a"}, {"bfe_number": "1234567890"}, {"p_number": "12345"}])
def test_what_is_no_such_number_is_refused(session: Session, told: dict[str, str]) -> None:
    way = start(session)
    with pytest.raises(DomainError, match=r"is no|ikke et"):
        record(way, **told)


def test_nobody_of_another_place_records_them(session: Session) -> None:
    way = start(session)
    with pytest.raises(NotFoundError):
        record_numbers(session, way.case.id, HeadNumbers("1"), by=ELSEWHERE, at=way.at(0))


def test_a_foreign_firm_that_owns_the_dwelling_is_written_to_as_a_firm_with_an_english_page(session: Session) -> None:
    way = start(session)
    way.case.addressee, way.case.owner_name = Addressee.OWNER, "Dom Sp. z o.o."
    way.case.owner_postal_address = "ul. Długa 1; Gdańsk"
    session.flush()
    assert notice(way).head.recipient.form is AddressForm.DU
    record(way, owner_foreign_number="PL 1234567890")
    written = notice(way)
    assert written.head.recipient.form is AddressForm.I
    assert ("Udenlandsk nr.", "PL 1234567890") in letter_document(written).margin
    assert written.courtesy


def test_owner_and_mortgagee_without_a_danish_number_are_firms_where_they_have_a_foreign_one(session: Session) -> None:
    way = way_to_prohibition(session)
    bank = Mortgagee("Bank AG", "Hauptstr. 1; Flensburg", foreign_number="HRB 1234")
    person = Mortgagee("Ulla Udlåner", "Torvet 1; 5970 Ærøskøbing")
    told = {"owner_cvr_number": "", "owner_foreign_number": "HRB 99", "mortgagees": (bank, person)}
    drafted_prohibition(way, **told)
    approve(way)
    prohibition = issue(way)
    found = {(one.recipient or {})["name"]: one for one in letters_of(way.file, prohibition)}
    for name, number in (("Ejendomsselskabet Møllen ApS", "HRB 99"), ("Bank AG", "HRB 1234")):
        recipient = found[name].content["head"]["recipient"]
        assert (recipient["foreign_number"], recipient["form"]) == (number, "i")
        assert found[name].content["courtesy"]
    assert found["Ulla Udlåner"].content["head"]["recipient"]["form"] == "du"
    assert not found["Ulla Udlåner"].content["courtesy"]


def test_they_are_recorded_on_the_page_of_the_case_which_shows_them_again(case_web: Web, clock: Clock) -> None:
    with transaction(case_web.engine) as session:
        way = start(session)
        letter, case = way.draft_notice().id, f"/cases/{way.case.id}"
    case_web.sign_in(Grant(Role.INSPECTOR))
    assert take(case_web, case, "numbers", bfe_number="5512345", p_number="1003388394").status_code == 303
    shown = case_web.get(case).text
    assert 'value="5512345"' in shown
    assert 'value="1003388394"' in shown
    assert case_web.get(f"/letters/{letter}").status_code == 200
    assert take(case_web, case, "numbers", bfe_number="12x").status_code == 409
