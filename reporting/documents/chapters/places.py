"""Municipalities that were not reached, each with the reason; one text for all of them."""

from reporting.documents import listings
from reporting.documents.chapters.written import name_of, section
from reporting.documents.parts import Chapter, Part, Rows
from reporting.documents.source import Source


def chapters(source: Source) -> list[Chapter]:
    table = listings.not_reached(source.figures)
    found: list[Part] = section(source, "not_reached")
    return [Chapter(name_of("not_reached"), [*found, *([Rows(table)] if table.rows else [])])]
