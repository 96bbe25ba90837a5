from uuid import uuid4

from sqlmodel import Session

from housed import add_dwelling, add_employer, house
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from husly.kit.i18n import use_language
from register.dwellings.addresses import address_key
from register.lookups.warnings import address_warnings, bed_warnings
from standards.facts.parse import parse_facts
from web_client import Web, words

ADDRESS = {"street": "Møllevangen", "house_number": "12", "unit": "", "postcode": "5000"}


def known(session: Session) -> object:
    employer = add_employer(session, name="En Anden ApS")
    dwelling = add_dwelling(session, address_key=address_key(**ADDRESS), **ADDRESS)
    house(session, dwelling=dwelling, employer=employer)
    return employer.id


def said(session: Session, *own: object, **changes: str) -> str:
    use_language("en")
    return " ".join(address_warnings(session, ADDRESS | changes, own))  # type: ignore[arg-type]


def test_the_same_address_is_told_and_nobody_is_named(session: Session) -> None:
    known(session)
    text = said(session, uuid4(), street="MØLLEVANGEN")
    assert text.startswith("Housing is already declared at this address.")
    assert "Anden" not in text


def test_ones_own_earlier_declaration_is_told_as_such(session: Session) -> None:
    assert said(session, known(session)).startswith("You have already declared housing")


def test_a_near_address_is_told_and_not_shown(session: Session) -> None:
    known(session)
    text = said(session, street="Mollevangen")
    assert text.startswith("An address spelt almost like this one")
    assert "Møllevangen" not in text


def test_nothing_is_told_of_other_or_half_typed_addresses(session: Session) -> None:
    known(session)
    assert said(session, house_number="14") == ""
    assert said(session, postcode="8000") == ""
    assert said(session, street="") == ""
    assert said(session, street="\x00") == ""


def test_more_persons_than_beds_are_told_only_where_both_are_known() -> None:
    room = {"name": "1", "use": "bedroom", "beds": 2}
    assert bed_warnings(parse_facts({"dwelling": {"residents": 3}, "rooms": [room]})) != []
    assert bed_warnings(parse_facts({"dwelling": {"residents": 2}, "rooms": [room]})) == []
    assert bed_warnings(parse_facts({"dwelling": {"residents": 3}, "rooms": [{"name": "1", "use": "bedroom"}]})) == []


def test_the_form_warns_while_it_is_typed(web: Web) -> None:
    with transaction(web.engine) as session:
        known(session)
    web.sign_in(Grant(Role.EMPLOYER, employer_id=uuid4()))
    web.get("/language/en")
    typed = {f"address.{key}": value for key, value in ADDRESS.items()}
    shown = words(web.post("/declarations/assess", typed))
    assert "Housing is already declared at this address." in shown
    assert "En Anden" not in shown
