"""Files that people send: what is taken, what is refused, and what stays of a photo."""

import hashlib
import io
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from husly.kit.errors import DomainError
from husly.kit.uploads import EVIDENCE, PICTURES, Scanner, read_upload, safe_name
from husly.settings import Settings
from uploads_made import NO_EVIDENCE, PLACE, a_paper, a_photo, a_scanner

NONE = Scanner()


@pytest.mark.parametrize(
    ("content", "media_type", "suffix"),
    [
        (a_paper(), "application/pdf", ".pdf"),
        (a_photo(), "image/jpeg", ".jpg"),
        (a_photo(kind="PNG"), "image/png", ".png"),
        (a_photo(kind="WEBP"), "image/jpeg", ".jpg"),
    ],
)
def test_the_content_tells_the_kind_whatever_the_name_says(content: bytes, media_type: str, suffix: str) -> None:
    found = read_upload("aftale.exe", content, scanner=NONE)
    assert (found.media_type, found.name) == (media_type, f"aftale{suffix}")
    assert found.sha256 == hashlib.sha256(found.content).hexdigest()


@pytest.mark.parametrize("what", NO_EVIDENCE)
def test_what_is_no_evidence_is_refused_in_words(what: str) -> None:
    content, code = NO_EVIDENCE[what]
    with pytest.raises(DomainError) as refused:
        read_upload("aftale.pdf", content, scanner=NONE)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_where_and_with_what_a_photo_was_taken_stays(kind: str) -> None:
    sent = a_photo(kind=kind)
    assert PLACE.encode() in sent
    kept = read_upload("foto", sent, scanner=NONE)
    assert PLACE.encode() not in kept.content
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert dict(picture.getexif()) == {}
        assert not {"icc_profile", "exif", "comment", "xmp"} & set(picture.info)
        assert picture.size == (480, 640), "turned as the phone was held"


def test_a_large_photo_is_made_smaller() -> None:
    sent = a_photo(6000, 4000)
    assert 10_000_000 < len(sent) <= 20_000_000, "as large as phones make them"
    kept = read_upload("foto.jpg", sent, scanner=NONE)
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert picture.size == (1333, 2000)
    assert len(kept.content) < 3_000_000


def test_what_was_glued_behind_a_picture_is_gone() -> None:
    glued = a_photo() + b"PK\x03\x04<script>alert(1)</script>"
    assert b"<script>" not in read_upload("foto.jpg", glued, scanner=NONE).content


def test_where_only_a_photo_is_wanted_a_paper_is_not_taken() -> None:
    with pytest.raises(DomainError) as refused:
        read_upload("foto.jpg", a_paper(), scanner=NONE, kinds=PICTURES)
    assert refused.value.code == "upload.no_picture"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.pdf", "C:\\aftaler\\passwd.pdf", "\u202efdp.passwd.pdf", ".pdf", "a" * 300, "..", "a\0b.pdf"],
)
def test_a_name_can_neither_leave_its_folder_nor_read_backwards(name: str) -> None:
    kept = safe_name(name, "pdf")
    assert kept.endswith(".pdf")
    assert 5 <= len(kept) <= 120
    assert not set(kept) & set('/\\\u202e"\0')
    assert not kept.startswith(".")


def test_a_name_keeps_emoji_and_every_script() -> None:
    assert safe_name("køkken 🏠 кухня مطبخ.heic", "jpg") == "køkken 🏠 кухня مطبخ.jpg"


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_can_be_stored(name: str) -> None:
    kept = safe_name(name, "jpg")
    assert len(kept) <= 120
    assert kept.encode()
    assert safe_name(kept, "jpg") == kept


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"RIFF1234WEBP"]),
)
def test_no_bytes_whatever_break_the_reader(content: bytes, start: bytes) -> None:
    with pytest.raises(DomainError):
        read_upload("x", start + content + b"%%EOF", scanner=NONE, kinds=EVIDENCE)


def test_a_scanner_that_finds_something_is_believed() -> None:
    with a_scanner() as address, pytest.raises(DomainError) as refused:
        read_upload("a.pdf", a_paper() + b"VIRUS\n%%EOF", scanner=Scanner(address))
    assert refused.value.params == {"found": "Test-Virus"}


def test_a_scanner_that_finds_nothing_lets_pass() -> None:
    with a_scanner() as address:
        assert read_upload("a.jpg", a_photo(), scanner=Scanner(address, is_required=True))


def test_a_scanner_behind_a_socket_of_the_file_system_is_asked_as_well(tmp_path: Path) -> None:
    scanner = Scanner(f"unix:{tmp_path}/clamd.ctl", is_required=True)
    with a_scanner(path=tmp_path / "clamd.ctl"):
        assert read_upload("a.pdf", a_paper(), scanner=scanner)
    with pytest.raises(DomainError) as refused:
        read_upload("a.pdf", a_paper(), scanner=scanner)
    assert refused.value.code == "upload.unscanned"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"nonsense\0"])
def test_without_a_verdict_a_file_passes_only_where_none_is_required(answer: bytes) -> None:
    with a_scanner(answer) as address:
        assert read_upload("a.pdf", a_paper(), scanner=Scanner(address))
        with pytest.raises(DomainError) as refused:
            read_upload("a.pdf", a_paper(), scanner=Scanner(address, is_required=True))
    assert refused.value.code == "upload.unscanned"


def test_a_scanner_that_hangs_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(DomainError) as refused:
            read_upload("a.pdf", a_paper(), scanner=Scanner(address, is_required=True, timeout_s=0.2))
    assert refused.value.code == "upload.unscanned"


def test_a_scan_cannot_be_required_without_a_scanner() -> None:
    with pytest.raises(ValidationError, match="clamd_address"):
        Settings(scan_required=True)
