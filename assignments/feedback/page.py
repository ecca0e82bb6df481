"""The figures of a year as tables, for the page and for the file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.activities.models import Activity
from assignments.feedback.models import FeedbackForm, FeedbackFormQuerySet
from assignments.feedback.results import ACTIVITY, CENTRE, FORM, THEME, TILTAK, Tree, tree_of
from assignments.feedback.tallies import Opinion, cells
from assignments.plans.models import Assignment
from centres.models import Centre
from municipalities.models import Theme


@dataclass(frozen=True, slots=True)
class Line:
    """A place and what stands of it."""

    label: str
    opinion: Opinion | None
    url: str = ""
    cells: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """`level` is its name in the file."""

    level: str
    caption: str
    head: str
    lines: list[Line]


def headings() -> list[str]:
    return [
        _("Svar"),
        _("Nyttig, snitt"),
        _("Nyttig, 4 eller 5"),
        _("Nær praksis, snitt"),
        _("Nær praksis, 4 eller 5"),
    ]


def line(label: str, opinion: Opinion | None, url: str = "") -> Line:
    return Line(label, opinion, url, cells(opinion))


def tables_of_centre(forms: FeedbackFormQuerySet, centre: Centre, *, year: int) -> list[Table]:
    """The centre's own: from the whole down to each form. A constant number of queries."""
    tree = tree_of(forms, year=year)
    if not tree.places:
        return []
    return [
        Table("senter", _("Senteret"), _("Senter"), centre_lines(tree, [centre])),
        Table("tema", _("Etter tema"), _("Tema"), lines_at(tree, THEME, theme_names(tree))),
        Table("tiltak", _("Etter tiltak"), _("Tiltak"), lines_at(tree, TILTAK, tiltak_of(tree))),
        Table(
            "aktivitet",
            _("Etter aktivitet"),
            _("Aktivitet"),
            lines_at(tree, ACTIVITY, activities_of(tree)),
        ),
        Table("skjema", _("Etter skjema"), _("Skjema"), lines_at(tree, FORM, forms_of(tree))),
    ]


def tables_of_all(forms: FeedbackFormQuerySet, *, year: int) -> list[Table]:
    """For the directorate: each centre, and each theme over all of them."""
    tree = tree_of(forms, year=year)
    if not tree.places:
        return []
    centres = Centre.objects.filter(pk__in=ids_at(tree, CENTRE)).order_by("short_name")
    themes = [line(label, tree.across(pk)) for pk, (label, _url) in sorted_names(theme_names(tree))]
    return [
        Table("senter", _("Etter senter"), _("Senter"), centre_lines(tree, centres)),
        Table("tema", _("Etter tema"), _("Tema"), themes),
    ]


def centre_lines(tree: Tree, centres: Iterable[Centre]) -> list[Line]:
    return [line(centre.short_name, tree.at((centre.pk,))) for centre in centres]


Names = dict[Any, tuple[str, str]]


def lines_at(tree: Tree, depth: int, names: Names) -> list[Line]:
    """The places of one depth; those without a name of their own (no tiltak) have no line."""
    of = {path[-1]: path for path in tree.of_depth(depth)}
    found = [(pk, name) for pk, name in sorted_names(names) if pk in of]
    return [line(label, tree.at(of[pk]), url) for pk, (label, url) in found]


def sorted_names(names: Names) -> list[tuple[Any, tuple[str, str]]]:
    return sorted(names.items(), key=lambda item: (item[0] is None, item[1][0], item[0] or 0))


def ids_at(tree: Tree, depth: int) -> set[Any]:
    return {path[-1] for path in tree.of_depth(depth)}


def theme_names(tree: Tree) -> Names:
    ids = ids_at(tree, THEME)
    rows = Theme.objects.filter(pk__in=ids).select_related("parent")
    without: Names = {None: (_("uten tema"), "")} if None in ids else {}
    return {row.pk: (str(row), "") for row in rows} | without


def tiltak_of(tree: Tree) -> Names:
    return linked(Assignment.objects.filter(pk__in=ids_at(tree, TILTAK) - {None}))


def activities_of(tree: Tree) -> Names:
    return linked(Activity.objects.filter(pk__in=ids_at(tree, ACTIVITY) - {None}))


def linked(rows: Iterable[Model]) -> Names:
    return {row.pk: (str(row), row.get_absolute_url()) for row in rows}  # type: ignore[attr-defined]


def forms_of(tree: Tree) -> Names:
    rows = FeedbackForm.objects.filter(pk__in=ids_at(tree, FORM)).for_list()
    return {
        row.pk: (
            f"{row.title} ({row.get_group_display()})",
            reverse("feedback:form_detail", args=[row.pk]),
        )
        for row in rows
    }
