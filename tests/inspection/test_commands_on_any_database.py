"""Commands of the score on databases that are empty, older or not made yet: a sentence and the right exit code."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command as alembic
from click.testing import CliRunner, Result
from sqlmodel import SQLModel

from housed import add_employer, house
from husly.administration import alembic_config
from husly.cli import main
from husly.kit.database import engine_for, open_engine, transaction
from husly.settings import settings
from web_client import NOBODYS

Husly = Callable[..., Result]
OLDER = "0016"
"""A version of the database from before reasons of visits, weight sets, candidates and traces."""

LISTS = {
    "workers.csv": "rut_number;name;postcode;workers;from\nR-1;Firma ApS;5000;9;2026-01-01\n",
    "traces.csv": "employer;kind;value\n10103940;person;Jens Hansen\n",
    "evaluation.json": "{}",
}
READING = (
    ("risk", "fit"),
    ("risk", "evaluate"),
    ("risk", "weights", "list"),
    ("risk", "score"),
    ("undeclared", "find"),
    ("undeclared", "import", "workers.csv", "--register", "RUT", "--as-of", "2026-01-01"),
    ("reregistered", "find"),
    ("reregistered", "import", "traces.csv", "--register", "Konti"),
    ("check-draws", NOBODYS),
)
SCORING = (("risk", "fit"), ("risk", "evaluate"), ("risk", "score"), ("risk", "publish-evaluation", "evaluation.json"))


@pytest.fixture
def husly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Husly]:
    """The command on a database of its own that nobody has made yet, beside the lists."""
    url = f"sqlite:///{tmp_path / 'test.sqlite'}"
    monkeypatch.setenv("HUSLY_DATABASE_URL", url)
    monkeypatch.setenv("HUSLY_SECRET_KEY", "only-for-tests-only-for-tests-only")
    monkeypatch.chdir(tmp_path)
    for name, text in LISTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings.cache_clear()
    yield lambda *arguments: CliRunner().invoke(main, list(arguments))
    engine_for(url).dispose()
    settings.cache_clear()


def made(tmp_path: Path, *, with_housing: bool = False) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'test.sqlite'}")
    SQLModel.metadata.create_all(engine)
    if with_housing:
        with transaction(engine) as session:
            house(session, address_key="5000|aeroevej|7|")
    engine.dispose()


def ended_well(answer: Result) -> None:
    """No traceback, whatever the answer is."""
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
    assert answer.output.strip()


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_without_tables_the_upgrade_is_named(husly: Husly, arguments: tuple[str, ...]) -> None:
    answer = husly(*arguments)
    ended_well(answer)
    assert (answer.exit_code, "husly db upgrade" in answer.output) == (1, True)


def test_on_an_older_database_the_upgrade_is_named(husly: Husly, tmp_path: Path) -> None:
    alembic.upgrade(alembic_config(f"sqlite:///{tmp_path / 'test.sqlite'}"), OLDER)
    for arguments in READING:
        if arguments[0] == "check-draws":  # plans are older than draws: there is no such plan
            continue
        answer = husly(*arguments)
        ended_well(answer)
        assert (answer.exit_code, "husly db upgrade" in answer.output) == (1, True), (arguments, answer.output)


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (("risk", "fit"), 1, "visits"),
        (("risk", "evaluate"), 0, "visits"),
        (("risk", "weights", "list"), 0, "comes with Husly"),
        (("risk", "score"), 0, "nothing to score"),
        (("undeclared", "find"), 0, "0 candidates"),
        (("reregistered", "find"), 0, "0 pairs"),
        (("check-draws", NOBODYS), 1, "no such plan"),
        (("check-draws", "no-id"), 2, "no-id"),
        (("risk", "publish-evaluation", "evaluation.json"), 1, "no evaluation"),
        (("risk", "publish-evaluation", "workers.csv"), 1, "no JSON"),
        (("undeclared", "import", "traces.csv", "--register", "RUT", "--as-of", "2026-01-01"), 1, "heading"),
        (("undeclared", "import", "workers.csv", "--register", "RUT", "--as-of", "2999-01-01"), 1, "to come"),
        (("reregistered", "import", "workers.csv", "--register", "Konti"), 1, "heading"),
    ],
)
def test_on_an_empty_register_it_says_so(
    husly: Husly, tmp_path: Path, arguments: tuple[str, ...], exit_code: int, said: str
) -> None:
    made(tmp_path)
    answer = husly(*arguments)
    ended_well(answer)
    assert (answer.exit_code, said in answer.output) == (exit_code, True), answer.output


@pytest.mark.parametrize("arguments", SCORING, ids=" ".join)
def test_without_the_score_it_is_refused(
    husly: Husly, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("HUSLY_RISK_SCORE", "false")
    made(tmp_path)
    answer = husly(*arguments)
    ended_well(answer)
    assert (answer.exit_code, "switched off" in answer.output) == (1, True)


@pytest.mark.parametrize("arguments", READING[:8], ids=" ".join)
def test_one_municipality_without_a_visit_is_enough_for_an_answer(
    husly: Husly, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    made(tmp_path, with_housing=True)
    ended_well(husly(*arguments))


def test_pairs_bear_no_points_without_the_score(husly: Husly, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSLY_RISK_SCORE", "false")
    made(tmp_path)
    engine = open_engine(f"sqlite:///{tmp_path / 'test.sqlite'}")
    known = {
        "contact_phone": "20304050",
        "contact_email": "post@byg.example",
        "postal_address": "Vej 1, 5000 Odense C",
    }
    with transaction(engine) as session:
        for name in ("Gammel ApS", "Ny ApS"):
            key = f"5000|{name.lower().replace(' ', '')}|7|"
            house(session, street=name, address_key=key, employer=add_employer(session, name=name, **known))
    engine.dispose()
    document = json.loads(husly("reregistered", "find", "--json").stdout)
    assert len(document["pairs"]) == 1
    assert not {"points", "strength"} & keys_of(document)


def keys_of(document: Any) -> set[str]:
    """Every key anywhere in a document."""
    if isinstance(document, dict):
        return set(document).union(*map(keys_of, document.values()))
    return set().union(*map(keys_of, document)) if isinstance(document, list) else set()
