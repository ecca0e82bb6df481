"""The tables of the accounts, from the frozen money. Whole kroner; empty is unknown."""

from typing import Any

from django.utils.translation import gettext as _

from reporting import formatting
from reporting.documents.source import Source
from reporting.documents.tables import Column, Table, Type, Value, written

Money = dict[str, Any]


def budget(source: Source, grant: Money) -> Table:
    """By the lines of the application, with what they add up to."""
    columns = [
        Column(_("Budsjettpost"), width=36),
        Column(_("Budsjett"), Type.NUMBER),
        Column(_("Regnskap"), Type.NUMBER),
        Column(_("Avvik"), Type.NUMBER),
        Column(_("Hvorfor avvik"), width=50),
    ]
    reasons = reasons_of(source, grant["grant"])
    rows: list[list[Value]] = [
        [row["name"], row["budget"], row["actual"], row["deviation"], reasons.get(row["name"], "")]
        for row in grant["budget"]
    ]
    if rows:
        rows.append([_("Sum"), grant["budgeted"], grant["spent"], difference(grant), ""])
    title = _("Regnskap for %(scheme)s") % {"scheme": grant["scheme"]}
    return Table(title, columns, rows, _("Beløp i hele kroner."))


def difference(grant: Money) -> int | None:
    if grant["spent"] is None or grant["budgeted"] is None:
        return None
    return int(grant["spent"] - grant["budgeted"])


def reasons_of(source: Source, grant: int) -> dict[str, str]:
    """The texts stay in the rows, where they can be redacted."""
    return {
        line.line.name: " ".join(filter(None, [line.reason, source.redacted(line, "reason")]))
        for account in source.accounts
        if account.grant_id == grant
        for line in account.lines.all()
    }


def facts(grant: Money) -> list[tuple[str, str]]:
    auditor = grant["auditor"]
    confirmed = f"{auditor['name']} {auditor['day']}" if auditor else ""
    found = [
        (_("Mottaker"), " ".join(filter(None, [grant["recipient"], grant["number"]]))),
        (_("Referanse"), grant["reference"]),
        (_("Budsjettlinjer"), "; ".join(letter_line(row) for row in grant["lines"])),
        *[(label, kroner(grant[name])) for name, label in sums().items()],
        (_("Bekreftet av revisor"), confirmed),
    ]
    return [(label, value) for label, value in found if value]


def sums() -> dict[str, str]:
    return {
        "granted": _("Innvilget"),
        "carried_in": _("Overført fra i fjor"),
        "spent": _("Brukt"),
        "unspent": _("Ikke brukt"),
        "carried": _("Søkes overført til neste år"),
        "repaid": _("Betalt tilbake"),
    }


def letter_line(row: Money) -> str:
    line = _("kap. %(chapter)s post %(item)s") % {"chapter": row["chapter"], "item": row["item"]}
    return f"{line}: {kroner(row['amount']) or _('ikke oppgitt')}"


def kroner(value: int | None) -> str:
    return "" if value is None else _("%(amount)s kr") % {"amount": formatting.number(value)}


def overview(money: Money) -> Table:
    """One row for each grant, for the spreadsheet."""
    columns = [
        Column(_("Tilskuddsordning"), width=40),
        Column(_("Mottaker"), width=30),
        Column(_("Organisasjonsnummer"), width=14),
        *[Column(label, Type.NUMBER) for label in sums().values()],
    ]
    rows: list[list[Value]] = [
        [row["scheme"], row["recipient"], row["number"], *[row[name] for name in sums()]]
        for row in money.get("grants", [])
    ]
    return Table(_("Tilskudd"), columns, rows)


def lines(source: Source) -> Table:
    """Every line of every account, for the spreadsheet."""
    tables = [budget(source, grant) for grant in grants(source)]
    columns = [Column(_("Tilskuddsordning"), width=40), *(tables[0].columns if tables else [])]
    rows: list[list[Value]] = [
        [grant["scheme"], *row]
        for grant, table in zip(grants(source), tables, strict=True)
        for row in table.rows
    ]
    return Table(_("Regnskap"), columns, rows)


def grants(source: Source) -> list[Money]:
    found: list[Money] = (source.figures.get("money") or {}).get("grants", [])
    return found


def shared_costs(money: Money) -> Table:
    """What several pay together, one row for each part."""
    schemes = {row["grant"]: row["scheme"] for row in money.get("grants", [])}
    incomes = {row["id"]: row["source"] for row in money.get("other_income", []) if "id" in row}
    columns = [
        Column(_("Kostnad"), width=40),
        Column(_("Hele kostnaden"), Type.NUMBER),
        Column(_("Betalt av"), width=40),
        Column(_("Andel"), Type.NUMBER),
    ]
    rows: list[list[Value]] = [
        [
            cost["name"],
            cost["amount"],
            schemes.get(part.get("grant")) or incomes.get(part.get("income")) or written(None),
            part["amount"],
        ]
        for cost in money.get("shared_costs", [])
        for part in cost["parts"]
    ]
    return Table(_("Delte kostnader"), columns, rows)


def other_income(money: Money) -> Table:
    columns = [
        Column(_("Kilde"), width=40),
        Column(_("Beløp"), Type.NUMBER),
        Column(_("Offentlig tilskudd"), width=18),
    ]
    rows: list[list[Value]] = [
        [row["source"], row["amount"], _("ja") if row["is_public_grant"] else _("nei")]
        for row in money.get("other_income", [])
    ]
    return Table(_("Andre inntekter"), columns, rows)
