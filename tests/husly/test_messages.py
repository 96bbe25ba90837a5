"""Languages beyond Danish and English: one file each, complete for the pages of employers."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

from husly.kit.access import Grant, Role
from husly.kit.i18n import LANGUAGES, LOCALE_PATH, WHOLE, gettext, is_reviewed, use_language
from husly.messages import DANISH_HEAD, employer_texts, update, with_head
from web_client import Web

DANISH = LOCALE_PATH / "da" / "LC_MESSAGES" / "husly.po"
FURTHER = [code for code in LANGUAGES if code not in WHOLE]
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w*)\}|<(/?\w+)")


@cache
def texts() -> set[str | tuple[str, str]]:
    return employer_texts()


@cache
def catalogue_of(code: str) -> Catalog:
    with (LOCALE_PATH / code / "LC_MESSAGES" / "husly.po").open("rb") as file:
        return read_po(file, locale=code)


def forms(catalogue: Catalog, text: str | tuple[str, str]) -> list[str]:
    """What a text is in a language: as many forms as the language has, all empty where it is not translated."""
    message = catalogue.get(text if isinstance(text, str) else text[0])
    told = "" if message is None else message.string
    if isinstance(text, str):
        return [str(told or "")]
    return [*(told or ()), *[""] * catalogue.num_plurals][: catalogue.num_plurals]


def counted(text: str) -> Counter[str]:
    return Counter("".join(found) for found in PLACEHOLDER.findall(text))


@pytest.mark.parametrize("code", FURTHER)
def test_every_text_of_the_employers_pages_is_translated(code: str) -> None:
    catalogue = catalogue_of(code)
    assert sorted(str(text) for text in texts() if not all(forms(catalogue, text))) == []


@pytest.mark.parametrize("code", FURTHER)
def test_placeholders_survive_translation(code: str) -> None:
    catalogue = catalogue_of(code)
    singles = [text for text in texts() if isinstance(text, str)]
    wrong = [text for text in singles if counted(text) != counted(forms(catalogue, text)[0])]
    pairs = [text for text in texts() if isinstance(text, tuple)]
    wrong += [text[1] for text in pairs for form in forms(catalogue, text) if not counted(form) <= counted(text[1])]
    assert wrong == []


@pytest.mark.parametrize("code", FURTHER)
def test_a_translation_is_not_english(code: str) -> None:
    catalogue = catalogue_of(code)
    same = [text for text in texts() if isinstance(text, str) and forms(catalogue, text) == [text]]
    assert len(same) < 25, same  # names, units and words that the languages share


def test_employers_are_spoken_to_in_ten_languages() -> None:
    assert set(LANGUAGES) >= {"da", "en", "de", "pl", "ro", "lt", "uk", "bg", "es", "pt"}
    assert LANGUAGES["pl"] == "Polski"


@pytest.mark.parametrize("code", FURTHER)
def test_a_language_says_that_nobody_has_reviewed_it_until_somebody_has(code: str) -> None:
    assert not is_reviewed(code)


def test_a_new_text_is_added_untranslated_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "husly.po"
    update(path, "pl", ["Beds", "Rooms"])
    path.write_text(path.read_text().replace('msgid "Beds"\nmsgstr ""', 'msgid "Beds"\nmsgstr "Łóżka"'))
    renewed = update(path, "pl", ["Beds", "Windows"])
    assert {message.id: message.string for message in renewed if message.id} == {"Beds": "Łóżka", "Windows": ""}
    assert 'msgid "Rooms"' not in path.read_text()


def test_running_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "husly.po"
    update(path, "pl", ["Beds", ("%(num)s bed", "%(num)s beds")])
    once = path.read_text()
    update(path, "pl", ["Beds", ("%(num)s bed", "%(num)s beds")])
    assert path.read_text() == once


def test_a_text_without_translation_stands_in_english() -> None:
    use_language("pl")
    try:
        assert gettext("No such text in any file.") == "No such text in any file."
    finally:
        use_language("da")


def test_a_page_that_is_not_for_employers_is_in_english_for_them(web: Web) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    assert '<html lang="de">' in web.get("/declarations", lang="de").text
    assert '<html lang="en">' in web.get("/risk", lang="de").text
    assert '<html lang="da">' in web.get("/risk", lang="da").text


def test_collecting_texts_anew_keeps_the_head_of_the_danish_file():
    text = DANISH.read_text(encoding="utf-8")
    assert text.startswith(DANISH_HEAD)
    assert with_head(text) == text
    assert with_head(text.removeprefix(DANISH_HEAD)) == text
