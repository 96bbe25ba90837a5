"""The texts of the residents' sheet are whole in every language, and its fonts can write them."""

import re
from typing import get_args

import pytest
from fontTools.ttLib import TTFont

from husly.kit.errors import NotFoundError
from husly.kit.pdf import FONTS
from register.sheets.door_texts import DoorText, Topic, Use, door_text, door_texts

CODES = [one.language for one in door_texts()]


def test_danish_comes_first_then_english() -> None:
    assert CODES[:2] == ["da", "en"]
    assert {"de", "pl", "ro", "uk", "lt", "bg"} <= set(CODES)


@pytest.mark.parametrize("text", door_texts(), ids=CODES)
def test_each_language_says_everything_with_the_same_places_to_fill_in(text: DoorText) -> None:
    assert set(text.rules) == set(get_args(Topic))
    assert set(text.uses) == set(get_args(Use))
    assert fields(text) == fields(door_text("da"))


def fields(text: DoorText) -> dict[str, set[str]]:
    said = text.model_dump()
    flat = {**said, **{f"rules.{key}": rule for key, rule in said["rules"].items()}}
    return {key: set(re.findall(r"{(\w+)}", value)) for key, value in flat.items() if isinstance(value, str)}


@pytest.mark.parametrize("text", door_texts(), ids=CODES)
def test_the_embedded_font_has_every_letter(text: DoorText) -> None:
    known = TTFont(FONTS / "NotoSans-Regular.ttf").getBestCmap()
    used = set("".join(str(value) for value in text.model_dump().values()))
    assert {sign for sign in used if ord(sign) not in known} == set()


def test_no_translation_claims_a_review_that_nobody_made() -> None:
    assert [one.language for one in door_texts() if one.reviewed] == []


def test_a_language_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        door_text("xx")
