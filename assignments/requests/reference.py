"""The portal's own words of an interim reply, from a file; the centres' own are not in it."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Annotated

from assignments.requests.models import LetterTemplate, SupportRequest
from municipalities import csvfile
from municipalities.csvfile import Row, Table
from municipalities.sync import Columns, Tally, sync

PARTS = ("subject", "body")


@dataclass(frozen=True, kw_only=True)
class ReplyRow(Row):
    """The subject, or one paragraph of the body."""

    language: Annotated[str, csvfile.one_of(SupportRequest.Language.values)]
    part: Annotated[str, csvfile.one_of(PARTS)]
    text: Annotated[str, csvfile.filled(1000)]


def read(folder: csvfile.Source) -> Table[ReplyRow]:
    """Read and check the file; nothing is written. Raises DataFileError."""
    rows = folder.read("interim_reply.csv", ReplyRow)
    rows.unique("language", "part", "text")
    return rows


def write(rows: Table[ReplyRow]) -> dict[str, Tally]:
    wanted: dict[Hashable, Columns] = {
        language: {
            "language": language,
            "subject": " ".join(_texts(rows, language, "subject")),
            "body": "\n\n".join(_texts(rows, language, "body")),
        }
        for language in dict.fromkeys(row.language for row in rows)
    }
    everyones = LetterTemplate.objects.filter(centre=None)
    synced = sync(LetterTemplate, wanted, key=lambda row: row.language, rows=everyones)
    return {"interim replies": synced.tally}


def _texts(rows: Table[ReplyRow], language: str, part: str) -> list[str]:
    return [row.text for row in rows if (row.language, row.part) == (language, part)]
