"""Firms of the demonstration that go on under new numbers: two chains, and four firms that only share an accountant.

All invented: numbers that none has been given, telephone numbers of the Swedish range that is kept for films.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.demo.cases import Guide
from husly.demo.employers import make_cvr_number
from husly.kit.access import SYSTEM, Actor, Role
from husly.kit.clock import at_hour, danish_date
from husly.settings import Settings
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.transitions import CaseState
from inspection.reregistered.actions import confirm_pair, dismiss_pair, record_trace
from inspection.reregistered.finding import keep_found, search_register
from inspection.reregistered.keyed import Seal
from inspection.reregistered.models import FoundPair
from inspection.reregistered.queries import list_pairs
from inspection.reregistered.traces import TraceKind
from register.accommodations.models import Accommodation
from register.declarations.actions import submit_declaration
from register.declarations.forms import read_declaration
from register.declarations.models import Source
from register.municipalities.queries import current_boundaries
from register.portfolio.models import LinkKind

ACCOUNT = "DK5000400440116243"
PHONE, OTHER_PHONE, ACCOUNTANTS_PHONE = "+46 70 174 06 05", "+46 70 174 06 15", "+46 70 174 06 25"
CASE_OPENED_DAYS = 220
"""How long ago the first firm's case was opened; its order has been left unmet since."""


@dataclass(frozen=True)
class Planted:
    """A firm, the days (back from today) on which its housing began and ended, and what it tells."""

    name: str
    began: int
    ended: int | None
    street: str
    house_number: str
    postcode: str
    phone: str
    email: str
    account: str = ""
    person: str = ""
    owner: str = ""
    workplace: str = ""


_HALL = {"street": "Møllehusvej", "house_number": "14", "postcode": "8700"}
_FARM = {"street": "Kærgårdsvej", "house_number": "31", "postcode": "5260"}
_BOOKS = {"phone": ACCOUNTANTS_PHONE, "email": "bogholder@regnskab.husly.example"}

FIRMS = (
    Planted("Vesterlund Montage ApS", 820, 150, **_HALL, phone=PHONE, email="kontor@vesterlund.husly.example",
            account=ACCOUNT, person="Viggo Vesterlund", owner="Møllehus Ejendomme ApS"),
    Planted("Vesterlund Byg ApS", 138, 60, **_HALL, phone=PHONE, email="byg@vesterlund.husly.example",
            account=ACCOUNT, owner="Møllehus Ejendomme ApS", workplace="Havnegade 3, 8700 Horsens"),
    Planted("VL Entreprise ApS", 40, None, "Søndervangen", "7", "8740", "+46 70 174 06 35",
            "post@vl.husly.example", account=ACCOUNT, person="Viggo Vesterlund",
            workplace="Havnegade 3, 8700 Horsens"),
    Planted("Grønkær Pak ApS", 640, 210, **_FARM, phone=OTHER_PHONE, email="pak@groenkaer.husly.example"),
    Planted("Grønkær Sæson ApS", 180, None, **_FARM, phone=OTHER_PHONE, email="saeson@groenkaer.husly.example"),
    Planted("Nørreby Rengøring ApS", 700, 400, "Torvestien", "2", "8600", **_BOOKS),
    Planted("Skovager Transport ApS", 380, None, "Nygårdsvej", "18", "7400", **_BOOKS),
    Planted("Hedens Gartneri ApS", 900, None, "Drivhusvej", "5", "7430", **_BOOKS),
    Planted("Kystens Fisk ApS", 500, None, "Kajgaden", "9", "6960", **_BOOKS),
)  # fmt: skip


