"""Activities as rows of text: formatted once, so that a long table is cheap to draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.activities.columns import Column, Entry, Words, entries
from assignments.activities.models import Activity
from assignments.activities.searching import MOST_COUNTED, PAGE_SIZE, Place, Search
from assignments.plans.numbers import shown_number
from municipalities.names import sort_key

AFTER, BEFORE = "etter", "for"
NAMES_SHOWN = 3


@dataclass(frozen=True)
class Cell:
    """`tags` instead of the text: (words, tone)."""

    code: str
    text: str
    is_number: bool = False
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Row:
    url: str
    again_url: str
    title: str
    cells: list[Cell]


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
    def count_text(self) -> str:
        if self.is_capped:
            return _("Over 10 000 aktiviteter, de nyeste først.")
        text = ngettext("%(n)s aktivitet", "%(n)s aktiviteter", self.count)
        return text % {"n": shown_number(self.count)}


def page_of(search: Search, columns: list[Column], query: QueryDict) -> Found:
    """The rows after or before the one named in the address; the first page where none is."""
    places, has_newer, has_older = around(search, query)
    counted = search.count(MOST_COUNTED + 1)
    asked = query.copy()
    return Found(
        rows=rows_of([place.pk for place in places], columns),
        count=min(counted, MOST_COUNTED),
        is_capped=counted > MOST_COUNTED,
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
    return [
        Row(
            url=reverse("activities:activity_detail", args=[entry.stored["pk"]]),
            again_url=f"{form}?som={entry.stored['pk']}",
            title=entry.stored["title"],
            cells=[cell_of(entry, column) for column in columns],
        )
        for entry in entries(ids, columns, Words())
    ]


def cell_of(entry: Entry, column: Column) -> Cell:
    if column.code == "status":
        return Cell("status", "", tags=((entry.status, tone_of(entry)),))
    if column.code == "merker":
        return Cell("merker", "", tags=tuple((mark, "warning") for mark in entry.marks))
    if column.code == "kommuner":
        names = sorted((place.name for place in entry.places), key=sort_key)
        return Cell("kommuner", few(names))
    value = column.value(entry)
    text = capfirst(value) if column.code in ("type", "form") else shown(value, column)
    return Cell(column.code, text, is_number=column.is_number)


def shown(value: Any, column: Column) -> str:
    if isinstance(value, date):
        return date_format(value, "j.n.Y")
    if column.code == "aktivitet":
        return str(value)
    if isinstance(value, int | Decimal):
        return shown_number(value)
    return value or ""


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
