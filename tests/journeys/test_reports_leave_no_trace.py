"""A served Husly, a report from a telephone: neither what the server prints nor its database leads to the sender."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from alembic import command as alembic
from PIL import Image

from browser_people import ROOT, free_port
from declared_housing import submitted
from husly.administration import alembic_config
from husly.kit.database import open_engine, transaction
from register.sheets.actions import door_code

SENDER = "127.0.0.77"
"""The address that the telephone has here; the server itself listens on another."""

AGENT, CAMERA, FILE, TEXT = "SpyTelephone/7", "SecretCamera", "marek-nowak-pokoj-3.jpg", "Der er skimmel på væggen"


@dataclass
class Served:
    """A running server: where it is, the folder of its database and its output, and the code of a door sheet."""

    address: str
    folder: Path
    code: str
    log: Path


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """``husly serve`` on a database with one declared dwelling."""
    url, port = f"sqlite:///{tmp_path / 'register.sqlite'}", free_port()
    alembic.upgrade(alembic_config(url), "head")
    engine = open_engine(url)
    with transaction(engine) as session:
        code = door_code(session, submitted(session).accommodation.id, on=date(2026, 3, 2))
    engine.dispose()
    clean = {key: value for key, value in os.environ.items() if not key.startswith("HUSLY_")}
    clean |= {"PYTHONPATH": str(ROOT / "src"), "HUSLY_DATABASE_URL": url, "HUSLY_WORKERS": "1"}
    log = tmp_path / "output"
    with log.open("w") as output:
        command = [sys.executable, "-m", "husly", "serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=tmp_path, env=clean, stdout=output, stderr=output)
        try:
            _wait(f"http://127.0.0.1:{port}", server, log)
            yield Served(f"http://127.0.0.1:{port}", tmp_path, code, log)
        finally:
            server.terminate()
            server.wait(20)


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            httpx.get(f"{address}/health", timeout=1)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server did not start:\n{log.read_text()}")


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = CAMERA, "2026:03:01 07:41:12"
    exif.get_ifd(0x8825)[1] = "N"
    written = BytesIO()
    Image.new("RGB", (2400, 1800), "grey").save(written, "JPEG", exif=exif, comment=CAMERA.encode())
    return written.getvalue()


def test_nothing_leads_to_the_sender(served: Served) -> None:
    telephone = httpx.Client(
        base_url=served.address,
        transport=httpx.HTTPTransport(local_address=SENDER),
        headers={"user-agent": AGENT, "accept-language": "pl-x-secret"},
        cookies={"husly_sign_in": "the-cookie-of-somebody"},
    )
    with telephone:
        telephone.get(f"/h/{served.code}?text=pl").raise_for_status()
        files = [("photos", (FILE, photo(), "image/jpeg"))]
        form = {"do": "report", "kinds": "damp", "text": TEXT}
        sent = telephone.post(f"/h/{served.code}?text=pl", data=form, files=files).raise_for_status()
        found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", sent.text)
        assert found is not None
        telephone.post("/follow", data={"code": found[0], "do": "reply", "text": "Stadig"}).raise_for_status()
        assert telephone.post("/follow", data={"code": "x"}).status_code == 422
        telephone.post("/tip", data={"source": "union", "place": "Et sted", "text": TEXT}).raise_for_status()
        assert telephone.get("/h/wrong").status_code == 404
    printed = served.log.read_bytes()
    stored = b"".join(one.read_bytes() for one in served.folder.glob("register.sqlite*"))
    assert TEXT.encode() in stored
    told = (SENDER, AGENT, CAMERA, FILE, "07:41", "x-secret", "the-cookie-of", found[0], found[0].replace("-", ""))
    assert [one for one in told if one.encode() in stored] == []
    assert [one for one in (*told, TEXT, served.code, "/h/", "/tip", "/follow") if one.encode() in printed] == []
