"""Work by side, course and life span; methods by stage; where centres meet, and where none is."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.plans.models import ImplementationStep
from reporting.dashboard import courses, gaps, meeting, sides, stages
from reporting.dashboard.exports.reached import TOTAL
from reporting.dashboard.exports.tables import Column, Table, Type, Value
from reporting.dashboard.exports.wording import about
from reporting.dashboard.exports.work import work_columns, worked
from reporting.dashboard.figures import Coverage
from reporting.dashboard.stages import StageRow
from reporting.dashboard.worked import PHASES, STAGES, share

NOT_TOLD = "ikke_oppgitt"
LEFT = "ufordelt"


def by_side(found: Coverage, *, signed_in: bool) -> Table:
    rows = [
        [row.side or NOT_TOLD, row.name, *worked(row.numbers), row.share]
        for row in sides.counted(found)
    ]
    total = found.total
    rows.append([TOTAL, _("I alt"), *worked(total), share(total.hours, total.hours)])
    return Table(
        about=about("sider", found),
        columns=[
            Column("side", _("Kode"), width=18),
            Column("navn", _("Side"), width=28),
            *work_columns(),
            Column(
                *("andel_timer", _("Andel av timene (%)"), Type.DECIMAL, 16),
                unit=_("prosent"),
                decimals=1,
            ),
        ],
        rows=rows if found.reach.no_share != "no_data" else [],
        of=_("Side"),
        is_by_place=False,
    )


def by_course(found: Coverage, *, signed_in: bool) -> Table:
    """Every place of the matrix; one where nothing was done has 0, and is a gap."""
    grid = courses.counted(found)
    rows: list[list[Value]] = [
        [
            *(phase or NOT_TOLD, capfirst(str(name)), stage or NOT_TOLD, capfirst(str(stage_name))),
            *worked(grid.at(phase, stage)),
        ]
        for phase, name in PHASES.items()
        for stage, stage_name in STAGES.items()
    ]
    return Table(
        about=about("forlop", found),
        columns=[
            Column("forlop", _("Forløpskode"), width=18),
            Column("forlopsnavn", _("Plass i forløpet"), width=24),
            Column("livslop", _("Livsløpskode"), width=18),
            Column("livslopsnavn", _("Plass i livsløpet"), width=24),
            *work_columns(),
        ],
        rows=rows if found.reach.no_share != "no_data" else [],
        of=_("Plass i forløpet"),
        across=_("Plass i livsløpet"),
        is_by_place=False,
    )


def methods(found: Coverage, *, signed_in: bool) -> Table:
    """Municipalities at each stage of each method, by county and together."""
    steps = [
        Column(code, capfirst(str(name)), Type.NUMBER, 16, unit=_("kommuner"))
        for code, name in ImplementationStep.Stage.choices
    ]
    return Table(
        about=about("metoder", found),
        columns=[
            Column("metode", _("Kode"), width=10),
            Column("metodenavn", _("Metode"), width=40),
            Column("fylkesnummer", _("Fylkesnummer")),
            Column("fylke", _("Fylke"), width=24),
            *steps,
            Column("kommuner", _("Kommuner"), Type.NUMBER, unit=_("kommuner")),
        ],
        rows=list(method_rows(found)),
        of=_("Metode"),
        across=_("Fylke"),
        is_by_place=False,
    )


def method_rows(found: Coverage) -> Iterator[list[Value]]:
    for each in stages.counted(found):
        named: list[Value] = [str(each.method), each.name]
        for row in each.rows:
            where = [row.county.code, row.county.name] if row.county else [LEFT, _("Ufordelt")]
            yield [*named, *where, *at_stages(row)]
        yield [*named, TOTAL, _("I alt"), *at_stages(each.total)]


def at_stages(row: StageRow) -> list[Value]:
    return [*row.stages.values(), row.total]


def overlaps(found: Coverage, *, signed_in: bool) -> Table:
    """Municipality × theme with two or more centres."""
    return Table(
        about=about("overlapp", found),
        columns=[
            Column("kommunenummer", _("Kommunenummer"), width=15),
            Column("kommune", _("Kommune"), width=24),
            Column("tema", _("Temakode"), width=20),
            Column("temanavn", _("Tema"), width=30),
            Column("sentre", _("Sentre"), width=44),
            Column("felles", _("Felles"), width=10),
            Column("antall_sentre", _("Antall sentre"), Type.NUMBER, unit=_("sentre")),
            Column("aktiviteter", _("Aktiviteter"), Type.NUMBER, unit=_("aktiviteter")),
        ],
        rows=[
            [
                *(each.place.code, each.place.name, each.theme.code, each.theme.name),
                ", ".join(row.centre.short_name for row in each.centres),
                *(each.joint, len(each.centres), each.activities),
            ]
            for each in meeting.overlaps(found.choice)
        ],
        of=_("Kommune"),
        across=_("Tema"),
    )


def without_centre(found: Coverage, *, signed_in: bool) -> Table:
    """County × theme in a centre's field where none did anything; of a year with data (rule 14)."""
    choice = found.choice
    listed = gaps.gaps(choice) if gaps.has_data(choice) else []
    silent = gaps.silent_centres(choice)
    return Table(
        about=about("hull", found),
        columns=[
            Column("fylkesnummer", _("Fylkesnummer")),
            Column("fylke", _("Fylke"), width=24),
            Column("tema", _("Temakode"), width=20),
            Column("temanavn", _("Tema"), width=30),
            Column("sentre", _("Sentre med fagfeltet"), width=44),
            Column("antall_sentre", _("Antall sentre"), Type.NUMBER, unit=_("sentre")),
        ],
        rows=[
            [
                *(each.county.code, each.county.name, each.theme.code, each.theme.name),
                gaps.names_of(each, silent),
                len(each.centres),
            ]
            for each in listed
        ],
        of=_("Fylke"),
        across=_("Tema"),
    )
