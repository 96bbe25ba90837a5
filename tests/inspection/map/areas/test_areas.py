"""Areas: what may be drawn, what lies in them, naming them, and planning for them."""

from datetime import timedelta
from math import cos, radians, sin

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from conftest import AT
from housed import ODENSE, SVENDBORG, add_dwelling, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from inspection.map.areas.actions import name_area, remove_area
from inspection.map.areas.forms import AreaForm, read_area_form, read_place
from inspection.map.areas.models import MapArea
from inspection.map.areas.queries import get_area, list_areas, shape_of
from inspection.map.areas.searching import within_area
from inspection.map.areas.shapes import MOST_CORNERS, Area, area_km2, checked_ring, circle, read_ring, touches, written
from inspection.planning.models import VisitPlan
from inspection.planning.offering.arms import offer
from inspection.planning.offering.from_register import Wanted
from map_tiles import total_at
from planned_visits import station
from register.dwellings.models import Dwelling
from register.municipalities.table import Postcode
from web_client import Web, words

FUNEN = "10.2 55.3,10.6 55.3,10.6 55.5,10.2 55.5"
"""A box around Odense."""

ODENSE_ONLY = Grant(Role.CASEWORKER, municipality_code="0461")
LEADER = Actor("l", "Leder", (Grant(Role.DECISION_MAKER),))
OF_ODENSE = Actor("o", "O", (ODENSE_ONLY,))
OF_SVENDBORG = Actor("s", "S", (Grant(Role.CASEWORKER, municipality_code="0479"),))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "area.corner"),
        ("10.2 55.3", "area.few"),
        ("10.2 55.3,10.6 55.3", "area.few"),
        ("10.2 55.3,10.6 55.3,10.2 55.3", "area.few"),
        ("a b,c d,e f", "area.corner"),
        ("nan 55.3,10.6 55.3,10.6 55.5", "area.corner"),
        ("1e999 55.3,10.6 55.3,10.6 55.5", "area.corner"),
        ("10.2 55.3,10.6 55.5,10.6 55.3,10.2 55.5", "area.crossing"),
        ("10.2 55.3,10.4 55.3,10.6 55.3", "area.crossing"),
        ("10.2 55.3,10.6 55.3,10.6 65.5", "area.outside"),
        ("55.3 10.2,55.3 10.6,55.5 10.6", "area.outside"),
        ("8 54.6,15 54.6,15 57.8,8 57.8", "area.large"),
        ("10.2 55.3,10.20001 55.3,10.2 55.30001", "area.small"),
        (",".join(f"{10 + number / 1000:.4f} 55.3" for number in range(MOST_CORNERS + 1)), "area.many"),
    ],
)
def test_what_cannot_be_searched_is_refused_in_words(text: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_ring(text)
    assert refused.value.code == code


def test_a_ring_is_written_as_it_is_read() -> None:
    ring = read_ring(FUNEN)
    assert read_ring(written(ring)) == ring
    assert read_ring(FUNEN + ",10.2 55.3") == ring
    assert area_km2(ring) == pytest.approx(0.4 * 0.2 * 111.32**2 * cos(radians(55.4)))


@given(st.floats(54.8, 57.5), st.floats(8.5, 12.5), st.floats(0.05, 60), st.floats(0, 1.6), st.floats(0, 6.3))
def test_a_circle_holds_what_is_near_enough(
    latitude: float, longitude: float, radius: float, share: float, angle: float
) -> None:
    assume(not 0.98 < share < 1.02)
    ring = circle(latitude, longitude, radius)
    up = share * radius / 111.32
    where = shapely.Point(longitude + up / cos(radians(latitude)) * cos(angle), latitude + up * sin(angle))
    assert shapely.Polygon(ring).contains(where) is (share < 1)


@pytest.mark.parametrize("radius", [0, -1, 61, float("nan")])
def test_a_radius_beyond_reason_is_refused(radius: float) -> None:
    with pytest.raises(DomainError, match="radius"):
        circle(55.4, 10.4, radius)


def test_bounds_inside_a_ring_cost_nothing() -> None:
    ring = read_ring(FUNEN)
    assert touches(ring, (10.3, 55.35, 10.5, 55.45)) is None
    assert touches(ring, (10.5, 55.35, 10.7, 55.45)) is True
    assert touches(ring, (11.5, 55.35, 11.7, 55.45)) is False


def inside(session: Session, area: Area, seen: tuple[float, float, float, float] | None = None) -> set[str]:
    statement = select(Dwelling.street).where(within_area(area, seen=seen))
    return set(session.exec(statement))


def test_the_database_finds_what_shapely_finds(session: Session) -> None:
    ring = checked_ring([(10.0, 55.0), (10.9, 55.1), (10.6, 55.35), (10.9, 55.6), (10.1, 55.5), (10.45, 55.3)])
    polygon = shapely.Polygon(ring)
    expected = set()
    for column in range(24):
        for row in range(18):
            longitude, latitude = 9.91 + column * 0.0453, 54.93 + row * 0.0411
            name = f"{column}/{row}"
            add_dwelling(session, place=("0461", latitude, longitude), street=name)
            if polygon.contains(shapely.Point(longitude, latitude)):
                expected.add(name)
    assert 50 < len(expected) < 300
    assert inside(session, Area(ring)) == expected
    assert inside(session, Area(ring), (9.0, 54.0, 12.0, 56.0)) == expected


def test_an_area_holds_what_any_of_its_parts_holds(session: Session) -> None:
    add_dwelling(session, place=ODENSE, street="drawn", postcode="5000")
    add_dwelling(session, place=SVENDBORG, street="municipality", postcode="5700")
    add_dwelling(session, place=("0101", 55.68, 12.56), street="postcode", postcode="1500")
    add_dwelling(session, place=("0101", 55.68, 12.56), street="none", postcode="2100")
    area = Area(read_ring(FUNEN), ("0479",), ("1500",))
    assert inside(session, area) == {"drawn", "municipality", "postcode"}
    assert inside(session, Area()) == set()


def test_an_area_belongs_to_its_authority(session: Session) -> None:
    own = name_area(session, name="Midt", area=Area(postcodes=("5000",)), municipality_code="0461", by=OF_ODENSE, at=AT)
    whole = name_area(session, name="Fyn", area=Area(read_ring(FUNEN)), municipality_code=None, by=LEADER, at=AT)
    assert [one.name for one in list_areas(session, by=LEADER)] == ["Fyn", "Midt"]
    assert [one.name for one in list_areas(session, by=OF_ODENSE)] == ["Midt"]
    assert list_areas(session, by=OF_SVENDBORG) == []
    assert shape_of(get_area(session, whole.id, by=LEADER)) == Area(read_ring(FUNEN))
    for refused in (
        lambda: get_area(session, own.id, by=OF_SVENDBORG),
        lambda: get_area(session, whole.id, by=OF_ODENSE),
    ):
        with pytest.raises(NotFoundError):
            refused()
    with pytest.raises(NotAllowedError):
        name_area(session, name="x", area=Area(), municipality_code=None, by=OF_ODENSE, at=AT)
    remove_area(session, own.id, by=OF_ODENSE, at=AT)
    assert list_areas(session, by=OF_ODENSE) == []
    acts = session.exec(
        select(AuditEvent.action).where(AuditEvent.object_type == "map_area").order_by(col(AuditEvent.seq))
    )
    assert list(acts) == ["area.named", "area.named", "area.removed"]


KNOWN = {code: Postcode(code, "By", "0461", 55.4, 10.4) for code in ("5000", "5200", "5210", "5300")}


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({}, "municipalities"),
        ({"municipalities": ["0479"]}, "municipalities"),
        ({"postcodes": "5001"}, "postcodes"),
        ({"postcodes": "fem tusind"}, "postcodes"),
        ({"postcodes": "9000-9999"}, "postcodes"),
        ({"within": "1 2"}, "within"),
        ({"around": "5000", "radius_km": "langt"}, "radius_km"),
    ],
)
def test_a_form_that_will_not_do_says_what_to_correct(given: dict[str, object], wrong: str) -> None:
    form = AreaForm.model_validate({"name": "Midt"} | given)
    asked, errors = read_area_form(form, areas=["0461"], known=KNOWN)
    assert asked is None
    assert wrong in errors


