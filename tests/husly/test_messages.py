"""Languages beyond Danish and English: one file each, complete for the pages of employers."""

from pathlib import Path

import pytest

from husly.kit.access import Grant, Role
from husly.kit.i18n import LANGUAGES, WHOLE, gettext, is_reviewed, use_language
from husly.messages import update
from web_client import Web

FURTHER = [code for code in LANGUAGES if code not in WHOLE]


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
