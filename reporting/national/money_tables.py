"""Money, årsverk and deviations as tables."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting.documents.tables import Column, Table, Value
from reporting.national.figures import Summary
from reporting.national.money import AMOUNTS, Income, Known, Money
from reporting.national.tables import (
    Linked,
    Names,
    Section,
    centre_column,
    decimal,
    first_cells,
    given_note,
    lacking,
    number,
)


def sections(summary: Summary, names: Names) -> list[Section]:
    money = summary.money
    notes = lacking(names, money.missing)
    paid = [grants(money, names), letter_lines(money, names), incomes(money, names)]
    return [
        Section("penger", _("Penger"), paid, [_("Beløp i hele kroner."), *notes]),
        Section("arsverk", _("Årsverk"), [staffing(money, names)], notes),
        Section("avvik", _("Avvik i regnskapene"), [deviations(money, names)], notes),
    ]


def labels() -> dict[str, str]:
    return {
        "granted": _("Tildelt"),
        "budgeted": _("Budsjett"),
        "spent": _("Brukt"),
        "unspent": _("Ubrukt"),
        "carried_in": _("Overført fra i fjor"),
        "carried": _("Overført til neste år"),
        "repaid": _("Betalt tilbake"),
    }


def grants(money: Money, names: Names) -> Linked:
    columns = [
        centre_column(),
        Column(_("Tilskuddsordning"), width=30),
        *[number(label) for label in labels().values()],
    ]
    rows: list[list[Value]] = [
        [names.centre(row.report), row.scheme, *[row.amounts[name] for name in AMOUNTS]]
        for row in money.grants
    ]
    if rows:
        rows.append([_("Alle rapportene"), "", *[amount(money.sums[name]) for name in AMOUNTS]])
    links = first_cells([names.accounts_url(row.report) for row in money.grants])
    note = unknown_note({labels()[name]: money.sums[name] for name in AMOUNTS})
    return Linked(Table(_("Tilskudd"), columns, rows, note), links)


def amount(found: Known) -> int | None:
    return None if found.value is None else int(found.value)


def unknown_note(found: Mapping[str, Known]) -> str:
    """A sum of some of the rows says of how many."""
    partly = [
        f"{label}: {given_note(sum_.given, sum_.of)}"
        for label, sum_ in found.items()
        if not sum_.is_whole
    ]
    return " ".join(partly)


def letter_lines(money: Money, names: Names) -> Linked:
    columns = [
        Column(_("Kapittel"), width=10),
        Column(_("Post"), width=10),
        number(_("Tildelt")),
        number(_("Rapporter")),
    ]
    rows: list[list[Value]] = [
        [line.chapter, line.item, amount(line.amount), len(line.parts)] for line in money.lines
    ]
    codes = [f"{line.chapter}-{line.item}" for line in money.lines]
    links = first_cells([names.sources_url("letter_lines", code) for code in codes])
    found = {f"{line.chapter}-{line.item}": line.amount for line in money.lines}
    note = unknown_note(found)
    return Linked(Table(_("Tildelt etter kapittel og post"), columns, rows, note), links)


def incomes(money: Money, names: Names) -> Linked:
    columns = [
        centre_column(),
        Column(_("Hvem pengene kommer fra"), width=40),
        Column(_("Offentlig tilskudd"), width=16),
        number(_("Beløp")),
    ]
    rows = [income_row(row, names) for row in money.incomes]
    if rows:
        rows.append([_("Alle rapportene"), "", "", sum(row.amount for row in money.incomes)])
    links = first_cells([names.accounts_url(row.report) for row in money.incomes])
    return Linked(Table(_("Andre inntekter"), columns, rows), links)


def income_row(row: Income, names: Names) -> list[Value]:
    public = _("ja") if row.is_public_grant else _("nei")
    return [names.centre(row.report), names.incomes[row.report][row.place], public, row.amount]


def staffing(money: Money, names: Names) -> Linked:
    columns = [centre_column(), decimal(_("Avtalt")), decimal(_("Besatt"))]
    rows: list[list[Value]] = [
        [names.centre(row.report), row.agreed, row.filled] for row in money.staffing
    ]
    if rows:
        rows.append([_("Alle rapportene"), fte(money.agreed), fte(money.filled)])
    links = first_cells([names.accounts_url(row.report) for row in money.staffing])
    note = unknown_note({_("Avtalt"): money.agreed, _("Besatt"): money.filled})
    return Linked(Table(_("Årsverk"), columns, rows, note), links)


def fte(found: Known) -> Decimal | None:
    return None if found.value is None else Decimal(found.value)


def deviations(money: Money, names: Names) -> Linked:
    columns = [
        centre_column(),
        Column(_("Budsjettpost"), width=40),
        number(_("Budsjett")),
        number(_("Regnskap")),
        number(_("Avvik")),
    ]
    most_first = sorted(money.deviations, key=lambda row: -abs(row.deviation))
    rows: list[list[Value]] = [
        [names.centre(row.report), row.name, row.budget, row.actual, row.deviation]
        for row in most_first
    ]
    links = first_cells([names.accounts_url(row.report) for row in most_first])
    note = _("De største først. Begrunnelsen står i senterets rapport.")
    return Linked(Table(_("Avvik fra budsjettet"), columns, rows, note), links)
