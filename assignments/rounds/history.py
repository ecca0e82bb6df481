"""What has happened to a round and its rows: many rows that changed in one go are one line."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.plans.history import Change, FieldChange, Traced, history_of, names_of, user_of
from assignments.rounds.models import InformationRound, InformationRow
from assignments.rounds.values import LABELS
from korus_portal.notifications.redaction import history_models

MOST_NAMED = 30


def changes_of(information_round: InformationRound) -> list[Change]:
    """Newest first."""
    own = Traced(
        label=_("Runden"),
        model=InformationRound,
        where={"pgh_obj_id": information_round.pk},
        labels={**LABELS, "document": _("Dokumentet")},
        hidden=("deleted_by",),
    )
    found = [*history_of([own], about=[information_round]), *row_changes(information_round)]
    return sorted(found, key=lambda change: change.at, reverse=True)


def row_changes(information_round: InformationRound) -> list[Change]:
    """The stored versions of the rows, put together by when they were written and what they say."""
    (model,) = history_models(InformationRow)
    rows = model._base_manager.filter(round=information_round.pk)
    versions: list[Any] = list(
        rows.select_related("pgh_context", "municipality").order_by("pgh_id")
    )
    people = names_of(versions)
    alike: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for version in versions:
        says = (version.state, version.reason, version.receiver)
        alike[(version.pgh_created_at, user_of(version), version.pgh_label, *says)].append(version)
    return [
        Change(
            at=same[0].pgh_created_at,
            who=people.get(user_of(same[0]) or 0, ""),
            what=heading(same[0].pgh_label, len(same)),
            label="insert",
            fields=tuple(fields_of(same)),
        )
        for same in alike.values()
    ]


def heading(label: str, number: int) -> str:
    if label == "insert":
        text = ngettext("%(n)d mottaker lagt til", "%(n)d mottakere lagt til", number)
    else:
        text = ngettext("%(n)d mottaker rettet", "%(n)d mottakere rettet", number)
    return text % {"n": number}


def fields_of(same: list[Any]) -> list[FieldChange]:
    """What all of them say, and which they are."""
    first = same[0]
    names = ", ".join(version.municipality.name for version in same[:MOST_NAMED])
    if len(same) > MOST_NAMED:
        names += _(" og %(n)d til") % {"n": len(same) - MOST_NAMED}
    state = str(InformationRow.State(first.state).label)
    told = [
        (_("Status"), f"{state} ({first.reason})" if first.reason else state),
        (_("Mottakende funksjon"), first.receiver),
        (_("Mottakere"), names),
    ]
    return [FieldChange(label=label, before="", after=text) for label, text in told if text]
