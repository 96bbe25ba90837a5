from pathlib import Path

import pytest

from command_line import Command
from command_line import husly_command as husly_command
from declaration_files import OTHER_EMPLOYER, a_dwelling, as_csv, as_xlsx


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with two employers, one of them with a mistake."""
    path = tmp_path / "boliger.csv"
    path.write_bytes(as_csv([*a_dwelling(), *a_dwelling(**OTHER_EMPLOYER, Rumareal="0")]))
    return path


def test_a_right_file_ends_with_0_and_again_with_0(husly_command: Command, tmp_path: Path) -> None:
    path = tmp_path / "boliger.xlsx"
    path.write_bytes(as_xlsx(a_dwelling()))
    first = husly_command("declarations", "import", path)
    assert first.exit_code == 0, first.output
    assert "1 nye" in first.stdout
    again = husly_command("declarations", "import", path, "--language", "en")
    assert again.exit_code == 0
    assert "1 unchanged" in again.stdout


def test_a_refused_row_ends_with_1_and_names_row_column_value_reason_and_remedy(
    husly_command: Command, file: Path
) -> None:
    result = husly_command("declarations", "import", file)
    assert result.exit_code == 1
    assert "Række 4, Rumareal, “0”: afvist: usandsynligt" in result.stdout
    assert "ret det, eller udelad det [Anden ApS (10000009)]" in result.stdout
    assert "Prøvegartneriet ApS (13585628): 1 nye" in result.stdout


def test_a_dry_run_prints_the_same_report_and_writes_nothing(husly_command: Command, file: Path) -> None:
    tried = husly_command("declarations", "import", file, "--dry-run")
    done = husly_command("declarations", "import", file)
    assert tried.stdout == done.stdout + "Prøvekørsel: intet er skrevet.\n"
    assert "1 uændrede" in husly_command("declarations", "import", file).stdout


def test_the_report_holds_every_line_for_a_danish_spreadsheet(husly_command: Command, file: Path) -> None:
    report = file.with_name("report.csv")
    husly_command("declarations", "import", file, "--report", report, "--language", "en")
    lines = report.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Row;Column;Value;Kind;Reason;What to do;Employer"
    assert len(lines) == 3
    assert lines[1].startswith("4;Rumareal;0;refused;")


def test_a_value_that_looks_like_a_formula_is_text_in_the_report(husly_command: Command, tmp_path: Path) -> None:
    path, report = tmp_path / "boliger.csv", tmp_path / "report.csv"
    path.write_bytes(as_csv(a_dwelling(Boligtype="=HYPERLINK(1)", Rumareal="-4")))
    husly_command("declarations", "import", path, "--report", report)
    text = report.read_text(encoding="utf-8-sig")
    assert ";'=HYPERLINK(1);" in text
    assert ";-4;" in text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none.csv", None, "findes ikke"),
        ("empty.csv", b"", "Filen er tom"),
        ("broken.xlsx", as_xlsx(a_dwelling())[:3000], "beskadiget"),
        ("broken.json", b'[{"employer": }]', "linje 1, kolonne 15"),
        ("noise.csv", bytes(range(256)), "hverken tekst eller et regneark"),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_2_and_a_sentence(
    husly_command: Command, tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = husly_command("declarations", "import", tmp_path / name)
    assert result.exit_code == 2
    assert says in result.output
    assert "Traceback" not in result.output


def test_a_folder_ends_with_2(husly_command: Command, tmp_path: Path) -> None:
    result = husly_command("declarations", "import", tmp_path, "--language", "en")
    assert (result.exit_code, "is a folder" in result.output) == (2, True)


def test_a_report_that_would_overwrite_the_file_or_has_no_folder_is_refused_first(
    husly_command: Command, file: Path
) -> None:
    before = file.read_bytes()
    assert husly_command("declarations", "import", file, "--report", file).exit_code == 2
    assert husly_command("declarations", "import", file, "--report", file.parent / "no" / "r.csv").exit_code == 2
    assert file.read_bytes() == before


def test_a_database_without_tables_ends_with_2_and_says_what_to_run(
    husly_command: Command, file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from husly.settings import settings

    monkeypatch.setenv("HUSLY_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite'}")
    settings.cache_clear()
    result = husly_command("declarations", "import", file)
    assert result.exit_code == 2
    assert "husly db upgrade" in result.output


def test_a_report_that_cannot_be_written_is_said_before_anything_is_taken(husly_command: Command, file: Path) -> None:
    place = file.with_name("x" * 300 + ".csv")
    refused = husly_command("declarations", "import", file, "--report", place)
    assert refused.exit_code == 2
    assert "report cannot be written" in refused.output
    assert "1 nye" in husly_command("declarations", "import", file).stdout


def test_an_endless_file_is_refused_at_the_limit(
    husly_command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HUSLY_IMPORT_MAX_MB", "1")
    answer = husly_command("declarations", "import", "/dev/zero", "--language", "en")
    assert answer.exit_code == 2
    assert "the limit is 1 MB" in answer.output


def test_partial_takes_what_is_right_and_still_ends_with_1(husly_command: Command, tmp_path: Path) -> None:
    path = tmp_path / "boliger.csv"
    path.write_bytes(as_csv([*a_dwelling(), *a_dwelling(Husnummer="14", Rumareal="0")]))
    assert "0 nye, 0 nye versioner, 0 uændrede, 2 afvist" in husly_command("declarations", "import", path).stdout
    result = husly_command("declarations", "import", path, "--partial")
    assert result.exit_code == 1
    assert "1 nye, 0 nye versioner, 0 uændrede, 1 afvist" in result.stdout
