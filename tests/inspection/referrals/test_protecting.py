"""What residents and reports say never leaves by a referral to who is no authority, nor by a letter to a sender."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from conftest import AT
from housing import declare
from husly.kit.errors import DomainError
from inspection.referrals.forwarding import Enquiry, forward
from referrals_made import DECIDER, SETTINGS, WORDS, approved, contact, drafted, sent
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, ResidentName
from register.residents.models import Report, TipSource

NAME = "Zbigniew Qxwv"
TOLD = "formanden tager hver måned vores pas"
TO_UNION = replace(WORDS, basis="fvl_27", necessity="overenskomsten skal afklares")
ENQUIRY = Enquiry(
    received_on=date(2026, 3, 2),
    subject="Løn",
    receiver="police",
    receiver_name="Fyns Politi",
    why="det hører under dem",
    sender_name="Peder Skriver",
    sender_address="Havnevej 4; 5000 Odense C",
    municipality_code="0461",
)


@pytest.fixture
def home(session: Session) -> Accommodation:
    """A declared dwelling with a named resident and a report, approved texts and contacts."""
    approved(session)
    home = declare(session, at=AT)
    version = session.exec(select(Declaration).where(Declaration.is_current)).one()
    session.add(ResidentName(declaration_id=version.id, position=1, name=NAME))
    session.add(
        Report(
            dwelling_id=home.dwelling_id,
            source=TipSource.RESIDENT,
            text=f"Her er koldt. {TOLD.capitalize()}.",
            language="da",
            received_on=date(2026, 2, 1),
            follow_hash=uuid4().hex,
            form_hash=uuid4().hex,
        )
    )
    contact(session, "union")
    contact(session, "municipality", "0461")
    session.flush()
    return home


@pytest.mark.parametrize("leak", [f"Tal med {NAME}", f"Se på {NAME}s løn", f"Vi har hørt, at {TOLD}"])
def test_a_union_is_told_nothing_of_residents(leak: str, session: Session, home: Accommodation) -> None:
    words = replace(TO_UNION, request=leak)
    with pytest.raises(DomainError, match=r"protected_detail|beskyttet|protected"):
        sent(session, drafted(session, home.dwelling_id, "union", words, by=DECIDER))


def test_a_union_is_asked_about_the_firm_even_where_its_owner_lives_there(
    session: Session, home: Accommodation
) -> None:
    words = replace(TO_UNION, employer={**WORDS.employer, "name": f"{NAME}s Gartneri"})
    one = drafted(session, home.dwelling_id, "union", words, by=DECIDER)
    sent(session, one)
    assert one.pdf is not None


def test_an_authority_may_be_told(session: Session, home: Accommodation) -> None:
    one = drafted(session, home.dwelling_id, words=replace(WORDS, request=f"Tal med {NAME}"), by=DECIDER)
    sent(session, one)
    assert NAME in str(one.content)


@pytest.mark.parametrize("code", ["0461", ""])
@pytest.mark.parametrize("field", ["subject", "why"])
@pytest.mark.parametrize("leak", [f"{NAME}s løn", f"beboere siger, at {TOLD}"])
def test_whoever_wrote_to_the_wrong_authority_is_told_nothing_of_residents(
    leak: str, field: str, code: str, session: Session, home: Accommodation
) -> None:
    told = replace(ENQUIRY, municipality_code=code, **{field: leak})
    with pytest.raises(DomainError, match=r"protected_detail|beskyttet|protected"):
        forward(session, told, settings=SETTINGS, by=DECIDER, at=AT)


def test_a_resident_who_wrote_is_answered_by_name(session: Session, home: Accommodation) -> None:
    told = replace(ENQUIRY, sender_name=NAME, subject=f"Løn til {NAME}")
    assert forward(session, told, settings=SETTINGS, by=DECIDER, at=AT).pdf is not None
