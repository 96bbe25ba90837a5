"""A page is in the reader's language whole, or in English whole."""

import pytest

from declared_housing import submitted
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from web_client import Web


@pytest.mark.parametrize(
    ("path", "spoken"),
    [("/declarations/{0}", "pl"), ("/owners/name/{0}", "pl"), ("/declarations/{0}/certificate", "en")],
)
def test_a_page_that_is_not_translated_is_english_as_a_whole(web: Web, path: str, spoken: str) -> None:
    with transaction(web.engine) as session:
        home = submitted(session).accommodation
        employer, accommodation = home.employer_id, home.id
    web.sign_in(Grant(Role.EMPLOYER, employer))
    web.client.cookies.set("husly_language", "pl")
    answer = web.get(path.format(accommodation))
    assert answer.status_code == 200
    assert f'<html lang="{spoken}">' in answer.text
