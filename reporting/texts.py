"""The texts of a report that people wrote, each under a name that a form can carry."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from korus_portal.audit.models import Event
from korus_portal.notifications.redaction import is_left
from reporting.models import AnnualReport

INTRODUCTION = "introduction"
ENTRY_TEXTS = ("brief", "change_text", "extended")


@dataclass(frozen=True)
class Text:
    name: str
    label: str


def redactable(report: AnnualReport) -> Iterator[Text]:
    """What holds a text that has not been redacted already."""
    if is_left(introduction(report)):
        yield Text(INTRODUCTION, _("Om året"))
    labels = {
        "brief": _("Kort omtale"),
        "change_text": _("Hva er endret"),
        "extended": _("Utvidet omtale"),
    }
    for entry in report.entries.exclude(assignment=None).select_related("assignment"):
        for field in ENTRY_TEXTS:
            if is_left(getattr(entry, field)):
                label = f"{entry.title}: {labels[field]}"
                yield Text(f"{entry.assignment_id}-{field}", label)


def introduction(report: AnnualReport) -> str:
    """What the centre says of its year."""
    found = report.sections.filter(key=INTRODUCTION).values_list("body", flat=True)
    return found.first() or ""


def fields_by_assignment(names: list[str]) -> dict[int, list[str]]:
    """`12-brief` names the brief text of tiltak 12. Raises ValueError."""
    found: dict[int, list[str]] = {}
    for name in names:
        if name == INTRODUCTION:
            continue
        number, _dash, field = name.partition("-")
        if field not in ENTRY_TEXTS:
            raise ValueError(name)
        found.setdefault(int(number), []).append(field)
    return found


def redactions(report: AnnualReport) -> list[Event]:
    """When texts of the report were redacted, and why."""
    own = {"object_type": report._meta.label_lower, "object_id": str(report.pk)}
    found = Event.objects.filter(kind="reporting.report_redacted", **own)
    return list(found.order_by("at"))
