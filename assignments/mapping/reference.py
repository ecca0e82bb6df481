"""The portal's own question bank, from a file; the centres' own questions are not in it."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from assignments.mapping.models import Question
from municipalities import csvfile
from municipalities.csvfile import Row, Table
from municipalities.models import Theme
from municipalities.sync import Columns, Tally, held_rows, sync

code = csvfile.pattern(r"[a-z0-9_-]{2,60}", "a code (small letters, digits, _ and -)")


@dataclass(frozen=True, kw_only=True)
class QuestionRow(Row):
    code: Annotated[str, code]
    theme: Annotated[str, csvfile.filled(40)]
    kind: Annotated[str, csvfile.one_of(Question.Kind.values)]
    text_nb: Annotated[str, csvfile.filled(300)]
    text_nn: Annotated[str, csvfile.filled(300)]


def read(folder: csvfile.Source) -> Table[QuestionRow]:
    """Read and check the file; nothing is written. Raises DataFileError."""
    questions = folder.read("mapping_questions.csv", QuestionRow)
    questions.unique("code")
    questions.known("theme", set(Theme.objects.values_list("code", flat=True)), what="theme")
    return questions


def write(questions: Table[QuestionRow], *, today: date) -> dict[str, Tally]:
    """Questions that no file has any more are retired, never deleted: they may have been asked."""
    themes = dict(Theme.objects.values_list("code", "pk"))
    wanted: dict[Hashable, Columns] = {
        row.code: {
            "code": row.code,
            "theme_id": themes[row.theme],
            "kind": row.kind,
            "text_nb": row.text_nb,
            "text_nn": row.text_nn,
            "position": position,
            "retired_on": None,
        }
        for position, row in enumerate(questions)
    }
    rows = held_rows(Question).filter(centre=None)
    synced = sync(Question, wanted, key=lambda row: row.code, rows=rows)
    gone = [row.pk for row in synced.absent if row.retired_on is None]
    Question.objects.filter(pk__in=gone).update(retired_on=today)
    return {"questions of mappings": synced.tally}
