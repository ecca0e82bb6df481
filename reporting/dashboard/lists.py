"""The lists that a choice is made from: every code with its name, all by one query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Each list in the order that its model has.
QUESTION = """
SELECT
  ARRAY(SELECT ARRAY[code::text, short_name::text] FROM centres_centre ORDER BY short_name),
  ARRAY(SELECT ARRAY[code::text, name::text] FROM municipalities_county
    WHERE (valid_from IS NULL OR valid_from <= %(day)s)
      AND (valid_to IS NULL OR valid_to >= %(day)s) ORDER BY sort_key, code),
  ARRAY(SELECT ARRAY[code::text, {name}::text] FROM municipalities_theme ORDER BY position, id),
  ARRAY(SELECT ARRAY[code::text, {name}::text] FROM centres_initiative ORDER BY position),
  ARRAY(SELECT ARRAY[code::text, {name}::text] FROM centres_mandatetask ORDER BY position)
"""
# The fields of the form that the columns are for.
FIELDS = ("senter", "fylke", "tema", "satsing", "oppgave")
WITHOUT_EMPTY = "fylke"


class Lists:
    """Asked when the first of them is drawn: files draw none."""

    def __init__(self, day: date) -> None:
        self.day = day

    @cached_property
    def by_field(self) -> dict[str, list[tuple[str, str]]]:
        name = "name_nn" if get_language() == "nn" else "name_nb"
        with connection.cursor() as cursor:
            cursor.execute(QUESTION.format(name=name), {"day": self.day})
            row = cursor.fetchone()
        return dict(zip(FIELDS, row, strict=True))


class Listed(BaseChoiceIterator):
    """The choices of one field, read when they are drawn."""

    def __init__(self, lists: Lists, field: str) -> None:
        self.lists, self.field = lists, field

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field != WITHOUT_EMPTY:
            yield "", _("alle")
        yield from self.lists.by_field[self.field]
