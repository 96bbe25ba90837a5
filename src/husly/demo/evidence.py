"""Photos and documents of the demonstration employer's first dwelling: drawn, not taken."""

import io
from datetime import datetime

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.uploads import Scanner, read_upload
from register.declarations.queries import list_declared
from register.evidence.actions import add_evidence
from register.evidence.wanted import places_for, wanted_evidence

COLOURS = {"photo_outside": "#a8c5da", "photo_bedroom": "#d9c7a3", "photo_kitchen": "#bcd4b4"}


def load_evidence(session: Session, *, employer: Actor, at: datetime) -> int:
    """Attach some of what is asked for, so that some is missing; returns how many files there are."""
    found, _ = list_declared(session, by=employer, limit=1)
    if not found:
        return 0
    places = places_for(wanted_evidence(), found[0].facts)
    count = 0
    for place in [one for one in places if one[0] in COLOURS][:4]:
        upload = read_upload(f"{place[0]}.jpg", _drawing(COLOURS[place[0]]), scanner=Scanner())
        files = add_evidence(
            session, declared=found[0], place=place, places=places, uploads=[upload], by=employer, at=at
        )
        count += len(files)
    return count


def blank_paper() -> bytes:
    """A PDF of one empty page."""
    writer, written = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(written)
    return written.getvalue()


def _drawing(colour: str) -> bytes:
    """A picture that nobody takes for a photo of a real home."""
    picture = Image.new("RGB", (960, 720), colour)
    draw = ImageDraw.Draw(picture)
    draw.polygon([(200, 330), (480, 130), (760, 330)], fill="#8c4a3c")
    draw.rectangle((250, 330, 710, 620), fill="#f4efe6", outline="#454545", width=4)
    draw.rectangle((440, 460, 540, 620), fill="#454545")
    for left in (300, 590):
        draw.rectangle((left, 390, left + 80, 450), fill="#7fa7c4", outline="#454545", width=4)
    written = io.BytesIO()
    picture.save(written, "JPEG")
    return written.getvalue()
