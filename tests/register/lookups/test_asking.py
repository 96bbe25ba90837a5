from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from conftest import AT
from husly.settings import Settings
from register.lookups.addresses import Accuracy, Sought, find_address
from register.lookups.asking import FAILURES_BEFORE_PAUSE, Asking, RegisterError
from register.lookups.buildings import find_building
from register.lookups.companies import find_company
from register.lookups.projection import degrees_of, grid_of
from register_stand_in import StandIn, stand_in

HOUSE = Sought("Møllevangen", "12", "", "5000", "Odense C")


@pytest.fixture
def there() -> Iterator[StandIn]:
    with stand_in() as opened:
        yield opened


def test_the_grid_and_degrees_agree_across_denmark() -> None:
    assert grid_of(55.676, 12.568) == pytest.approx((724333.65, 6175791.93), abs=0.02)
    for place in ((54.6, 8.1), (57.75, 10.6), (55.1, 15.1)):
        assert degrees_of(*grid_of(*place)) == pytest.approx(place, abs=1e-7)


def test_an_address_is_found_with_point_id_and_municipality(there: StandIn) -> None:
    found = find_address(HOUSE, there.settings(), there.asking())
    assert found is not None
    assert (found.accuracy, found.municipality_code) == (Accuracy.ADDRESS, "0461")
    assert (found.latitude, found.longitude) == pytest.approx((55.4, 10.4), abs=0.1)
    assert len(found.dar_id or "") == 36
    assert there.registers.asked == ["/vask/", f"/adresser/{found.dar_id}"]


def test_an_address_that_the_register_does_not_know_is_not_found(there: StandIn) -> None:
    assert find_address(Sought("Intetvej", "1", "", "0001", ""), there.settings(), there.asking()) is None


def test_a_company_has_name_status_and_address(there: StandIn) -> None:
    found = find_company("13585628", there.settings(), there.asking())
    assert found is not None
    assert found.name == "Registreret Firma 628 ApS"
    assert found.address.startswith("Registervej ")
    assert found.address.endswith(", 5000 Odense C")


def test_a_company_that_is_wound_up_is_not_active(there: StandIn) -> None:
    said = {"nyesteNavn": {"navn": "Lukket ApS"}, "sammensatStatus": "OPLØST", "nyesteBeliggenhedsadresse": None}
    hit = {"_source": {"Vrvirksomhed": {"virksomhedMetadata": said}}}
    there.registers.says["/cvr-permanent"] = {"hits": {"hits": [hit]}}
    found = find_company("13585628", there.settings(), there.asking())
    assert found is not None
    assert (found.is_active, found.status, found.address) == (False, "OPLØST", "")


def test_units_that_no_longer_exist_are_left_out(there: StandIn) -> None:
    found = find_building("0a3f50b8-0000-32b8-e044-0003ba298018", there.settings(), there.asking(), at=AT)
    assert found is not None
    assert found.units == 1


def test_a_condemned_unit_is_told(there: StandIn) -> None:
    units = [
        {
            "status": "6",
            "enh024KondemneretBoligenhed": "1",
            "enh027ArealTilBeboelse": 0,
            "enh026EnhedensSamledeAreal": 70,
        },
        {"status": "7", "enh027ArealTilBeboelse": 40, "enh031AntalVaerelser": 2},
    ]
    there.registers.says["/BBR/"] = {"data": {"BBR_Enhed": {"nodes": units}}}
    found = find_building("x", there.settings(), there.asking(), at=AT)
    assert found is not None
    assert (found.is_condemned, found.area_m2, found.rooms, found.toilets) == (True, 110, 2, None)


@pytest.mark.parametrize("said", ["<html>", [], {"data": None}, {"hits": {}}, {"vaskestatus": {"kode": 0}, "x": 1}])
def test_an_answer_in_another_form_is_an_error_of_the_register_or_nothing(there: StandIn, said: object) -> None:
    there.registers.says["/"] = said
    chosen, asking = there.settings(), there.asking()
    with pytest.raises(RegisterError):
        find_company("13585628", chosen, asking)
    with pytest.raises(RegisterError):
        find_building("x", chosen, asking, at=AT)


