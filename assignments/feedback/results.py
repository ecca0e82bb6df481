"""What stands of the answers of a year: per form, activity, tiltak, theme and centre.

A tiltak stands under its main theme, and its activities under the tiltak, whatever theme they have
themselves: one tree, so that figures cannot be laid across each other (see `pooling`).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from assignments.activities.models import ActivityTheme
from assignments.feedback.models import Answer, FeedbackForm, FeedbackFormQuerySet
from assignments.feedback.pooling import Path, Piece, standing
from assignments.feedback.tallies import HIGH, Opinion, Tally, opinion_of, total
from assignments.plans.models import AssignmentTheme
from centres.models import Centre

CENTRE, THEME, TILTAK, ACTIVITY, FORM = range(1, 6)


@dataclass(frozen=True, slots=True)
class Tree:
    """The places of a year's forms, and the answers that stand in each."""

    # Every place there is, in the order of the forms; also those whose answers are too few.
    places: dict[Path, None]
    tallies: dict[Path, Tally]

    def at(self, path: Path) -> Opinion | None:
        found = self.tallies.get(path)
        return opinion_of(found) if found else None

    def of_depth(self, depth: int) -> list[Path]:
        return [path for path in self.places if len(path) == depth]

    def across(self, theme: Any) -> Opinion | None:
        """A theme at all centres: what stands at each of them, and nothing more."""
        found = total(tally for path, tally in self.tallies.items() if path[1:] == (theme,))
        return opinion_of(found) if found.n else None


def tree_of(forms: FeedbackFormQuerySet, *, year: int) -> Tree:
    """Of a year's forms. Two queries, however many there are."""
    now, year_ends = timezone.now().timestamp(), midnight(date(year + 1, 1, 1))
    rows = list(placed(forms))
    paths = {row["pk"]: path_of(row) for row in rows}
    order = {row["pk"]: (ended_at(row), row["pk"]) for row in rows}
    pieces = [
        Piece(paths[form], tally.n, order[form], tally)
        for form, is_shown, tally in counted(list(paths))
        if is_shown or order[form][0] <= now
    ]
    places = dict.fromkeys(
        path[:depth] for path in paths.values() for depth in range(len(path) + 1)
    )
    stands = standing(pieces, year_ends=year_ends, now=now)
    return Tree(places, {path: total(one.value for one in own) for path, own in stands.items()})


def placed(forms: FeedbackFormQuerySet) -> Any:
    """Where each form stands; those about something deleted stand nowhere."""
    of_tiltak = AssignmentTheme.objects.filter(assignment=OuterRef("tiltak"), position=0)
    of_activity = ActivityTheme.objects.filter(activity=OuterRef("activity"), position=0)
    rows = forms.filter(activity__deleted_at=None, assignment__deleted_at=None)
    return (
        rows.annotate(tiltak=Coalesce("assignment_id", "activity__assignment_id"))
        .annotate(
            theme=Coalesce(
                Subquery(of_tiltak.values("theme")[:1]), Subquery(of_activity.values("theme")[:1])
            )
        )
        .values("pk", "centre", "theme", "tiltak", "activity", "closed_at", "closes_on")
        .order_by("-made_at", "-pk")
    )


def path_of(row: dict[str, Any]) -> Path:
    return (row["centre"], row["theme"], row["tiltak"], row["activity"], row["pk"])


def ended_at(row: dict[str, Any]) -> float:
    """When the form took its last answer: what was few then never becomes more."""
    if row["closed_at"] is not None:
        return float(row["closed_at"].timestamp())
    return midnight(row["closes_on"] + timedelta(days=1))


def midnight(day: date) -> float:
    """The beginning of the day in Oslo."""
    return timezone.make_aware(datetime.combine(day, time.min)).timestamp()


def counted(forms: list[int]) -> Any:
    """(form, whether in sight, tally), from the answers themselves."""
    rows = Answer.objects.filter(form__in=forms).order_by().values("form", "is_shown")
    sums = rows.annotate(
        n=Count("pk"),
        a=Sum("useful"),
        a_high=Count("pk", filter=Q(useful__gte=HIGH)),
        b=Sum("close_to_practice"),
        b_high=Count("pk", filter=Q(close_to_practice__gte=HIGH)),
    )
    for row in sums.order_by(F("form")):
        tally = Tally(row["n"], row["a"], row["a_high"], row["b"], row["b_high"])
        yield row["form"], row["is_shown"], tally


def opinions_of_forms(forms: list[FeedbackForm]) -> dict[int, Opinion]:
    """By form, of the answers in sight. The same as stands for the form in the tree."""
    found = counted([form.pk for form in forms])
    return {pk: opinion_of(tally) for pk, is_shown, tally in found if is_shown}


def results_for_report(centre: Centre, year: int) -> dict[str, Any]:
    """For the annual report: the centre's figures, and those of each of its tiltak and themes.

    Only what stands on the centre's own page, so that no report tells more. The ids are those of
    `Theme` and `Assignment`; None is what belongs to none.
    """
    tree = tree_of(FeedbackForm.objects.filter(centre=centre).of_year(year), year=year)
    return {
        "forms": len(tree.of_depth(FORM)),
        "total": tree.at((centre.pk,)),
        "themes": {path[-1]: tree.at(path) for path in tree.of_depth(THEME)},
        "assignments": {path[-1]: tree.at(path) for path in tree.of_depth(TILTAK)},
    }
