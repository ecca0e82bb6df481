"""Activities in the columns of the import template: what is exported can be imported again.

Codes, not names, wherever a name may be said in several ways; an organisation by its number where
it has one. Several values are joined by `;`.
`deltakere` is the total, or what each place had (`4601=12`), or both: the total first
(`20;4601=12`) where the places do not add up to it. «hele landet» stands before the places.

Only rows that count: a draft or a row put right would count again where it is imported. Neither
hours per adviser nor names are in it; the note is, for only a centre's own people list its rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import override

from assignments.activities.importing.columns import COLUMNS, WHOLE_COUNTRY
from assignments.activities.models import (
    Activity,
    ActivityMunicipality,
    ActivityPartner,
    ActivityTheme,
)

TEMPLATE_COLUMNS = COLUMNS
SEPARATOR = ";"
STORED = (
    "pk",
    "starts_on",
    "ends_on",
    "kind",
    "title",
    "assignment__title",
    "hours",
    "attendances",
    "form",
    "note",
    "mandate_task__code",
    "is_national_event",
)
Named = defaultdict[int, list[str]]
Places = defaultdict[int, list[tuple[str, int | None]]]


class TemplateWriter:
    """The words of the template are bokmål, whatever the language of the page."""

    def __init__(self) -> None:
        with override("nb"):
            self.kinds = {value: str(label) for value, label in Activity.Kind.choices}
            self.forms = {value: str(label) for value, label in Activity.Form.choices}

    def rows(self, ids: list[int]) -> Iterator[list[Any]]:
        """Cells of the counting ones among `ids`, in their order: days, numbers and texts."""
        stored = Activity.objects.counting().filter(pk__in=ids).order_by().values_list(*STORED)
        found = {values[0]: values for values in stored}
        places, themes = places_of(ids), themes_of(ids)
        partners, organisations = partners_of(ids), organisations_of(ids)
        for pk in filter(found.__contains__, ids):
            _pk, first, last, kind, title, tiltak, hours, attendances, form, *rest = found[pk]
            note, task, is_national = rest
            codes = [code for code, _number in places[pk]]
            whole = [WHOLE_COUNTRY] if is_national else []
            yield [
                *(first, last, self.kinds[kind], title, tiltak, joined(themes[pk])),
                joined([*whole, *(code for code in codes if not is_district(code))]),
                *(hours, attendances_text(attendances, places[pk]), self.forms[form], note),
                joined(code for code in codes if is_district(code)),
                *(joined(organisations[pk]), joined(partners[pk]), task),
            ]


def attendances_text(total: int | None, places: list[tuple[str, int | None]]) -> str:
    known = [(code, number) for code, number in places if number is not None]
    texts = [f"{code}={number}" for code, number in known]
    if total is None or (known and total == sum(number for _code, number in known)):
        return joined(texts)
    return joined([str(total), *texts])


def joined(values: Iterable[str]) -> str:
    return SEPARATOR.join(values)


def is_district(code: str) -> bool:
    """Four digits are a municipality, six a city district."""
    return len(code) > 4


def places_of(ids: list[int]) -> Places:
    named = ActivityMunicipality.objects.filter(activity__in=ids).order_by("municipality__code")
    found: Places = defaultdict(list)
    for pk, code, number in named.values_list("activity", "municipality__code", "attendances"):
        found[pk].append((code, number))
    return found


def themes_of(ids: list[int]) -> Named:
    """The main theme first."""
    rows = ActivityTheme.objects.filter(activity__in=ids).order_by("position")
    return grouped(rows.values_list("activity", "theme__code"))


def partners_of(ids: list[int]) -> Named:
    rows = ActivityPartner.objects.filter(activity__in=ids).exclude(
        state=ActivityPartner.State.DECLINED
    )
    return grouped(rows.order_by("centre__code").values_list("activity", "centre__code"))


def organisations_of(ids: list[int]) -> Named:
    named = Activity.objects.filter(pk__in=ids, organisations__isnull=False)
    rows = named.order_by("organisations__name", "organisations")
    told = rows.values_list("pk", "organisations__number", "organisations__name")
    return grouped((pk, number or name) for pk, number, name in told)


def grouped(pairs: Iterable[tuple[int, str]]) -> Named:
    found: Named = defaultdict(list)
    for pk, text in pairs:
        found[pk].append(text)
    return found
