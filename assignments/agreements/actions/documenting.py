"""Giving documents out of the portal: what leaves it as a whole is told in the trail."""

from assignments.agreements.models import Agreement
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


def record_package(*, agreement: Agreement, versions: int, by: User) -> None:
    record("agreements.package_downloaded", agreement, by=by, details={"versions": versions})


def record_spread_export(*, rows: int, query: str, by: User) -> None:
    """`query` is the encoded one: an address may hold what the trail cannot store."""
    record("agreements.spread_exported", by, by=by, details={"rows": rows, "query": query})
