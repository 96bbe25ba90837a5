from datetime import date

from husly.kit.i18n import format_date, format_number, use_language


def test_dates_and_numbers_are_written_as_readers_in_europe_expect() -> None:
    use_language("en")
    try:
        assert format_date(date(2026, 12, 18)) == "18 December 2026"
        assert format_number(1234.5) == "1,234.5"
    finally:
        use_language("da")
    assert format_date(date(2026, 12, 18)) == "18. december 2026"
    assert format_number(1234.5) == "1.234,5"
