"""The accounts: one for each grant, then what is shared, other income and staffing."""

from typing import Any

from django.utils.translation import gettext as _

from reporting import formatting
from reporting.documents import accounts
from reporting.documents.chapters.written import text
from reporting.documents.parts import Chapter, Fact, Facts, Heading, Part, Rows
from reporting.documents.source import Source


def chapters(source: Source) -> list[Chapter]:
    money = source.figures.get("money") or {}
    found: list[Part] = []
    for grant in money.get("grants", []):
        found += of_grant(source, grant)
    for table in (accounts.shared_costs(money), accounts.other_income(money)):
        if table.rows:
            found += [Heading(table.title), Rows(table)]
    return [Chapter(_("Regnskap"), [*found, *staffing(money)])]


def of_grant(source: Source, grant: dict[str, Any]) -> list[Part]:
    table = accounts.budget(source, grant)
    own = next((row for row in source.accounts if row.grant_id == grant["grant"]), None)
    remark = text(source, own, "comment", under=2) if own is not None else []
    return [
        Heading(grant["scheme"]),
        Facts(accounts.facts(grant)),
        *([Rows(table)] if table.rows else []),
        *remark,
    ]


def staffing(money: dict[str, Any]) -> list[Part]:
    """Full-time equivalents, agreed and filled; unknown is not 0."""
    found = money.get("staffing") or {}
    labels = {"agreed": _("Avtalte årsverk"), "filled": _("Besatte årsverk")}
    facts: list[Fact] = [
        (label, formatting.decimal(found[name]))
        for name, label in labels.items()
        if found.get(name) is not None
    ]
    return [Heading(_("Årsverk")), Facts(facts)] if facts else []
