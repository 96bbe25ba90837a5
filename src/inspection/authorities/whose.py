"""Whose case it is, in the words of its pages."""

from husly.kit.i18n import gettext as _
from husly.settings import Settings
from inspection.authorities.belonging import STATE, authority_of_case
from inspection.enforcement.models import InspectionCase
from register.municipalities.table import municipalities


def whose_words(case: InspectionCase, settings: Settings) -> str:
    """The authority of a case as its pages name it: the state's, or a municipality by name."""
    return authority_words(authority_of_case(case, settings.supervision_model), settings)


def authority_words(code: str, settings: Settings) -> str:
    """An authority by its code: the state's, or a municipality by name."""
    if code == STATE:
        return _("the state authority")
    found = municipalities(settings.data_path).get(code)
    return _("%(name)s Municipality", name=code if found is None else found.name)