def test_postal_codes_are_read_with_their_runs() -> None:
    form = AreaForm(name=" Midt ", postcodes="5000; 5200–5299")
    asked, errors = read_area_form(form, areas=None, known=KNOWN)
    assert errors == {}
    assert asked is not None
    assert (asked.name, asked.area.postcodes) == ("Midt", ("5000", "5200", "5210"))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Gammel Skovvej 3B, 5000 Odense C", ("Gammel Skovvej", "3B", "5000")),
        ("Ærøvej 7, st. tv, 5000 Odense", ("Ærøvej", "7", "5000")),
        ("5000", ("", "", "5000")),
        ("Odense", None),
        ("", None),
    ],
)
def test_a_place_is_an_address_a_postal_code_or_degrees(text: str, read: tuple[str, str, str] | None) -> None:
    place = read_place(text)
    assert (None if place is None else (place.street, place.house_number, place.postcode)) == read


def test_degrees_are_latitude_first() -> None:
    place = read_place("55.40, 10.39")
    assert place is not None
    assert place.point == (55.40, 10.39)


def two_towns(engine: Engine) -> None:
    with transaction(engine) as session:
        key = "5000|ærøvej|7|"
        house(session, dwelling=add_dwelling(session, place=ODENSE, address_key=key))
        house(session, place=SVENDBORG, street="Fjordvej", postcode="5700")


