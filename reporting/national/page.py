"""What the page of the national summary shows, with every value written once."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.jobs.models import Job
from reporting.documents.tables import Table, written
from reporting.national import content, reading, sources_page, store
from reporting.national.content import Content
from reporting.national.reading import Choice
from reporting.national.tables import Linked


@dataclass(frozen=True)
class Cell:
    text: str
    href: str
    is_numeric: bool


@dataclass(frozen=True)
class ShownTable:
    title: str
    note: str
    headers: list[Cell]
    rows: list[tuple[Cell, list[Cell]]]


def context(choice: Choice, user: User) -> dict[str, Any]:
    language = get_language() or User.Language.BOKMAAL
    found = content.of_choice(choice, language)
    return {
        "content": found,
        "choice": choice,
        "missing": shown(Linked(found.missing)),
        "late": shown(Linked(found.late)),
        "keys": [(key, written(key.value)) for key in found.keys],
        "sections": [
            (section, [shown(table) for table in section.tables]) for section in found.sections
        ],
        "documents": documents(choice, found),
        "job": job_under_way(choice, user),
    }


def shown(linked: Linked) -> ShownTable:
    table = linked.table
    return ShownTable(
        title=table.title,
        note=table.note,
        headers=[Cell(column.label, "", column.is_numeric) for column in table.columns],
        rows=[row_of(table, at, linked.links) for at in range(len(table.rows))],
    )


def row_of(table: Table, at: int, links: dict[tuple[int, int], str]) -> tuple[Cell, list[Cell]]:
    cells = [
        Cell(written(value), links.get((at, number), ""), column.is_numeric)
        for number, (column, value) in enumerate(zip(table.columns, table.rows[at], strict=True))
    ]
    return cells[0], cells[1:]


def documents(choice: Choice, found: Content) -> list[dict[str, Any]]:
    """Only those of what the page says now."""
    labels = {"pdf": _("PDF"), "xlsx": _("Regneark (XLSX)")}
    query = f"aar={choice.year}&type={choice.kind}"
    return [
        {
            "label": labels[document.kind],
            "made_at": document.made_at,
            "url": f"{reverse('reporting:national_download', args=[document.kind])}?{query}",
        }
        for document in store.current(choice, found)
    ]


def job_under_way(choice: Choice, user: User) -> Job | None:
    own = Job.objects.visible_to(user).unfinished()
    return own.filter(key__startswith=store.job_key(choice)).first()


def sources(choice: Choice, group: str, code: str) -> sources_page.Behind:
    """Raises NoSuchFigureError."""
    reports = reading.received(choice)
    summary = reading.summary(choice, reports)
    names = content.names_of(choice, reports, summary)
    return sources_page.behind(summary, names, group, code)
