"""What has happened to a grant and its rows: who registered or changed what, newest first."""

from django.utils.translation import gettext as _

from centres.grants.models import ApplicationLine, Grant, GrantItem, GrantLine
from korus_portal.notifications.history import Change, Traced, history_of


def changes_of(grant: Grant) -> list[Change]:
    own = {"grant": grant.pk}
    hidden = ("grant", "position", "version")
    told = [
        Traced(label=_("Tilskuddet"), model=Grant, where={"pgh_obj_id": grant.pk}, hidden=hidden),
        Traced(label=_("Budsjettlinje"), model=GrantLine, where=own, hidden=hidden),
        Traced(label=_("Punkt i brevet"), model=GrantItem, where=own, hidden=hidden),
        Traced(label=_("Budsjettpost i søknaden"), model=ApplicationLine, where=own, hidden=hidden),
    ]
    return history_of(told)