def test_a_drawn_area_narrows_map_list_and_count_and_can_be_kept(web: Web) -> None:
    two_towns(web.engine)
    web.sign_in(Grant(Role.DECISION_MAKER))
    page = web.get("/map", within=FUNEN, lang="en")
    assert "1 accommodation" in words(page)
    assert "Fjordvej" not in page.text
    assert [total_at(web, zoom, within=FUNEN) for zoom in (5, 8)] == [1, 1]
    kept = web.post("/map/areas", {"name": "Fyn", "within": FUNEN})
    assert kept.status_code == 303
    address = kept.headers["location"]
    assert "Fjordvej" not in web.get(address).text
    area_id = address.partition("=")[2]
    assert total_at(web, 6, area=area_id) == 1
    assert "Fyn" in web.get("/map/areas").text
    assert web.post(f"/map/areas/{area_id}/remove").status_code == 303
    gone = web.get(f"{address}&lang=en")
    assert gone.status_code == 422
    assert "it was removed" in gone.text
    assert web.get("/map/tiles/6/33/20.mvt", area=area_id).status_code == 400


def test_without_drawing_an_area_is_chosen_by_list_or_radius(web: Web) -> None:
    two_towns(web.engine)
    web.sign_in(Grant(Role.DECISION_MAKER))
    forms = [
        {"name": "A", "municipalities": "0461"},
        {"name": "B", "municipalities": ["0461", "0101"]},
        {"name": "C", "postcodes": "5000-5200"},
        {"name": "D", "around": "Ærøvej 7, 5000 Odense C", "radius_km": "5"},
        {"name": "E", "around": "55.396, 10.388", "radius_km": "5"},
    ]
    for form in forms:
        made = web.post("/map/areas", form)
        assert made.status_code == 303, made.text
        assert total_at(web, 5, area=made.headers["location"].partition("=")[2]) == 1
    with transaction(web.engine, writing=False) as session:
        assert len(session.exec(select(MapArea)).all()) == len(forms)


@pytest.mark.parametrize(
    "form",
    [
        {"name": "D", "around": "Ukendtvej 7, 5000 Odense C", "radius_km": "5"},
        {"name": "D", "around": "ved havet", "radius_km": "5"},
        {"name": "D", "around": "5000", "radius_km": "5000"},
        {"name": "D", "around": "5000", "radius_km": "5", "within": FUNEN},
        {"name": "D", "within": "10.2 55.3,10.6 55.5,10.6 55.3,10.2 55.5"},
        {"name": ""},
    ],
)
def test_an_area_that_will_not_do_is_shown_again_with_what_to_correct(web: Web, form: dict[str, str]) -> None:
    web.sign_in(Grant(Role.DECISION_MAKER))
    answer = web.post("/map/areas", form)
    assert answer.status_code == 422
    assert "form-error" in answer.text or "alert-error" in answer.text


def test_a_municipality_names_areas_in_its_own_place_only(web: Web) -> None:
    web.sign_in(ODENSE_ONLY)
    assert web.post("/map/areas", {"name": "A", "municipalities": "0479"}).status_code == 422
    kept = web.post("/map/areas", {"name": "A", "municipalities": "0461"}).headers["location"]
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0479"))
    assert web.get(kept).status_code == 422
    assert web.post(f"/map/areas/{kept.partition('=')[2]}/remove").status_code == 404


def test_a_plan_keeps_to_its_area(session: Session) -> None:
    home, _ = house(session, place=ODENSE), house(session, place=SVENDBORG)
    days = [today() + timedelta(days=20 + more) for more in range(5)]
    known = {"days": days, "earliest_on": days[0], "as_of": today(), "stations": [station()], "municipality_code": None}
    known |= {"calendar": ALWAYS_OPEN}
    wanted = Wanted(**known, run=None, random_share=0.5, seed=1, area=Area(read_ring(FUNEN)))  # type: ignore[arg-type]
    assert [one.id for one in offer(session, wanted).candidates] == [str(home.id)]


def test_the_form_for_a_plan_offers_the_areas(web: Web) -> None:
    two_towns(web.engine)
    web.sign_in(Grant(Role.DECISION_MAKER))
    area_id = web.post("/map/areas", {"name": "Fynske Midte", "within": FUNEN}).headers["location"].partition("=")[2]
    assert f'value="area:{area_id}"' in web.get("/plans").text
    from_on = (today() + timedelta(days=30)).isoformat()
    form = {"from_on": from_on, "days": "7", "inspectors": "1", "seed": "1", "municipality": f"area:{area_id}"}
    made = web.post("/plans/new", form)
    assert made.status_code == 303
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(VisitPlan)).one().summary["area"] == "Fynske Midte"
    assert "Fynske Midte" in words(web.get("/plans"))
    web.post(f"/map/areas/{area_id}/remove")
    assert web.post("/plans/new", form).status_code == 422


def test_the_system_may_use_every_area(session: Session) -> None:
    made = name_area(session, name="x", area=Area(postcodes=("5000",)), municipality_code="0461", by=SYSTEM, at=now())
    assert list_areas(session, by=SYSTEM) == [made]
