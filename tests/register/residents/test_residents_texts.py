"""The residents' pages speak every language of the sheet; what a file lacks is said in English, and marked."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from husly.kit.errors import NotFoundError
from register.residents import texts
from register.residents.models import Outcome, ReportKind, ReportState, TipSource
from register.residents.texts import PageText, languages_told, words_of

CODES = [code for code, _ in languages_told()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of languages with English alone."""
    (tmp_path / "en.yaml").write_text((texts.LANGUAGES / "en.yaml").read_text())
    monkeypatch.setattr(texts, "LANGUAGES", tmp_path)
    words_of.cache_clear()
    yield tmp_path
    words_of.cache_clear()


def fields(text: PageText) -> dict[str, set[str]]:
    flat: dict[str, str] = {}
    for key, value in text.model_dump().items():
        parts = value if isinstance(value, dict) else {"": value}
        flat |= {f"{key}.{part}": str(said) for part, said in parts.items()}
    return {key: set(re.findall(r"{(\w+)}", said)) for key, said in flat.items()}


@pytest.mark.parametrize("code", CODES)
def test_each_language_fills_in_the_same_places(code: str) -> None:
    assert fields(words_of(code).page) == fields(words_of("en").page)


@pytest.mark.parametrize("code", ["da", "en"])
def test_danish_and_english_lack_nothing(code: str) -> None:
    words = words_of(code)
    assert words.lacking == ()
    assert set(words.page.kinds) == set(ReportKind)
    assert set(words.page.sources) == set(TipSource)
    assert set(words.page.states) == set(ReportState)
    assert set(words.page.outcomes) == set(Outcome)


def test_a_language_without_a_file_is_told_in_english_and_says_so(folder: Path) -> None:
    words = words_of("pl")
    assert (words.page.language, words.page.reviewed) == ("pl", False)
    assert words.page.send == "Send"
    assert "send" in words.lacking
    assert words.door.name == "Polski"


def test_single_texts_that_lack_are_told_in_english(folder: Path) -> None:
    (folder / "pl.yaml").write_text(
        "language: pl\nreviewed: true\nreviewed_by: Anna Nowak\nreviewed_on: 2026-12-01\n"
        "send: Wyślij\nkinds: {damp: Wilgoć}\n"
    )
    words = words_of("pl")
    assert (words.page.send, words.page.back) == ("Wyślij", "Back")
    assert (words.page.kinds[ReportKind.DAMP], words.page.kinds[ReportKind.WATER][:8]) == ("Wilgoć", "There is")
    assert "kinds.water" in words.lacking
    assert "kinds.damp" not in words.lacking
    assert words.is_reviewed


def test_a_text_that_no_page_has_is_refused(folder: Path) -> None:
    (folder / "pl.yaml").write_text("language: pl\nreviewed: false\ngreeting: Cześć\n")
    with pytest.raises(ValidationError, match="greeting"):
        words_of("pl")


def test_a_language_that_the_sheet_lacks_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        words_of("xx")


def test_no_translation_claims_a_review_that_nobody_made() -> None:
    assert [code for code in CODES if words_of(code).page.reviewed] == []
