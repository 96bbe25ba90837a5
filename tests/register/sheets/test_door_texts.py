"""The texts of residents are whole in 28 languages, each in its own script, and the embedded fonts can write them."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest
from fontTools.ttLib import TTFont
from pydantic import ValidationError

from husly.kit.errors import NotFoundError
from husly.kit.pdf import FONTS
from register.sheets.door_texts import LANGUAGES, DoorText, Topic, Use, door_text, door_texts
from register.sheets.language_files import ABOUT, filled, read_language
from register.sheets.language_presenters import PAGES

CODES = [one.language for one in door_texts()]
FOLDERS = {"sheet": LANGUAGES, "page": PAGES}
SCRIPTS = {
    "bg": "CYRILLIC", "ru": "CYRILLIC", "uk": "CYRILLIC", "el": "GREEK",
    "ar": "ARABIC", "fa": "ARABIC", "hi": "DEVANAGARI", "ne": "DEVANAGARI",
}  # fmt: skip
SAME_AS_ENGLISH = {
    ("da", "send"), ("fil", "postcode_label"), ("fr", "photos_label"), ("fr", "messages_heading"),
}  # fmt: skip
"""Words that two languages really share."""


def told(folder: Path, code: str) -> dict[str, str]:
    """The texts of a file by key; those below another key with a dot between."""

    def walk(part: dict[str, object], at: str) -> Iterator[tuple[str, str]]:
        for key, value in part.items():
            if isinstance(value, dict):
                yield from walk(value, f"{at}{key}.")
            elif key not in ABOUT:
                yield f"{at}{key}", str(value)

    return dict(walk(read_language(folder, code), ""))


def test_there_are_28_languages_danish_first_then_english() -> None:
    assert len(CODES) == 28
    assert CODES[:2] == ["da", "en"]
    assert {path.stem for path in PAGES.glob("*.yaml")} == set(CODES)


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
@pytest.mark.parametrize("code", CODES)
def test_each_language_says_everything_with_the_same_places_to_fill_in(folder: Path, code: str) -> None:
    danish, own = told(folder, "da"), told(folder, code)
    assert own.keys() == danish.keys()
    for key, text in own.items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", danish[key])), key


@pytest.mark.parametrize("text", door_texts(), ids=CODES)
def test_each_sheet_knows_every_rule_and_use(text: DoorText) -> None:
    assert set(text.rules) == set(get_args(Topic))
    assert set(text.uses) == set(get_args(Use))
    assert text.lacking == ()


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
@pytest.mark.parametrize("code", CODES)
def test_each_language_is_written_in_its_own_script(folder: Path, code: str) -> None:
    script = SCRIPTS.get(code, "LATIN")
    for key, text in told(folder, code).items():
        borrowed = r"{\w+}" if script == "LATIN" else r"{\w+}|[A-Z]\w*|e-mail"
        letters = [sign for sign in re.sub(borrowed, "", text) if sign.isalpha()]
        assert letters, key
        assert [sign for sign in letters if not unicodedata.name(sign).startswith(script)] == [], key


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_nothing_was_left_in_english_by_mistake(folder: Path) -> None:
    english = told(folder, "en")
    same = {(code, key) for code in CODES for key, text in told(folder, code).items() if text == english[key]}
    assert {one for one in same if one[0] != "en"} <= SAME_AS_ENGLISH


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_no_two_languages_share_a_sentence(folder: Path) -> None:
    texts = {code: {text for text in told(folder, code).values() if len(text) > 30} for code in CODES}
    for one, other in combinations(CODES, 2):
        assert texts[one] & texts[other] == set(), (one, other)


@pytest.mark.parametrize("code", CODES)
def test_the_emergency_number_stands_on_sheet_and_page(code: str) -> None:
    assert all("112" in told(folder, code)["emergency"] for folder in FOLDERS.values())


@pytest.mark.parametrize("text", door_texts(), ids=CODES)
def test_the_embedded_fonts_have_every_letter(text: DoorText) -> None:
    known = {*TTFont(FONTS / "NotoSans-Regular.ttf").getBestCmap()}
    if SCRIPTS.get(text.language) == "ARABIC":
        known |= {*TTFont(FONTS / "NotoSansArabic-Regular.ttf").getBestCmap()}
    used = set("".join(str(value) for value in text.model_dump().values()))
    assert {sign for sign in used if ord(sign) not in known} == set()


def test_arabic_and_persian_are_read_from_the_right() -> None:
    assert {one.language for one in door_texts() if one.direction == "rtl"} == {"ar", "fa"}


def test_no_translation_claims_a_review_that_nobody_made() -> None:
    assert [one.language for one in door_texts() if one.reviewed] == []
    assert [code for code in CODES if read_language(PAGES, code)["reviewed"]] == []


def test_a_review_names_who_read_it_and_when() -> None:
    polish = door_text("pl").model_dump()
    review = {"reviewed": True, "reviewed_by": "Anna Nowak", "reviewed_on": date(2026, 12, 1)}
    assert DoorText.model_validate({**polish, **review}).reviewed
    for part in review:
        with pytest.raises(ValidationError, match="names who read it and when"):
            DoorText.model_validate({**polish, **review, part: polish[part]})


def test_what_a_language_lacks_is_told_in_english() -> None:
    english: dict[str, object] = {"language": "en", "page": "Page", "rules": {"water": "Water", "drain": "Drain"}}
    whole, lacking = filled({"language": "pl", "rules": {"water": "Woda", "drain": ""}}, english)
    assert whole == {"language": "pl", "page": "Page", "rules": {"water": "Woda", "drain": "Drain"}}
    assert lacking == ["page", "rules.drain"]


def test_a_language_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        door_text("xx")
