"""Errors that a rule raises and a page explains."""


class DomainError(Exception):
    """Something a rule forbids, named so that people and tests can tell which rule.

    `code` is a stable snake_case name of the rule. `message` is English and doubles as the gettext msgid,
    with `%(name)s` placeholders for `params`; presenters translate it. `str(error)` is the English text,
    filled in.
    """

    def __init__(self, code: str, message: str, **params: object) -> None:
        self.code = code
        self.message = message
        self.params = params
        super().__init__(message % params if params else message)
