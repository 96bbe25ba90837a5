"""A link can choose among our own confirmations; it puts no words of its own on a page."""

import re
from pathlib import Path

import pytest

from husly.kit.i18n import own_sentence
from register.rules.approvals.routes import NOTICES
from web_client import Web, words


@pytest.mark.parametrize(
    "text",
    [
        "Ring til 12345678 og oplys dit kodeord",
        "<b>Saved</b>",
        "100 %",
        "%(count)s",
        "The law says this by %(day)s",
        "Saved\r\nSet-Cookie: a=b",
        "\u202edevaS",
        "\x00",
        "Saved ",
    ],
)
@pytest.mark.parametrize("path", ["/", "/sign-in"])
def test_a_link_puts_no_words_of_its_own_on_a_page(web: Web, path: str, text: str) -> None:
    answer = web.get(path, notice=text)
    assert answer.status_code == 200
    assert "alert-success" not in answer.text


def test_our_own_confirmation_is_shown_in_the_language_of_the_page(web: Web) -> None:
    text = "The mandate is declined."
    assert text not in words(web.get("/", notice=text, lang="da"))
    assert "alert-success" in web.get("/", notice=text, lang="da").text
    assert text in words(web.get("/", notice=text, lang="en"))


def test_a_text_with_blanks_to_fill_is_no_confirmation(repository: Path) -> None:
    po = (repository / "src/husly/locale/da/LC_MESSAGES/husly.po").read_text()
    with_blanks = re.findall(r'^msgid "(.*%\(.*)"$', po, re.MULTILINE)
    assert with_blanks
    assert not any(own_sentence(text) for text in with_blanks)


def test_every_confirmation_that_the_program_gives_is_one_of_its_own(repository: Path) -> None:
    given = list(NOTICES.values())
    for file in repository.glob("src/**/*.py"):
        text = file.read_text()
        for name in re.findall(r"notice=\{quote\(([A-Z_]+)", text):
            given += re.findall(rf'^{name} = mark\(\s*"(.*)"\s*\)$', text, re.MULTILINE)
        given += re.findall(r'\?notice=([A-Za-z]+)"', text)
    assert len(given) > 20
    assert [text for text in given if own_sentence(text) != text] == []
