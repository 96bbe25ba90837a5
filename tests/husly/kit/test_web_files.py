"""Names of files that somebody sent stay in their header."""

from urllib.parse import unquote

import pytest

from husly.kit.uploads import safe_name
from husly.kit.web.files import attachment

NAMES = [
    "a\r\nSet-Cookie: husly=1.pdf",
    'a"; filename="b.html',
    "a'; filename*=UTF-8''b.html",
    "faktura\u202efdp.exe",
    "../../etc/passwd",
    "..\\..\\win.ini",
    "løn og æbler 🍎.pdf",
    "عقد.pdf",
    "a\x00b\x85c\u2028d.pdf",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_neither_ends_its_header_nor_begins_another(name: str) -> None:
    header = attachment(b"x", name=name, media_type="application/pdf").headers["Content-Disposition"]
    start, _, coded = header.partition("''")
    assert start == "attachment; filename*=UTF-8"
    assert header.isascii()
    assert not set(coded) & set("\r\n\"'; \\\x00")
    assert unquote(coded) == name


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_name_has_no_path_no_quotes_and_no_sign_that_turns_it_around(name: str) -> None:
    kept = safe_name(name, "pdf")
    assert kept.endswith(".pdf")
    assert not set(kept) & set('\r\n"/\\\x00\x85\u202e')
    assert kept.isprintable()
    assert kept.strip(".") not in ("", "pdf")
