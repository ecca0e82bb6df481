"""Obligations as the portal would have stored them, and several workers at once."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from centres.grants.models import Grant
from centres.models import Centre
from korus_portal.accounts.models import User
from reporting.models import AnnualReport, ReportObligation

YEAR = 2025
DUE = date(2026, 4, 1)


def add_grant(centre: Centre, year: int = YEAR, **values: Any) -> Grant:
    given = {"scheme": "Drift av kompetansesentre", **values}
    return Grant.objects.create(centre=centre, year=year, **given)


def add_obligation(
    centre: Centre, year: int = YEAR, due_on: date = DUE, **values: Any
) -> ReportObligation:
    return ReportObligation.objects.create(
        centre=centre, year=year, opens_on=date(year, 12, 1), due_on=due_on, **values
    )


def received_report(
    centre: Centre,
    by: User,
    day: date,
    *,
    year: int = YEAR,
    status: str = "submitted",
    **values: Any,
) -> AnnualReport:
    """A version that the directorate had at noon of `day`."""
    at = datetime(*day.timetuple()[:3], 11, tzinfo=UTC)
    decided = {"decided_by": by, "decided_at": at, "comment": "Utdyp."}
    given = decided if status in ("returned", "approved", "reopened") else {}
    left = {"left_reason": "Feil i tallene."} if status in ("withdrawn", "reopened") else {}
    sent: dict[str, Any] = {"submitted_by": by, "submitted_at": at, "received_at": at}
    return AnnualReport.objects.create(
        centre=centre,
        year=year,
        status=status,
        started_by=by,
        figures_sha256="0" * 64,
        **sent | given | left | values,
    )


def at_once(action: Callable[[], Any], count: int = 2) -> list[Any]:
    """What each of several workers got, an exception among them, when all begin together."""
    start, outcomes = threading.Barrier(count), []

    def attempt() -> None:
        try:
            start.wait(timeout=10)
            outcomes.append(action())
        except Exception as error:  # noqa: BLE001 - the test says which it may be
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes
