import pytest
from click.testing import CliRunner

from husly.cli import main
from husly.settings import settings
from road_stand_in import road_stand_in

ODENSE, KOLDING, ANHOLT = "55.396,10.388", "55.49,9.472", "56.716,11.52"


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """An empty register in a file, and nothing of the machine's own configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUSLY_DATABASE_URL", f"sqlite:///{tmp_path / 'register.sqlite'}")
    monkeypatch.setenv("HUSLY_ROUTING_STORE", str(tmp_path / "drives.sqlite"))
    settings.cache_clear()
    assert CliRunner().invoke(main, ["db", "upgrade"]).exit_code == 0
    yield monkeypatch
    settings.cache_clear()


def check(*places):
    settings.cache_clear()
    return CliRunner().invoke(main, ["travel", "check", *places])


def test_a_drive_by_the_rule_of_thumb(environment):
    answer = check(ODENSE, KOLDING)
    assert answer.exit_code == 0
    assert "Rule of thumb: " in answer.output
    assert "No road network is configured" in answer.output


def test_an_island_is_named(environment):
    assert "lies on Anholt: a ferry is added" in check(ANHOLT, KOLDING).output


@pytest.mark.parametrize("place", ["Odense", "55.4", "95,10", "52.5,13.4", "nan,nan", "1,2,3"])
def test_what_is_no_place_in_denmark_is_said(environment, place):
    answer = check(place, KOLDING)
    assert answer.exit_code == 2
    assert "FROM" in answer.output


def test_a_road_network_is_asked_and_its_silence_is_told(environment):
    with road_stand_in() as there:
        environment.setenv("HUSLY_ROUTING_URL", f"http://127.0.0.1:{there.port}")
        environment.setenv("HUSLY_LOOKUP_HOSTS", '["127.0.0.1"]')
        assert "Road network:  59 min" in check(ODENSE, KOLDING).output
        there.refuse = 400
        silent = check(ODENSE, "55.709,9.536")
    assert silent.exit_code == 1
    assert "does not tell this drive" in silent.output
