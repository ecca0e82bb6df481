"""Which lines of the list are shown, and which of them stand in the section below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from assignments.outreach.listing import CallRow


class Taken(TextChoices):
    MINE = "mine", _("Jeg")
    TAKEN = "tatt", _("Noen har tatt den")
    FREE = "ledig", _("Ingen har tatt den")


@dataclass(frozen=True)
class Narrowing:
    """What the reader has chosen to see."""

    county: str = ""
    taken: str = ""
    is_small: bool = False
    is_remote: bool = False
    with_askers: bool = False

    def holds(self, row: CallRow, viewer_id: int) -> bool:
        return (
            self.county in ("", row.place.county_code)
            and (not self.is_small or row.place.is_small is True)
            and (not self.is_remote or row.place.is_remote is True)
            and self._holds_taken(row.done.adviser_id, viewer_id)
            and self._holds_asker(row)
        )

    def _holds_taken(self, adviser_id: int | None, viewer_id: int) -> bool:
        match self.taken:
            case Taken.MINE:
                return adviser_id == viewer_id
            case Taken.TAKEN:
                return adviser_id is not None
            case Taken.FREE:
                return adviser_id is None
            case _:
                return True

    def _holds_asker(self, row: CallRow) -> bool:
        """Those who come by themselves are left out, unless somebody follows them up already."""
        return self.with_askers or not row.asks_already or row.done.taken_on is not None


@dataclass(frozen=True)
class Shown:
    """The list as it is shown and exported."""

    rows: list[CallRow]
    # «Ser ikke behov nå» in the last year: below, not lost.
    recent: list[CallRow]
    # How many are left out only because they ask or use the centre already.
    askers: int

    @property
    def everything(self) -> list[CallRow]:
        return [*self.rows, *self.recent]


def narrowed(rows: Iterable[CallRow], choice: Narrowing, viewer_id: int) -> Shown:
    every, everybody = list(rows), replace(choice, with_askers=True)
    kept = [row for row in every if choice.holds(row, viewer_id)]
    return Shown(
        rows=[row for row in kept if not is_recent(row)],
        recent=[row for row in kept if is_recent(row)],
        askers=sum(everybody.holds(row, viewer_id) for row in every) - len(kept),
    )


def is_recent(row: CallRow) -> bool:
    """Whoever has been taken again stands in the list itself."""
    return row.done.is_recent and row.done.taken_on is None
