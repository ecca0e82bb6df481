"""Who agrees about a need, and who has not answered: in words."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.needs.models import Need, NeedEvent, NeedQuerySet, Side, Verdict
from assignments.needs.places import places_now, responsible_organisations
from municipalities.models import CountyGovernor


class Standing(TextChoices):
    AGREED = "agreed", gettext_lazy("enighet")
    DISPUTED = "disputed", gettext_lazy("uenighet")
    UNANSWERED = "unanswered", gettext_lazy("venter på svar")


# Colour never stands alone: the label says the same.
TONES = {Standing.AGREED: "success", Standing.DISPUTED: "warning", Standing.UNANSWERED: "neutral"}


def standing_of(need: Need) -> Standing:
    """Of a row from `with_standing()`."""
    marks = vars(need)
    if marks["is_disputed"]:
        return Standing.DISPUTED
    return Standing.AGREED if marks["is_agreed"] else Standing.UNANSWERED


MARKS = {
    Standing.AGREED: {"is_agreed": True},
    Standing.DISPUTED: {"is_disputed": True},
    Standing.UNANSWERED: {"is_agreed": False, "is_disputed": False},
}


def having(rows: NeedQuerySet, standing: str) -> NeedQuerySet:
    """The rows of `with_standing()` that stand so."""
    return rows.filter(**MARKS[Standing(standing)])


@dataclass(frozen=True)
class Word:
    """What one side has said, or who of that side has not answered."""

    side: str
    text: str
    reason: str = ""
    # Said before the need's words were last changed.
    is_older: bool = False


def words_of(need: Need) -> list[Word]:
    """The centre's and the governor's word."""
    said = {row.side: row for row in need.verdicts.select_related("organisation")}
    changes = need.events.filter(kind=NeedEvent.Kind.CHANGED).order_by("-at")
    changed_at = changes.values_list("at", flat=True).first()
    found = []
    for side in (Side.CENTRE, Side.GOVERNOR):
        verdict = said.get(side)
        if verdict is None:
            found.append(Word(str(side.label), _missing(need, side)))
        else:
            is_older = changed_at is not None and verdict.at < changed_at
            found.append(Word(str(side.label), _said(verdict), verdict.reason, is_older))
    return found


def _said(verdict: Verdict) -> str:
    named = {
        "who": verdict.organisation.name,
        "day": date_format(timezone.localtime(verdict.at), "j. F Y"),
    }
    if verdict.agrees:
        return _("%(who)s bekreftet behovet %(day)s.") % named
    return _("%(who)s er uenig (%(day)s).") % named


def _missing(need: Need, side: Side) -> str:
    """Who is waited for by name; a field without a responsible centre says so."""
    names = _awaited(need, side)
    if names:
        return _("%(who)s har ikke svart ennå.") % {"who": _(" eller ").join(names)}
    if side == Side.CENTRE:
        return _("Ingen senter har ansvar for dette temaet her.")
    return _("Statsforvalteren for fylket er ikke registrert i portalen.")


def _awaited(need: Need, side: Side) -> list[str]:
    if side == Side.CENTRE:
        return [party.name for party in responsible_organisations(need)]
    counties = {place.county_id for place in places_now(need.municipality)}
    offices = CountyGovernor.objects.filter(counties__in=counties).distinct()
    return list(offices.values_list("name", flat=True))
