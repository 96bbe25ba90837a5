"""The stand-in of the public registers on a free port, and settings that ask it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from husly.demo.registers import KEY, TOKEN, Registers, registers_server
from husly.settings import REPOSITORY, Settings
from register.lookups.asking import Asking


@dataclass(frozen=True)
class StandIn:
    """Where the stand-in is, what it was asked, and how to ask it."""

    registers: Registers
    port: int

    def settings(self, **changes: Any) -> Settings:
        here = f"http://127.0.0.1:{self.port}"
        known: dict[str, Any] = {
            "secure_cookies": False,
            "secret_key": "only-for-tests-only-for-tests-only",
            "lookup_hosts": ("127.0.0.1",),
            "lookup_retries": 0,
            "lookup_per_second": 50,
            "address_provider": "adressevaelger",
            "address_url": here,
            "address_token": TOKEN,
            "cvr_provider": "virk",
            "cvr_url": f"{here}/cvr-permanent",
            "bbr_provider": "datafordeler",
            "bbr_url": f"{here}/BBR/v3",
            "datafordeler_key": KEY,
        }
        return Settings(**(known | changes))

    @staticmethod
    def asking(**changes: Any) -> Asking:
        known: dict[str, Any] = {"hosts": frozenset({"127.0.0.1"}), "retries": 0, "per_second": 1000}
        return Asking(**(known | changes))


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Serve until the block ends."""
    registers = Registers(REPOSITORY / "data")
    server = registers_server(registers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield StandIn(registers, server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
