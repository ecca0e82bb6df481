"""What the work went to: task of the mandate × centre, and national against regional level."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from centres.models import Centre
from reporting.dashboard import figures, matrix
from reporting.dashboard.counting import Numbers
from reporting.dashboard.exports.places import hours
from reporting.dashboard.exports.reached import TOTAL, share_of
from reporting.dashboard.exports.tables import Column, Table, Type, Value
from reporting.dashboard.exports.wording import about
from reporting.dashboard.figures import Coverage, Reach
from reporting.dashboard.matrix import EVERYONE, EVERYTHING, FunctionNumbers, Matrix
from reporting.dashboard.spread import part
from reporting.dashboard.worked import is_empty

EVERY_CENTRE = "alle"


def work_columns() -> list[Column]:
    given = _("Aktiviteter med oppgitte timer")
    return [
        Column("aktiviteter", _("Aktiviteter"), Type.NUMBER, unit=_("aktiviteter")),
        Column("aktiviteter_med_timer", given, Type.NUMBER, 18, unit=_("aktiviteter")),
        Column("timer", _("Timer"), Type.DECIMAL, unit=_("timer"), decimals=2),
    ]


def worked(numbers: Numbers) -> list[Value]:
    return [numbers.activities, numbers.with_hours, hours(numbers)]


def tasks(found: Coverage, *, signed_in: bool) -> Table:
    """One row for each task and centre; a task that nobody worked on stands with 0, and a centre
    that logged nothing all year without numbers."""
    has_data = found.reach.no_share != "no_data"
    return Table(
        about=about("oppgaver", found),
        columns=[
            Column("oppgave", _("Kode"), width=10),
            Column("oppgavenavn", _("Oppgave i samfunnsoppdraget"), width=44),
            Column("senter", _("Senterkode"), width=20),
            Column("senternavn", _("Senter"), width=24),
            *work_columns(),
        ],
        rows=list(pairs(matrix.matrix_of(found.choice), found)) if has_data else [],
        of=_("Oppgave i samfunnsoppdraget"),
        across=_("Senter"),
        is_by_place=False,
    )


def pairs(told: Matrix, found: Coverage) -> Iterator[list[Value]]:
    """With everything and everyone where the table of the page has them."""
    named: list[tuple[int, str, str]] = [(task.pk, task.code, task.name) for task in told.tasks]
    if found.choice.task is None:
        named.append((EVERYTHING, TOTAL, _("I alt, også uten oppgave")))
    doers = [(centre.pk, centre.code, centre.short_name) for centre in told.centres]
    if found.choice.centre is None:
        doers.append((EVERYONE, EVERY_CENTRE, _("Alle")))
    for task, code, name in named:
        for centre, doer, doer_name in doers:
            yield [code, name, doer, doer_name, *numbers(told, task, centre)]


def numbers(told: Matrix, task: int, centre: int) -> list[Value]:
    """Nothing at all in the year is no data, never 0 (rule 14)."""
    own = told.at(task, centre)
    if is_empty(own) and not told.has_data(centre):
        return [None] * len(work_columns())
    return worked(own)


def functions(found: Coverage, *, signed_in: bool) -> Table:
    """Of all centres, whatever kind is chosen, as on the page."""
    every = replace(found.choice, centre=None, kind="", function="")
    country = figures.country_beside(found)
    wanted = every.county_ids
    places = {place.pk for place in country.places if not wanted or place.county_id in wanted}
    levels = matrix.by_function(every, places)
    with_data = set(matrix.functions_with_data(every))
    return Table(
        about=about("funksjoner", found),
        columns=[
            Column("funksjon", _("Kode"), width=12),
            Column("navn", _("Sentrenes funksjon"), width=26),
            *work_columns(),
            Column(
                *("andel_timer", _("Andel av timene (%)"), Type.DECIMAL, 16),
                unit=_("prosent"),
                decimals=1,
            ),
            Column("brukt", _("Kommuner nådd"), Type.NUMBER, 16, unit=_("kommuner")),
            Column("andel_nadd", _("Andel nådd (%)"), Type.DECIMAL, unit=_("prosent"), decimals=1),
        ],
        rows=list(function_rows(levels, with_data, len(places))),
        of=_("Sentrenes funksjon"),
        is_by_place=False,
    )


def function_rows(
    found: dict[str, FunctionNumbers], with_data: set[str], total: int
) -> Iterator[list[Value]]:
    all_hours = sum((each.hours for each in found.values()), Decimal(0))
    for function in Centre.Function:
        own = found.get(function, FunctionNumbers())
        name = str(function.label)
        if function not in with_data:
            yield [function.value, name, *[None] * 6]  # rule 14
            continue
        reach = Reach(total, 0, 0, len(own.used), without(function))
        yield [
            function.value,
            name,
            own.activities,
            own.with_hours,
            None if own.activities and not own.with_hours and not own.hours else own.hours,
            part(own.hours, all_hours),
            reach.used,
            share_of(reach, reach.used),
        ]


def without(function: str) -> str:
    """A national function has counts, but no share (rule 12)."""
    return "national" if function == Centre.Function.NATIONAL else ""
