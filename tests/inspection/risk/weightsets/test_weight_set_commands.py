"""``husly risk weights`` from the outside, on both databases."""

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from command_line import Command, husly_command
from husly.kit.clock import today
from husly.kit.database import transaction
from inspection.risk.weights import delivered_in_force, delivered_text
from inspection.risk.weightsets.models import WeightSet, WeightSetState

__all__ = ["husly_command"]

OWN = delivered_text("2026-01").replace('version: "2026-01"', 'version: "ours-1"')


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The delivered set under a version of its own."""
    file = tmp_path / "ours.yaml"
    file.write_text(OWN, encoding="utf-8")
    return file


def test_a_set_is_checked_proposed_and_listed(husly_command: Command, own: Path, clean_engine: Engine) -> None:
    assert "version ours-1" in husly_command("risk", "weights", "check", own).stdout
    result = husly_command("risk", "weights", "propose", own, "--reason", "Prøvet i Odense.")
    assert result.exit_code == 0, result.output
    assert "/risk/weights/ours-1" in result.stdout
    listed = husly_command("risk", "weights", "list").stdout
    assert f"* {delivered_in_force(today()).version}" in listed
    assert "ours-1" in listed
    assert "proposed by Husly: Prøvet i Odense." in listed
    with transaction(clean_engine, writing=False) as session:
        assert session.exec(select(WeightSet)).one().state is WeightSetState.PROPOSED


def test_a_set_is_shown_in_words_and_to_the_letter(husly_command: Command, own: Path) -> None:
    husly_command("risk", "weights", "propose", own, "--reason", "Prøvet.")
    shown = husly_command("risk", "weights", "show", "ours-1").stdout
    for words in ("kind_of_place", "10  container", "over 10", "not known", "20, 35, 50"):
        assert words in shown
    assert husly_command("risk", "weights", "show", "ours-1", "--yaml").stdout == OWN
    assert husly_command("risk", "weights", "show", "2026-01", "--yaml").stdout == delivered_text("2026-01")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OWN.replace("feature: kind\n", "feature: nationality\n"), "nationality must never weigh"),
        (OWN.replace("unknown: 4", "unknown: much", 1).replace("groups: [20", "groups: [90"), "three rising scores"),
        ("", "must hold the keys"),
        ("\x00", "not allowed"),
        (delivered_text("2026-01"), "sets that come with Husly"),
    ],
)
def test_a_set_that_will_not_do_is_explained(husly_command: Command, tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(content, encoding="utf-8")
    result = husly_command("risk", "weights", "propose", file, "--reason", "Prøvet.")
    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output


def test_files_that_are_not_there_or_no_text_are_explained(husly_command: Command, tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"\xff\xfe")
    for name, words in (("none.yaml", "cannot be read"), ("latin.yaml", "UTF-8")):
        result = husly_command("risk", "weights", "check", tmp_path / name)
        assert result.exit_code == 1
        assert words in result.output


def test_an_unknown_set_is_named(husly_command: Command) -> None:
    for arguments in (("show", "lost"), ("show", "lost", "--yaml")):
        result = husly_command("risk", "weights", *arguments)
        assert result.exit_code == 1
        assert "There is no weight set 'lost'" in result.output


def test_while_the_score_is_off_nothing_is_proposed(
    husly_command: Command, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUSLY_RISK_SCORE", "false")
    result = husly_command("risk", "weights", "propose", own, "--reason", "Prøvet.")
    assert result.exit_code == 1
    assert "switched off" in result.output
