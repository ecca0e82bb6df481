"""What a new dialogue is about, as its address says, and whom its form offers to invite."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from assignments.dialogues.concerned import About, centres_concerned
from assignments.dialogues.models import Dialogue
from assignments.dialogues.rules import Opener
from assignments.plans.years import FIRST_YEAR
from centres.models import Centre
from municipalities.models import County, Municipality, Theme


def about_in(address: Mapping[str, str]) -> About | None:
    """`type`, `tema`, `aar`, and `kommune` or `fylke` or neither; None where they say nothing."""
    if any("\x00" in value for value in address.values()):
        return None
    kind, year = address.get("type", ""), address.get("aar", "")
    theme = Theme.objects.select_related("parent").filter(code=address.get("tema", "")).first()
    if kind not in Dialogue.Kind.values or theme is None or not is_year(year):
        return None
    municipality, county = named_places(address)
    is_lost = bool(address.get("kommune")) != bool(municipality)
    is_lost |= bool(address.get("fylke")) != bool(county)
    if is_lost or (municipality is not None and county is not None):
        return None
    return About(kind, theme, int(year), municipality, county)


def named_places(address: Mapping[str, str]) -> tuple[Municipality | None, County | None]:
    places = Municipality.objects.select_related("county", "parent")
    municipality = places.filter(code=address.get("kommune") or "-").first()
    return municipality, County.objects.filter(code=address.get("fylke") or "-").first()


def is_year(text: str) -> bool:
    is_number = text.isascii() and text.isdecimal() and len(text) == 4
    return is_number and FIRST_YEAR <= int(text) <= timezone.localdate().year


def offered(about: About, openers: Iterable[Opener]) -> dict[str, Any]:
    """The centres concerned, ticked, and every other active centre to choose from."""
    today, own = timezone.localdate(), list(openers)
    alone = own[0].centre if len(own) == 1 else None
    concerned = [row for row in centres_concerned(about, on=today) if row != alone]
    others = Centre.objects.active(on=today).exclude(pk__in=[row.pk for row in concerned])
    if alone is not None:
        others = others.exclude(pk=alone.pk)
    is_national = about.municipality is None and about.county is None
    return {
        "openers": own,
        "concerned": concerned,
        "others": others,
        "is_national": is_national,
    }
