"""What cells may be called by: kinds, forms, themes, tiltak, tasks, centres and organisations."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from assignments.activities.importing.cells import CellProblemError, refuse_formula
from assignments.activities.models import Activity
from assignments.plans.forms import tasks_on_offer
from assignments.plans.models import Assignment
from centres.models import Centre, MandateTask
from korus_portal.accounts.models import Organisation
from municipalities.models import Theme

T = TypeVar("T")
SHOWN_CANDIDATES = 6
MOST_GUESSES = 200


@dataclass
class Names(Generic[T]):
    """Rows by what they may be called. A code goes before a name; a name may be that of several."""

    # How a candidate is told from its namesakes, in the text of an error.
    told: Callable[[T], str]
    unknown: str
    by_code: dict[str, T] = field(default_factory=dict)
    by_name: defaultdict[str, list[T]] = field(default_factory=lambda: defaultdict(list))
    guesses: int = 0

    def add(self, row: T, *, codes: Iterable[str], names: Iterable[str]) -> None:
        for code in filter(None, map(folded, codes)):
            self.by_code[code] = row
        for name in set(filter(None, map(folded, names))):
            self.by_name[name].append(row)

    def find(self, shown: str) -> T:
        key = folded(shown)
        found = [self.by_code[key]] if key in self.by_code else self.by_name.get(key, [])
        if len(found) == 1:
            return found[0]
        if not found:
            refuse_formula(shown)
            raise CellProblemError(self.not_found(shown))
        others = ", ".join(self.told(row) for row in found[:SHOWN_CANDIDATES])
        raise CellProblemError(
            _("«%(name)s» kan være flere: %(others)s.") % {"name": shown[:80], "others": others}
        )

    def not_found(self, shown: str) -> str:
        text = self.unknown % {"name": shown[:80]}
        self.guesses += 1
        if self.guesses > MOST_GUESSES:
            return text
        near = get_close_matches(folded(shown)[:80], self.by_name, n=1, cutoff=0.7)
        if not near:
            return text
        meant = ", ".join(self.told(row) for row in self.by_name[near[0]][:SHOWN_CANDIDATES])
        return f"{text} " + _("Mente du %(meant)s?") % {"meant": meant}


def folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def both_written(choices: type[TextChoices]) -> Mapping[str, set[str]]:
    """The labels of each member in bokmål and nynorsk."""
    found: dict[str, set[str]] = {value: set() for value in choices.values}
    for language in ("nb", "nn"):
        with override(language):
            for value, label in choices.choices:
                found[value].add(str(label))
    return found


def of_choices(choices: type[Any], unknown: str) -> Names[Any]:
    found: Names[Any] = Names(lambda member: f"«{member.label}»", unknown)
    labels = both_written(choices)
    for member in choices:
        found.add(member, codes=[member.value], names=labels[member.value])
    return found


def kinds() -> Names[Activity.Kind]:
    return of_choices(Activity.Kind, _("Ingen type heter «%(name)s»."))


def forms() -> Names[Activity.Form]:
    return of_choices(
        Activity.Form, _("«%(name)s» er ikke en form. Skriv fysisk, digitalt eller begge.")
    )


def themes() -> Names[Theme]:
    found: Names[Theme] = Names(
        lambda theme: f"{theme.name} ({theme.code})", _("Ingen temaer heter «%(name)s».")
    )
    for theme in Theme.objects.order_by("position", "pk"):
        found.add(theme, codes=[theme.code], names=[theme.name_nb, theme.name_nn])
    return found


def tasks(centre: Centre) -> Names[MandateTask]:
    found: Names[MandateTask] = Names(
        lambda task: f"{task.code} {task.name}",
        _("Senteret har ingen oppgave i samfunnsoppdraget med koden «%(name)s»."),
    )
    for task in tasks_on_offer([centre], None):
        found.add(task, codes=[task.code], names=[task.name_nb, task.name_nn])
    return found


def tiltak(centre: Centre) -> Names[Assignment]:
    """By title, or by the number that ends its address."""
    found: Names[Assignment] = Names(
        lambda row: f"{row.title} ({row.pk})", _("Senteret har ikke noe tiltak «%(name)s».")
    )
    rows = list(Assignment.objects.usable_by([centre]).order_by("pk"))
    titles = {folded(row.title) for row in rows}
    for row in rows:
        numbers = [f"#{row.pk}", *({str(row.pk)} - titles)]
        found.add(row, codes=numbers, names=[row.title])
    return found


def centres(own: Centre) -> Names[Centre]:
    """Other centres."""
    found: Names[Centre] = Names(
        lambda centre: f"{centre.short_name} ({centre.code})",
        _("Ingen andre sentre heter «%(name)s»."),
    )
    for centre in Centre.objects.exclude(pk=own.pk).order_by("pk"):
        found.add(centre, codes=[centre.code], names=[centre.short_name, centre.name])
    return found


def organisations() -> Names[Organisation]:
    found: Names[Organisation] = Names(
        lambda row: f"{row.name} ({row.number or row.get_kind_display()})",
        _("Ingen organisasjoner i portalen heter «%(name)s»."),
    )
    rows = Organisation.objects.exclude(kind=Organisation.Kind.OPERATOR).order_by("pk")
    for row in rows:
        found.add(row, codes=[row.number], names=[row.name])
    return found
