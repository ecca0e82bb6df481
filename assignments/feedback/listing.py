"""The list of forms, one form with its results, and what an activity's page shows of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from assignments.activities.models import Activity
from assignments.feedback import qr, rules
from assignments.feedback.models import Answer, BankQuestion, FeedbackForm, FeedbackFormQuerySet
from assignments.feedback.page import headings
from assignments.feedback.results import ACTIVITY, opinions_of_forms, tree_of
from assignments.feedback.tallies import Opinion, cells, mean
from korus_portal.accounts.access import Viewer


@dataclass(frozen=True, slots=True)
class FormRow:
    form: FeedbackForm
    is_open: bool
    opinion: Opinion | None
    cells: list[str]


def form_rows(forms: Iterable[FeedbackForm]) -> list[FormRow]:
    rows, today = list(forms), timezone.localdate()
    found = opinions_of_forms(rows)
    return [
        FormRow(row, rules.is_open(row, on=today), found.get(row.pk), cells(found.get(row.pk)))
        for row in rows
    ]


def address_of(form: FeedbackForm) -> str:
    """The link that is given to those who answer."""
    return str(settings.SITE_URL) + reverse("feedback:answer", args=[form.key])


def picture_of(form: FeedbackForm) -> qr.Picture:
    return qr.picture_of(address_of(form))


def bank_means(form: FeedbackForm) -> list[tuple[BankQuestion, Decimal | None]]:
    """The form's own questions, from the answers in sight. None where none is."""
    given = list(form.answers.filter(is_shown=True).values_list("more", flat=True))
    found: list[tuple[BankQuestion, Decimal | None]] = []
    for question in form.questions.all():
        # Whoever changes a form's questions by hand must not make a single answer stand alone.
        scores = [more[question.code] for more in given if question.code in more]
        is_whole = scores and len(scores) == len(given)
        found.append((question, mean(sum(scores), len(scores)) if is_whole else None))
    return found


def opinion_of_form(form: FeedbackForm) -> Opinion | None:
    return opinions_of_forms([form]).get(form.pk)


def comment_rows(form: FeedbackForm, user: Viewer) -> list[tuple[Answer, bool]]:
    """Each comment, and whether the person may take it out."""
    return [(row, rules.can_redact(user, row)) for row in comments_of(form)]


def comments_of(form: FeedbackForm) -> list[Answer]:
    """For the centre alone. In the order of the alphabet, which says nothing of who was first."""
    rows = form.answers.filter(is_shown=True).exclude(comment="").select_related("form__centre")
    return sorted(rows, key=lambda row: (row.comment.casefold(), row.pk))


def years_of(forms: FeedbackFormQuerySet) -> list[int]:
    """The years that have forms, this one included, the newest first."""
    of_activities = forms.exclude(activity=None).dates("activity__starts_on", "year")
    of_tiltak = forms.filter(activity=None).datetimes("made_at", "year")
    found = {day.year for day in of_activities if day} | {day.year for day in of_tiltak if day}
    return sorted({timezone.localdate().year, *found}, reverse=True)


def panel_of(activity: Activity, user: Viewer) -> dict[str, Any]:
    """What `feedback/_activity_panel.html` shows; empty for whoever has nothing to see there."""
    visible = FeedbackForm.objects.visible_to(user).filter(activity=activity)
    can_make = rules.can_ask_for(user, activity.centre) and activity.deleted_at is None
    rows = form_rows(visible.for_list())
    if not rows and not can_make:
        return {}

    return {
        "feedback_rows": rows,
        "feedback_headings": headings(),
        "feedback_cells": activity_cells(activity) if can_make and len(rows) > 1 else [],
        "feedback_new_url": f"{reverse('feedback:form_new')}?aktivitet={activity.pk}"
        if can_make
        else "",
    }


def activity_cells(activity: Activity) -> list[str]:
    """All the activity's forms together; nothing when there is none.

    The whole year is counted: an answer that is pooled with the tiltak's does not stand here.
    """
    year = activity.starts_on.year
    of_centre = FeedbackForm.objects.filter(centre=activity.centre_id).of_year(year)
    tree = tree_of(of_centre, year=year)
    paths = [path for path in tree.of_depth(ACTIVITY) if path[-1] == activity.pk]
    return cells(tree.at(paths[0])) if paths else []
