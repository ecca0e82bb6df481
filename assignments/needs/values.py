"""What a person enters about a need, as values that can be compared with what is stored."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from assignments.mapping.models import Campaign
from assignments.needs.models import Evidence, Need
from assignments.requests.models import SupportRequest
from municipalities.indicators.models import IndicatorValue
from municipalities.models import Municipality, Theme

LABELS = {"severity": _("Hvor stort er behovet?"), "text": _("Hva mangler?")}


@dataclass(frozen=True, kw_only=True)
class NeedText:
    """What may be changed afterwards. Another place or theme is another need."""

    severity: Need.Severity
    text: str


def text_of(need: Need) -> NeedText:
    return NeedText(severity=Need.Severity(need.severity), text=need.text)


@dataclass(frozen=True, kw_only=True)
class Cited:
    """One thing that a need rests on: a row of the portal, or words and the day they were said."""

    kind: Evidence.Kind
    indicator_value: IndicatorValue | None = None
    campaign: Campaign | None = None
    support_request: SupportRequest | None = None
    text: str = ""
    day: date | None = None

    def stored_as(self) -> dict[str, object]:
        """The columns of the row that holds it."""
        return vars(self)


def cited_of(need: Need) -> set[Cited]:
    """What the need rests on now."""
    rows = need.evidence.select_related("indicator_value", "campaign", "support_request")
    return {
        Cited(
            kind=Evidence.Kind(row.kind),
            indicator_value=row.indicator_value,
            campaign=row.campaign,
            support_request=row.support_request,
            text=row.text,
            day=row.day,
        )
        for row in rows
    }


@dataclass(frozen=True, kw_only=True)
class NeedValues:
    """A new need: where, in which field, how large, what is missing and on which evidence."""

    municipality: Municipality
    theme: Theme
    severity: Need.Severity
    text: str
    evidence: tuple[Cited, ...]
