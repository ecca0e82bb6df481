"""Copies to the postmottak of both sides, where one is set: what to file, and where it stands.

The text itself is not in the mail, as in no letter of the portal: mail passes more hands than a
case does. The archive files the whole case from its export, which the link leads to.
"""

from collections.abc import Iterator

from assignments.requests.models import RequestEvent, SupportRequest
from korus_portal.accounts.models import Organisation, User
from korus_portal.notifications.outbox import notify_address

Kind = RequestEvent.Kind
# What an archive is told of: that the request came, and how it was answered and ended.
COPIED = frozenset({Kind.SUBMITTED, Kind.ACCEPTED, Kind.DECLINED, Kind.WITHDRAWN, Kind.CLOSED})
LANGUAGES = {Organisation.Language.NYNORSK: User.Language.NYNORSK}


def archive_copies(support_request: SupportRequest, event: RequestEvent) -> None:
    """Write to the municipalities that ask and to the owner; nothing for other steps."""
    if event.kind not in COPIED:
        return
    for party in _parties(support_request):
        language = LANGUAGES.get(Organisation.Language(party.language), User.Language.BOKMAAL)
        notify_address(
            party.archive_address,
            language=language,
            kind="requests.archive_copy",
            template="requests/emails/archive_copy",
            about=support_request,
            path=support_request.get_absolute_url(),
            context={"support_request": support_request, "event": event},
        )


def _parties(support_request: SupportRequest) -> Iterator[Organisation]:
    named = support_request.partners.named().values("municipality")
    places = [support_request.municipality_id, *named.values_list("municipality", flat=True)]
    found = Organisation.objects.exclude(archive_address="")
    yield from found.filter(municipality__in=places).order_by("pk").distinct()
    yield from found.filter(centre=support_request.centre_id)
