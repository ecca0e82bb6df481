"""What in a dialogue can be taken out, by whom, and wherever it stands."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.dialogues import rules
from assignments.dialogues.models import Dialogue
from korus_portal.accounts.models import User
from korus_portal.notifications.redaction import REDACTED, history_models, is_left, redact


@dataclass(frozen=True)
class Written:
    """One text, where it stands and which organisation wrote it."""

    key: str
    label: str
    row: Model
    column: str
    text: str
    organisation_id: int


def texts_for(user: User, dialogue: Dialogue) -> list[Written]:
    """The texts that are left and that the person may take out."""
    return [
        written
        for written in texts_of(dialogue)
        if rules.can_redact(user, organisation_id=written.organisation_id)
    ]


def texts_of(dialogue: Dialogue) -> list[Written]:
    opener = dialogue.opened_for_id
    found = [
        Written("subject", _("Hva det gjelder"), dialogue, "subject", dialogue.subject, opener),
        Written(
            "reason",
            _("Hvorfor dialogen ble trukket"),
            dialogue,
            "withdrawn_reason",
            dialogue.withdrawn_reason,
            dialogue.withdrawn_for_id or opener,
        ),
    ]
    if dialogue.proposed_by_centre is not None:
        house = dialogue.proposed_by_centre.organisation_id
        text = dialogue.result_text
        found.append(Written("result", _("Resultatet"), dialogue, "result_text", text, house))
    for said in dialogue.messages.exclude(text="").select_related("centre"):
        day = date_format(timezone.localtime(said.at), "j. F Y H:i")
        label = f"{said.centre} {capfirst(str(said.get_kind_display()))} {day}"
        house = said.centre.organisation_id
        found.append(Written(f"message-{said.pk}", label, said, "text", said.text, house))
    return [written for written in found if is_left(written.text)]


@transaction.atomic
def redact_texts(*, dialogue: Dialogue, keys: list[str], reason: str, by: User) -> Dialogue:
    """Take texts out of the dialogue, its history and its letters; the trail says that and why.

    A proposal and the message that told of it hold the same words: both go.
    """
    locked = Dialogue.objects.select_for_update().get(pk=dialogue.pk)
    left = texts_of(locked)
    wanted = [written for written in left if written.key in keys]
    if any(not rules.can_redact(by, organisation_id=row.organisation_id) for row in wanted):
        raise PermissionDenied
    gone = {(written.text, written.organisation_id) for written in wanted}
    for written in left:
        if (written.text, written.organisation_id) in gone:
            _take_out(locked, written, reason=reason, by=by)
    return locked


def _take_out(dialogue: Dialogue, written: Written, *, reason: str, by: User) -> None:
    if written.row == dialogue:
        # A new version first, so that a form opened with the old text cannot bring it back.
        dialogue.version += 1
        dialogue.save(update_fields=["version"])
        redact(dialogue, [written.column], by=by, reason=reason)
    else:
        redact(written.row, [written.column], by=by, reason=reason)
    _forget_proposals(dialogue, written.text)


def _forget_proposals(dialogue: Dialogue, text: str) -> None:
    """One that fell or was taken back stands in the dialogue's history, though no longer in it."""
    for history in history_models(Dialogue):
        kept = history._base_manager.filter(pgh_obj_id=dialogue.pk, result_text=text)
        kept.update(result_text=REDACTED)
