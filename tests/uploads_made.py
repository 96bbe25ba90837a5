"""Files for tests: whole ones, broken ones and malicious ones, all made here."""

import io
import socket
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from husly.kit.uploads import EICAR

PLACE = "Algade 12, Roskilde"
"""Stands in the EXIF of a made photo; must be nowhere afterwards."""


@cache
def a_photo(width: int = 640, height: int = 480, kind: str = "JPEG") -> bytes:
    """A photo with a place, a camera, a comment, a profile and a rotation."""
    picture = Image.effect_noise((width, height), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = PLACE
    exif[0x0112] = 6  # the phone was held upright: to be turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    extra = {"comment": PLACE.encode()} if kind == "JPEG" else {}
    picture.save(written, kind, exif=exif, icc_profile=PLACE.encode() * 10, **extra)
    return written.getvalue()


@cache
def a_paper() -> bytes:
    """A PDF of one page."""
    return _written(PdfWriter())


@cache
def a_paper_that(what: str) -> bytes:
    """A PDF that holds a script, a program's start, another file or a lock."""
    writer = PdfWriter()
    match what:
        case "runs a script":
            script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
            writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
        case "starts a program":
            action = DictionaryObject(
                {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("x")}
            )
            writer.root_object[NameObject("/OpenAction")] = action
        case "carries a file":
            writer.add_attachment("løn.xlsx", b"PK")
        case "is locked":
            writer.encrypt("hemmelig", algorithm="RC4-128")
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    writer.add_blank_page(200, 200)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@cache
def a_bomb() -> bytes:
    """A PNG of a few kilobytes that unfolds into 225 million pixels."""
    header = struct.pack(">IIBBBBB", 15_000, 15_000, 1, 0, 0, 0, 0)

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    pixels = zlib.compress(bytes(15_000 * (15_000 // 8 + 1)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@cache
def a_document(*, macros: bool) -> bytes:
    """A file like Word's, with macros or without."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/vbaProject.bin" if macros else "word/document.xml", b"x")
    return written.getvalue()


@contextmanager
def a_scanner(answer: bytes | None = None, *, path: Path | None = None) -> Iterator[str]:
    """clamd on a free port or a path; it knows the word VIRUS, or says ``answer`` to everything."""
    family = socket.AF_INET if path is None else socket.AF_UNIX
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.bind(("127.0.0.1", 0) if path is None else str(path))
        listening.listen()
        thread = threading.Thread(target=_serve, args=(listening, answer), daemon=True)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}" if path is None else str(path)
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def _serve(listening: socket.socket, answer: bytes | None) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line, line.makefile("rb") as heard:
            if heard.read(10) != b"zINSTREAM\0":
                continue
            content = b""
            while size := struct.unpack("!I", heard.read(4))[0]:
                content += heard.read(size)
            said = b"stream: Test-Virus FOUND\0" if b"VIRUS" in content else b"stream: OK\0"
            line.sendall(said if answer is None else answer)


NO_EVIDENCE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "upload.empty"),
    "too large": (b"%PDF-" + bytes(20_000_001), "upload.too_large"),
    "the EICAR file": (EICAR, "upload.infected"),
    "EICAR in a PDF": (a_paper() + b"\n" + EICAR + b"\n%%EOF", "upload.infected"),
    "SVG with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "upload.markup"),
    "SVG behind a prologue": (b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg onload='alert(1)'/>", "upload.markup"),
    "a web page": (b"<!DOCTYPE html><script>alert(1)</script>", "upload.markup"),
    "a document with macros": (a_document(macros=True), "upload.macros"),
    "a document": (a_document(macros=False), "upload.document"),
    "an old document": (b"\xd0\xcf\x11\xe0" + bytes(600), "upload.document"),
    "a phone's HEIC": (b"\0\0\0\x18ftypheic" + bytes(600), "upload.heic"),
    "a program": (b"MZ" + bytes(600), "upload.program"),
    "plain text": ("Vi har lejet det hele ud 🏠".encode(), "upload.kind"),
    "half a PDF": (a_paper()[: len(a_paper()) // 2], "upload.cut"),
    "a PDF of rubbish": (b"%PDF-1.7\nrubbish\n%%EOF\n", "upload.paper_damaged"),
    "a PDF with a script": (a_paper_that("runs a script"), "upload.active"),
    "a PDF that starts a program": (a_paper_that("starts a program"), "upload.active"),
    "a PDF with a file in it": (a_paper_that("carries a file"), "upload.attached"),
    "a locked PDF": (a_paper_that("is locked"), "upload.locked"),
    "half a photo": (a_photo()[:5000], "upload.picture_damaged"),
    "the start of a photo": (b"\xff\xd8\xff\xe0picture\xff\xd9", "upload.picture_damaged"),
    "a picture that unfolds": (a_bomb(), "upload.too_many_pixels"),
}
"""What must never be stored as evidence, and the code under which it is refused."""
