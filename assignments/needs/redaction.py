"""Taking personal details out of what was written about a need."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from assignments.needs import rules
from assignments.needs.actions import Kind, chosen, lock, tell_timeline
from assignments.needs.models import Need, Side
from korus_portal.accounts.models import Organisation, User
from korus_portal.notifications.redaction import REDACTED, is_left, redact

SIDES = {
    Organisation.Kind.MUNICIPALITY: Side.MUNICIPALITY,
    Organisation.Kind.CITY_DISTRICT: Side.MUNICIPALITY,
    Organisation.Kind.CENTRE: Side.CENTRE,
    Organisation.Kind.COUNTY_GOVERNOR: Side.GOVERNOR,
}


@dataclass(frozen=True)
class Written:
    """One text, where it stands and in whose name it was written."""

    key: str
    label: str
    row: Model
    text: str
    organisation: Organisation


def texts_for(user: User, need: Need) -> list[Written]:
    """The texts of a need that are left and that the person may take out."""
    asked: dict[int, bool] = {}
    for written in texts_of(need):
        party = written.organisation
        if party.pk not in asked:
            side = SIDES[Organisation.Kind(party.kind)]
            asked[party.pk] = rules.can_redact(user, need, side=side, organisation_id=party.pk)
    return [written for written in texts_of(need) if asked[written.organisation.pk]]


def texts_of(need: Need) -> list[Written]:
    """The need's own words, its evidence in words and what was said on the timeline."""
    column = Need._meta.get_field("text")
    label = str(capfirst(str(column.verbose_name)))
    found = [Written("text", label, need, need.text, need.registered_for)]
    for row in need.evidence.exclude(text="").select_related("organisation"):
        day = date_format(row.day, "j. F Y") if row.day else ""
        label = f"{capfirst(row.get_kind_display())} {day}"
        found.append(Written(f"evidence-{row.pk}", label, row, row.text, row.organisation))
    for event in need.events.exclude(text="").select_related("organisation"):
        day = date_format(timezone.localtime(event.at), "j. F Y H:i")
        label = f"{event.get_kind_display()} {day}"
        found.append(Written(f"event-{event.pk}", label, event, event.text, event.organisation))
    return [written for written in found if is_left(written.text)]


@transaction.atomic
def redact_texts(*, need: Need, keys: list[str], reason: str, by: User) -> Need:
    """Take texts out of the need, its history, its timeline and its letters; say that and why."""
    locked = lock(need)
    left = {written.key: written for written in texts_of(locked)}
    allowed = {written.key for written in texts_for(by, locked)}
    wanted = [key for key in keys if key in left]
    if not set(wanted) <= allowed:
        raise PermissionDenied
    if not wanted:
        return locked
    for key in wanted:
        take_out(locked, left[key], reason=reason, by=by)
    tell_timeline(locked, Kind.REDACTED, chosen(rules.voices_on(by, locked)), by=by, text=reason)
    return locked


def take_out(need: Need, written: Written, *, reason: str, by: User) -> None:
    """One text, also where the same organisation says the same words again."""
    if written.row == need:
        # A new version first, so that a form opened with the old text cannot bring it back.
        need.version += 1
        need.save(update_fields=["version"])
    redact(written.row, ["text"], by=by, reason=reason)
    again = {"organisation": written.organisation}
    need.events.filter(text=written.text, **again).update(text=REDACTED)
    need.evidence.filter(text=written.text, **again).update(text=REDACTED)
    need.verdicts.filter(reason=written.text, **again).update(reason=REDACTED)
