"""The daily letter: what those who want one letter a day have not read in the portal by then.

Its moment is 7 in the morning, and whatever is still untold from before the last such moment is
told whenever a worker is there to do it. So a morning without workers loses nothing, and asking
often tells nobody twice: each notice says when a letter told it.
"""

from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from korus_portal.accounts.models import Membership, User
from korus_portal.notifications import kinds
from korus_portal.notifications.models import Notice
from korus_portal.notifications.outbox import News, store

HOUR = 7
# More than this is read in the portal; the letter says how many there are.
MOST = 100


def last_moment(now: datetime) -> datetime:
    """The latest 7 o'clock, by the clock on the wall in Norway."""
    local = timezone.localtime(now)
    moment = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if moment <= local:
        return moment
    return (moment - timedelta(days=1)).replace(hour=HOUR)


def send_digests() -> int:
    """Write the letters of the last moment. Returns how many there were.

    Whoever has left, and has no role any more, is told nothing of what happened before that.
    """
    until = last_moment(timezone.now())
    here = Membership.objects.current().values("user")
    waiting = Notice.objects.waiting(until).filter(user__is_active=True, user__in=here)
    people = waiting.order_by("user").values_list("user", flat=True).distinct()
    return sum(write_digest(user_id, until) for user_id in list(people))


@transaction.atomic
def write_digest(user_id: int, until: datetime) -> bool:
    """One letter of all that waits for the person. A second worker waits and finds it told."""
    notices = Notice.objects.waiting(until).filter(user=user_id)
    waiting = list(notices.order_by("created_at", "pk").select_for_update())
    if not waiting:
        return False
    user = User.objects.get(pk=user_id)
    told = waiting[:MOST]
    news = News(
        "notifications.digest",
        "notifications/emails/digest",
        path=reverse("notifications:notice_list"),
        context={
            "count": len(waiting),
            "more": len(waiting) - len(told),
            "groups": grouped(told),
            "site": settings.SITE_URL,
        },
    )
    (letter,) = store([news.letter(user.email, language=user.language, user=user)])
    told_now = Notice.objects.filter(pk__in=[row.pk for row in waiting])
    told_now.update(letter=letter, told_at=letter.created_at)
    return True


def grouped(notices: list[Notice]) -> list[tuple[kinds.Group, list[Notice]]]:
    """Under the headings of the choices, in their order; inside each as it happened."""
    order = list(kinds.Group)

    def group(notice: Notice) -> int:
        return order.index(kinds.of(notice.kind).group)

    ordered = sorted(notices, key=group)
    return [(order[place], list(rows)) for place, rows in groupby(ordered, key=group)]
