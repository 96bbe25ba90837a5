"""About a dozen candidates for undeclared housing in the demonstration: a short made-up list, addresses, reports.

Half of all housing is never declared where that was counted; so many would hide everything else here.
"""

import csv
import io
import random
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from husly.demo.employers import make_cvr_number
from husly.kit.access import SYSTEM, Actor
from husly.kit.clock import danish_date
from husly.settings import Settings
from inspection.tips.actions import Place, locate_report
from inspection.undeclared.actions import dismiss_candidate, find_candidates, import_workers, take_under_review, take_up
from inspection.undeclared.forms import Dismissal, Wanted
from inspection.undeclared.models import DismissReason, UndeclaredCandidate
from inspection.undeclared.points import points_in_force
from inspection.undeclared.reading import COLUMNS
from register.employers.models import Employer
from register.matches.actions import import_list
from register.municipalities.queries import current_boundaries
from register.municipalities.table import postcodes
from register.residents.actions import take_report
from register.residents.forms import Given
from register.residents.models import Report, ReportKind, TipSource

REGISTER = "RUT (opdigtet uddrag)"
FIRMS: tuple[tuple[str, str, str, str, str, int], ...] = (
    ("Prøve Montage", "331200", "Havnegade", "12", "5000", 24),
    ("Stillads Prøve", "439910", "", "", "5220", 9),
    ("Prøve Beton", "412000", "Industrivej", "40", "5220", 14),
    ("Gartnerhold Prøve", "011300", "Væksthusvej", "3", "8600", 31),
    ("Prøve Rengøring", "812210", "", "", "8000", 6),
    ("Slagtehold Prøve", "101110", "Slagterivej", "1", "8700", 18),
    ("Prøve Tagdækning", "439100", "", "", "9000", 4),
)
"""Name, sector, street and number of the work, postal code, workers. The country of a firm is in no list of ours."""

KNOWN = (("6700", 40), ("7400", 60))
"""Where employers that the register knows have more workers than beds: postal code, workers."""

PERSONS = """id;street;house_number;postcode;persons
FH-1;Klitvej;18;6857;7
FH-2;Strandstien;4;4500;11
FH-3;Fyrreskoven;22;6857;
"""


def load_undeclared(session: Session, *, settings: Settings, officer: Actor, at: datetime, rng: random.Random) -> None:
    """Read the list, tell of places, search, and decide three of what is found; all by the actions people use."""
    towns = postcodes(settings.data_path)
    as_of = danish_date(at) - timedelta(days=3)
    import_workers(
        session, _list(session, at, rng), register_name=REGISTER, as_of=as_of, postcodes=towns, by=SYSTEM, at=at
    )
    import_list(session, PERSONS.encode(), register_name="Fritidshuse (opdigtet)", postcodes=towns, by=SYSTEM, at=at)
    _tell(session, settings.data_path, officer, at)
    find_candidates(
        session,
        as_of=danish_date(at),
        points=points_in_force(danish_date(at)),
        switched_on=settings.risk_score,
        postcodes=towns,
        commuting_km=settings.commuting_km,
        by=SYSTEM,
        at=at,
    )
    _decide(session, settings, officer, at)


def _list(session: Session, at: datetime, rng: random.Random) -> bytes:
    """The list as a file: firms that the register does not know, and two that it does."""
    start, end = (danish_date(at) - timedelta(days=40)).isoformat(), (danish_date(at) + timedelta(days=120)).isoformat()
    written = io.StringIO()
    rows = csv.DictWriter(written, COLUMNS, restval="", delimiter=";")
    rows.writeheader()
    for number, (name, sector, street, house_number, postcode, workers) in enumerate(FIRMS):
        row = {"name": name, "sector": sector, "street": street, "house_number": house_number, "postcode": postcode}
        days = {"from": start, "to": end, "workers": workers}
        rows.writerow(row | days | {"foreign_number": f"PRØVE-R{number:03d}", "rut_number": f"RUT-9{number:05d}"})
    foreign = select(Employer).where(col(Employer.foreign_number).is_not(None)).order_by(col(Employer.id))
    for (postcode, workers), employer in zip(KNOWN, session.exec(foreign.limit(len(KNOWN))), strict=False):
        row = {"name": employer.name, "foreign_number": employer.foreign_number or "", "postcode": postcode}
        rows.writerow(row | {"from": start, "to": end, "workers": workers})
    own = {"name": "Prøve Anlæg ApS", "cvr_number": make_cvr_number(rng), "postcode": "4700", "workers": 12}
    rows.writerow(own | {"from": start, "to": end, "sector": "421100"})
    return written.getvalue().encode()


def _tell(session: Session, data_path: Path, officer: Actor, at: datetime) -> None:
    """Two reports about one place, old enough to count."""
    today = danish_date(at)
    for days, place in ((33, "Lagerhallen på Slagterivej 1"), (21, "Hallen bag slagteriet")):
        told = Given(
            TipSource.CITIZEN,
            "da",
            "",
            kinds=(ReportKind.OTHER,),
            text=f"Der sover folk i hallen: {place}.",
            place=place,
            postcode="8700",
        )
        take_report(session, told, door=None, data_path=data_path, on=today - timedelta(days=days))
    for report in session.exec(select(Report).where(Report.postcode == "8700", Report.source == TipSource.CITIZEN)):
        locate_report(
            session, report.id, place=Place("Slagterivej", "1", "", "8700"), data_path=data_path, by=officer, at=at
        )


def _decide(session: Session, settings: Settings, officer: Actor, at: datetime) -> None:
    """One is taken up for a visit, one is looked at, one is dismissed."""
    firms = {one.firm_name: one for one in session.exec(select(UndeclaredCandidate))}
    take_up(
        session,
        firms["Prøve Montage"].id,
        wanted=Wanted(street="Havnegade", house_number="12", postcode="5000"),
        boundaries=current_boundaries(session, settings.data_path),
        data_path=settings.data_path,
        by=officer,
        at=at,
    )
    take_under_review(session, firms["Gartnerhold Prøve"].id, by=officer, at=at)
    until = danish_date(at) + timedelta(days=180)
    given = Dismissal(DismissReason.NOT_HOUSED, "De fire kører hjem hver dag. Oplyst af hvervgiveren.", until)
    dismiss_candidate(session, firms["Prøve Tagdækning"].id, given=given, by=officer, at=at)
