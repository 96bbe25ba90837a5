"""The whole chain without a browser, on a small declaration file."""

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from husly.cli import main
from husly.demo.sample import sample_declarations
from husly.settings import settings


@pytest.fixture
def husly_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder to work in, and no settings of this machine; what the command sets is gone afterwards."""
    before = dict(os.environ)
    for key in [key for key in os.environ if key.startswith("HUSLY_")]:
        monkeypatch.delenv(key)
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield tmp_path
    os.environ.clear()
    os.environ.update(before)
    settings.cache_clear()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["demo", "run", *arguments])


def small_file(folder: Path, count: int = 60) -> Path:
    documents = json.loads(sample_declarations(settings().data_path, seed=3))["declarations"][:count]
    path = folder / "declarations.json"
    path.write_text(json.dumps(documents), encoding="utf-8")
    return path


def words(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split()).replace("\xa0", " ")


def test_the_chain_writes_every_result(husly_alone: Path) -> None:
    result = run("out", str(small_file(husly_alone)), "--inspectors", "2")
    assert result.exit_code == 0, result.output
    out = husly_alone / "out"
    assessed = json.loads((out / "assessment.json").read_text(encoding="utf-8"))
    assert len(assessed["dwellings"]) == 60
    assert {pack["release"] for pack in assessed["packs"]} == {"draft"}
    with (out / "risk.csv").open(encoding="utf-8-sig", newline="") as file:
        scores = [int(row["score"]) for row in csv.DictReader(file, delimiter=";")]
    assert scores == sorted(scores, reverse=True)
    assert json.loads((out / "plan.json").read_text(encoding="utf-8"))["tours"]
    assert (out / "map.png").read_bytes().startswith(b"\x89PNG")
    kinds = [path.name.split("-")[1] for path in sorted((out / "letters").iterdir())]
    assert kinds == ["varsling", "tilsynsrapport", "partshoering", "paabud"]


def test_its_letters_bear_the_mark_of_a_demonstration_and_the_grounds(husly_alone: Path) -> None:
    assert run("out", str(small_file(husly_alone))).exit_code == 0
    notice, report, hearing, order = sorted((husly_alone / "out" / "letters").iterdir())
    for letter in (notice, report, hearing, order):
        assert all("PRØVE" in page.extract_text() for page in PdfReader(letter).pages)
    text = words(order)
    for part in ("Regel", "Konstateret", "Det skal opnås", "Frist", "Klagevejledning", "lov nr. 1445"):
        assert part in text
    assert "forvaltningslovens § 19" in text
    assert "{" not in text


def test_without_a_file_it_invents_one(husly_alone: Path) -> None:
    result = run("out")
    assert result.exit_code == 0, result.output
    assert "declare: 200 new" in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "The file is empty"), (b"\x00\x01\x02", "NUL character"), (b'[{"employer": {}}]', "No declaration")],
)
def test_a_file_without_a_usable_declaration_is_refused(husly_alone: Path, content: bytes, said: str) -> None:
    path = husly_alone / "declarations.json"
    path.write_bytes(content)
    result = run("out", str(path))
    assert result.exit_code == 1
    assert said in result.output
    assert not isinstance(result.exception, (ValueError, KeyError))


def test_a_missing_file_is_named(husly_alone: Path) -> None:
    result = run("out", "nowhere.csv")
    assert result.exit_code == 1
    assert "nowhere.csv does not exist" in result.output
