"""A few reports and tips for the demonstration, as residents and others would write them."""

import random
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

from PIL import Image, ImageDraw
from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from husly.kit.uploads import PICTURES, Scanner, Upload, read_upload
from inspection.tips.actions import Place, answer_report, close_report, locate_report, take_up
from register.accommodations.models import Accommodation
from register.residents.actions import seal_reports, take_report
from register.residents.forms import Given
from register.residents.models import Outcome, Report, ReportKind, TipSource
from register.sheets.actions import door_code
from register.sheets.models import DoorCode

ODENSE = "0461"

TOLD: tuple[tuple[int, str, tuple[ReportKind, ...], str], ...] = (
    (3, "ro", (ReportKind.LOCKED_IN, ReportKind.PAPERS_TAKEN), "Pașapoartele sunt la șef. Seara ușa este încuiată."),
    (9, "pl", (ReportKind.DAMP, ReportKind.NO_HEATING), "Na ścianach jest pleśń, a grzejnik nie działa od tygodnia."),
    (16, "en", (ReportKind.MORE_PEOPLE, ReportKind.ROOM_TOO_SMALL), "Six of us sleep in a room for three."),
    (30, "lt", (ReportKind.RENT_FROM_WAGE,), ""),
    (44, "da", (ReportKind.WATER,), "Der har ikke været varmt vand i to uger."),
)
"""Days ago, language, what is wrong, and what was written."""


def load_reports(session: Session, *, data_path: Path, by: Actor, at: datetime, rng: random.Random) -> None:
    """Reports from dwellings, one in Odense if there is any, two tips about places that nobody declared."""
    today = danish_date(at)
    homes = _homes(session, rng)
    for (days, language, kinds, text), home in zip(TOLD, homes, strict=False):
        photos = (_damp_wall(),) if ReportKind.DAMP in kinds else ()
        given = Given(TipSource.RESIDENT, language, "", kinds=kinds, text=text, photos=photos)
        _take(session, given, home, data_path, today - timedelta(days=days))
    for home in homes[:2]:
        confirmed = Given(TipSource.RESIDENT, "uk", "", is_confirmation=True)
        _take(session, confirmed, home, data_path, today - timedelta(days=20))
    for source, place, postcode in (
        (TipSource.UNION, "Den gamle maskinhal bag Industrivej 40", "5220"),
        (TipSource.CITIZEN, "Campingvogne på marken ved Skovvej", "8600"),
    ):
        told = Given(
            source,
            "da",
            "",
            kinds=(ReportKind.OTHER,),
            text=f"Der bor folk her: {place}.",
            place=place,
            postcode=postcode,
        )
        _take(session, told, None, data_path, today - timedelta(days=6))
    seal_reports(session, before=today, at=at)
    _work_on(session, data_path, by, at)


def _homes(session: Session, rng: random.Random) -> list[UUID]:
    found = list(session.exec(select(Accommodation.id).order_by(col(Accommodation.id)).limit(400)))
    in_odense = (
        select(Accommodation.id).where(Accommodation.municipality_code == ODENSE).order_by(col(Accommodation.id))
    )
    first = list(session.exec(in_odense.limit(1)))
    return [*first, *rng.sample([one for one in found if one not in first], len(TOLD) - len(first))]


def _take(session: Session, given: Given, home: UUID | None, data_path: Path, on: date) -> None:
    door = None if home is None else session.get_one(DoorCode, door_code(session, home, on=on))
    take_report(session, given, door=door, data_path=data_path, on=on)


def _work_on(session: Session, data_path: Path, by: Actor, at: datetime) -> None:
    """One is taken up and answered, one closed, one place recorded as an address that nobody declared."""
    open_ones = select(Report).where(~col(Report.is_confirmation)).order_by(col(Report.received_on))
    oldest, next_one, *_, tip = session.exec(open_ones).all()
    close_report(session, oldest.id, outcome=Outcome.ACTED, by=by, at=at)
    take_up(session, next_one.id, by=by, at=at)
    text = "Tak. Vi ser på det. Skriv gerne, hvor meget der bliver trukket om måneden."
    answer_report(session, next_one.id, text=text, by=by, at=at)
    hall = session.exec(select(Report).where(Report.source == TipSource.UNION)).first() or tip
    locate_report(session, hall.id, place=Place("Industrivej", "40", "", "5220"), data_path=data_path, by=by, at=at)


def _damp_wall() -> Upload:
    """A drawn picture: the demonstration has no photo of anybody's home."""
    picture = Image.new("RGB", (900, 675), "#d9d2c3")
    draw = ImageDraw.Draw(picture)
    for number in range(140):
        x, y, size = (number * 61) % 420, (number * 97) % 430 + 230, 10 + number * 7 % 38
        draw.ellipse((x, y, x + size, y + size * 0.8), fill=("#6d6a5a", "#57604f", "#857f6b")[number % 3])
    written = BytesIO()
    picture.save(written, "JPEG")
    return read_upload("", written.getvalue(), scanner=Scanner(), kinds=PICTURES)
