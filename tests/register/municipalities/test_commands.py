import json
from pathlib import Path

from command_line import Command
from command_line import husly_command as husly_command
from official_layout import in_official_layout


def test_official_boundaries_are_put_in_force_once(husly_command: Command, tmp_path: Path) -> None:
    path = tmp_path / "dagi.geojson"
    path.write_text(json.dumps(in_official_layout()), encoding="utf-8")
    tried = husly_command("municipalities", "import", path, "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "nothing was written" in tried.stdout
    assert "merged into 99 areas" in husly_command("municipalities", "import", path).stdout
    assert "already in force" in husly_command("municipalities", "import", path).stdout


def test_a_file_that_cannot_replace_them_says_why(husly_command: Command, tmp_path: Path) -> None:
    path = tmp_path / "dagi.geojson"
    path.write_text("<gml/>", encoding="utf-8")
    result = husly_command("municipalities", "import", path)
    assert result.exit_code == 1
    assert "cannot replace the boundaries in force" in result.output
    assert "ogr2ogr" in result.output
