from datetime import date

import pytest

from husly.kit.i18n import LANGUAGES, format_date, format_number, use_language


def test_dates_and_numbers_are_written_as_readers_in_europe_expect() -> None:
    use_language("en")
    try:
        assert format_date(date(2026, 12, 18)) == "18 December 2026"
        assert format_number(1234.5) == "1,234.5"
    finally:
        use_language("da")
    assert format_date(date(2026, 12, 18)) == "18. december 2026"
    assert format_number(1234.5) == "1.234,5"


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_date_brings_a_full_stop_of_its_own_into_a_sentence(code: str) -> None:
    use_language(code)
    try:
        assert not format_date(date(2026, 12, 18)).endswith((".", "d"))
    finally:
        use_language("da")
