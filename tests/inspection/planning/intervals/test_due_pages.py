"""The list of housing that is due again: page, file and command say the same."""

import csv
import io
from datetime import timedelta

from sqlalchemy.engine import Engine

from command_line import Command, husly_command
from housed import SVENDBORG, house
from husly.kit.access import Grant, Role
from husly.kit.clock import today
from husly.kit.database import transaction
from past_housing import add_visit, noon
from web_client import Web, web, words

__all__ = ["husly_command", "web"]


def load(engine: Engine) -> None:
    with transaction(engine) as session:
        long_ago = today() - timedelta(days=800)
        for street, place, breaches in (("Engvej", ("0461", 55.4, 10.4), 3), ("=Fjordvej", SVENDBORG, 0)):
            home = house(session, place=place, street=street)
            add_visit(session, home, on=long_ago, breaches=breaches, closed_at=noon(long_ago))


def test_page_and_file_tell_what_is_due_and_since_when(web: Web) -> None:
    load(web.engine)
    web.sign_in(Grant(Role.INSPECTOR))
    page = words(web.get("/plans/due"))
    assert page.index("Engvej") < page.index("Fjordvej")
    assert "dk-2026" in page
    file = web.get("/plans/due.csv")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["result"], row["full_check"]) for row in rows] == [("3", "1"), ("0", "0")]
    assert rows[1]["address"].startswith("'=")


def test_a_municipality_reads_its_own(web: Web) -> None:
    load(web.engine)
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0479"))
    page = words(web.get("/plans/due"))
    assert "Fjordvej" in page
    assert "Engvej" not in page
    assert "Engvej" not in web.get("/plans/due.csv").text


def test_the_command_prints_the_same(husly_command: Command, engine: Engine) -> None:
    load(engine)
    told = husly_command("due")
    assert told.exit_code == 0, told.output
    assert "2 dwellings are due by the rules dk-2026 (judgement)." in told.output
    early = husly_command("due", "--as-of", "2001-01-01")
    assert "0 dwellings" in early.output
    table = husly_command("due", "--csv")
    assert table.output.count("\n") == 3
