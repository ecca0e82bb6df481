"""Activities as rows of text: formatted once, so that a long table is cheap to draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assignments.activities.columns import ALL, Column, Entry, Words, entries
from assignments.activities.models import Activity
from assignments.activities.searching import PAGE_SIZE, Place, Search
from assignments.plans.numbers import shown_number
from municipalities.names import sort_key

AFTER, BEFORE = "etter", "for"
NAMES_SHOWN = 3
CLASSES = {
    **{column.code: ' class="num"' for column in ALL if column.is_number},
    "dato": ' class="nowrap"',
    "sluttdato": ' class="nowrap"',
}


class Cell(NamedTuple):
    """`tags` instead of the text: (words, tone)."""

    code: str
    text: str
    is_number: bool = False
    tags: tuple[tuple[str, str], ...] = ()

    def markup(self, url: str) -> str:
        if self.tags:
            return f"<td>{''.join(map(tag, self.tags))}</td>"
        text = escape(self.text)
        if self.code == "tittel":
            return f'<th scope="row"><a class="ds-link" href="{url}">{text}</a></th>'
        return f"<td{CLASSES.get(self.code, '')}>{text}</td>"


class Row(NamedTuple):
    url: str
    again_url: str
    title: str
    cells: list[Cell]

    def markup(self, again: str) -> str:
        cells = "".join([cell.markup(self.url) for cell in self.cells])
        return (
            f'<tr>{cells}<td class="nowrap"><a class="ds-link" href="{self.again_url}">{again}'
            f'<span class="ds-sr-only">: {escape(self.title)}</span></a></td></tr>'
        )


@dataclass(frozen=True)
class Found:
    """One page of the list. `newer` and `older` are the addresses of its neighbours, or empty."""

    rows: list[Row]
    count: int
    is_capped: bool
    newer: str
    older: str
    # Somebody followed an address past the last row.
    is_past_the_end: bool

    @property
    def body(self) -> SafeString:
        """The rows as markup: fifty rows of a template cost more than finding them."""
        again = escape(_("Samme igjen"))
        return SafeString("".join([row.markup(again) for row in self.rows]))

    @property
    def count_text(self) -> str:
        if self.is_capped:
            text = _("Over %(n)s aktiviteter, de nyeste først.")
            return text % {"n": shown_number(self.count)}
        text = ngettext("%(n)s aktivitet", "%(n)s aktiviteter", self.count)
        return text % {"n": shown_number(self.count)}


def page_of(search: Search, columns: list[Column], query: QueryDict) -> Found:
    """The rows after or before the one named in the address; the first page where none is."""
    places, has_newer, has_older = around(search, query)
    most = search.most_counted
    counted = search.count(most + 1)
    asked = query.copy()
    return Found(
        rows=rows_of([place.pk for place in places], columns),
        count=min(counted, most),
        is_capped=counted > most,
        newer=address(asked, BEFORE, places[0]) if has_newer else "",
        older=address(asked, AFTER, places[-1]) if has_older else "",
        is_past_the_end=not places and counted > 0,
    )


def around(search: Search, query: QueryDict) -> tuple[list[Place], bool, bool]:
    """Up to a page of rows, and whether there are newer and older ones."""
    before = Place.read(query.get(BEFORE, ""))
    if before is not None:
        found = search.newer(before, PAGE_SIZE + 1)
        if len(found) > PAGE_SIZE:
            return found[1:], True, True
        # Near the top a page would be short: show the whole first one.
    after = None if before is not None else Place.read(query.get(AFTER, ""))
    found = search.older(after, PAGE_SIZE + 1) if after else search.older(most=PAGE_SIZE + 1)
    return found[:PAGE_SIZE], after is not None and bool(found), len(found) > PAGE_SIZE


def address(query: QueryDict, name: str, place: Place) -> str:
    changed = query.copy()
    for other in (AFTER, BEFORE):
        changed.pop(other, None)
    changed[name] = str(place)
    return f"?{changed.urlencode()}"


def rows_of(ids: list[int], columns: list[Column]) -> list[Row]:
    """One page of the list, in the order of `ids`."""
    form = reverse("activities:activity_new")
    # One address is looked up; the others differ by their number alone.
    before, after = reverse("activities:activity_detail", args=[0]).rsplit("0", 1)
    return [
        Row(
            url=f"{before}{entry.stored['pk']}{after}",
            again_url=f"{form}?som={entry.stored['pk']}",
            title=entry.stored["title"],
            cells=[cell_of(entry, column) for column in columns],
        )
        for entry in entries(ids, columns, Words())
    ]


def cell_of(entry: Entry, column: Column) -> Cell:
    code = column.code
    if code == "status":
        return Cell(code, "", tags=((entry.status, tone_of(entry)),))
    if code == "merker":
        return Cell(code, "", tags=tuple((mark, "warning") for mark in entry.marks))
    if code == "kommuner":
        return Cell(code, few(sorted([place.name for place in entry.places], key=place_in_order)))
    value = column.value(entry)
    text = capfirst(value) if code in ("type", "form") else shown(value, column)
    return Cell(code, text, is_number=column.is_number)


@lru_cache(maxsize=2000)
def place_in_order(name: str) -> bytes:
    """The same names stand in every list."""
    return sort_key(name)


def shown(value: Any, column: Column) -> str:
    if isinstance(value, date):
        return f"{value.day}.{value.month}.{value.year}"
    if column.code == "aktivitet":
        return str(value)
    if isinstance(value, int | Decimal):
        return number(value, get_language())
    return value or ""


@lru_cache(maxsize=2000)
def number(value: int | Decimal, language: str | None) -> str:
    """As the page's language writes it; the same few numbers stand in most rows."""
    return shown_number(value)


def tag(told: tuple[str, str]) -> str:
    text, tone = told
    return f'<span class="ds-tag tag" data-color="{tone}">{escape(text)}</span> '


def few(names: Iterable[str]) -> str:
    names = list(names)
    if len(names) <= NAMES_SHOWN:
        return ", ".join(names)
    first = ", ".join(names[: NAMES_SHOWN - 1])
    return _("%(names)s og %(count)s til") % {"names": first, "count": len(names) - NAMES_SHOWN + 1}


def tone_of(entry: Entry) -> str:
    if entry.stored["deleted_at"] is not None:
        return "danger"
    return "success" if entry.stored["status"] == Activity.Status.CONFIRMED else "neutral"
