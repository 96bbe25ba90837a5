"""What a sender sends, read within bounds; every problem is a word of ``PageText``, told in his language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from husly.kit.uploads import Upload
from register.residents.models import ReportKind, TipSource

LONGEST_TEXT = 4000
LONGEST_CONTACT = 200
LONGEST_PLACE = 400
MOST_PHOTOS = 5
PHOTO_MB = 20
WHOLE_MB = 60
"""The largest request that is read, in millions of bytes: what a phone sends is rarely half of it."""


@dataclass(frozen=True)
class Typed:
    """The fields as they were typed, cleared of what no database takes."""

    do: str = ""
    once: str = ""
    kinds: tuple[str, ...] = ()
    text: str = ""
    contact: str = ""
    source: str = ""
    door_code: str = ""
    place: str = ""
    postcode: str = ""
    code: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong: the field, the key of the sentence, what is filled in."""

    name: str
    key: str
    given: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Given:
    """A report that may be stored. ``kinds`` and ``text`` are empty where somebody confirms."""

    source: TipSource
    language: str
    once: str
    is_confirmation: bool = False
    kinds: tuple[ReportKind, ...] = ()
    text: str = ""
    contact: str = ""
    place: str = ""
    postcode: str = ""
    photos: tuple[Upload, ...] = ()


def typed_of(values: Mapping[str, Sequence[str]]) -> Typed:
    """The fields of a form, the first of each but for the kinds."""

    def one(name: str, longest: int) -> str:
        found = values.get(name) or [""]
        return found[0].replace("\x00", "").strip()[:longest]

    return Typed(
        do=one("do", 20),
        once=one("once", 80),
        kinds=tuple(kind.value for kind in ReportKind if kind.value in values.get("kinds", ())),
        text=one("text", LONGEST_TEXT + 1),
        contact=one("contact", LONGEST_CONTACT),
        source=one("source", 20),
        door_code=one("door_code", 40),
        place=one("place", LONGEST_PLACE),
        postcode=one("postcode", 10),
        code=one("code", 40),
    )


def problems_of(typed: Typed, *, photos: int) -> list[Problem]:
    """What keeps a report from being stored, whoever sends it."""
    found: list[Problem] = []
    if not typed.kinds and not typed.text and not photos:
        found.append(Problem("kinds", "error_empty"))
    if len(typed.text) > LONGEST_TEXT:
        found.append(Problem("text", "error_long", {"limit": LONGEST_TEXT}))
    if photos > MOST_PHOTOS:
        found.append(Problem("photos", "error_photos", {"count": MOST_PHOTOS}))
    return found


def tip_problems(typed: Typed, *, door_is_known: bool) -> list[Problem]:
    """What a tip needs beside: who writes, and where it is."""
    found: list[Problem] = []
    if typed.source not in {one.value for one in TipSource}:
        found.append(Problem("source", "error_source"))
    if typed.door_code and not door_is_known:
        found.append(Problem("door_code", "unknown_text"))
    elif not typed.door_code and not typed.place:
        found.append(Problem("place", "error_place"))
    return found


def given_of(typed: Typed, *, source: TipSource, language: str, photos: Sequence[Upload]) -> Given:
    """A report without problems, as it is stored."""
    digits = typed.postcode.replace(" ", "")
    return Given(
        source=source,
        language=language,
        once=typed.once,
        kinds=tuple(ReportKind(kind) for kind in typed.kinds),
        text=typed.text,
        contact=typed.contact,
        place=typed.place,
        postcode=digits if len(digits) == 4 and digits.isascii() and digits.isdigit() else "",
        photos=tuple(photos),
    )
