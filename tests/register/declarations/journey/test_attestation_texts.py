import hashlib
from datetime import date
from pathlib import Path

import pytest

from husly.kit.errors import NotFoundError
from husly.kit.i18n import LANGUAGES
from register.declarations.attestation_texts import attestation_text, attestation_texts, text_in_force

NEXT = """id: declaration
version: "2030-01"
valid_from: 2030-01-01
text: {da: Ny, en: New}
"""

DIGESTS = {
    "2026-01": {
        "da": "60fb0eba042c29b98cfad2af2c856a49b29a681fe835e645601295f925406b13",
        "en": "ca45940e6052407783d89d7395b2c3745bf579d575446db7a74e14692986e860",
        "bg": "2820db9209eeb12e0af153022f74ec642fea1f1ad61bb573fff24544e2d02459",
        "de": "4cbb81c031de5ff9804d71149cc548bbfbf82deb0a318805e51b7c1ad7d87525",
        "es": "f6e3785d96c6e38edae8736d292169e8b35c01cf412ebfe2a6aece21d7e214db",
        "lt": "8ab100f544b8151510d7e2e197c71029fd03c22e4cab5fed630acef81919da0b",
        "pl": "c1598719dafc7d53021f75099dbae51a12786e5e0fe44af7d4305c66e012cc5a",
        "pt": "67673823f77337ec256c271685f89a0a847a5656e2d9e65fe6a6f01e4150c58e",
        "ro": "03bcc3784234500b8a8f7a2e256948b6ba2e195812dd5f5fc73c5410cc268479",
        "uk": "a0cbefb4efa6c1b8b181fd67451e1675d14fe923586c0c7ee65ac9f7e86c3910",
    }
}
"""A text that somebody signed is never changed: write a new version instead of another digest here."""


def test_no_text_that_was_used_has_changed() -> None:
    found = {one.version: {code: one.sha256(code) for code in one.text} for one in attestation_texts()}
    assert found == DIGESTS


def test_the_digest_is_of_the_words_as_they_are_read() -> None:
    text = attestation_texts()[0]
    assert text.sha256("da") == hashlib.sha256(text.text["da"].encode()).hexdigest()
    assert text.words("fi") == text.text["en"]
    assert (text.read_in("da"), text.read_in("lt"), text.read_in("fi")) == ("da", "lt", "en")


def test_the_words_asked_for_now_are_in_every_language_of_the_pages() -> None:
    assert set(text_in_force(date(2026, 11, 22)).text) == set(LANGUAGES)


def test_words_without_danish_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(NEXT.replace("da: Ny, ", ""), encoding="utf-8")
    with pytest.raises(ValueError, match="the words lack da"):
        attestation_texts(tmp_path)


def test_a_new_version_is_asked_for_from_its_first_day(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(NEXT, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(NEXT.replace("2030", "2026"), encoding="utf-8")
    texts = attestation_texts(tmp_path)
    days = (date(2020, 1, 1), date(2029, 12, 31), date(2030, 1, 1))
    assert [text_in_force(day, texts).version for day in days] == ["2026-01", "2026-01", "2030-01"]


def test_an_unknown_version_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        attestation_text("1999-01")
