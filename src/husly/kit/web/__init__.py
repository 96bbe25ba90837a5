"""The web shell: permission on the route, one session a request, security headers, templates, error pages."""

from husly.kit.web.permission import needs
from husly.kit.web.session import provide_actor, provide_session
from husly.kit.web.templates import AnyRequest, page, redirect

__all__ = ["AnyRequest", "needs", "page", "provide_actor", "provide_session", "redirect"]
