"""How the figures were counted, and the municipalities one by one."""

from django.utils.translation import gettext as _

from reporting import method
from reporting.documents import listings
from reporting.documents.parts import Chapter, Heading, Note, Part, Rows
from reporting.documents.source import Source


def chapters(source: Source) -> list[Chapter]:
    return [
        Chapter(_("Slik er tallene regnet"), rules(), is_long=True),
        Chapter(_("Vedlegg: kommunene"), municipalities(source)),
    ]


def rules() -> list[Part]:
    found: list[Part] = []
    for name, rule in method.rules():
        found += [Heading(name, is_listed=False), Note(rule)]
    more = _("Alle aktivitetene bak tallene står i regnearket som hører til rapporten.")
    return [*found, Heading(_("Radene bak tallene"), is_listed=False), Note(more)]


def municipalities(source: Source) -> list[Part]:
    if not source.is_counted:
        return []
    found: list[Part] = []
    for table in listings.municipalities(source.figures):
        found += [Heading(table.title), Rows(table)]
    return found
