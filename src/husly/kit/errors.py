"""Errors that a person can act on."""


class DomainError(Exception):
    """A rule of the house or of the law forbids what was asked.

    ``code`` is stable and names the rule; ``message`` is an English sentence (also the key of its translation) with
    ``{placeholders}`` that ``params`` fill. Pages show it as a message, never as a fault.
    """

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message.format(**params) if params else message)
        self.code = code
        self.message = message
        self.params = params


class NotFoundError(Exception):
    """Nothing by that name within what the actor may see."""


class NotAllowedError(Exception):
    """The actor lacks the permission, here or at all."""
