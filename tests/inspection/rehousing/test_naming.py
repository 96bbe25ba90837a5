"""The employer reads that residents are told in a language they understand, and not in which."""

import pytest
from sqlmodel import Session

from case_ways import AUTHOR, start
from husly.demo.rehousing import INFORMED
from husly.kit.errors import DomainError
from inspection.rehousing.actions import decide_payer
from inspection.rehousing.models import Payer
from inspection.rehousing.naming import languages_named
from rehousing_made import drafted


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ark på polsk, rumænsk og engelsk er udleveret", ("polsk", "rumænsk")),
        ("De ukrainske beboere får det forklaret", ("ukrainske",)),
        ("Ark på dansk og engelsk er hængt op", ()),
        (INFORMED, ()),
    ],
)
def test_words_that_name_a_language_or_nationality_are_found(text: str, named: tuple[str, ...]) -> None:
    assert languages_named(text) == named


def test_words_to_the_employer_that_name_a_language_are_refused(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    with pytest.raises(DomainError) as error:
        drafted(way, informed="Ark på polsk er udleveret.")
    assert error.value.code == "rehousing.language"
    order = drafted(way)
    who = {"by": AUTHOR, "at": way.at(34)}
    with pytest.raises(DomainError, match="polsk"):
        decide_payer(
            session, way.case.id, order.id, payer=Payer.OWNER, law="opdigtet § 2", informed="Ark på polsk.", **who
        )
