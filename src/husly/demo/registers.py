"""A stand-in for the public registers (Adressevælger, CVR, BBR): their formats, made-up answers.

For demonstrations and tests without a network. What it says follows from the question, so that it says it again.
"""

import json
import re
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import click

from husly.kit.commands import console
from husly.settings import REPOSITORY
from register.lookups.projection import grid_of
from register.municipalities.table import Postcode, postcodes

TOKEN, KEY = "stand-in-token", "stand-in-key"
CLOSED_SHARE, CONDEMNED_SHARE = 0.1, 0.05
Document = dict[str, Any]


class Registers:
    """The answers; ``refuses`` and ``says`` let a test have a register fail or say something else, by path."""

    def __init__(self, data_path: Path) -> None:
        self.places: Mapping[str, Postcode] = postcodes(data_path)
        self.asked: list[str] = []
        self.refuses: dict[str, int] = {}
        self.says: dict[str, Any] = {}
        self._addresses: dict[str, str] = {}

    def answer(self, method: str, target: str, body: Any) -> tuple[int, Any]:
        """Status and JSON for a request."""
        url = urlsplit(target)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        self.asked.append(url.path)
        for start, status in self.refuses.items():
            if url.path.startswith(start):
                return status, {"status": "fejl"}
        for start, said in self.says.items():
            if url.path.startswith(start):
                return 200, said
        if method == "GET" and query.get("token") != TOKEN:
            return 401, {"status": "fejl"}
        if url.path == "/vask/":
            return 200, self._washed(query.get("adresse", ""))
        if url.path.startswith("/adresser/"):
            return self._address(url.path.removeprefix("/adresser/"))
        if url.path == "/cvr-permanent/virksomhed/_search":
            return 200, _company(body["query"]["term"]["Vrvirksomhed.cvrNummer"])
        if url.path.startswith("/BBR/"):
            return (200, _units(body["variables"]["address"])) if query.get("apiKey") == KEY else (401, {})
        return 404, {"status": "fejl"}

    def _washed(self, text: str) -> Document:
        found = re.search(r"^(.+?) (\d+\w?)(?:, (.+))?, (\d{4})\b", text)
        if found is None or found[4] not in self.places:
            return {"vaskestatus": {"kode": -1, "tekst": "Ingen adresse fundet"}, "vaskeresultat": None}
        name = str(UUID(int=Random(text).getrandbits(128), version=4))
        self._addresses[name] = text
        return {
            "vaskestatus": {"kode": 0, "tekst": "Eksakt match"},
            "vaskeresultat": {"adresse_id_lokalid": name, "adressebetegnelse": text},
        }

    def _address(self, name: str) -> tuple[int, Document]:
        text = self._addresses.get(name)
        found = None if text is None else re.search(r"^(.+?) (\d+\w?)(?:, (.+))?, (\d{4})\b", text)
        if text is None or found is None:
            return 404, {"status": "fejl", "beskrivelse": "Ikke fundet"}
        place, rng = self.places[found[4]], Random(name)
        easting, northing = grid_of(
            (place.latitude or 56.0) + rng.uniform(-0.01, 0.01), (place.longitude or 10.0) + rng.uniform(-0.01, 0.01)
        )
        house = {
            "id_lokalid": str(UUID(int=rng.getrandbits(128), version=4)),
            "husnummertekst": found[2],
            "vejnavn": found[1],
            "adgangspunkt": {"geometri": {"type": "Point", "coordinates": [round(easting, 2), round(northing, 2)]}},
            "postnummer": {"postnr": place.code, "navn": place.town},
            "navngivenvejkommunedel": {"kommune": place.municipality_code, "vejkode": "0001"},
        }
        return 200, {
            "status": "ok",
            "adresse": {"id_lokalid": name, "adressebetegnelse": text, "status": "3", "husnummer": house},
        }


def _company(number: int) -> Document:
    rng = Random(number)
    said = {
        "nyesteNavn": {"navn": f"Registreret Firma {number % 1000:03d} ApS"},
        "sammensatStatus": "UNDERKONKURS" if rng.random() < CLOSED_SHARE else "NORMAL",
        "nyesteBeliggenhedsadresse": {
            "vejnavn": "Registervej",
            "husnummerFra": rng.randint(1, 99),
            "postnummer": 5000,
            "postdistrikt": "Odense C",
        },
    }
    source = {"Vrvirksomhed": {"cvrNummer": number, "virksomhedMetadata": said}}
    return {"hits": {"total": 1, "hits": [{"_source": source}]}}


def _units(address: str) -> Document:
    rng = Random(address)
    area = rng.randint(55, 220)
    unit = {
        "id_lokalId": str(UUID(int=rng.getrandbits(128), version=4)),
        "status": "6",
        "enh020EnhedensAnvendelse": "120",
        "enh024KondemneretBoligenhed": "1" if rng.random() < CONDEMNED_SHARE else "0",
        "enh026EnhedensSamledeAreal": area,
        "enh027ArealTilBeboelse": area,
        "enh031AntalVaerelser": max(1, area // 30),
        "enh065AntalVandskylledeToiletter": rng.randint(1, 2),
        "enh066AntalBadevaerelser": 1,
    }
    return {"data": {"BBR_Enhed": {"nodes": [unit, {**unit, "status": "10"}]}}}


class _Handler(BaseHTTPRequestHandler):
    registers: ClassVar[Registers]

    def do_GET(self) -> None:
        """Answer a question that stands in the address."""
        self._answer("GET", None)

    def do_POST(self) -> None:
        """Answer a question that stands in the body."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            self._answer("POST", json.loads(body))
        except (KeyError, TypeError, ValueError):
            self._send(400, {"status": "fejl"})

    def _answer(self, method: str, body: Any) -> None:
        self._send(*self.registers.answer(method, self.path, body))

    def _send(self, status: int, said: Any) -> None:
        content = said.encode() if isinstance(said, str) else json.dumps(said, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Keep quiet: the questions hold addresses."""


def registers_server(registers: Registers, *, port: int = 0) -> ThreadingHTTPServer:
    """A server on this machine only; port 0 chooses a free one. The caller serves and closes it."""
    handler = type("Handler", (_Handler,), {"registers": registers})
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


@click.command("registers")
@click.option("--port", default=8020, show_default=True, type=click.IntRange(1, 65535))
def registers_command(port: int) -> None:
    """Stand in for the address, company and building registers, with made-up answers."""
    try:
        server = registers_server(Registers(REPOSITORY / "data"), port=port)
    except OSError as error:
        raise click.ClickException(f"Port {port} cannot be used ({error.strerror}); choose another --port.") from None
    here = f"http://127.0.0.1:{port}"
    console.print(f"The stand-in is at [bold]{here}[/bold] – stop it with Ctrl+C. Settings that use it:")
    for line in (
        "HUSLY_LOOKUP_HOSTS='[\"127.0.0.1\"]'",
        f"HUSLY_ADDRESS_PROVIDER=adressevaelger HUSLY_ADDRESS_URL={here} HUSLY_ADDRESS_TOKEN={TOKEN}",
        f"HUSLY_CVR_PROVIDER=virk HUSLY_CVR_URL={here}/cvr-permanent",
        f"HUSLY_BBR_PROVIDER=datafordeler HUSLY_BBR_URL={here}/BBR/v3 HUSLY_DATAFORDELER_KEY={KEY}",
    ):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            console.print("Stopped.")
