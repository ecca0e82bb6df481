"""The chapters of a report, in the order they are read."""

from reporting.documents.chapters import deciding, method, money, places, work, year
from reporting.documents.parts import Chapter
from reporting.documents.source import Source


def of(source: Source) -> list[Chapter]:
    found = [
        *year.chapters(source),
        *work.chapters(source),
        *places.chapters(source),
        *money.chapters(source),
        *year.closing(source),
        *deciding.chapters(source),
        *method.chapters(source),
    ]
    return [chapter for chapter in found if chapter.parts]
