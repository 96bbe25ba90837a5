from pathlib import Path

import pytest

from command_line import Command
from command_line import husly_command as husly_command

ADDRESSES = """\
id,vejnavn,husnr,postnr,postnrnavn,kommunekode,vejkode,lon,lat,x,y
a1,Algade,12B,4000,Roskilde,0265,0001,12.0803,55.6415,0,0
a2,Algade,14,4000,Roskilde,0265,0001,12.0804,55.6416,0,0
a3,Utzons Allé,16,,,0461,0002,10.3,55.4,0,0
a4,Utzons Allé,20,,,0461,0002,10.3,55.4,0,0
a5,Ålykkegade,3,5000,Odense C,0461,0003,10.388,55.396,0,0
a6,Vestergade,1,5000,Odense C,0461,0004,,,0,0
"""


@pytest.fixture
def addresses(tmp_path: Path) -> Path:
    """Six addresses of which two lack the postal code and one its point."""
    path = tmp_path / "addresses.csv"
    path.write_text(ADDRESSES, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["made.csv", "made.json"])
def test_what_is_made_up_is_taken_whole(husly_command: Command, addresses: Path, name: str) -> None:
    out = addresses.with_name(name)
    made = husly_command("demo", "declarations", addresses, "--out", out)
    assert made.exit_code == 0, made.output
    taken = husly_command("declarations", "import", out, "--language", "en")
    assert taken.exit_code == 0, taken.output
    assert "4 new, 0 new versions, 0 unchanged, 0 refused" in taken.stdout.splitlines()[-1]


def test_the_csv_and_the_json_of_one_seed_declare_the_same(husly_command: Command, addresses: Path) -> None:
    for name in ("made.csv", "made.json"):
        husly_command("demo", "declarations", addresses, "--out", addresses.with_name(name), "--seed", "3")
    husly_command("declarations", "import", addresses.with_name("made.csv"))
    again = husly_command("declarations", "import", addresses.with_name("made.json"), "--language", "en")
    assert "4 unchanged" in again.stdout.splitlines()[-1]


def test_rows_without_postal_code_are_reported_and_left_out(
    husly_command: Command, addresses: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    result = husly_command("demo", "declarations", addresses)
    said = result.output + capfd.readouterr().err
    assert "Row 4 left out: Utzons Allé 16: no postnr" in said
    assert "Row 5 left out: Utzons Allé 20: no postnr" in said
    assert "Utzons" not in result.stdout


def test_an_address_file_without_the_columns_says_which(husly_command: Command, tmp_path: Path) -> None:
    path = tmp_path / "addresses.csv"
    path.write_text("vejnavn,husnr\nAlgade,1\n", encoding="utf-8")
    result = husly_command("demo", "declarations", path)
    assert result.exit_code == 1
    assert "postnr, postnrnavn, kommunekode, lon, lat" in result.output
