"""A form whose text cannot be read is refused with a sentence, on public pages too."""

import pytest

from web_client import Web, words

PART = b'--x\r\nContent-Disposition: form-data; name="code"'
FORMS = {
    "bytes": PART + b"\r\n\r\n\xff\xfe\r\n--x--\r\n",
    "charset": PART + b"\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nab\r\n--x--\r\n",
}


@pytest.mark.parametrize("sent", FORMS)
@pytest.mark.parametrize(
    ("path", "has_token"),
    [("/comply", True), ("/reply", True), ("/tip", True), ("/sign-in", False), ("/owner", False), ("/tip", False)],
)
def test_it_is_no_fault_of_ours(web: Web, path: str, sent: str, has_token: bool) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    headers |= {"x-csrftoken": web._form_token()} if has_token else {}
    answer = web.client.post(path, content=FORMS[sent], headers=headers, follow_redirects=False)
    assert answer.status_code == 400
    assert "UTF-8" in words(answer)


@pytest.mark.parametrize("fault", [KeyError("x"), UnicodeDecodeError("utf-8", b"", 0, 1, "x")])
def test_the_same_error_elsewhere_is(web: Web, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise fault

    monkeypatch.setattr("husly.pages.routes.page", broken)
    assert web.get("/sign-in").status_code == 500
