"""For the operator: the languages of the residents' texts, and the sheet of an invented dwelling in each."""

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Template

from husly.kit import pdf
from husly.kit.access import Permission
from husly.kit.clock import today
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.files import inline_pdf
from register.sheets.door import Contact, DoorSheet, door_sheet
from register.sheets.door_texts import door_text, door_texts
from register.sheets.example import example_declared
from register.sheets.language_presenters import languages_page
from standards.rules.pack import load_pack


@get("/door-sheets", opt=needs(Permission.ADMINISTER), sync_to_thread=True)
def show_languages(request: AnyRequest) -> Template:
    """In which languages the residents' texts are, which of them nobody has reviewed, and what each lacks."""
    return page(request, "sheets/languages.html", shown=languages_page(door_texts()))


@get("/door-sheets/{name:str}", opt=needs(Permission.ADMINISTER), sync_to_thread=True)
def show_example(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """The sheet of an invented dwelling; ``name`` is a language with ``.pdf`` behind it."""
    settings, text = request.app.state.settings, door_text(name.removesuffix(".pdf"))
    sheet = DoorSheet(
        declared=example_declared(),
        packs=[load_pack(one) for one in settings.packs],
        is_draft=True,
        contact=Contact(settings.authority_name, settings.authority_phone, settings.authority_email),
        as_of=today(),
    )
    banner = pdf.Banner(_("EXAMPLE"), _("EXAMPLE: an invented dwelling, not to be hung up"))
    return inline_pdf(pdf.render_sheet(door_sheet(sheet, text), banner=banner), f"example-{text.language}")
