"""Tables of the summary: typed values for every document, and for the page where each leads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.documents.tables import Column, Table, Type
from reporting.drilldown import address_key
from reporting.models import AnnualReport
from reporting.national.reading import Choice

Links = dict[tuple[int, int], str]


@dataclass(frozen=True)
class Linked:
    """`links` are by row and column; documents leave them out."""

    table: Table
    links: Links = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    tables: list[Linked]
    # What must be known of the section as a whole, such as reports that do not say it.
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Names:
    """What codes and numbers are called, in the active language."""

    choice: Choice
    reports: dict[int, AnnualReport]
    themes: dict[str, str]
    tasks: dict[str, str]
    counties: dict[str, str]
    assignments: dict[int, str]
    initiatives: dict[int, str]
    # By report: from whom each of its incomes comes, in order.
    incomes: dict[int, list[str]]

    def centre(self, report: int) -> str:
        return self.reports[report].centre.short_name

    def report_url(self, report: int) -> str:
        return self.reports[report].get_absolute_url()

    def accounts_url(self, report: int) -> str:
        return reverse("reporting:accounts", args=[report])

    def rows_url(self, report: int, group: str, key: str) -> str:
        return reverse("reporting:report_rows", args=[report, group, address_key(key)])

    def sources_url(self, group: str, code: str = "") -> str:
        """The page that says which reports a national figure is made of."""
        query = {"aar": self.choice.year, "type": self.choice.kind, "tall": group, "kode": code}
        return f"{reverse('reporting:national_sources')}?{urlencode(query)}"


def centre_column() -> Column:
    return Column(_("Senter"), width=24)


def number(label: str) -> Column:
    return Column(label, Type.NUMBER)


def decimal(label: str) -> Column:
    return Column(label, Type.DECIMAL)


def first_cells(hrefs: Sequence[str]) -> Links:
    """Each row leads from its first cell."""
    return {(row, 0): href for row, href in enumerate(hrefs) if href}


def lacking(names: Names, reports: Sequence[int]) -> list[str]:
    """«Mangler i 2 rapporter: …», or nothing. Older frozen figures do not say everything."""
    if not reports:
        return []
    text = ngettext(
        "Mangler i %(count)s rapport: %(centres)s.",
        "Mangler i %(count)s rapporter: %(centres)s.",
        len(reports),
    )
    centres = ", ".join(names.centre(report) for report in reports)
    return [text % {"count": len(reports), "centres": centres}]


def given_note(given: int, of: int) -> str:
    return _("Oppgitt for %(given)s av %(of)s.") % {"given": given, "of": of}
