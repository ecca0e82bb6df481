"""Naming a choice of the queue, sharing it, and having it by mail once a week."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assignments.requests import rules
from assignments.requests.models import SavedFilter
from assignments.requests.queue.choice import Choice
from centres.models import Centre
from korus_portal.accounts.models import User

P = ParamSpec("P")
R = TypeVar("R")
ONCE = "requests_a_filter_name_once"


class NameTakenError(Exception):
    """The person has another filter of that name at the centre."""


def refusing_taken_names(action: Callable[P, R]) -> Callable[P, R]:
    """The database holds the rule; two clicks at once find out there."""

    @wraps(action)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return action(*args, **kwargs)
        except IntegrityError as error:
            if ONCE in str(error):
                raise NameTakenError from error
            raise

    return wrapped


@refusing_taken_names
@transaction.atomic
def save_filter(
    *, centre: Centre, name: str, choice: Choice, is_shared: bool, by: User
) -> SavedFilter:
    """Keep a choice under a name. The same sent twice gives the same filter."""
    if not rules.works_at(by, centre):
        raise PermissionDenied
    own = SavedFilter.objects.filter(centre=centre, owner=by, name=name)
    same = own.filter(query=choice.query, is_shared=is_shared).first()
    if same is not None:
        return same
    return SavedFilter.objects.create(
        centre=centre, owner=by, name=name, query=choice.query, is_shared=is_shared
    )


@refusing_taken_names
@transaction.atomic
def change_filter(*, saved: SavedFilter, name: str, is_shared: bool, by: User) -> SavedFilter:
    """Rename it, share it or stop sharing it: then only its owner still has it by mail."""
    locked = _lock_own(saved, by)
    locked.name, locked.is_shared = name, is_shared
    locked.save(update_fields=["name", "is_shared"])
    if not is_shared:
        locked.subscribers.remove(*locked.subscribers.exclude(pk=locked.owner_id))
    return locked


@transaction.atomic
def delete_filter(*, saved: SavedFilter, by: User) -> None:
    _lock_own(saved, by).delete()


@transaction.atomic
def subscribe(*, saved: SavedFilter, by: User) -> None:
    """From next Monday on. The first subscriber does not get this week's letter afterwards."""
    locked = SavedFilter.objects.select_for_update(of=("self",)).get(pk=saved.pk)
    if not SavedFilter.objects.visible_to(by).filter(pk=locked.pk).exists():
        raise PermissionDenied
    if not locked.subscribers.exists():
        locked.digested_on = monday_of(timezone.localdate())
        locked.save(update_fields=["digested_on"])
    locked.subscribers.add(by)


@transaction.atomic
def unsubscribe(*, saved: SavedFilter, by: User) -> None:
    """Everyone may stop letters to themselves."""
    saved.subscribers.remove(by)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _lock_own(saved: SavedFilter, by: User) -> SavedFilter:
    locked = SavedFilter.objects.select_for_update(of=("self",)).select_related("centre")
    found = locked.get(pk=saved.pk)
    if not rules.can_change_filter(by, found):
        raise PermissionDenied
    return found
