"""Pages from Jinja templates, with what every page needs."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from litestar import Request
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect, Template

from husly.kit import i18n
from husly.kit.access import Permission, may
from husly.kit.web.menu import MenuEntry, menu_links

AnyRequest = Request[Any, Any, Any]
"""A request, whatever its user, token and state are: what every handler takes."""


def template_engine(
    folders: Sequence[Path],
    *,
    static_url: str,
    menu: Sequence[MenuEntry] = (),
    functions: Mapping[str, Callable[..., object]] | None = None,
) -> JinjaTemplateEngine:
    """The template engine over the features' folders; an unknown name in a template is an error, not a blank.

    ``menu`` are the entries of the main menu, ``functions`` what the features' templates may call besides.
    """
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        lambda message: i18n.catalogue(i18n.language()).gettext(message),
        lambda one, many, n: i18n.catalogue(i18n.language()).ngettext(one, many, n),
        newstyle=True,
    )
    environment.filters.update(
        date=i18n.format_date, moment=i18n.format_moment, number=i18n.format_number, clock=i18n.format_clock
    )
    environment.globals.update(functions or {})
    environment.globals.update(
        menu_links=partial(menu_links, menu),
        static=lambda path: f"{static_url}/{path}",
        language=i18n.language,
        languages=i18n.LANGUAGES,
        is_reviewed=i18n.is_reviewed,
    )
    return JinjaTemplateEngine.from_environment(environment)


def page(
    request: AnyRequest,
    template: str,
    *,
    status_code: int = 200,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> Template:
    """Answer with a page. ``may`` in the template asks about the reader's permissions by name."""
    actor = request.scope.get("user")
    settings = request.app.state.settings
    shared = {
        "actor": actor,
        "settings": settings,
        "path": request.url.path,
        "may": lambda name: may(actor, Permission(name)),
        "notice": i18n.own_sentence(request.query_params.get("notice", "")),
    }
    return Template(
        template_name=template,
        context=shared | context,
        status_code=status_code,
        headers=headers,
        media_type="text/html",
    )


def redirect(path: str) -> Redirect:
    """Send the browser on after a change (303, so that reloading does not repeat it)."""
    return Redirect(path, status_code=303)
