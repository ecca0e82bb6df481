"""Letters about feedback. They hold the form's one link, which is the same for everybody."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from assignments.feedback.models import FeedbackForm
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.models import Letter
from korus_portal.notifications.outbox import notify
from municipalities import structure
from municipalities.models import Municipality


def tell_organisation(form: FeedbackForm) -> None:
    """The organisation through which users or next of kin are asked."""
    held = Membership.objects.with_role(Role.USER_ORGANISATION)
    people = User.objects.filter(pk__in=held.filter(organisation=form.organisation).values("user"))
    notify(
        people.order_by("pk"),
        kind="feedback.organisation_asked",
        template="feedback/emails/organisation_asked",
        about=form,
        path=form.get_absolute_url(),
        context={"form": form},
    )


def send_link(form: FeedbackForm) -> int:
    """To the contacts of the municipalities that the activity names. Returns how many there were.

    The letter leads to the form itself, and the portal does not note who opens it from there.
    """
    contacts = list(contacts_of(form))
    notify(
        contacts,
        kind="feedback.link",
        template="feedback/emails/link",
        about=form,
        path=reverse("feedback:answer", args=[form.key]),
        context={"form": form},
    )
    return len(contacts)


def contacts_of(form: FeedbackForm) -> QuerySet[User]:
    """Today's contacts of the municipalities, under a new number too, and of a district's city."""
    named = (
        set(form.activity.municipalities.values_list("pk", flat=True)) if form.activity else set()
    )
    places = Municipality.objects.filter(
        pk__in=named | set(structure.place_today_ids(named).values())
    )
    own = Q(organisation__municipality__in=places)
    cities = Q(organisation__municipality__in=places.exclude(parent=None).values("parent"))
    held = Membership.objects.with_role(Role.CONTACT).filter(own | cities)
    return User.objects.filter(pk__in=held.values("user")).order_by("pk")


def is_sent(form: FeedbackForm) -> bool:
    """Whether the link has been sent: it is sent once."""
    sent = Letter.objects.filter(kind="feedback.link", object_type=form._meta.label_lower)
    return sent.filter(object_id=str(form.pk)).exists()
