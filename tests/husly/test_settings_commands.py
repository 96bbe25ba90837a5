"""Wrong settings end every command with a sentence."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from husly.cli import main
from husly.settings import settings


@pytest.fixture(autouse=True)
def fresh_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings are read anew, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("husly.kit.commands.settings", settings.__wrapped__)


def husly(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe garbage", "not TOML"),
        (b"x = [", "not TOML"),
        (b"unknown_key = 1", "unknown_key"),
        (b'session_hours = "many"', "session_hours"),
    ],
)
def test_a_settings_file_that_is_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_bytes(content)
    monkeypatch.setenv("HUSLY_CONFIG", str(file))
    answer = husly("check-config")
    assert isinstance(answer.exception, SystemExit)
    assert said in answer.output


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_settings_file_that_is_named_must_be_a_file(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("HUSLY_CONFIG", name)
    answer = husly("check-config")
    assert isinstance(answer.exception, SystemExit)
    assert "HUSLY_CONFIG" in answer.output


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("HUSLY_PACKS", "one,two", "packs"),
        ("HUSLY_DATABASE_URL", "postgresql+psycopg://a b:x", "database_url"),
    ],
)
def test_a_variable_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str, said: str
) -> None:
    monkeypatch.setenv(key, value)
    answer = husly("check-config")
    assert isinstance(answer.exception, SystemExit)
    assert said in answer.output


@pytest.mark.parametrize("command", [("db", "upgrade"), ("stations", "list")])
def test_a_file_that_is_no_database_is_left_alone_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, but somebody's notes " * 100)
    monkeypatch.setenv("HUSLY_DATABASE_URL", f"sqlite:///{file}")
    answer = husly(*command)
    assert isinstance(answer.exception, SystemExit)
    assert "The database cannot be used" in answer.output
    assert file.read_text().startswith("not a database")
