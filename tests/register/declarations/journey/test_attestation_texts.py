import hashlib
from datetime import date
from pathlib import Path

import pytest

from husly.kit.errors import NotFoundError
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
    }
}
"""A text that somebody signed is never changed: write a new version instead of another digest here."""


def test_no_text_that_was_used_has_changed() -> None:
    found = {one.version: {code: one.sha256(code) for code in ("da", "en")} for one in attestation_texts()}
    assert found == DIGESTS


def test_the_digest_is_of_the_words_as_they_are_read() -> None:
    text = attestation_texts()[0]
    assert text.sha256("da") == hashlib.sha256(text.text.da.encode()).hexdigest()
    assert text.words("lt") == text.text.en
    assert (text.read_in("da"), text.read_in("lt")) == ("da", "en")


def test_a_new_version_is_asked_for_from_its_first_day(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(NEXT, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(NEXT.replace("2030", "2026"), encoding="utf-8")
    texts = attestation_texts(tmp_path)
    days = (date(2020, 1, 1), date(2029, 12, 31), date(2030, 1, 1))
    assert [text_in_force(day, texts).version for day in days] == ["2026-01", "2026-01", "2030-01"]


def test_an_unknown_version_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        attestation_text("1999-01")
