"""Declared housing for tests of cases: an employer in Odense who houses six in two rooms."""

import copy
from datetime import datetime
from typing import Any

from sqlmodel import Session

from conftest import AT
from husly.kit.access import SYSTEM
from husly.settings import Settings
from register.accommodations.models import Accommodation
from register.declarations.actions import submit_declaration
from register.declarations.forms import read_declaration
from register.declarations.models import Source
from register.municipalities.boundaries import shipped_boundaries

CROWDED: dict[str, Any] = {
    "employer": {
        "name": "Fynsk Gartneri ApS",
        "cvr_number": "13585628",
        "contact_name": "Hanne Hansen",
        "contact_email": "hanne@gartneri.example",
        "postal_address": "Gartnervej 1; 5000 Odense C",
    },
    "address": {"street": "Møllevangen", "house_number": "12", "postcode": "5000", "municipality_code": "0461"},
    "period": {"starts_on": "2025-11-01"},
    "dwelling": {
        "kind": "house",
        "residents": 6,
        "area_m2": 84,
        "habitable_rooms": 2,
        "toilets": 1,
        "not_hazardous": True,
        "drinking_water": True,
        "wastewater_drain": True,
        "heating": True,
        "protected_damp_cold_heat_noise": True,
    },
    "rooms": [
        {"name": "Værelse 1", "use": "bedroom", "area_m2": 14, "residents": 3, "window_openable": True},
        {"name": "Værelse 2", "use": "bedroom", "area_m2": 13, "residents": 3, "window_openable": True},
    ],
}
COPENHAGEN = {"street": "Havnegade", "house_number": "3", "postcode": "1058", "municipality_code": "0101"}

CASE_SETTINGS = Settings(
    secure_cookies=False,
    secret_key="only-for-tests-only-for-tests-only",
    demo_mode=True,
    authority_name="Prøvetilsynet",
    authority_address="Prøvevej 1; 1000 København K",
    authority_cvr="12345674",
    authority_phone="70 00 00 00",
    authority_email="post@tilsyn.example",
    authority_payment="Reg.nr. 0000, konto 0101901234",
    privacy_url="https://tilsyn.example/privatliv",
    complaint_body="Prøveklagenævnet",
    complaint_days=28,
    complaint_suspends=True,
)
"""A demonstration whose operator has decided everything that a letter asks for."""


def declare(session: Session, *, at: datetime = AT, **changes: Any) -> Accommodation:
    """Declare the crowded house, or another with parts of the document replaced."""
    document = copy.deepcopy(CROWDED) | changes
    path = CASE_SETTINGS.data_path
    submitted = submit_declaration(
        session,
        form=read_declaration(document, data_path=path),
        source=Source.DEMO,
        by=SYSTEM,
        at=at,
        boundaries=shipped_boundaries(path),
        data_path=path,
    )
    return submitted.accommodation
