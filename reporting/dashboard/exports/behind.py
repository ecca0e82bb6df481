"""What stands behind a number, as files: rows written while they are read, however many.

A visitor gets activities, which are public. The others are those that the reader may see. How many
more were counted stands in one last row without a municipality, so that `antall` adds up to the
number in every form of the file; a spreadsheet tells it on top too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assignments.activities import columns
from assignments.activities.columns import Words, entries
from assignments.outreach.models import Contact
from assignments.requests.models import SupportRequest
from assignments.rounds.models import InformationRound
from korus_portal.accounts.access import Viewer
from municipalities.models import County, Theme
from reporting.dashboard import rows, wording
from reporting.dashboard.behind import Counted, Selection, counted
from reporting.dashboard.exports.places import NO, YES, place_columns, row
from reporting.dashboard.exports.tables import About, Column, Sheet, Table, Type, Value
from reporting.dashboard.exports.wording import marked, source
from reporting.dashboard.figures import Coverage, Place

CHUNK = 1000
ACTIVITIES = "aktiviteter"
# Of the columns of the list of activities those that are public.
PUBLIC = (
    *("aktivitet", "dato", "sluttdato", "tittel", "type", "form", "senter", "hovedtema"),
    *("flere_temaer", "hovedoppgave", "kommunenummer", "kommuner", "hele_landet"),
)
DAYS = {"dato", "sluttdato"}
# What the last row is called, as «ufordelt» in the file of municipalities.
NOT_SHOWN = "vises_ikke"
KINDS: dict[str, Promise] = {
    ACTIVITIES: gettext_lazy("Aktiviteter bak tallet"),
    "henvendelser": gettext_lazy("Henvendelser bak tallet"),
    "kontakter": gettext_lazy("Besvarte kontakter bak tallet"),
    "informert": gettext_lazy("Informerte kommuner bak tallet"),
    "avtaler": gettext_lazy("Avtaler bak tallet"),
}
COUNTED = gettext_lazy(
    "Radene er de som tallet er regnet av. Timer og deltakelser er det aktiviteten ga til tallet. "
    "Rader med «nei» under «telles» er samme arrangement som en annen rad: bare timene er med."
)
TOLD = gettext_lazy("Radene er de som tallet er regnet av, så langt du har tilgang til dem.")


@dataclass(frozen=True)
class Opened:
    """A number that someone has opened, and who."""

    selection: Selection
    heading: str
    viewer: Viewer


def about(opened: Opened, kind: str, hidden: int = 0) -> About:
    notes = ngettext(
        "%(n)s rad er talt, men vises bare for dem den gjelder.",
        "%(n)s rader er talt, men vises bare for dem de gjelder.",
        hidden,
    )
    return About(
        title=marked(str(KINDS[kind])),
        choice=opened.heading,
        definition=str(COUNTED if kind == ACTIVITIES else TOLD),
        source=source(),
        at=timezone.localtime(),
        notes=(notes % {"n": hidden},) if hidden else (),
        year=opened.selection.choice.year,
    )


def activities(opened: Opened) -> Sheet:
    shown = [columns.BY_CODE[code] for code in PUBLIC]
    texts = [Column(each.code, str(each.label), type_of(each), each.width) for each in shown]
    own = [
        Column("telles", _("Telles"), width=8),
        Column("antall_kommuner", _("Kommuner i utvalget"), Type.NUMBER),
        Column("timer", _("Timer i utvalget"), Type.DECIMAL, decimals=2),
        Column("deltakelser", _("Deltakelser i utvalget"), Type.NUMBER),
    ]
    return Sheet(
        about=about(opened, ACTIVITIES),
        columns=[*texts, *own],
        rows=activity_rows(opened.selection, shown, Words()),
    )


def type_of(column: columns.Column) -> Type:
    return Type.DAY if column.code in DAYS else Type.TEXT


def activity_rows(
    selection: Selection, shown: list[columns.Column], words: Words
) -> Iterator[list[Value]]:
    """A thousand at a time: the facts by a cursor on the server, then what they are called."""
    found = counted(selection)
    while told := list(islice(found, CHUNK)):
        batch = {each.pk: each for each in told}
        for entry in entries(list(batch), shown, words):
            cells = [column.value(entry) for column in shown]
            yield [*cells, *given(batch[entry.stored["pk"]])]


def given(told: Counted) -> list[Value]:
    return [YES if told.counts else NO, told.places, told.hours, told.attendances]


def requests(opened: Opened) -> Sheet:
    count, visible = rows.requests_of(opened.selection.facts, opened.viewer)
    hidden = count - visible.count()
    named = ("case_number", "municipality__code", "municipality__name", "centre__short_name")
    found = visible.order_by("-submitted_at", "-pk").values_list(
        *named, "theme", "status", "submitted_at"
    )
    statuses = words(SupportRequest.Status.choices)
    themes = {theme.pk: theme.name for theme in Theme.objects.all()}
    return Sheet(
        about=about(opened, "henvendelser", hidden),
        columns=[
            Column("saksnummer", _("Saksnummer")),
            *place_and_centre(),
            Column("tema", _("Tema"), width=26),
            Column("status", _("Status"), width=20),
            Column("sendt", _("Sendt"), Type.DAY),
            each_counted(),
        ],
        rows=written(
            found,
            ("", "", NOT_SHOWN, "", "", "", None, hidden),
            lambda cells: [
                *cells[:4],
                themes.get(cells[4], ""),
                statuses[cells[5]],
                timezone.localtime(cells[6]).date(),
                1,
            ],
        ),
    )


def contacts(opened: Opened) -> Sheet:
    """Never their notes."""
    count, visible = rows.contacts_of(opened.selection.facts, opened.viewer)
    hidden = count - visible.count()
    place = ("approach__municipality__code", "approach__municipality__name")
    found = visible.order_by("-day", "-pk").values_list(
        "day", *place, "approach__centre__short_name", "result"
    )
    results = words(Contact.Result.choices)
    return Sheet(
        about=about(opened, "kontakter", hidden),
        columns=[
            Column("dato", _("Dato"), Type.DAY),
            *place_and_centre(),
            Column("resultat", _("Resultat"), width=30),
            each_counted(),
        ],
        rows=written(
            found,
            (None, "", NOT_SHOWN, "", "", hidden),
            lambda cells: [*cells[:4], results[cells[4]], 1],
        ),
    )


def informed(opened: Opened) -> Sheet:
    count, visible = rows.informed_of(opened.selection, opened.viewer)
    place = ("municipality__code", "municipality__name")
    found = visible.values_list("round__day", *place, "round__centre__short_name", "round__channel")
    channels = words(InformationRound.Channel.choices)
    hidden = max(count - visible.count(), 0)
    return Sheet(
        about=about(opened, "informert", hidden),
        columns=[
            Column("dato", _("Dato"), Type.DAY),
            *place_and_centre(),
            Column("hvordan", _("Hvordan"), width=20),
            each_counted(),
        ],
        rows=written(
            found,
            (None, "", NOT_SHOWN, "", "", hidden),
            lambda cells: [*cells[:4], channels[cells[4]], 1],
        ),
    )


def agreements(opened: Opened) -> Sheet:
    count, visible = rows.agreements_of(opened.selection.facts, opened.viewer)
    hidden = count - visible.count()
    named = ("title", "municipality__code", "municipality__name", "centre__short_name")
    found = visible.values_list(*named, "starts_on", "ends_on")
    return Sheet(
        about=about(opened, "avtaler", hidden),
        columns=[
            Column("avtale", _("Avtale"), width=44),
            *place_and_centre(),
            Column("fra", _("Fra"), Type.DAY),
            Column("til", _("Til"), Type.DAY),
            each_counted(),
        ],
        rows=written(
            found,
            ("", "", NOT_SHOWN, "", None, None, hidden),
            lambda cells: [*cells, 1],
        ),
    )


def place_and_centre() -> list[Column]:
    return [
        Column("kommunenummer", _("Kommunenummer"), width=15),
        Column("kommune", _("Kommune"), width=24),
        Column("senter", _("Senter"), width=24),
    ]


def each_counted() -> Column:
    """1 for a row; in the last one how many were counted that the reader may not see."""
    return Column("antall", _("Antall"), Type.NUMBER, width=8)


def words(choices: Iterable[tuple[str, Any]]) -> dict[str, str]:
    """Looked up now: a stream outlives the language of its request."""
    return {code: capfirst(str(label)) for code, label in choices}


def written(
    found: QuerySet[Any, tuple[Any, ...]],
    hidden: Sequence[Value],
    line: Callable[[tuple[Any, ...]], list[Value]],
) -> Iterator[Sequence[Value]]:
    """The rows, then the one of those that are hidden; its last cell says how many."""
    yield from (line(cells) for cells in found.iterator(chunk_size=CHUNK))
    if hidden[-1]:
        yield hidden


SHEETS: dict[str, Callable[[Opened], Sheet]] = {
    ACTIVITIES: activities,
    "henvendelser": requests,
    "kontakter": contacts,
    "informert": informed,
    "avtaler": agreements,
}


def count_of(opened: Opened, kind: str) -> int:
    """How many rows the file holds."""
    facts, viewer = opened.selection.facts, opened.viewer
    match kind:
        case "henvendelser":
            return rows.requests_of(facts, viewer)[1].count()
        case "kontakter":
            return rows.contacts_of(facts, viewer)[1].count()
        case "informert":
            return rows.informed_of(opened.selection, viewer)[1].count()
        case "avtaler":
            return rows.agreements_of(facts, viewer)[1].count()
    return rows.activities_of(opened.selection, viewer).count()


def municipalities(found: Coverage, places: list[Place], named: str, *, signed_in: bool) -> Table:
    """The municipalities behind a number, in the columns of the file of all of them."""
    counties = {county.pk: county for county in County.objects.all()}
    base = About(
        title=marked(_("Kommunene bak tallet")),
        choice=f"{wording.heading(found.choice)}, {named}",
        definition=_("Kommunene er de som tallet er regnet av. Nivået er det høyeste i året."),
        source=source(),
        at=timezone.localtime(),
        year=found.choice.year,
    )
    return Table(
        about=base,
        columns=place_columns(signed_in=signed_in),
        rows=[
            row(place, counties[place.county_id], found.choice, signed_in=signed_in)
            for place in places
        ],
        of=_("Kommune"),
    )
