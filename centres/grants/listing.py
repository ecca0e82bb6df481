"""Grants as rows of text, and what they come to on each line of the state's budget."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from centres.grants.kroner import kroner
from centres.grants.models import Grant, GrantLine, GrantQuerySet
from korus_portal.accounts.access import Viewer


@dataclass(frozen=True)
class Row:
    url: str
    year: int
    centre: str
    scheme: str
    recipient: str
    amount: str
    due: str
    # What is not registered yet.
    missing: str


@dataclass(frozen=True)
class Total:
    """One chapter and item of everything that is listed. `unknown` lines have no amount."""

    name: str
    grants: int
    amount: str
    unknown: int


def visible_grants(viewer: Viewer) -> GrantQuerySet:
    """What the person may see: the newest year on top."""
    rows = Grant.objects.visible_to(viewer).select_related("centre", "recipient")
    return rows.order_by("-year", "centre__kind", "centre__short_name", "scheme", "pk")


def for_list(grants: GrantQuerySet) -> QuerySet[Any]:
    """With the sum of each letter's lines; None while one of them is without an amount."""
    return grants.annotate(
        granted=Sum("lines__amount"), without=Count("lines", filter=Q(lines__amount=None))
    )


def rows_of(grants: Iterable[Any]) -> list[Row]:
    """Of what `for_list` has read."""
    return [
        Row(
            url=grant.get_absolute_url(),
            year=grant.year,
            centre=grant.centre.short_name,
            scheme=grant.scheme,
            recipient=grant.recipient.name if grant.recipient else "",
            amount=kroner(None if grant.without else grant.granted),
            due=date_format(grant.report_due_on, "d.m.Y") if grant.report_due_on else "",
            missing=get_text_list(missing_of(grant), _("og")),
        )
        for grant in grants
    ]


def missing_of(grant: Grant) -> list[str]:
    missing = []
    if grant.letter_on is None:
        missing.append(_("brevet"))
    if grant.applied_on is None:
        missing.append(_("søknaden"))
    return missing


def totals_of(grants: QuerySet[Grant]) -> list[Total]:
    """By chapter and item, over all pages of the list. One query."""
    lines = GrantLine.objects.filter(grant__in=grants.order_by().values("pk"))
    found = lines.order_by("chapter", "item").values("chapter", "item")
    sums = found.annotate(
        total=Sum("amount"),
        letters=Count("grant", distinct=True),
        unknown=Count("pk", filter=Q(amount=None)),
    )
    return [
        Total(
            name=str(GrantLine(chapter=row["chapter"], item=row["item"])),
            grants=row["letters"],
            amount=kroner(row["total"]),
            unknown=row["unknown"],
        )
        for row in sums
    ]
