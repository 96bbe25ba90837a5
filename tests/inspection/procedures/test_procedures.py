"""The tables of moves as pages, pictures and documents."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from husly.cli import main
from husly.kit.i18n import use_language
from inspection.enforcement.transitions import TRANSITIONS
from inspection.procedures.documents import documents
from inspection.procedures.registry import PROCEDURES
from inspection.procedures.words import picture, rows_in_words

SVG = "{http://www.w3.org/2000/svg}"


def test_the_documents_that_are_kept_say_what_the_tables_say_now(repository: Path) -> None:
    for name, text in documents().items():
        kept = (repository / "docs" / name).read_text(encoding="utf-8")
        assert kept == text, f"docs/{name} is behind the tables: run husly procedures draw"
    drawn = {f"procedures/{path.name}" for path in (repository / "docs" / "procedures").iterdir()}
    assert drawn | {"procedures.md"} == set(documents())


def test_the_command_writes_them_and_removes_pictures_of_tables_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "forgotten.svg").touch()
    answer = CliRunner().invoke(main, ["procedures", "draw", "--folder", str(tmp_path)])
    assert answer.exit_code == 0
    assert {path.stem for path in (tmp_path / "procedures").iterdir()} == {one.key for one in PROCEDURES}


def test_every_move_of_a_case_stands_in_exactly_one_procedure() -> None:
    listed = [id(row) for one in PROCEDURES for row in one.rows]
    assert len(listed) == len(set(listed))
    assert {id(row) for row in TRANSITIONS} <= set(listed)


@pytest.mark.parametrize("code", ["da", "en"])
@pytest.mark.parametrize("one", PROCEDURES, ids=lambda one: one.key)
def test_a_picture_shows_every_state_and_move_within_its_frame(one, code) -> None:
    use_language(code)
    drawn = ElementTree.fromstring(picture(one))  # noqa: S314 - our own
    width, height = float(drawn.get("width")), float(drawn.get("height"))
    words = [text.text for text in drawn.iter(f"{SVG}text")]
    assert len(words) == len(one.states_met) + len(one.rows)
    for row in rows_in_words(one):
        assert {row.source, row.target} <= set(words)
    for text in drawn.iter(f"{SVG}text"):
        assert 0 < float(text.get("x")) < width
        assert 0 < float(text.get("y")) < height


@pytest.mark.parametrize("one", PROCEDURES, ids=lambda one: one.key)
def test_no_two_labels_of_a_picture_lie_upon_each_other(one) -> None:
    drawn = ElementTree.fromstring(picture(one))  # noqa: S314 - our own
    places = [(text.get("x"), text.get("y")) for text in drawn.iter(f"{SVG}text")]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("one", PROCEDURES, ids=lambda one: one.key)
def test_every_move_may_be_made_by_somebody_and_every_state_has_words(one) -> None:
    for row in rows_in_words(one):
        assert row.roles
        assert "_" not in row.source + row.move + row.target
