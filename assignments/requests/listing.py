"""The list of one's requests, and above it what waits for an answer from oneself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from assignments.access import with_own_past
from assignments.requests.case_steps import url_of
from assignments.requests.models import HandOver, Holder, PartnerMunicipality, SupportRequest
from assignments.requests.models import SupportRequestQuerySet as Requests
from korus_portal.accounts.access import parties
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality

Kind = HandOver.Kind


@dataclass(frozen=True)
class Waiting:
    """Something only the reader's side can answer."""

    number: str
    url: str
    text: str
    due_on: date | None = None


def listed(user: User) -> Requests:
    """One's own, the most urgent first. A centre also sees what it is offered."""
    joint = Holder.objects.current().filter(support_request=OuterRef("pk"), part=Holder.Part.JOINT)
    rows = SupportRequest.objects.visible_to(user).for_list().in_inbox_order()
    return rows.annotate(is_joint=Exists(joint))


def waiting_for(user: User) -> list[Waiting]:
    """A fixed number of queries, however many there are."""
    return [*_hand_overs(user), *_of_municipality(user)]


def _hand_overs(user: User) -> Iterator[Waiting]:
    at = parties(user, Role.ADVISER, Role.LEADER)
    if not at:
        return
    offered = ~Q(kind=Kind.ASK) & Q(to_centre__organisation__in=at)
    asked = Q(kind=Kind.ASK, from_centre__organisation__in=at)
    rows = HandOver.objects.open().filter(offered | asked)
    rows = rows.select_related("support_request__municipality", "from_centre", "to_centre")
    for row in rows.order_by("answer_due_on", "pk"):
        found = row.support_request
        yield Waiting(found.case_number, found.get_absolute_url(), words_of(row), row.answer_due_on)


def words_of(row: HandOver) -> str:
    """What is asked, as the one that answers reads it."""
    if row.kind == Kind.ASK:
        return _("%(centre)s ber om å få saken") % {"centre": row.to_centre}
    if row.kind == Kind.SHARE:
        return _("%(centre)s spør om dere vil være med") % {"centre": row.from_centre}
    return _("%(centre)s spør om dere vil overta") % {"centre": row.from_centre}


def _of_municipality(user: User) -> Iterator[Waiting]:
    held = parties(user, Role.CONTACT)
    if not held:
        return
    own = Municipality.objects.filter(organisation__in=held).order_by()
    places = with_own_past(set(own.values_list("pk", flat=True)))
    for found in SupportRequest.objects.asked_by(user).filter(status="clarifying").for_list():
        text = _("%(centre)s har spurt dere om noe") % {"centre": found.centre}
        yield Waiting(found.case_number, found.get_absolute_url(), text)
    unsure = SupportRequest.objects.open().filter(municipality__in=places, confirmed_at=None)
    for found in unsure.for_list():
        text = _("%(name)s har spurt på vegne av kommunen. Stemmer det?")
        yield Waiting(
            found.case_number, found.get_absolute_url(), text % {"name": found.guest_name}
        )
    named = PartnerMunicipality.objects.named().filter(
        municipality__in=places,
        confirmed_at=None,
        support_request__status__in=SupportRequest.OPEN,
    )
    for row in named.select_related("support_request__municipality", "municipality"):
        found = row.support_request
        text = _("%(municipality)s har spurt også for dere. Er dere med?")
        yield Waiting(
            found.case_number,
            url_of("request_detail", found),
            text % {"municipality": found.municipality},
        )
