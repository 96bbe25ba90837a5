"""Six levels: sums that hold and ids that stay, whatever is amended."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from conftest import AT
from declared_housing import submitted
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.database import transaction
from husly.kit.errors import NotFoundError
from register.dwellings.addresses import address_key
from register.structure.levels import DeclaredRoom, DeclaredUnit, Level, Node, room_ids, structure_of
from register.structure.queries import get_structure
from web_client import Web, words

UNIT = UUID(int=7)
NAMES = st.text("ABC", max_size=2)
ROOMS = st.lists(st.tuples(NAMES, st.none() | st.integers(0, 6)), max_size=6)
PLACES = st.tuples(
    st.sampled_from(["4000", "5000"]),
    st.sampled_from(["Algade", "Bygade"]),
    st.sampled_from(["1", "2"]),
    st.sampled_from(["", "1. tv"]),
)


def rooms_of(*told: tuple[str, int | None]) -> tuple[DeclaredRoom, ...]:
    return tuple(DeclaredRoom(name, position, beds) for position, (name, beds) in enumerate(told))


def a_unit(place: tuple[str, str, str, str], rooms: tuple[DeclaredRoom, ...]) -> DeclaredUnit:
    postcode, street, number, unit = place
    key = address_key(street=street, house_number=number, unit=unit, postcode=postcode)
    return DeclaredUnit(postcode, "By", street, number, unit, key, (rooms,))


def every(node: Node) -> list[Node]:
    return [node, *(found for child in node.children for found in every(child))]


@given(st.dictionaries(PLACES, ROOMS, max_size=8))
def test_beds_on_every_level_are_those_declared_below_it(told: dict[tuple[str, str, str, str], list]) -> None:
    units = [a_unit(place, rooms_of(*rooms)) for place, rooms in told.items()]
    tree = structure_of(uuid4(), "Firma", units)
    assert tree.beds == sum(beds or 0 for rooms in told.values() for _name, beds in rooms)
    assert tree.is_whole == all(beds is not None for rooms in told.values() for _name, beds in rooms)
    for node in every(tree):
        assert node.level is Level.BED or node.beds == sum(child.beds for child in node.children)
    assert sum(node.level is Level.UNIT for node in every(tree)) == len(told)
    ids = [node.id for node in every(tree)]
    assert len(ids) == len(set(ids))


@given(st.dictionaries(PLACES, ROOMS, min_size=1, max_size=8), st.randoms())
def test_ids_do_not_depend_on_the_order_or_on_what_else_there_is(told: dict, rng) -> None:  # type: ignore[no-untyped-def]
    employer, units = uuid4(), [a_unit(place, rooms_of(*rooms)) for place, rooms in told.items()]
    alone = {node.id for node in every(structure_of(employer, "F", units[:1]))}
    rng.shuffle(units)
    assert alone <= {node.id for node in every(structure_of(employer, "F", units))}


@given(st.lists(ROOMS, min_size=1, max_size=5))
def test_no_two_rooms_of_a_version_share_an_id(versions: list[list[tuple[str, int | None]]]) -> None:
    told = [rooms_of(*rooms) for rooms in versions]
    ids = room_ids(UNIT, told)
    assert set(ids) == set(range(len(versions[-1])))
    assert len(set(ids.values())) == len(ids)


@given(st.lists(st.sampled_from("ABCDEF"), unique=True, min_size=1), st.data())
def test_a_room_keeps_its_id_wherever_it_is_moved(names: list[str], data: st.DataObject) -> None:
    first = rooms_of(*((name, 1) for name in names))
    later = data.draw(st.permutations(names))
    before, after = room_ids(UNIT, [first]), room_ids(UNIT, [first, rooms_of(*((name, 2) for name in later))])
    assert {name: before[place] for place, name in enumerate(names)} == {
        name: after[place] for place, name in enumerate(later)
    }


def test_a_renamed_room_is_the_same_room_and_one_that_comes_back_too() -> None:
    first, renamed = rooms_of(("A", 1), ("B", 2)), rooms_of(("A", 1), ("Stue", 2))
    gone, back = rooms_of(("A", 1)), rooms_of(("A", 1), ("C", 1), ("b", 2))
    ids = room_ids(UNIT, [first])
    assert room_ids(UNIT, [first, renamed]) == ids
    again = room_ids(UNIT, [first, gone, back])
    assert (again[0], again[2]) == (ids[0], ids[1])
    assert again[1] not in ids.values()


def test_an_amendment_keeps_the_ids_and_changes_the_sums(session: Session) -> None:
    home = submitted(session).accommodation
    before = get_structure(session, home.employer_id, on=AT.date(), by=SYSTEM)
    rooms = [
        {"name": "Værelse 2", "use": "bedroom", "area_m2": 12.5, "residents": 2, "beds": 1},
        {"name": "Værelse 1", "use": "bedroom", "area_m2": 14, "residents": 2},
    ]
    submitted(session, {"rooms": rooms}, at=AT + timedelta(hours=1))
    after = get_structure(session, home.employer_id, on=AT.date(), by=SYSTEM)
    assert (before.beds, before.is_whole, after.beds, after.is_whole) == (4, True, 1, False)

    def ids(tree: Node) -> set[UUID]:
        return {node.id for node in every(tree) if node.level is not Level.BED}

    assert ids(after) == ids(before)


def test_nothing_is_read_outside_the_scope_or_out_of_use(session: Session) -> None:
    home = submitted(session).accommodation
    elsewhere = Actor(id="k", name="K", grants=(Grant(Role.CASEWORKER, municipality_code="0461"),))
    with pytest.raises(NotFoundError):
        get_structure(session, home.employer_id, on=AT.date(), by=elsewhere)
    with pytest.raises(NotFoundError):
        get_structure(session, home.employer_id, on=home.starts_on - timedelta(days=1), by=SYSTEM)


def test_the_page_and_the_document_tell_the_same(web: Web) -> None:
    with transaction(web.engine) as session:
        home = submitted(session).accommodation
    where = f"/structure/{home.employer_id}"
    web.sign_in(Grant(Role.EMPLOYER, employer_id=uuid4()))
    assert web.get(where).status_code == 404
    web.sign_in(Grant(Role.EMPLOYER, employer_id=home.employer_id))
    web.get("/language/en")
    assert "Prøvegartneriet ApS: 4 beds" in words(web.get(where))
    document = web.get(f"{where}/levels.json").json()
    assert (document["format"], document["employer"]["beds"]) == ("husly.structure/1", 4)
    assert document["employer"]["children"][0]["children"][0]["children"][0]["children"][0]["name"] == "Værelse 1"