def load_reregistered(session: Session, *, settings: Settings, people: dict[Role, Actor], at: datetime) -> None:
    """Plant the firms, record accounts and persons, search, confirm one pair and dismiss the accountant's."""
    rng, inspector = Random(29), people[Role.INSPECTOR]
    homes = [_plant(session, firm, make_cvr_number(rng), settings, at) for firm in FIRMS]
    guide = Guide(session, settings, inspector, people[Role.DECISION_MAKER])
    opened_at = at_hour(danish_date(at) - timedelta(days=CASE_OPENED_DAYS), 8)
    case = guide.open(
        homes[0].id, opened_at=opened_at, reason="Risikovurdering", chosen=Chosen(reason=VisitReason.SCORE)
    )
    guide.carry(case, CaseState.NOT_COMPLIED, opened_at=opened_at)
    seal = Seal(settings.secret_key.get_secret_value().encode())
    for firm, home in zip(FIRMS, homes, strict=True):
        _record(session, firm, home.employer_id, seal=seal, by=inspector, at=at - timedelta(days=20))
    keep_found(session, search_register(session, as_of=danish_date(at)), by=SYSTEM, at=at - timedelta(hours=6))
    by_firms = {(one.first_id, one.second_id): one for one in list_pairs(session, by=SYSTEM)}
    ids = [home.employer_id for home in homes]
    _decide(session, by_firms.get((ids[0], ids[1])), by_firms.get((ids[5], ids[6])), by=inspector, at=at)


def _decide(
    session: Session, same: FoundPair | None, accountants: FoundPair | None, *, by: Actor, at: datetime
) -> None:
    if same is not None:
        reason = "Samme konto og telefon; flyttede ind i samme hus 12 dage efter, at det første firma ophørte."
        confirm_pair(session, same.id, kind=LinkKind.SUCCESSOR, reason=reason, by=by, at=at)
    if accountants is not None:
        reason = "Telefon og e-mail er den fælles bogholders; firmaerne har intet andet til fælles."
        dismiss_pair(session, accountants.id, reason=reason, by=by, at=at)


def _plant(session: Session, firm: Planted, cvr_number: str, settings: Settings, at: datetime) -> Accommodation:
    began_at = at - timedelta(days=firm.began)
    submitted = submit_declaration(
        session,
        form=read_declaration(_document(firm, cvr_number, danish_date(at)), data_path=settings.data_path),
        source=Source.DEMO,
        by=SYSTEM,
        at=began_at,
        boundaries=current_boundaries(session, settings.data_path),
        data_path=settings.data_path,
    )
    return submitted.accommodation


def _document(firm: Planted, cvr_number: str, day: date) -> dict[str, Any]:
    ends_on = None if firm.ended is None else (day - timedelta(days=firm.ended)).isoformat()
    rooms = [
        {"name": f"Værelse {number}", "use": "bedroom", "area_m2": 12, "residents": 3, "beds": 3} for number in (1, 2)
    ]
    document: dict[str, Any] = {
        "employer": {
            "name": firm.name,
            "cvr_number": cvr_number,
            "contact_email": firm.email,
            "contact_phone": firm.phone,
            "postal_address": f"Prøvevej {cvr_number[-3:]}, 2100 København Ø",
        },
        "address": {"street": firm.street, "house_number": firm.house_number, "postcode": firm.postcode},
        "period": {"starts_on": (day - timedelta(days=firm.began)).isoformat(), "ends_on": ends_on},
        "dwelling": {"kind": "house", "residents": 6, "area_m2": 82, "toilets": 1, "showers": 1, "heating": True},
        "rooms": rooms,
    }
    if firm.owner:
        document["owner"] = {"name": firm.owner, "postal_address": "Ejervej 12, 8700 Horsens"}
    if firm.workplace:
        document["work"] = {"workplaces": [{"name": "Byggepladsen ved havnen", "address": firm.workplace}]}
    return document


def _record(session: Session, firm: Planted, employer_id: UUID, *, seal: Seal, by: Actor, at: datetime) -> None:
    for kind, value in ((TraceKind.ACCOUNT, firm.account), (TraceKind.PERSON, firm.person)):
        if value:
            record_trace(
                session,
                employer_id,
                kind=kind,
                value=value,
                from_on=danish_date(at) + timedelta(days=20 - firm.began),
                to_on=None if firm.ended is None else danish_date(at) + timedelta(days=20 - firm.ended),
                reason="Oplyst af Skatteforvaltningen efter anmodning (opdigtet eksempel)",
                seal=seal,
                by=by,
                at=at,
            )
