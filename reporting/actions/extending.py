"""More time to report: asked for by the leader with a reason, decided by the directorate."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications import redaction
from reporting import obligations
from reporting.actions.locking import lock_obligation
from reporting.due_letters import directorate, leaders_and, tell_of_extension
from reporting.models import Extension, ReportObligation


class AlreadyAskedError(Exception):
    """One extension is asked for at a time: a colleague was first."""

    def __str__(self) -> str:
        return _("Senteret har allerede en søknad om utsettelse som ikke er avgjort.")


class AlreadyHandedInError(Exception):
    """The report is in: there is nothing left to put off."""

    def __str__(self) -> str:
        return _("Rapporten er mottatt, så fristen kan ikke utsettes.")


class ExtensionDecidedError(Exception):
    """The directorate has decided: a double click, or a colleague."""

    def __str__(self) -> str:
        return _("Søknaden er allerede avgjort.")


class NotLaterError(Exception):
    """A last day moves later only, and not by more than a slip of the keyboard would."""

    def __init__(self, last_day: date, latest: date) -> None:
        super().__init__(last_day)
        self.last_day, self.latest = last_day, latest

    def __str__(self) -> str:
        return _("Velg en dag etter %(last)s, og senest %(latest)s.") % {
            "last": date_format(self.last_day),
            "latest": date_format(self.latest),
        }


# Why an application is not taken.
REFUSALS = (AlreadyAskedError, AlreadyHandedInError, NotLaterError)


@transaction.atomic
def ask_extension(
    *, obligation: ReportObligation, wanted_on: date, reason: str, by: User
) -> Extension:
    """Also after the last day. The same words sent twice are one application."""
    locked = lock_obligation(obligation.pk)
    if not obligations.can_ask(by, locked):
        raise PermissionDenied
    waiting = locked.extensions.filter(state=Extension.State.ASKED).first()
    if waiting is not None:
        if (waiting.wanted_on, waiting.reason, waiting.asked_by_id) == (wanted_on, reason, by.pk):
            return waiting
        raise AlreadyAskedError
    if obligations.is_met(locked):
        raise AlreadyHandedInError
    refuse_other_than_later(locked, wanted_on)
    made = Extension.objects.create(
        obligation=locked, wanted_on=wanted_on, reason=reason, asked_by=by
    )
    record("reporting.extension_asked", made, by=by, details={"wanted_on": wanted_on.isoformat()})
    tell_of_extension("extension_asked", made, directorate())
    return made


@transaction.atomic
def decide_extension(
    *, extension: Extension, granted_to: date | None, decision: str, by: User, today: date
) -> Extension:
    """Grant to a day, or refuse (`granted_to` is None). Either says why. Sent twice, it is one."""
    obligation = lock_obligation(extension.obligation_id)
    if not obligations.can_decide(by, obligation):
        raise PermissionDenied
    locked = obligation.extensions.select_for_update().get(pk=extension.pk)
    locked.obligation = obligation
    if locked.state != Extension.State.ASKED:
        said = (locked.granted_to, locked.decision, locked.decided_by_id)
        if said == (granted_to, decision, by.pk):
            return locked
        raise ExtensionDecidedError
    if granted_to is not None:
        move(obligation, granted_to, today)
    locked.state = Extension.State.GRANTED if granted_to else Extension.State.REFUSED
    locked.granted_to, locked.decision = granted_to, decision
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.save()
    name = f"extension_{locked.state}"
    record(f"reporting.{name}", locked, by=by)
    tell_of_extension(name, locked, leaders_and(locked.asked_by, obligation))
    return locked


def move(obligation: ReportObligation, day: date, today: date) -> None:
    """Reminders start anew, but for those whose day has gone: the decision stands for them."""
    refuse_other_than_later(obligation, day)
    obligation.extended_to = day
    obligation.reminded = obligations.reached(obligation, today)
    obligation.save(update_fields=["extended_to", "reminded"])


def refuse_other_than_later(obligation: ReportObligation, day: date) -> None:
    last, latest = obligations.last_day(obligation), obligations.latest_day(obligation)
    if not last < day <= latest:
        raise NotLaterError(last, latest)


@transaction.atomic
def redact_extensions(
    *, obligation: ReportObligation, keys: list[str], reason: str, by: User
) -> ReportObligation:
    """The centre's leader takes texts out. What is gone already stays as it is."""
    locked = lock_obligation(obligation.pk)
    if not obligations.can_ask(by, locked):
        raise PermissionDenied
    for extension, name in obligations.texts_left(locked):
        if obligations.key_of(extension, name) in keys:
            redaction.redact(extension, [name], by=by, reason=reason)
    return locked
