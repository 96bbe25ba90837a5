"""Who was at a visit, as the party may read it."""

import pytest
from sqlmodel import Session

from case_ways import AUTHOR, VISIT_DAY, start
from husly.kit.errors import DomainError
from inspection.enforcement import actions
from inspection.enforcement.present import tells_of_residents, without_residents


@pytest.mark.parametrize(
    ("present", "told"),
    [
        ("Arbejdsgiverens kontaktperson og to beboere", "Arbejdsgiverens kontaktperson"),
        ("en tilsynsførende; beboerne, driftslederen samt 2 lejere", "en tilsynsførende, driftslederen"),
        ("two residents and the manager", "the manager"),
        ("to beboere", ""),
        ("to tilsynsførende og udlejeren", "to tilsynsførende og udlejeren"),
        ("", ""),
    ],
)
def test_parts_that_tell_of_residents_are_left_out_and_the_rest_stays(present: str, told: str) -> None:
    assert without_residents(present) == told
    assert not tells_of_residents(without_residents(present))


def test_a_report_that_tells_of_residents_is_refused(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    who = {"by": AUTHOR, "at": way.at(VISIT_DAY)}
    with pytest.raises(DomainError) as error:
        actions.draft_report(session, way.case.id, hours="9–11", participants="en tilsynsførende og to beboere", **who)
    assert error.value.code == "report.residents"
    letter = actions.draft_report(session, way.case.id, hours="9–11", participants="en tilsynsførende", **who)
    assert letter.choices["participants"] == "en tilsynsførende"
