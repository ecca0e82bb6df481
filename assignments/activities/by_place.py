"""Attendances per municipality as one short text: `5601 Alta = 12`, a line for each."""

import re
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from municipalities.models import Municipality

SEPARATORS = re.compile(r"[\n;,]+")
# The place by code, by name or by both, then perhaps a number.
ENTRY = re.compile(r"^(?P<code>\d{4}|\d{6})?\s*(?P<name>\D*?)\s*(?:[=:\s]\s*(?P<number>\d+))?$")
MOST_ATTENDANCES = 100_000


def written_by_place(municipalities: Mapping[Municipality, int | None]) -> str:
    """What `read_by_place` reads: every municipality on its line, ready for a number."""
    return "\n".join(
        f"{place.code} {place.name} = {'' if number is None else number}"
        for place, number in municipalities.items()
    )


def read_by_place(text: str, places: Sequence[Municipality]) -> dict[Municipality, int | None]:
    """The number of each place; None where none is given. Refuses what it does not understand."""
    numbers: dict[Municipality, int | None] = dict.fromkeys(places)
    problems = []
    for line in filter(None, (part.strip() for part in SEPARATORS.split(text))):
        place, number = read_entry(line.removesuffix("=").strip(), places)
        if place is None:
            problems.append(problem(line))
        else:
            numbers[place] = number
    if problems:
        raise ValidationError(problems)
    return numbers


def read_entry(line: str, places: Sequence[Municipality]) -> tuple[Municipality | None, int | None]:
    found = ENTRY.match(line)
    if found is None:
        return None, None
    code, name = found["code"], (found["name"] or "").rstrip("=: ").casefold()
    same = [p for p in places if (p.code == code if code else p.name.casefold() == name)]
    number = int(found["number"]) if found["number"] else None
    if len(same) != 1 or (number or 0) > MOST_ATTENDANCES:
        return None, None
    return same[0], number


def problem(line: str) -> str:
    return _(
        "«%(line)s» er ikke forstått. Skriv en av kommunene du har valgt, likhetstegn og et tall, "
        "for eksempel 5601 = 12."
    ) % {"line": line}
