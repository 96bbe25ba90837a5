"""The virus check: the standard's test file always, a scanner (clamd) where the operator names one."""

import logging
import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from husly.kit.errors import DomainError
from husly.settings import Settings

log = logging.getLogger("husly")

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless file by which every scanner shows that it is awake; in two parts, so that none takes this one away."""

_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class _UnreachableError(Exception):
    """The scanner gave no verdict."""


@dataclass(frozen=True)
class Scanner:
    """Where clamd listens (a socket's path, or host:port; empty: none), and whether nothing may pass without it."""

    address: str = ""
    is_required: bool = False
    timeout_s: float = 20.0

    @classmethod
    def chosen(cls, settings: Settings) -> Self:
        """The scanner that the settings name."""
        return cls(settings.clamd_address, settings.scan_required, settings.scan_timeout_s)


def refuse_infected(content: bytes, scanner: Scanner) -> None:
    """Raise ``DomainError`` for the EICAR test file, what the scanner finds, and no verdict where one is required."""
    if EICAR in content:
        raise _infected("EICAR")
    if not scanner.address:
        return
    try:
        found = _verdict(content, scanner)
    except (OSError, _UnreachableError) as error:
        log.warning("virus scanner %s gave no verdict: %s", scanner.address, error)
        if scanner.is_required:
            raise DomainError(
                "upload.unscanned", "The virus scanner does not answer, so no file can be taken now. Try again later."
            ) from None
        return
    if found:
        raise _infected(found)


def _infected(found: str) -> DomainError:
    return DomainError(
        "upload.infected", "The virus check found “{found}” in the file. It was not stored.", found=found
    )


def _verdict(content: bytes, scanner: Scanner) -> str:
    """What clamd finds (INSTREAM), or nothing. Raises ``_UnreachableError`` for an answer that is no verdict."""
    with _connected(scanner) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            line.sendall(struct.pack("!I", len(chunk)) + chunk)
        line.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith((b"\0", b"\n")) and len(answer) < _LONGEST_ANSWER:
            more = line.recv(_LONGEST_ANSWER)
            if not more:
                break
            answer += more
    told = answer.rstrip(b"\0\n").decode("utf-8", "replace").removeprefix("stream: ")
    if told == "OK":
        return ""
    if told.endswith(" FOUND"):
        return told.removesuffix(" FOUND")
    raise _UnreachableError(told or "no answer")


def _connected(scanner: Scanner) -> socket.socket:
    host, _, port = scanner.address.rpartition(":")
    if host and port.isdecimal():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=scanner.timeout_s)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(scanner.timeout_s)
    try:
        line.connect(str(Path(scanner.address.removeprefix("unix:"))))
    except OSError:
        line.close()
        raise
    return line
