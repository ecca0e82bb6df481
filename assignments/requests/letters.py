"""Letters about requests: to whom, and where to read. Never what stands in the request."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from assignments.requests.guest_letters import tell_guest
from assignments.requests.models import Holder, RequestEvent, SupportRequest
from assignments.requests.states import SEND_INTERIM, Audience, Step
from centres.models import Centre
from korus_portal.accounts.models import Membership, Organisation, Role, User
from korus_portal.notifications.outbox import notify
from municipalities import structure
from municipalities.models import Municipality


def tell(
    step: Step, support_request: SupportRequest, event: RequestEvent, also: Iterable[User] = ()
) -> None:
    """Write the step's letter to each audience and to `also`, but not to whoever took the step."""
    to = {person.pk: person for name in step.tells for person in people(name, support_request)}
    to |= {person.pk: person for person in also}
    if event.by_id:
        to.pop(event.by_id, None)
    write(support_request, to.values(), step.letter, event=event)
    if Audience.MUNICIPALITY in step.tells and _may_guest_read(step, support_request):
        tell_guest(support_request, step.letter, event=event)


def _may_guest_read(step: Step, support_request: SupportRequest) -> bool:
    """The interim reply stands in its letter, and words are for whom the municipality knows."""
    return support_request.is_confirmed or step is not SEND_INTERIM


def people(audience: Audience, support_request: SupportRequest) -> Iterable[User]:
    match audience:
        case Audience.MUNICIPALITY:
            return people_of_municipality(support_request)
        case Audience.CENTRE:
            return people_of_centre(support_request.centre)
        case Audience.ADVISER:
            return adviser_of(support_request)
        case Audience.HOLDERS:
            joint = Holder.objects.current().filter(
                support_request=support_request, part=Holder.Part.JOINT
            )
            parties = Organisation.objects.filter(centre__in=joint.values("centre"))
            others = with_role(parties, Role.ADVISER, Role.LEADER)
            return [*adviser_of(support_request), *others]


def adviser_of(support_request: SupportRequest) -> Iterable[User]:
    """Who has it; while nobody has, or that person has left, everyone at the owner."""
    at = people_of_centre(support_request.centre)
    own = at.filter(pk=support_request.adviser_id) if support_request.adviser_id else at.none()
    return own or at


def people_of_centre(centre: Centre) -> QuerySet[User]:
    return with_role([centre.organisation], Role.ADVISER, Role.LEADER)


def leaders_of(centre: Centre) -> QuerySet[User]:
    return with_role([centre.organisation], Role.LEADER)


def people_of_municipality(support_request: SupportRequest) -> QuerySet[User]:
    """Today's contacts, also under a new number: whoever sent it may have left, and those who
    follow must know. Partners' contacts too, as long as they are in it."""
    named = support_request.partners.named().values_list("municipality", flat=True)
    return _contacts({support_request.municipality_id, *named})


def contacts_of(municipality: Municipality) -> QuerySet[User]:
    return _contacts({municipality.pk})


def _contacts(asked: set[int]) -> QuerySet[User]:
    places = asked | set(structure.place_today_ids(asked).values())
    return with_role(Organisation.objects.filter(municipality__in=places), Role.CONTACT)


def with_role(parties: Iterable[Organisation], *roles: str) -> QuerySet[User]:
    held = Membership.objects.with_role(*roles).filter(organisation__in=parties)
    return User.objects.filter(pk__in=held.values("user")).order_by("pk")


def write(support_request: SupportRequest, to: Iterable[User], name: str, **context: Any) -> None:
    """Write the letter `requests/emails/<name>` to each person in that person's language."""
    _notify(support_request, to, name, support_request.get_absolute_url(), context)


def write_to_municipality(support_request: SupportRequest, name: str, **context: Any) -> None:
    write(support_request, people_of_municipality(support_request), name, **context)


def write_outside(
    support_request: SupportRequest, to: Iterable[User], name: str, **context: Any
) -> None:
    """The same to people who may not read the request any more: the link leads to their own."""
    _notify(support_request, to, name, reverse("requests:request_list"), context)


def _notify(
    support_request: SupportRequest,
    to: Iterable[User],
    name: str,
    path: str,
    context: dict[str, Any],
) -> None:
    notify(
        to,
        kind=f"requests.{name}",
        template=f"requests/emails/{name}",
        about=support_request,
        path=path,
        context={"support_request": support_request, **context},
    )
