"""The residents' words about a rehousing, a file for each language; what one lacks is told in English."""

from functools import cache
from pathlib import Path

from inspection.enforcement.models import Addressee
from inspection.letters.resident_sheets import SheetText, SheetWords, read_words
from inspection.rehousing.models import Payer

LANGUAGES = Path(__file__).parent / "languages"


class RehousingText(SheetText):
    """What sheet and page say in one language: who must offer another place, and who pays, by whom it is."""

    decided: str
    offer: dict[Addressee, str]
    until_done: str
    until_day: str
    together: str
    pays: dict[Payer, str]
    choice: str
    tell_heading: str
    tell: str
    your_key: str
    page_lead: str
    moved: str
    declined: str
    thanks: str
    told: str
    unknown: str


RehousingWords = SheetWords[RehousingText]


@cache
def rehousing_words(language: str) -> RehousingWords:
    """The words of a language that the door's sheet has. Raises ``NotFoundError`` for another."""
    return read_words(LANGUAGES, language, RehousingText)
