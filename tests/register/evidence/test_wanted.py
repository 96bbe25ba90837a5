"""What photos and documents are asked for, and what is missing."""

from pathlib import Path

import pytest

from declared_housing import a_form
from register.evidence.wanted import WantedError, missing_of, places_for, wanted_evidence
from standards.facts.known import DwellingFacts


def facts(**dwelling: object) -> DwellingFacts:
    return a_form({f"dwelling.{key}": value for key, value in dwelling.items()}).facts


def test_a_photo_is_asked_of_each_room_to_sleep_in() -> None:
    missing = missing_of(wanted_evidence(), facts(), {("photo_bedroom", "Værelse 2")})
    assert missing["photo_bedroom"] == ("Værelse 1",)


def test_where_no_kitchen_is_declared_one_photo_of_it_is_asked_all_the_same() -> None:
    assert missing_of(wanted_evidence(), facts(), ())["photo_kitchen"] == ("",)


def test_what_is_there_is_not_missing() -> None:
    everything = places_for(wanted_evidence(), facts())
    assert missing_of(wanted_evidence(), facts(), everything) == {}


def test_a_fire_document_is_asked_where_many_sleep_in_one_building() -> None:
    assert "fire_document" in missing_of(wanted_evidence(), facts(kind="hotel"), ())
    assert "fire_document" not in missing_of(wanted_evidence(), facts(kind="house"), ())


def test_what_is_optional_can_be_attached_and_is_never_missing() -> None:
    assert ("rental_contract", "") in places_for(wanted_evidence(), facts())
    assert "rental_contract" not in missing_of(wanted_evidence(), facts(), ())


def test_an_operator_may_keep_a_list_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("- {key: door, of: photo, da: Dør, en: Door, because: {da: Lås, en: Lock}}", encoding="utf-8")
    assert [one.key for one in wanted_evidence(own)] == ["door"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- [", "not YAML"),
        ("{}", "must be a list"),
        ("- door", "must be a mapping"),
        ("- {key: door, of: film, da: a, en: b, because: {da: a, en: b}}", "photo or document"),
        ("- {key: door, of: photo, da: a, because: {da: a, en: b}}", "da and en"),
        ("- {key: door, of: photo, da: a, en: b, because: {da: a, en: b}, each: [cellar]}", "bedroom"),
        ("- {key: door, of: photo, da: a, en: b, because: {da: a, en: b}, when: x}", "when is not known"),
        ("- {key: a b, of: photo, da: a, en: b, because: {da: a, en: b}}", "letters, digits"),
        (
            "- {key: a, of: photo, da: a, en: b, because: {da: a, en: b}}\n"
            "- {key: a, of: photo, da: a, en: b, because: {da: a, en: b}}",
            "same key",
        ),
    ],
)
def test_a_list_that_is_wrong_says_where_and_why(tmp_path: Path, text: str, says: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(WantedError, match=says):
        wanted_evidence(own)


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(WantedError, match="HUSLY_EVIDENCE_LIST"):
        wanted_evidence(Path("nowhere.yaml"))
