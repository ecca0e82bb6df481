"""Everything that changes needs. One function per thing a person can do."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assignments.needs import letters, rules
from assignments.needs.evidence import may_cite
from assignments.needs.models import Evidence, Need, NeedEvent, Side, Verdict
from assignments.needs.rules import Voice
from assignments.needs.values import Cited, NeedText, NeedValues, cited_of, text_of
from assignments.plans.conflicts import AlreadySentError, StaleVersionError
from korus_portal.accounts.models import Organisation, User

Kind = NeedEvent.Kind
KIND_OF_SIDE = {
    Side.MUNICIPALITY: Kind.REPLIED,
    Side.CENTRE: Kind.ANSWERED,
    Side.GOVERNOR: Kind.COMMENTED,
}


class NeedClosedError(Exception):
    """The need is met or no longer relevant: open it again first."""


class NoEvidenceError(Exception):
    """A need rests on something that can be looked at."""


class CannotBeCitedError(Exception):
    """The row is about another place, or is none that the person sees."""


@transaction.atomic
def register_need(
    *,
    values: NeedValues,
    by: User,
    organisation: Organisation | None = None,
    form_token: UUID | None = None,
) -> Need:
    """Write down what a municipality lacks. The same form sent twice makes one need.

    Raises AlreadySentError when the form was sent before with another content.
    """
    voice = chosen(rules.registering_voices(by, values.municipality), organisation)
    check_evidence(values, by)
    need = Need(
        municipality=values.municipality,
        theme=values.theme,
        severity=values.severity,
        text=values.text,
        side=voice.side,
        registered_for=voice.organisation,
        registered_by=by,
        form_token=form_token,
    )
    first = insert_or_find(need)
    if first is not None:
        return same(first, values)
    write_evidence(need, values.evidence, voice, by=by)
    tell_timeline(need, Kind.REGISTERED, voice, by=by, status=need.status)
    if voice in rules.judging_voices(by, need):
        write_verdict(need, voice, by=by, agrees=True, reason="")
    letters.tell_of_registration(need, voice, by=by)
    return need


@transaction.atomic
def change_need(*, need: Need, values: NeedText, version: int, by: User) -> Need:
    """Store other words, unless somebody else saved first."""
    locked = lock(need)
    voice = chosen(rules.editing_voices(by, locked))
    hold_open(locked)
    if locked.version != version:
        raise StaleVersionError
    if text_of(locked) == values:
        return locked
    locked.text, locked.severity = values.text, values.severity
    locked.version += 1
    locked.save(update_fields=["text", "severity", "version"])
    tell_timeline(locked, Kind.CHANGED, voice, by=by, before=version)
    return locked


@transaction.atomic
def add_evidence(
    *, need: Need, evidence: Iterable[Cited], by: User, organisation: Organisation | None = None
) -> list[Cited]:
    """Add what the need rests on. What it rests on already is left out; returns what is new."""
    locked = lock(need)
    voice = chosen(rules.voices_on(by, locked), organisation)
    hold_open(locked)
    known = cited_of(locked)
    new = [cited for cited in dict.fromkeys(evidence) if cited not in known]
    if not all(may_cite(by, locked.municipality, cited) for cited in new):
        raise CannotBeCitedError
    if new:
        write_evidence(locked, new, voice, by=by)
        tell_timeline(locked, Kind.EVIDENCE, voice, by=by)
    return new


@transaction.atomic
def set_status(
    *,
    need: Need,
    status: Need.Status,
    by: User,
    text: str = "",
    organisation: Organisation | None = None,
) -> Need:
    """Say how it stands with the need. The same status again changes nothing."""
    locked = lock(need)
    voice = chosen(rules.closing_voices(by, locked), organisation)
    if locked.status == status:
        return locked
    was_open = locked.is_open
    locked.status = status
    locked.closed_at = None if locked.is_open else timezone.now()
    locked.save(update_fields=["status", "closed_at"])
    tell_timeline(locked, Kind.STATUS, voice, by=by, status=status, text=text)
    if was_open != locked.is_open:
        name = "reopened" if locked.is_open else "closed"
        letters.tell_others(locked, voice, name, by=by)
    return locked


@transaction.atomic
def give_verdict(
    *,
    need: Need,
    agrees: bool,
    by: User,
    reason: str = "",
    organisation: Organisation | None = None,
) -> Need:
    """Confirm or dispute for one's side. The latest word stands; the same word again is silent,
    unless the need's words were changed in between.
    """
    locked = lock(need)
    voice = chosen(rules.judging_voices(by, locked), organisation)
    hold_open(locked)
    said = locked.verdicts.filter(side=voice.side).first()
    if said is not None and is_repeated(said, agrees=agrees, reason=reason):
        return locked
    write_verdict(locked, voice, by=by, agrees=agrees, reason=reason)
    kind = Kind.CONFIRMED if agrees else Kind.DISPUTED
    tell_timeline(locked, kind, voice, by=by, text=reason)
    letters.tell_others(locked, voice, kind.value, by=by)
    return locked


@transaction.atomic
def speak(*, need: Need, text: str, by: User, organisation: Organisation | None = None) -> Need:
    """Reply for the municipality, answer for a centre or comment for the governor.

    The same words twice in a row are one click too many.
    """
    locked = lock(need)
    voice = chosen(rules.voices_on(by, locked), organisation)
    kind = KIND_OF_SIDE[voice.side]
    last = locked.events.filter(kind=kind, organisation=voice.organisation).last()
    if last is not None and last.text == text:
        return locked
    tell_timeline(locked, kind, voice, by=by, text=text)
    letters.tell_others(locked, voice, "spoken", by=by)
    return locked


def chosen(voices: list[Voice], organisation: Organisation | None = None) -> Voice:
    """The voice asked for, else the first. Raises PermissionDenied when it is none of theirs."""
    for voice in voices:
        if organisation is None or voice.organisation == organisation:
            return voice
    raise PermissionDenied


def check_evidence(values: NeedValues, by: User) -> None:
    if not values.evidence:
        raise NoEvidenceError
    if not all(may_cite(by, values.municipality, cited) for cited in values.evidence):
        raise CannotBeCitedError


def insert_or_find(need: Need) -> Need | None:
    """Insert the row, or return the one that the same form made before."""
    try:
        with transaction.atomic():
            need.save()
    except IntegrityError:
        token, by = need.form_token, need.registered_by
        first = Need.objects.filter(form_token=token, registered_by=by).first()
        if token is None or first is None:
            raise
        return first
    return None


def same(first: Need, values: NeedValues) -> Need:
    """What the form made before, if it said the same; evidence may have been added since."""
    told = (values.municipality, values.theme, values.severity, values.text)
    stored = (first.municipality, first.theme, first.severity, first.text)
    if told != stored or not set(values.evidence) <= cited_of(first):
        raise AlreadySentError(first)
    return first


def lock(need: Need) -> Need:
    """The row, held until the transaction ends."""
    rows = Need.objects.select_for_update(of=("self",))
    related = ("municipality__county", "municipality__parent", "theme", "registered_for")
    return rows.select_related(*related).get(pk=need.pk)


def hold_open(need: Need) -> None:
    if not need.is_open:
        raise NeedClosedError


def write_evidence(need: Need, evidence: Iterable[Cited], voice: Voice, *, by: User) -> None:
    Evidence.objects.bulk_create(
        Evidence(need=need, organisation=voice.organisation, added_by=by, **cited.stored_as())
        for cited in dict.fromkeys(evidence)
    )


def is_repeated(said: Verdict, *, agrees: bool, reason: str) -> bool:
    """Whether it is the same word about the same words."""
    changed = said.need.events.filter(kind=Kind.CHANGED, at__gt=said.at)
    return (said.agrees, said.reason) == (agrees, reason) and not changed.exists()


def write_verdict(need: Need, voice: Voice, *, by: User, agrees: bool, reason: str) -> None:
    Verdict.objects.update_or_create(
        need=need,
        side=voice.side,
        defaults={
            "organisation": voice.organisation,
            "agrees": agrees,
            "reason": reason,
            "by": by,
            "at": timezone.now(),
        },
    )


def tell_timeline(
    need: Need,
    kind: NeedEvent.Kind,
    voice: Voice,
    *,
    by: User,
    text: str = "",
    status: str = "",
    before: int | None = None,
) -> None:
    NeedEvent.objects.create(
        need=need,
        kind=kind,
        by=by,
        organisation=voice.organisation,
        text=text,
        status=status,
        before=before,
    )
