import json
from typing import Any

import pytest

from declared_housing import DATA
from official_layout import features_of, in_official_layout
from register.municipalities.official import BoundaryFileError, OfficialAreas, read_official
from register.municipalities.table import municipalities


def one(geometry: str) -> bytes:
    return f'{{"features": [{{"properties": {{"KOMKODE": "0101"}}, "geometry": {geometry}}}]}}'.encode()


CITY = {"type": "Polygon", "coordinates": [[[12, 55.6], [12.4, 55.6], [12.4, 55.9], [12, 55.9], [12, 55.6]]]}


def read(document: Any, code_field: str = "KOMKODE") -> OfficialAreas:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return read_official(content, municipalities(DATA), code_field=code_field)


def refused(document: Any) -> str:
    with pytest.raises(BoundaryFileError) as error:
        read(document)
    return str(error.value)


def test_the_official_layout_is_merged_by_code_without_heights() -> None:
    document = in_official_layout()
    areas = read(document)
    assert areas.features > 150
    assert [code for code, _ in areas.areas] == sorted(municipalities(DATA))
    assert areas.mended == ()
    assert all(area.is_valid and not area.has_z for _, area in areas.areas)


def test_a_code_of_three_digits_and_another_field_are_taken() -> None:
    document = in_official_layout()
    for feature in document["features"]:
        feature["properties"] = {"kode": int(feature["properties"]["KOMKODE"])}
    assert len(read(document, "kode").areas) == 99


def test_a_missing_code_field_names_those_that_are_there() -> None:
    document = in_official_layout()
    for feature in document["features"]:
        feature["properties"]["lokalId"] = feature["properties"].pop("KOMKODE")
    text = refused(document)
    assert "KOMNAVN, lokalId" in text
    assert "--code-field" in text


def test_a_missing_municipality_is_named() -> None:
    document = in_official_layout()
    document["features"] = features_of(document, without="0461")
    assert "0461 Odense" in refused(document)


def test_an_unknown_code_is_named() -> None:
    document = in_official_layout()
    document["features"][0]["properties"]["KOMKODE"] = "0999"
    assert "0999" in refused(document)


def test_metres_are_recognised_and_the_conversion_named() -> None:
    document = in_official_layout(move=lambda x, y: (x * 50_000, y * 110_000))
    text = refused(document)
    assert "EPSG:25832" in text
    assert "ogr2ogr" in text


def test_another_reference_system_is_recognised_by_its_name() -> None:
    document = in_official_layout()
    document["crs"]["properties"]["name"] = "urn:ogc:def:crs:EPSG::25832"
    assert "ogr2ogr" in refused(document)


def test_latitude_before_longitude_is_recognised() -> None:
    assert "changed places" in refused(in_official_layout(move=lambda x, y: (y, x)))


def test_an_area_outside_denmark_is_named() -> None:
    assert "outside Denmark" in refused(in_official_layout(move=lambda x, y: (x + 3, y)))


def test_large_overlaps_are_named() -> None:
    document = in_official_layout()
    document["features"].append({"type": "Feature", "properties": {"KOMKODE": "0101"}, "geometry": CITY})
    assert "overlap by" in refused(document)


def test_a_crossing_ring_is_repaired_and_named() -> None:
    document = in_official_layout()
    bow = [[14.7, 55.1], [14.71, 55.11], [14.71, 55.1], [14.7, 55.11], [14.7, 55.1]]
    document["features"].append(
        {"type": "Feature", "properties": {"KOMKODE": "0400"}, "geometry": {"type": "Polygon", "coordinates": [bow]}}
    )
    assert read(document).mended == ("0400",)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "line 1, column 1"),
        (b'{"type": ', "line 1"),
        (b"\x00\x01\xff\xfe rubbish", "not GeoJSON"),
        (b"<gml/>", "ogr2ogr"),
        (b"[]", "FeatureCollection"),
        (b'{"features": [1]}', "FeatureCollection"),
        (b'{"features": [{"properties": {"KOMKODE": "0101"}, "geometry": null}]}', "Feature 1"),
        (b'{"features": [{"properties": {"KOMKODE": "0101"}}]}', "Feature 1"),
        (one('{"type": "Point", "coordinates": [1, 2]}'), "Point"),
        (one('{"type": "Polygon", "coordinates": [[1]]}'), "Feature 1"),
        (b"[" * 100_000, "not GeoJSON"),
    ],
)
def test_what_is_no_boundary_file_is_refused_with_the_place(content: bytes, says: str) -> None:
    assert says in refused(content)
