"""The portal's own bank of questions for feedback, from a file."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from assignments.feedback.models import BankQuestion
from municipalities import csvfile
from municipalities.csvfile import Row, Table
from municipalities.sync import Columns, Tally, held_rows, retire, sync

code = csvfile.pattern(r"[a-z0-9_-]{2,40}", "a code (small letters, digits, _ and -)")


@dataclass(frozen=True, kw_only=True)
class QuestionRow(Row):
    code: Annotated[str, code]
    text_nb: Annotated[str, csvfile.filled(160)]
    text_nn: Annotated[str, csvfile.filled(160)]


def read(folder: csvfile.Source) -> Table[QuestionRow]:
    """Read and check the file; nothing is written. Raises DataFileError."""
    questions = folder.read("feedback_questions.csv", QuestionRow)
    questions.unique("code")
    return questions


def write(questions: Table[QuestionRow], *, today: date) -> dict[str, Tally]:
    """Questions that the file has no more are retired, never deleted: they may have been asked."""
    wanted: dict[Hashable, Columns] = {
        row.code: {
            "code": row.code,
            "name_nb": row.text_nb,
            "name_nn": row.text_nn,
            "position": position,
            "retired_on": None,
        }
        for position, row in enumerate(questions)
    }
    synced = sync(BankQuestion, wanted, key=lambda row: row.code, rows=held_rows(BankQuestion))
    retire(synced, on=today)
    return {"questions of feedback": synced.tally}
