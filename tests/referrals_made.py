"""Referrals for tests, made by the actions that people use."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlmodel import Session

from conftest import AT
from housing import CASE_SETTINGS
from husly.kit.access import SYSTEM, Actor, Grant, Role
from inspection.letters.approvals import approve_for_demonstration
from inspection.referrals import drafting, moving, subjects
from inspection.referrals.contacts import ContactWords, keep_contact
from inspection.referrals.drafting import Concern, Words
from inspection.referrals.models import Referral
from inspection.referrals.words import ContactLevel, ReferralReason

INSPECTOR = Actor("r-inspector", "Ida Inspektør", (Grant(Role.INSPECTOR),))
OTHER_INSPECTOR = Actor("r-other", "Otto Inspektør", (Grant(Role.INSPECTOR),))
CASEWORKER = Actor("r-caseworker", "Karl Sagsbehandler", (Grant(Role.CASEWORKER, municipality_code="0461"),))
DECIDER = Actor("r-decider", "Dorte Afgørelse", (Grant(Role.DECISION_MAKER),))
ADMINISTRATOR = Actor("r-admin", "Anna Admin", (Grant(Role.ADMINISTRATOR),))
SETTINGS = CASE_SETTINGS.model_copy(update={"public_url": "https://husly.example"})

WORDS = Words(
    reason=ReferralReason.CROWDING,
    observed="Ni madrasser i to rum",
    observed_on=date(2026, 2, 27),
    request="Vurder bygningen, og skriv, hvad I gør",
    basis="fvl_28",
    necessity="kommunen fører tilsyn med bygningen",
    purpose="At kommunen kan vurdere bygningen",
    sender_name="Karl Sagsbehandler",
    sender_phone="70 00 00 01",
    sender_email="karl@tilsyn.example",
    employer={
        "name": "Fynsk Gartneri ApS",
        "number": "13585628",
        "contact": "Hanne Hansen",
        "phone": "66 00 00 00",
        "email": "hanne@gartneri.example",
    },
    address_checked=True,
)


def contact(session: Session, receiver: str, municipality_code: str = "") -> None:
    """A complete contact of a receiver."""
    level = ContactLevel.LOCAL if municipality_code else ContactLevel.NATIONAL
    words = ContactWords(
        organisation=f"Modtager {receiver}",
        person="Mona Modtager",
        postal_address="Rådhuspladsen 1; 5000 Odense C",
        phone="66 11 11 11",
        email="mona@modtager.example",
    )
    keep_contact(session, receiver, level, words, municipality_code=municipality_code, by=ADMINISTRATOR, at=AT)


def approved(session: Session) -> None:
    """The texts count as approved, for a demonstration."""
    other = replace(DECIDER, id="r-second")
    approve_for_demonstration(session, pack_ids=CASE_SETTINGS.packs, by=DECIDER, and_by=other, at=AT)


def drafted(
    session: Session, dwelling_id: UUID, receiver: str = "municipality", words: Words = WORDS, by: Actor = CASEWORKER
) -> Referral:
    """A draft about a dwelling."""
    about = subjects.of_dwelling(session, dwelling_id, by=SYSTEM)
    return drafting.draft_referral(session, about, receiver, words, by=by, at=AT)


def concern(
    session: Session, dwelling_id: UUID, given: Concern | None = None, words: Words = WORDS, by: Actor = INSPECTOR
) -> list[Referral]:
    """A concern of trafficking at a dwelling."""
    about = subjects.of_dwelling(session, dwelling_id, by=SYSTEM)
    signs = replace(words, reason=ReferralReason.TRAFFICKING_SIGNS)
    return drafting.raise_concern(session, about, signs, given or Concern(), by=by, at=AT)


def sent(session: Session, referral: Referral, by: Actor = DECIDER) -> str:
    """Decide and send it; returns the receiver's code."""
    moving.decide(session, referral.id, by=by, at=AT)
    return moving.send(session, referral.id, settings=SETTINGS, by=by, at=AT)[1]
