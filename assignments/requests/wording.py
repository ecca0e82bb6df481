"""What is said to whoever came too late: what happened meanwhile, by whom, and what now stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.requests.actions import errors
from assignments.requests.models import HandOver, Holder, RequestEvent, SupportRequest
from assignments.requests.pasted import readable
from korus_portal.accounts.access import parties
from korus_portal.accounts.models import Role, User

# The first that fits, from the most particular.
FIRST_WORDS: list[tuple[type[errors.OutOfStepError], Any]] = [
    (errors.AlreadyTakenError, gettext_lazy("Henvendelsen er allerede tatt.")),
    (errors.AlreadyDecidedError, gettext_lazy("Henvendelsen er allerede besvart.")),
    (errors.AlreadyDoneError, gettext_lazy("Dette er gjort allerede.")),
    (errors.EndedError, gettext_lazy("Saken er avsluttet i mellomtiden.")),
    (errors.MovedError, gettext_lazy("Saken har gått til et annet senter i mellomtiden.")),
    (errors.NotThereError, gettext_lazy("Den du valgte, arbeider ikke ved senteret lenger.")),
    (errors.NobodyThereError, gettext_lazy("Ingen ved senteret tar imot henvendelser her nå.")),
    (errors.AlreadyOfferedError, gettext_lazy("Et spørsmål om saken venter på svar allerede.")),
    (
        errors.OthersHelpError,
        gettext_lazy("Et annet senter i saken har sagt ja. Overfør saken til det i stedet."),
    ),
    (errors.OutOfStepError, gettext_lazy("Saken har endret seg siden du åpnet siden.")),
]
ANSWERED: dict[str, Any] = {
    HandOver.State.ACCEPTED: gettext_lazy("Spørsmålet er besvart med ja."),
    HandOver.State.REFUSED: gettext_lazy("Spørsmålet er besvart med nei."),
    HandOver.State.TAKEN_BACK: gettext_lazy("Spørsmålet er trukket tilbake."),
    HandOver.State.EXPIRED: gettext_lazy("Spørsmålet ble ikke besvart i tide."),
    HandOver.State.LAPSED: gettext_lazy("Spørsmålet har falt bort."),
}
# Those behind which stands the step that gave the state or the owner; behind others, the last.
BY_STATE = (
    errors.AlreadyTakenError,
    errors.AlreadyDecidedError,
    errors.EndedError,
    errors.MovedError,
)

# What people write in the forms of a case, by the names of the fields.
TYPED = {
    "text": gettext_lazy("Det du skrev"),
    "message": gettext_lazy("Melding til kommunen"),
    "question": gettext_lazy("Spørsmålet til kommunen"),
    "reason": gettext_lazy("Begrunnelsen"),
    "answer": gettext_lazy("Svaret"),
    "title": gettext_lazy("Tittel på nytt tiltak"),
    "pointer_text": gettext_lazy("Andre som kan hjelpe"),
    "number": gettext_lazy("Saksnummer"),
}


@dataclass(frozen=True)
class Told:
    """What happened, who did it, and where the case is now."""

    what: str
    who: str
    now: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.who, self.now) if part)


def told(late: errors.OutOfStepError, *, to: User) -> Told:
    now = late.support_request
    words = _first_words(late)
    if isinstance(late, errors.MovedError) and not _has_owned(to, now):
        words = _("Senteret deres er ikke med i saken lenger.")
    stands = _("Nå: %(status)s hos %(centre)s.") % {
        "status": now.get_status_display(),
        "centre": now.centre,
    }
    # Who no longer has the case is told where it went, and no names.
    reads = SupportRequest.objects.visible_to(to).filter(pk=now.pk).exists()
    event = _event_behind(late) if reads else None
    if event is not None and event.by_id == to.pk and type(late) is errors.OutOfStepError:
        words = _("Dette er gjort allerede.")
    return Told(str(words), _who(event, to) if event else "", stands)


def _has_owned(user: User, found: SupportRequest) -> bool:
    """A centre that was in it together with the owner has not lost the case to another."""
    at = parties(user, Role.ADVISER, Role.LEADER)
    return found.holders.filter(part=Holder.Part.OWNER, centre__organisation__in=at).exists()


def _first_words(late: errors.OutOfStepError) -> Any:
    if isinstance(late, errors.HandOverEndedError) and late.hand_over.state in ANSWERED:
        return ANSWERED[late.hand_over.state]
    return next(words for kind, words in FIRST_WORDS if isinstance(late, kind))


def _event_behind(late: errors.OutOfStepError) -> RequestEvent | None:
    """The step that gave the state and the owner; of what changes neither, the last one."""
    events = list(late.support_request.events.all())
    if not events or not isinstance(late, BY_STATE):
        return events[-1] if events else None
    last, found = events[-1], events[-1]
    for event in reversed(events):
        if (event.status, event.centre_id) != (last.status, last.centre_id):
            break
        found = event
    return found


def _who(event: RequestEvent, to: User) -> str:
    """«Senteret kan bistå: Kari Nordmann, KORUS Nord, 3. mars 2026 kl. 10.12.»"""
    by = _("deg") if event.by_id == to.pk else event.by_name
    who = ", ".join(part for part in (by, event.by_organisation) if part)
    return _("%(what)s: %(who)s, %(day)s kl. %(time)s.") % {
        "what": event.get_kind_display(),
        "who": who or _("portalen"),
        "day": date_format(localtime(event.at), "j. F Y"),
        "time": date_format(localtime(event.at), "H.i"),
    }


def typed_in(sent: Mapping[str, Any], stored: Iterable[str]) -> list[tuple[str, str]]:
    """Label and text of what was written in a form that came too late, but not what is stored
    already: a second click on the same button has lost nothing."""
    kept = {text.strip() for text in stored}
    # As fields store it: browsers send other line breaks than they are given.
    written = ((name, readable(str(sent.get(name, ""))).strip()) for name in TYPED)
    return [
        (capfirst(str(TYPED[name])), text) for name, text in written if text and text not in kept
    ]
