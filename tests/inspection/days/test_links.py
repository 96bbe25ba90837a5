"""Links that take a driver there."""

from uuid import UUID

import pytest
from pydantic import ValidationError

from husly.settings import Settings
from inspection.days.links import directions_link, geo_link, tour_link
from inspection.days.reference import short_reference

POINTS = [(55.4, 10.4), (55.123456, 10.9)]
USUAL = Settings()


def test_the_telephones_own_map_gets_the_point_and_a_label_that_breaks_nothing() -> None:
    assert geo_link((55.4, 10.4), "Ærøvej 7, 1. (tv)") == (
        "geo:55.40000,10.40000?q=55.40000,10.40000(%C3%86r%C3%B8vej%207%2C%201.%20%28tv%29)"
    )


def test_directions_go_by_openstreetmap_unless_the_operator_says_otherwise() -> None:
    link = directions_link(USUAL.directions_url, *POINTS)
    assert link == "https://www.openstreetmap.org/directions?route=55.40000,10.40000;55.12346,10.90000"
    assert directions_link("https://maps.example/{from}/{to}", *POINTS).endswith("/55.40000,10.40000/55.12346,10.90000")
    assert directions_link("", *POINTS) == ""


def test_the_whole_tour_is_one_link_with_the_points_joined_as_the_site_wants_them() -> None:
    assert tour_link(USUAL.tour_url, POINTS).endswith("?loc=55.40000,10.40000&loc=55.12346,10.90000")
    assert tour_link("https://maps.example/dir/{points:/}", POINTS).endswith("/55.40000,10.40000/55.12346,10.90000")
    assert tour_link("", POINTS) == ""
    assert tour_link(USUAL.tour_url, POINTS[:1]) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("directions_url", "http://maps.example/{from}/{to}"),
        ("directions_url", "javascript:alert(1)"),
        ("directions_url", "https://maps.example/{points:;}"),
        ("directions_url", "https://maps.example/{to.__class__}"),
        ("tour_url", "https://maps.example/{from}"),
        ("tour_url", "https://maps.example/{points}"),
    ],
)
def test_a_template_that_is_no_web_address_or_asks_for_something_else_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: value})


def test_a_short_reference_is_the_same_for_a_visit_and_says_nothing() -> None:
    one, other = UUID(int=1), UUID(int=2)
    assert short_reference(one) == short_reference(UUID(int=1))
    assert short_reference(one) != short_reference(other)
    assert len(short_reference(one)) == 4
