"""How each letter of the bundle reached its recipient, and when."""

from datetime import date, datetime

from sqlmodel import Session

from husly.kit import pdf
from husly.kit.clock import danish_date
from husly.kit.i18n import gettext as _
from inspection.case_file.papers.paper import Paper, Wanted, short_date
from inspection.delivery.labels import CHANNELS, STATES
from inspection.delivery.models import LetterDelivery
from inspection.delivery.queries import list_of_letter
from inspection.enforcement.labels import LETTERS
from inspection.letters.models import Letter

HEADINGS = ("Brev", "Udstedt", "Måde", "Afsendt", "Fremme", "Stand")
COPY = "kopi"


def delivery_paper(session: Session, wanted: Wanted) -> list[Paper]:
    """One paper with a line for each delivery; whom copies went to is not told, and the party reads of none."""
    letters = [one for one in wanted.file.letters if wanted.shows_letter(one)]
    rows = [row for one in letters for row in _rows(session, wanted, one)]
    if not rows:
        return []
    table = pdf.Columns(HEADINGS, tuple(rows), (40, 21, 30, 21, 21, 23))
    return [Paper(wanted.at, "Forsendelser", lambda: [table])]


def _rows(session: Session, wanted: Wanted, letter: Letter) -> list[tuple[str, ...]]:
    title, issued = _(LETTERS[letter.kind]), _day(letter.issued_at)
    deliveries = [one for one in list_of_letter(session, letter.id) if not (one.is_copy and wanted.for_party)]
    rows = [_row(title, issued, one, letter) for one in deliveries]
    return rows or [(title, issued, "–", _day(letter.dispatched_at), _day(letter.delivered_on), "–")]


def _row(title: str, issued: str, one: LetterDelivery, letter: Letter) -> tuple[str, ...]:
    arrived = one.delivered_on or (None if one.is_copy else letter.delivered_on)
    left = one.sent_at or (None if one.is_copy else letter.dispatched_at)
    return (
        f"{title} ({COPY})" if one.is_copy else title,
        issued,
        _(CHANNELS[one.channel]),
        _day(left),
        _day(arrived),
        _(STATES[one.state][1]),
    )


def _day(value: date | datetime | None) -> str:
    """A Danish day in figures, or a dash."""
    if value is None:
        return "–"
    return short_date(danish_date(value) if isinstance(value, datetime) else value)
