"""Who has how many of a centre's requests: counts, never hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.requests import letters
from assignments.requests.models import SupportRequest
from assignments.requests.queue.choice import NOBODY, WAITING, Choice, Part
from assignments.requests.queue.desk import Desk
from assignments.requests.queue.narrowing import is_late
from korus_portal.accounts.models import User


@dataclass(frozen=True)
class Load:
    """Open requests of one adviser at the centre that owns them, and of those the undecided and
    the late. Nobody's have no adviser."""

    adviser_id: int | None
    name: str
    open: int = 0
    undecided: int = 0
    late: int = 0
    # False for somebody who has left the centre and still has requests.
    is_here: bool = True

    @property
    def choice(self) -> Choice:
        return Choice(adviser=str(self.adviser_id or NOBODY), part=Part.OWNER)

    @property
    def label(self) -> str:
        """The name with the counts: what stands in a list to choose from."""
        counts = ngettext("%(n)s åpen", "%(n)s åpne", self.open) % {"n": self.open}
        late = _("%(n)s over fristen") % {"n": self.late}
        told = f"{counts}, {late}" if self.late else counts
        return f"{self.name} ({told})"

    def url(self, centre_code: str, kind: str) -> str:
        narrower: dict[str, dict[str, Any]] = {
            "undecided": {"status": WAITING},
            "late": {"is_late": True},
        }
        return self.choice.but(**narrower.get(kind, {})).address(centre_code)


def loads_of(desk: Desk) -> list[Load]:
    """All who can be given a request, whoever else has one, and what nobody has. Two queries."""
    rows = desk.requests().filter(centre=desk.centre).open().with_next_due()
    counted = rows.values_list("adviser", "adviser__name").annotate(
        open=Count("pk"),
        undecided=Count("pk", filter=Q(status__in=SupportRequest.UNDECIDED)),
        late=Count("pk", filter=is_late()),
    )
    found: dict[int | None, tuple[Any, ...]] = {row[0]: row for row in counted}
    nothing = (0, 0, 0)
    _pk, _name, *nobodys = found.pop(None, (None, "", *nothing))
    loads = [Load(None, _("Ingen rådgiver"), *nobodys)]
    for user in advisers_of(desk):
        _pk, _name, *counts = found.pop(user.pk, (None, "", *nothing))
        loads.append(Load(user.pk, user.name, *counts))
    left = [replace(Load(*row), is_here=False) for row in found.values()]
    return [*loads, *sorted(left, key=lambda load: load.name)]


def advisers_of(desk: Desk) -> list[User]:
    """Advisers and leaders of the centre, by name."""
    return list(letters.people_of_centre(desk.centre).order_by("name", "pk"))


def adviser_here(desk: Desk, pk: str) -> User:
    """The adviser with this id, as a choice in the form has named one."""
    found: User = letters.people_of_centre(desk.centre).get(pk=pk)
    return found
