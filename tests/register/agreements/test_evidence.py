"""What may be attached: told by content, never by name."""

import hashlib

import pytest

from agreements_made import PDF
from husly.kit.errors import DomainError
from register.agreements.evidence import read_evidence

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.mark.parametrize(
    ("content", "media_type", "suffix"),
    [
        (PDF, "application/pdf", ".pdf"),
        (b"\xff\xd8\xff\xe0picture\xff\xd9", "image/jpeg", ".jpg"),
        (b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82", "image/png", ".png"),
    ],
)
def test_the_content_tells_the_kind_whatever_the_name_says(content: bytes, media_type: str, suffix: str) -> None:
    found = read_evidence("aftale.exe", content)
    assert (found.media_type, found.name) == (media_type, f"aftale{suffix}")
    assert found.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "evidence.empty"),
        (b"<svg onload='alert(1)'/>", "evidence.kind"),
        (EICAR, "evidence.kind"),
        (b"PK\x03\x04 a workbook with macros", "evidence.kind"),
        (b"%PDF-1.7 only the beginning", "evidence.cut"),
        (b"%PDF-" + b"0" * 10_000_001 + b"%%EOF", "evidence.too_large"),
    ],
)
def test_anything_else_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_evidence("aftale.pdf", content)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "C:\\aftaler\\passwd.pdf", "\u202efdp.passwd.pdf", ".pdf", "a" * 300]
)
def test_a_name_can_neither_leave_its_folder_nor_read_backwards(name: str) -> None:
    kept = read_evidence(name, PDF).name
    assert kept.endswith(".pdf")
    assert len(kept) <= 120
    assert not set(kept) & set('/\\\u202e"')
