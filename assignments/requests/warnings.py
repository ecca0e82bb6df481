"""What a contact should know before asking: that somebody is at work with the same."""

from uuid import UUID

from django.db.models import Q

from assignments.access import with_own_past
from assignments.requests.models import PartnerMunicipality, SupportRequest
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme


def open_on_theme(
    user: User, municipality: Municipality, theme: Theme, *, but: UUID | None = None
) -> list[SupportRequest]:
    """Open requests of the municipality on the theme, those it is named in included.

    Only such as the person may read. `but` is the form that asks: sent twice, it meets itself.
    """
    places = with_own_past({municipality.pk})
    named = PartnerMunicipality.objects.named().filter(municipality__in=places)
    of_place = Q(municipality__in=places) | Q(pk__in=named.values("support_request"))
    found = SupportRequest.objects.asked_by(user).open().filter(of_place, theme=theme)
    if but is not None:
        found = found.exclude(form_token=but)
    return list(found.for_list())
