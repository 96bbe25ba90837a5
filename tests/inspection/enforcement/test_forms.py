from datetime import date

import pytest

from husly.kit.errors import DomainError
from inspection.enforcement.forms import StepForm


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2100-01-01", "9999-12-31", "2026-02-31", "²", ""])
def test_a_day_from_which_no_deadline_can_be_counted_is_refused(day: str) -> None:
    with pytest.raises(DomainError):
        StepForm({"on": day}).day("on")


def test_a_plausible_day_is_read() -> None:
    assert StepForm({"on": " 2026-03-02 "}).day("on") == date(2026, 3, 2)


@pytest.mark.parametrize("text", ["²", "²:00", "9:²", "-1:00", "25:00", "9:60", ""])
def test_what_only_looks_like_a_number_is_refused(text: str) -> None:
    with pytest.raises(DomainError):
        StepForm({"n": text}).minutes("n")
    with pytest.raises(DomainError):
        StepForm({"n": text}).count("n")
