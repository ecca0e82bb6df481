"""The pages where two reports stand beside each other."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from reporting import tabs
from reporting.comparing import money, numbers, texts
from reporting.models import AnnualReport


def others(report: AnnualReport, visible: QuerySet[AnnualReport]) -> list[dict[str, Any]]:
    """Every other version or year of the centre that the reader may see, newest first."""
    found = visible.filter(centre=report.centre_id).exclude(pk=report.pk)
    return [
        {
            "report": row,
            "href": reverse("reporting:compare", args=[report.pk, row.pk]),
            "is_same_year": row.year == report.year,
        }
        for row in found.order_by("-year", "-number")
    ]


def choose(report: AnnualReport, visible: QuerySet[AnnualReport]) -> dict[str, Any]:
    return {
        "report": report,
        "tabs": tabs.of_report(report, "compare_choose"),
        "others": others(report, visible),
    }


def context(report: AnnualReport, other: AnnualReport) -> dict[str, Any]:
    """The older one stands first, whichever was asked for."""
    old, new = sorted((report, other), key=lambda row: (row.year, row.number))
    has_figures = bool(old.figures and new.figures)
    return {
        "report": report,
        "old": old,
        "new": new,
        "tabs": tabs.of_report(report, "compare_choose"),
        "figures": numbers.key_pairs(old.figures, new.figures) if has_figures else [],
        "tables": numbers.tables(old.figures, new.figures) if has_figures else [],
        "money": money.pairs(old, new),
        "sections": texts.sections(old, new),
        "entries": texts.entries(old, new),
        "answers": texts.answers(old, new),
    }
