"""Writing what the files say about sources and indicators. Called by centres.reference."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from municipalities import csvfile, files
from municipalities.csvfile import Row, Table
from municipalities.indicators.models import Indicator, Source
from municipalities.models import Theme
from municipalities.sync import Columns, Synced, Tally, held_rows, retire, sync

code = csvfile.pattern(r"[a-z0-9_-]{2,60}", "a code (small letters, digits, _ and -)")
Wanted = dict[Hashable, Columns]


@dataclass(frozen=True, kw_only=True)
class SourceRow(Row):
    code: Annotated[str, code]
    name_nb: Annotated[str, csvfile.filled(160)]
    name_nn: Annotated[str, csvfile.filled(160)]
    publisher: Annotated[str, csvfile.filled(160)]
    url: Annotated[str, csvfile.text(200)]
    licence: Annotated[str, csvfile.text(160)]
    periodicity_nb: Annotated[str, csvfile.text(120)]
    periodicity_nn: Annotated[str, csvfile.text(120)]
    publication: Annotated[str, csvfile.one_of(Source.Publication.values)]
    note_nb: Annotated[str, csvfile.text(300)]
    note_nn: Annotated[str, csvfile.text(300)]
    is_verified: Annotated[bool, csvfile.truth]
    # What the row itself rests on; told in data/README.md, not stored.
    source: Annotated[str, csvfile.filled(300)]


@dataclass(frozen=True, kw_only=True)
class IndicatorRow(Row):
    code: Annotated[str, code]
    source: Annotated[str, code]
    name_nb: Annotated[str, csvfile.filled(160)]
    name_nn: Annotated[str, csvfile.filled(160)]
    definition_nb: Annotated[str, csvfile.filled(500)]
    definition_nn: Annotated[str, csvfile.filled(500)]
    unit: Annotated[str, csvfile.one_of(Indicator.Unit.values)]
    decimals: Annotated[int, csvfile.whole(0, 4)]
    direction: Annotated[str, csvfile.one_of(Indicator.Direction.values)]
    use: Annotated[str, csvfile.one_of(Indicator.Use.values)]
    is_additive: Annotated[bool, csvfile.truth]
    themes: Annotated[tuple[str, ...], csvfile.several(csvfile.filled(40))]


@dataclass(frozen=True)
class Files:
    """Everything the files say about indicators, checked."""

    sources: Table[SourceRow]
    indicators: Table[IndicatorRow]


def read(folder: csvfile.Source, places: files.Files) -> Files:
    """Read and check the files; nothing is written. Raises DataFileError."""
    found = Files(
        sources=folder.read("indicator_sources.csv", SourceRow),
        indicators=folder.read("indicators.csv", IndicatorRow),
    )
    found.sources.unique("code")
    found.indicators.unique("code")
    found.indicators.known("source", found.sources.values("code"), what="source")
    found.indicators.known("themes", places.themes.values("code"), what="theme")
    for row in found.indicators:
        if row.is_additive and row.unit != Indicator.Unit.NUMBER:
            found.indicators.refuse(row, "only numbers can be added up")
    return found


def write(given: Files, *, today: date) -> dict[str, Tally]:
    sources = _write_sources(given, today)
    indicators = _write_indicators(given, sources, today)
    return {
        "sources of indicators": sources.tally,
        "indicators": indicators.tally,
        "themes of indicators": _write_themes(given, indicators),
    }


def _write_sources(given: Files, today: date) -> Synced[Source]:
    wanted: Wanted = {
        row.code: {
            "code": row.code,
            "name_nb": row.name_nb,
            "name_nn": row.name_nn,
            "publisher": row.publisher,
            "url": row.url,
            "licence": row.licence,
            "periodicity_nb": row.periodicity_nb,
            "periodicity_nn": row.periodicity_nn,
            "publication": row.publication,
            "publication_note_nb": row.note_nb,
            "publication_note_nn": row.note_nn,
            "is_verified": row.is_verified,
            "retired_on": None,
        }
        for row in given.sources
    }
    synced = sync(Source, wanted, key=lambda row: row.code)
    retire(synced, on=today)
    return synced


def _write_indicators(given: Files, sources: Synced[Source], today: date) -> Synced[Indicator]:
    wanted: Wanted = {
        row.code: {
            "code": row.code,
            "source_id": sources.rows[row.source].pk,
            "name_nb": row.name_nb,
            "name_nn": row.name_nn,
            "definition_nb": row.definition_nb,
            "definition_nn": row.definition_nn,
            "unit": row.unit,
            "decimals": row.decimals,
            "direction": row.direction,
            "use": row.use,
            "is_additive": row.is_additive,
            "position": position,
            "retired_on": None,
        }
        for position, row in enumerate(given.indicators)
    }
    synced = sync(Indicator, wanted, key=lambda row: row.code)
    retire(synced, on=today)
    return synced


def _write_themes(given: Files, indicators: Synced[Indicator]) -> Tally:
    themes = dict(Theme.objects.values_list("code", "pk"))
    links = Indicator.themes.through
    # What an administrator has chosen by hand stays.
    rows_of = {
        row.code: indicators.rows[row.code]
        for row in given.indicators
        if "themes" not in indicators.rows[row.code].entered
    }
    wanted: Wanted = {
        (rows_of[row.code].pk, themes[theme]): {
            "indicator_id": rows_of[row.code].pk,
            "theme_id": themes[theme],
        }
        for row in given.indicators
        if row.code in rows_of
        for theme in row.themes
    }
    listed = [row.pk for row in rows_of.values()]
    rows = held_rows(links).filter(indicator__in=listed)
    synced = sync(
        links, wanted, key=lambda row: (vars(row)["indicator_id"], vars(row)["theme_id"]), rows=rows
    )
    return synced.drop_absent()
