"""What is filled in about a grant, apart from how it is stored: the letter, and the application."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.grants.kroner import kroner
from centres.grants.models import ApplicationLine, Grant, GrantItem, GrantLine
from korus_portal.accounts.models import Organisation

LABELS: dict[str, Any] = {
    "scheme": gettext_lazy("Tilskuddsordning"),
    "recipient": gettext_lazy("Tilskuddsmottaker"),
    "reference": gettext_lazy("Referanse i tilskuddsbrevet"),
    "letter_on": gettext_lazy("Brevdato"),
    "report_due_on": gettext_lazy("Rapporteringsfrist i brevet"),
    "report_channel": gettext_lazy("Hvor rapporten skal leveres"),
    "auditor_from": gettext_lazy("Revisor bekrefter fra (kroner)"),
    "lines": gettext_lazy("Budsjettlinjer"),
    "items": gettext_lazy("Punkter i brevet"),
    "applied_on": gettext_lazy("Søknadsdato"),
    "applied_amount": gettext_lazy("Søkt beløp i kroner"),
    "application_reference": gettext_lazy("Referanse i søknaden"),
    "application_lines": gettext_lazy("Budsjettposter i søknaden"),
}


@dataclass(frozen=True)
class LineValues:
    """A budget line. `pk` says which stored row it is; an equal row is equal without it."""

    chapter: str
    item: str
    amount: int | None = None
    pk: int | None = field(default=None, compare=False)

    def __str__(self) -> str:
        name = _("kap. %(chapter)s post %(item)s") % {"chapter": self.chapter, "item": self.item}
        return name if self.amount is None else f"{name}: {kroner(self.amount)}"


@dataclass(frozen=True)
class ItemValues:
    """A numbered point of the letter, as printed."""

    kind: GrantItem.Kind
    number: str
    text: str
    pk: int | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.number} ({self.kind.label}) {self.text}"


@dataclass(frozen=True)
class BudgetValues:
    """A line of the application's budget."""

    name: str
    amount: int
    pk: int | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.name}: {kroner(self.amount)}"


@dataclass(frozen=True)
class LetterValues:
    """The directorate's half: the letter."""

    scheme: str
    recipient: Organisation | None
    reference: str
    letter_on: date | None
    report_due_on: date | None
    report_channel: Grant.Channel
    auditor_from: int
    lines: tuple[LineValues, ...] = ()
    items: tuple[ItemValues, ...] = ()


@dataclass(frozen=True)
class ApplicationValues:
    """The centre's half: what was applied for."""

    applied_on: date | None
    applied_amount: int | None
    application_reference: str
    application_lines: tuple[BudgetValues, ...] = ()


LETTER_COLUMNS = (
    "scheme",
    "recipient",
    "reference",
    "letter_on",
    "report_due_on",
    "report_channel",
    "auditor_from",
)
APPLICATION_COLUMNS = ("applied_on", "applied_amount", "application_reference")


def letter_of(grant: Grant) -> LetterValues:
    own = {name: getattr(grant, name) for name in LETTER_COLUMNS}
    own["report_channel"] = Grant.Channel(grant.report_channel)
    return LetterValues(
        **own,
        lines=tuple(line_of(row) for row in grant.lines.all()),
        items=tuple(item_of(row) for row in grant.items.all()),
    )


def application_of(grant: Grant) -> ApplicationValues:
    own = {name: getattr(grant, name) for name in APPLICATION_COLUMNS}
    lines = tuple(budget_of(row) for row in grant.application_lines.all())
    return ApplicationValues(**own, application_lines=lines)


def line_of(row: GrantLine) -> LineValues:
    return LineValues(row.chapter, row.item, row.amount, pk=row.pk)


def item_of(row: GrantItem) -> ItemValues:
    return ItemValues(GrantItem.Kind(row.kind), row.number, row.text, pk=row.pk)


def budget_of(row: ApplicationLine) -> BudgetValues:
    return BudgetValues(row.name, row.amount, pk=row.pk)


def shown_channel(grant: Grant) -> str:
    return str(capfirst(str(grant.get_report_channel_display())))
