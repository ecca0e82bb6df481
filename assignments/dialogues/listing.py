"""Dialogues as rows of text, formatted once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.dialogues.models import Dialogue, DialogueQuerySet
from assignments.dialogues.rules import WORKERS
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties

TONES = {
    Dialogue.State.OPEN: "info",
    Dialogue.State.CONCLUDED: "success",
    Dialogue.State.WITHDRAWN: "neutral",
}


@dataclass(frozen=True)
class Row:
    url: str
    place: str
    county: str
    theme: str
    year: int
    kind: str
    state: str
    tone: str
    result: str
    centres: str
    opened: str
    is_waiting: bool


def visible_dialogues(viewer: Viewer) -> DialogueQuerySet:
    """What the person may see: open ones first, then the newest."""
    rows = Dialogue.objects.visible_to(viewer).for_list()
    is_closed = Case(When(state=Dialogue.State.OPEN, then=0), default=1)
    return rows.order_by(is_closed, "-opened_at", "-pk")


def own_centre_ids(viewer: Viewer) -> set[int]:
    held = parties(viewer, *WORKERS)
    if not held:
        return set()
    return set(Centre.objects.filter(organisation__in=held).values_list("pk", flat=True))


def rows_of(dialogues: Iterable[Dialogue], viewer: Viewer) -> list[Row]:
    found = list(dialogues)
    waiting = waiting_ids(viewer, {row.pk for row in found})
    return [row_of(dialogue, is_waiting=dialogue.pk in waiting) for dialogue in found]


def waiting_ids(viewer: Viewer, ids: set[int]) -> set[int]:
    own = own_centre_ids(viewer)
    if not own:
        return set()
    rows = Dialogue.objects.waiting_for(own).filter(pk__in=ids)
    return set(rows.order_by().values_list("pk", flat=True))


def row_of(dialogue: Dialogue, *, is_waiting: bool = False) -> Row:
    municipality = dialogue.municipality
    return Row(
        url=dialogue.get_absolute_url(),
        place=dialogue.place,
        county=municipality.county.name if municipality else "",
        theme=str(dialogue.theme),
        year=dialogue.year,
        kind=capfirst(str(dialogue.get_kind_display())),
        state=state_of(dialogue),
        tone=TONES[Dialogue.State(dialogue.state)],
        result=result_of(dialogue),
        centres=", ".join(row.centre.short_name for row in dialogue.invited.all()),
        opened=date_format(timezone.localtime(dialogue.opened_at), "d.m.Y"),
        is_waiting=is_waiting,
    )


def state_of(dialogue: Dialogue) -> str:
    if dialogue.has_proposal:
        return _("Åpen, forslag venter på svar")
    return capfirst(str(dialogue.get_state_display()))


def result_of(dialogue: Dialogue) -> str:
    """What was agreed; a proposal is no result yet."""
    if dialogue.state != Dialogue.State.CONCLUDED:
        return ""
    taker = f" ({dialogue.taken_by})" if dialogue.taken_by else ""
    return f"{capfirst(str(dialogue.get_result_display()))}{taker}"
