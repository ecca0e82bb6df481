"""The letters to those who are asked. Each holds its receiver's own link."""

from collections.abc import Iterable

from django.urls import reverse

from assignments.mapping.models import Campaign, Invitation
from korus_portal.notifications.models import Letter
from korus_portal.notifications.outbox import notify_address


def write(campaign: Campaign, invitations: Iterable[Invitation], name: str) -> int:
    """One letter to each, in its own language. Returns how many there were."""
    count = 0
    for invitation in invitations:
        notify_address(
            invitation.email,
            language=invitation.language,
            kind=f"mapping.{name}",
            template=f"mapping/emails/{name}",
            about=invitation,
            path=reverse("mapping:answer", args=[invitation.key]),
            context={"campaign": campaign, "invitation": invitation},
        )
        count += 1
    return count


def forget_addresses(campaign: Campaign) -> None:
    """Take the addresses out of the letters too. What was never sent has nothing to tell now."""
    ids = [str(pk) for pk in campaign.invitations.values_list("pk", flat=True)]
    about = Letter.objects.filter(object_type=Invitation._meta.label_lower, object_id__in=ids)
    # Whoever is sending one of them holds its row: wait, rather than take its address away.
    held = list(about.select_for_update().order_by("pk").values_list("pk", flat=True))
    letters = Letter.objects.filter(pk__in=held)
    letters.filter(sent_at=None).delete()
    letters.update(address="", last_error="")
