from pathlib import Path

import pytest

from register.municipalities.boundaries import shipped_boundaries


@pytest.mark.parametrize(("latitude", "longitude"), [("nan", 10), (55, "nan"), ("inf", 10), ("inf", "-inf"), (0, 0)])
def test_what_is_no_place_in_denmark_has_no_municipality(
    repository: Path, latitude: float | str, longitude: float | str
) -> None:
    assert shipped_boundaries(repository / "data").code_at(float(latitude), float(longitude)) is None