def test_an_address_without_a_point_is_an_error_of_the_register(there: StandIn) -> None:
    there.registers.says["/adresser/"] = {"adresse": {"husnummer": {"adgangspunkt": None}}}
    with pytest.raises(RegisterError, match="without a point"):
        find_address(HOUSE, there.settings(), there.asking())


def test_a_wrong_key_is_told_without_the_key(there: StandIn) -> None:
    with pytest.raises(RegisterError, match=r"^127\.0\.0\.1 answered 401: is the key right\?$"):
        find_building("x", there.settings(datafordeler_key="wrong-key"), there.asking(), at=AT)


def test_a_host_that_was_not_named_is_never_asked(there: StandIn) -> None:
    with pytest.raises(RegisterError, match="HUSLY_LOOKUP_HOSTS"):
        find_company("13585628", there.settings(), Asking(hosts=frozenset({"elsewhere.example"})))
    assert there.registers.asked == []


def test_a_busy_register_is_tried_again_and_then_left_alone_for_a_minute(there: StandIn) -> None:
    there.registers.refuses["/"] = 503
    slept: list[float] = []
    time = [0.0]
    asking = there.asking(retries=2, sleep=slept.append, clock=lambda: time[0])
    for _ in range(FAILURES_BEFORE_PAUSE):
        with pytest.raises(RegisterError, match="answered 503"):
            find_company("13585628", there.settings(), asking)
    assert len(there.registers.asked) == 3 * FAILURES_BEFORE_PAUSE
    with pytest.raises(RegisterError, match="left alone"):
        find_company("13585628", there.settings(), asking)
    assert len(there.registers.asked) == 3 * FAILURES_BEFORE_PAUSE
    there.registers.refuses.clear()
    time[0] = 61.0
    assert find_company("13585628", there.settings(), asking) is not None


def test_one_host_is_not_asked_faster_than_the_settings_allow(there: StandIn) -> None:
    slept: list[float] = []
    asking = there.asking(per_second=2, sleep=slept.append, clock=lambda: 0.0)
    for _ in range(3):
        find_company("13585628", there.settings(), asking)
    assert slept == [0.5, 1.0]


def test_nominatim_and_photon_are_asked_through_geopy(there: StandIn) -> None:
    place = {"lat": "55.4", "lon": "10.4", "display_name": "Møllevangen 12", "place_rank": 30}
    there.registers.says["/search"] = [{**place, "address": {"postcode": "5000"}}]
    properties = {"postcode": "5000", "countrycode": "DK", "type": "street", "name": "Møllevangen"}
    geometry = {"type": "Point", "coordinates": [10.4, 55.4]}
    there.registers.says["/api"] = {"features": [{"geometry": geometry, "properties": properties}]}
    exact = find_address(HOUSE, there.settings(address_provider="nominatim"), there.asking())
    near = find_address(HOUSE, there.settings(address_provider="photon"), there.asking())
    assert exact is not None
    assert near is not None
    assert (exact.accuracy, near.accuracy) == (Accuracy.ADDRESS, Accuracy.STREET)
    assert (exact.latitude, near.longitude) == (55.4, 10.4)


def test_a_place_in_another_postal_code_is_not_the_address(there: StandIn) -> None:
    place = {"lat": "55.4", "lon": "10.4", "display_name": "Møllevangen 12", "place_rank": 30}
    there.registers.says["/search"] = [{**place, "address": {"postcode": "8000"}}]
    assert find_address(HOUSE, there.settings(address_provider="nominatim"), there.asking()) is None


def test_a_provider_without_its_host_allowed_is_refused_by_the_settings() -> None:
    with pytest.raises(ValidationError, match="must stand in lookup_hosts"):
        Settings(address_provider="adressevaelger")
