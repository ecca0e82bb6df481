"""What the reader of a case can do now: the rules and the states, asked once for each step."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.requests import rules, states
from assignments.requests.actions.redacting import can_redact_something
from assignments.requests.case_reader import Case
from assignments.requests.models import SupportRequest
from assignments.requests.states import Step

Status = SupportRequest.Status


@dataclass(frozen=True)
class Choice:
    """A button. One that needs no words is sent at once; the others lead to their own page."""

    label: str
    url: str
    is_sent: bool = False
    variant: str = "secondary"


@dataclass
class Choices:
    """What comes next first; what is rarer stands after it."""

    heading: str = ""
    text: str = ""
    first: list[Choice] = field(default_factory=list)
    more: list[Choice] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.text or self.first or self.more)


@dataclass(frozen=True)
class Way:
    """A step of the centre that has the case: its page and its label."""

    name: str
    label: Any
    step: Step
    is_sent: bool = False


FIRST = [
    Way("request_take", gettext_lazy("Ta henvendelsen"), states.TAKE, is_sent=True),
    Way("request_start", gettext_lazy("Start arbeidet"), states.START, is_sent=True),
    Way("request_accept", gettext_lazy("Vi kan bistå"), states.ACCEPT),
    Way("request_clarify", gettext_lazy("Be om avklaring"), states.ASK_CLARIFICATION),
    Way("request_decline", gettext_lazy("Vi kan ikke bistå"), states.DECLINE),
    Way("request_close", gettext_lazy("Avslutt saken"), states.CLOSE),
]
ASSIGN = Way("request_assign", gettext_lazy("Gi til en rådgiver"), states.ASSIGN)
OFFER = Way("request_hand_over", gettext_lazy("Del eller overfør"), states.OFFER_SHARE)
LEAVE = Way("request_leave", gettext_lazy("Gå ut av saken"), states.LEAVE)
JOIN = Way("request_join", gettext_lazy("Vi kan bistå"), states.ACCEPT_JOINTLY)
WITHDRAW = Way("request_withdraw", gettext_lazy("Trekk henvendelsen"), states.WITHDRAW)


def choices_of(case: Case) -> Choices:
    """For one side: whoever works at a centre of the case acts for it."""
    if case.owns:
        return _of_owner(case)
    if case.joined is not None:
        return _of_joint(case)
    return _of_municipality(case) if case.is_of_municipality else Choices()


def _of_owner(case: Case) -> Choices:
    found = case.request
    is_waiting = found.status == Status.CLARIFYING
    is_helped = any(row.accepted_at for row in case.joint)
    ways = [way for way in FIRST if way.step != states.DECLINE or not is_helped]
    first = list(_allowed(case, ways))
    if first and not is_waiting:
        first[0] = _as_primary(first[0])
    more = [OFFER]
    if rules.can_assign(case.user, found):
        more.insert(0, ASSIGN)
    return Choices(
        heading=_("Hva vil dere gjøre?") if found.is_undecided else _("Neste steg"),
        text=_("Dere venter på svar fra kommunen.") if is_waiting else "",
        first=first,
        more=[*_allowed(case, more), *_redaction(case)],
    )


def _of_joint(case: Case) -> Choices:
    has_accepted = case.joined is not None and case.joined.accepted_at is not None
    first = [] if has_accepted else [_as_primary(row) for row in _allowed(case, [JOIN])]
    text = "" if has_accepted else _("Dere er med i saken, men har ikke sagt at dere kan bistå.")
    more = [*_allowed(case, [LEAVE]), *_redaction(case)]
    return Choices(_("Deres del av saken"), text, first, more)


def _of_municipality(case: Case) -> Choices:
    found, partner = case.request, case.partner
    first: list[Choice] = []
    text = heading = ""
    if partner is not None and partner.confirmed_at is None and found.is_open:
        heading = _("Er dere med?")
        text = _("%(municipality)s har bedt om støtte også for dere.") % {
            "municipality": found.municipality
        }
        first = [
            Choice(
                _("Vi er med"),
                _partner_url("partner_confirm", case),
                is_sent=True,
                variant="primary",
            ),
            Choice(_("Vi er ikke med"), _partner_url("partner_leave", case), is_sent=True),
        ]
    elif found.status == Status.CLARIFYING:
        heading, text = _("Senteret venter på svar fra dere"), _question(case)
        first = [Choice(_("Svar på spørsmålet"), "#dialog", variant="primary")]
    return Choices(heading, text, first, _rarer_for_municipality(case))


def _rarer_for_municipality(case: Case) -> list[Choice]:
    more = list(_allowed(case, [WITHDRAW])) if case.asked else []
    partner = case.partner
    if partner is not None and partner.confirmed_at and case.request.is_open:
        more.append(
            Choice(_("Vi er ikke med lenger"), _partner_url("partner_leave", case), is_sent=True)
        )
    return more


def _question(case: Case) -> str:
    """The last thing the centre asked, as it stands on the timeline."""
    asked = (row.text for row in reversed(case.events) if row.kind == "clarification_asked")
    return next(asked, "")


def _redaction(case: Case) -> Iterator[Choice]:
    if can_redact_something(case.user, case.request):
        yield Choice(_("Sladd tekst"), url_of("request_redact", case.request), variant="tertiary")


def _allowed(case: Case, ways: list[Way]) -> Iterator[Choice]:
    for way in ways:
        if case.request.status in way.step.before:
            yield Choice(str(way.label), url_of(way.name, case.request), way.is_sent)


def _as_primary(choice: Choice) -> Choice:
    return Choice(choice.label, choice.url, choice.is_sent, "primary")


def _partner_url(name: str, case: Case) -> str:
    number = case.partner.pk if case.partner else 0
    return reverse(f"requests:{name}", args=[case.request.case_number, number])


def url_of(name: str, support_request: SupportRequest) -> str:
    return reverse(f"requests:{name}", args=[support_request.case_number])
