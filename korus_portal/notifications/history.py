"""What has happened to a row and what belongs to it, as sentences: who, when, from what to what.

Whose history it is, the caller's rule says: this reads whatever it is asked for. A text that is
taken out is taken out here too (`notifications.redaction` reaches the versions).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import ForeignKey, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.audit import kinds
from korus_portal.audit.models import Event
from korus_portal.design.conflicts import shown
from korus_portal.notifications.redaction import history_models

Values = dict[str, Any]
# The newest are what people look for; a page never shows more.
MOST = 300


@dataclass(frozen=True, kw_only=True)
class Traced:
    """Rows of one model to tell about: `where` filters their stored versions.

    `where` may name `pgh_obj_id` or any column of the model, so rows that are removed are found
    too. A column is told about when it has a name in Norwegian: its own, or one in `labels`.
    """

    label: str | Promise
    model: type[Model]
    where: Mapping[str, Any]
    labels: Mapping[str, str | Promise] = field(default_factory=dict)
    hidden: Sequence[str] = ()


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One thing that happened. `who` is empty for what the portal did itself."""

    at: datetime
    who: str
    what: str
    # What happened to the row: insert, update, delete, or event for a line of the trail.
    label: str
    fields: tuple[FieldChange, ...] = ()
    reason: str = ""

    @property
    def day(self) -> str:
        return date_format(timezone.localtime(self.at), "j. F Y H:i")


def history_of(rows: Iterable[Traced], *, about: Iterable[Model] = ()) -> list[Change]:
    """Everything that happened to the rows, newest first, and the trail's events `about` them.

    A fixed number of queries for each kind of row and for each kind of thing a row points at.
    """
    stored = [(traced, versions_of(traced)) for traced in rows]
    people = names_of(version for _traced, versions in stored for version in versions)
    found: list[Change] = []
    for traced, versions in stored:
        found += changes_in(traced, versions, people)
    for row in about:
        found += events_about(row)
    # What one transaction wrote has one moment: what was found last is newest.
    return sorted(found, key=lambda change: change.at)[::-1][:MOST]


def versions_of(traced: Traced) -> list[Any]:
    """The stored versions, oldest first. Empty where the model keeps none."""
    return [
        version
        for model in history_models(traced.model)
        for version in model._base_manager.filter(**traced.where)
        .select_related("pgh_context")
        .order_by("pgh_id")
    ]


def names_of(versions: Iterable[Any]) -> dict[int, str]:
    ids = {user for version in versions if (user := user_of(version)) is not None}
    return {person.pk: str(person) for person in User.objects.filter(pk__in=ids)}


def user_of(version: Any) -> int | None:
    context = version.pgh_context
    return context.metadata.get("user") if context else None


def changes_in(
    traced: Traced, versions: Sequence[Any], people: Mapping[int, str]
) -> Iterator[Change]:
    """What each version changed in the one before it. One that changed nothing told is left out."""
    columns = told_columns(traced)
    texts = texts_of(columns, versions)
    before: dict[int, Values] = {}
    for version in versions:
        now = {name: texts[name](getattr(version, column.attname)) for name, column in columns}
        known = before.get(version.pgh_obj_id)
        before[version.pgh_obj_id] = now
        label = version.pgh_label
        # A row from before versions were kept: its first version says only where it stood.
        if known is None and label != "insert":
            known = {} if label == "delete" else now
        fields = () if label == "delete" else compared(columns, known or {}, now, traced)
        if fields or label != "update":
            yield Change(
                at=version.pgh_created_at,
                who=people.get(user_of(version) or 0, ""),
                what=named(traced, version, label),
                label=label,
                fields=tuple(fields),
            )


def told_columns(traced: Traced) -> list[tuple[str, Any]]:
    """The model's columns that a reader has a word for."""
    hidden = {"id", "is_demo", *traced.hidden}
    return [
        (column.name, column)
        for column in traced.model._meta.concrete_fields
        if column.name not in hidden
        and (column.name in traced.labels or isinstance(column.verbose_name, Promise))
    ]


def named(traced: Traced, version: Any, label: str) -> str:
    """«Mål: lagt til»."""
    what = {
        "insert": _("%(row)s: lagt til"),
        "delete": _("%(row)s: fjernet"),
    }.get(label, _("%(row)s: endret"))
    return what % {"row": traced.label}


def compared(
    columns: Sequence[tuple[str, Any]], before: Values, now: Values, traced: Traced
) -> list[FieldChange]:
    """The columns whose text differs."""
    empty = shown("")
    return [
        FieldChange(
            label=str(capfirst(traced.labels.get(name, column.verbose_name))),
            before=before.get(name, empty),
            after=now[name],
        )
        for name, column in columns
        if before.get(name, empty) != now[name]
    ]


def texts_of(columns: Sequence[tuple[str, Any]], versions: Sequence[Any]) -> dict[str, Any]:
    """For each column how its value reads; what the rows point at is asked for once a model."""
    pointed: dict[type[Model], set[Any]] = defaultdict(set)
    for _name, column in columns:
        if isinstance(column, ForeignKey):
            ids = (getattr(version, column.attname) for version in versions)
            pointed[column.related_model] |= {pk for pk in ids if pk is not None}
    known = {model: named_rows(model, ids) for model, ids in pointed.items()}
    return {name: reader(column, known) for name, column in columns}


def named_rows(model: type[Model], ids: set[Any]) -> dict[Any, str]:
    return {row.pk: str(row) for row in model._base_manager.filter(pk__in=ids)}


def reader(column: Any, known: Mapping[type[Model], Mapping[Any, str]]) -> Any:
    """A function from the column's stored value to a text."""
    if isinstance(column, ForeignKey):
        rows = known[column.related_model]
        return lambda value: shown("") if value is None else rows.get(value, str(value))
    if isinstance(column, ArrayField):
        one = reader(column.base_field, known)
        return lambda values: shown(tuple(one(value) for value in values or ()))
    choices = dict(column.flatchoices)
    return lambda value: shown(plain(choices.get(value, value)))


def plain(value: Any) -> Any:
    """Dates with a time are told in local time."""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j. F Y H:i")
    if isinstance(value, date | bool) or value is None:
        return value
    return str(value) if isinstance(value, Promise) else value


def events_about(row: Model) -> Iterator[Change]:
    """What the trail tells of the row: that it was deleted, restored, a text taken out, and why."""
    events = Event.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk))
    for event in events:
        yield Change(
            at=event.at,
            who=event.by_name,
            what=str(kinds.text(event.kind)),
            label="event",
            reason=event.reason,
        )
