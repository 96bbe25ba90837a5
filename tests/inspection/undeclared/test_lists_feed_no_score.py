"""Lists such as RUT's feed the search for undeclared housing alone: the country of a firm stands for nationality."""

from pathlib import Path

from inspection.undeclared.models import UndeclaredCandidate, WorkerRow
from inspection.undeclared.reading import ALIASES, COLUMNS


def test_the_score_knows_nothing_of_the_lists(repository: Path) -> None:
    files = [*(repository / "src" / "inspection" / "risk").rglob("*.py")]
    assert files
    assert [str(path) for path in files if "inspection.undeclared" in path.read_text(encoding="utf-8")] == []


def test_no_column_can_hold_the_country_of_a_firm() -> None:
    named = {*COLUMNS, *ALIASES, *WorkerRow.model_fields, *UndeclaredCandidate.model_fields}
    assert [name for name in named if "country" in name or name == "land" or "nation" in name] == []
